"""The lines of one report, as the parser walks over them."""

import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from aktr.reading.page import Box, Line, Page, ReadBy, Word
from aktr.report.model import Place
from aktr.report.parse.lines.torn_labels import with_mended_labels
from aktr.report.parse.lines.whole_labels import with_whole_labels

_LEADER = re.compile(r"(?<!\S)(?:[.\u2026\u00b7]{2,}|[\u2026\u00b7])(?!\S)")
"""Dots that lead the eye from a label to its value."""
_TOUCHING_LEADER = re.compile(
    r"^[.\u2026\u00b7]+(?![IVX]{1,5}(?:\.|$)|[A-P]\.|[KRS]\d{1,2}[a-m]?$)(?=\w)"
    r"|(?<=\w)(?:\.{2,}|[\u2026\u00b7]+)$"
)
"""Such dots in one word with what they lead to, which is no part of a code."""
_LEADER_AT_COLON = re.compile(r"[._\u2026\u00b7]{2,}(?=:$)|(?<=:)[._\u2026\u00b7]{2,}$")
"""Dots or a rule that lead to the colon of a label, or from it."""


PARTING: Final = frozenset("\u2022|\u2190\u2192\u25b6\u25b8\u25ba\u25c0\u25c2\u25c4")
"""Signs that stand between the cells of a line: "Name DOE, JANE • FTN A1234567"."""
_LARGER_PRINT: Final = 1.5
"""Height of a line, in heights of one of its words, from which it holds larger print as well."""
_OFF_LEVEL: Final = 0.25
"""Shift between words that do not stand on one line, in their height."""
_CELL_GAP: Final = 0.9
"""Gap before a word from which it begins a cell of its own, in line heights."""


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

    def with_words(self, words: tuple[Word, ...]) -> "SheetLine":
        """The same line with other words in its place."""
        text = " ".join([word.text for word in words])
        return self._replace(words=words, text=text, left=words[0].box[0], right=words[-1].box[2])


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
        text = line.text
        words = with_whole_labels(line.words, text)
        if page.read_by is ReadBy.PDF_TEXT:
            words = with_mended_labels(words)
        if ":" in text and (".." in text or "__" in text or "\u2026" in text or "\u00b7" in text):
            words = tuple(map(_without_leader_at_colon, words))
        if (".." in text or "\u2026" in text or "\u00b7" in text) and _LEADER.search(text):
            words = tuple(word for word in words if not _LEADER.fullmatch(word.text))
            if not words:
                continue
        if "." in text or "\u2026" in text or "\u00b7" in text:
            words = _without_touching_leaders(words)
        if words is not line.words:
            text = " ".join([word.text for word in words])
        tops = [word.box[1] for word in words]
        bottoms = [word.box[3] for word in words]
        left, right = words[0].box[0], words[-1].box[2]
        sheet.append(SheetLine(words, text, page, left, min(tops), right, max(bottoms)))
    return sheet


def _without_leader_at_colon(word: Word) -> Word:
    """A label's colon without the dots that lead to it; where it is alone, it ends them."""
    text = _LEADER_AT_COLON.sub("", word.text)
    if text == word.text:
        return word
    box = word.box
    left = box.right - box.width / len(word.text) if text == ":" else box.left
    return word._replace(text=text, box=box._replace(left=left))


def _without_touching_leaders(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Words without the dots of a leader: no value begins with a dot, or ends with several."""
    if not any(_TOUCHING_LEADER.search(word.text) for word in words):
        return words
    return tuple(word._replace(text=_TOUCHING_LEADER.sub("", word.text)) for word in words)


def begins_cell(line: SheetLine, index: int) -> bool:
    """Whether a word is the first of its line, or stands behind what parts two cells."""
    words = line.words
    if index == 0 or words[index - 1].text in PARTING:
        return True
    # A line is as high as its largest print, and blanks are as wide as that of the words.
    box = words[index].box
    before = words[index - 1].box
    height = min(line.height, _LARGER_PRINT * (box[3] - box[1]))
    return box[0] - before[2] > _CELL_GAP * height or (
        line.page.read_by is ReadBy.PDF_TEXT and _are_on_two_lines(before, box)
    )


def _are_on_two_lines(before: Box, after: Box) -> bool:
    """Whether two words of one print are not level: the rows of two columns rarely are."""
    off = _OFF_LEVEL * (after[3] - after[1])
    shift = after[1] - before[1]
    return abs(shift) > off and abs(shift - (after[3] - before[3])) < off / 2


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
    left, top, right, bottom = words[0].box
    for word in words[1:]:
        box = word.box
        left, top = min(left, box[0]), min(top, box[1])
        right, bottom = max(right, box[2]), max(bottom, box[3])
    width, height = page.width or 1.0, page.height or 1.0
    # Damaged files set words far outside of the page.
    return Place(
        page.number,
        round(min(1.0, max(0.0, left / width)), 4),
        round(min(1.0, max(0.0, top / height)), 4),
        round(min(1.0, max(0.0, right / width)), 4),
        round(min(1.0, max(0.0, bottom / height)), 4),
    )


def raw_of(words: Sequence[Word]) -> str:
    """What was read, before anything was put right."""
    return " ".join([word.read_as or word.text for word in words])


def is_repaired(words: Sequence[Word]) -> bool:
    """Whether any of some words had to be put right."""
    return any(word.read_as is not None for word in words)


def confidence_of(words: Sequence[Word]) -> float:
    """How sure the least certain of some words is."""
    return min([word.confidence for word in words], default=0.0)
