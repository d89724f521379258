"""Two pieces of text of one row share no part of a letter."""

from itertools import pairwise

import numpy as np
import pytest

from aktr.reading.vision.places.detect import TextRegion
from aktr.reading.vision.places.overlaps import with_ends_apart


def _region(left: float, right: float, y: float, slope: float = 0.0) -> TextRegion:
    return TextRegion(left, right, np.array([slope * (right - left) / 2, y]), 38.0)


def test_a_label_ends_where_its_value_begins() -> None:
    label, value = with_ends_apart([_region(579, 763, 630), _region(746, 908, 629)])

    assert label.right == value.left == pytest.approx(754.5)
    assert (label.left, value.right) == (579, 908)


def test_lines_stay_where_they_are() -> None:
    before = [_region(600, 760, 600, slope=0.1), _region(750, 900, 615.5, slope=0.1)]
    x = np.array([620.0, 700.0, 740.0])

    assert with_ends_apart(before)[0].y_at(x) == pytest.approx(before[0].y_at(x))


@pytest.mark.parametrize(
    "other",
    [
        _region(764, 908, 630),  # apart
        _region(746, 908, 660),  # on the next row
        _region(620, 700, 630),  # within the first
        _region(640, 908, 630),  # sharing more than growth makes
    ],
)
def test_other_pieces_stay_as_they_are(other: TextRegion) -> None:
    regions = [_region(579, 763, 630), other]

    assert with_ends_apart(regions) == regions


def test_no_piece_is_lost_or_turned_around() -> None:
    row = [_region(100 + 60 * number, 170 + 60 * number, 50) for number in range(5)]

    apart = with_ends_apart(row)

    assert len(apart) == len(row)
    assert all(region.left < region.right for region in apart)
    assert all(a.right <= b.left for a, b in pairwise(apart))


def test_of_no_pieces_there_are_none() -> None:
    assert with_ends_apart([]) == []
