"""Labels that a producer has torn into pieces: "E XA M DAT E", "EXPIRA TION DA TE".

Letters that are spaced, and pairs that are kerned, leave gaps that look like blanks. A phrase that
begins a cell is whole again if its pieces, read without blanks, are a label and are none with them.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from aktr.reading.page import Word
from aktr.report.values.label_phrases import LABEL_WORDS, PHRASES, REMARKS, folded

_WHOLE: Final = {
    "".join(phrase): phrase for phrase in sorted(PHRASES, key=len) if len("".join(phrase)) > 3
}
"""Labels by their letters without blanks."""
_BEGUN: Final = frozenset(joined[:end] for joined in _WHOLE for end in range(1, len(joined)))
_CELL_GAP: Final = 0.9
"""Gap from which a word begins a cell, in its height."""
_TORN: Final = 1.3
"""Gap between two pieces of a label at most; spaced letters have wide blanks between words."""
_MOST_PIECES: Final = 30
_AROUND: Final = ":.#*()[]_|"


def with_mended_labels(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Words of a line with its torn labels whole, each as one word.

    Args:
        words: The words of a line.

    Returns:
        The words themselves where none is torn, which is nearly everywhere.
    """
    mended: list[Word] = []
    position = 0
    while position < len(words):
        word = words[position]
        begins = position == 0 or (
            word.box.left - words[position - 1].box.right > _CELL_GAP * word.box.height
        )
        end = _end_of_label(words, position) if begins and _letters(word) in _BEGUN else position
        if end > position:
            mended.extend(_words_of_label(words[position:end]))
            position = end
        else:
            mended.append(word)
            position += 1
    return tuple(mended)


def _letters(word: Word) -> str:
    """The letters of a piece as the phrases are written, none of them taken for a short word."""
    text = word.text.upper().strip(_AROUND)
    return text.replace("'", "").replace("\u2019", "")


def _words_of_label(pieces: Sequence[Word]) -> Iterator[Word]:
    """The words of the label that some pieces make, side by side where the pieces stand."""
    joined = "".join(map(_letters, pieces))
    box = pieces[0].box.union(pieces[-1].box)
    phrase, left = _WHOLE[joined], box.left
    for place, text in enumerate(phrase, 1):
        right = left + box.width * len(text) / len(joined)
        is_last = place == len(phrase)
        yield pieces[0]._replace(
            text=f"{text}:" if is_last and pieces[-1].text[-1] == ":" else text,
            box=box._replace(left=left, right=right),
            confidence=min(piece.confidence for piece in pieces),
        )
        left = right


def _end_of_label(words: Sequence[Word], start: int) -> int:
    """The word after the last piece of the longest label that begins here; ``start`` if none."""
    joined, end, is_torn = "", start, False
    for position in range(start, min(start + _MOST_PIECES, len(words))):
        word = words[position]
        if position > start:
            gap = word.box.left - words[position - 1].box.right
            if gap > _TORN * word.box.height or words[position - 1].text[-1] == ":":
                break
        letters = _letters(word)
        fold = folded(word.text)
        is_torn = is_torn or (bool(fold) and fold not in LABEL_WORDS and fold not in REMARKS)
        is_torn = is_torn or letters == ","
        joined += letters
        if is_torn and joined in _WHOLE and position > start:
            end = position + 1
        if joined not in _BEGUN and joined not in _WHOLE:
            break
    return end
