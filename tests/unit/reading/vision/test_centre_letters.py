"""The letters of a testing centre are known beforehand, its digits are not."""

import pytest

from aktr.reading.vision.words.centre_letters import with_known_letters
from drawn_words import as_read, printed_word

_REVIEW_BELOW = 0.8


@pytest.mark.parametrize("centre", ["ABS60104", "LAS12345,"])
def test_a_doubtful_letter_of_a_centre_is_what_it_must_be(centre: str) -> None:
    word = printed_word(centre, as_read(centre, {1: (0.6, "8", 0.3)}))

    assert with_known_letters(word).text == centre
    assert with_known_letters(word).confidence > _REVIEW_BELOW


@pytest.mark.parametrize(
    ("text", "doubtful"), [("ABS60104", 4), ("ARS60104", 1), ("ABSALOM", 1), ("ABS6010", 1)]
)
def test_digits_and_other_words_stay_in_doubt(text: str, doubtful: int) -> None:
    word = printed_word(text, as_read(text, {doubtful: (0.6, "8", 0.3)}))

    assert with_known_letters(word) == word
