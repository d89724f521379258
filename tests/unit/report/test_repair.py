"""What a reader of pictures has confused is put right only where one reading is left."""

from dataclasses import replace
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aktr.acs.catalogue import load_catalogue
from aktr.reading.page import Box, Line, Page, ReadBy, Word
from aktr.report.confidence import REVIEW_BELOW
from aktr.report.repair.codes import CodeRepairer
from aktr.report.repair.page import repair_page

CATALOGUE: Final = load_catalogue()
PRIVATE: Final = CodeRepairer(CATALOGUE, ["PA"])
CODES: Final = sorted(CATALOGUE.codes_of_prefix("PA"))


def page(
    *texts: str,
    read_by: ReadBy = ReadBy.OCR,
    gap: float = 5.0,
    test: str = "PAR",
    sure: float = 0.99,
) -> Page:
    """One line of words, ten points a character, under a line that names the test."""
    words, left = [], 0.0
    for text in texts:
        right = left + 10.0 * len(text)
        words.append(Word(text, Box(left, 100, right, 112), sure))
        left = right + gap
    exam = Line((Word(f"({test})", Box(0, 50, 50, 62), 0.99),))
    return Page(1, 600, 800, (exam, Line(tuple(words))), read_by)


def repaired(*texts: str, gap: float = 5.0, test: str = "PAR", sure: float = 0.99) -> list[Word]:
    seen = page(*texts, gap=gap, test=test, sure=sure)
    return list(repair_page(seen, CATALOGUE).lines[1].words)


@pytest.mark.parametrize(
    ("read", "code"),
    [
        ("PA.l.C.K2", "PA.I.C.K2"),
        ("PA.1.C.K2", "PA.I.C.K2"),
        ("PA,I,C,K2", "PA.I.C.K2"),
        ("PA.I.CK2", "PA.I.C.K2"),
        ("PA.ll.A.K1", "PA.II.A.K1"),
        ("PA.VIll.A.K1b", "PA.VIII.A.K1b"),
        ("PA.I.B.KIa", "PA.I.B.K1a"),
        ("PA.I.C.K3I", "PA.I.C.K3l"),
        ("PA.I.C.K31", "PA.I.C.K3l"),
        ("PA.I.C.K2,", "PA.I.C.K2,"),
    ],
)
def test_look_alikes_and_lost_dots_are_put_right(read: str, code: str) -> None:
    (word,) = repaired(read)
    assert word.text == code
    if read != code:
        assert word.read_as == read
        assert word.confidence <= 0.9


@pytest.mark.parametrize(
    ("test", "read", "code"),
    [
        ("CAX", "CA.L.B.K1", "CA.I.B.K1"),
        ("IRA", "IR.VIL.C.K1", "IR.VII.C.K1"),
        ("IRA", "IR.VLA.S7", "IR.VI.A.S7"),
        ("AMP", "AM.III.L.K12", "AM.III.I.K12"),
        ("IRA", "IR.I.C.Kie", "IR.I.C.K1e"),
        ("AMG", "aM.I.A.K12", "AM.I.A.K12"),
    ],
)
def test_where_one_code_is_in_reach_the_sign_put_right_was_the_doubt(
    test: str, read: str, code: str
) -> None:
    for sure in (0.99, 0.6):
        (word,) = repaired(read, test=test, sure=sure)
        assert (word.text, word.read_as) == (code, read)
        assert 0.8 <= word.confidence <= 0.9


@pytest.mark.parametrize(
    ("test", "read", "sure"),
    [
        ("PAR", "P4.I.C.K2", 0.99),  # nothing that pictures confuse
        ("PAR", "PA.L.C.K2", 0.4),  # the rest of the code is a guess, too
        ("PAR", "PA.I.C.K31", 0.6),  # a K3i without its dot looks the same
    ],
)
def test_a_repair_that_is_not_forced_is_left_to_a_person(test: str, read: str, sure: float) -> None:
    (word,) = repaired(read, test=test, sure=sure)
    assert word.read_as == read
    assert word.confidence < 0.8


@pytest.mark.parametrize("read", ["PA.I.O.K1", "PA.I.C.K", "PA.I.Z.Z9", "Navigation", "14"])
def test_what_could_be_several_codes_or_none_stays_as_it_was_read(read: str) -> None:
    (word,) = repaired(read)
    assert (word.text, word.read_as) == (read, None)


@pytest.mark.parametrize(
    ("read", "number"),
    [
        ("O2/l4/2026", "02/14/2026"),
        ("9OOOOO20260214OO1", "90000020260214001"),
        ("C1Z34567", "C1234567"),
        ("COO99071", "C0099071"),
        ("CO007772", "C0007772"),
        ("ABS6O104", "ABS60104"),
        ("PLTO12", "PLT012"),
        ("8B%", "88%"),
    ],
)
def test_numbers_have_no_letters(read: str, number: str) -> None:
    (word,) = repaired(read)
    assert (word.text, word.read_as) == (number, read)


@pytest.mark.parametrize("read", ["0214/2026", "02/142026"])
def test_a_date_gets_back_the_stroke_that_motion_hid_and_is_left_in_doubt(read: str) -> None:
    (word,) = repaired(read)
    assert (word.text, word.read_as) == ("02/14/2026", read)
    assert word.confidence < REVIEW_BELOW


@pytest.mark.parametrize("read", ["02142026", "1314/2026", "0232/2026", "0214/3026"])
def test_digits_that_are_no_date_get_no_stroke(read: str) -> None:
    (word,) = repaired(read)
    assert word.text == read


@pytest.mark.parametrize("test", ["SIP", "FIG", "PAR"])
def test_a_dot_behind_a_learning_statement_code_makes_no_other_code_of_it(test: str) -> None:
    (word,) = repaired("PLT151.", test=test)
    assert (word.text, word.read_as) == ("PLT151.", None)


@pytest.mark.parametrize(
    ("test", "read", "code"),
    [
        ("FIA", "FI.1.B.K5", "FI.I.B.K5"),
        ("IRA", "IR.L.A.R2", "IR.I.A.R2"),
        ("IRA", "IR.LA.KI", "IR.I.A.K1"),
        ("AMA", "AM.IILI.K15", "AM.II.I.K15"),
        ("AMA", "AM.III.K19", "AM.II.I.K19"),
        ("IAR", "JAR031", "IAR031"),
        ("IAR", "1AR027", "IAR027"),
    ],
)
def test_the_test_says_which_codes_a_damaged_one_can_be(test: str, read: str, code: str) -> None:
    (word,) = repaired(read, test=test)
    assert (word.text, word.read_as) == (code, read)


@pytest.mark.parametrize(
    ("test", "read", "codes"),
    [
        ("PAR", ["PAIIIAK7"], ["PA.III.A.K7"]),
        ("FOI", ["FLLAK4"], ["FI.I.A.K4"]),
        ("PAR", ["PAILAK1PAVILCK1"], ["PA.II.A.K1", "PA.VII.C.K1"]),
        ("CAX", ["CA.VI", "A.KI.CA.IVK.K3"], ["CA.VI.A.K1", "CA.IV.K.K3"]),
        ("PAR", ["PA.III", ":", "A.K7"], ["PA.III.A.K7"]),
        ("FIG", ["PL", "T296"], ["PLT296"]),
        ("FIG", ["PLT002PLT004"], ["PLT002", "PLT004"]),
    ],
)
def test_a_row_of_pieces_is_parted_into_the_codes_of_the_test(
    test: str, read: list[str], codes: list[str]
) -> None:
    words = repaired(*read, test=test, gap=9)
    assert [word.text.rstrip(",.;") for word in words] == codes
    assert all(word.read_as == " ".join(read) for word in words)
    assert all(word.confidence < 0.8 for word in words)


@pytest.mark.parametrize(
    "read", [["PAMELA", "K1"], ["PAIIIAK"], ["PA.I.A.K1", "PASS"], ["PA.III", "ZZ"], ["PAR", "88"]]
)
def test_what_is_no_row_of_codes_from_end_to_end_stays(read: list[str]) -> None:
    assert [word.text for word in repaired(*read)] == read


@pytest.mark.parametrize(
    ("test", "read", "codes"),
    [("PAR", "PA.IX.E.K5", {"PA.IX.F.K5", "PA.IX.G.K5"}), ("PAR", "PA.IV.M.R28", {"PA.IV.M.R2b"})],
)
def test_what_may_be_two_codes_is_for_a_person(test: str, read: str, codes: set[str]) -> None:
    (word,) = repaired(read, test=test)
    assert word.text == read or (word.text in codes and word.confidence < 0.8)


def test_a_name_of_capitals_that_resembles_a_code_is_a_name() -> None:
    assert [word.text for word in repaired("RIVERS", "JO", test="FIA")] == ["RIVERS", "JO"]
    assert [word.text for word in repaired("AIVERS", test="FIA")] == ["AI.V.E.R5"]


@pytest.mark.parametrize("read", ["ARS53024", "A8S53024"])
def test_a_testing_centre_begins_as_the_contractors_centres_do(read: str) -> None:
    (word,) = repaired(read)
    assert (word.text, word.read_as) == ("ABS53024", read)
    assert word.confidence < 0.8
    for other in ("CAT53024", "LAS53024", "A3597659"):
        (word,) = repaired(other)
        assert (word.text, word.read_as) == (other, None)


def test_a_grade_is_one_word() -> None:
    (word,) = repaired("Pa", "ss")
    assert (word.text, word.read_as) == ("Pass", "Pa ss")


@pytest.mark.parametrize(("read", "sure"), [("738", 0.9), ("98B", 0.9), ("735", 0.6), ("188", 0.6)])
def test_a_percent_sign_is_known_by_its_shape(read: str, sure: float) -> None:
    words = repaired("Score", read)
    assert (words[1].text, words[1].confidence) == (f"{read[:2]}%", sure)


@pytest.mark.parametrize("read", ["708", "705"])
def test_a_score_cannot_be_above_a_hundred_per_cent(read: str) -> None:
    words = repaired("Score", read)
    assert (words[1].text, words[1].read_as) == ("70%", read)
    assert words[1].confidence < 0.8
    assert [word.text for word in repaired("Score", "100")] == ["Score", "100"]
    assert [word.text for word in repaired("Route", "708")] == ["Route", "708"]


@pytest.mark.parametrize("text", ["ABS94469", "C1234567", "SOS", "B", "Bill", "100%", "O/I"])
def test_what_is_whole_is_left_alone(text: str) -> None:
    (word,) = repaired(text)
    assert (word.text, word.read_as, word.confidence) == (text, None, 0.99)


@pytest.mark.parametrize(
    "read", [["A21", "1", "1263"], ["1", "0/31", "/2027"], ["ABS1", "1", "1", "11"]]
)
def test_a_number_torn_at_several_digits_is_joined(read: list[str]) -> None:
    (word,) = repaired(*read)
    assert (word.text, word.read_as) == ("".join(read), " ".join(read))
    assert word.confidence == 0.9
    assert len(repaired(*read, gap=60)) == len(read)


def test_a_number_torn_at_a_narrow_digit_is_joined() -> None:
    (word,) = repaired("1", "1/09/2022", gap=4.0)
    assert (word.text, word.read_as) == ("11/09/2022", "1 1/09/2022")
    (word,) = repaired("96949420221", "109836", gap=4.0)
    assert word.text == "96949420221109836"


def test_numbers_that_stand_apart_are_not_joined() -> None:
    assert [word.text for word in repaired("1", "1/09/2022", gap=40.0)] == ["1", "1/09/2022"]
    assert [word.text for word in repaired("C1234567", "2")] == ["C1234567", "2"]


@pytest.mark.parametrize(
    ("read", "number"),
    [("ÀBS72046", "ABS72046"), ("ÁA.III.D.R3", "AA.III.D.R3"), ("Ć1234567", "C1234567")],
)
def test_a_speck_above_a_letter_of_a_number_or_code_is_no_mark(read: str, number: str) -> None:
    (word,) = repaired(read, test="ATM")
    assert (word.text, word.read_as) == (number, read)


def test_a_speck_behind_the_letter_of_an_ftn_is_none_of_it() -> None:
    (word,) = repaired("C.1234567")
    assert word.text == "C1234567"
    assert word.confidence < REVIEW_BELOW


def test_the_edge_of_a_box_before_a_label_is_no_word() -> None:
    assert [word.text for word in repaired("[", "Exam", "ID")] == ["Exam", "ID"]
    assert [word.text for word in repaired("J", "Smith")] == ["J", "Smith"]


def test_a_letter_that_was_read_again_with_the_next_word_is_no_word() -> None:
    words = (
        Word("DOE", Box(0, 100, 30, 112), 0.99),
        Word("A", Box(60, 100, 66, 112), 0.6),
        Word("APPLICANT", Box(60, 100, 150, 112), 0.99),
        Word("A", Box(160, 100, 170, 112), 0.99),
        Word("ADA", Box(175, 100, 205, 112), 0.99),
    )
    seen = repair_page(Page(1, 600, 800, (Line(words),), ReadBy.OCR), CATALOGUE)
    assert [word.text for word in seen.lines[0].words] == ["DOE", "APPLICANT", "A", "ADA"]


def test_codes_read_without_the_gap_between_them_are_parted() -> None:
    glued = repaired("IR.I.B.K3k.1R.II.B.K1b", test="IRA")
    assert [word.text for word in glued] == ["IR.I.B.K3k", "IR.II.B.K1b"]
    statements = repaired("JAR031,JAR001", test="IAR")
    assert [word.text for word in statements] == ["IAR031,", "IAR001"]
    words = repaired("PA.I.B.K1aPA.I.C.K2")
    assert [word.text for word in words] == ["PA.I.B.K1a", "PA.I.C.K2"]
    assert words[0].box.right <= words[1].box.left


def test_a_text_layer_is_never_touched() -> None:
    layer = page("PA.l.C.K2", read_by=ReadBy.PDF_TEXT)
    assert repair_page(layer, CATALOGUE) is layer


@given(st.sampled_from(CODES))
def test_a_code_of_the_test_is_never_changed(code: str) -> None:
    (word,) = repaired(code)
    assert (word.text, word.read_as) == (code, None)


@given(st.sampled_from(CODES), st.data())
def test_a_look_alike_never_becomes_another_code_that_is_sure(
    code: str, data: st.DataObject
) -> None:
    """Whatever strokes are confused, the code comes back, or nothing that looks certain."""
    others = {"I": "Il1|", "1": "1Il|", "0": "0O", "5": "5S", "8": "8B", "l": "lI1|", "i": "i"}
    read = "".join(data.draw(st.sampled_from(others.get(sign, sign))) for sign in code)
    repair = PRIVATE.repair(read)
    assert repair is None or repair.code == code or repair.confidence < 0.8


def test_a_percent_sign_that_stands_apart_and_was_read_as_a_digit_is_one() -> None:
    score = Line((Word("SCORE", Box(0, 80, 50, 92), 0.99),))
    for gap in (5.0, 10.0):
        read = page("63", "8", gap=gap)
        below = repair_page(Page(1, 600, 800, (score, read.lines[1]), ReadBy.OCR), CATALOGUE)
        (word,) = below.lines[1].words
        assert (word.text, word.read_as) == ("63%", "63 8")
        assert 0.8 <= word.confidence <= 0.9
    assert [word.text for word in repaired("63", "8")] == ["63", "8"]


def test_a_faint_percent_sign_apart_from_the_score_is_no_doubt_about_it() -> None:
    label = Line((Word("SCORE", Box(0, 80, 50, 92), 0.99),))
    places = Box(0, 100, 20, 112), Box(30, 100, 40, 112)
    for digits, certain in (("63", 0.9), ("6x", 0.5)):
        score = Line((Word(digits, places[0], 0.99), Word("%", places[1], 0.5)))
        read = repair_page(Page(1, 600, 800, (label, score), ReadBy.OCR), CATALOGUE)
        assert [word.confidence for word in read.lines[1].words] == [0.99, certain]


def test_the_letters_that_begin_a_code_are_joined_with_the_rest_of_it() -> None:
    read = ["IR.", "VL.B.K4,", "IR.V.B.K2"]
    assert [word.text for word in repaired(*read, test="IRA")] == ["IR.VI.B.K4,", "IR.V.B.K2"]
    assert [word.text for word in repaired("AA.I", "II.1.K2", test="ATM")] == ["AA.III.I.K2"]
    assert [word.text for word in repaired("AT", "K4", test="IRA")] == ["AT", "K4"]


def test_codes_with_damaged_ends_are_parted_where_the_next_one_begins() -> None:
    read = "CA.L.G.KI.CA.L.G.KIa"
    assert [word.text for word in repaired(read, test="CAX")] == ["CA.I.G.K1", "CA.I.G.K1a"]


def test_a_code_that_was_read_clearly_is_the_one_of_another_test() -> None:
    (word,) = repaired("CA.I.E.K2")
    assert (word.text, word.read_as) == ("CA.I.E.K2", None)


def test_a_test_may_be_named_by_its_code_in_front_of_its_title() -> None:
    seen = page("CA.l.E.K2", test="PAR")
    exam = Line(tuple(seen.lines[0].words[0]._replace(text=each) for each in ("CAX", "-", "Other")))
    both = replace(seen, lines=(*seen.lines, exam))

    assert repair_page(both, CATALOGUE).lines[1].words[0].text == "CA.I.E.K2"
