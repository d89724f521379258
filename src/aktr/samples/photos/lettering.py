"""Text drawn straight into pictures: stamps and the interfaces of viewers."""

from functools import lru_cache
from pathlib import Path

import numpy as np
import reportlab
from PIL import Image as PillowImage
from PIL import ImageDraw, ImageFont

from aktr.samples.photos.pixels import Image

_FACE = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"


@lru_cache(maxsize=32)
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(_FACE, size)


def text_mask(text: str, size: float) -> Image:
    """Coverage of a line of text, 0 to 255, height x width, cut close; size in pixels."""
    font = _font(max(6, round(size)))
    left, top, right, bottom = font.getbbox(text)
    picture = PillowImage.new("L", (round(right - left), round(bottom - top)))
    ImageDraw.Draw(picture).text((-left, -top), text, fill=255, font=font)
    return np.array(picture, np.uint8)


def put_text(
    image: Image, x: float, middle: float, text: str, size: float, colour: tuple[int, int, int]
) -> None:
    """Write a line from ``x`` on, its height centred on ``middle``; what does not fit is cut."""
    mask = text_mask(text, size)
    top, left = round(middle - mask.shape[0] / 2), round(x)
    part = image[top : top + mask.shape[0], left : left + mask.shape[1]]
    cover = mask[: part.shape[0], : part.shape[1], None] / 255
    part[:] = part * (1 - cover) + np.array(colour) * cover
