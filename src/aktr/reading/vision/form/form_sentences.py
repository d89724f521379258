"""Lines of the form's own sentences, told by how they begin and where their blanks stand.

Most of the print of a report is the same on every report: what codes are, what an instructor
attests, the warning of alteration. A line that begins as one of these sentences does, and whose
words are as wide as those that follow in it, is that sentence; its letters need not be read. Any
other line is read: a value in a sentence would stand in the way of its blanks.
"""

from collections.abc import Iterator, Sequence
from statistics import mean
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from aktr.reading.vision.places.strips import BLANK
from aktr.reading.vision.text.pieces import Piece
from aktr.reading.vision.text.recognise import Character, ReadPiece, is_seen
from aktr.reading.vision.words.fit import (
    FACES,
    PlacedText,
    fit_words,
    letters_of,
    middles_of_letters,
)

_SENTENCES: Final = """
    U.S. Department of Transportation

    Federal Aviation Administration

    U.S. Department of Transportation Federal Aviation Administration

    Airman Knowledge Test Report

    Airman Computer Test Report

    The Airman Certification Standards (ACS) codes listed below represent incorrectly answered
    questions. These ACS codes and their associated Areas of Operation/Tasks/Elements may be
    found in the appropriate ACS document at http://www.faa.gov/training_testing/testing/acs.

    Learning statement codes listed below represent incorrectly answered questions. Learning
    statement codes and their associated statements can be found in the Learning Statement
    Reference Guide at www.faa.gov/training_testing/testing.

    Learning statement codes and their associated statements can be found at
    www.faa.gov/training_testing/testing.

    Reference material associated with the learning statement codes can be found in the
    appropriate knowledge test guide at www.faa.gov/training_testing/testing/test_guides.

    A single code may represent more than one incorrect response.

    DO NOT LOSE THIS REPORT

    AUTHORIZED INSTRUCTOR'S STATEMENT: (if applicable)

    STATEMENT OF CERTIFICATED AIRMAN, 14 CFR 65.19: (if applicable)

    (date) I gave the above named applicant

    additional instruction, covering each subject area shown to be deficient, and consider the
    applicant competent to pass the knowledge test.

    additional instruction in each subject area shown to be deficient and consider the applicant
    competent to pass the test.

    FRAUDULENT ALTERATION OF THIS FORM BY ANY PERSON IS A BASIS FOR SUSPENSION OR REVOCATION OF
    ANY CERTIFICATES OR RATINGS HELD BY THAT PERSON.

    ISSUED BY: PSI Services LLC
    """
"""As the form has them: Flight Training Central on the sample report of September 2024, FAA guides
to knowledge tests, 14 CFR 61.39 and 65.19 for the instructor's, parted where blanks are filled."""
_ENOUGH_TO_KNOW: Final = 300
"""Columns of a line by which its sentence is known: some fifteen letters."""
_FEWEST_LETTERS: Final = 9
_LETTERS_TO_A_MISTAKE: Final = 8
_FEWEST_TEXTS: Final = 3
"""Between the blanks of a line that have to be as wide as words of the sentence; of a line that
ends it, one less, or a single long one."""
_LONG_TEXT: Final = 12
"""Letters of such a one."""


class _Sentence(NamedTuple):
    words: tuple[str, ...]
    letters: str
    """In small letters, without blanks."""
    word_of: tuple[int, ...]
    """For each letter the place of its word."""


def _sentence(text: str) -> _Sentence:
    words = tuple(text.split())
    return _Sentence(
        words,
        "".join(words).lower(),
        tuple(place for place, word in enumerate(words) for _ in word),
    )


_KNOWN: Final = tuple(map(_sentence, _SENTENCES.strip().split("\n\n")))


def parted_to_know(text: Sequence[Piece]) -> tuple[Sequence[Piece], Sequence[Piece]]:
    """The pieces that tell whether a text is a sentence of the form, and the others.

    Args:
        text: The pieces of one text, from left to right.

    Returns:
        The first ones, all of a text that is too short for it to matter; and the rest.
    """
    enough = text[0].first + _ENOUGH_TO_KNOW
    ends = (count for count, piece in enumerate(text, 1) if piece.last >= enough)
    count = next(ends, len(text))
    return text[:count], text[count:]


def rest_of_sentence(read: Sequence[ReadPiece], rest: Sequence[Piece]) -> list[ReadPiece] | None:
    """What the rest of a line says, if the line is one of the form's sentences.

    Args:
        read: The first pieces of the line.
        rest: Its other pieces, from left to right.

    Returns:
        The other pieces as if they had been read, as surely as the first ones were; None if they
        have to be read.
    """
    letters = [
        part
        for each in read
        for part in each.characters
        if part.text != " " and each.piece.first <= part.column < each.piece.last
    ]
    if len(letters) < _FEWEST_LETTERS:
        return None
    inked = rest[0].strip.ink[: rest[-1].last] >= BLANK
    said = "".join(part.text for part in letters)
    for sentence, start in _beginnings(said.lower()):
        written = _written(letters, said, sentence, start, inked)
        if written is not None:
            certainty = mean(part.probability for part in letters)
            following = [Character(text, column, certainty, "", 0.0) for text, column in written]
            return [
                ReadPiece(piece, tuple(part for part in following if is_seen(part.column, piece)))
                for piece in rest
            ]
    return None


def _beginnings(read: str) -> Iterator[tuple[_Sentence, int]]:
    """The places in sentences at which some letters stand, but for single mistakes."""
    mistakes = len(read) // _LETTERS_TO_A_MISTAKE
    for sentence in _KNOWN:
        for start in range(len(sentence.letters) - len(read) + 1):
            # Both ends are right: a letter more or less would move all that follow.
            if sentence.letters[start] != read[0]:
                continue
            there = sentence.letters[start : start + len(read)]
            if there[-1] == read[-1] and sum(map(str.__ne__, there, read)) <= mistakes:
                yield sentence, start


def _written(
    letters: Sequence[Character],
    said: str,
    sentence: _Sentence,
    start: int,
    inked: NDArray[np.bool_],
) -> list[tuple[str, float]] | None:
    """The characters of a line from the last word that was begun, if all of its words fit.

    Args:
        letters: Those read at its beginning.
        said: What they say in one.
        sentence: Of which they may be.
        start: The place of the first of them in its letters.
        inked: The columns of the line with ink.

    Returns:
        Each with its column; None if they do not fit.
    """
    end = start + len(letters)
    word = sentence.word_of[end - 1]
    begin = sentence.word_of.index(word)
    if begin < start:
        return None
    words = _as_printed(sentence.words, said, start)
    first = letters[begin - start]
    for face in FACES:
        places = middles_of_letters(" ".join(words), face)
        em = (letters[-1].column - letters[0].column) / (places[end - 1] - places[start])
        left = first.column - em * face.width(first.text) / 2
        placed = fit_words(words[word:], inked, left, em, face)
        if placed is not None and _are_enough(placed, words[-1]):
            return list(letters_of(placed, face))
    return None


def _are_enough(placed: Sequence[PlacedText], last_of_sentence: str) -> bool:
    last = placed[-1].text
    if not last.endswith(last_of_sentence):
        return len(placed) >= _FEWEST_TEXTS
    return len(placed) >= _FEWEST_TEXTS - 1 or len(last) >= _LONG_TEXT


def _as_printed(words: Sequence[str], said: str, start: int) -> list[str]:
    """Words in the letters of the line: some forms print in capitals what others do not.

    Args:
        words: Of the sentence.
        said: What the line begins with, without blanks.
        start: The place of that in the letters of the sentence.
    """
    own = "".join(words)[start : start + len(said)]
    if 2 * sum(map(str.__eq__, own, said)) > len(said):
        return list(words)
    if 2 * sum(map(str.isupper, said)) > len(said):
        return [word.upper() for word in words]
    return [word.lower() for word in words]
