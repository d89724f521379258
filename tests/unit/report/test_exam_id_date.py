"""An exam ID that nearly holds the exam date."""

from dataclasses import replace

import pytest

from aktr.acs.catalogue import load_catalogue
from aktr.reading.page import Line, ReadBy
from aktr.report.model import KnowledgeTestReport
from aktr.report.parse import parse_reports
from aktr.report.repair.exam_id_date import with_date_compared
from typed_pages import REPORT, typed_page

PRINTED = "90000020260214001"


def read(exam_id: str, sure: float = 0.99, by: ReadBy = ReadBy.OCR) -> KnowledgeTestReport:
    """The report with another exam ID, of which its reader is as sure as that."""
    page = typed_page(REPORT.replace(PRINTED, exam_id))
    lines = tuple(
        Line(tuple(w._replace(confidence=sure) if w.text == exam_id else w for w in line.words))
        for line in page.lines
    )
    (report,) = parse_reports([replace(page, lines=lines, read_by=by)], load_catalogue())
    return with_date_compared(report)


@pytest.mark.parametrize("exam_id", ["90000020268214001", "90000020260244001"])
def test_digits_that_are_no_date_but_nearly_that_of_the_test_are_put_right_in_doubt(
    exam_id: str,
) -> None:
    value = read(exam_id).exam_id
    assert (value.value, value.raw) == (PRINTED, exam_id)
    assert value.repaired
    assert value.doubt


def test_another_year_of_the_same_day_leaves_a_doubt() -> None:
    report = read("90000020160214001", sure=1.0)
    assert report.exam_id.value == "90000020160214001"
    assert report.exam_date.doubt or report.exam_id.doubt


def test_a_month_from_which_the_expiration_date_does_not_follow_is_put_right_in_doubt() -> None:
    value = read("90000020260314001", sure=0.9).exam_id
    assert (value.value, value.repaired) == (PRINTED, True)
    assert value.doubt
    assert read("90000020260314001").exam_id.value == "90000020260314001"


def test_another_day_leaves_a_doubt_only_if_a_digit_does() -> None:
    assert not read("90000020260215001").exam_id.doubt
    assert read("90000020260215001", sure=0.9).exam_id.doubt


@pytest.mark.parametrize("exam_id", [PRINTED, "90000012345678001"])
def test_an_exam_id_that_holds_the_date_or_none_is_left_alone(exam_id: str) -> None:
    value = read(exam_id, sure=0.9).exam_id
    assert not value.repaired
    assert not value.doubt


def test_a_text_layer_has_its_digits_right() -> None:
    value = read("90000020268214001", by=ReadBy.PDF_TEXT).exam_id
    assert value.value == "90000020268214001"
    assert not value.doubt


def test_a_date_that_may_have_lost_one_of_two_strokes_is_in_doubt() -> None:
    page = typed_page(
        REPORT.replace("02/14/2026", "11/1/2026").replace(PRINTED, "90000020261111001")
    )
    (report,) = parse_reports([replace(page, read_by=ReadBy.OCR)], load_catalogue())
    seen = with_date_compared(report)

    assert seen.exam_date.doubt or seen.exam_id.doubt
    moved = replace(report, exam_date=replace(report.exam_date, raw="11/01/2026"))
    assert with_date_compared(moved) is moved
