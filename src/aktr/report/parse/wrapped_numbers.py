"""Exam IDs that are broken over two lines of a narrow cell, as one word each."""

import re
from collections.abc import Sequence
from typing import Final

from aktr.reading.page import Word
from aktr.report.parse.sheet import SheetLine
from aktr.report.parse.values import EXAM_ID_ALONE, EXAM_ID_DIGITS

_BEGINS: Final = re.compile(r"(?<!\S)\d{8,16}-?(?!\S)")
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
        for place, word in enumerate(line.words):
            found = _BEGINS.fullmatch(word.text) and _rest_of(word, lines, index)
            if not found:
                continue
            row, other = found
            # It is broken where its cell ends: what stands beside it is in another one.
            margin = min(_MARGIN * word.box.height, word.box.width / 2)
            box = word.box._replace(right=word.box.right - margin)
            whole = word._replace(
                box=box,
                text=word.text.rstrip("-") + lines[row].words[other].text,
                confidence=min(word.confidence, lines[row].words[other].confidence),
            )
            changed = list(lines)
            changed[index] = line.with_words((*line.words[:place], whole, *line.words[place + 1 :]))
            below = lines[row].words
            rest = (*below[:other], *below[other + 1 :])
            changed[row : row + 1] = [lines[row].with_words(rest)] if rest else []
            return with_whole_exam_ids(changed)
    return lines


def _rest_of(first: Word, lines: Sequence[SheetLine], index: int) -> tuple[int, int] | None:
    """Where the digits stand that a number lacks, right below its first one."""
    missing = EXAM_ID_DIGITS - len(first.text.rstrip("-"))
    height = first.box.height
    for row in range(index + 1, min(index + 1 + _ROWS_BELOW, len(lines))):
        for place, word in enumerate(lines[row].words):
            if abs(word.box.left - first.box.left) > _SAME_EDGE * height:
                continue
            is_near = 0 < word.box.top - first.box.top <= _NEXT_LINE * height
            is_rest = _ENDS.fullmatch(word.text) and len(word.text) == missing
            return (row, place) if is_near and is_rest else None
    return None
