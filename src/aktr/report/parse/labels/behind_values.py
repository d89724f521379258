"""Forms that set each value in front of what it is: "93%  Score", "Pass  Grade"."""

from collections.abc import Sequence
from typing import Final

from aktr.report.parse.lines.sheet import SheetLine
from aktr.report.values.label_phrases import LABEL_WORDS, LENGTHS, PHRASES, begins_label, folded
from aktr.report.values.readers import FREE_TEXT, READERS

_FEWEST: Final = 4
"""Fields whose values tell by their form that they stand in front of their labels, at least."""
_LONGEST: Final = max(max(lengths) for lengths in LENGTHS.values())


def labels_behind(lines: Sequence[SheetLine], skipped: frozenset[int]) -> dict[int, int]:
    """Where the label begins that ends a line, on a form that has its labels there.

    A word that ends a line may be part of a value. Where several lines hold a value that has the
    form of the field which the words behind it name, and nothing else, all lines are such.

    Args:
        lines: The lines of the sheet.
        skipped: Indexes of lines in which labels are not those of the report.

    Returns:
        For each such line the index of the first word of its label.
    """
    starts: dict[int, int] = {}
    confirmed: set[str] = set()
    for index, line in enumerate(lines):
        if index in skipped or len(line.words) < 2 or folded(line.words[-1].text) not in _LAST:
            continue
        texts = [word.text for word in line.words]
        start = _start_of_label(texts)
        if start is None or begins_label(texts[:-1]):
            continue
        starts[index] = start
        meaning = PHRASES[_phrase(texts[start:])]
        if meaning in READERS and meaning not in FREE_TEXT:
            reading = READERS[meaning](" ".join(texts[:start]))
            if reading is not None and reading.sure and reading.start == 0:
                confirmed.add(meaning)
    return starts if len(confirmed) >= _FEWEST else {}


_LAST: Final = LABEL_WORDS | {""}
"""What ends a label; of a number sign nothing is left."""


def _start_of_label(texts: Sequence[str]) -> int | None:
    """The first word of the longest label that ends a line with something in front of it."""
    for start in range(max(1, len(texts) - _LONGEST), len(texts)):
        if texts[start - 1][-1] == ":":
            return None
        if folded(texts[start]) and _phrase(texts[start:]) in PHRASES:
            return start
    return None


def _phrase(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(fold for text in texts if (fold := folded(text)))
