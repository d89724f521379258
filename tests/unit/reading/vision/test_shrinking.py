"""A picture made smaller is the same picture."""

from collections.abc import Callable

import numpy as np
import pytest

from aktr.reading.vision.picture.decode import Grey
from aktr.reading.vision.picture.shrinking import shrunk, shrunk_for_detector


@pytest.mark.parametrize("shrunk", [shrunk, shrunk_for_detector])
@pytest.mark.parametrize(
    ("height", "width", "small_height", "small_width"),
    [(400, 300, 100, 75), (403, 301, 100, 75), (403, 301, 350, 280), (97, 61, 97, 61)],
)
def test_every_pixel_is_the_mean_of_those_it_stands_for(
    shrunk: Callable[[Grey, int, int], Grey],
    height: int,
    width: int,
    small_height: int,
    small_width: int,
) -> None:
    down, across = np.mgrid[:height, :width]
    picture = (down / height * 100 + across / width * 100).astype(np.uint8)

    small = shrunk(picture, small_width, small_height)

    down, across = np.mgrid[:small_height, :small_width]
    expected = (down + 0.5) / small_height * 100 + (across + 0.5) / small_width * 100
    assert small.shape == (small_height, small_width)
    assert np.abs(small - expected).max() < 2.5
