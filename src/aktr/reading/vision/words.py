"""Characters of a strip to words with their edges."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import inf
from statistics import median
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from aktr.reading.vision.code_words import certainty, codes_apart
from aktr.reading.vision.letter_case import in_one_case, with_capital_first
from aktr.reading.vision.recognise import AROUND_CUT, NEAR_CUT, Character, ReadPiece, in_doubt
from aktr.reading.vision.strips import BLANK, Strip, blank_runs

_CERTAIN_GAP: Final = 20
"""Blank columns from which a gap may part words that the reader has in one."""
_CERTAIN_SHARE: Final = 0.9
"""The same in distances from letter to letter, for wide and for letter-spaced print."""
_UNLIKE_OTHERS: Final = 2.6
"""The same in usual gaps, for letter-spaced print alone."""
_LIKE_OTHERS: Final = 0.85
"""A gap this wide, measured by those at which the reader has a blank, parts words as well."""
_UNLIKE_INSIDE: Final = 3.0
"""Such a gap is wider than those inside words by this factor; those around a 1 are wide, too."""
_NARROWEST: Final = 10.0
_AFTER_COMMA: Final = 11
"""Blank columns behind a comma from which a name goes on with another word."""
_BEFORE_INITIAL: Final = 9
"""The same before a capital with a dot behind it: an initial."""
_INSIDE_NAMES: Final = 2.0
"""Such a gap is wider than those inside the name by this factor."""
_UNLIKE_ANY: Final = 3.0
"""A gap before the last capital of a word that is wider than every other by this factor parts it:
an initial without a dot."""
_MAYBE_PARTS: Final = 0.6
"""A gap between letters this wide, measured by the narrowest at which the reader has a blank..."""
_UNLIKE_REST: Final = 1.8
"""...and by the widest other one inside words of the text, may part words: ``IAN AMCNAMARA``."""
_FEWEST_GAPS: Final = 4
"""Other gaps between letters that say what is usual."""
_NARROW: Final = frozenset("IiJjlrtfíÍ")
"""Letters around which type of one width has much paper: between two of them it says nothing."""
_FEWEST_CAPITALS: Final = 3
"""Capitals in front of such a one, whose gaps say what is usual."""
_BETWEEN: Final = ",;."
"""Signs between words; by themselves they say nothing."""
_FEWEST_PITCHES: Final = 3
_UNREAD: Final = 1.9
"""Ink beyond the middle of the first or last letter, in distances from letter to letter, that is
none of that letter's: half of the widest is less than one."""
_HALF: Final = 16
"""Columns from the middle of a character to its edge."""
_INITIAL: Final = 3
"""The letter before an initial, the initial, and its dot."""


class StripWord(NamedTuple):
    """A word on a strip."""

    strip: Strip
    characters: tuple[Character, ...]
    left: int
    """First column with ink."""
    right: int
    """The column after the last with ink."""

    @property
    def text(self) -> str:
        """The characters in one."""
        return "".join(character.text for character in self.characters)

    @property
    def confidence(self) -> float:
        """How sure the reader is of the least certain character."""
        return certainty(self.characters)


def words_of(pieces: Sequence[ReadPiece]) -> Iterator[StripWord]:
    """Part what was read of one strip at its blanks.

    Args:
        pieces: The pieces of a strip, from left to right.
    """
    if not pieces:
        return
    strip = pieces[0].piece.strip
    inked = strip.ink >= BLANK
    for run in texts_of(pieces):
        characters = in_one_case([character for character, _ in joined(run)])
        groups = _groups([_if_cut(character, strip) for character in characters], inked)
        start, end = run[0].piece.first, run[-1].piece.last
        left = start + _leading_blanks(inked[start:end])
        for index, group in enumerate(groups):
            if index + 1 < len(groups):
                right, after = _widest_gap(inked, group[-1].column, groups[index + 1][0].column)
            else:
                right = after = end - _leading_blanks(inked[start:end][::-1])
            if not (len(group) == 1 and group[0].text in _BETWEEN):
                letters = with_capital_first(_if_all_read(group, left, right))
                yield StripWord(strip, tuple(letters), left, max(left + 1, right))
            left = after


def _if_all_read(letters: Sequence[Character], left: int, right: int) -> list[Character]:
    """The letters of a word, those at its ends in doubt if there is more ink than their own.

    Args:
        letters: Of one word.
        left: First column with ink.
        right: The column after the last with ink.
    """
    pitches = [after.column - before.column for before, after in pairwise(letters)]
    if len(pitches) < _FEWEST_PITCHES:
        return list(letters)
    reach = _UNREAD * median(pitches)
    first, last = letters[0], letters[-1]
    before = first.column - left > reach
    behind = right - last.column > reach
    return [
        in_doubt(first) if before else first,
        *letters[1:-1],
        in_doubt(last) if behind else last,
    ]


def _if_cut(character: Character, strip: Strip) -> Character:
    """A character, in doubt if a streak was erased out of it: an O may have become a C."""
    if any(left - _HALF < character.column < right + _HALF for left, right in strip.cuts):
        return in_doubt(character)
    return character


def texts_of(pieces: Sequence[ReadPiece]) -> Iterator[list[ReadPiece]]:
    """The pieces of a strip that make one text: a cut may have gone through a word."""
    text = [pieces[0]]
    for piece in pieces[1:]:
        if not piece.piece.continues:
            yield text
            text = []
        text.append(piece)
    yield text


def joined(text: Sequence[ReadPiece]) -> list[tuple[Character, ReadPiece]]:
    """The characters of a text, each with the piece in which it was read."""
    seams = [_seam(before, after) for before, after in pairwise(text)]
    edges = [_Seam(-inf, 0.0), *seams, _Seam(inf, 0.0)]
    characters = [
        (character, read)
        for read, start, end in zip(text, edges, edges[1:], strict=False)
        for character in read.characters
        if start.admits_after(character) and end.admits_before(character)
    ]
    return sorted(characters, key=lambda pair: pair[0].column)


class _Seam(NamedTuple):
    """Where the readings of two pieces meet."""

    column: float
    void: float
    """Columns on both sides in which neither piece has a character."""

    def admits_before(self, character: Character) -> bool:
        return character.column < self.column + (self.void if character.text == " " else 0)

    def admits_after(self, character: Character) -> bool:
        return character.column >= self.column - (self.void if character.text == " " else 0)


def _seam(before: ReadPiece, after: ReadPiece) -> _Seam:
    """The column near a cut that is farthest from the characters of both pieces.

    Both have read what stands around the cut, each with the columns a little different.
    """
    cut = after.piece.first
    near = sorted(
        character.column
        for character in (*before.characters, *after.characters)
        if character.text != " " and abs(character.column - cut) < AROUND_CUT
    )
    voids = [
        _Seam((left + right) / 2, (right - left) / 2)
        for left, right in pairwise([cut - AROUND_CUT, *near, cut + AROUND_CUT])
        if abs((left + right) / 2 - cut) <= NEAR_CUT
    ]
    return max(voids, key=lambda seam: seam.void) if voids else _Seam(cut, 0.0)


def _groups(characters: Sequence[Character], inked: NDArray[np.bool_]) -> list[list[Character]]:
    """Characters parted at blanks, and where the paper between two shows that words end."""
    letters = [character for character in characters if character.text != " "]
    after_blank = {
        following.column
        for character, following in pairwise(characters)
        if character.text == " " and following.text != " "
    }
    gaps = [
        right - left
        for left, right in (
            _widest_gap(inked, before.column, after.column) for before, after in pairwise(letters)
        )
    ]
    between = [after.column in after_blank for after in letters[1:]]
    certain = _certain_gap(letters, gaps, between)
    usual = median(gaps) if gaps else 0.0
    between = [
        is_blank
        or (gap > _AFTER_COMMA and letters[index].text == "," and after.text.isalpha())
        or (
            gap > max(_BEFORE_INITIAL, _INSIDE_NAMES * usual)
            and _is_initial(letters[index : index + 3])
        )
        for index, (is_blank, gap, after) in enumerate(zip(between, gaps, letters[1:], strict=True))
    ]
    for index in range(len(between)):
        between[index] = between[index] or _is_lone_capital(letters, gaps, between, index)
    between = [parts or gap > certain for parts, gap in zip(between, gaps, strict=True)]
    unsure = _perhaps_parted(letters, gaps, between)
    groups: list[list[Character]] = []
    for index, letter in enumerate(letters):
        if index == 0 or between[index - 1]:
            groups.append([])
        groups[-1].append(in_doubt(letter) if index in unsure else letter)
    return [code for group in groups for code in codes_apart(group)]


def _is_initial(letters: Sequence[Character]) -> bool:
    """Whether a capital with a dot follows on another letter: ``OMARJ.`` is two words."""
    return (
        len(letters) == _INITIAL
        and letters[0].text.isalpha()
        and letters[1].text.isupper()
        and letters[2].text == "."
    )


def _is_lone_capital(
    letters: Sequence[Character], gaps: Sequence[int], between: Sequence[bool], index: int
) -> bool:
    """Whether a gap has a capital by itself behind it: ``WEIK`` is two words if it is wide."""
    ends_there = index + 1 == len(between) or between[index + 1]
    if not ends_there or not letters[index + 1].text.isupper():
        return False
    first = index + 1
    while first > 0 and letters[first - 1].text.isupper() and not between[first - 1]:
        first -= 1
    inside = gaps[first:index]
    return len(inside) + 1 >= _FEWEST_CAPITALS and gaps[index] > max(
        _BEFORE_INITIAL, _UNLIKE_ANY * max(inside)
    )


def _perhaps_parted(
    letters: Sequence[Character], gaps: Sequence[int], between: Sequence[bool]
) -> frozenset[int]:
    """Places of letters before which a blank may have been lost, though it is not sure enough."""
    inside = sorted(_between_letters(letters, gaps, between, parted=False))
    if len(inside) <= _FEWEST_GAPS:
        return frozenset()
    rest = inside[-2]
    blanks = _between_letters(letters, gaps, between, parted=True)
    least = max(_UNLIKE_REST * rest, _MAYBE_PARTS * min(blanks, default=_BEFORE_INITIAL))
    return frozenset(
        index + 1
        for index, gap in enumerate(gaps)
        if gap > least
        and not between[index]
        and _are_letters(letters[index : index + 2])
        and not _NARROW.issuperset(letter.text for letter in letters[index : index + 2])
    )


def _between_letters(
    letters: Sequence[Character], gaps: Sequence[int], between: Sequence[bool], *, parted: bool
) -> list[int]:
    """Gaps with a letter on both sides, either between words or inside them."""
    return [
        gap
        for index, (gap, parts) in enumerate(zip(gaps, between, strict=True))
        if parts == parted and _are_letters(letters[index : index + 2])
    ]


def _are_letters(characters: Sequence[Character]) -> bool:
    return all(character.text.isalpha() for character in characters)


def _certain_gap(
    letters: Sequence[Character], gaps: Sequence[int], between: Sequence[bool]
) -> float:
    """The gap that parts two words even if the reader has no blank there."""
    columns = [letter.column for letter in letters]
    pitches = [following - column for column, following in pairwise(columns)]
    pitch = median(pitches) if pitches else 0.0
    usual = median(gaps) if gaps else 0.0
    certain = max(_CERTAIN_GAP, min(_CERTAIN_SHARE * pitch, _UNLIKE_OTHERS * usual))
    inside = [gap for gap, parts in zip(gaps, between, strict=True) if not parts]
    # A colon stands farther from its value than two words from each other.
    blanks = _between_letters(letters, gaps, between, parted=True) or [
        gap for gap, parts in zip(gaps, between, strict=True) if parts
    ]
    if blanks and inside:
        like_others = max(_LIKE_OTHERS * median(blanks), _UNLIKE_INSIDE * median(inside))
        certain = min(certain, max(_NARROWEST, like_others))
    return certain


def _leading_blanks(inked: NDArray[np.bool_]) -> int:
    found = np.flatnonzero(inked)
    return int(found[0]) if len(found) else 0


def _widest_gap(inked: NDArray[np.bool_], left: float, right: float) -> tuple[int, int]:
    """First column and the one after the last of the widest blank between two characters."""
    start, end = max(0, round(left)), min(len(inked), round(right))
    gaps = blank_runs(~inked[start:end])
    if not gaps:
        middle = (start + end) // 2
        return middle, middle
    gap = max(gaps, key=lambda gap: gap[1] - gap[0])
    return start + gap[0], start + gap[1]
