"""The words of the form are known, so that only values are read with care."""

import pytest

from aktr.reading.vision.text.prose import count_form_words, is_form_word, values_among


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


def test_small_words_in_a_sentence_of_the_form_are_no_values() -> None:
    sentence = "The learning statement codes printed below identify the subjects of PLT034"

    assert _values(sentence) == ["PLT034"]


@pytest.mark.parametrize("line", ["NAME: de la Cruz, Ana", "Applicant name van Dyk"])
def test_small_words_elsewhere_may_be(line: str) -> None:
    assert {"de", "la", "van"} & set(_values(line))


def test_words_of_the_form_whose_blanks_are_lost_are_no_values() -> None:
    sentence = "FRAUDULENT ALTERATIONOFTHISFORM BY ANY PERSON IS A BASIS FOR SUSPENSION"

    assert _values(sentence) == []
    assert _values("EXPIRATIONDATE: 07/31/2026") == ["EXPIRATIONDATE:", "07/31/2026"]


@pytest.mark.parametrize("value", ["BENOIT", "Beason", "STATEMENT12", "ABS60104"])
def test_what_could_be_a_name_is_not_taken_for_glued_words(value: str) -> None:
    assert _values(f"NAME {value}") == [value]


def _values(line: str) -> list[str]:
    words = line.split()
    return [words[index] for index in values_among(words)]
