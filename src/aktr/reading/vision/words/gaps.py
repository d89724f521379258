"""Where the words of a text end: at the blanks of a reader, and where the paper shows it."""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from aktr.reading.vision.places.strips import runs_in
from aktr.reading.vision.text.code_words import codes_apart
from aktr.reading.vision.text.recognise import Character, in_doubt
from aktr.reading.vision.words.pitch import far_apart

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
_BEFORE_NUMBER: Final = 10
"""The same between a letter and a digit which stand..."""
_FAR_FOR_ONE_WORD: Final = 1.6
"""...so far from each other, in distances from letter to letter."""
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
_SLANTED: Final = frozenset("AVWXYÀÁÂÃÄÅÝ")
"""Capitals whose strokes reach the edges of their width, above or below."""
_LEAST_BETWEEN_SLANTED: Final = 4
"""Columns between two of them that may be what is left of a blank, at least."""
_UNLIKE_UPRIGHT: Final = 1.5
"""Such columns, in those between upright letters, that are a blank rather than not."""
_WIDER_BEFORE_J: Final = 1.3
"""How much wider than every other gap of its word that before a J is, where a blank may be."""
_NARROW: Final = frozenset("IiJjlrtfíÍ")
"""Letters around which type of one width has much paper: between two of them it says nothing."""
_STROKES: Final = frozenset("1Il|")
_AS_USUAL: Final = 1.25
"""Distance of two strokes, in that of most letters, up to which no blank is between them: around
a 1 there is much paper, as all digits are of one width. K11 had become K1 and a stroke."""
_OFF_ITS_PLACE: Final = 3.0
"""Columns by which letters in type of one width are off their places on average, at most; a reader
tells places in steps of 8."""
_CLEARLY_UNLIKE: Final = 2.5
"""A gap that is wider than every other inside words of the text by this factor parts them..."""
_NEARLY_A_BLANK: Final = 0.75
"""...in doubt, if it is this wide, measured by the narrowest at which the reader has a blank."""
_CLEARLY_A_BLANK: Final = 0.85
"""A gap this wide, measured by the narrowest at which the reader has a blank..."""
_CLEAR_OF_INSIDE: Final = 2.0
"""...and by the widest inside words of the text is as sure as one at which it has one."""
_FEWEST_CAPITALS: Final = 3
"""Capitals in front of such a one, whose gaps say what is usual."""
_INITIAL: Final = 3
"""The letter before an initial, the initial, and its dot."""


def parted_words(
    characters: Sequence[Character], inked: NDArray[np.bool_], specks: NDArray[np.bool_]
) -> list[list[Character]]:
    """Characters parted at blanks, and where the paper between two shows that words end.

    Args:
        characters: Those of a text, blanks among them.
        inked: The columns of its strip with ink.
        specks: Those of them with no more than a speck.
    """
    letters = [character for character in characters if character.text != " "]
    after_blank = {
        following.column
        for character, following in pairwise(characters)
        if character.text == " " and following.text != " "
    }
    text = _Text.of(letters, inked)
    gaps = text.gaps
    between = [after.column in after_blank for after in letters[1:]]
    certain = _certain_gap(text, between)
    usual = median(gaps) if gaps else 0.0
    between = [
        is_blank
        or (gap > _AFTER_COMMA and letters[index].text == "," and after.text.isalpha())
        or (
            gap > max(_BEFORE_INITIAL, _INSIDE_NAMES * usual)
            and _is_initial(letters[index : index + 3])
        )
        or _is_between_kinds(text, index, usual)
        for index, (is_blank, gap, after) in enumerate(zip(between, gaps, letters[1:], strict=True))
    ]
    for index in range(len(between)):
        between[index] = between[index] or _is_lone_capital(letters, gaps, between, index)
    # Between letters a reader seldom passes over a blank: an accent may have moved one of them.
    seen_only = {
        index + 1
        for index, (parts, gap) in enumerate(zip(between, gaps, strict=True))
        if gap > certain and not parts and text.are_letters[index]
    }
    read = between
    between = [
        parts or (gap > certain and not _are_strokes_of_one(pair, text.pitch))
        for parts, gap, pair in zip(between, gaps, pairwise(letters), strict=True)
    ]
    lost = _lost_blanks(text, between) | _between_slanted(text, between, _UNLIKE_UPRIGHT)
    unsure = seen_only | lost | _perhaps_parted(text, between)
    unsure |= _perhaps_before_j(text, between) | _between_slanted(text, between, 1.0)
    unsure -= _as_wide_as_blanks(text, read, seen_only | lost)
    if specks.any():
        # A speck in a blank parts it in two narrow ones.
        clean = text._replace(gaps=_gaps_between(letters, inked & ~specks))
        behind_speck = _lost_blanks(clean, between)
        lost |= behind_speck
        unsure |= behind_speck | _perhaps_parted(clean, between)
    far = far_apart(letters, between)
    if any(far) and not _is_of_one_width(letters, between):
        lost |= far.behind_blank
        unsure |= far.behind_blank | far.behind_more
    between = [parts or index + 1 in lost for index, parts in enumerate(between)]
    groups: list[list[Character]] = []
    for index, letter in enumerate(letters):
        if index == 0 or between[index - 1]:
            groups.append([])
        # Both sides of what may be a blank: the shape of one letter may take its doubt away.
        is_unsure = not unsure.isdisjoint((index, index + 1))
        groups[-1].append(in_doubt(letter) if is_unsure else letter)
    return [code for group in groups for code in codes_apart(group)]


class _Text(NamedTuple):
    """The signs of a text without its blanks, and what is between each two of them."""

    letters: Sequence[Character]
    gaps: Sequence[int]
    """Columns of the widest blank."""
    are_letters: Sequence[bool]
    """Whether both are letters, as most are inside words."""
    pitch: float
    """The usual distance from sign to sign."""

    @classmethod
    def of(cls, letters: Sequence[Character], inked: NDArray[np.bool_]) -> "_Text":
        are = [letter.text.isalpha() for letter in letters]
        both = [before and after for before, after in pairwise(are)]
        pitches = [after.column - before.column for before, after in pairwise(letters)]
        pitch = median(pitches) if pitches else 0.0
        return cls(letters, _gaps_between(letters, inked), both, pitch)

    def between_letters(self, between: Sequence[bool], *, parted: bool) -> list[int]:
        """Gaps with a letter on both sides, either between words or inside them."""
        return [
            gap
            for gap, are_letters, parts in zip(self.gaps, self.are_letters, between, strict=True)
            if are_letters and parts == parted
        ]


def _gaps_between(letters: Sequence[Character], inked: NDArray[np.bool_]) -> list[int]:
    """Columns of the widest blank between each two letters."""
    blank = (~inked).tobytes()
    gaps = (widest_gap(blank, before.column, after.column) for before, after in pairwise(letters))
    return [right - left for left, right in gaps]


def _are_strokes_of_one(pair: tuple[Character, Character], pitch: float) -> bool:
    """Whether two strokes stand as near to each other as two digits of one number do."""
    before, after = pair
    near = after.column - before.column <= _AS_USUAL * pitch
    return near and before.text in _STROKES and after.text in _STROKES


def _is_between_kinds(text: "_Text", index: int, usual: float) -> bool:
    """Whether a word ends where a pen's stroke stands in the blank before or behind a number.

    It leaves less than a blank on its own side, but the letter and the digit beside it stand as
    far apart as ever: ``SCORE92%`` in which the ring around the score has hidden the colon.
    """
    before, after = text.letters[index : index + 2]
    distance = (after.column - before.column) / text.pitch
    return (
        text.gaps[index] > max(_BEFORE_NUMBER, _UNLIKE_INSIDE * usual)
        and after.text.isdigit()
        and (before.text == "%" or (before.text.isalpha() and distance > _FAR_FOR_ONE_WORD))
    )


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


def _lost_blanks(text: _Text, between: Sequence[bool]) -> frozenset[int]:
    """Places of letters before which a blank stands that the reader has lost: ``KOFIYAMA``."""
    inside = sorted(text.between_letters(between, parted=False))
    blanks = text.between_letters(between, parted=True)
    if len(inside) <= _FEWEST_GAPS or not blanks:
        return frozenset()
    least = max(_NARROWEST, _CLEARLY_UNLIKE * inside[-2], _NEARLY_A_BLANK * min(blanks))
    return _places_of_gaps(least, text, between)


def _as_wide_as_blanks(
    text: _Text, read: Sequence[bool], seen: frozenset[int] | set[int]
) -> frozenset[int]:
    """Those of the blanks that only the paper shows that are like the ones that were read.

    Args:
        text: Its letters, and the gaps between them.
        read: Whether a reader has a blank there.
        seen: Places of the letters behind blanks that it has not.
    """
    parts = [blank or index + 1 in seen for index, blank in enumerate(read)]
    inside = text.between_letters(parts, parted=False)
    blanks = text.between_letters(read, parted=True)
    if len(inside) < _FEWEST_GAPS or not blanks:
        return frozenset()
    least = max(_CLEARLY_A_BLANK * min(blanks), _CLEAR_OF_INSIDE * max(inside))
    return frozenset(place for place in seen if text.gaps[place - 1] >= least)


def _perhaps_parted(text: _Text, between: Sequence[bool]) -> frozenset[int]:
    """Places of letters before which a blank may have been lost, though it is not sure enough."""
    inside = sorted(text.between_letters(between, parted=False))
    if len(inside) <= _FEWEST_GAPS:
        return frozenset()
    blanks = text.between_letters(between, parted=True)
    least = max(_UNLIKE_REST * inside[-2], _MAYBE_PARTS * min(blanks, default=_BEFORE_INITIAL))
    return _places_of_gaps(least, text, between)


def _perhaps_before_j(text: _Text, between: Sequence[bool]) -> frozenset[int]:
    """Places of a J in capitals with a wider gap before it than any other letter of its word.

    In many types it hangs below the letter before, so that little is left of a blank.
    """
    places = []
    for index, parts in enumerate(between):
        if parts or text.letters[index + 1].text != "J":
            continue
        first, last = index, index + 1
        while first > 0 and not between[first - 1]:
            first -= 1
        while last < len(between) and not between[last]:
            last += 1
        is_capitals = all(letter.text.isupper() for letter in text.letters[first : last + 1])
        others = [*text.gaps[first:index], *text.gaps[index + 1 : last]]
        tells = is_capitals and len(others) >= _FEWEST_GAPS
        # Where blur or a line below closes all gaps, a blank is closed as well.
        is_open = any(others) or text.gaps[index] > 0
        if tells and (not is_open or text.gaps[index] >= _WIDER_BEFORE_J * max(1, *others)):
            places.append(index + 1)
    return frozenset(places)


def _between_slanted(text: _Text, between: Sequence[bool], unlike: float) -> frozenset[int]:
    """Places of capitals such as A behind another one, with paper between their feet.

    Inside a word these touch each other. Where programs kern, they stand so close to a blank that
    no more is left of it than is between two upright letters: LAURA ANN.

    Args:
        text: The signs and the gaps between them.
        between: Whether a word ends there.
        unlike: Width of such a gap, at least, in that between upright letters.
    """
    are_slanted = [
        before.text in _SLANTED and after.text in _SLANTED
        for before, after in pairwise(text.letters)
    ]
    pairs = list(zip(text.gaps, are_slanted, between, text.are_letters, strict=True))
    upright = [gap for gap, slanted, parts, letters in pairs if letters and not (slanted or parts)]
    if len(upright) < _FEWEST_GAPS:
        return frozenset()
    least = max(_LEAST_BETWEEN_SLANTED, unlike * median(upright))
    return frozenset(
        index + 1
        for index, (gap, slanted, parts, _) in enumerate(pairs)
        if slanted and not parts and gap >= least
    )


def _places_of_gaps(least: float, text: _Text, between: Sequence[bool]) -> frozenset[int]:
    """Places of the letters behind gaps inside words that are wider than some width."""
    wide = [
        index + 1
        for index, gap in enumerate(text.gaps)
        if gap > least and not between[index] and text.are_letters[index]
    ]
    if not wide or not _is_of_one_width(text.letters, between):
        return frozenset(wide)
    return frozenset(
        place
        for place in wide
        if not _NARROW.issuperset(letter.text for letter in text.letters[place - 1 : place + 1])
    )


def _is_of_one_width(letters: Sequence[Character], between: Sequence[bool]) -> bool:
    """Whether text may be type of one width, a typewriter's, no blank of which is lost."""
    places = np.arange(len(letters)) + np.cumsum([0, *between])
    columns = np.array([letter.column for letter in letters])
    steps, off = places - places.mean(), columns - columns.mean()
    # The straight line through them; the library's way takes ten times as long.
    slope = float(steps @ off) / max(1.0, float(steps @ steps))
    return float(np.abs(off - slope * steps).mean()) <= _OFF_ITS_PLACE


def _certain_gap(text: _Text, between: Sequence[bool]) -> float:
    """The gap that parts two words even if the reader has no blank there."""
    gaps = text.gaps
    usual = median(gaps) if gaps else 0.0
    certain = max(_CERTAIN_GAP, min(_CERTAIN_SHARE * text.pitch, _UNLIKE_OTHERS * usual))
    inside = [gap for gap, parts in zip(gaps, between, strict=True) if not parts]
    # A colon stands farther from its value than two words from each other.
    blanks = text.between_letters(between, parted=True) or [
        gap for gap, parts in zip(gaps, between, strict=True) if parts
    ]
    if blanks and inside:
        like_others = max(_LIKE_OTHERS * median(blanks), _UNLIKE_INSIDE * median(inside))
        certain = min(certain, max(_NARROWEST, like_others))
    return certain


def widest_gap(blank: bytes, left: float, right: float) -> tuple[int, int]:
    """First column and the one after the last of the widest blank between two characters.

    Args:
        blank: A one for each column of a strip without ink; bytes are searched faster than arrays.
        left: Middle of the first character.
        right: Middle of the second.
    """
    start, end = max(0, round(left)), min(len(blank), round(right))
    gaps = runs_in(blank[start:end])
    if not gaps:
        middle = (start + end) // 2
        return middle, middle
    gap = max(gaps, key=lambda gap: gap[1] - gap[0])
    return start + gap[0], start + gap[1]
