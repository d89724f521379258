"""Numbers in front of labels, as forms have that count their boxes: "1. NAME", "Item 2. FTN"."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from aktr.reading.page import ReadBy, Word
from aktr.report.parse.lines.sheet import SheetLine, begins_cell
from aktr.report.values.label_phrases import begins_label

_NUMBER: Final = re.compile(r"^[(\[]?[\dIl|]{1,2}[a-z]?[.)\]]{1,2}$|^\d{3}$")
_TOUCHING: Final = re.compile(r"^[(\[]?\d{1,2}[a-z]?[.)\]]{1,2}(?=[A-Za-z])")
"""Such a number in one word with what it counts."""
_COUNTED: Final = frozenset(("BLOCK", "BOX", "FIELD", "ITEM", "LINE"))
"""Words in front of such a number."""
_COUNT: Final = re.compile(r"^\d{1,2}[.):]{0,2}$")
_BEGINNINGS: Final = frozenset("([0123456789Il|")
_LIKE_EDGE: Final = frozenset("1Il|!")
_BARE: Final = re.compile(r"^\d{1,2}$")
"""Such a number without its dot, which a picture may have lost."""
_FEWEST: Final = 3
"""Labels that are counted on such a form, at least."""
_FEWEST_DOTTED: Final = 2
"""Those of them whose numbers have a dot, at least."""
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
    if len(numbers) >= _FEWEST_DOTTED and lines[0].page.read_by is ReadBy.OCR:
        bare = [
            (index, at)
            for index, line in enumerate(lines)
            for at, word in enumerate(line.words)
            if _BARE.match(word.text)
            and (begins_cell(line, at) or _is_behind_edge(line, at))
            and _is_before_label(line, at)
        ]
        found += bare
        numbers |= {lines[index].words[at].text for index, at in bare}
        found += [(index, at - 1) for index, at in found if _is_behind_edge(lines[index], at)]
    if len(numbers) < _FEWEST:
        return lines
    without = list(lines)
    for index in {index for index, _ in found}:
        without[index] = _without(lines[index], [at for other, at in found if other == index])
    return without


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
            if _is_before_label(line, at):
                yield at
        elif _TOUCHING.match(word.text) and begins_label(
            [_TOUCHING.sub("", word.text), *following]
        ):
            yield at


def _is_before_label(line: SheetLine, at: int) -> bool:
    """Whether a label follows right behind a word."""
    word, following = line.words[at], line.words[at + 1 :]
    return (
        bool(following)
        and following[0].box[0] - word.box[2] <= _NEAR * line.height
        and begins_label([other.text for other in following])
    )


def _is_behind_edge(line: SheetLine, at: int) -> bool:
    """Whether the edge of a cell stands before a word, which a picture shows as a one."""
    return at > 0 and line.words[at - 1].text in _LIKE_EDGE and begins_cell(line, at - 1)


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
