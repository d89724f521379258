"""Hyphens told from dashes by their length, which the readers hardly look at.

Testing centres print titles of tests with either. A hyphen is a quarter to a third of an em long
and an en dash half of one in nearly every face; how long an em is, the words beside it tell.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise, starmap
from typing import Final

from aktr.reading.vision.picture.percentiles import percentile
from aktr.reading.vision.places.strips import BLANK, STRIP_HEIGHT
from aktr.reading.vision.text.recognise import Character, in_doubt
from aktr.reading.vision.words.gaps import widest_gap
from aktr.reading.vision.words.letter_widths import distance_between
from aktr.reading.vision.words.pitch import width_of_every_letter
from aktr.reading.vision.words.words import StripWord

_HYPHEN, _EN_DASH, _EM_DASH = "-\u2013\u2014"
_LOW_LINE: Final = "_"
_DASHES: Final = frozenset((_HYPHEN, _EN_DASH, _EM_DASH, _LOW_LINE))
_SHORT_HYPHEN: Final = 0.26
_SURELY_HYPHEN: Final = 0.30
_LONGEST_HYPHEN: Final = 0.36
_SHORTEST_EN_DASH: Final = 0.42
_SURELY_EN_DASH: Final = 0.50
"""In ems. Of some 120 hyphens in titles with small letters one in twenty is longer than the second,
up to 0.49; of 25 en dashes one in five is shorter than the fourth, down to 0.32, and in bold type
that is wider than Helvetica one of 0.299 was seen. So up to the second a reader must not be unsure
of a hyphen, up to the third it has to be sure, and between the last two unsure."""
_SURE: Final = 0.93
"""Probability from which a reader is sure of a hyphen."""
_UNSURE: Final = 0.85
"""Probability up to which it is not."""
_BELIEVED: Final = 0.955
"""Probability from which the reader of a hyphen is believed where length tells nothing."""
_SHORTEST_EM_DASH: Final = 0.75
_HYPHEN_OF_TYPEWRITER: Final = 0.5
"""In letters, of type of one width: up to there it is a hyphen. Those of some faces are up to 0.82
of a letter long, on a fax 0.92, and en dashes of others 0.73, so what is longer is in doubt."""
_MEASURED: Final = 0.97
_LONG: Final = 4
"""Letters of a word from which it tells how long an em is."""
_FEWEST_EMS: Final = 4.0
"""Ems of text from which it tells for sure."""
_ROWS: Final = slice(STRIP_HEIGHT // 4, STRIP_HEIGHT * 5 // 6)
"""Rows of a strip in which a dash stands and an underline does not."""
_MIDDLE: Final = slice(STRIP_HEIGHT // 3, STRIP_HEIGHT * 2 // 3)
"""Rows in which a dash is darkest, other than a line below the letters."""
_BESIDE: Final = 6
"""Columns of paper beside a dash."""
_PAPER: Final = 80
"""Percentile of the pixels around a dash that is paper."""
_HALF: Final = 0.5


def with_measured_dashes(words: Sequence[StripWord]) -> list[StripWord]:
    """Words of which each dash that stands alone is as long as its ink says.

    Args:
        words: All words of a page.

    Returns:
        The same words. A dash that is too long for a hyphen and too short for a dash is in doubt,
        and so is one without words beside it on its strip of which the reader is not sure.
    """
    words = [part for word in words for part in _with_dash_apart(word)]
    strips: dict[int, list[StripWord]] = {}
    for word in words:
        strips.setdefault(id(word.strip), []).append(word)
    return [
        _measured(word, strips[id(word.strip)]) if word.text in _DASHES else word for word in words
    ]


def _with_dash_apart(word: StripWord) -> Iterator[StripWord]:
    """A word, and by itself the dash before it or behind it whose blank is narrow."""
    letters = word.text.strip("-\u2013\u2014")
    if len(word.text) - len(letters) == 1 and len(letters) > 1 and letters.isalpha():
        cut = 1 if word.text[0] in _DASHES else len(letters)
        before, behind = word.characters[cut - 1], word.characters[cut]
        left, right = widest_gap((word.strip.ink < BLANK).tobytes(), before.column, behind.column)
        if left < right:
            yield StripWord(word.strip, word.characters[:cut], word.left, left)
            yield StripWord(word.strip, word.characters[cut:], right, word.right)
            return
    yield word


def _measured(word: StripWord, beside: Sequence[StripWord]) -> StripWord:
    (read,) = word.characters
    em, is_sure = _em(beside)
    if word.text == _LOW_LINE and not _is_half_way_up(word):
        return word
    columns = _inked_columns(word)
    letter = width_of_every_letter([each.characters for each in beside])
    if letter is not None:
        return _with(word, _of_typewriter(read, columns / letter))
    if em is not None and is_sure:
        return _with(word, _of_length(read, columns / em))
    if em is not None and columns <= _LONGEST_HYPHEN * em:
        return _with(word, _certain(read, _HYPHEN))
    is_hyphen = read.text == _HYPHEN and read.probability >= _BELIEVED
    return _with(word, read if is_hyphen else in_doubt(read))


def _of_length(read: Character, length: float) -> Character:
    """A dash that is so many ems long."""
    longest = _SHORT_HYPHEN if read.probability <= _UNSURE else _SURELY_HYPHEN
    if length <= (_LONGEST_HYPHEN if read.probability >= _SURE else longest):
        return _certain(read, _HYPHEN)
    if length < (_SHORTEST_EN_DASH if read.probability <= _UNSURE else _SURELY_EN_DASH):
        return in_doubt(read)
    return _certain(read, _EN_DASH if length < _SHORTEST_EM_DASH else _EM_DASH)


def _of_typewriter(read: Character, length: float) -> Character:
    """A dash in type of one width; its length is in letters."""
    return _certain(read, _HYPHEN) if length <= _HYPHEN_OF_TYPEWRITER else in_doubt(read)


def _with(word: StripWord, dash: Character) -> StripWord:
    return word._replace(characters=(dash,))


def _certain(read: Character, dash: str) -> Character:
    return read._replace(text=dash, probability=max(read.probability, _MEASURED))


def _em(words: Sequence[StripWord]) -> tuple[float | None, bool]:
    """Columns of an em on a strip, or None if it has no word that is long enough.

    Also whether that is sure: of a short text it is not, nor of one in capitals alone, beside which
    hyphens of half of such an em were seen.
    """
    columns = ems = 0.0
    are_small = False
    for word in words:
        if len(word.text) < _LONG:
            continue
        columns += word.characters[-1].column - word.characters[0].column
        ems += sum(starmap(distance_between, pairwise(word.text)))
        are_small = are_small or not word.text.isupper()
    return (columns / ems if columns > 0 else None), are_small and ems >= _FEWEST_EMS


def _is_half_way_up(word: StripWord) -> bool:
    darkest = word.strip.pixels[:, word.left : word.right].mean(axis=1).argmin()
    return _MIDDLE.start <= int(darkest) < _MIDDLE.stop


def _inked_columns(word: StripWord) -> int:
    start = max(0, word.left - _BESIDE)
    around = word.strip.pixels[_ROWS, start : word.right + _BESIDE]
    paper, ink = percentile(around, _PAPER), float(around.min())
    return int((around.min(axis=0) < paper - _HALF * (paper - ink)).sum())
