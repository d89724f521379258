"""What a reader saw on a page: words with their boxes, gathered into lines.

Both reading paths (a PDF's text layer, OCR of a picture) end in these shapes, so that everything
after them needs to know only one.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class TextLayer(StrEnum):
    """What can be expected of a page's text."""

    USABLE = "usable"
    MISSING = "missing"
    """There is none: the page is a picture, or blank."""
    USELESS = "useless"
    """There is some, and it says nothing: fonts without a mapping to letters, noise."""


class ReadBy(StrEnum):
    """The path by which a page was read."""

    PDF_TEXT = "pdf-text"
    OCR = "ocr"


class Box(NamedTuple):
    """A rectangle on an upright page, y growing downwards, in the units of that page.

    Units are points for a PDF's text layer and pixels for a picture; nothing but ratios is used.
    A page has hundreds of these: tuples are made several times faster than dataclasses.
    """

    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        """Distance from top to bottom, in page units."""
        return self.bottom - self.top

    @property
    def width(self) -> float:
        """Distance from left to right, in page units."""
        return self.right - self.left

    def union(self, other: "Box") -> "Box":
        """The smallest box that holds both."""
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )


class Word(NamedTuple):
    """A run of characters without a gap."""

    text: str
    box: Box
    confidence: float = 1.0
    """How sure the reader is of every character, 0 to 1; a text layer is 1."""
    read_as: str | None = None
    """What was read, where the text has been put right."""


class Rows(NamedTuple):
    """A band across an upright page, in shares of its height from the top."""

    top: float
    bottom: float


class Line(NamedTuple):
    """Words that stand on one base line, from left to right; never empty."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """The words joined by single blanks."""
        return " ".join(word.text for word in self.words)

    @property
    def box(self) -> Box:
        """The smallest box that holds every word."""
        box = self.words[0].box
        for word in self.words[1:]:
            box = box.union(word.box)
        return box


@dataclass(frozen=True, slots=True)
class Page:
    """One page, turned upright."""

    number: int
    """Position in the file, from 1."""
    width: float
    height: float
    lines: tuple[Line, ...]
    """In reading order, top to bottom."""
    read_by: ReadBy
    rotation: int = 0
    """Degrees clockwise by which the stored page was turned to stand upright: 0, 90, 180 or 270."""
    text_layer: TextLayer = TextLayer.USABLE
    mended: bool = False
    """Whether the file was damaged and had to be mended before it could be read."""
    has_picture: bool = False
    """Whether a picture covers much of the page, on which there may be more than its text says."""
    under_picture: bool = False
    """Whether the text is invisible and was laid under a picture of the page by other software."""
    lacks_letters: bool = False
    """Whether the file does not say what all letters of its words are."""
    found_text: object = field(default=None, compare=False, repr=False)
    """Where its reader found the text in the picture, for the same reader to read some of it again;
    it means nothing to others."""
