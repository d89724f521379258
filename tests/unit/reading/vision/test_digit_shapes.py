"""A digit that looks like others of its page than those read the same is left in doubt."""

import pytest

from aktr.reading.vision.letters.digit_shapes import with_compared_digits
from aktr.reading.vision.words.words import StripWord
from drawn_words import as_read, printed_word

_REVIEW_BELOW = 0.8
_PRINTED = ("89308420260615008", "C3697802", "ABS94063", "06/15/2026", "PA.IX.C.K8")


def _page(blur: float, **read_as: str) -> list[StripWord]:
    """Words of a page as a reader has them, and one more in another way."""
    printed = (*_PRINTED, *read_as)
    read = (*_PRINTED, *read_as.values())
    return [
        printed_word(text, as_read(seen), blur) for text, seen in zip(printed, read, strict=True)
    ]


@pytest.mark.parametrize("blur", [0.8, 2.0, 3.5])
@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("98", "90"),
        ("80", "88"),
        ("83", "88"),
        ("95", "96"),
        ("76", "70"),
        ("C3209684", "C3269684"),
    ],
)
def test_what_looks_like_a_digit_that_was_read_otherwise_is_in_doubt(
    printed: str, read: str, blur: float
) -> None:
    words = _page(blur, **{printed: read})

    compared = with_compared_digits(words)

    assert compared[-1].text == read
    assert compared[-1].confidence < _REVIEW_BELOW
    assert compared[:-1] == words[:-1]


@pytest.mark.parametrize("blur", [0.8, 2.0, 3.5])
def test_digits_that_look_like_those_read_the_same_stay_as_sure(blur: float) -> None:
    words = _page(blur, **{"98": "98", "74%": "74%"})

    assert with_compared_digits(words) == words


def test_a_page_with_few_digits_says_nothing_of_them() -> None:
    words = [printed_word("98", as_read("90"))]

    assert with_compared_digits(words) == words
    assert with_compared_digits([]) == []
