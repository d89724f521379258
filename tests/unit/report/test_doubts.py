"""Which rows of a page are read once more."""

from dataclasses import replace
from datetime import date

from aktr.acs.catalogue import load_catalogue
from aktr.reading.page import Line, ReadBy, Rows
from aktr.report.doubts import rows_in_doubt
from aktr.report.examine import examine
from aktr.report.parse import parse_reports
from typed_pages import REPORT, typed_page

TODAY = date(2026, 6, 1)


def rows_with(doubtful: dict[str, float], form: str = REPORT) -> dict[int, tuple[Rows, ...]]:
    """The rows to read again of a report with some words of which the reader is not sure."""
    page = typed_page(form)
    lines = tuple(
        Line(
            tuple(
                word._replace(confidence=doubtful.get(word.text, word.confidence))
                for word in line.words
            )
        )
        for line in page.lines
    )
    seen = replace(page, lines=lines, read_by=ReadBy.OCR)
    (report,) = parse_reports([seen], load_catalogue())
    checked = examine(report, load_catalogue(), TODAY)
    assert checked.needs_review
    return rows_in_doubt(checked)


def middle_of(text: str) -> float:
    page = typed_page(REPORT)
    (line,) = [line for line in page.lines if text in line.text]
    return (line.box.top + line.box.bottom) / 2 / page.height


def test_the_row_of_a_doubtful_value_is_read_again() -> None:
    (row,) = rows_with({"JANE": 0.6})[1]
    assert row.top < middle_of("NAME: DOE") < row.bottom
    assert not row.top < middle_of("FAA TRACKING") < row.bottom


def test_several_values_have_several_rows_from_top_to_bottom() -> None:
    first, second = rows_with({"PA.I.C.K2": 0.6, "JANE": 0.6})[1]
    assert first.bottom <= second.top
    assert second.top < middle_of("PA.I.C.K2") < second.bottom


def test_values_of_one_row_share_it() -> None:
    assert len(rows_with({"PA.I.C.K2": 0.6, "PA.VI.A.K1": 0.7})[1]) == 1


def test_a_value_that_was_not_found_may_stand_anywhere() -> None:
    form = REPORT.replace("SCORE: 93%", "          ")
    assert rows_with({"JANE": 0.6}, form) == {1: ()}


def test_a_contradiction_may_be_due_to_any_value() -> None:
    form = REPORT.replace("EXPIRATION DATE: 02/29/2028", "EXPIRATION DATE: 02/29/2024")
    assert rows_with({"JANE": 0.6}, form) == {1: ()}
