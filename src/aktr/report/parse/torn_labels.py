"""Labels that a producer has torn into pieces: "E XA M DAT E", "EXPIRA TION DA TE".

Letters that are spaced, and pairs that are kerned, leave gaps that look like blanks. A phrase that
begins a cell is whole again if its pieces, read without blanks, are a label and are none with them.
"""

from collections.abc import Sequence
from typing import Final

from aktr.reading.page import Word
from aktr.report.label_phrases import LABEL_WORDS, PHRASES, REMARKS, folded

_JOINED: Final = frozenset(
    phrase[0] for phrase in PHRASES if len(phrase) == 1 and len(phrase[0]) > 3
)
"""Labels without their blanks."""
_BEGUN: Final = frozenset(joined[:length] for joined in _JOINED for length in range(1, len(joined)))
_CELL_GAP: Final = 0.9
"""Gap from which a word begins a cell, in its height."""
_TORN: Final = 1.3
"""Gap between two pieces of a label at most; spaced letters have wide blanks between words."""
_MOST_PIECES: Final = 12


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
        end = _end_of_label(words, position) if begins and folded(word.text) in _BEGUN else position
        if end > position:
            pieces = words[position:end]
            mended.append(
                word._replace(
                    text="".join(piece.text for piece in pieces),
                    box=word.box.union(pieces[-1].box),
                    confidence=min(piece.confidence for piece in pieces),
                )
            )
            position = end
        else:
            mended.append(word)
            position += 1
    return words if len(mended) == len(words) else tuple(mended)


def _end_of_label(words: Sequence[Word], start: int) -> int:
    """The word after the last piece of the longest label that begins here; ``start`` if none."""
    joined, end, is_torn = "", start, False
    for position in range(start, min(start + _MOST_PIECES, len(words))):
        word = words[position]
        if position > start:
            gap = word.box.left - words[position - 1].box.right
            if gap > _TORN * word.box.height or words[position - 1].text[-1] == ":":
                break
        fold = folded(word.text)
        is_torn = is_torn or (bool(fold) and fold not in LABEL_WORDS and fold not in REMARKS)
        joined += fold
        if is_torn and joined in _JOINED and position > start:
            end = position + 1
        if joined not in _BEGUN and joined not in _JOINED:
            break
    return end
