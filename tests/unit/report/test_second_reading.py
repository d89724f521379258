"""Two readings of one report: what is taken from each, and how sure that is."""

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aktr.acs.code import CodeFamily
from aktr.reading.page import ReadBy
from aktr.report.confidence import REVIEW_BELOW
from aktr.report.model import (
    FIELD_NAMES,
    KnowledgeTestReport,
    Place,
    ReadCode,
    ReadValue,
    UnresolvedCode,
)
from aktr.report.second_reading import with_second_reading


def value(
    what: str | int | date | None, confidence: float = 0.95, doubt: str | None = None
) -> ReadValue[Any]:
    return ReadValue(what, str(what), None, confidence, doubt=doubt)


report: Final = partial(KnowledgeTestReport, ReadBy.OCR, (1,))


def together(first: KnowledgeTestReport, second: KnowledgeTestReport) -> KnowledgeTestReport:
    (one,) = with_second_reading([first], [second], lambda _: 0)
    return one


def saying(name: str, confidence: float, doubt: str | None = None) -> KnowledgeTestReport:
    """A report with one field and a code that is in doubt."""
    changed: dict[str, Any] = {name: value("DOE, JANE", confidence, doubt)}
    return replace(report(codes=(code("PA.I.A.K1", at(0, 0), 0.7),)), **changed)


def at(column: int, row: int) -> Place:
    """A place in a list of codes, of which no two touch."""
    left, top = 0.1 + 0.2 * column, 0.4 + 0.03 * row
    return Place(1, left, top, left + 0.12, top + 0.015)


def code(text: str, place: Place | None, confidence: float = 0.97) -> ReadCode:
    return ReadCode(text, text, CodeFamily.ACS, place, confidence)


@pytest.mark.parametrize(
    ("name", "first", "second"), [("name", 0.6, 0.96), ("name", 0.55, 0.99), ("ftn", 0.6, 0.85)]
)
def test_what_both_have_stays_as_sure_as_it_was(name: str, first: float, second: float) -> None:
    one, other = saying(name, first), saying(name, second)

    assert together(one, other) == one


@pytest.mark.parametrize(("name", "second"), [("name", 0.98), ("ftn", 0.91), ("exam_id", 0.91)])
def test_a_second_reading_that_is_beyond_doubt_settles_one(name: str, second: float) -> None:
    one, other = saying(name, 0.6), saying(name, second)

    assert getattr(together(one, other), name).confidence > REVIEW_BELOW
    doubted = saying(name, 0.6, "Two are printed.")
    assert together(doubted, other) == doubted


def test_a_value_that_only_the_second_has_is_taken_for_a_person_to_confirm() -> None:
    got = together(report(), report(take=value(2, 0.99))).take
    assert got.value == 2
    assert got.confidence < REVIEW_BELOW


def test_a_value_that_only_the_first_has_is_kept() -> None:
    first = report(take=value(2, 0.99))
    assert together(first, report()) == first


def test_of_two_values_the_surer_is_taken_and_neither_is_sure() -> None:
    got = together(report(score=value(93, 0.85)), report(score=value(98, 0.95))).score
    assert got.value == 98
    assert got.confidence < REVIEW_BELOW


def test_checks_outweigh_certainty() -> None:
    first = report(expiration_date=value(date(2029, 7, 31), 0.95))
    second = report(expiration_date=value(date(2028, 7, 31), 0.80))
    (got,) = with_second_reading(
        [first], [second], lambda each: int(each.expiration_date.value != date(2028, 7, 31))
    )
    assert got.expiration_date.value == date(2028, 7, 31)
    (got,) = with_second_reading(
        [second], [first], lambda each: int(each.expiration_date.value != date(2028, 7, 31))
    )
    assert got.expiration_date.value == date(2028, 7, 31)


def test_a_certain_value_is_no_less_sure_for_one_that_was_hardly_seen() -> None:
    first = report(name=value("XU, HIROSHI", 0.95))
    hardly_seen = report(name=value("XU, HIR OSHI", 0.4))
    assert together(first, hardly_seen) == first
    other_way = together(hardly_seen, first).name
    assert other_way.value == "XU, HIROSHI"
    assert other_way.confidence < REVIEW_BELOW


@pytest.mark.parametrize(
    ("poorer", "fuller"),
    [
        ("IONESCU, JOSE", "IONESCU, JOSÉ"),
        ("BROGGER, ANA", "BRØGGER, ANA"),
        ("WILTSHIRE, CHIDIDMITRI", "WILTSHIRE, CHIDI DMITRI"),
        ("MCDONNELL ANA D", "MCDONNELL, ANA D"),
        ("MILLS, MEI L", "MILLS, MEI L."),
    ],
)
def test_marks_dots_and_blanks_are_lost_on_poor_pictures_and_not_made_up(
    poorer: str, fuller: str
) -> None:
    one, other = report(name=value(poorer, 0.7)), report(name=value(fuller, 0.6))
    assert together(one, other).name.value == fuller
    assert together(other, one).name.value == fuller
    assert together(one, other).name.confidence < REVIEW_BELOW


@pytest.mark.parametrize("swapped", [False, True])
@pytest.mark.parametrize("sure", [0.6, 0.97])
def test_a_numeral_behind_a_name_is_lost_and_not_made_up(sure: float, swapped: bool) -> None:
    first, second = "KAI D'ALTIMÈTRE", "KAI D'ALTIMÉTRE III"
    if swapped:
        first, second = f"{first} III", second.removesuffix(" III")
    got = together(report(name=value(first, sure)), report(name=value(second, 0.7))).name

    assert got.value == "KAI D'ALTIMÈTRE III"
    assert got.confidence < REVIEW_BELOW


def test_a_value_with_a_doubt_gives_way_to_one_without() -> None:
    first = report(name=value("DOE, JANE ANN", 0.9, "The name is printed twice."))
    assert together(first, report(name=value("DOE, JANE", 0.8))).name.value == "DOE, JANE"


def test_how_long_a_dash_is_a_second_reading_does_not_tell() -> None:
    doubt = "It cannot be told whether its dash is a short or a long one."
    first = report(exam_title=value("Private Pilot \u2013 Airplane", 0.6, doubt))
    other = report(exam_title=value("Private Pilot - Airplane", 0.97))
    assert together(first, other).exam_title == first.exam_title


def test_a_lost_code_is_put_where_the_second_reading_has_it() -> None:
    first = report(codes=(code("PA.I.A.K1", at(0, 0)), code("PA.III.B.K2", at(2, 0))))
    second = report(
        codes=(
            code("PA.I.A.K1", at(0, 0)),
            code("PA.II.A.K3", at(1, 0)),
            code("PA.III.B.K2", at(2, 0)),
        )
    )
    got = together(first, second).codes
    assert [each.code for each in got] == ["PA.I.A.K1", "PA.II.A.K3", "PA.III.B.K2"]
    assert [each.confidence < REVIEW_BELOW for each in got] == [False, True, False]


def test_two_codes_for_the_same_print_are_one_in_dispute() -> None:
    first = report(codes=(code("PA.I.A.K1", at(0, 0), 0.85), code("PA.I.B.K2", at(1, 0))))
    second = report(codes=(code("PA.II.A.K1", at(0, 0), 0.95), code("PA.I.B.K2", at(1, 0))))
    for one, other in ((first, second), (second, first)):
        got = together(one, other).codes
        assert [each.code for each in got] == ["PA.II.A.K1", "PA.I.B.K2"]
        assert got[0].confidence < REVIEW_BELOW <= got[1].confidence


def test_a_torn_code_is_what_the_second_reading_has_there() -> None:
    torn = UnresolvedCode("PA.l?.A.K1", at(0, 0), ("PA.I.A.K1", "PA.II.A.K1"))
    first = report(unresolved_codes=(torn,))
    got = together(first, report(codes=(code("PA.II.A.K1", at(0, 0)),)))
    assert [each.code for each in got.codes] == ["PA.II.A.K1"]
    assert got.codes[0].confidence < REVIEW_BELOW
    assert got.unresolved_codes == ()


def test_what_is_torn_in_the_second_reading_alone_is_told() -> None:
    torn = UnresolvedCode("PA.l?.A.K1", at(3, 3), ("PA.I.A.K1",))
    known = UnresolvedCode("PA.I.A.K?", at(0, 0), ("PA.I.A.K1",))
    first = report(codes=(code("PA.I.A.K1", at(0, 0)),))
    got = together(first, report(unresolved_codes=(torn, known)))
    assert got.codes == first.codes
    assert got.unresolved_codes == (torn,)


def test_a_report_found_only_at_the_second_reading_is_for_a_person_to_confirm() -> None:
    second = report(name=value("DOE, JANE", 0.99), codes=(code("PA.I.A.K1", at(0, 0), 0.99),))
    (got,) = with_second_reading([], [second], lambda _: 0)
    assert got.name.value == "DOE, JANE"
    assert got.name.confidence < REVIEW_BELOW
    assert got.codes[0].confidence < REVIEW_BELOW


def test_reports_that_may_not_be_the_same_paper_are_left_alone() -> None:
    first = report(name=value("DOE, JANE", 0.6))
    others = [
        [replace(report(name=value("ROE, JOHN")), pages=(2,))],
        [report(name=value("ROE, JOHN")), report(name=value("POE, MARY"))],
        [replace(report(name=value("ROE, JOHN")), read_by=ReadBy.PDF_TEXT)],
        [],
    ]
    for second in others:
        assert with_second_reading([first], second, lambda _: 0) == (first,)


CODES: Final = st.lists(
    st.builds(
        code,
        st.sampled_from(["PA.I.A.K1", "PA.I.A.K2", "PA.II.A.K1", "PA.III.B.S2"]),
        st.one_of(st.none(), st.builds(at, st.integers(0, 1), st.integers(0, 1))),
        st.floats(0, 1),
    ),
    unique_by=lambda each: each.code,
)
REPORTS: Final = st.builds(
    report,
    name=st.builds(value, st.sampled_from([None, "A B", "A. B", "Á B"]), st.floats(0, 1)),
    score=st.builds(value, st.sampled_from([None, 70, 93]), st.floats(0, 1)),
    codes=CODES.map(tuple),
)


@given(REPORTS, REPORTS)
def test_nothing_is_made_up_nothing_surer_and_no_code_twice(
    first: KnowledgeTestReport, second: KnowledgeTestReport
) -> None:
    got = together(first, second)
    for name in FIELD_NAMES:
        either = [getattr(first, name), getattr(second, name)]
        taken = getattr(got, name)
        same = [each for each in either if each.value == taken.value]
        assert same
        assert taken.confidence <= max(each.confidence for each in same)
        assert taken.value is not None or all(each.value is None for each in either)
    own, other = ({each.code: each for each in each.codes} for each in (first, second))
    codes = [each.code for each in got.codes]
    assert len(codes) == len(set(codes))
    assert own.keys() & other.keys() <= set(codes) <= own.keys() | other.keys()
    for each in got.codes:
        assert each.confidence <= max(
            reading[each.code].confidence for reading in (own, other) if each.code in reading
        )
