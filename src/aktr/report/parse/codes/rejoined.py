"""Codes that a narrow box breaks at the ends of its lines, as one word each.

What stands beside the box is on the same lines, and a break may leave a rest that looks like
another code: "AI." above "VII.A.R5". In the column of the box each line goes on right below itself.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from aktr.acs.catalogue import Catalogue
from aktr.reading.page import ReadBy, Word
from aktr.report.parse.lines.sheet import SheetLine

_MAY_HOLD_CODES: Final = re.compile(r"[A-Z]{2}\.[IVX]|[A-Z]{3}\d")
_OF_CODE: Final = re.compile(r"[A-Z0-9.]*[a-m]?")
_BETWEEN: Final = re.compile(r"[,;|]")
"""A code or a part of one, and what parts them."""
_CAPITALS: Final = re.compile(r"[A-Z]{6}")
_BEGUN: Final = re.compile(
    r"(?:^|(?<=[\s,;|]))(?:[A-Z]{1,3}|[A-Z]{3}\d{1,2}|[A-Z]{2}\.(?:[IVX]{1,5}(?:\.(?:[A-P](?:\."
    r"(?:[KRS](?:\d{1,2})?)?)?)?)?)?)-?$"
)
"""The first part of a code, where a line ends."""
_REST: Final = re.compile(r"([A-Za-z0-9.]+)[,;|]?(?=$|\s|\w)")
_ROWS_BELOW: Final = 2
_NEXT_LINE: Final = 2.6
"""Distance from line to line of a box, in heights of a word; of a typewriter's they are tight."""
_CELL_GAP: Final = 1.4
"""Gap from which a word stands in another cell, in its height; blanks of a typewriter are wide."""
_SAME_EDGE: Final = 0.4


class _Part(NamedTuple):
    """The words of one line that stand in the box."""

    line: int
    first: int
    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        return " ".join([word.text for word in self.words])


def with_rejoined_codes(lines: list[SheetLine], catalogue: Catalogue) -> list[SheetLine]:
    """Lines with each code that is broken in its column whole, where it begins.

    Args:
        lines: The lines of a page, from top to bottom.
        catalogue: Which codes exist: only such are put together.

    Returns:
        The lines themselves where no code is broken, which is nearly everywhere.
    """
    if not lines or lines[0].page.read_by is not ReadBy.PDF_TEXT:
        return lines
    done = list(lines)
    # A code that is whole may lack its last letter all the same, in a box that breaks others.
    for of_whole in (False, True):
        joined: set[int] = set()
        for index in range(len(done)):
            for upper in _parts(done, index, is_known=index in joined):
                if not (of_whole or _BEGUN.search(upper.words[-1].text)):
                    continue
                lower = _below(upper, done)
                if lower is not None and _join(upper, lower, done, catalogue, of_whole=of_whole):
                    joined.add(lower.line)
        if not joined:
            break
    return [line for line in done if line.words]


def _parts(lines: Sequence[SheetLine], index: int, *, is_known: bool) -> Iterator[_Part]:
    """The cells of a line that hold nothing but codes and parts of codes."""
    line = lines[index]
    if line.words and (is_known or _MAY_HOLD_CODES.search(line.text)):
        yield from _cells_of_codes(line, index)


def _cells_of_codes(line: SheetLine, index: int) -> Iterator[_Part]:
    words = line.words
    starts = [
        place
        for place in range(len(words))
        if place == 0
        or words[place].box.left - words[place - 1].box.right > _CELL_GAP * words[place].box.height
    ]
    for first, end in pairwise((*starts, len(words))):
        if all(_is_of_codes(word.text) for word in words[first:end]):
            yield _Part(index, first, words[first:end])


def _is_of_codes(text: str) -> bool:
    return all(map(_OF_CODE.fullmatch, _BETWEEN.split(text))) and not _CAPITALS.search(text)


def _below(upper: _Part, lines: Sequence[SheetLine]) -> _Part | None:
    """What stands right below a part of a box, at its left edge."""
    box = upper.words[0].box
    for index in range(upper.line + 1, min(upper.line + 1 + _ROWS_BELOW, len(lines))):
        for part in _cells_of_codes(lines[index], index) if lines[index].words else ():
            below = part.words[0].box
            is_near = 0 < below.top - box.top <= _NEXT_LINE * box.height
            if is_near and abs(below.left - box.left) <= _SAME_EDGE * box.height:
                return part
    return None


def _join(
    upper: _Part, lower: _Part, lines: list[SheetLine], catalogue: Catalogue, *, of_whole: bool
) -> bool:
    """Put the code together that ends one line and begins the next; whether there is one."""
    last = upper.words[-1]
    begun = re.search(r"[A-Za-z0-9.]+-?$", last.text)
    rest = _REST.match(lower.words[0].text)
    if begun is None or rest is None:
        return False
    whole = begun.group().rstrip("-") + rest[1]
    is_whole = begun.group() in catalogue
    if whole not in catalogue or (rest[1] in catalogue and is_whole):
        return False
    if is_whole is not of_whole or not (is_whole or _BEGUN.search(last.text)):
        return False
    text = last.text[: begun.start()] + whole
    behind = lower.words[0].text[rest.end() :]
    separator = rest.group()[len(rest[1]) :]
    line, below = lines[upper.line], lines[lower.line]
    place = upper.first + len(upper.words) - 1
    lines[upper.line] = line.with_words(
        (*line.words[:place], last._replace(text=text + separator), *line.words[place + 1 :])
    )
    rest_of_part = list(lower.words[1:])
    if behind:
        rest_of_part.insert(0, lower.words[0]._replace(text=behind))
    elif rest_of_part:
        # What is left still begins at the edge of the box.
        box = lower.words[0].box.union(rest_of_part[0].box)
        rest_of_part[0] = rest_of_part[0]._replace(box=box)
    end = lower.first + len(lower.words)
    others = (*below.words[: lower.first], *rest_of_part, *below.words[end:])
    lines[lower.line] = below.with_words(others) if others else below._replace(words=(), text="")
    return True
