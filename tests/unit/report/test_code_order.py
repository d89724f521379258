"""What the order of a list says about the codes that do not fit into it."""

from dataclasses import replace
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aktr.acs.catalogue import load_catalogue
from aktr.acs.code import AcsCode, CodeFamily
from aktr.reading.page import ReadBy
from aktr.report.confidence import REVIEW_BELOW
from aktr.report.model import (
    KnowledgeTestReport,
    Place,
    ReadCode,
    ReadValue,
    UnresolvedCode,
)
from aktr.report.repair.code_order import with_codes_in_order

IN_ORDER: Final = (
    "PA.I.A.K1",
    "PA.I.B.K1a",
    "PA.I.C.K2",
    "PA.II.A.K3",
    "PA.III.A.K8",
    "PA.VI.A.K1",
    "PA.VIII.B.R1",
    "PA.IX.C.K2",
    "PA.X.B.K1",
    "PA.XI.A.K2",
    "PA.XII.A.R1",
)
COLUMNS: Final = 3


def at(index: int) -> Place:
    """A place in a list that is printed in rows of three."""
    row, column = divmod(index, COLUMNS)
    left, top = 0.1 + 0.25 * column, 0.4 + 0.03 * row
    return Place(1, left, top, left + 0.15, top + 0.015)


def report(
    codes: tuple[str, ...], torn: dict[int, str] | None = None, read_by: ReadBy = ReadBy.OCR
) -> KnowledgeTestReport:
    """A report with codes in printed order, some of which are torn: place to what was read."""
    torn = torn or {}
    places = [index for index in range(len(codes) + len(torn)) if index not in torn]
    return KnowledgeTestReport(
        read_by,
        (1,),
        exam_code=ReadValue("PAR", "PAR", None, 0.99),
        codes=tuple(
            ReadCode(code, code, CodeFamily.ACS, at(place), 0.97)
            for code, place in zip(codes, places, strict=True)
        ),
        unresolved_codes=tuple(UnresolvedCode(read, at(place)) for place, read in torn.items()),
    )


def ordered(report: KnowledgeTestReport) -> KnowledgeTestReport:
    return with_codes_in_order(report, load_catalogue())


def spelled(report: KnowledgeTestReport) -> list[str]:
    return [code.code for code in report.codes]


def test_a_code_that_breaks_the_order_is_the_one_that_fits_and_never_sure() -> None:
    wrong = (*IN_ORDER[:2], "PA.III.C.K2", *IN_ORDER[3:])
    got = ordered(report(wrong))
    assert spelled(got) == list(IN_ORDER)
    assert got.codes[2].read_as == "PA.III.C.K2"
    assert got.codes[2].repaired
    assert [code.confidence < REVIEW_BELOW for code in got.codes].count(True) == 1
    assert got.codes[2].confidence < REVIEW_BELOW


def test_a_code_out_of_order_with_no_likely_other_is_kept_and_doubted() -> None:
    wrong = (*IN_ORDER[:2], "PA.XII.B.K1", *IN_ORDER[3:])
    got = ordered(report(wrong))
    assert spelled(got) == list(wrong)
    assert [code.confidence < REVIEW_BELOW for code in got.codes].index(True) == 2
    # Eight or nine codes may stand like that by chance.
    assert ordered(report(wrong[:9])) == report(wrong[:9])


def test_a_torn_code_is_the_only_one_between_its_neighbours_that_it_is_like() -> None:
    whole = (*IN_ORDER[:4], *IN_ORDER[5:])
    got = ordered(report(whole, {4: "PA.JILAK8"}))
    assert spelled(got) == list(IN_ORDER)
    assert got.unresolved_codes == ()
    assert got.codes[4].read_as == "PA.JILAK8"
    assert got.codes[4].confidence < REVIEW_BELOW


def test_a_torn_code_like_none_or_two_between_its_neighbours_stays_torn() -> None:
    whole = (*IN_ORDER[:4], *IN_ORDER[5:])
    for read in ("PA.???", "XXXXXXX"):
        got = ordered(report(whole, {4: read}))
        assert spelled(got) == list(whole)
        assert len(got.unresolved_codes) == 1


@pytest.mark.parametrize(
    "codes",
    [
        IN_ORDER,
        tuple(reversed(IN_ORDER)),
        (*IN_ORDER[4:], *IN_ORDER[:4]),
        (*IN_ORDER[:6], "PA.I.A.K2"),
        tuple(f"PLT{number:03}" for number in (12, 14, 100, 78, 201, 204, 300)),
    ],
    ids=["in order", "backwards", "by question", "too few", "learning statements"],
)
def test_other_lists_are_left_alone(codes: tuple[str, ...]) -> None:
    before = report(codes)
    assert ordered(before) == before


def test_text_layers_are_never_touched() -> None:
    before = report((*IN_ORDER[:2], "PA.III.C.K2", *IN_ORDER[3:]), read_by=ReadBy.PDF_TEXT)
    assert ordered(before) == before


CODES: Final = tuple(load_catalogue().codes_of_prefix("PA"))


@given(st.sets(st.sampled_from(CODES), min_size=8, max_size=25), st.booleans())
def test_a_list_in_order_stays_as_it_is(codes: set[str], by_letters: bool) -> None:
    in_order = sorted(codes if by_letters else ())
    in_order = in_order or sorted(codes, key=lambda code: AcsCode.parse(code).sort_key)
    before = report(tuple(in_order))
    assert ordered(before) == before


def test_a_code_may_break_the_order_of_letters_as_well() -> None:
    by_letters = sorted(IN_ORDER)
    before = report(tuple("PA.I.I.K1" if code == "PA.II.A.K3" else code for code in by_letters))
    assert spelled(before) == spelled(ordered(before))
    before = report(tuple("PA.XII.A.K8" if code == "PA.III.A.K8" else code for code in by_letters))
    got = ordered(before)
    assert any(code.confidence < REVIEW_BELOW for code in got.codes)


@given(st.permutations(CODES[::9]), st.integers(0, 30))
def test_whatever_the_order_no_code_comes_twice_and_none_gets_surer(
    codes: list[str], count: int
) -> None:
    before = report(tuple(codes[:count]))
    got = ordered(before)
    assert len(set(spelled(got))) == len(got.codes) == len(before.codes)
    for own, new in zip(before.codes, got.codes, strict=True):
        assert new == own or new.confidence < REVIEW_BELOW
        assert replace(new, code=own.code, confidence=own.confidence, repaired=False) == own
