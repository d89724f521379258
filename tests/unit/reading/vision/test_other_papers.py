"""Illegible text of papers around a report is left out, and none of the report's own is."""

import numpy as np
import pytest

from aktr.reading.vision.form.other_papers import without_other_papers
from aktr.reading.vision.places.detect import TextRegion
from aktr.reading.vision.places.strips import STRIP_HEIGHT, Strip
from aktr.reading.vision.text.pieces import Piece
from aktr.reading.vision.text.recognise import Character, ReadPiece

_LEFT, _RIGHT = 600.0, 1400.0
_FORM = "A single code may represent more than one incorrect response."
_SCRIBBLE = "2N5S06"


def _strip(text: str, left: float, top: float, certainty: float, slope: float) -> list[ReadPiece]:
    """A line that begins somewhere on a level page, on one that is turned by a slope."""
    width = 800.0 if text == _FORM else 12.0 * len(text)
    first = top + slope * left
    middle = first + slope * width / 2
    region = TextRegion(left, left + width, np.array([slope * width / 2, middle]), 24.0)
    columns = 20 * len(text)
    pixels = np.full((STRIP_HEIGHT, columns), 255, dtype=np.uint8)
    centres = np.stack([np.linspace(left, left + width, columns), np.full(columns, middle)])
    strip = Strip(pixels, region, centres, np.ones(columns))
    characters = tuple(
        Character(sign, 20 * (place + 0.5), certainty, "", 0.0) for place, sign in enumerate(text)
    )
    return [ReadPiece(Piece(strip, 0, columns, 0, columns, False), characters)]


def _left_out(
    left: float, top: float = 120.0, certainty: float = 0.3, slope: float = 0.0, count: int = 12
) -> int:
    """How many of some lines that begin at a place beside or above a report are left out."""
    report = [_strip(_FORM, _LEFT, 400.0 + 40 * row, 0.99, slope) for row in range(12)]
    others = [_strip(_SCRIBBLE, left, top + 40.0 * row, certainty, slope) for row in range(count)]
    kept = without_other_papers([*report, *others])

    assert sum(read.text == _FORM for read in kept) == len(report)
    return count - sum(read.text == _SCRIBBLE for read in kept)


@pytest.mark.parametrize("slope", [0.0, 0.12, -0.12])
def test_what_nobody_can_read_beside_a_report_is_left_out(slope: float) -> None:
    assert _left_out(left=100.0, top=400.0, slope=slope) == 12
    assert _left_out(left=1700.0, top=400.0, slope=slope) == 12


def test_what_nobody_can_read_above_a_report_is_left_out() -> None:
    assert _left_out(left=700.0, top=-200.0, count=10) == 10


def test_what_can_be_read_is_kept_wherever_it_stands() -> None:
    assert _left_out(left=100.0, top=400.0, certainty=0.8) == 0


def test_what_goes_on_with_a_line_of_the_report_is_its_own_however_blurred() -> None:
    assert _left_out(left=_RIGHT + 20, top=400.0) == 0


def test_below_a_report_and_within_it_everything_is_kept() -> None:
    assert _left_out(left=700.0, top=900.0) == 0
    assert _left_out(left=700.0, top=420.0) == 0


def test_a_few_marks_beside_a_report_are_no_paper() -> None:
    assert _left_out(left=100.0, top=400.0, count=7) == 0


def test_where_the_form_is_not_clear_nothing_is_left_out() -> None:
    strips = [_strip(_FORM, _LEFT, 40.0 * row, 0.7, 0.0) for row in range(12)]
    strips += [_strip(_SCRIBBLE, 100.0, 40.0 * row, 0.3, 0.0) for row in range(12)]

    assert len(without_other_papers(strips)) == len(strips)
