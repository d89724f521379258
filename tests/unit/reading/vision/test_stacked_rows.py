"""Rows of text that stand close are told apart by the paper between them."""

import numpy as np
import pytest

from aktr.reading.vision.picture.decode import Grey
from aktr.reading.vision.places.detect import TextRegion
from aktr.reading.vision.places.stacked_rows import with_rows_apart

_LINES = [TextRegion(100.0, 500.0, np.array([y]), 36.0) for y in np.arange(60.0, 660.0, 50.0)]
"""Usual lines of a page, above the piece that is looked at."""


def _page(rows: list[int], high: int) -> Grey:
    """Paper with rows of letters, each so high, as blocks."""
    grey = np.full((1200, 600), 240, dtype=np.uint8)
    for row in rows:
        for left in range(104, 216, 14):
            grey[row : row + high, left : left + 9] = 30
    return grey


def _middles(regions: list[TextRegion]) -> list[int]:
    return [round(float(region.mid_line[-1])) for region in regions]


def test_rows_without_leading_are_a_piece_each() -> None:
    rows = [800, 824, 848, 872]
    stacked = TextRegion(100.0, 220.0, np.array([844.0]), 110.0)

    apart = with_rows_apart([*_LINES, stacked], _page(rows, 17))

    assert _middles(apart[len(_LINES) :]) == pytest.approx([row + 8.5 for row in rows], abs=1.5)
    assert all(region.height < 31 for region in apart[len(_LINES) :])


def test_a_row_that_is_a_piece_already_is_none_twice() -> None:
    rows = [800, 824, 848]
    stacked = TextRegion(100.0, 220.0, np.array([832.0]), 90.0)
    first = TextRegion(100.0, 220.0, np.array([808.0]), 36.0)

    apart = with_rows_apart([*_LINES, first, stacked], _page(rows, 17))

    assert _middles(apart[len(_LINES) :]) == pytest.approx([808, 832, 856], abs=1.5)


def test_large_print_is_one_row() -> None:
    heading = TextRegion(100.0, 220.0, np.array([830.0]), 100.0)

    assert with_rows_apart([*_LINES, heading], _page([805], 50))[-1] is heading


@pytest.mark.parametrize("edge", [False, True])
def test_a_digit_below_the_label_of_its_cell_is_a_piece_by_itself(*, edge: bool) -> None:
    grey = _page([800], 14)
    grey[:, 152:] = 240
    grey[824:842, 110:114] = 30
    grey[780:860, 101:103] = 30 if edge else 240
    stacked = TextRegion(100.0, 150.0, np.array([820.0]), 50.0)

    apart = with_rows_apart([*_LINES, stacked], grey)

    assert _middles(apart[len(_LINES) :]) == pytest.approx([807, 833], abs=1.5)
