"""Strips of text to characters, each with its place and how sure the reader is of it."""

from collections.abc import Callable, Iterable, Sequence
from statistics import fmean
from typing import Final, NamedTuple

import cv2
import numpy as np

from aktr.reading.vision.networks.files import CHARACTERS
from aktr.reading.vision.networks.idle_cores import IDLE_CORES
from aktr.reading.vision.networks.models import Tensor
from aktr.reading.vision.picture.decode import Grey
from aktr.reading.vision.places.strips import STRIP_HEIGHT
from aktr.reading.vision.text.pieces import Piece

Reader = Callable[[Tensor], Tensor]
"""A network that answers to pictures of text, or what answers as one does."""

_BATCH: Final = 2
"""Pieces read at once; more are no faster, and the shorter ones are filled up to the longest."""
_SIDES: Final = 8
"""Columns of paper put on both sides: the readers lose what touches the edge."""
_WIDTH_STEP: Final = 8
_STEP: Final = 8
"""Columns for which a reader answers once."""
AROUND_CUT: Final = 32
"""Columns beyond its cuts for which a piece still says what it reads there."""

NEAR_CUT: Final = 14
"""Columns by which the seam between the readings of two pieces may lie off the cut."""
_OPEN: Final = 0.6
"""Certainty, at most, of a character that its shape leaves open."""

MAY_HAVE_STROKE: Final = 0.015
"""Probability of a letter with a stroke from which it has one. On sheets of names in five faces and
three grades of blur, that was so of 37 of 39 capitals, the other two bearing another mark, and of
2,904 letters of names on photos and scans that have none, the reader thought of it for none."""
_O, _CROSSED_O = (CHARACTERS.index(letter) + 1 for letter in "OØ")


class Character(NamedTuple):
    """One character on a strip."""

    text: str
    column: float
    """Middle, in columns of the strip."""
    probability: float
    second: str
    """What it would be otherwise; empty if it would be nothing."""
    second_probability: float


def in_doubt(character: Character) -> Character:
    """A character that is for a person to confirm, as its shape leaves it open."""
    return character._replace(probability=min(character.probability, _OPEN))


def together(character: Character, text: str) -> Character:
    """A character that is as likely as what was read and the second choice in one."""
    certain = min(1.0, character.probability + character.second_probability)
    return Character(text, character.column, certain, "", 0.0)


class ReadPiece(NamedTuple):
    """What a reader makes of a piece."""

    piece: Piece
    characters: tuple[Character, ...]

    @property
    def text(self) -> str:
        """The characters in one."""
        return "".join(character.text for character in self.characters)

    @property
    def confidence(self) -> float:
        """How sure the reader is of the least certain character."""
        return min((character.probability for character in self.characters), default=0.0)


def mean_certainty(read: Iterable[ReadPiece]) -> float:
    """How sure the reader is of what it read, on average over the characters; 0 if of none."""
    certainties = [character.probability for piece in read for character in piece.characters]
    return fmean(certainties) if certainties else 0.0


def read_pieces(
    pieces: Sequence[Piece],
    reader: Reader,
    width: float = 1.0,
    prepare: Callable[[Grey], Grey] | None = None,
) -> list[ReadPiece]:
    """Read pieces, several at a time.

    Args:
        pieces: What to read.
        reader: Which reader.
        width: How wide the pieces are made for it, as a share of what they are.
        prepare: What is done to their pixels before.

    Returns:
        What each one says, in the order given.
    """
    answers = answers_to(pieces, reader, width, prepare)
    return [
        ReadPiece(piece, _characters(answer, piece, width))
        for piece, answer in zip(pieces, answers, strict=True)
    ]


def read_together(
    pieces: Sequence[Piece], reader: Reader, width: float, longest: int
) -> list[ReadPiece]:
    """Read pieces of which neighbours are put together, so that what they share is read once.

    Args:
        pieces: What to read, those of a strip from left to right.
        reader: Which reader.
        width: How wide the pieces are made for it, as a share of what they are.
        longest: Columns that are read in one go.

    Returns:
        What each one says, in the order given.
    """
    groups: list[list[Piece]] = []
    for piece in pieces:
        if groups and piece.follows(groups[-1][-1]) and piece.end - groups[-1][0].start <= longest:
            groups[-1].append(piece)
        else:
            groups.append([piece])
    wholes = [group[0]._replace(end=group[-1].end, last=group[-1].last) for group in groups]
    return [
        ReadPiece(piece, tuple(part for part in whole.characters if is_seen(part.column, piece)))
        for group, whole in zip(groups, read_pieces(wholes, reader, width), strict=True)
        for piece in group
    ]


def answers_to(
    pieces: Sequence[Piece],
    reader: Reader,
    width: float = 1.0,
    prepare: Callable[[Grey], Grey] | None = None,
) -> list[Tensor]:
    """What a reader answers for pieces, undecoded: arguments as of ``read_pieces``.

    Returns:
        For each piece how likely nothing and each of ``CHARACTERS`` is at each step, shape
        (steps, characters + 1).
    """
    order = sorted(range(len(pieces)), key=lambda index: pieces[index].pixels.shape[1])
    batches = [order[first : first + _BATCH] for first in range(0, len(order), _BATCH)]

    def read(batch: Sequence[int]) -> Tensor:
        pictures = [pieces[index].pixels for index in batch]
        if prepare is not None:
            pictures = [prepare(picture) for picture in pictures]
        return reader(_tensor([_of_width(picture, width) for picture in pictures]))

    answers: dict[int, Tensor] = {}
    for batch, scores in zip(batches, IDLE_CORES.each(read, batches), strict=True):
        answers.update(zip(batch, scores, strict=True))
    return [answers[index] for index in range(len(pieces))]


def _of_width(pixels: Grey, width: float) -> Grey:
    if width == 1.0:
        return pixels
    size = max(1, round(pixels.shape[1] * width)), STRIP_HEIGHT
    return np.asarray(
        cv2.resize(pixels, size, interpolation=cv2.INTER_AREA if width < 1 else cv2.INTER_CUBIC),
        dtype=np.uint8,
    )


def _tensor(pictures: Sequence[Grey]) -> Tensor:
    widest = max(picture.shape[1] for picture in pictures) + 2 * _SIDES
    width = -(-widest // _WIDTH_STEP) * _WIDTH_STEP
    tensor = np.zeros((len(pictures), 1, STRIP_HEIGHT, width), dtype=np.float32)
    for row, picture in zip(tensor, pictures, strict=True):
        padded = cv2.copyMakeBorder(picture, 0, 0, _SIDES, _SIDES, cv2.BORDER_REPLICATE)
        row[0, :, : padded.shape[1]] = padded.astype(np.float32) / 127.5 - 1
    return tensor


def _characters(scores: Tensor, piece: Piece, width: float) -> tuple[Character, ...]:
    """Greedy decoding: equal answers in a row are one character, and blanks part them."""
    best = scores.argmax(axis=1).tolist()
    steps = len(best)
    characters = []
    start = 0
    for step in range(1, steps + 1):
        if step < steps and best[step] == best[start]:
            continue
        answer = best[start]
        column = piece.start + column_of_step((start + step) / 2, width)
        if answer != 0 and is_seen(column, piece):
            characters.append(_character(scores[start:step], answer, column))
        start = step
    return tuple(characters)


def is_seen(column: float, piece: Piece) -> bool:
    """Whether a piece says what it reads at some column."""
    return piece.first - AROUND_CUT <= column < piece.last + AROUND_CUT


def column_of_step(step: float, width: float = 1.0) -> float:
    """The column of a piece for which a reader answers at some step."""
    return (step * _STEP - _SIDES) / width


def _character(scores: Tensor, answer: int, column: float) -> Character:
    peak = scores[int(scores[:, answer].argmax())]
    others = peak.copy()
    others[answer] = 0
    second = int(others.argmax())
    # That an O may be a zero is nothing new, and would hide what else it may be.
    if answer == _O and others[_CROSSED_O] >= MAY_HAVE_STROKE:
        second = _CROSSED_O
    return Character(
        CHARACTERS[answer - 1],
        column,
        float(peak[answer]),
        CHARACTERS[second - 1] if second else "",
        float(others[second]),
    )
