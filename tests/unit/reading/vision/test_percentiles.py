"""Percentiles of grey values are those that numpy works out, to the last digit."""

import numpy as np
import pytest
from numpy.typing import DTypeLike

from aktr.reading.vision.picture.percentiles import percentile

SHARES = (0, 1, 3, 50, 70, 90, 95, 97, 100)


@pytest.mark.parametrize("kind", [np.uint8, np.int64, np.float32, np.float64])
def test_a_percentile_is_that_of_numpy(kind: DTypeLike) -> None:
    random = np.random.default_rng(1)
    for columns in (1, 2, 3, 30, 31, 200):
        # A part of a picture, which does not lie in one piece.
        values = (random.random((9, 2 * columns)) * 255).astype(kind)[2:7, columns:]
        for share in SHARES:
            assert percentile(values, share) == float(np.percentile(values, share))


def test_grey_values_may_all_be_one() -> None:
    assert percentile(np.full((3, 4), 255, dtype=np.uint8), 70) == 255.0
