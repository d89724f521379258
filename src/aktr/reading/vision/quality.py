"""Whether a picture shows its text well enough to be read, and what to do if it does not."""

from collections.abc import Sequence
from typing import Final

from aktr.errors import FileError, FileErrorType
from aktr.reading.page import Page, TextLayer, Word

_LEGIBLE: Final = 0.80
"""Mean certainty of the quick reader below which letters run into each other. Sharp pages are above
0.97, photos at the limit of what a person reads about 0.9."""
_FEWEST_FORM_WORDS: Final = 6
"""Words of the form that are proof enough that a page can be read."""
_FEWEST_WORDS: Final = 3


def is_blank(words: Sequence[Word]) -> bool:
    """Whether there is nothing on a page, such as the back of a scan."""
    return len(words) < _FEWEST_WORDS


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
