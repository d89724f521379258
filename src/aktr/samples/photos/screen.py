"""Screenshots of a PDF viewer, with its interface around the page."""

from random import Random
from typing import Final

import numpy as np

from aktr.samples.photos.kinds import Difficulty
from aktr.samples.photos.lettering import put_text
from aktr.samples.photos.pixels import Image
from aktr.samples.sheet import Sheet

_BAR: Final = ((58, 54, 50), (245, 243, 242), (76, 58, 44))
_BEHIND: Final = ((86, 82, 82), (224, 222, 220), (60, 60, 60))
_SMALLEST_TYPE_PX: Final = 12.5
"""Below this, letters on a screen are not safe to tell apart, and people zoom in."""
_PHONE_WIDTH: Final = 1170


def viewer_scale(difficulty: Difficulty, sheet: Sheet) -> float:
    """Pixels in a point: a screen with two pixels to a dot when easy, with one otherwise."""
    wanted = 2.7 if difficulty is Difficulty.EASY else 1.5
    return max(wanted, _SMALLEST_TYPE_PX / sheet.size)


def phone_scale(difficulty: Difficulty, sheet: Sheet) -> float:
    """Pixels in a point of a page that fills the width of a phone."""
    wanted = (_PHONE_WIDTH - 24) / sheet.width
    if difficulty is not Difficulty.EASY:
        wanted *= 0.9
    return max(wanted, _SMALLEST_TYPE_PX / sheet.size)


def viewer_screenshot(page: Image, scale: float, rng: Random) -> Image:
    """A window of a viewer: tool bar, a column of small pages, the page, a scroll bar.

    Args:
        page: As the viewer renders it.
        scale: Pixels in a point.
        rng: The source of chance.
    """
    dot = 2 if scale > 2 else 1
    bar, side = 84 * dot, (190 * dot if rng.random() < 0.6 else 0)
    gap = 14 * dot
    height = bar + page.shape[0] + 2 * gap
    width = side + page.shape[1] + rng.randint(80, 300) * dot
    image = np.empty((height, width, 3), np.uint8)
    image[:] = rng.choice(_BEHIND)
    colour = rng.choice(_BAR)
    image[:bar] = colour
    ink = (235, 235, 235) if sum(colour) < 380 else (60, 60, 60)
    title = rng.choice(("test report.pdf", "Scan_0007.pdf", "knowledge test (2).pdf"))
    put_text(image, 24 * dot, 22 * dot, f"{title} - Page 1 of 1", 13 * dot, ink)
    items = ("File", "Edit", "View", "Tools", "1 / 1", "-", f"{round(scale / dot * 75)}%", "+")
    x = 24 * dot
    for item in items:
        put_text(image, x, 60 * dot, item, 13 * dot, ink)
        x += (40 + 8 * len(item)) * dot
    if side:
        _small_page(image, page, bar, side, dot)
    left = side + (width - side - page.shape[1]) // 2
    image[bar + gap : bar + gap + page.shape[0], left : left + page.shape[1]] = page
    image[bar:, -12 * dot :] = 200
    image[bar + 40 * dot : bar + height // 2, -10 * dot : -2 * dot] = 130
    return image


def phone_screenshot(page: Image, rng: Random) -> Image:
    """A viewer on a phone: status line, title, the page, buttons."""
    width = max(_PHONE_WIDTH, page.shape[1] + 24)
    height = max(round(width * 2532 / _PHONE_WIDTH), page.shape[0] + 560)
    dark = rng.random() < 0.4
    image = np.full((height, width, 3), 24 if dark else 246, np.uint8)
    ink = (240, 240, 240) if dark else (30, 30, 30)
    clock = f"{rng.randint(7, 21)}:{rng.randint(10, 59)}"
    put_text(image, 80, 70, clock, 46, ink)
    put_text(image, width - 280, 70, f"5G  {rng.randint(11, 98)}%", 42, ink)
    put_text(image, 40, 190, "< Back", 46, (220, 120, 20))
    put_text(image, width // 2 - 190, 190, "test report.pdf", 46, ink)
    put_text(image, width - 180, 190, "Done", 46, (220, 120, 20))
    top = 260 + (height - 560 - page.shape[0]) // 3
    left = (width - page.shape[1]) // 2
    image[top : top + page.shape[0], left : left + page.shape[1]] = page
    for place, item in enumerate(("Share", "Markup", "Search", "Delete")):
        put_text(image, 60 + place * (width - 120) / 4, height - 170, item, 40, (220, 120, 20))
    image[height - 40 : height - 28, width // 2 - 200 : width // 2 + 200] = ink
    return image


def _small_page(image: Image, page: Image, top: int, side: int, dot: int) -> None:
    """The page once more in the column of small pages, too small to read."""
    step = page.shape[1] // (side - 60 * dot) + 1
    small = page[::step, ::step]
    image[top:, :side] = 238
    y, x = top + 24 * dot, (side - small.shape[1]) // 2
    image[
        y - 3 * dot : y + small.shape[0] + 3 * dot, x - 3 * dot : x + small.shape[1] + 3 * dot
    ] = (
        210,
        140,
        60,
    )
    image[y : y + small.shape[0], x : x + small.shape[1]] = small
