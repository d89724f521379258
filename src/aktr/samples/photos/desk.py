"""What lies around a sheet that is photographed, and the thumb that holds it."""

from dataclasses import dataclass
from random import Random
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from aktr.samples.photos.paper import Paper
from aktr.samples.photos.pixels import Image, blotches, multiplied, random_numbers

_DESKS: Final = (
    (60, 90, 130),
    (35, 55, 85),
    (150, 175, 200),
    (70, 70, 72),
    (115, 85, 55),
    (55, 95, 60),
    (60, 50, 140),
    (40, 40, 42),
    (205, 205, 200),
)
"""Wood, cloth, plastic: blue, green, red."""
_SKINS: Final = ((150, 175, 225), (95, 130, 185), (60, 85, 130), (45, 60, 95))
_MARGIN: Final = 0.16
"""Desk on every side, as a share of the sheet's width."""
_TEXT_CLEARANCE_PT: Final = 7.0
_THUMB_WIDTH_PT: Final = 54.0
"""Two centimetres, a thumb a little nearer to the camera than the sheet."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A desk from straight above with a sheet on it."""

    image: Image
    page_corners: npt.NDArray[np.float64]
    """4 x 2: top left, top right, bottom right, bottom left; x, y in pixels."""

    @property
    def page_width(self) -> float:
        """In pixels."""
        return float(self.page_corners[1, 0] - self.page_corners[0, 0])

    @property
    def page_height(self) -> float:
        """In pixels."""
        return float(self.page_corners[3, 1] - self.page_corners[0, 1])


def lay_on_desk(paper: Paper, held: bool, rng: Random) -> Scene:
    """Lay a sheet on a desk.

    Args:
        paper: The sheet.
        held: Whether a thumb holds it at an edge, where nothing is printed.
        rng: The source of chance.
    """
    height, width = paper.image.shape[:2]
    margin = round(width * _MARGIN)
    image = _desk(height + 2 * margin, width + 2 * margin, margin, rng)
    page = image[margin : margin + height, margin : margin + width]
    # Paper is never as white as a screen; it is a little yellow or blue.
    white = (rng.uniform(0.93, 1), rng.uniform(0.97, 1), rng.uniform(0.96, 1))
    page[:] = multiplied(paper.image, np.ones((2, 2)), white)
    if held:
        _put_thumb(image, paper, margin, rng)
    left, top, right, bottom = margin, margin, margin + width, margin + height
    corners = np.array([(left, top), (right, top), (right, bottom), (left, bottom)], np.float64)
    return Scene(image, corners)


def _desk(height: int, width: int, margin: int, rng: Random) -> Image:
    """A surface with grain, and the shadow that the sheet throws on it."""
    rows, columns = height // 6, width // 6
    numbers = random_numbers(str(rng.random()))
    grain = 0.75 + 0.3 * blotches(numbers, rows, columns, 5)
    if rng.random() < 0.5:
        grain *= 0.85 + 0.3 * blotches(numbers, rows, 1, 2) * blotches(numbers, 1, columns, 90)
    else:
        grain *= 0.9 + 0.15 * numbers.random((rows, columns), dtype=np.float32)
    shade = np.ones((rows, columns), np.float32)
    edge, shift = margin // 6, rng.randint(-4, 6)
    shade[edge + 3 : rows - edge + 8, edge + shift : columns - edge + shift] = 0.45
    grain *= cv2.GaussianBlur(shade, (0, 0), 5)
    colour = rng.choice(_DESKS)
    surface = grain[..., None] * np.array(colour, np.float32)
    small = np.clip(surface, 0, 255).astype(np.uint8)
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)


def _put_thumb(image: Image, paper: Paper, margin: int, rng: Random) -> None:
    """A thumb from the side, as far over the edge as nothing is printed there."""
    scale, sheet = paper.scale, paper.sheet
    y = rng.uniform(0.25, 0.8) * sheet.height
    from_left = rng.random() < 0.5
    reach = _THUMB_WIDTH_PT * 0.6
    beside = [run for run in sheet.runs if y - reach < run.y < y + reach + run.size]
    if from_left:
        free = min((run.x for run in beside), default=60.0)
    else:
        free = sheet.width - max((run.x + run.width for run in beside), default=sheet.width - 60)
    depth = min(free - _TEXT_CLEARANCE_PT, 60.0) * scale
    if depth <= 0:
        return
    skin = rng.choice(_SKINS)
    half = _THUMB_WIDTH_PT / 2 * scale
    tip = margin + depth - half if from_left else image.shape[1] - margin - depth + half
    away = -1 if from_left else 1
    middle = margin + y * scale
    band = slice(max(0, round(middle - 2 * half)), round(middle + 2 * half))
    part = image[band]
    row, start = middle - band.start, (round(tip), round(middle - band.start))
    end = (round(tip + away * 8 * half), round(row + half * rng.uniform(-0.6, 0.6)))
    cover = np.zeros(part.shape[:2], np.uint8)
    cv2.line(cover, start, end, 255, round(2 * half), cv2.LINE_AA)
    shadow = cv2.GaussianBlur(cover, (0, 0), 2.2 * scale).astype(np.float32) / 255
    part[:] = part * (1 - 0.3 * shadow[..., None])
    soft = cv2.GaussianBlur(cover, (0, 0), 0.9 * scale).astype(np.float32) / 255
    v = (np.arange(part.shape[0], dtype=np.float32) - row) / half
    round_off = np.clip(1.08 - 0.35 * v**2, 0.4, 1.1)[:, None, None]
    flesh = np.clip(np.array(skin, np.float32) * round_off, 0, 255)
    part[:] = part * (1 - soft[..., None]) + flesh * soft[..., None]
    nail = (round(tip - away * 0.25 * half), round(row))
    axes = (round(0.55 * half), round(0.42 * half))
    light = tuple(min(255.0, tone * 1.12 + 12) for tone in skin)
    cv2.ellipse(part, nail, axes, 0, 0, 360, light, -1, cv2.LINE_AA)
