"""Tells the rows of a roster apart, of which every cell may take several lines.

Nothing is said of a row but where its lines stand: closer to each other than to the next row. So
the rows are only told apart if there is a distance from line to line that parts all lines into rows
with one exam ID each, wherever in its row the ID stands.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import ceil
from typing import Final, NamedTuple

from aktr.reading.page import Page, Word
from aktr.report.parse.labels.finding import find_labels
from aktr.report.parse.lines.sheet import SheetLine
from aktr.report.values.code_text import find_codes

ANY_EXAM_ID: Final = re.compile(r"(?<!\d)\d{17}(?!\d)")
_CLOSER: Final = 0.8
"""Distance from line to line of a row, by that to the next row, at most."""
_NEXT_LINE: Final = 2.1
"""Distance from line to line of a row, at most, in line heights; boxes are tight."""
_SAME_PITCH: Final = 0.75
"""Distance from line to line, by the widest one, at least, where all are equally far."""
_LEVEL: Final = 0.25
"""Distance of the middles of two words on one line, at most, in line heights."""
_AT_EDGE: Final = 0.35
"""Distance of the left edges of two lines of one text, at most, in line heights."""


class RosterRow(NamedTuple):
    """One row of a roster."""

    cells: tuple[SheetLine, ...]
    """The lines of its cells, from top to bottom."""
    across: tuple[tuple[SheetLine, ...], ...]
    """What stands across the columns below them, behind a label of its own: "Codes: PLT008"."""

    @property
    def last(self) -> SheetLine:
        """Its last line."""
        return self.across[-1][-1] if self.across else self.cells[-1]


class PartOfTable(NamedTuple):
    """The rows of a table on one page."""

    rows: list[RosterRow]
    rest: Sequence[SheetLine]
    """What stands below them."""


class Parting(NamedTuple):
    """One way in which a table may be parted into rows."""

    parts: list[PartOfTable]
    by_place: bool = False
    """Whether nothing but the place of the exam IDs speaks for it."""
    in_middle: bool = False
    """Whether that is the middle of the rows."""


class _Rows(NamedTuple):
    """The lines of one part of a table, row by row."""

    rows: Sequence[Sequence[SheetLine]]
    rest: Sequence[SheetLine]
    """What stands below them."""


def tells(line: SheetLine) -> bool:
    """Whether a line may belong to a report."""
    return bool(ANY_EXAM_ID.search(line.text) or find_codes(line.text))


def may_be_next_line(line: SheetLine, before: SheetLine) -> bool:
    """Whether a line stands so close below another one that it may be of the same row."""
    return line.top - before.top <= _NEXT_LINE * max(line.height, before.height)


def level_lines(lines: Iterable[SheetLine]) -> list[SheetLine]:
    """Lines of a page, each of words that stand at one height.

    Where cells stand half way up beside others, what is gathered into one line may be of two.
    """
    level: list[SheetLine] = []
    for line in lines:
        by_height: list[list[Word]] = []
        for word in sorted(line.words, key=_middle):
            if by_height and _middle(word) - _middle(by_height[-1][0]) <= _LEVEL * line.height:
                by_height[-1].append(word)
            else:
                by_height.append([word])
        level += [line] if len(by_height) == 1 else [_line(line.page, each) for each in by_height]
    return sorted(level, key=lambda line: line.top)


def _line(page: Page, words: Sequence[Word]) -> SheetLine:
    ordered = tuple(sorted(words, key=lambda word: word.box.left))
    return SheetLine(
        ordered,
        " ".join([word.text for word in ordered]),
        page,
        ordered[0].box.left,
        min(word.box.top for word in words),
        ordered[-1].box.right,
        max(word.box.bottom for word in words),
    )


def _middle(word: Word) -> float:
    return (word.box.top + word.box.bottom) / 2


def partings_of_table(parts: Sequence[Sequence[SheetLine]]) -> Iterator[Parting]:
    """How a table may be parted into rows, by distances or, if they do not tell, by exam IDs.

    Args:
        parts: The lines of the table, those on each page by themselves.
    """
    if any(len(ANY_EXAM_ID.findall(line.text)) > 1 for part in parts for line in part):
        return
    found = _by_distance(parts)
    if found is not None:
        if _are_alike([row for part in found for row in part.rows]):
            yield Parting(_with_across(found))
        return
    steps = [step for part in parts for step in _steps(_through_last_id(part))]
    reach = max(steps, default=0.0)
    # Where cells stand half way up beside others, the exam IDs do so, too.
    is_even = min(steps, default=0.0) >= _SAME_PITCH * reach
    bodies = [_reaching(part, reach) for part in parts]
    for place in (_on_top, _at_bottom, _in_middle) if is_even else (_in_middle,):
        ends = [place(body) for body in bodies]
        if all(each is not None for each in ends):
            rows = [
                _Rows(
                    [body[start:end] for start, end in pairwise((0, *(each or ())))],
                    part[len(body) :],
                )
                for part, body, each in zip(parts, bodies, ends, strict=True)
            ]
            yield Parting(_with_across(rows), by_place=True, in_middle=place is _in_middle)


def _with_across(parts: Sequence[_Rows]) -> list[PartOfTable]:
    return [PartOfTable([_row(row) for row in part.rows], part.rest) for part in parts]


def _by_distance(parts: Sequence[Sequence[SheetLine]]) -> list[_Rows] | None:
    """The rows, if their lines are closer to each other than to the next row."""
    # A tenth of a point is no distance, and a long file would have too many to try.
    steps = {
        ceil(10 * (after.top - before.top)) / 10
        for part in parts
        for before, after in pairwise(part)
        if may_be_next_line(after, before)
    }
    found: list[_Rows] | None = None
    for limit in sorted({0.0, *steps}):
        parted = [_parted(part, limit) for part in parts]
        if any(_holds_two(row) for each in parted for row in each.rows):
            break
        if all(_is_whole(each) for each in parted) and _are_parted(parted):
            found = parted
    return found


def _on_top(lines: Sequence[SheetLine]) -> list[int] | None:
    """Where each row ends if it begins with its exam ID; None if that cannot be."""
    starts = [index for index, line in enumerate(lines) if _ids([line])]
    return [*starts[1:], len(lines)] if starts[:1] == [0] else (None if lines else [])


def _at_bottom(lines: Sequence[SheetLine]) -> list[int] | None:
    """The same if it ends with it."""
    ends = [index + 1 for index, line in enumerate(lines) if _ids([line])]
    return ends if ends[-1:] == [len(lines)] or not lines else None


def _in_middle(lines: Sequence[SheetLine]) -> list[int] | None:
    """The same if its last line stands as far from it as its first one."""
    ends: list[int] = []
    start = 0
    for index, line in enumerate(lines):
        if not _ids([line]):
            continue
        bottom = 2 * line.top - lines[start].top if start <= index else line.top
        slack = _AT_EDGE * line.height
        end = index + 1
        while end < len(lines) and lines[end].top <= bottom + slack:
            end += 1
        if index < start or _ids(lines[start:end]) > 1 or lines[end - 1].top < bottom - slack:
            return None
        ends.append(end)
        start = end
    return ends if start == len(lines) else None


def _through_last_id(lines: Sequence[SheetLine]) -> Sequence[SheetLine]:
    last = max((index for index, line in enumerate(lines) if _ids([line])), default=-1)
    return lines[: last + 1]


def _reaching(lines: Sequence[SheetLine], reach: float) -> Sequence[SheetLine]:
    """The lines of a table: down to its last exam ID, and what follows as close as its lines."""
    end = len(_through_last_id(lines))
    while 0 < end < len(lines) and lines[end].top - lines[end - 1].top <= reach:
        end += 1
    return lines[:end]


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
    return inside <= _CLOSER * between


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
