"""Letters of codes that the readers take for one another are told by their shapes."""

from dataclasses import replace

import pytest

from aktr.reading.vision.codes.shapes import with_seen_code_letters
from aktr.reading.vision.letters.cells import shape_of
from drawn_words import as_read, printed_word

_REVIEW_BELOW = 0.8


@pytest.mark.parametrize("blur", [0.8, 1.6])
@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("PA.I.F.K1", "PA.I.E.K1"),
        ("UA.V.F.K5,", "UA.V.E.K5,"),
        ("PA.VIII.A.R8", "PA.VIII.A.R5"),
        ("AM.II.I.K6", "AM.II.L.K6"),
    ],
)
def test_what_looks_like_another_letter_is_taken_for_it_and_left_in_doubt(
    printed: str, read: str, blur: float
) -> None:
    word = with_seen_code_letters(printed_word(printed, as_read(read), blur))

    assert word.text == printed
    assert word.confidence < _REVIEW_BELOW


def test_what_may_be_another_letter_is_in_doubt() -> None:
    word = with_seen_code_letters(printed_word("PA.X.D.S3", as_read("PA.X.O.S3")))

    assert word.text == "PA.X.O.S3"
    assert word.confidence < _REVIEW_BELOW


@pytest.mark.parametrize("blur", [0.8, 1.6])
@pytest.mark.parametrize(
    "printed",
    ["PA.I.E.K3", "PA.I.F.K5", "AI.X.G.K6", "UA.V.C.K8", "AM.II.L.K5", "AM.II.I.K15", "AI.II.O.K2"],
)
def test_a_code_that_was_read_as_it_is_printed_stays_as_sure(printed: str, blur: float) -> None:
    word = printed_word(printed, as_read(printed), blur)

    assert with_seen_code_letters(word) == word


@pytest.mark.parametrize(("code", "is_doubtful"), [("UA.V.E.K1", True), ("UA.V.C.K1", False)])
def test_a_line_under_a_code_may_be_the_foot_of_its_letter(code: str, is_doubtful: bool) -> None:
    word = printed_word(code, as_read(code))
    shape = shape_of(word)
    assert shape is not None
    foot = round(shape.base_line)
    pixels = word.strip.pixels.copy()
    pixels[foot - 2 : foot + 2] = 20

    seen = with_seen_code_letters(word._replace(strip=replace(word.strip, pixels=pixels)))

    assert (seen.confidence < _REVIEW_BELOW) == is_doubtful


def test_only_codes_are_looked_at() -> None:
    word = printed_word("EFFIE", as_read("EEEIE"))

    assert with_seen_code_letters(word) is word
