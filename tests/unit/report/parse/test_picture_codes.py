"""Codes of pictures count although a pen, a note or a torn neighbour stands in the way."""

import pytest

from aktr.report.confidence import REVIEW_BELOW
from typed_pages import CODES, REPORT, changed, codes, on_a_picture


@pytest.mark.parametrize("first", ["IR. VL.B.K4.", "PA 1,B", "BAI.B"])
def test_a_list_is_read_although_its_first_code_cannot_be_made_out(first: str) -> None:
    listed = "PA.I.B.K1a PA.I.C.K2 PA.III.A.K8 PA.VI.A.K1"

    assert codes(on_a_picture(changed(listed, f"{first} {listed}"))) == CODES


def test_a_sentence_that_mentions_two_codes_is_no_list() -> None:
    sentence = "Read about PA.II.A.K1 PA.II.B.K2 before the flight"

    assert codes(on_a_picture(changed("DO NOT LOSE THIS REPORT", sentence))) == CODES


def test_areas_with_a_colon_head_rows_of_codes() -> None:
    rows = "PA.I: PA.I.B.K1a PA.I.C.K2\nPA.III: PA.III.A.K8\nPA.VI: PA.VI.A.K1"
    report = on_a_picture(changed("PA.I.B.K1a PA.I.C.K2 PA.III.A.K8 PA.VI.A.K1", rows))

    assert codes(report) == CODES
    assert report.unresolved_codes == ()


def test_a_code_that_lost_its_end_heads_no_row() -> None:
    rows = "PA.I PA.I.B.K1a PA.I.C.K2\nPA.III: PA.VI.A.K1"
    report = on_a_picture(changed("PA.I.B.K1a PA.I.C.K2 PA.III.A.K8 PA.VI.A.K1", rows))

    assert [code.read_as for code in report.unresolved_codes] == ["PA.I", "PA.III:"]


def test_torn_remains_of_a_code_among_others_are_told() -> None:
    listed = "PLT044 PL T 5 PLT310 PLT359"
    report = on_a_picture(changed("PA.I.B.K1a PA.I.C.K2 PA.III.A.K8 PA.VI.A.K1", listed))

    assert codes(report) == ("PLT044", "PLT310", "PLT359")
    assert [code.read_as for code in report.unresolved_codes] == ["PL T 5"]


@pytest.mark.parametrize(
    "left", ["PA.I.C.KD", "PAICKZZ", "PA.IC", "PAI.C.KZ", "PA.LC.KD", "HAICKD", "PA", "PA I C KD"]
)
def test_what_is_hardly_a_code_any_more_is_not_passed_over_in_silence(left: str) -> None:
    listed = f"{CODES[0]} {left} {CODES[2]} {CODES[3]}"
    report = on_a_picture(changed(" ".join(CODES), listed))

    assert codes(report) == (CODES[0], *CODES[2:])
    assert report.unresolved_codes


def test_notes_beside_codes_are_no_codes() -> None:
    listed = f"{CODES[0]} OK {CODES[1]} (1) {CODES[2]} and {CODES[3]} X"
    report = on_a_picture(changed(" ".join(CODES), listed))

    assert codes(report) == CODES
    assert not report.unresolved_codes


def test_a_code_that_was_ticked_or_ringed_is_still_of_the_list() -> None:
    rows = "\n".join(f"{mark} {code}" for mark, code in zip("CVO/", CODES, strict=True))

    assert codes(on_a_picture(changed(" ".join(CODES), rows))) == CODES


def test_what_is_left_of_a_code_without_its_first_letter_is_to_be_looked_at() -> None:
    rows = "\n".join((f"{CODES[0]} Weather", "A.I.B.K2 0 Fuel", f"{CODES[2]} Stalls"))
    report = on_a_picture(changed(" ".join(CODES), rows))

    assert [code.read_as for code in report.unresolved_codes] == ["A.I.B.K2"]


@pytest.mark.parametrize("marks", [("V", "1 V", "C", "/"), ("", "", "", "")])
def test_a_note_beside_a_code_does_not_take_it_off_the_list(marks: tuple[str, ...]) -> None:
    notes = ("", "          done", "", "      ok with her")
    rows = (
        f"{f'{mark} {code}':>20}{note}"
        for mark, code, note in zip(marks, CODES, notes, strict=True)
    )

    assert codes(on_a_picture(changed(" ".join(CODES), "\n".join(rows)))) == CODES


def test_a_code_inside_the_list_that_does_not_count_is_told() -> None:
    rows = "\n".join((CODES[0], f"{CODES[1]} stands for nothing", CODES[2]))
    report = on_a_picture(changed(" ".join(CODES), rows))

    assert codes(report) == (CODES[0], CODES[2])
    assert [code.read_as for code in report.unresolved_codes] == [CODES[1]]


def test_a_tick_in_one_word_with_a_learning_statement_code_is_taken_off_in_doubt() -> None:
    report = on_a_picture(changed(" ".join(CODES), "PLT068\nVPLT356\nJPLT193\nPLT492"))

    assert codes(report) == ("PLT068", "PLT356", "PLT193", "PLT492")
    assert [code.confidence < REVIEW_BELOW for code in report.codes] == [False, True, True, False]


@pytest.mark.parametrize(
    "touched", ["GOODPA.I.C.K2", "EDPA.I.C.K2", "PA.I.C.K2Vharts", "PA.I.C.K2Acne"]
)
def test_a_code_that_touches_what_somebody_wrote_beside_it_counts_in_doubt(touched: str) -> None:
    report = on_a_picture(changed("PA.I.C.K2", touched))

    assert codes(report) == CODES
    assert report.unresolved_codes == ()
    (code,) = (code for code in report.codes if code.code == "PA.I.C.K2")
    assert code.confidence < REVIEW_BELOW
    assert code.read_as == touched


@pytest.mark.parametrize("reference", ["FAR 91", "AFH 3", "PHAK 12", "AC 61.65"])
def test_where_to_read_about_a_code_is_none(reference: str) -> None:
    report = on_a_picture(changed("PA.I.C.K2", f"PA.I.C.K2 {reference}"))

    assert codes(report) == CODES
    assert report.unresolved_codes == ()


def test_codes_of_a_paper_that_lies_below_the_report_are_none_of_it() -> None:
    plan = "ISSUED BY: PSI Services LLC\nGround lesson 11: read before Tuesday\n"
    plan += "Holding    IR.III.B.K1    IFH ch. 10\n"
    plan += "Precision approach    IR.VI.B.K2    IFH ch. 10\n"
    report = on_a_picture(REPORT + plan)

    assert codes(report) == CODES
    assert {code.read_as for code in report.unresolved_codes} <= {"IR.III.B.K1", "IR.VI.B.K2"}


def test_codes_of_the_test_below_the_block_are_told() -> None:
    below = "ISSUED BY: PSI Services LLC\nPA.II.A.K1 PA.VII.A.K1\n"
    report = on_a_picture(REPORT + below)

    told = {*codes(report), *(code.read_as for code in report.unresolved_codes)}
    assert {"PA.II.A.K1", "PA.VII.A.K1"} <= told


def test_a_code_read_twice_among_others_may_be_another_one() -> None:
    listed = " ".join(CODES)
    report = on_a_picture(changed(listed, f"{listed} PA.I.C.K2"))

    assert codes(report) == CODES
    unsure = [code.code for code in report.codes if code.confidence < REVIEW_BELOW]
    assert unsure == ["PA.I.C.K2"]


def test_a_list_that_is_told_twice_leaves_no_doubt() -> None:
    listed = " ".join(CODES)
    report = on_a_picture(changed(listed, f"{listed}\n{listed}"))

    assert codes(report) == CODES
    assert all(code.confidence >= REVIEW_BELOW for code in report.codes)
