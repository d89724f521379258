"""Rosters: tables with a heading of labels and a row for each report."""

from dataclasses import replace
from datetime import date
from typing import Final

import pytest

from aktr.acs.catalogue import load_catalogue
from aktr.errors import FileError
from aktr.reading.page import ReadBy
from aktr.report.model import Grade
from aktr.report.parse import parse_reports
from typed_pages import VALUES, changed, codes, parse, typed_page, values

EDGES: Final = (0, 17, 27, 49, 68, 80, 91, 98, 105, 111, 127)
"""Where the columns begin, in characters."""


def line(*cells: str) -> str:
    """A line of the table."""
    text = ""
    for edge, cell in zip(EDGES, cells, strict=False):
        text = text.ljust(edge) + cell
    return text + "\n"


HEADING: Final = line(
    *("Name", "FTN", "Exam", "Exam ID", "Exam Date", "Exam Site", "Score", "Grade", "Take"),
    *("Expiration Date", "Codes"),
)
FIRST_ROW: Final = "\n" + line(
    *("DOE, JANE ANN", "C1234567", "Private Pilot", "90000020260214001", "2026-02-14", "ABS60104"),
    *("93", "Pass", "1", "2028-02-29", "PA.I.B.K1a, PA.I.C.K2,"),
)
FIRST_REST: Final = line("", "", "Airplane (PAR)", *[""] * 7, "PA.III.A.K8, PA.VI.A.K1")
SECOND_ROW: Final = "\n" + line(
    *("ROE, RICHARD", "C7654321", "Instrument Rating", "90000020260310002", "2026-03-10"),
    *("ABS60105", "63", "Fail", "2", "2028-03-31", "PA.I.A.K1"),
)
SECOND_REST: Final = line("", "", "Airplane (IRA)")
FIRST_CODES: Final = ("PA.I.B.K1a", "PA.I.C.K2", "PA.III.A.K8", "PA.VI.A.K1")
SECOND: Final = {
    "name": "ROE, RICHARD",
    "ftn": "C7654321",
    "applicant_id": None,
    "exam_id": "90000020260310002",
    "exam_site": "ABS60105",
    "exam_title": "Instrument Rating Airplane",
    "exam_code": "IRA",
    "exam_date": date(2026, 3, 10),
    "expiration_date": date(2028, 3, 31),
    "score": 63,
    "grade": Grade.FAIL,
    "take": 2,
}
ROSTER: Final = HEADING + FIRST_ROW + FIRST_REST + SECOND_ROW + SECOND_REST


def test_each_row_of_a_roster_is_a_report() -> None:
    first, second = parse(f"Knowledge tests\n\n{ROSTER}")

    assert (values(first), codes(first)) == (VALUES, FIRST_CODES)
    assert (values(second), codes(second)) == (SECOND, ("PA.I.A.K1",))


WRAPPED_HEADING: Final = line(
    *("Test", "Tracking", "Exam title", "Knowledge test", "Date of", "Testing", "Score", "Grade"),
    *("Try", "Expiration", "Codes"),
) + line("taker", "no.", "", "exam ID", "test", "center", "in %", "", "", "date")


def test_the_labels_of_a_roster_may_wrap() -> None:
    first, second = parse(WRAPPED_HEADING + FIRST_ROW + FIRST_REST + SECOND_ROW + SECOND_REST)

    assert (values(first), codes(first)) == (VALUES, FIRST_CODES)
    assert (values(second), codes(second)) == (SECOND, ("PA.I.A.K1",))


def test_a_row_may_lack_a_value_and_a_label_name_two() -> None:
    heading = WRAPPED_HEADING.replace("Tracking ", "FTN /    ").replace("no.    ", "Appl ID")
    first_row = FIRST_ROW.replace("93 ", "   ").replace("C1234567 ", "123456789")

    first, second = parse(heading + first_row + FIRST_REST + SECOND_ROW + SECOND_REST)

    missing = {"ftn": None, "applicant_id": "123456789", "score": None}
    assert values(first) == VALUES | missing
    assert values(second) == SECOND


@pytest.mark.parametrize("heading", ["", HEADING])
def test_a_roster_goes_on_at_the_next_page_with_the_same_columns(heading: str) -> None:
    third = changed(
        "Instrument Rating", "(IRA)            ", changed("310002", "310003", SECOND_ROW)
    )

    reports = parse(ROSTER, heading + third)

    assert [(report.exam_id.value, report.pages) for report in reports] == [
        ("90000020260214001", (1,)),
        ("90000020260310002", (1,)),
        ("90000020260310003", (2,)),
    ]


@pytest.mark.parametrize(
    "roster",
    [
        changed("ROE, RICHARD     C7654321", "ROE, RICHARD          C7654321", ROSTER),
        changed(SECOND_REST, SECOND_REST.replace("  Airplane", "Airplane"), ROSTER),
        changed(FIRST_REST + SECOND_ROW, FIRST_REST + SECOND_ROW.strip() + "\n", ROSTER),
        changed(SECOND_ROW + SECOND_REST, "\n" + SECOND_REST + SECOND_ROW.strip(), ROSTER),
        changed("90000020260310002", "9000002026031000Z", ROSTER) + SECOND_ROW,
        f"{ROSTER}\n\n\n{line('', '', '', '', '', '', '', '', '', '', 'PA.I.A.K2')}",
    ],
    ids=["shifted", "shifted rest", "no gap", "rest above", "broken exam ID", "codes below"],
)
def test_a_roster_of_which_a_word_has_no_certain_place_is_in_doubt(roster: str) -> None:
    _is_refused_or_in_doubt(roster)


def test_a_row_that_goes_on_at_the_next_page_is_not_read_without_its_rest() -> None:
    _is_refused_or_in_doubt(ROSTER, line(*[""] * 10, "PA.I.B.K1"))


def test_a_picture_of_a_roster_is_refused_or_in_doubt() -> None:
    _is_refused_or_in_doubt(ROSTER, read_by=ReadBy.OCR)


def _is_refused_or_in_doubt(*texts: str, read_by: ReadBy = ReadBy.PDF_TEXT) -> None:
    pages = [
        replace(typed_page(text, number), read_by=read_by) for number, text in enumerate(texts)
    ]
    try:
        reports = parse_reports(pages, load_catalogue())
    except FileError:
        return
    assert [bool(report.exam_id.doubt) for report in reports] == [True]
