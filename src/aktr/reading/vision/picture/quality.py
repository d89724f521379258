"""Whether a picture shows its text well enough to be read, and what to do if it does not."""

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np

from aktr.errors import FileError, FileErrorType
from aktr.reading.page import Page, TextLayer, Word
from aktr.reading.vision.picture.decode import Grey
from aktr.reading.vision.picture.shrinking import shrunk

_LEGIBLE: Final = 0.80
"""Mean certainty of the quick reader below which letters run into each other. Sharp pages are above
0.97, photos at the limit of what a person reads about 0.9."""
_FEWEST_FORM_WORDS: Final = 6
"""Words of the form that are proof enough that a page can be read."""
_FEWEST_WORDS: Final = 3
_THUMBNAIL: Final = 240
"""Longer side of the picture in which print is told from paper, in pixels."""
_MARGIN: Final = 20
"""Part of a side that is left out at every edge: shadows of lids, holes, dark edges of copies."""
_AROUND: Final = 41
"""Pixels of it in which some paper shows between what is printed, in both directions."""
_DARKER: Final = 0.06
"""Share of the light of the paper around it by which print is darker, however blurred."""
_PRINTED: Final = 0.05
"""Share of a page that is darker if there is print on it. Of 14 scans and photos blurred until
nothing was read 13 had more, most of them twice as much; blank sheets with folds, holes, noise or
the back's print showing through had 0.04 at most."""


def is_blank(words: Sequence[Word]) -> bool:
    """Whether there is nothing on a page, such as the back of a scan."""
    return len(words) < _FEWEST_WORDS


def shows_print(grey: Grey) -> bool:
    """Whether there is print on a page on which nothing was read.

    Args:
        grey: The picture of the page.
    """
    size = _THUMBNAIL / max(grey.shape)
    height, width = (max(1, round(side * size)) for side in grey.shape)
    small = shrunk(grey, width, height) if size < 1 else grey
    down, right = (side // _MARGIN for side in small.shape)
    inner = small[down : len(small) - down, right : small.shape[1] - right].astype(np.float32)
    whole = np.ones((_AROUND, _AROUND), np.uint8)
    paper = cv2.morphologyEx(cv2.GaussianBlur(inner, (0, 0), 1), cv2.MORPH_CLOSE, whole)
    light = np.maximum(1, cv2.GaussianBlur(paper, (0, 0), 8))
    return bool((inner < (1 - _DARKER) * light).mean() > _PRINTED)


def is_legible(form_words: int, certainty: float) -> bool:
    """Whether what was read is what is written, by and large.

    Args:
        form_words: How many words of the form were read.
        certainty: Mean certainty of the quick reader, 0 to 1.
    """
    return form_words >= _FEWEST_FORM_WORDS or certainty >= _LEGIBLE


def refuse_without_text(pages: tuple[Page, ...]) -> None:
    """Refuse a picture file on whose pages nothing was read.

    Raises:
        FileError: UNREADABLE, if there is no text on any page, or none that can be made out.
    """
    if all(_shows_nothing(page) for page in pages):
        raise _no_text()
    if not any(page.lines for page in pages):
        raise _illegible()


def _shows_nothing(page: Page) -> bool:
    words = [word for line in page.lines for word in line.words]
    return page.text_layer is TextLayer.USABLE and is_blank(words)


def _illegible() -> FileError:
    return FileError(
        FileErrorType.UNREADABLE,
        "The text in this picture cannot be made out: it is blurred, too small or too dark. Lay "
        "the paper flat in even light without flash, fill the frame with it, hold still until the "
        "picture is sharp, and upload that photo; or upload the PDF of the testing centre.",
    )


def _no_text() -> FileError:
    return FileError(
        FileErrorType.UNREADABLE,
        "No text was found in this picture. Take a photo of the side of the report that says "
        "“Airman Knowledge Test Report”, all of it, and upload that.",
    )
