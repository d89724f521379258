"""Tells the rows of a roster apart, of which every cell may take several lines.

Nothing is said of a row but where its lines stand: closer to each other than to the next row. So
the rows are only told apart if there is a distance from line to line that parts all lines into rows
with one exam ID each, wherever in its row the ID stands.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from aktr.report.parse.code_text import find_codes
from aktr.report.parse.labels import find_labels
from aktr.report.parse.sheet import SheetLine

ANY_EXAM_ID: Final = re.compile(r"(?<!\d)\d{17}(?!\d)")
_CLOSER: Final = 0.8
"""Distance from line to line of a row, by that to the next row, at most."""
_NEXT_LINE: Final = 2.1
"""Distance from line to line of a row, at most, in line heights; boxes are tight."""
_AT_EDGE: Final = 0.35
"""Distance of the left edges of two lines of one text, at most, in line heights."""


class RosterRow(NamedTuple):
    """One row of a roster."""

    cells: tuple[SheetLine, ...]
    """The lines of its cells, from top to bottom."""
    across: tuple[tuple[SheetLine, ...], ...]
    """What stands across the columns below them, behind a label of its own: "Codes: PLT008"."""


class _Rows(NamedTuple):
    """The lines of one part of a table, row by row."""

    rows: list[list[SheetLine]]
    rest: list[SheetLine]
    """What stands below them."""


def tells(line: SheetLine) -> bool:
    """Whether a line may belong to a report."""
    return bool(ANY_EXAM_ID.search(line.text) or find_codes(line.text))


def rows_of_table(
    parts: Sequence[Sequence[SheetLine]],
) -> list[tuple[list[RosterRow], list[SheetLine]]] | None:
    """The rows of each part of a table, and what stands below them.

    Args:
        parts: The lines of the table, those on each page by themselves.

    Returns:
        None if any line of it may belong to two rows.
    """
    if any(len(ANY_EXAM_ID.findall(line.text)) > 1 for part in parts for line in part):
        return None
    steps = {
        after.top - before.top
        for part in parts
        for before, after in pairwise(part)
        if after.top - before.top <= _NEXT_LINE * max(before.height, after.height)
    }
    found: list[_Rows] | None = None
    for limit in sorted({0.0, *steps}):
        parted = [_parted(part, limit) for part in parts]
        if any(_holds_two(row) for each in parted for row in each.rows):
            break
        if all(_is_whole(each) for each in parted) and _are_parted(parted):
            found = parted
    if found is None:
        return None
    rows = [([_row(row) for row in each.rows], each.rest) for each in found]
    return rows if _are_alike([row.cells for own, _ in rows for row in own]) else None


def _are_alike(rows: Sequence[Sequence[SheetLine]]) -> bool:
    """Whether the exam IDs of all rows stand at the top, in the middle, or at the bottom."""
    height = max(line.height for row in rows for line in row)
    places = []
    for row in rows:
        number = next(line for line in row if ANY_EXAM_ID.search(line.text))
        places.append((number.top - row[0].top, row[-1].top - number.top))
    slack = _AT_EDGE * height
    return (
        all(above <= slack for above, _ in places)
        or all(below <= slack for _, below in places)
        or all(abs(above - below) <= 2 * slack for above, below in places)
    )


def _parted(lines: Sequence[SheetLine], limit: float) -> _Rows:
    """Lines parted where the next one stands further away than a limit."""
    groups: list[list[SheetLine]] = []
    for line in lines:
        if groups and line.top - groups[-1][-1].top <= limit:
            groups[-1].append(line)
        else:
            groups.append([line])
    rows = max((index + 1 for index, group in enumerate(groups) if _ids(group)), default=0)
    return _Rows(groups[:rows], [line for group in groups[rows:] for line in group])


def _ids(lines: Sequence[SheetLine]) -> int:
    return sum(ANY_EXAM_ID.search(line.text) is not None for line in lines)


def _holds_two(row: Sequence[SheetLine]) -> bool:
    return _ids(row) > 1


def _is_whole(part: _Rows) -> bool:
    return all(_ids(row) == 1 for row in part.rows)


def _are_parted(parts: Sequence[_Rows]) -> bool:
    """Whether the lines of each row stand closer than any row to the next one."""
    inside = max((step for part in parts for row in part.rows for step in _steps(row)), default=0.0)
    between = min(
        (after[0].top - before[-1].top for part in parts for before, after in pairwise(part.rows)),
        default=None,
    )
    if between is None:
        return inside == 0.0
    return inside <= _CLOSER * between and all(
        part.rest[0].top - part.rows[-1][-1].top
        >= min(between, _NEXT_LINE * part.rows[-1][-1].height)
        for part in parts
        if part.rows and part.rest
    )


def _steps(row: Sequence[SheetLine]) -> Iterator[float]:
    return (after.top - before.top for before, after in pairwise(row))


def _row(lines: Sequence[SheetLine]) -> RosterRow:
    """A row with what stands across its columns by itself."""
    starts = [
        index
        for index, line in enumerate(lines)
        if index > 0 and not ANY_EXAM_ID.search(line.text) and _begins_with_label(line)
    ]
    if not starts or any(ANY_EXAM_ID.search(line.text) for line in lines[starts[0] :]):
        return RosterRow(tuple(lines), ())
    across = [tuple(lines[start:end]) for start, end in pairwise((*starts, len(lines)))]
    return RosterRow(tuple(lines[: starts[0]]), tuple(across))


def _begins_with_label(line: SheetLine) -> bool:
    labels = find_labels([line], frozenset())
    return bool(labels) and labels[0].start == 0 and labels[0].colon


def goes_on_below(lines: Sequence[SheetLine]) -> bool:
    """Whether each line of a text begins where its first one or the value on that does."""
    first = lines[0]
    edges = [word.box.left for word in first.words]
    return all(
        min(abs(line.left - edge) for edge in edges) <= _AT_EDGE * line.height for line in lines[1:]
    )
