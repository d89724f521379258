"""Strips cut into pieces that a reader can take.

The readers lose characters in pieces that are much wider than high. Pieces overlap, so that each
character is seen whole, with its neighbours; each piece answers for what lies between its cuts.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from aktr.reading.vision.picture.decode import Grey
from aktr.reading.vision.places.strips import BLANK, STRETCH, STRIP_HEIGHT, Strip, blank_runs

_WIDE_GAP: Final = round(0.75 * STRIP_HEIGHT * STRETCH)
"""Blank columns that part two pieces of text for good."""
_LONGEST: Final = 420
"""Columns between two cuts."""
_SHORTEST: Final = 48
_OVERLAP: Final = 40
"""Columns that a piece is read beyond its cuts."""
_PAPER: Final = 5
"""Blank columns left on both sides of a text: the faint edges of a letter lie in them."""


class Piece(NamedTuple):
    """A part of a strip that is read in one go."""

    strip: Strip
    start: int
    """First column that is read."""
    end: int
    """The column after the last."""
    first: int
    """First column for which it answers."""
    last: int
    """The column after the last."""
    continues: bool
    """Whether the text goes on from the piece before."""

    @property
    def pixels(self) -> Grey:
        """What is read, shape (STRIP_HEIGHT, columns)."""
        return self.strip.pixels[:, self.start : self.end]

    def follows(self, before: "Piece") -> bool:
        """Whether its text goes on from that piece."""
        return self.continues and self.strip is before.strip and self.first == before.last


def pieces_of(strip: Strip) -> Iterator[Piece]:
    """Cut a strip, from left to right."""
    blank = strip.ink < BLANK
    columns = len(blank)
    gaps = blank_runs(blank)
    start = 0
    for left, right in [*(gap for gap in gaps if _width(gap) >= _WIDE_GAP), (columns, columns)]:
        if not blank[start:left].all():
            first, last = max(0, start - _PAPER), min(columns, left + _PAPER)
            cuts = [first, *_cuts((first, last), gaps), last]
            for cut, following in pairwise(cuts):
                yield Piece(
                    strip,
                    max(first, cut - _OVERLAP),
                    min(last, following + _OVERLAP),
                    cut,
                    following,
                    cut > first,
                )
        start = right


def texts_among(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """The pieces of each text without wide gaps.

    Args:
        pieces: Those of a strip one after the other, from left to right.
    """
    texts: list[list[Piece]] = []
    for piece in pieces:
        if texts and piece.follows(texts[-1][-1]):
            texts[-1].append(piece)
        else:
            texts.append([piece])
    return texts


def _cuts(span: tuple[int, int], gaps: Sequence[tuple[int, int]]) -> list[int]:
    """Columns at which a span is cut: at gaps near its middle, until every part is short."""
    start, end = span
    if end - start <= _LONGEST:
        return []
    half = (end - start) / 2
    inside = [gap for gap in gaps if gap[0] > start + _SHORTEST and gap[1] < end - _SHORTEST]
    cut = round(start + half)
    if inside:
        left, right = max(inside, key=lambda gap: _worth(gap, cut, half))
        cut = (left + right) // 2
    return [*_cuts((start, cut), gaps), cut, *_cuts((cut, end), gaps)]


def _width(gap: tuple[int, int]) -> int:
    return gap[1] - gap[0]


def _worth(gap: tuple[int, int], middle: float, half: float) -> float:
    """Wide gaps are better than narrow ones, and those near the middle than others."""
    return _width(gap) * (1.3 - abs(sum(gap) / 2 - middle) / half)
