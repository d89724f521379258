"""Finds the printed labels of a report and tells them from the same words in running text.

Real forms differ in the words, the case, the colon and the order of their labels; the meanings
are few. A phrase counts as a label where it begins a cell, or where a colon follows it.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from aktr.reading.page import Word
from aktr.report.parse.label_phrases import (
    LABEL_WORDS,
    OTHER,
    PHRASES_BY_FIRST_WORD,
    REMARKS,
    folded,
)
from aktr.report.parse.sheet import SheetLine
from aktr.report.parse.values import FREE_TEXT, READERS

_CELL_GAP: Final = 0.9
"""Gap before a word from which it begins a cell of its own, in line heights."""


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
        if index not in skipped:
            labels.extend(_labels_of(index, line))
    return labels


def _labels_of(index: int, line: SheetLine) -> list[Label]:
    headings = _row_of_headings(index, line)
    if headings:
        return headings
    found: list[Label] = []
    words = line.words
    position = 0
    while position < len(words):
        choices = PHRASES_BY_FIRST_WORD.get(folded(words[position].text))
        if choices is None:
            position += 1
            continue
        label = _longest(choices, index, line, position, found)
        if label is None:
            position += 1
            continue
        found.append(label)
        position = label.end
    return found


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


def _longest(
    choices: list[tuple[tuple[str, ...], str]],
    index: int,
    line: SheetLine,
    start: int,
    found: list[Label],
) -> Label | None:
    words = line.words
    for parts, meaning in choices:
        if not _stands_here(parts, line, start):
            continue
        end, colon = _with_colon(words, start + len(parts))
        begins = start == 0 or _gap_before(words, start) > _CELL_GAP * line.height
        label = Label(meaning, index, start, end, colon, begins, len(parts))
        if not colon:
            return label if _stands_alone(line, label, found) else None
        if not begins and not found and words[start - 1].text[-1].isalpha():
            # An unknown word before it makes it a label of something else: "Practical SCORE:".
            return label._replace(meaning=OTHER)
        return label
    return None


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


def _stands_alone(line: SheetLine, label: Label, found: Sequence[Label]) -> bool:
    """Whether a phrase without a colon is a label and not a word of a text or of a value."""
    words, end = line.words, label.end
    apart = end == len(words) or _gap_before(words, end) > _APART * line.height
    if words[label.start].text[0].islower() and not (label.begins_cell and apart):
        return False
    if label.begins_cell:
        # Right behind a label with a colon stands its value, whatever words that is made of.
        return not (found and found[-1].end == label.start and found[-1].colon)
    if label.meaning in FREE_TEXT or not (found or label.phrase_words > 1):
        return False
    reader = READERS.get(label.meaning)
    reading = reader(" ".join(word.text for word in words[end : end + 3])) if reader else None
    return reading is not None and reading.sure and reading.start == 0


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
