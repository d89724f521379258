"""Tells the columns of a roster apart, by the blank strips between them and by its heading.

A strip that is blank on all lines of a table may part two columns, or by chance two words of one,
and a label need not stand right above its values. So the strips are chosen that give each column
one label and values which begin, end, or are centred at one place; if two choices do, none is
taken.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import inf
from statistics import median
from typing import Final, NamedTuple

from aktr.reading.page import Word
from aktr.report.parse.lines.sheet import SheetLine
from aktr.report.parse.rosters.rows import ANY_EXAM_ID
from aktr.report.values.code_text import find_codes
from aktr.report.values.label_phrases import OTHER, PHRASES, folded

_FEWEST_COLUMNS: Final = 5
"""Columns with a label of ours, at least."""
_STRIP: Final = 1.15
"""Width of a strip that no two words of one text have between them, in widths of a digit."""
_NARROW_STRIP: Final = 0.2
"""Width of one that does count where a label and the values begin right behind it."""
_SAME_EDGE: Final = 0.35
"""Distance from each other of edges that are one, at most, in line heights."""
_ALIGNED_ROWS: Final = 0.8
"""Share of the rows that have a value which begins right behind a narrow strip, at least."""
_MOST_STRIPS: Final = 50
_MOST_UNKNOWN: Final = 3
"""Columns with labels that are none of ours, or without values, at most."""
_COUNTERS: Final = frozenset({"", "NO", "NR", "ROW", "LINE"})
"""Labels, as they are folded, of a column that counts the rows."""


class Column(NamedTuple):
    """One column of a table."""

    meaning: str
    label: tuple[Word, ...]
    left: float
    """Where it begins, in the blank strip to its left."""
    right: float

    def part_of(self, line: SheetLine) -> tuple[Word, ...]:
        """The words of a line that stand in the column."""
        return tuple(word for word in line.words if self.left <= _middle(word) < self.right)


class _Choice(NamedTuple):
    """Columns for all strips up to one, and what speaks against them."""

    unknown: int
    """Columns with a label that is none of ours, or without values."""
    columns: tuple[Column, ...]

    @property
    def rank(self) -> tuple[int, int]:
        """The less, the better."""
        return self.unknown, -len(self.columns)


def columns_of(
    heading: Sequence[SheetLine], rows: Sequence[Sequence[SheetLine]]
) -> tuple[int, list[Column]] | None:
    """The columns of a table, and how many of them have a label that is none of ours.

    Args:
        heading: The lines of its heading.
        rows: For each row the lines of its cells.

    Returns:
        None if they cannot be told apart.
    """
    table = _Table(heading, rows)
    best = table.best()
    if best is None:
        return None
    columns = list(best.columns)
    known = [column.meaning for column in columns if column.meaning != OTHER]
    if len(known) < _FEWEST_COLUMNS or any(
        find_codes(" ".join(word.text for word in column.part_of(line)))
        for column in columns
        if column.meaning == OTHER
        for row in rows
        for line in row
    ):
        return None
    return best.unknown, columns


class _Table:
    """A table of which the columns are looked for."""

    def __init__(self, heading: Sequence[SheetLine], rows: Sequence[Sequence[SheetLine]]) -> None:
        self._heading = heading
        self._rows = rows
        self._lines = [line for row in rows for line in row]
        ids = [
            word for line in self._lines for word in line.words if ANY_EXAM_ID.fullmatch(word.text)
        ]
        self._digit = median([word.box.width / len(word.text) for word in ids]) if ids else inf
        self._height = median([word.box.height for word in ids]) if ids else 0.0

    def best(self) -> _Choice | None:
        """The one choice of columns that is better than all others."""
        edges = [-inf, *self._strips(), inf]
        if not 2 < len(edges) <= _MOST_STRIPS:
            return None
        choices: list[list[_Choice]] = [[_Choice(0, ())], *([] for _ in edges[1:])]
        for end in range(1, len(edges)):
            for start in range(end):
                if choices[start]:
                    choices[end] += self._with_column(choices[start], edges[start], edges[end])
            choices[end] = _likeliest(choices[end])
        ranked = sorted(choices[-1], key=lambda choice: choice.rank)
        if not ranked or (len(ranked) > 1 and ranked[0].rank == ranked[1].rank):
            return None
        return ranked[0]

    def _with_column(
        self, choices: Iterable[_Choice], left: float, right: float
    ) -> Iterator[_Choice]:
        column = self._column(left, right)
        if column is None:
            return
        is_known = _is_known(column.label) and any(self._parts(column))
        for choice in choices:
            meanings = {each.meaning for each in choice.columns if each.meaning != OTHER}
            if column.meaning not in meanings and choice.unknown + (not is_known) <= _MOST_UNKNOWN:
                yield _Choice(choice.unknown + (not is_known), (*choice.columns, column))

    def _column(self, left: float, right: float) -> Column | None:
        """The column between two strips, if it may be one."""
        label = [
            word for line in self._heading for word in line.words if left <= _middle(word) < right
        ]
        column = Column(_meaning(label) or OTHER, tuple(label), left, right)
        if not self._is_close_set(label):
            return None
        if column.meaning == OTHER and _are_labels([folded(word.text) for word in label]):
            return None
        parts = list(self._parts(column))
        if not label:
            # The rows may be counted in front of the first label.
            counts = left == -inf and all(
                "".join(word.text for word in part).strip(".)").isdecimal() for part in parts
            )
            return column if counts and parts else None
        return column if not parts or self._are_aligned(parts) else None

    def _is_close_set(self, label: Sequence[Word]) -> bool:
        """Whether no words of a label stand so far apart that they are labels of two columns."""
        return all(
            after.box.left - before.box.right < _STRIP * self._digit
            for before, after in pairwise(label)
            if abs(after.box.top - before.box.top) < before.box.height / 2
        )

    def _parts(self, column: Column) -> Iterator[tuple[Word, ...]]:
        return (part for line in self._lines if (part := column.part_of(line)))

    def _are_aligned(self, parts: Sequence[Sequence[Word]]) -> bool:
        """Whether all lines of a column begin, end, or are centred at one place."""
        lefts = [part[0].box.left for part in parts]
        rights = [part[-1].box.right for part in parts]
        middles = [(left + right) / 2 for left, right in zip(lefts, rights, strict=True)]
        slack = _SAME_EDGE * self._height
        return any(max(edges) - min(edges) <= slack for edges in (lefts, rights, middles))

    def _strips(self) -> Iterator[float]:
        """The middle of each strip that is blank on all lines and may part two columns."""
        words = sorted(
            (word.box.left, word.box.right)
            for line in (*self._heading, *self._lines)
            for word in line.words
        )
        reached = inf
        for left, right in words:
            width = left - reached
            if width >= _STRIP * self._digit or (
                width >= _NARROW_STRIP * self._digit and self._begin_at(left)
            ):
                yield (left + reached) / 2
            reached = right if reached == inf else max(reached, right)

    def _begin_at(self, edge: float) -> bool:
        """Whether a label and the values of nearly all rows begin at an edge."""
        slack = _SAME_EDGE / 2 * self._height
        rows = sum(_begins_at(edge, row, slack) for row in self._rows)
        return (
            _begins_at(edge, self._heading, slack) and rows >= _ALIGNED_ROWS * len(self._rows) > 1
        )


def _begins_at(edge: float, lines: Iterable[SheetLine], slack: float) -> bool:
    return any(abs(word.box.left - edge) <= slack for line in lines for word in line.words)


def _likeliest(choices: Sequence[_Choice]) -> list[_Choice]:
    """The best choices of those with the same meanings, of which what follows is the same."""
    best: dict[frozenset[str], list[_Choice]] = {}
    for choice in sorted(choices, key=lambda choice: choice.rank):
        same = best.setdefault(frozenset(each.meaning for each in choice.columns), [])
        # Two of one rank are kept to be told that neither is certain.
        if not same or (len(same) == 1 and same[0].rank == choice.rank):
            same.append(choice)
    return [choice for same in best.values() for choice in same]


def _meaning(label: Sequence[Word]) -> str | None:
    """What a label names; the first one of two for which a column has room."""
    folds = [folded(word.text) for word in label]
    texts = [word.text for word in label]
    if "/" not in texts:
        return PHRASES.get(tuple(folds))
    whole = tuple(fold for fold, text in zip(folds, texts, strict=True) if text != "/")
    return PHRASES.get(whole) or PHRASES.get(tuple(folds[: texts.index("/")]))


def _are_labels(folds: Sequence[str]) -> bool:
    """Whether some words are labels of several columns, which no label of one is."""
    return any(
        PHRASES.get(tuple(folds[:length])) is not None
        and (PHRASES.get(tuple(folds[length:])) is not None or _are_labels(folds[length:]))
        for length in range(1, len(folds))
    )


def _is_known(label: Sequence[Word]) -> bool:
    """Whether a label, or none, is one of those that a roster has."""
    return not label or (
        _meaning(label) is not None or " ".join(folded(word.text) for word in label) in _COUNTERS
    )


def _middle(word: Word) -> float:
    return (word.box.left + word.box.right) / 2
