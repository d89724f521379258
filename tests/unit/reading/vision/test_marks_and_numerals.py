"""Strokes of seals are left out, and the strokes of numerals counted."""

import numpy as np

from aktr.reading.vision.codes.numerals import with_counted_strokes
from aktr.reading.vision.places.detect import TextRegion
from aktr.reading.vision.places.strips import STRIP_HEIGHT, Strip
from aktr.reading.vision.text.pieces import Piece
from aktr.reading.vision.text.recognise import Character, ReadPiece
from aktr.reading.vision.words.faint import without_faint_marks
from aktr.reading.vision.words.words import StripWord

_PAPER = 220


def _strip(pixels: np.ndarray[tuple[int, int], np.dtype[np.uint8]], y: float = 10.0) -> Strip:
    columns = pixels.shape[1]
    x = np.arange(columns) + 0.5
    region = TextRegion(0.0, float(columns), np.array([y]), 30.0)
    return Strip(pixels, region, np.stack([x, np.full(columns, y)]), np.zeros(columns))


def _sheet(columns: int = 120) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    return np.full((STRIP_HEIGHT, columns), _PAPER, dtype=np.uint8)


def _characters(text: str, probability: float = 0.9) -> tuple[Character, ...]:
    return tuple(Character(sign, 40.0, probability, "", 0.0) for sign in text)


def _numeral(strokes: int, read: str, gap: int = 22) -> StripWord:
    """Strokes with serifs that touch, as the readers take for one letter."""
    pixels = _sheet()
    right = 20 + gap * (strokes - 1) + 10
    pixels[8:12, 14:right] = 40
    pixels[36:40, 14:right] = 40
    for stroke in range(strokes):
        pixels[8:40, 20 + gap * stroke : 24 + gap * stroke] = 40
    return StripWord(_strip(pixels), _characters(read), 14, right)


def test_strokes_whose_serifs_touch_are_counted() -> None:
    assert with_counted_strokes(_numeral(3, "I")).text == "III"
    assert with_counted_strokes(_numeral(2, "I1")).text == "II"
    assert with_counted_strokes(_numeral(1, "I")).text == "I"


def test_a_sign_behind_a_numeral_is_no_stroke() -> None:
    assert with_counted_strokes(_numeral(2, "I,")).text == "II,"
    assert with_counted_strokes(_numeral(1, "I.")).text == "I."
    assert with_counted_strokes(_numeral(1, ",")).text == ","


def test_a_numeral_with_other_strokes_than_were_read_is_in_doubt() -> None:
    assert with_counted_strokes(_numeral(1, "III")).confidence < 0.8
    assert with_counted_strokes(_numeral(4, "III", gap=16)).confidence < 0.8


def test_a_small_letter_that_may_be_strokes_is_counted_and_left_in_doubt() -> None:
    word = _numeral(2, "n,")
    letter = word.characters[0]._replace(second="I", second_probability=0.3)

    seen = with_counted_strokes(word._replace(characters=(letter, *word.characters[1:])))

    assert seen.text == "II,"
    assert seen.confidence < 0.8
    assert with_counted_strokes(word) is word


def test_numbers_and_other_words_are_not_counted() -> None:
    for text in ("1", "11", "Ill", "IX"):
        word = _numeral(1, text)
        if text != "Ill":
            assert with_counted_strokes(word) is word


def _piece(text: str, ink: int, y: float, probability: float = 0.99) -> ReadPiece:
    pixels = _sheet()
    pixels[14:34, 20:100:8] = ink
    pixels[14:34, 21:100:8] = ink
    strip = _strip(pixels, y)
    return ReadPiece(Piece(strip, 0, 120, 0, 120, False), _characters(text, probability))


def test_faint_strokes_among_print_are_left_out() -> None:
    printed = [_piece("EXAM DATE", 30, 40.0 * row) for row in range(10)]
    seal = _piece("1", 190, 60.0, 0.6)

    assert without_faint_marks([*printed, seal]) == printed


def test_faint_words_and_a_faint_page_are_kept() -> None:
    printed = [_piece("EXAM DATE", 30, 40.0 * row) for row in range(10)]
    word = _piece("ABS60104", 190, 60.0)
    assert without_faint_marks([*printed, word]) == [*printed, word]

    faded = [_piece("EXAM DATE", 190, 40.0 * row) for row in range(10)]
    take = _piece("1", 190, 60.0)
    assert without_faint_marks([*faded, take]) == [*faded, take]
