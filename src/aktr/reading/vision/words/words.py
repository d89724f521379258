"""Characters of a strip to words with their edges."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import inf
from operator import attrgetter
from statistics import median
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from aktr.acs.code import LEARNING_STATEMENT_PATTERN
from aktr.reading.vision.picture.percentiles import percentile
from aktr.reading.vision.places.strips import BLANK, Strip, blank_runs
from aktr.reading.vision.text.code_words import certainty
from aktr.reading.vision.text.recognise import AROUND_CUT, NEAR_CUT, Character, ReadPiece, in_doubt
from aktr.reading.vision.words.gaps import parted_words, widest_gap
from aktr.reading.vision.words.letter_case import in_one_case, with_capital_first

_SIGN_OF: Final = attrgetter("text")
_BETWEEN: Final = ",;."
"""Signs between words; by themselves they say nothing."""
_WHOLE: Final = re.compile(
    rf"\d{{17}}|[A-Z]\d{{7}}|[A-Z]{{3}}\d{{5}}|{LEARNING_STATEMENT_PATTERN}"
    r"|\d{1,2}([/.-])\d{1,2}\1\d{4}|\d{4}-\d\d-\d\d"
)
"""An exam ID, an FTN, a testing centre, a learning statement and a date with all their digits."""
_BEGINS_CODE: Final = re.compile(r"[A-Z]{2}\.[IVX]{1,5}\.[A-P]\.")
"""A code with its two letters in front; more than a tick cannot stand there."""
_FEWEST_PITCHES: Final = 3
_UNREAD: Final = 1.9
"""Ink beyond the middle of the first or last letter, in distances from letter to letter, that is
none of that letter's: half of the widest is less than one."""
_SIGN: Final = 4
"""Columns of paper and of ink by which a sign stands apart."""
_BEYOND_LETTERS: Final = 3
"""Rows at the top and at the bottom of a strip in which no letter of its line has ink."""
_SHARE_OF_RULE: Final = 0.6
_HIGHER_THAN_SIGNS: Final = 18
"""Rows of ink that no comma has."""
_WIDEST_SPECK: Final = 6
_DARKEST_SPECK: Final = 0.45
"""Columns of a speck, and its ink, in that of letters; a dot has twice as much."""
_INK, _PAPER = 3, 80
"""Percentiles of the pixels of letters that are ink and paper."""
_HALF: Final = 16
"""Columns from the middle of a character to its edge."""


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
        return "".join(map(_SIGN_OF, self.characters))

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
    blank = (~inked).tobytes()
    specks = _specks(strip.ink, inked)
    for run in texts_of(pieces):
        characters = in_one_case([character for character, _ in joined(run)])
        whole = [_if_cut(character, strip) for character in characters]
        groups = parted_words(whole, inked, specks)
        start, end = run[0].piece.first, run[-1].piece.last
        left = start + _leading_blanks(inked[start:end])
        for index, group in enumerate(groups):
            if index + 1 < len(groups):
                right, after = widest_gap(blank, group[-1].column, groups[index + 1][0].column)
            else:
                right = after = end - _leading_blanks(inked[start:end][::-1])
            if not (len(group) == 1 and group[0].text in _BETWEEN):
                letters = with_capital_first(_if_all_read(group, left, right, strip, inked))
                end_of_word = _end_of_ink(group, right, inked)
                yield StripWord(strip, tuple(letters), left, max(left + 1, end_of_word))
            left = after


def _specks(ink: NDArray[np.float64], inked: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Columns with ink that is too little and too faint for any sign."""
    specks = np.zeros_like(inked)
    for start, end in blank_runs(inked):
        if end - start <= _WIDEST_SPECK and ink[start:end].max() <= _DARKEST_SPECK:
            specks[start:end] = True
    return specks


def _if_all_read(
    letters: Sequence[Character], left: int, right: int, strip: Strip, inked: NDArray[np.bool_]
) -> list[Character]:
    """The letters of a word, those at its ends in doubt if there is more ink than their own.

    Behind the last one a sign may stand apart, such as a comma, that a reader has passed over;
    beside a number only what is as high as a digit may be one. A number that has all its digits
    has no more: beside it is somebody's tick.

    Args:
        letters: Of one word.
        left: First column with ink.
        right: The column after the last with ink.
        strip: On which they stand.
        inked: Its columns with ink.
    """
    if len(letters) == 1 and letters[0].text.isalpha() and _is_pen_mark(strip, left, right):
        # A tick by itself is like a J or a V.
        return [in_doubt(letters[0])]
    pitches = [after.column - before.column for before, after in pairwise(letters)]
    if len(pitches) < _FEWEST_PITCHES or _WHOLE.fullmatch("".join(each.text for each in letters)):
        return list(letters)
    reach = _UNREAD * median(pitches)
    first, last = letters[0], letters[-1]
    half = median(pitches) / 2
    own = round(first.column - half), round(last.column + half)
    before = first.column - left > reach and not _is_pen_mark(strip, left, own[0])
    before = before and not _BEGINS_CODE.match("".join(letter.text for letter in letters))
    behind = right - last.column > reach
    if any(letter.text.isdigit() for letter in letters):
        before = before and _is_as_high(strip, (left, own[0]), own)
        behind = behind and _is_as_high(strip, (own[1], right), own)
    behind = behind or (last.text.isalpha() and _has_sign_apart(inked[round(last.column) : right]))
    behind = behind and not _is_pen_mark(strip, own[1], right)
    return [
        in_doubt(first) if before else first,
        *letters[1:-1],
        in_doubt(last) if behind else last,
    ]


def _end_of_ink(letters: Sequence[Character], right: int, inked: NDArray[np.bool_]) -> int:
    """The column behind the ink of a word: what stands far behind its last letter is none of it."""
    pitches = [after.column - before.column for before, after in pairwise(letters)]
    last = round(letters[-1].column)
    if not pitches or right - last <= _UNREAD * median(pitches):
        return right
    least = median(pitches) / 2
    blanks = [run for run in blank_runs(~inked[last:right]) if run[1] - run[0] >= least]
    return last + blanks[0][0] if blanks else right


def _is_pen_mark(strip: Strip, first: int, last: int) -> bool:
    """Whether ink in some columns goes beyond all letters of the line, as that of a tick does.

    Args:
        strip: On which it is.
        first: The first of the columns.
        last: The column after the last.
    """
    around = strip.pixels[:, max(0, first) : last]
    if not around.size:
        return False
    dark = (percentile(around, _INK) + percentile(around, _PAPER)) / 2
    share = (around < dark).mean(axis=1)
    # A row of ink from end to end is a rule.
    inked = (share > 0) & (share < _SHARE_OF_RULE)
    edges = np.concatenate([inked[:_BEYOND_LETTERS], inked[-_BEYOND_LETTERS:]])
    return bool(edges.any() and inked.sum() >= _HIGHER_THAN_SIGNS)


def _is_as_high(strip: Strip, beside: tuple[int, int], letters: tuple[int, int]) -> bool:
    """Whether ink in some columns is half as high as that of letters, at least.

    Args:
        strip: On which both stand.
        beside: First of the columns and the one after the last.
        letters: The same of the letters.
    """
    around, own = (strip.pixels[:, max(0, start) : end] for start, end in (beside, letters))
    if not (around.size and own.size):
        return True
    dark = (percentile(own, _INK) + percentile(own, _PAPER)) / 2
    highest, usual = (int((part < dark).any(axis=1).sum()) for part in (around, own))
    return 2 * highest >= usual


def _has_sign_apart(inked: NDArray[np.bool_]) -> bool:
    """Whether paper and then ink follow behind a letter."""
    blanks = [run for run in blank_runs(~inked) if run[1] - run[0] >= _SIGN]
    return bool(blanks) and int(inked[blanks[-1][1] :].sum()) >= _SIGN


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


def _leading_blanks(inked: NDArray[np.bool_]) -> int:
    found = np.flatnonzero(inked)
    return int(found[0]) if len(found) else 0
