"""More looks at what the careful reader is not sure of.

The same piece is read again, once stretched more and with all its contrast, once narrower: the
first shows strokes apart that stand close, the second makes coarse print whole. Where all looks
agree, each has seen it in its own way, and the doubt shrinks; where they differ, what is likeliest
to all of them together is taken and is no surer than that. A letter that only the new looks have
seen is put in, with a doubt.
"""

from collections import defaultdict
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Final

import cv2
import numpy as np

from aktr.reading.vision.networks.models import Network
from aktr.reading.vision.picture.decode import Grey
from aktr.reading.vision.picture.percentiles import percentile
from aktr.reading.vision.text.code_words import is_like_code, unsure_in
from aktr.reading.vision.text.pieces import Piece
from aktr.reading.vision.text.prose import is_form_word
from aktr.reading.vision.text.recognise import NEAR_CUT, Character, ReadPiece, read_pieces

_SURE: Final = 0.95
"""Probability below which a character is looked at again."""
_MOST: Final = 24
"""Pieces of a page that are looked at again; a page with more is blurred, and no look helps."""
WIDE: Final = 1.25
"""How much wider than the first a look is that shows strokes apart."""
_NARROW: Final = 0.8
_LONG: Final = 4
"""Letters from which a word of the form is one, however sure the reader is of each; initials are
letters of such words, too."""
_SIGNS: Final = ".,:;"
"""Between words; whether it is one or the other makes no value."""
_AGREEMENT: Final = 0.5
"""How much of a doubt another look takes away: 1 if looks were independent, 0 for nothing."""
_DISAGREEMENT: Final = 0.6
"""What is left of the certainty of a character that the other looks do not have."""


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
    wide = read_pieces(pieces, reader, WIDE, full_contrast)
    narrow = read_pieces(pieces, reader, _NARROW)
    settled = list(read)
    for index, *looks in zip(doubtful, wide, narrow, strict=True):
        settled[index] = _settled(read[index], looks)
    return settled


def full_contrast(pixels: Grey) -> Grey:
    """The pixels with the darkest ink black and the paper white."""
    dark, light = percentile(pixels, 1), percentile(pixels, 90)
    scale = 255 / max(20.0, light - dark)
    return np.asarray(cv2.convertScaleAbs(np.maximum(pixels, dark) - dark, alpha=scale), np.uint8)


def _is_doubtful(read: ReadPiece) -> bool:
    """Whether a word of a piece is in doubt; codes are looked at again in their own way.

    What a cut has left of a word beyond it is hard to read, and is the neighbour's; it only counts
    beside a code in doubt, of which more looks make one surer.
    """
    word: list[Character] = []
    codes = rest = False
    for character in [*read.characters, None]:
        if character is not None and character.text != " ":
            word.append(character)
            continue
        text = "".join(part.text for part in word)
        is_label = len(text) >= _LONG and is_form_word(text)
        unsure = [] if is_label else unsure_in(word, _SURE)
        word = []
        if unsure and is_like_code(text):
            codes = True
        elif any(_is_own(part, read.piece, NEAR_CUT) for part in unsure) and text.strip(_SIGNS):
            return True
        elif unsure:
            rest = True
    return codes and rest


def _settled(first: ReadPiece, looks: Sequence[ReadPiece]) -> ReadPiece:
    """What a piece says after some more looks at it."""
    seen: list[list[Character]] = [[] for _ in first.characters]
    added: dict[int, list[tuple[Character, ...]]] = defaultdict(list)
    for look in looks:
        matcher = SequenceMatcher(None, first.text, look.text, autojunk=False)
        for kind, start, end, other_start, other_end in matcher.get_opcodes():
            others = look.characters[other_start:other_end]
            if kind == "insert":
                added[start].append(others)
            elif end - start == len(others):
                for index, other in zip(range(start, end), others, strict=True):
                    seen[index].append(other)
    characters: list[Character] = []
    for index, character in enumerate([*first.characters, None]):
        # At the edges of a piece stands what its neighbour answers for.
        if 0 < index < len(first.characters) and not all(map(_is_blank, added[index])):
            if len(added[index]) == len(looks):
                characters.extend(_added(added[index]))
            else:
                characters[-1:] = map(_doubted, characters[-1:])
        if character is not None:
            # There a look has nothing of a letter that it cuts, and that is no vote against it.
            votes = len(looks) if _is_own(character, first.piece) else len(seen[index])
            characters.append(_together(character, seen[index], votes))
    return first._replace(characters=tuple(characters))


def _is_own(character: Character, piece: Piece, beyond: int = 0) -> bool:
    """Whether a character lies between the cuts of its piece, where every look can see it.

    Args:
        character: One of the piece.
        piece: In which it was read.
        beyond: Columns beyond the cuts that count as well.
    """
    return piece.first - beyond <= character.column < piece.last + beyond


def _together(first: Character, others: Sequence[Character], looks: int) -> Character:
    """What several looks at one character have in common."""
    if not looks:
        return first
    if len(others) == looks and all(other.text == first.text for other in others):
        left = 1 - first.probability
        for other in others:
            left *= (1 - other.probability) ** (_AGREEMENT / looks)
        return first._replace(probability=1 - left)
    if not others:
        return _doubted(first)
    likely: dict[str, float] = defaultdict(float)
    for character in (first, *others):
        likely[character.text] += character.probability / (looks + 1)
        likely[character.second] += character.second_probability / (looks + 1)
    likely.pop("", None)
    best, *rest = sorted(likely, key=lambda text: -likely[text])
    second = rest[0] if rest else ""
    return first._replace(
        text=best,
        probability=likely[best],
        second=second,
        second_probability=likely[second] if second else 0.0,
    )


def _added(looks: Sequence[Sequence[Character]]) -> list[Character]:
    """What each of the new looks has where the first one has nothing."""
    if len({"".join(character.text for character in look) for look in looks}) > 1:
        return []
    return [_doubted(character) for character in looks[0]]


def _is_blank(characters: Sequence[Character]) -> bool:
    return all(character.text == " " for character in characters)


def _doubted(character: Character) -> Character:
    return character._replace(probability=min(character.probability, _DISAGREEMENT))
