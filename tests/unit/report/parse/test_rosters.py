"""Rosters: tables with a heading of labels and a row for each report."""

from dataclasses import replace
from datetime import date
from itertools import pairwise
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


NARROW: Final = (0, 14, 23, 41, 59, 70, 79, 85, 91, 96, 107)
"""The same with a single blank behind the widest cell of each column."""


def line(*cells: str, edges: tuple[int, ...] = EDGES) -> str:
    """A line of the table."""
    text = ""
    for edge, cell in zip(edges, cells, strict=False):
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


COUNTED: Final = (
    ("#", "1", "2"),
    ("No.", "1.", "2."),
    ("", "1)", "2)"),
    ("Locker", "B 7", "B 8"),
    ("Phone", "555-0101", ""),
)


@pytest.mark.parametrize("cells", COUNTED, ids=[each[0] or "none" for each in COUNTED])
def test_a_column_of_something_else_is_passed_over(cells: tuple[str, str, str]) -> None:
    heads = (HEADING, FIRST_ROW[1:], SECOND_ROW[1:])
    heading, first_row, second_row = (
        cell.ljust(12) + row for cell, row in zip(cells, heads, strict=True)
    )
    rests = [" " * 12 + rest for rest in (FIRST_REST, SECOND_REST)]

    first, second = parse(f"{heading}\n{first_row}{rests[0]}\n{second_row}{rests[1]}")

    assert (values(first), codes(first)) == (VALUES, FIRST_CODES)
    assert (values(second), codes(second)) == (SECOND, ("PA.I.A.K1",))


def test_codes_in_a_column_with_another_heading_are_not_passed_over() -> None:
    _is_refused_or_in_doubt(changed("Expiration Date Codes", "Expiration Date Weaknesses", ROSTER))


def test_narrow_columns_are_told_apart_by_where_their_labels_begin() -> None:
    heading = HEADING.replace("Exam Site", "Site     ").replace(
        "Expiration Date", "Expires        "
    )
    rows = (heading, FIRST_ROW[1:], FIRST_REST, SECOND_ROW[1:], SECOND_REST)
    heading, *narrow = (
        line(*(row[a:b].strip() for a, b in pairwise((*EDGES, 200))), edges=NARROW) for row in rows
    )
    assert "ABS60104 93    Pass  1    2028-02-29 PA.I.B.K1a" in narrow[0]

    first, second = parse(f"{heading}\n{narrow[0]}{narrow[1]}\n{narrow[2]}{narrow[3]}")

    assert (values(first), codes(first)) == (VALUES, FIRST_CODES)
    assert (values(second), codes(second)) == (SECOND, ("PA.I.A.K1",))


def test_the_values_of_a_row_may_stand_in_the_middle_of_it() -> None:
    above = line("", "", "Private", *[""] * 7, "PA.I.B.K1a,")
    row = FIRST_ROW.replace("Private Pilot", "Pilot        ")[1:].replace("PA.I.B.K1a, ", "")
    below = FIRST_REST
    single = SECOND_ROW.replace("Instrument Rating", "Parachutes (RIG) ")

    first, second = parse(f"{HEADING}\n{above}{row}{below}{single}")

    assert (values(first), codes(first)) == (VALUES, FIRST_CODES)
    assert (second.name.value, second.score.value) == ("ROE, RICHARD", 63)


def test_a_name_and_a_title_may_break_at_a_hyphen() -> None:
    first_row = FIRST_ROW.replace("DOE, JANE ANN", "DOE-         ")
    first_rest = FIRST_REST.replace(" " * 15, "SMITH, JANE ANN", 1)
    second_row = SECOND_ROW.replace("Instrument Rating  ", "Sport Pilot Weight-")
    second_rest = line("", "", "Shift-Control (SPW)")

    first, second = parse(HEADING + first_row + first_rest + second_row + second_rest)

    assert first.name.value == "DOE-SMITH, JANE ANN"
    assert second.exam_title.value == "Sport Pilot Weight-Shift-Control"


HISTORY: Final = """Test history

Name: DOE, JANE ANN    FTN: C1234567

Exam Date   Exam                    Exam ID            Exam Site  Score  Grade  Take  Expires

01/10/2026  Private Pilot Airplane  90000020260110001  ABS60105   63%    Fail   1     01/31/2028
            (PAR)
            Codes: PA.I.A.K1, PA.I.B.K1a, PA.I.B.K2, PA.I.C.K1, PA.I.D.K2, PA.I.E.K1, PA.I.F.K2
            PA.VI.B.K4

02/14/2026  Private Pilot Airplane  90000020260214001  ABS60104   93%    Pass   2     02/29/2028
            (PAR)
            Codes: PA.I.B.K1a, PA.I.C.K2, PA.III.A.K8, PA.VI.A.K1

2 results found.
"""


def test_codes_may_stand_across_the_columns_and_the_person_above_them() -> None:
    first, second = parse(HISTORY)

    failed = {
        "exam_id": "90000020260110001",
        "exam_date": date(2026, 1, 10),
        "exam_site": "ABS60105",
        "score": 63,
        "grade": Grade.FAIL,
        "take": 1,
        "expiration_date": date(2028, 1, 31),
    }
    assert values(first) == VALUES | failed
    assert codes(first)[-2:] == ("PA.I.F.K2", "PA.VI.B.K4")
    assert values(second) == VALUES | {"take": 2}
    assert codes(second) == FIRST_CODES


def test_an_instructor_above_a_table_is_not_the_person_of_its_results() -> None:
    _is_refused_or_in_doubt(
        changed("Name: DOE, JANE ANN    FTN", "Instructor: DOE, JANE    FTN", HISTORY)
    )


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


COE: Final = line("COE, CARL")
"""Somebody who has not taken the test yet."""

CLOSE: Final = {
    "at the top": FIRST_ROW[1:] + FIRST_REST + SECOND_ROW[1:] + SECOND_REST,
    "at the bottom": (
        line("", "", "Private Pilot", *[""] * 7, "PA.I.B.K1a, PA.I.C.K2,")
        + FIRST_ROW[1:]
        .replace("Private Pilot ", "Airplane (PAR)")
        .replace("PA.I.B.K1a, PA.I.C.K2,", "PA.III.A.K8, PA.VI.A.K1")
        + line("", "", "Instrument Rating")
        + SECOND_ROW[1:].replace("Instrument Rating", "Airplane (IRA)   ")
    ),
}


@pytest.mark.parametrize("rows", CLOSE.values(), ids=CLOSE)
def test_rows_with_no_gap_between_them_are_told_by_what_their_cells_wrap_to(rows: str) -> None:
    """As in a print of a spreadsheet."""
    first, second = parse(HEADING + rows)

    assert (values(first), codes(first)) == (VALUES, FIRST_CODES)
    assert (values(second), codes(second)) == (SECOND, ("PA.I.A.K1",))


@pytest.mark.parametrize(
    "more",
    [COE, "", line("", "", "Airplane")],
    ids=["another name", "a name wraps to", "another title"],
)
def test_a_line_that_may_be_of_two_rows_is_asked_about(more: str) -> None:
    rows = CLOSE["at the top"]
    if not more:
        rows = rows.replace("DOE, JANE ANN", "DOE, RICHARD,").replace(
            " " * 15, "COE, CARL ANN  ", 1
        )
    _is_refused_or_in_doubt(HEADING + rows + more)


def test_a_line_close_below_the_last_row_is_not_lost() -> None:
    _is_refused_or_in_doubt(HEADING + FIRST_ROW[1:] + SECOND_ROW[1:] + SECOND_REST)


def test_the_columns_of_an_exam_and_of_a_name_are_not_taken_for_one_of_its_name() -> None:
    def turned(row: str) -> str:
        """With the name behind the exam."""
        return row[27:46].ljust(22) + row[:17].ljust(17) + row[17:27] + row[46:]

    rows = [turned(row) for row in (HEADING, FIRST_ROW[1:], FIRST_REST, SECOND_ROW[1:])]
    shifted = changed("ROE, RICHARD   ", "   ROE, RICHARD", rows[3])

    first, _ = parse("\n".join((rows[0], rows[1] + rows[2], rows[3])))

    assert first.name.value == "DOE, JANE ANN"
    _is_refused_or_in_doubt("\n".join((rows[0], rows[1] + rows[2], shifted)))


@pytest.mark.parametrize(
    "roster",
    [
        changed("ROE, RICHARD     C7654321", "ROE, RICHARD          C7654321", ROSTER),
        changed(SECOND_REST, SECOND_REST.replace("  Airplane", "Airplane"), ROSTER),
        changed(FIRST_REST + SECOND_ROW, FIRST_REST + COE + SECOND_ROW.strip() + "\n", ROSTER),
        changed(SECOND_ROW + SECOND_REST, "\n" + SECOND_REST + SECOND_ROW.strip(), ROSTER),
        changed("90000020260310002", "9000002026031000Z", ROSTER) + SECOND_ROW,
        changed(FIRST_REST, FIRST_REST.replace(" " * 9, "COE, CARL", 1), ROSTER),
        f"{ROSTER}\n\n\n{line('', '', '', '', '', '', '', '', '', '', 'PA.I.A.K2')}",
    ],
    ids=[
        "shifted",
        "shifted rest",
        "name alone",
        "rest above",
        "broken exam ID",
        "two names",
        "codes below",
    ],
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
