"""Empty places in a list of codes that is printed in columns.

A fold, a glint or a stamp can hide a code altogether, and nothing else on the page would say so:
one code may stand for several missed questions. Where the others stand in a grid, it leaves a hole.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from aktr.reading.page import ReadBy
from aktr.report.model import KnowledgeTestReport, Place, ReadCode, UnresolvedCode

_FEWEST_COLUMNS: Final = 3
_FEWEST_ROWS: Final = 3
_SAME_EDGE: Final = 0.015
"""Distance between left edges in one column, as a share of the width of the page."""
_SAME_ROW: Final = 0.6
"""Distance between the middles of two places in one row, in heights."""

_BLANKS: Final = 2.5
"""Widest blank between words, in the usual width of a letter."""
Grid = list[dict[int, str]]
"""Row by row, what was read in each column, by its number."""


def with_hole_noted(report: KnowledgeTestReport) -> KnowledgeTestReport:
    """A report that says if a place in its list of codes is empty where none should be.

    Args:
        report: As read; only one that was read from pictures is looked at.
    """
    if report.read_by is ReadBy.PDF_TEXT:
        return report
    for page in report.pages:
        grid = _grid([*report.codes, *report.unresolved_codes], page)
        hole = _hole(grid) if grid else None
        if hole is not None:
            return replace(report, notes=(*report.notes, hole))
    return report


def _grid(codes: Sequence[ReadCode | UnresolvedCode], page: int) -> Grid | None:
    """The codes of a page by row and column, or None if they do not stand in a grid."""
    read = [
        (code.place, code.code if isinstance(code, ReadCode) else code.read_as)
        for code in codes
        if code.place is not None and code.place.page == page
    ]
    edges = _column_edges(sorted(place.left for place, _ in read))
    grid: Grid = []
    rows = list(_rows(sorted(read, key=lambda each: each[0].middle)))
    if _run_on(rows):
        return None
    for row in rows:
        cells = {_column(place, edges): text for place, text in row}
        if len(cells) < len(row):
            return None
        grid.append(cells)
    in_column = [sum(column in row for row in grid) for column in range(len(edges))]
    if len(edges) < _FEWEST_COLUMNS or len(grid) < _FEWEST_ROWS or min(in_column) == 1:
        return None
    # In lines that just run on, an edge here and there is the same by chance.
    full = sum(len(row) == len(edges) for row in grid)
    return grid if full * 2 >= len(grid) else None


def _run_on(rows: Sequence[Sequence[tuple[Place, str]]]) -> bool:
    """Whether codes follow on each other as words do: where no more fits, a row just ends."""
    blanks = []
    for row in rows:
        for (before, text), (after, _) in pairwise(sorted(row, key=lambda each: each[0].left)):
            advance = (before.right - before.left) / len(text)
            blanks.append((after.left - before.right) / advance)
    return bool(blanks) and max(blanks) <= _BLANKS


def _column_edges(lefts: Sequence[float]) -> list[float]:
    edges: list[float] = []
    for before, left in pairwise([-1.0, *lefts]):
        if left - before > _SAME_EDGE:
            edges.append(left)
    return edges


def _column(place: Place, edges: Sequence[float]) -> int:
    return sum(edge <= place.left for edge in edges) - 1


def _rows(read: Sequence[tuple[Place, str]]) -> Iterator[list[tuple[Place, str]]]:
    row: list[tuple[Place, str]] = []
    for place, text in read:
        height = place.bottom - place.top
        if row and place.middle - row[-1][0].middle > _SAME_ROW * height:
            yield row
            row = []
        row.append((place, text))
    if row:
        yield row


def _hole(grid: Grid) -> str | None:
    """A sentence on the first empty place, unless the list just ends there."""
    columns = 1 + max(max(row) for row in grid)
    empty = [
        (number, column)
        for number, row in enumerate(grid)
        for column in range(columns)
        if column not in row
    ]
    if _ends_in_row(empty, len(grid) - 1, columns) or _ends_in_column(empty, len(grid), columns):
        return None
    number, column = empty[0]
    beside = grid[number].get(column - 1) or grid[number].get(column + 1) or ""
    return (
        f"Nothing was read beside {beside} in row {number + 1} of the list of codes, where a code "
        "should stand; a fold or a shadow may hide it."
    )


def _ends_in_row(empty: Sequence[tuple[int, int]], last: int, columns: int) -> bool:
    """Whether only the end of the last row is empty, or the place of a label in the first."""
    gaps = [place for place in empty if place[0] != 0 or (0, 0) not in empty]
    begun = columns - len(gaps)
    return gaps == [(last, column) for column in range(begun, columns)]


def _ends_in_column(empty: Sequence[tuple[int, int]], rows: int, columns: int) -> bool:
    """Whether only the lower end of the last column is empty."""
    return list(empty) == [(row, columns - 1) for row in range(rows - len(empty), rows)]
