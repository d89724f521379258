"""Letters that the readers know less well are told by their shapes, or are left in doubt."""

from dataclasses import replace
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from aktr.reading.vision.detect import TextRegion
from aktr.reading.vision.letter_shapes import with_seen_letters
from aktr.reading.vision.recognise import Character
from aktr.reading.vision.strips import STRETCH, STRIP_HEIGHT, cut_strip
from aktr.reading.vision.words import StripWord

_REVIEW_BELOW = 0.8
_SIZE = 40
_OTHER_FACE = "VeraBI.ttf"
"""A face that the drawings are not made with."""


def _face(name: str) -> ImageFont.FreeTypeFont:
    spec = find_spec("reportlab")
    assert spec is not None
    assert spec.origin is not None
    return ImageFont.truetype(str(Path(spec.origin).parent / "fonts" / name), _SIZE)


def _word(
    printed: str, read: list[Character], blur: float = 0.8, face: str = _OTHER_FACE
) -> StripWord:
    """A word as it is printed, with what a reader made of it, letter by letter."""
    font = _face(face)
    width = round(font.getlength(printed)) + 40
    sheet = Image.new("L", (width, 2 * _SIZE), 250)
    ImageDraw.Draw(sheet).text((20, _SIZE / 2), printed, font=font, fill=20)
    picture = np.asarray(sheet.filter(ImageFilter.GaussianBlur(blur)))
    region = TextRegion(0, width, np.array([_SIZE * 1.1]), _SIZE * 1.3)
    strip = cut_strip(picture, region)
    scale = STRETCH * STRIP_HEIGHT / region.height
    edges = [20 + font.getlength(printed[:index]) for index in range(len(printed) + 1)]
    places = [(left + right) / 2 for left, right in pairwise(edges)]
    letters = []
    for index, character in enumerate(read):
        # Of two letters that a reader sees in one, each has its half of the place.
        shift = 0.0
        place = places[min(index, len(places) - 1)]
        if len(read) > len(printed):
            joined = next(i for i, letter in enumerate(printed) if letter in "ÆæŒœ")
            place = places[index if index <= joined else index - 1]
            quarter = (edges[joined + 1] - edges[joined]) / 4
            shift = {joined: -quarter, joined + 1: quarter}.get(index, 0.0)
        letters.append(character._replace(column=(place + shift) * scale))
    return StripWord(strip, tuple(letters), round(20 * scale), round(edges[-1] * scale))


def _read(text: str, doubts: dict[int, tuple[float, str, float]] | None = None) -> list[Character]:
    """What a reader says: sure of every letter but those with a doubt."""
    sure = (1.0, "", 0.0)
    return [
        Character(letter, 0.0, *(doubts or {}).get(index, sure))
        for index, letter in enumerate(text)
    ]


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("RENÉ", _read("RENÈ", {3: (0.6, "É", 0.3)})),
        ("ZOË", _read("ZOÊ", {2: (0.5, "Ë", 0.4)})),
        ("BJØRN", _read("BJORN", {2: (0.8, "Ø", 0.1)})),
        ("LÆRKE", _read("LAERKE")),
        ("NUÑEZ", _read("NUNEZ", {2: (0.7, "Ñ", 0.2)})),
    ],
)
def test_a_doubtful_letter_is_told_by_its_shape(printed: str, read: list[Character]) -> None:
    word = with_seen_letters(_word(printed, read))

    assert word.text == printed
    assert word.confidence >= _REVIEW_BELOW


@pytest.mark.parametrize(("letter", "marked"), [("N", "Ń"), ("S", "Ś")])
def test_a_mark_that_no_face_at_hand_has_is_told_by_its_shape(letter: str, marked: str) -> None:
    name = f"A{letter}A"
    word = _word(name, _read(name, {1: (0.9, marked, 0.08)}), face="Vera.ttf")
    left, middle = (round(word.characters[index].column) for index in (0, 1))
    accented = _word(f"Á{letter}A", _read(name), face="Vera.ttf").strip.pixels
    pixels = word.strip.pixels.copy()
    pixels[:10, middle - 14 : middle + 14] = accented[:10, left - 14 : left + 14]

    seen = with_seen_letters(word._replace(strip=replace(word.strip, pixels=pixels)))

    assert seen.text == f"A{marked}A"


def test_the_likelier_mark_is_taken_even_where_a_doubt_remains() -> None:
    read = _read("ASTROM", {0: (0.85, "Å", 0.1)})

    assert with_seen_letters(_word("ÅSTROM", read)).text == "ÅSTROM"


@pytest.mark.parametrize("printed", ["MICHAEL", "AEROFOYLE", "OONA", "Caesar", "Isaac"])
def test_plain_letters_stay_as_they_are(printed: str) -> None:
    word = _word(printed, _read(printed))

    assert with_seen_letters(word) == word


def test_grain_and_failing_light_are_no_ink_above_a_letter() -> None:
    clean = _word("QUISENBERRY", _read("QUISENBERRY"))
    columns = clean.strip.pixels.shape[1]
    shade = np.linspace(1.0, 0.55, columns)
    grain = np.random.default_rng(7).normal(0, 6, (STRIP_HEIGHT, columns))
    faint = 150 + clean.strip.pixels.astype(np.float32) * 0.25
    pixels = np.clip(faint * shade + grain, 0, 255).astype(np.uint8)

    word = clean._replace(strip=replace(clean.strip, pixels=pixels))

    assert with_seen_letters(word) == word


def test_ink_above_a_letter_that_was_read_without_a_mark_is_not_passed_over() -> None:
    word = with_seen_letters(_word("ÅSTROM", _read("ASTROM")))

    assert word.text == "ÅSTROM" or word.confidence < _REVIEW_BELOW


def test_a_mark_that_blur_hides_leaves_a_doubt() -> None:
    read = _read("RENÉ", {3: (0.6, "E", 0.35)})

    word = with_seen_letters(_word("RENE", read))

    assert word.confidence < _REVIEW_BELOW


def test_the_rest_of_a_mark_leaves_a_doubt_and_a_plain_letter_none() -> None:
    read = _read("NOE", {2: (0.994, "É", 0.0057)})
    marked, bare = _word("NOÉ", read, blur=2), _word("NOE", read, blur=2)
    share = 0.45
    faint = share * marked.strip.pixels + (1 - share) * bare.strip.pixels.astype(np.float64)
    faded = bare._replace(strip=replace(bare.strip, pixels=faint.astype(np.uint8)))

    assert with_seen_letters(faded).confidence < _REVIEW_BELOW
    assert with_seen_letters(bare).confidence > _REVIEW_BELOW


def test_codes_and_words_of_the_form_are_not_touched() -> None:
    for text in ("PA.I.A.K1", "EXAM", "C1234567"):
        word = _word(text, _read(text, {0: (0.5, "Å", 0.4)}))
        assert with_seen_letters(word) is word


def test_a_zero_in_a_name_is_a_letter() -> None:
    assert with_seen_letters(_word("OTTO", _read("0TTO"))).text in {"OTTO", "0TTO"}
    read = with_seen_letters(_word("OTTO", _read("0TTO")))
    assert read.text == "OTTO" or read.confidence < _REVIEW_BELOW


def test_a_reader_that_is_rather_sure_of_a_mark_is_doubted_and_not_overruled() -> None:
    word = with_seen_letters(_word("ÂKESSON", _read("ÅKESSON", {0: (0.9, "Ä", 0.05)})))

    assert word.text == "ÅKESSON"
    assert word.confidence < _REVIEW_BELOW


def test_where_the_shape_is_clear_it_is_likelier_than_a_reader_that_is_rather_sure() -> None:
    read = _read("JÚRGEN", {1: (0.9, "Ù", 0.05)})
    word = with_seen_letters(_word("JÜRGEN", read, face="Vera.ttf"))

    assert word.text == "JÜRGEN"
    assert word.confidence < _REVIEW_BELOW


def test_a_shape_that_is_only_just_like_it_does_not_make_a_guessed_mark_sure() -> None:
    word = _word("ÅKESSON", _read("ÀKESSON", {0: (0.36, "Ã", 0.11)}))
    blurred = np.asarray(cv2.GaussianBlur(word.strip.pixels, (0, 0), 1.5), dtype=np.uint8)
    seen = with_seen_letters(word._replace(strip=replace(word.strip, pixels=blurred)))

    assert seen.confidence < _REVIEW_BELOW


def test_a_name_on_a_copy_that_lost_its_thin_strokes_is_in_doubt() -> None:
    word = _word("CHLOE", _read("CHLOE"))
    faded = (250 - (250 - word.strip.pixels.astype(np.float64)) * 0.4).astype(np.uint8)
    blots = np.arange(faded.shape[1]) % 30 < 5
    faded[:, blots] = word.strip.pixels[:, blots]

    copied = with_seen_letters(word._replace(strip=replace(word.strip, pixels=faded)))

    assert copied.text == "CHLOE"
    assert copied.confidence < _REVIEW_BELOW
    assert with_seen_letters(word).confidence >= _REVIEW_BELOW


def test_the_strokes_of_a_numeral_are_not_searched_for_marks() -> None:
    word = _word("III", _read("III", {1: (0.9, "Í", 0.05)}))

    assert with_seen_letters(word) is word


def test_thin_strokes_of_one_word_on_an_even_line_are_no_loss() -> None:
    word = _word("LUCA", _read("LUCA"))
    faded = (250 - (250 - word.strip.pixels.astype(np.float64)) * 0.4).astype(np.uint8)
    blots = np.arange(faded.shape[1]) % 30 < 5
    faded[:, blots] = word.strip.pixels[:, blots]
    on_even_line = np.concatenate([faded, *[word.strip.pixels] * 3], axis=1)

    seen = with_seen_letters(word._replace(strip=replace(word.strip, pixels=on_even_line)))

    assert seen.confidence >= _REVIEW_BELOW


def test_a_mark_that_all_looks_agree_on_is_not_doubted_because_blur_hides_it() -> None:
    read = _read("RENÉ", {3: (0.99, "E", 0.03)})

    assert with_seen_letters(_word("RENE", read)).confidence >= _REVIEW_BELOW


@pytest.mark.parametrize(
    ("sure", "blur", "confidence"), [(0.86, 4.5, 0.86), (0.75, 4.5, 0.6), (0.86, 0.8, 0.82)]
)
def test_a_likely_stroke_is_doubted_only_by_a_shape_that_has_none(
    sure: float, blur: float, confidence: float
) -> None:
    read = _read("BJØRN", {2: (sure, "O", 0.12)})

    word = with_seen_letters(_word("BJORN", read, blur))

    assert word.text == ("BJORN" if blur < 1 else "BJØRN")
    assert word.confidence == confidence


def test_a_lone_capital_at_the_very_end_of_its_strip_may_have_lost_its_dot() -> None:
    whole = _word("A", _read("A"))
    cut = whole._replace(
        strip=replace(whole.strip, pixels=whole.strip.pixels[:, : whole.right].copy())
    )
    assert with_seen_letters(whole).confidence == whole.confidence
    assert with_seen_letters(cut).confidence < 0.8
    assert with_seen_letters(cut).text == "A"
