"""Strokes of the numerals of codes that a reader has lost are counted."""

import pytest

from aktr.reading.vision.codes.code_numerals import with_counted_numerals
from drawn_words import as_read, printed_word

_REVIEW_BELOW = 0.8


@pytest.mark.parametrize("face", ["Vera.ttf", "VeraBI.ttf"])
@pytest.mark.parametrize("blur", [0.8, 1.6])
@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("PA.VIII.B.R1", "PA.VII.B.R1"),
        ("PA.III.B.R1,", "PA.II.B.R1,"),
        ("PA.II.B.K2", "PA.I.B.K2"),
        ("AI.XII.B.K2", "AI.XI.B.K2"),
    ],
)
def test_a_stroke_that_was_not_read_is_put_in_and_leaves_a_doubt(
    printed: str, read: str, blur: float, face: str
) -> None:
    word = printed_word(printed, as_read(printed), blur, face)
    places = [letter.column for letter in word.characters]
    first, last = printed.index("I"), printed.rindex("I") + 1
    # The reader sees its strokes where the others are as well.
    strokes = last - first - 1
    width = (places[last - 1] - places[first]) / max(1, strokes)
    places[first:last] = [places[first] + (index + 0.5) * width for index in range(strokes)]
    letters = tuple(
        letter._replace(column=place) for letter, place in zip(as_read(read), places, strict=True)
    )

    counted = with_counted_numerals(word._replace(characters=letters))

    assert counted.text == printed
    assert counted.confidence < _REVIEW_BELOW


@pytest.mark.parametrize("face", ["Vera.ttf", "VeraBI.ttf"])
@pytest.mark.parametrize("blur", [0.8, 1.6, 2.4])
@pytest.mark.parametrize(
    "printed",
    ["PA.I.B.K1", "PA.II.B.R1", "PA.III.B.S2", "PA.VIII.B.R1", "AI.XII.B.K2", "PA.IV.J.K1"],
)
def test_a_numeral_that_was_read_as_it_is_printed_stays(
    printed: str, blur: float, face: str
) -> None:
    word = printed_word(printed, as_read(printed), blur, face)

    assert with_counted_numerals(word) == word
