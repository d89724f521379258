"""The lines of one report, as the parser walks over them."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from aktr.reading.page import Box, Line, Page, Word
from aktr.report.model import Place

_LEADER = re.compile(r"[.\u2026\u00b7]{2,}")
"""Dots that lead the eye from a label to its value."""


class SheetLine(NamedTuple):
    """One line of a report."""

    words: tuple[Word, ...]
    text: str
    """The words joined by single blanks."""
    page: Page
    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        """Height of the line, in units of its page."""
        return self.bottom - self.top


class Span(NamedTuple):
    """Some words of one line that stand together."""

    line: SheetLine
    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """The words joined by single blanks."""
        return " ".join([word.text for word in self.words])


def lines_of(page: Page, lines: Iterable[Line]) -> list[SheetLine]:
    """Lines of a page with what the parser asks of them again and again."""
    sheet = []
    for line in lines:
        words = line.words
        if "...." in line.text or "\u2026" in line.text:
            words = tuple(word for word in words if not _LEADER.fullmatch(word.text))
            if not words:
                continue
        boxes = [word.box for word in words]
        sheet.append(
            SheetLine(
                words,
                " ".join([word.text for word in words]),
                page,
                boxes[0][0],
                min([box[1] for box in boxes]),
                boxes[-1][2],
                max([box[3] for box in boxes]),
            )
        )
    return sheet


def words_between(words: Sequence[Word], start: int, end: int) -> list[Word]:
    """The words that hold the characters from start to end of their blank-joined text."""
    found = []
    offset = 0
    for word in words:
        after = offset + len(word.text)
        if offset < end and after > start:
            found.append(word)
        offset = after + 1
    return found


def place_of(page: Page, words: Sequence[Word]) -> Place | None:
    """Where some words of a page stand, as fractions of the page."""
    if not words:
        return None
    boxes = [word.box for word in words]
    edges = Box(
        min([box[0] for box in boxes]),
        min([box[1] for box in boxes]),
        max([box[2] for box in boxes]),
        max([box[3] for box in boxes]),
    )
    return Place(
        page.number,
        _fraction(edges.left, page.width),
        _fraction(edges.top, page.height),
        _fraction(edges.right, page.width),
        _fraction(edges.bottom, page.height),
    )


def confidence_of(words: Sequence[Word]) -> float:
    """How sure the least certain of some words is."""
    return min([word.confidence for word in words], default=0.0)


def _fraction(edge: float, size: float) -> float:
    return round(min(1.0, max(0.0, edge / size)), 4) if size > 0 else 0.0
