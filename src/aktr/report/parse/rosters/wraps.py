"""Whether the lines of each cell of a roster are what one text wraps to.

Where nothing but the place of the exam IDs tells the rows apart, a line may belong to the row above
or below, or be a row of its own without an exam ID: somebody who has not taken the test, or a sum.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from aktr.reading.page import Word
from aktr.report.parse.lines.sheet import SheetLine
from aktr.report.parse.rosters.columns import Column
from aktr.report.values.label_phrases import CODES
from aktr.report.values.readers import NAMES

_WIDEST_BLANK: Final = 0.6
"""Blank between two words of one text, at most, in line heights."""
_CODE_OF_TEST: Final = re.compile(r"\([A-Z]{3}\)")
_OF_SUMS: Final = re.compile(
    r"\d|\b(?:TOTAL|AVERAGE|MEAN|SUM|COUNT|CLASS|PASSED|FAILED|STUDENTS?|RESULTS?|PENDING|ABSENT)\b",
    re.IGNORECASE,
)


def are_wrapped(
    rows: Sequence[Sequence[SheetLine]], columns: Iterable[Column], *, in_middle: bool
) -> bool:
    """Whether the lines of each cell are surely one text.

    Args:
        rows: For each row the lines of its cells.
        columns: Those of the table.
        in_middle: Whether exam IDs stand in the middle of rows, so that a list may begin above it.
    """
    for column in columns:
        cells = [[part for line in row if (part := column.part_of(line))] for row in rows]
        texts = [[" ".join(word.text for word in part) for part in cell] for cell in cells]
        if not _end_where_they_are_full(cells):
            return False
        if column.meaning in NAMES and not all(map(_is_one_name, texts)):
            return False
        if column.meaning == "exam" and not _are_titles(texts):
            return False
        if column.meaning == CODES and not _are_lists(texts, need_signs=in_middle):
            return False
    return True


def _end_where_they_are_full(cells: Sequence[Sequence[Sequence[Word]]]) -> bool:
    """Whether each line of a column ends where the next word of its cell had no room."""
    room = max((_width(part) for cell in cells for part in cell), default=0.0)
    return all(
        _width(before) + _WIDEST_BLANK * after[0].box.height + after[0].box.width >= room
        for cell in cells
        for before, after in pairwise(cell)
    )


def _width(words: Sequence[Word]) -> float:
    return words[-1].box.right - words[0].box.left


def _is_one_name(lines: Sequence[str]) -> bool:
    """Whether the lines of a cell are one name, and not two or something else below it."""
    text = " ".join(lines)
    if text.endswith(","):
        return False
    if len(lines) < 2:
        return True
    if _OF_SUMS.search(text) or text.count(",") > 1:
        return False
    # Of two persons without a comma in their names, each has two words or more.
    return "," in text or (len(lines) == 2 and not all(" " in line for line in lines))


def _are_titles(texts: Sequence[Sequence[str]]) -> bool:
    """Whether each cell that wraps is one title, with the code of its test at its end."""
    if all(len(lines) < 2 for lines in texts):
        return True
    return all(
        not lines or [match.end() for match in _CODE_OF_TEST.finditer(text)] == [len(text)]
        for lines in texts
        for text in [" ".join(lines)]
    )


def _are_lists(texts: Sequence[Sequence[str]], *, need_signs: bool) -> bool:
    """Whether each list of codes ends where no sign says that it goes on.

    Args:
        texts: The lines of each list.
        need_signs: Whether nothing else tells where it ends.
    """
    if all(len(lines) < 2 for lines in texts):
        return True
    if not any(sign in line for lines in texts for line in lines for sign in ",;"):
        return not need_signs
    return all(
        line.endswith((",", ";")) is (place < len(lines) - 1)
        for lines in texts
        for place, line in enumerate(lines)
    )
