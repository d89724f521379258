"""Rings around words are taken out of a picture, and nothing else is."""

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from aktr.reading.vision.picture.decode import Grey
from aktr.reading.vision.places.rings import without_rings

_SIZE = 30
_LINE = 44.0


def _page(*lines: str) -> Image.Image:
    spec = find_spec("reportlab")
    assert spec is not None
    assert spec.origin is not None
    face = ImageFont.truetype(str(Path(spec.origin).parent / "fonts" / "Vera.ttf"), _SIZE)
    page = Image.new("L", (900, 130 * len(lines) + 80), 235)
    for row, line in enumerate(lines):
        ImageDraw.Draw(page).text((120, 60 + 130 * row), line, font=face, fill=30)
    return page


def _ringed(page: Image.Image, *boxes: tuple[int, int, int, int], width: int = 5) -> Grey:
    drawn = page.copy()
    for box in boxes:
        ImageDraw.Draw(drawn).ellipse(box, outline=40, width=width)
    return np.asarray(drawn)


@pytest.mark.parametrize("width", [3, 5, 8])
def test_a_ring_around_a_word_is_taken_out_and_the_word_stays(width: int) -> None:
    page = _page("PA.I.B.K1a   PA.II.C.K2", "SCORE: 88%")
    ringed = _ringed(page, (95, 35, 330, 120), (228, 166, 344, 250), width=width)

    bare = without_rings(ringed, _LINE)

    assert bare is not None
    printed = np.asarray(page)
    assert (
        np.abs(bare.astype(int) - printed).mean()
        < 0.1 * np.abs(ringed.astype(int) - printed).mean()
    )
    assert np.abs(bare[65:90, 125:300].astype(int) - printed[65:90, 125:300]).mean() < 3


def test_what_a_ring_touches_stays_but_for_what_is_under_its_line() -> None:
    page = _page("PA.I.B.K1a")
    ringed = _ringed(page, (112, 40, 298, 118))

    bare = without_rings(ringed, _LINE)

    assert bare is not None
    off_the_line = np.abs(ringed.astype(int) - np.asarray(page)) < 20
    lost = (bare.astype(int) - np.asarray(page) > 100) & off_the_line
    assert lost.sum() < 0.15 * (np.asarray(page) < 130).sum()


def test_cells_letters_and_seals_are_no_rings() -> None:
    page = _page("O D Q 0 @ PA.I.B.K1a", "GRADE: PASS")
    draw = ImageDraw.Draw(page)
    draw.rectangle((100, 170, 420, 250), outline=30, width=3)
    draw.ellipse((600, 120, 760, 280), outline=30, width=4)
    draw.text((670, 190), "FAA", fill=30)
    draw.line((110, 105, 420, 108), fill=30, width=4)

    assert without_rings(np.asarray(page), _LINE) is None
