"""Damaged and doubtful codes are read once more, as nothing but codes."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from aktr.reading.vision.codes.grammar import (
    codes_in,
    likeliest_codes,
    likelihood,
    signs_of,
    steps_of,
)
from aktr.reading.vision.codes.look import with_codes_read_alone
from aktr.reading.vision.networks.files import CHARACTERS
from aktr.reading.vision.networks.models import Tensor, load_models
from aktr.reading.vision.places.detect import TextRegion
from aktr.reading.vision.places.strips import cut_strip
from aktr.reading.vision.text.pieces import pieces_of
from aktr.reading.vision.text.recognise import read_pieces
from aktr.reading.vision.words.words import StripWord, words_of


def _answer(*signs: dict[str, float]) -> Tensor:
    """What a reader answers that sees some signs, with nothing between them."""
    steps = np.zeros((2 * len(signs) + 1, len(CHARACTERS) + 1), dtype=np.float32)
    steps[::2, 0] = 1.0
    for index, likely in enumerate(signs):
        for sign, probability in likely.items():
            place = CHARACTERS.index(sign) + 1 if sign else 0
            steps[2 * index + 1, place] = probability
    return steps


def _seen(text: str) -> list[dict[str, float]]:
    return [{sign: 0.97, "": 0.03} for sign in text]


def _first(*signs: dict[str, float]) -> tuple[str, ...]:
    return codes_in(likeliest_codes(signs_of(_answer(*signs)))[0])


@pytest.mark.parametrize(
    ("read", "codes"),
    [
        ("PA.I.B.K2", ("PA.I.B.K2",)),
        ("PA.1.B.KIf", ("PA.I.B.K1f",)),
        ("pa.vi.c.s3,", ("PA.VI.C.S3",)),
        ("PA.II.8.R5;", ("PA.II.B.R5",)),
        ("PA.II.A.K3aPA.IV.B.K1", ("PA.II.A.K3a", "PA.IV.B.K1")),
        ("PA.II.A.K3, PA.IV.B.K12", ("PA.II.A.K3", "PA.IV.B.K12")),
        ("PLTO52PLT104", ("PLT052", "PLT104")),
    ],
)
def test_strokes_are_read_as_what_can_stand_in_their_place(
    read: str, codes: tuple[str, ...]
) -> None:
    assert _first(*_seen(read)) == codes


def test_a_dot_that_hardly_shows_is_where_it_must_be() -> None:
    faint_dot = {"": 0.96, ".": 0.04}
    signs = [*_seen("IH"), faint_dot, *_seen("IV.A.R3")]

    assert _first(*signs) == ("IH.IV.A.R3",)


def test_the_likelier_of_two_codes_comes_first_by_as_much_as_it_is_likelier() -> None:
    answer = _answer(*_seen("PA.I.B.K1"), {"b": 0.6, "6": 0.3, "": 0.1})
    first, second = likeliest_codes(signs_of(answer))[:2]

    assert (codes_in(first), codes_in(second)) == (("PA.I.B.K1b",), ("PA.I.B.K16",))
    ahead = likelihood(first, signs_of(answer)) - likelihood(second, signs_of(answer))
    assert ahead == pytest.approx(np.log(2), abs=0.01)


def test_a_one_and_an_l_at_the_end_are_equally_likely() -> None:
    answer = _answer(*_seen("PA.I.H.K1"), {"I": 0.9, "": 0.1})
    (one, letter) = (text for text in likeliest_codes(signs_of(answer))[:2])

    assert {codes_in(one), codes_in(letter)} == {("PA.I.H.K11",), ("PA.I.H.K1l",)}
    assert likelihood(one, signs_of(answer)) == pytest.approx(
        likelihood(letter, signs_of(answer)), abs=0.01
    )


def test_one_stroke_is_not_counted_twice() -> None:
    answer = np.repeat(_answer(*_seen("PA.I.H.K1")), 2, axis=0)
    wrong = [likelihood(text, signs_of(answer)) for text in ("PA.I.H.K1₁", "PA.I.H.K1l")]

    assert likelihood("PA.I.H.K1", signs_of(answer)) > max(wrong) + 5


def test_what_is_no_code_has_no_reading_as_one() -> None:
    assert likeliest_codes(signs_of(_answer(*_seen("TEST")))) == []


def test_signs_are_placed_where_they_are_read() -> None:
    answer = _answer(*_seen("PA.V.B.K2"))

    assert steps_of("PA.V.B.K2", signs_of(answer)) == pytest.approx([2 * n + 1 for n in range(9)])


def _printed(text: str) -> list[StripWord]:
    picture = Image.new("L", (900, 60), 235)
    ImageDraw.Draw(picture).text((20, 14), text, fill=20, font=ImageFont.load_default(26))
    region = TextRegion(0.0, 900.0, np.array([31.0]), 42.0)
    pieces = list(pieces_of(cut_strip(np.asarray(picture), region)))
    return list(words_of(read_pieces(pieces, load_models().careful_reader)))


def _read_as(word: StripWord, text: str, probability: float = 0.6) -> StripWord:
    """A word of which a reader made something else, with doubts."""
    columns = np.linspace(word.left, word.right, len(text))
    like = word.characters[0]._replace(second="", probability=probability)
    signs = (
        like._replace(text=sign, column=float(column))
        for sign, column in zip(text, columns, strict=True)
    )
    return word._replace(characters=tuple(signs))


def _looked(words: list[StripWord]) -> list[StripWord]:
    return with_codes_read_alone(words, load_models().careful_reader)


def test_a_damaged_code_is_read_as_the_code_that_it_shows() -> None:
    first, second = _printed("CA.II.B.K3 CA.IV.A.R2")
    assert (first.text, second.text) == ("CA.II.B.K3", "CA.IV.A.R2")

    settled = _looked([_read_as(first, "CA.IL.B.K3"), _read_as(second, "CAIVA.R2")])

    assert [word.text for word in settled] == ["CA.II.B.K3", "CA.IV.A.R2"]
    assert all(word.confidence >= 0.9 for word in settled)
    assert [(word.left, word.right) for word in settled] == [
        (first.left, first.right),
        (second.left, second.right),
    ]


def test_codes_that_were_read_as_one_word_are_parted_and_pieces_of_one_joined() -> None:
    first, second = _printed("CA.II.B.K3 CA.IV.A.R2")
    whole = first._replace(right=second.right)

    parted = _looked([_read_as(whole, "CA.IL.B.K3CAIV.A.R2")])
    middle = (second.left + second.right) // 2
    torn = [_read_as(second._replace(right=middle), "CA.IV")]
    torn.append(_read_as(second._replace(left=middle), "A.R2"))
    joined = _looked([first, *torn])

    assert [word.text for word in parted] == ["CA.II.B.K3", "CA.IV.A.R2"]
    assert first.right <= parted[0].right <= parted[1].left + 1 <= second.left + 1
    assert [word.text for word in joined] == ["CA.II.B.K3", "CA.IV.A.R2"]


def test_a_whole_code_that_the_look_does_not_show_stays_in_doubt() -> None:
    (word,) = _printed("CA.II.B.K3")

    (settled,) = _looked([_read_as(word, "CA.II.B.K8")])

    assert settled.confidence < 0.8


def test_what_is_sure_or_no_code_is_left_alone() -> None:
    words = _printed("CA.II.B.K3 No.16884 Nr:B61 Dr.Wu")

    assert _looked(words) == words
    damaged = [words[0], *(_read_as(word, word.text) for word in words[1:])]
    assert _looked(damaged) == damaged
