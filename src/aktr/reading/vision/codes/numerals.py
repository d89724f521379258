"""Numerals behind a name, counted by their strokes.

The readers write one I where the serifs of two or three touch. Half way up there are no serifs, so
the strokes can be counted there.
"""

from typing import Final

from aktr.reading.vision.picture.percentiles import percentile
from aktr.reading.vision.places.strips import blank_runs
from aktr.reading.vision.text.recognise import in_doubt
from aktr.reading.vision.words.words import StripWord

_STROKES: Final = frozenset("Il|1")
_SIGNS_BEHIND: Final = ",."
_MIDDLE: Final = slice(20, 28)
"""Rows of a strip half way up its capitals."""
_MOST: Final = 3
_COUNTED: Final = 0.85
"""Certainty of a numeral whose strokes were counted."""
_READ_AS_LETTER: Final = 0.6
"""Certainty of one that was read as a letter."""
_CONTRAST: Final = 30.0
"""Grey values between ink and paper below which no strokes can be told."""


def with_counted_strokes(word: StripWord) -> StripWord:
    """A word of strokes alone, as I, II or III, perhaps with a sign behind; others as they are."""
    if _may_be_numeral(word):
        count = _strokes(word)
        if 1 < count <= _MOST:
            letter, *signs = word.characters
            stroke = letter._replace(text="I", probability=_READ_AS_LETTER, second="")
            return word._replace(characters=(*(stroke,) * count, *signs))
    read = word.text.rstrip(_SIGNS_BEHIND)
    if not read or not _STROKES.issuperset(read) or word.text.isdigit():
        return word
    count = _strokes(word)
    if count == len(read) and (count == 1 or set(read) == {"I"}):
        return word
    strokes, behind = word.characters[: len(read)], word.characters[len(read) :]
    if len(read) <= count <= _MOST:
        counted = (strokes[0]._replace(text="I", probability=_COUNTED, second=""),) * count
    else:
        counted = tuple(map(in_doubt, strokes))
    return word._replace(characters=(*counted, *behind))


def _may_be_numeral(word: StripWord) -> bool:
    """Whether a word is a small letter that may be strokes as well: a blurred II is like an n."""
    letter = word.characters[0]
    stands_alone = len(word.text.rstrip(_SIGNS_BEHIND)) == 1
    return (
        stands_alone
        and letter.text.islower()
        and letter.text not in _STROKES
        and letter.second in _STROKES
    )


def _strokes(word: StripWord) -> int:
    """Vertical strokes in the columns of a word; 0 if they are not clear or not alike."""
    rows = word.strip.pixels[_MIDDLE, max(0, word.left - 4) : word.right + 4].mean(axis=0)
    ink, paper = float(rows.min()), percentile(rows, 90)
    if paper - ink < _CONTRAST:
        return 0
    runs = blank_runs(rows < (ink + paper) / 2)
    widths = [right - left for left, right in runs]
    return len(runs) if max(widths) <= 2 * min(widths) else 0
