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
