"""Stamps and pens over black print are taken off a picture, and print is not."""

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from aktr.reading.vision.picture.decode import Grey, as_grey
from aktr.reading.vision.picture.even_light import evened
from aktr.reading.vision.picture.ink_over_print import grey_of_print

BLACK, PAPER = (25, 25, 28), (244, 242, 238)
BLUE, RED, PALE = (70, 90, 190), (200, 60, 70), (150, 150, 150)
STAMP = (150, 190, 620, 300)


def face(size: int) -> ImageFont.FreeTypeFont:
    spec = find_spec("reportlab")
    assert spec is not None
    assert spec.origin is not None
    return ImageFont.truetype(str(Path(spec.origin).parent / "fonts" / "Vera.ttf"), size)


def page(colour: tuple[int, int, int] = BLACK) -> Image.Image:
    sheet = Image.new("RGB", (1000, 1300), PAPER)
    for row in range(12):
        place = (100, 120 + 90 * row)
        ImageDraw.Draw(sheet).text(place, "EXAM SITE: ABS71771", font=face(26), fill=colour)
    return sheet


def stamped(sheet: Image.Image, colour: tuple[int, int, int]) -> Image.Image:
    """The page with a stamp that shows the print under it, as ink does."""
    ink = Image.new("RGB", sheet.size, "white")
    ImageDraw.Draw(ink).text((160, 200), "OCT 04 2025", font=face(64), fill=colour)
    mixed = np.minimum(np.asarray(sheet), np.asarray(ink))
    return Image.fromarray(mixed)


def difference(seen: Grey, printed: Grey) -> float:
    left, top, right, bottom = STAMP
    here = np.s_[top:bottom, left:right]
    return float(np.abs(seen[here].astype(int) - printed[here]).mean())


@pytest.mark.parametrize("colour", [BLUE, RED, PALE], ids=["blue", "red", "grey"])
def test_a_stamp_is_taken_off_the_print_below_it(colour: tuple[int, int, int]) -> None:
    sheet, hidden = page(), stamped(page(), colour)
    printed = evened(as_grey(sheet))

    seen = grey_of_print(hidden)

    assert difference(seen, printed) < 0.25 * difference(evened(as_grey(hidden)), printed)


def test_a_grey_stamp_is_taken_off_a_grey_scan() -> None:
    sheet, hidden = page().convert("L"), stamped(page(), PALE).convert("L")
    printed = evened(as_grey(sheet))

    seen = grey_of_print(hidden)

    assert difference(seen, printed) < 0.25 * difference(evened(as_grey(hidden)), printed)


@pytest.mark.parametrize("colour", [BLACK, BLUE, RED, PALE], ids=["black", "blue", "red", "grey"])
def test_print_stays_whatever_its_colour(colour: tuple[int, int, int]) -> None:
    sheet = page(colour)

    assert np.array_equal(grey_of_print(sheet), as_grey(sheet))


def test_white_print_on_black_stays() -> None:
    dark = Image.fromarray(255 - np.asarray(page()))

    assert np.array_equal(grey_of_print(dark), as_grey(dark))
