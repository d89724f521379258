"""Exam IDs that are broken over two lines of a narrow cell, as one word each."""

import re
from collections.abc import Sequence
from typing import Final

from aktr.reading.page import Word
from aktr.report.parse.lines.sheet import SheetLine
from aktr.report.values.readers import EXAM_ID_ALONE, EXAM_ID_DIGITS

_BEGINS: Final = re.compile(r"(?<!\S)(?:\d{8,16}|\d{2,9}[- ]{1,2}\d{2,9})-?(?!\S)")
_GROUP: Final = re.compile(r"\d{2,16}(?:-\d{2,9})*-?")
_FEWEST_DIGITS: Final = 8
"""Digits of the first part, at least, in one group or in several."""
_BETWEEN_GROUPS: Final = 0.8
"""Gap between two groups of one number, at most, in heights of a word."""
_ENDS: Final = re.compile(r"\d{1,9}")
_ROWS_BELOW: Final = 2
"""Lines below the first part on which the second one stands; that of another cell may be first."""
_NEXT_LINE: Final = 2.1
"""Distance from line to line of one cell, in heights of a word."""
_MARGIN: Final = 1.5
"""Room behind a number that fills its cell, to tell it from the next one, in its height."""
_SAME_EDGE: Final = 0.4
"""Distance of the left edges of both parts, in heights of a word."""


def with_whole_exam_ids(lines: list[SheetLine]) -> list[SheetLine]:
    """Lines with each exam ID on the first of the two lines over which it is broken.

    Args:
        lines: The lines of a page, from top to bottom.

    Returns:
        The lines themselves where one is whole, or none is broken, which is nearly everywhere.
    """
    if any(EXAM_ID_ALONE.search(line.text) for line in lines):
        return lines  # what else looks like a part of one is a number of something else
    for index, line in enumerate(lines):
        if not _BEGINS.search(line.text):
            continue
        for place in range(len(line.words)):
            first = _number_at(line.words, place)
            found = first and _rest_of(first, lines, index)
            if not (first and found):
                continue
            row, other = found
            # It is broken where its cell ends: what stands beside it is in another one.
            margin = min(_MARGIN * first.box.height, first.box.width / 2)
            whole = first._replace(
                box=first.box._replace(right=first.box.right - margin),
                text=first.text + lines[row].words[other].text,
                confidence=min(first.confidence, lines[row].words[other].confidence),
            )
            after = [word for word in line.words[place:] if word.box.left >= first.box.right]
            changed = list(lines)
            changed[index] = line.with_words((*line.words[:place], whole, *after))
            below = lines[row].words
            rest = (*below[:other], *below[other + 1 :])
            changed[row : row + 1] = [lines[row].with_words(rest)] if rest else []
            return with_whole_exam_ids(changed)
    return lines


def _number_at(words: Sequence[Word], place: int) -> Word | None:
    """The first part of a number that begins with a word, its groups of digits in one."""
    groups: list[Word] = []
    for word in words[place:]:
        is_next = not groups or (
            word.box.left - groups[-1].box.right < _BETWEEN_GROUPS * word.box.height
        )
        if not (is_next and _GROUP.fullmatch(word.text)):
            break
        groups.append(word)
    digits = "".join(group.text.replace("-", "") for group in groups)
    if not _FEWEST_DIGITS <= len(digits) < EXAM_ID_DIGITS:
        return None
    return groups[0]._replace(
        text=digits,
        box=groups[0].box.union(groups[-1].box),
        confidence=min(group.confidence for group in groups),
    )


def _rest_of(first: Word, lines: Sequence[SheetLine], index: int) -> tuple[int, int] | None:
    """Where the digits stand that a number lacks, right below its first one."""
    missing = EXAM_ID_DIGITS - len(first.text)
    height = first.box.height
    for row in range(index + 1, min(index + 1 + _ROWS_BELOW, len(lines))):
        for place, word in enumerate(lines[row].words):
            if abs(word.box.left - first.box.left) > _SAME_EDGE * height:
                continue
            is_near = 0 < word.box.top - first.box.top <= _NEXT_LINE * height
            is_rest = _ENDS.fullmatch(word.text) and len(word.text) == missing
            return (row, place) if is_near and is_rest else None
    return None
