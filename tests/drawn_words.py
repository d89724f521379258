"""Words as they are printed, cut into strips, with what a reader makes of them."""

from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from aktr.reading.vision.places.detect import TextRegion
from aktr.reading.vision.places.strips import STRETCH, STRIP_HEIGHT, cut_strip
from aktr.reading.vision.text.recognise import Character
from aktr.reading.vision.words.words import StripWord

_SIZE = 40
_OTHER_FACE = "VeraBI.ttf"
"""A face that the drawings are not made with."""


def face(name: str) -> ImageFont.FreeTypeFont:
    """A face of the package ``reportlab``."""
    spec = find_spec("reportlab")
    assert spec is not None
    assert spec.origin is not None
    return ImageFont.truetype(str(Path(spec.origin).parent / "fonts" / name), _SIZE)


def printed_word(
    printed: str, read: list[Character], blur: float = 0.8, name: str = _OTHER_FACE
) -> StripWord:
    """A word as it is printed, with what a reader made of it, letter by letter."""
    font = face(name)
    width = round(font.getlength(printed)) + 40
    sheet = Image.new("L", (width, 2 * _SIZE), 250)
    ImageDraw.Draw(sheet).text((20, _SIZE / 2), printed, font=font, fill=20)
    picture = np.asarray(sheet.filter(ImageFilter.GaussianBlur(blur)))
    region = TextRegion(0, width, np.array([_SIZE * 1.1]), _SIZE * 1.3)
    strip = cut_strip(picture, region)
    scale = STRETCH * STRIP_HEIGHT / region.height
    edges = [20 + font.getlength(printed[:index]) for index in range(len(printed) + 1)]
    places = [(left + right) / 2 for left, right in pairwise(edges)]
    letters = []
    for index, character in enumerate(read):
        # Of two letters that a reader sees in one, each has its half of the place.
        shift = 0.0
        place = places[min(index, len(places) - 1)]
        if len(read) > len(printed):
            joined = next(i for i, letter in enumerate(printed) if letter in "ÆæŒœ")
            place = places[index if index <= joined else index - 1]
            quarter = (edges[joined + 1] - edges[joined]) / 4
            shift = {joined: -quarter, joined + 1: quarter}.get(index, 0.0)
        letters.append(character._replace(column=(place + shift) * scale))
    return StripWord(strip, tuple(letters), round(20 * scale), round(edges[-1] * scale))


def as_read(
    text: str, doubts: dict[int, tuple[float, str, float]] | None = None
) -> list[Character]:
    """What a reader says: sure of every letter but those with a doubt."""
    sure = (1.0, "", 0.0)
    return [
        Character(letter, 0.0, *(doubts or {}).get(index, sure))
        for index, letter in enumerate(text)
    ]
