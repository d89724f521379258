"""Lines of bare text to a page of words with places, as a typewriter would set them.

The parser pairs labels and values by their places, so columns have to stay columns: a tab leads to
a place that neighbouring lines share, and blanks count as they stand.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import Final

from aktr.reading.lines import gather_lines
from aktr.reading.page import Box, Page, ReadBy, Word

HOSTED: Final = 0.25
"""Confidence in every word. The model gives no evidence, and what it makes up fits together: dates
that follow from each other, titles that belong to codes. So it stays below what such agreement may
raise (0.30), and a value that nobody else has seen is always shown to a person."""
_ADVANCE: Final = 6.0
"""Width of a character, in units of the page; the others as well."""
_HEIGHT: Final = 11.0
_PITCH: Final = 14.0
_MARGIN: Final = 36.0
_GAP: Final = 6
"""Characters between columns: wider than any gap inside a name or a title."""
_COLUMN_GAP: Final = re.compile(r"(?<=\S) {2,}(?=\S)")


def typeset(lines: Sequence[str], number: int, rotation: int = 0) -> Page:
    """Set lines as a page.

    Args:
        lines: From top to bottom; tabs, or two blanks and more, part columns.
        number: Position of the page in its file, from 1.
        rotation: Degrees clockwise by which the stored page was turned to stand upright.
    """
    kept = [line for before, line in pairwise(["", *lines]) if before.strip() or line.strip()]
    words = [
        Word(text, _box(row, start, len(text)), HOSTED)
        for row, pieces in enumerate(_rows(kept))
        for start, text in pieces
    ]
    return Page(
        number=number,
        width=max((word.box.right for word in words), default=0.0) + _MARGIN,
        height=_PITCH * len(kept) + 2 * _MARGIN,
        lines=gather_lines(words),
        read_by=ReadBy.OCR,
        rotation=rotation,
    )


def _box(row: int, start: int, characters: int) -> Box:
    left, top = _MARGIN + _ADVANCE * start, _MARGIN + _PITCH * row
    return Box(left, top, left + _ADVANCE * characters, top + _HEIGHT)


def _rows(lines: Sequence[str]) -> Iterator[list[tuple[int, str]]]:
    """The words of each line with the characters before them."""
    for in_columns, block in groupby(lines, key=lambda line: "\t" in line):
        rows = [
            [_widened(cell.strip() if in_columns else cell) for cell in line.split("\t")]
            for line in block
        ]
        starts = _column_starts(rows)
        for cells in rows:
            yield [
                (start + match.start(), match.group())
                for start, cell in zip(starts, cells, strict=False)
                for match in re.finditer(r"\S+", cell)
            ]


def _widened(cell: str) -> str:
    return _COLUMN_GAP.sub(lambda gap: gap.group().ljust(_GAP), cell)


def _column_starts(rows: Sequence[Sequence[str]]) -> list[int]:
    """Where the columns of neighbouring lines begin: behind the longest cell before them."""
    starts = [0]
    for column in range(max(map(len, rows)) - 1):
        followed = [len(cells[column]) for cells in rows if len(cells) > column + 1]
        starts.append(starts[-1] + max(followed) + _GAP)
    return starts
