"""Handwriting, drawn stroke by stroke: a hand-printed alphabet that never comes out twice alike."""

import unicodedata
from random import Random
from types import MappingProxyType
from typing import Final

import cv2
import numpy as np

from aktr.samples.photos.pixels import Image
from aktr.samples.sheet import TextRun

_POINTS: Final = MappingProxyType(
    {
        "A": "06 30 66/14 54",
        "B": "00 06/00 40 51 52 33 03/33 54 55 46 06",
        "C": "61 40 20 02 04 26 46 65",
        "D": "00 06/00 30 62 64 36 06",
        "E": "60 00 06 66/03 43",
        "F": "60 00 06/03 43",
        "G": "61 40 20 02 04 26 46 64 34",
        "H": "00 06/60 66/03 63",
        "I": "30 36",
        "J": "50 54 36 16 04",
        "K": "00 06/60 03 66",
        "L": "00 06 56",
        "M": "06 10 34 50 66",
        "N": "06 00 66 60",
        "O": "30 11 03 15 36 55 63 51 30",
        "P": "06 00 40 62 43 03",
        "Q": "30 11 03 15 36 55 63 51 30/44 66",
        "R": "06 00 40 62 43 03/33 66",
        "S": "61 40 11 13 43 65 46 16 05",
        "T": "00 60/30 36",
        "U": "00 04 26 46 64 60",
        "V": "00 36 60",
        "W": "00 16 32 56 60",
        "X": "00 66/60 06",
        "Y": "00 33 60/33 36",
        "Z": "00 60 06 66",
        "0": "30 11 03 15 36 55 63 51 30",
        "1": "12 30 36",
        "2": "02 20 50 52 06 66",
        "3": "10 50 32 53 55 36 05",
        "4": "40 04 64/40 46",
        "5": "60 10 03 43 64 46 06",
        "6": "50 12 04 26 56 64 43 13",
        "7": "00 60 26",
        "8": "33 11 30 51 33 14 26 46 54 33",
        "9": "62 42 12 20 50 62 36",
        ".": "26 36",
        ",": "35 27",
        "-": "13 53",
        "/": "50 16",
        "&": "65 21 30 41 04 26 64",
        "'": "30 31",
    }
)
"""Strokes of each character as points on a grid 7 wide and 8 high: column, row; "/" lifts the pen.
Row 6 is the base line."""

_INKS: Final = ((130, 45, 25), (95, 35, 20), (45, 40, 40), (150, 70, 30))
_PEN_PT: Final = 0.95


def write(image: Image, run: TextRun, scale: float, rng: Random, ink: tuple[int, int, int]) -> None:
    """Write the text of a run into a picture, where and as large as the run stands.

    Args:
        image: The page; changed in place.
        run: Text, place and size in points. Small letters are written as capitals.
        scale: Pixels in a point.
        rng: The source of chance.
        ink: Blue, green, red.
    """
    cell = run.size * 0.62 / 6
    slope = np.tan(np.radians(run.slope))
    slant = rng.uniform(0.05, 0.3)
    x = run.x
    for character in _as_written(run.text):
        strokes = _POINTS.get(character, "")
        top = run.y - 6 * cell - slope * (x - run.x) + rng.uniform(-0.5, 0.5)
        size = cell * rng.uniform(0.92, 1.08)
        for stroke in strokes.split("/") if strokes else ():
            points = [
                (
                    x + (int(c) + slant * (6 - int(r)) + rng.uniform(-0.35, 0.35)) * size * 0.8,
                    top + (int(r) + rng.uniform(-0.35, 0.35)) * size,
                )
                for c, r in map(tuple, stroke.split())
            ]
            _draw(image, points, scale, ink)
        x += size * (rng.uniform(6.2, 7.4) if strokes else rng.uniform(3.5, 5))


def sign(image: Image, run: TextRun, scale: float, rng: Random, ink: tuple[int, int, int]) -> None:
    """Write a signature that nobody can read where a run stands."""
    x, y = run.x, run.y - run.size * 0.25
    points = []
    for _ in range(rng.randint(9, 14)):
        points.append((x, y + rng.uniform(-0.75, 0.3) * run.size))
        x += rng.uniform(-0.15, 0.85) * run.size
    points.append((x + 2 * run.size, y - 0.2 * run.size))
    _draw(image, points, scale, ink)


def _as_written(text: str) -> str:
    """Capitals without accents, which nobody minds in a signer's block."""
    parts = unicodedata.normalize("NFKD", text.upper().replace("Æ", "AE").replace("Ø", "O"))
    return "".join(character for character in parts if not unicodedata.combining(character))


def choose_ink(rng: Random) -> tuple[int, int, int]:
    """Blue or black of a ball pen."""
    return rng.choice(_INKS)


def _draw(
    image: Image, points: list[tuple[float, float]], scale: float, ink: tuple[int, int, int]
) -> None:
    corners = np.array(points)
    for _ in range(2):
        corners = _rounded(corners)
    fixed = np.round(corners * scale * 16).astype(np.int32)
    thickness = max(1, round(_PEN_PT * scale))
    cv2.polylines(image, [fixed], False, ink, thickness, cv2.LINE_AA, shift=4)


def _rounded(points: np.ndarray) -> np.ndarray:
    """Cut every corner at a quarter of its sides, which tends to a smooth curve (Chaikin)."""
    if len(points) < 3:
        return points
    before = points[:-1] * 0.75 + points[1:] * 0.25
    after = points[:-1] * 0.25 + points[1:] * 0.75
    between = np.stack([before, after], axis=1).reshape(-1, 2)
    return np.vstack([points[:1], between[1:-1], points[-1:]])
