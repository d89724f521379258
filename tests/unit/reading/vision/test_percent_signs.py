"""A percent sign that is like a digit is none, as no score is above 100."""

import numpy as np
import pytest

from aktr.reading.vision.places.detect import TextRegion
from aktr.reading.vision.places.strips import Strip
from aktr.reading.vision.text.recognise import Character
from aktr.reading.vision.words.percent_signs import with_percent_signs
from aktr.reading.vision.words.words import StripWord

_STRIP = Strip(
    np.full((48, 400), 250, dtype=np.uint8),
    TextRegion(0, 400, np.array([24.0]), 48),
    np.zeros((2, 400)),
    np.zeros(400),
)


def _word(*signs: tuple[str, float, str]) -> StripWord:
    """A word of signs, each with how sure it is and what else takes up the rest."""
    return StripWord(
        _STRIP,
        tuple(
            Character(text, 20.0 * place, sure, second, 1 - sure)
            for place, (text, sure, second) in enumerate(signs, start=1)
        ),
        10,
        20 * len(signs) + 10,
    )


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ([("6", 1.0, ""), ("4", 1.0, ""), ("%", 0.53, "8")], "64%"),
        ([("7", 1.0, ""), ("4", 1.0, ""), ("8", 0.58, "%")], "74%"),
        (
            [("1", 1.0, ""), ("0", 1.0, ""), ("0", 1.0, ""), ("%", 0.55, "9"), ("6", 0.6, "")],
            "100%",
        ),
        ([("6", 1.0, ""), ("6", 1.0, ""), ("9", 0.68, "%"), ("6", 1.0, "")], "66%"),
    ],
)
def test_a_sign_that_wavers_between_percent_and_a_digit_is_a_percent_sign(
    read: list[tuple[str, float, str]], printed: str
) -> None:
    word = with_percent_signs(_word(*read))

    assert word.text == printed
    assert word.confidence == pytest.approx(1.0)


def test_its_digits_are_as_sure_as_before() -> None:
    word = with_percent_signs(_word(("7", 0.6, "1"), ("4", 1.0, ""), ("8", 0.58, "%")))

    assert word.text == "74%"
    assert word.confidence == pytest.approx(0.6)


@pytest.mark.parametrize(
    "read",
    [
        # A score of 7 per cent, or one of 78.
        [("7", 1.0, ""), ("8", 0.58, "%")],
        # Nothing says that the last one is a sign.
        [("7", 1.0, ""), ("4", 1.0, ""), ("8", 0.58, "3")],
        # More digits than a score has.
        [("1", 1.0, ""), ("7", 1.0, ""), ("4", 1.0, ""), ("8", 0.58, "%")],
    ],
)
def test_what_may_be_a_digit_stays_one(read: list[tuple[str, float, str]]) -> None:
    word = _word(*read)

    assert with_percent_signs(word) == word
