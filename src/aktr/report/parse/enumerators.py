"""Numbers in front of labels, as forms have that count their boxes: "1. NAME", "Item 2. FTN"."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from aktr.reading.page import Word
from aktr.report.label_phrases import begins_label
from aktr.report.parse.sheet import SheetLine, begins_cell

_NUMBER: Final = re.compile(r"^[(\[]?[\dIl|]{1,2}[a-z]?[.)\]]{1,2}$|^\d{3}$")
_TOUCHING: Final = re.compile(r"^[(\[]?\d{1,2}[a-z]?[.)\]]{1,2}(?=[A-Za-z])")
"""Such a number in one word with what it counts."""
_COUNTED: Final = frozenset(("BLOCK", "BOX", "FIELD", "ITEM", "LINE"))
"""Words in front of such a number."""
_COUNT: Final = re.compile(r"^\d{1,2}[.):]{0,2}$")
_BEGINNINGS: Final = frozenset("([0123456789Il|")
_FEWEST: Final = 3
"""Labels that are counted on such a form, at least."""
_NEAR: Final = 1.2
"""Gap between a number and its label, at most, in line heights."""


def without_enumerators(lines: list[SheetLine]) -> list[SheetLine]:
    """Lines whose counted labels are without their numbers.

    A label keeps the place of its number, as its value stands below both.

    Args:
        lines: The lines of a page.

    Returns:
        The lines themselves where labels are not counted.
    """
    found = [(index, at) for index, line in enumerate(lines) for at in _enumerators(line)]
    numbers = {lines[index].words[at].text for index, at in found}
    if len(numbers) < _FEWEST:
        return lines
    bare = list(lines)
    for index in {index for index, _ in found}:
        bare[index] = _without(lines[index], [at for other, at in found if other == index])
    return bare


def _enumerators(line: SheetLine) -> Iterator[int]:
    """Indexes of the words that are, or begin with, the number of a label."""
    words = line.words
    for at, word in enumerate(words):
        if word.text.upper() in _COUNTED and begins_cell(line, at):
            number, *following = [other.text for other in words[at + 1 :]] or [""]
            if following and _COUNT.match(number) and begins_label(following):
                yield from (at, at + 1)
            continue
        if word.text[0] not in _BEGINNINGS or not begins_cell(line, at):
            continue
        following = [other.text for other in words[at + 1 :]]
        if _NUMBER.match(word.text):
            is_near = following and words[at + 1].box[0] - word.box[2] <= _NEAR * line.height
            if is_near and begins_label(following):
                yield at
        elif _TOUCHING.match(word.text) and begins_label(
            [_TOUCHING.sub("", word.text), *following]
        ):
            yield at


def _without(line: SheetLine, places: Sequence[int]) -> SheetLine:
    words: list[Word] = []
    counter: Word | None = None
    for at, word in enumerate(line.words):
        box = word.box if counter is None else word.box.union(counter.box)
        if at in places and not _TOUCHING.match(word.text):
            counter = word._replace(box=box)
            continue
        text = _TOUCHING.sub("", word.text) if at in places else word.text
        words.append(word._replace(text=text, box=box))
        counter = None
    return line._replace(words=tuple(words), text=" ".join([word.text for word in words]))
