"""Letters that the readers know less well are told by their shapes, or are left in doubt."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from aktr.reading.vision.letters.shapes import with_seen_letters
from aktr.reading.vision.places.strips import STRIP_HEIGHT
from aktr.reading.vision.text.recognise import Character
from drawn_words import as_read, printed_word

_REVIEW_BELOW = 0.8


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("RENÉ", as_read("RENÈ", {3: (0.6, "É", 0.3)})),
        ("ZOË", as_read("ZOÊ", {2: (0.5, "Ë", 0.4)})),
        ("BJØRN", as_read("BJORN", {2: (0.8, "Ø", 0.1)})),
        ("LÆRKE", as_read("LAERKE")),
        ("NUÑEZ", as_read("NUNEZ", {2: (0.7, "Ñ", 0.2)})),
    ],
)
def test_a_doubtful_letter_is_told_by_its_shape(printed: str, read: list[Character]) -> None:
    word = with_seen_letters(printed_word(printed, read))

    assert word.text == printed
    assert word.confidence >= _REVIEW_BELOW


@pytest.mark.parametrize(
    ("printed", "second", "blur", "face"),
    [("BØN", "0", 0.8, "Vera.ttf"), ("MÖN", "Ô", 2, "VeraBI.ttf"), ("MÏN", "Î", 0.8, "Vera.ttf")],
)
def test_a_letter_that_reader_and_shape_have_in_common_is_sure(
    printed: str, second: str, blur: float, face: str
) -> None:
    read = as_read(printed, {1: (0.6, second, 0.3)})
    word = with_seen_letters(printed_word(printed, read, blur, face))

    assert word.text == printed
    assert word.confidence >= _REVIEW_BELOW


@pytest.mark.parametrize(("letter", "marked"), [("N", "Ń"), ("S", "Ś")])
def test_a_mark_that_no_face_at_hand_has_is_told_by_its_shape(letter: str, marked: str) -> None:
    name = f"A{letter}A"
    word = printed_word(name, as_read(name, {1: (0.9, marked, 0.08)}), name="Vera.ttf")
    left, middle = (round(word.characters[index].column) for index in (0, 1))
    accented = printed_word(f"Á{letter}A", as_read(name), name="Vera.ttf").strip.pixels
    pixels = word.strip.pixels.copy()
    pixels[:10, middle - 14 : middle + 14] = accented[:10, left - 14 : left + 14]

    seen = with_seen_letters(word._replace(strip=replace(word.strip, pixels=pixels)))

    assert seen.text == f"A{marked}A"


def test_the_likelier_mark_is_taken_even_where_a_doubt_remains() -> None:
    read = as_read("ASTROM", {0: (0.85, "Å", 0.1)})

    assert with_seen_letters(printed_word("ÅSTROM", read)).text == "ÅSTROM"


def test_a_letter_of_which_the_reader_is_sure_is_no_joined_one_for_its_shape_alone() -> None:
    """Where bold type touches, the foot of an L makes an E look like an Æ."""
    word = with_seen_letters(printed_word("JÆGER", as_read("JEGER")))

    assert word.text == "JEGER"
    assert word.confidence < _REVIEW_BELOW


@pytest.mark.parametrize("printed", ["MICHAEL", "AEROFOYLE", "OONA", "Caesar", "Isaac"])
def test_plain_letters_stay_as_they_are(printed: str) -> None:
    word = printed_word(printed, as_read(printed))

    assert with_seen_letters(word) == word


def test_grain_and_failing_light_are_no_ink_above_a_letter() -> None:
    clean = printed_word("QUISENBERRY", as_read("QUISENBERRY"))
    columns = clean.strip.pixels.shape[1]
    shade = np.linspace(1.0, 0.55, columns)
    grain = np.random.default_rng(7).normal(0, 6, (STRIP_HEIGHT, columns))
    faint = 150 + clean.strip.pixels.astype(np.float32) * 0.25
    pixels = np.clip(faint * shade + grain, 0, 255).astype(np.uint8)

    word = clean._replace(strip=replace(clean.strip, pixels=pixels))

    assert with_seen_letters(word) == word


def test_ink_above_a_letter_that_was_read_without_a_mark_is_not_passed_over() -> None:
    word = with_seen_letters(printed_word("ÅSTROM", as_read("ASTROM")))

    assert word.text == "ÅSTROM" or word.confidence < _REVIEW_BELOW


def test_a_mark_that_blur_hides_leaves_a_doubt() -> None:
    read = as_read("RENÉ", {3: (0.6, "E", 0.35)})

    word = with_seen_letters(printed_word("RENE", read))

    assert word.confidence < _REVIEW_BELOW


def test_the_rest_of_a_mark_leaves_a_doubt_and_a_plain_letter_none() -> None:
    read = as_read("NOE", {2: (0.994, "É", 0.0057)})
    marked, bare = printed_word("NOÉ", read, blur=2), printed_word("NOE", read, blur=2)
    share = 0.45
    faint = share * marked.strip.pixels + (1 - share) * bare.strip.pixels.astype(np.float64)
    faded = bare._replace(strip=replace(bare.strip, pixels=faint.astype(np.uint8)))

    assert with_seen_letters(faded).confidence < _REVIEW_BELOW
    assert with_seen_letters(bare).confidence > _REVIEW_BELOW


def test_codes_and_words_of_the_form_are_not_touched() -> None:
    for text in ("PA.I.A.K1", "EXAM", "C1234567"):
        word = printed_word(text, as_read(text, {0: (0.5, "Å", 0.4)}))
        assert with_seen_letters(word) is word


def test_a_zero_in_a_name_is_a_letter() -> None:
    assert with_seen_letters(printed_word("OTTO", as_read("0TTO"))).text in {"OTTO", "0TTO"}
    read = with_seen_letters(printed_word("OTTO", as_read("0TTO")))
    assert read.text == "OTTO" or read.confidence < _REVIEW_BELOW


def test_a_reader_that_is_rather_sure_of_a_mark_is_doubted_and_not_overruled() -> None:
    word = with_seen_letters(printed_word("ÂKESSON", as_read("ÅKESSON", {0: (0.9, "Ä", 0.05)})))

    assert word.text == "ÅKESSON"
    assert word.confidence < _REVIEW_BELOW


def test_where_the_shape_is_clear_it_is_likelier_than_a_reader_that_is_rather_sure() -> None:
    read = as_read("JÚRGEN", {1: (0.9, "Ù", 0.05)})
    word = with_seen_letters(printed_word("JÜRGEN", read, name="Vera.ttf"))

    assert word.text == "JÜRGEN"
    assert word.confidence < _REVIEW_BELOW


def test_a_shape_that_is_only_just_like_it_does_not_make_a_guessed_mark_sure() -> None:
    word = printed_word("ÅKESSON", as_read("ÀKESSON", {0: (0.36, "Ã", 0.11)}))
    blurred = np.asarray(cv2.GaussianBlur(word.strip.pixels, (0, 0), 1.5), dtype=np.uint8)
    seen = with_seen_letters(word._replace(strip=replace(word.strip, pixels=blurred)))

    assert seen.confidence < _REVIEW_BELOW


def test_a_name_on_a_copy_that_lost_its_thin_strokes_is_in_doubt() -> None:
    word = printed_word("CHLOE", as_read("CHLOE"))
    faded = (250 - (250 - word.strip.pixels.astype(np.float64)) * 0.4).astype(np.uint8)
    blots = np.arange(faded.shape[1]) % 120 < 20
    faded[:, blots] = word.strip.pixels[:, blots]

    copied = with_seen_letters(word._replace(strip=replace(word.strip, pixels=faded)))

    assert copied.text == "CHLOE"
    assert copied.confidence < _REVIEW_BELOW
    assert with_seen_letters(word).confidence >= _REVIEW_BELOW


def test_the_strokes_of_a_numeral_are_not_searched_for_marks() -> None:
    word = printed_word("III", as_read("III", {1: (0.9, "Í", 0.05)}))

    assert with_seen_letters(word) is word


def test_thin_strokes_of_one_word_on_an_even_line_are_no_loss() -> None:
    word = printed_word("LUCA", as_read("LUCA"))
    faded = (250 - (250 - word.strip.pixels.astype(np.float64)) * 0.4).astype(np.uint8)
    blots = np.arange(faded.shape[1]) % 30 < 5
    faded[:, blots] = word.strip.pixels[:, blots]
    on_even_line = np.concatenate([faded, *[word.strip.pixels] * 3], axis=1)

    seen = with_seen_letters(word._replace(strip=replace(word.strip, pixels=on_even_line)))

    assert seen.confidence >= _REVIEW_BELOW


def test_a_mark_that_all_looks_agree_on_is_not_doubted_because_blur_hides_it() -> None:
    read = as_read("RENÉ", {3: (0.99, "E", 0.03)})

    assert with_seen_letters(printed_word("RENE", read)).confidence >= _REVIEW_BELOW


@pytest.mark.parametrize(
    ("sure", "blur", "confidence"), [(0.86, 4.5, 0.86), (0.75, 4.5, 0.6), (0.86, 0.8, 0.82)]
)
def test_a_likely_stroke_is_doubted_only_by_a_shape_that_has_none(
    sure: float, blur: float, confidence: float
) -> None:
    read = as_read("BJØRN", {2: (sure, "O", 0.12)})

    word = with_seen_letters(printed_word("BJORN", read, blur))

    assert word.text == ("BJORN" if blur < 1 else "BJØRN")
    assert word.confidence == confidence


def test_a_lone_capital_at_the_very_end_of_its_strip_may_have_lost_its_dot() -> None:
    whole = printed_word("A", as_read("A"))
    cut = whole._replace(
        strip=replace(whole.strip, pixels=whole.strip.pixels[:, : whole.right].copy())
    )
    assert with_seen_letters(whole).confidence == whole.confidence
    assert with_seen_letters(cut).confidence < 0.8
    assert with_seen_letters(cut).text == "A"


@pytest.mark.parametrize(
    ("printed", "read"),
    [("ÇETIN", "CETIN"), ("FRANÇOIS", "FRANCOIS"), ("Aktaş", "Aktas")],
)
@pytest.mark.parametrize("blur", [0.8, 1.6])
def test_a_mark_that_no_reader_has_seen_is_put_in_and_left_in_doubt(
    printed: str, read: str, blur: float
) -> None:
    word = with_seen_letters(printed_word(printed, as_read(read), blur))

    assert word.text == printed
    assert word.confidence < _REVIEW_BELOW


@pytest.mark.parametrize("blur", [0.8, 1.6])
@pytest.mark.parametrize("printed", ["CASSANDRA", "Casetti", "GUTTAG", "TATE"])
def test_nothing_below_a_letter_is_no_mark(printed: str, blur: float) -> None:
    word = printed_word(printed, as_read(printed), blur)

    assert with_seen_letters(word) == word


def test_a_rule_below_a_name_is_no_mark_of_its_letters() -> None:
    word = printed_word("CASSANDRA", as_read("CASSANDRA"))
    pixels = word.strip.pixels.copy()
    lowest = int(np.flatnonzero(pixels.min(axis=1) < 128)[-1])
    pixels[lowest + 2 : lowest + 4] = 60

    ruled = word._replace(strip=replace(word.strip, pixels=pixels))

    assert with_seen_letters(ruled).text == "CASSANDRA"


@pytest.mark.parametrize("blur", [0.8, 1.6])
def test_a_breve_over_which_the_reader_passed_leaves_a_doubt(blur: float) -> None:
    word = with_seen_letters(printed_word("DOĞAN", as_read("DOGAN"), blur))

    assert word.confidence < _REVIEW_BELOW


@pytest.mark.parametrize(("body", "letter", "is_sure"), [("C", "Č", True), ("G", "Ğ", False)])
def test_a_caron_on_what_is_a_g_was_a_breve(body: str, letter: str, is_sure: bool) -> None:
    word = with_seen_letters(printed_word(f"{body}APRA", as_read("ČAPRA"), name="Vera.ttf"))

    assert word.text == f"{letter}APRA"
    assert (word.confidence >= _REVIEW_BELOW) == is_sure


def test_an_i_with_two_dots_is_one_with_a_diaeresis_and_in_doubt() -> None:
    word = with_seen_letters(printed_word("Éloïse", as_read("Éloise"), name="Vera.ttf"))

    assert word.text == "Éloïse"
    assert word.confidence < _REVIEW_BELOW


@pytest.mark.parametrize("printed", ["Fail", "Philip", "Emil"])
@pytest.mark.parametrize("off", [0, 4, 8])
def test_a_neighbour_that_was_cut_out_with_an_i_is_no_second_dot(printed: str, off: int) -> None:
    word = printed_word(printed, as_read(printed), name="Vera.ttf")
    characters = tuple(
        letter._replace(column=letter.column + off * (letter.text == "i"))
        for letter in word.characters
    )

    assert with_seen_letters(word._replace(characters=characters)).text == printed


def test_a_stroke_that_the_reader_hardly_thinks_of_is_there_if_the_shape_has_it() -> None:
    read = as_read("SORBY", {1: (0.98, "Ø", 0.014)})

    crossed = with_seen_letters(printed_word("SØRBY", read, blur=2.5))
    round_one = with_seen_letters(printed_word("SORBY", read, blur=0.8))

    assert (crossed.text, round_one.text) == ("SØRBY", "SORBY")
    assert crossed.confidence < _REVIEW_BELOW


def test_an_i_without_its_dot_is_in_doubt() -> None:
    assert with_seen_letters(printed_word("Yılmaz", as_read("Yilmaz"))).confidence < _REVIEW_BELOW
    assert with_seen_letters(printed_word("Yilmaz", as_read("Yilmaz"))).confidence > _REVIEW_BELOW


@pytest.mark.parametrize("letter", ["Ķ", "Ą", "Ů"])
def test_a_mark_that_is_not_drawn_stays_as_the_reader_is_sure_of_it(letter: str) -> None:
    read = as_read(f"A{letter}A")

    assert with_seen_letters(printed_word("AOA", read)).text == f"A{letter}A"


@pytest.mark.parametrize(
    ("letter", "thought_of", "likely", "seen"),
    [
        ("L", "Ł", 0.03, "Ł"),
        ("D", "Đ", 0.03, "Đ"),
        ("l", "ł", 0.06, "ł"),
        ("l", "ł", 0.01, "l"),
        ("O", "Ø", 0.30, "Ø"),
    ],
)
def test_a_stroke_that_the_reader_thinks_of_is_there_and_in_doubt(
    letter: str, thought_of: str, likely: float, seen: str
) -> None:
    read = as_read(f"m{letter}m", {1: (0.97, thought_of, likely)})

    word = with_seen_letters(printed_word("mmm", read))

    assert word.text == f"m{seen}m"
    assert (word.confidence < _REVIEW_BELOW) == (seen == thought_of)


@pytest.mark.parametrize(("broken", "in_doubt"), [((1, 2, 3, 4), True), ((1, 4), False)])
def test_a_name_of_which_many_letters_have_lost_their_thin_strokes_is_in_doubt(
    broken: tuple[int, ...], in_doubt: bool
) -> None:
    whole = printed_word("BOOGG", as_read("BOOGG"), name="Vera.ttf")
    pixels = whole.strip.pixels.copy()
    for index in broken:
        middle = round(whole.characters[index].column)
        pixels[:, middle - 5 : middle + 5] = pixels.max()

    copied = with_seen_letters(whole._replace(strip=replace(whole.strip, pixels=pixels)))

    assert (copied.confidence < _REVIEW_BELOW) == in_doubt
