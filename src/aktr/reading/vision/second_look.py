"""A second look at what the careful reader is not sure of.

The same piece is read again, stretched more and with all its contrast. Where both looks agree, each
has seen it in its own way, and the doubt shrinks; where they differ, there is a doubt, whatever
either was sure of.
"""

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Final

import cv2
import numpy as np

from aktr.reading.vision.code_words import is_like_code
from aktr.reading.vision.decode import Grey
from aktr.reading.vision.models import Network
from aktr.reading.vision.recognise import Character, ReadPiece, read_pieces

_SURE: Final = 0.8
"""Probability below which a character is looked at again."""
_MOST: Final = 24
"""Pieces of a page that are looked at again; a page with more is blurred, and no look helps."""
_WIDTH: Final = 1.25
_AGREEMENT: Final = 0.5
"""How much of a doubt a second look takes away: 1 if both looks were independent, 0 for nothing."""
_DISAGREEMENT: Final = 0.6
"""What is left of the certainty of a character that the second look does not confirm."""
_CLEARLY: Final = 0.2
"""How much surer the second look must be to be believed instead of the first."""


def look_again(read: Sequence[ReadPiece], reader: Network) -> list[ReadPiece]:
    """Read the doubtful pieces again.

    Args:
        read: What the careful reader made of some pieces.
        reader: The careful reader.

    Returns:
        The same pieces in the same order, some with other certainties or characters.
    """
    doubtful = [index for index, piece in enumerate(read) if _is_doubtful(piece)][:_MOST]
    pieces = [read[index].piece for index in doubtful]
    looks = read_pieces(pieces, reader, _WIDTH, full_contrast)
    settled = list(read)
    for index, look in zip(doubtful, looks, strict=True):
        settled[index] = _settled(read[index], look)
    return settled


def full_contrast(pixels: Grey) -> Grey:
    """The pixels with the darkest ink black and the paper white."""
    dark, light = np.percentile(pixels, (1, 90))
    scale = 255 / max(20.0, float(light - dark))
    return np.asarray(cv2.convertScaleAbs(np.maximum(pixels, dark) - dark, alpha=scale), np.uint8)


def _is_doubtful(read: ReadPiece) -> bool:
    """Whether a word of a piece is in doubt; codes are looked at again in their own way."""
    word: list[Character] = []
    for character in [*read.characters, None]:
        if character is not None and character.text != " ":
            word.append(character)
            continue
        unsure = any(part.probability < _SURE for part in word)
        if unsure and not is_like_code("".join(part.text for part in word)):
            return True
        word = []
    return False


def _settled(first: ReadPiece, second: ReadPiece) -> ReadPiece:
    matcher = SequenceMatcher(None, first.text, second.text, autojunk=False)
    characters: list[Character] = []
    for kind, start, end, other_start, other_end in matcher.get_opcodes():
        ours, others = first.characters[start:end], second.characters[other_start:other_end]
        if kind == "equal":
            characters.extend(map(_agreed, ours, others))
        elif kind == "replace" and len(ours) == len(others):
            characters.extend(map(_likelier, ours, others))
        else:
            characters.extend(_doubted(character) for character in ours)
    return first._replace(characters=tuple(characters))


def _agreed(first: Character, second: Character) -> Character:
    left = (1 - first.probability) * (1 - second.probability) ** _AGREEMENT
    return first._replace(probability=1 - left)


def _likelier(first: Character, second: Character) -> Character:
    if second.probability < first.probability + _CLEARLY:
        return _doubted(first)
    return _doubted(second)._replace(
        column=first.column, second=first.text, second_probability=first.probability / 2
    )


def _doubted(character: Character) -> Character:
    return character._replace(probability=min(character.probability, _DISAGREEMENT))
