"""A date in which one of two digits was passed over is in doubt."""

import numpy as np
import pytest

from aktr.reading.vision.places.detect import TextRegion
from aktr.reading.vision.places.strips import STRIP_HEIGHT, Strip
from aktr.reading.vision.text.recognise import Character
from aktr.reading.vision.words.lost_digits import with_whole_dates
from aktr.reading.vision.words.words import StripWord

PITCH = 24.0
"""Columns of a digit; a sign has half of them."""


def _words(printed: str, *lost: int) -> list[StripWord]:
    """The words of a printed line, without the characters at some places.

    What is read of two equal digits lies between both.
    """
    widths = [PITCH if sign.isalnum() else PITCH / 2 for sign in printed]
    lefts = [30.0 + sum(widths[:place]) for place in range(len(printed) + 1)]
    columns = round(lefts[-1]) + 30
    strip = Strip(
        np.full((STRIP_HEIGHT, columns), 250, dtype=np.uint8),
        TextRegion(0, columns, np.array([24.0]), 48.0),
        np.zeros((2, columns)),
        np.zeros(columns),
    )
    words, start = [], 0
    for text in printed.split():
        start = printed.index(text, start)
        end = start + len(text)
        characters = tuple(
            Character(
                printed[place],
                lefts[place] + widths[place] / 2 + (PITCH / 2 if place + 1 in lost else 0),
                0.99,
                "",
                0.0,
            )
            for place in range(start, end)
            if place not in lost
        )
        words.append(StripWord(strip, characters, round(lefts[start]), round(lefts[end])))
        start = end
    return words


def _least_sure(words: list[StripWord]) -> float:
    return min(part.probability for word in with_whole_dates(words) for part in word.characters)


@pytest.mark.parametrize(
    ("printed", "lost"),
    [
        ("08/11/2025", 4),
        ("11/08/2025", 1),
        ("8/11/2025", 3),
        ("11/8/2025", 1),
        ("22.11.2025", 1),
        ("August 11, 2025", 8),
        ("22 August 2025", 1),
    ],
)
def test_a_lost_digit_leaves_a_doubt(printed: str, lost: int) -> None:
    assert _least_sure(_words(printed, lost)) < 0.7


@pytest.mark.parametrize(
    "printed",
    ["08/11/2025", "8/1/2025", "1/8/2025,", "11/8/2025", "8/11/2025", "August 1, 2025",
     "2 August 2025", "August 11, 2025", "TAKE 1 88 2025"],
)  # fmt: skip
def test_whole_dates_are_left_alone(printed: str) -> None:
    words = _words(printed)

    assert with_whole_dates(words) == words
