"""McDONALD and MCDONALD, DiMARCO and DİKMEN are told by the size of one letter."""

import pytest

from aktr.reading.vision.letters.family_prefixes import with_measured_prefix
from drawn_words import as_read, printed_word

_REVIEW_BELOW = 0.8


@pytest.mark.parametrize("face", ["Vera.ttf", "VeraBd.ttf"])
@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("McDONALD,", "MCDONALD,"),
        ("MCDONALD,", "McDONALD,"),
        ("McCOY", "MCCOY"),
        ("MCCOY", "MCCOY"),
        ("DiMARCO", "DiMARCO"),
        ("DİKMEN", "DiKMEN"),
    ],
)
def test_the_size_of_a_letter_says_whether_it_is_a_capital(
    printed: str, read: str, face: str
) -> None:
    word = with_measured_prefix(printed_word(printed, as_read(read), name=face))

    assert word.text == printed
    assert word.confidence >= _REVIEW_BELOW


def test_where_slanted_letters_reach_over_each_other_only_the_small_one_is_sure() -> None:
    small, capital = (
        with_measured_prefix(printed_word(name, as_read("MCDONALD"), name="VeraIt.ttf"))
        for name in ("McDONALD", "MCDONALD")
    )

    assert (small.text, capital.text) == ("McDONALD", "MCDONALD")
    assert small.confidence >= _REVIEW_BELOW > capital.confidence


@pytest.mark.parametrize("text", ["McDonald", "MICHAEL", "Di", "DIANE", "MCC"])
def test_other_words_stay_as_they_are(text: str) -> None:
    word = printed_word(text, as_read(text))

    assert with_measured_prefix(word) == word
