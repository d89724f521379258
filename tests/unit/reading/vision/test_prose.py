"""The words of the form are known, so that only values are read with care."""

import pytest

from aktr.reading.vision.prose import count_form_words, is_form_word


@pytest.mark.parametrize(
    "word",
    ["EXPIRATION", "Date:", "incorrectly", "(if", "http://www.faa.gov/training", "INSTRUCTOR'S"],
)
def test_labels_sentences_and_addresses_are_the_form_s(word: str) -> None:
    assert is_form_word(word)


@pytest.mark.parametrize("word", ["PA.I.A.K1", "DOE,", "C1234567", "93%", "1", "ABS60104", "Jane"])
def test_values_are_not(word: str) -> None:
    assert not is_form_word(word)


def test_short_words_are_no_evidence() -> None:
    assert count_form_words("a of in is I it 1 | no") == 0
    assert count_form_words("AIRMAN KNOWLEDGE TEST REPORT") == 4
