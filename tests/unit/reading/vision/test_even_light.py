"""Paper has the same grey everywhere in even light, and print stays print."""

from typing import Final

import numpy as np
import pytest
from numpy.typing import NDArray

from aktr.reading.vision.picture.decode import Grey, Picture
from aktr.reading.vision.picture.even_light import in_even_light

SIDE: Final = 800
STROKES: Final = slice(380, 420)


def page(light: NDArray[np.float64]) -> Grey:
    """White paper with a row of thin strokes in the middle, in some light from 0 to 1."""
    paper = np.full((SIDE, SIDE), 240.0)
    paper[STROKES, 40:760:12] = 30.0
    paper[STROKES, 41:760:12] = 30.0
    return (paper * light).astype(np.uint8)


ACROSS: Final = np.tile(np.linspace(0, 1, SIDE), (SIDE, 1))
LIGHTS: Final = {
    "even": np.ones((SIDE, SIDE)),
    "falling": 0.2 + 0.8 * ACROSS,
    "shadow": 1.0 - 0.75 * np.exp(-(((ACROSS - 0.5) / 0.2) ** 2)),
    "dark": np.full((SIDE, SIDE), 0.15),
}


@pytest.mark.parametrize("light", LIGHTS.values(), ids=LIGHTS)
def test_paper_and_print_look_the_same_in_every_light(light: NDArray[np.float64]) -> None:
    seen = in_even_light(Picture(page(light))).grey
    paper = seen[500:700, 100:700].astype(float)
    assert paper.min() > 180
    assert np.median(paper) > 210
    strokes = seen[390:410, 40:760:12].astype(float)
    assert strokes.max() < 100


def test_the_finer_picture_is_evened_as_well() -> None:
    dark = page(LIGHTS["dark"])
    picture = in_even_light(Picture(dark[::2, ::2].copy(), lambda: dark))
    assert picture.grey.shape == (SIDE // 2, SIDE // 2)
    assert picture.in_full().shape == (SIDE, SIDE)
    assert np.median(picture.in_full()) > 215


@pytest.mark.parametrize("shape", [(1, 1), (3, 900), (900, 5)])
def test_any_shape_will_do(shape: tuple[int, int]) -> None:
    assert in_even_light(Picture(np.zeros(shape, dtype=np.uint8))).grey.shape == shape
