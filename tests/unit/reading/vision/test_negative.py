"""Bright letters on dark paper are turned into print; whatever is print already stays as it is."""

from collections.abc import Callable
from typing import Final

import cv2
import numpy as np
import pytest

from aktr.reading.vision.picture.decode import Grey, Picture
from aktr.reading.vision.picture.negative import as_print

PAPER: Final = 235
INK: Final = 30


def printed(height: int = 1400, width: int = 1000) -> Grey:
    page = np.full((height, width), PAPER, np.uint8)
    for line in range(8):
        place = (80, 120 + 90 * line)
        cv2.putText(page, "PA.I.B.K1a  Score 93", place, cv2.FONT_HERSHEY_SIMPLEX, 1, INK, 2)
    return page


def in_the_dark(page: Grey) -> Grey:
    return (page * 0.35).astype(np.uint8)


def on_a_dark_desk(page: Grey) -> Grey:
    """Paper that takes up a third of the picture, on wood with bright grain."""
    height, width = page.shape
    desk = np.full((2 * height, 2 * width), 50, np.uint8)
    desk[::40] = 90
    desk[height // 2 : height // 2 + height, width // 2 : width // 2 + width] = page
    return desk


def at_night(page: Grey) -> Grey:
    """The screen of a viewer with bright letters on a dark page."""
    return (18 + 0.75 * (255.0 - page)).astype(np.uint8)


@pytest.mark.parametrize("negative", [at_night, lambda page: 255 - page])
def test_bright_letters_become_ink(negative: Callable[[Grey], Grey]) -> None:
    shown = negative(printed())
    finer = negative(printed(2800, 2000))
    picture = as_print(Picture(shown, lambda: finer))
    np.testing.assert_array_equal(picture.grey, 255 - shown)
    np.testing.assert_array_equal(picture.in_full(), 255 - finer)


@pytest.mark.parametrize("taken", [lambda page: page, in_the_dark, on_a_dark_desk])
def test_print_stays_as_it_was_taken(taken: Callable[[Grey], Grey]) -> None:
    picture = Picture(taken(printed()))
    assert as_print(picture) is picture


@pytest.mark.parametrize("grey", [0, 60, 255])
def test_a_picture_of_nothing_stays_as_it_is(grey: int) -> None:
    picture = Picture(np.full((300, 400), grey, np.uint8))
    assert as_print(picture) is picture
