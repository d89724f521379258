"""Whether a picture shows its text well enough to be read, and what to do if it does not."""

from typing import Final

from aktr.errors import FileError, FileErrorType
from aktr.reading.page import Page, TextLayer
from aktr.reading.vision.page_reader import PageReading

_LEGIBLE: Final = 0.80
"""Mean certainty of the quick reader below which letters run into each other. Sharp pages are above
0.97, photos at the limit of what a person reads about 0.9."""
_FEWEST_FORM_WORDS: Final = 6
"""Words of the form that are proof enough that a page can be read."""
_FEWEST_WORDS: Final = 3


def is_blank(reading: PageReading) -> bool:
    """Whether there is nothing on a page, such as the back of a scan."""
    return len(reading.words) < _FEWEST_WORDS


def is_legible(reading: PageReading) -> bool:
    """Whether what was read is what is written, by and large."""
    return reading.form_words >= _FEWEST_FORM_WORDS or reading.legibility >= _LEGIBLE


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
    words = sum(len(line.words) for line in page.lines)
    return page.text_layer is TextLayer.USABLE and words < _FEWEST_WORDS


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
