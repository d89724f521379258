"""Finds the printed labels of a report and tells them from the same words in running text.

Real forms differ in the words, the case, the colon and the order of their labels; the meanings
are few. A phrase counts as a label where it begins a cell, or where a colon follows it.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from aktr.reading.page import Word
from aktr.report.parse.heading import is_heading
from aktr.report.parse.label_phrases import (
    LABEL_WORDS,
    OTHER,
    PHRASES_BY_FIRST_WORD,
    REMARKS,
    folded,
)
from aktr.report.parse.sheet import SheetLine
from aktr.report.parse.values import NAMES, READERS, looks_like_name

_CELL_GAP: Final = 0.9
"""Gap before a word from which it begins a cell of its own, in line heights."""


_VALUE_WORDS: Final = 3
"""Words behind a phrase that are looked at to tell whether its value follows."""
_APART: Final = 0.8
"""Gap between a label without a colon and its value, in line heights."""


_TORN_PHRASE: Final = 2.0
"""Gap that no phrase has inside, in line heights: the words are labels of two columns."""


class Label(NamedTuple):
    """A printed label."""

    meaning: str
    """The field it names, ``codes``, or ``other``."""
    line: int
    """Index of its line in the sheet."""
    start: int
    """Index of its first word in the line."""
    end: int
    """Index of the word after its last."""
    colon: bool
    begins_cell: bool
    phrase_words: int
    """Words of the phrase: the more, the more specific."""


def with_whole_labels(words: Sequence[Word]) -> tuple[Word, ...]:
    """Words with their labels put right: parted from values, and closed if letter-spaced.

    ``SCORE:88%`` becomes ``SCORE:`` and ``88%``; ``F T N:`` becomes ``FTN:``.
    """
    if sum(len(word.text) <= 2 for word in words) >= 3:
        words = list(_closed_labels(words))
    if any(":" in word.text[:-1] or "/" in word.text[1:-1] for word in words):
        words = list(_parted_labels(words))
    return tuple(words)


def _closed_labels(words: Sequence[Word]) -> Iterator[Word]:
    position = 0
    while position < len(words):
        end = position
        while end < len(words) and len(words[end].text.rstrip(":")) <= 2:
            end += 1
            if words[end - 1].text.endswith(":"):
                break
        joined = "".join(word.text for word in words[position:end])
        if end - position > 2 and folded(joined) in LABEL_WORDS:
            box = words[position].box.union(words[end - 1].box)
            yield words[position]._replace(text=joined, box=box)
            position = end
        else:
            yield words[position]
            position += 1


def _parted_labels(words: Sequence[Word]) -> Iterator[Word]:
    for word in words:
        sign = ":" if ":" in word.text[:-1] else "/"
        label, colon, value = word.text.partition(sign)
        is_label = colon and value and folded(label) in LABEL_WORDS and not value.startswith("/")
        if is_label and sign == "/":
            is_label = folded(value) in LABEL_WORDS and folded(word.text) not in LABEL_WORDS
        if not is_label:
            yield word
            continue
        box = word.box
        cut = box.left + box.width * (len(label) + 1) / len(word.text)
        yield word._replace(text=label + colon.strip("/"), box=box._replace(right=cut))
        yield word._replace(text=value, box=box._replace(left=cut))


def find_labels(lines: Sequence[SheetLine], skipped: frozenset[int]) -> list[Label]:
    """Every label of a sheet, in reading order.

    Args:
        lines: The lines of the sheet, with words parted at colons.
        skipped: Indexes of lines in which labels are not those of the report.
    """
    labels: list[Label] = []
    for index, line in enumerate(lines):
        if index in skipped or is_heading(line.text):
            continue
        headings = _row_of_headings(index, line)
        if headings:
            labels.extend(headings)
            continue
        following = lines[index + 1].words[:_VALUE_WORDS] if index + 1 < len(lines) else ()
        # Where the line before ends in a label, this one begins with its value.
        pending = bool(labels) and labels[-1].end == len(lines[labels[-1].line].words)
        pending = pending and labels[-1].line == index - 1
        labels.extend(_LabelsOfLine(index, line, following, pending=pending).find())
    return labels


def _row_of_headings(index: int, line: SheetLine) -> list[Label]:
    """The labels of a line that holds nothing but labels, however close they stand."""
    words = line.words
    labels: list[Label] = []
    position = 0
    while position < len(words):
        choices = PHRASES_BY_FIRST_WORD.get(folded(words[position].text), ())
        for parts, meaning in choices:
            if _stands_here(parts, line, position):
                end, colon = _with_colon(words, position + len(parts))
                labels.append(Label(meaning, index, position, end, colon, True, len(parts)))
                position = end
                break
        else:
            return []
    return labels if len(labels) > 1 else []


class _LabelsOfLine:
    """Looks for labels along one line.

    Args:
        index: Index of the line in its sheet.
        line: The line.
        following: The first words of the next line, where a value may stand.
        pending: Whether the line begins with the value of a label on the line before.
    """

    def __init__(
        self, index: int, line: SheetLine, following: Sequence[Word], *, pending: bool
    ) -> None:
        self._index = index
        self._line = line
        self._following = following
        self._pending = pending
        self._found: list[Label] = []

    def find(self) -> list[Label]:
        """The labels of the line, from left to right."""
        words = self._line.words
        position = 0
        while position < len(words):
            choices = PHRASES_BY_FIRST_WORD.get(folded(words[position].text))
            label = self._longest(choices, position) if choices is not None else None
            if label is None:
                position += 1
            else:
                self._found.append(label)
                position = label.end
        return self._found

    def _longest(self, choices: Sequence[tuple[tuple[str, ...], str]], start: int) -> Label | None:
        line = self._line
        for parts, meaning in choices:
            if not _stands_here(parts, line, start):
                continue
            end, colon = _with_colon(line.words, start + len(parts))
            begins = start == 0 or _gap_before(line.words, start) > _CELL_GAP * line.height
            label = Label(meaning, self._index, start, end, colon, begins, len(parts))
            if not colon:
                return label if self._stands_alone(label) else None
            known_before = self._found or self._pending
            if not begins and not known_before and line.words[start - 1].text[-1].isalpha():
                # An unknown word before it makes it another label: "Practical SCORE:".
                return label._replace(meaning=OTHER)
            return label
        return None

    def _stands_alone(self, label: Label) -> bool:
        """Whether a phrase without a colon is a label, and no word of a text or of a value."""
        words, height = self._line.words, self._line.height
        if label.begins_cell and self._found:
            before = self._found[-1]
            if before.end == label.start and before.colon:
                # Here stands the value of the label before, whatever words it is made of.
                return False
        apart = label.end == len(words) or _gap_before(words, label.end) > _APART * height
        first = words[label.start].text
        if label.begins_cell and (apart or not (first[0].islower() or label.meaning == OTHER)):
            return True
        sure_word = self._found or self._pending or label.phrase_words > 1 or first.isupper()
        return bool(sure_word or label.begins_cell) and self._value_follows(label)

    def _value_follows(self, label: Label) -> bool:
        """Whether the words right behind a phrase can be nothing but its value."""
        words = self._line.words[label.end : label.end + _VALUE_WORDS] or self._following
        text = " ".join(word.text for word in words)
        if label.meaning in NAMES:
            return label.begins_cell and any(
                looks_like_name(" ".join(word.text for word in words[:count])) for count in (2, 3)
            )
        reader = READERS.get(label.meaning)
        reading = reader(text) if reader is not None else None
        return reading is not None and reading.sure and reading.start == 0


def _stands_here(parts: tuple[str, ...], line: SheetLine, start: int) -> bool:
    """Whether the words from a place on are those of a phrase, and stand close together."""
    words = line.words[start : start + len(parts)]
    return (
        len(words) == len(parts)
        and all(folded(word.text) == part for word, part in zip(words, parts, strict=True))
        and all(
            before.text[-1] != ":" and after.box[0] - before.box[2] <= _TORN_PHRASE * line.height
            for before, after in pairwise(words)
        )
    )


def _with_colon(words: Sequence[Word], end: int) -> tuple[int, bool]:
    """Take what belongs to a label behind its phrase: a colon, a remark in parentheses."""
    if words[end - 1].text[-1] == ":":
        return end, True
    after = _after_remark(words, end)
    if words[after - 1].text[-1] == ":":
        return after, True
    end = after
    if after < len(words) and words[after].text in {":", ".:", "#:", "#", "-", "\u2013", "="}:
        return after + 1, True
    return end, words[end - 1].text.endswith(("#", "="))


def _after_remark(words: Sequence[Word], end: int) -> int:
    """Skip what explains a label in parentheses: "(LAST, FIRST MIDDLE)", "(PASS/FAIL)"."""
    if end >= len(words) or not words[end].text.startswith("("):
        return end
    for closing in range(end, min(end + 6, len(words))):
        parts = re.split(r"[/,()\s:]+", words[closing].text.upper())
        if not all(part in REMARKS for part in parts if part):
            return end
        if ")" in words[closing].text:
            return closing + 1
    return end


def _gap_before(words: Sequence[Word], index: int) -> float:
    return words[index].box[0] - words[index - 1].box[2]
