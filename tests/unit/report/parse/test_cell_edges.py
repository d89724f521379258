"""The edge of a cell beside a value, or a pen's tick, is read as a digit or a letter."""

from datetime import date

import pytest

from typed_pages import REPORT, on_a_picture


@pytest.mark.parametrize(
    ("read", "value"), [("1 12/06/2025", date(2025, 12, 6)), ("1 1/06/2025", None)]
)
def test_a_digit_before_a_whole_date_leaves_a_doubt(read: str, value: date | None) -> None:
    report = on_a_picture(REPORT.replace("EXAM DATE: 02/14/2026", f"EXAM DATE: {read}"))

    assert report.exam_date.value == value
    assert report.exam_date.doubt is not None


@pytest.mark.parametrize("read", ["TAKE: 1 V 2", "TAKE: 1 2"])
def test_a_stroke_before_the_take_leaves_a_doubt(read: str) -> None:
    take = on_a_picture(REPORT.replace("TAKE: 1", read)).take

    assert take.value == 2
    assert take.doubt is not None


def test_how_many_takes_there_were_leaves_none() -> None:
    take = on_a_picture(REPORT.replace("TAKE: 1", "TAKE: 1 of 2")).take

    assert (take.value, take.doubt) == (1, None)


def test_dots_that_lead_to_a_value_and_were_read_as_ones_are_none_of_it() -> None:
    site = on_a_picture(REPORT.replace("EXAM SITE: ABS60104", "EXAM SITE 1 1        ABS60104"))
    assert site.exam_site.value == "ABS60104"


def test_the_edge_of_a_cell_before_a_counted_label_is_no_number_of_it() -> None:
    counted = REPORT
    for number, label in enumerate(("NAME:", "EXAM ID:", "EXAM DATE:", "SCORE:", "GRADE:"), 1):
        counted = counted.replace(label, f"{number}. {label}", 1)
    take = on_a_picture(counted.replace("TAKE:", "  1  8 TAKE:")).take
    assert (take.value, take.doubt) == (1, None)
