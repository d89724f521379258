"""Characters that were read piece by piece become the words that are printed."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from aktr.reading.vision.places.detect import TextRegion
from aktr.reading.vision.places.strips import STRIP_HEIGHT, Strip
from aktr.reading.vision.text.code_words import begins_code_list, certainty
from aktr.reading.vision.text.pieces import Piece
from aktr.reading.vision.text.recognise import Character, ReadPiece
from aktr.reading.vision.words.words import words_of

_PITCH = 24
_INK = 16
"""Columns from letter to letter, and of the ink of each."""


def _strip(places: list[int], columns: int, widths: dict[int, int] | None = None) -> Strip:
    """A strip with ink around some columns, of its usual width or the one given."""
    ink = np.zeros(columns)
    for place in places:
        half = (widths or {}).get(place, _INK) // 2
        ink[place - half : place + half] = 1.0
    region = TextRegion(0.0, float(columns), np.array([10.0]), 24.0)
    x = np.arange(columns) + 0.5
    pixels = np.full((STRIP_HEIGHT, columns), 255, dtype=np.uint8)
    return Strip(pixels, region, np.stack([x, np.full(columns, 10.0)]), ink)


def _characters(text: str, places: list[int]) -> tuple[Character, ...]:
    return tuple(
        Character(sign, float(place), 0.99, "", 0.0)
        for sign, place in zip(text, places, strict=True)
    )


def _words(*texts: tuple[str, list[int]], cuts: tuple[int, ...] = ()) -> Iterator[str]:
    """The words of texts that were read in pieces between cuts."""
    inked = sorted(
        {place for text, places in texts for s, place in zip(text, places, strict=True) if s != " "}
    )
    columns = max(inked) + _PITCH
    strip = _strip(inked, columns)
    edges = [0, *cuts, columns]
    pieces = [
        ReadPiece(Piece(strip, start, end, start, end, start > 0), _characters(*text))
        for text, start, end in zip(texts, edges, edges[1:], strict=False)
    ]
    return (word.text for word in words_of(pieces))


def _doubted(
    text: str, places: list[int], widths: dict[int, int] | None = None
) -> Iterator[tuple[str, bool]]:
    """The words of a text read in one piece, and whether they are in doubt."""
    columns = places[-1] + _PITCH
    inked = [place for sign, place in zip(text, places, strict=True) if sign != " "]
    strip = _strip(inked, columns, widths)
    read = ReadPiece(
        Piece(strip, 0, columns, 0, columns, continues=False), _characters(text, places)
    )
    return ((word.text, word.confidence < 0.8) for word in words_of([read]))


@pytest.mark.parametrize(("printed", "is_doubtful"), [("DOES", False), ("DOES III", True)])
def test_ink_behind_a_word_that_nothing_was_read_of_leaves_a_doubt(
    printed: str, is_doubtful: bool
) -> None:
    places = [20 + _PITCH * index for index, sign in enumerate(printed) if sign != " "]
    columns = 20 + _PITCH * len(printed)
    strip = _strip(places, columns)
    read = _characters("DOES", places[:4])
    (word,) = words_of([ReadPiece(Piece(strip, 0, columns, 0, columns, False), read)])

    assert word.text == "DOES"
    assert (word.confidence < 0.8) == is_doubtful


@pytest.mark.parametrize(("last", "is_doubtful"), [("N", True), ("1", False)])
def test_a_sign_apart_behind_a_name_that_nothing_was_read_of_leaves_a_doubt(
    last: str, is_doubtful: bool
) -> None:
    places, text = [20, 44, 68, 92], f"CHE{last}"
    strip = _strip([*places, 112], 130, {112: 8})
    read = ReadPiece(Piece(strip, 0, 130, 0, 130, continues=False), _characters(text, places))

    assert [(word.text, word.confidence < 0.8) for word in words_of([read])] == [
        (text, is_doubtful)
    ]


@pytest.mark.parametrize(
    ("rows", "is_doubtful"),
    [(slice(26, 48), False), (slice(0, 40), False), (slice(14, 36), True), (slice(38, 48), True)],
    ids=["tick cut off below", "tick cut off above", "letters", "comma"],
)
def test_what_goes_beyond_all_letters_is_a_tick_and_leaves_no_doubt(
    rows: slice, is_doubtful: bool
) -> None:
    places = [20, 44, 68, 92]
    strip = _strip([*places, 160], 190)
    strip.pixels[14:36, :104] = 40
    strip.pixels[rows, 152:168] = 40
    read = ReadPiece(Piece(strip, 0, 190, 0, 190, continues=False), _characters("OLGA", places))

    (word,) = words_of([read])

    assert (word.text, word.right) == ("OLGA", 100)
    assert (word.confidence < 0.8) == is_doubtful


@pytest.mark.parametrize(
    ("number", "is_doubtful"),
    [
        ("C5841312", False),
        ("PLT434", False),
        ("ABS60104", False),
        ("02/14/2026", False),
        ("C584131", True),
        ("PA.I.A.K1", True),
    ],
)
def test_ink_behind_a_number_that_is_whole_is_none_of_its_digits(
    number: str, is_doubtful: bool
) -> None:
    places = [20 + _PITCH * index for index in range(len(number))]
    end = places[-1] + 3 * _PITCH
    strip = _strip([*places, end - _PITCH], end)
    strip.pixels[14:36] = 40
    read = ReadPiece(Piece(strip, 0, end, 0, end, continues=False), _characters(number, places))

    (word,) = words_of([read])

    assert (word.text, word.confidence < 0.8) == (number, is_doubtful)


def test_blanks_part_words() -> None:
    places = [20, 44, 56, 80, 104]

    assert list(_words(("AB CD", places))) == ["AB", "CD"]


def test_a_character_seen_on_both_sides_of_a_cut_counts_once() -> None:
    left = ("K12", [20, 44, 68])
    right = ("23", [71, 92])

    assert list(_words(left, right, cuts=(80,))) == ["K123"]
    assert list(_words(left, right, cuts=(56,))) == ["K123"]


def test_a_blank_at_a_cut_is_not_lost() -> None:
    left = ("AB ", [20, 44, 62])
    right = (" CD", [54, 84, 108])

    assert list(_words(left, right, cuts=(60,))) == ["AB", "CD"]


def test_a_gap_like_the_others_parts_words_without_a_blank() -> None:
    places = [20, 44, 60, 84, 108, 148, 172]

    assert list(_words(("AB CDEF", places))) == ["AB", "CD", "EF"]


def test_a_name_goes_on_behind_its_comma() -> None:
    letters = ("LEE,OLGA", [20, 44, 68, 92, 124, 148, 172, 196])

    assert list(_words(letters)) == ["LEE,", "OLGA"]


def test_an_initial_is_a_word_by_itself_if_the_gap_before_it_shows() -> None:
    apart = ("OMARJ. LEE", [20, 41, 62, 83, 115, 139, 160, 184, 205, 226])
    close = ("SMITH JR.", [20, 41, 62, 83, 104, 128, 152, 173, 197])

    assert list(_words(apart)) == ["OMAR", "J.", "LEE"]
    assert list(_words(close)) == ["SMITH", "JR."]


def test_an_initial_without_a_dot_is_a_word_if_the_gap_before_it_is_unlike_the_others() -> None:
    apart = ("LEE, WEIK", [20, 39, 58, 74, 92, 110, 129, 148, 179])
    close = ("LEE, WEIK", [20, 39, 58, 74, 92, 110, 129, 148, 168])
    followed = ("WEIK LEE", [20, 39, 58, 89, 106, 128, 147, 166])

    assert list(_words(apart)) == ["LEE,", "WEI", "K"]
    assert list(_words(close)) == ["LEE,", "WEIK"]
    assert list(_words(followed)) == ["WEI", "K", "LEE"]


def test_a_colon_stands_apart_and_so_does_not_say_how_wide_a_blank_is() -> None:
    label, blanks = [*range(12, 100, 20)], (116, 288)
    name = [140, 160, 180, 212, 232, 252, 272]
    places = [*label, blanks[0], *name, blanks[1], 303, 323, 343]

    assert list(_words(("NAME: MEIANNE LEE", places))) == ["NAME:", "MEI", "ANNE", "LEE"]


def test_a_gap_that_may_be_a_blank_leaves_the_letters_beside_it_in_doubt() -> None:
    assert list(_doubted("IAN AMARA", [12, 30, 48, 62, 78, 103, 121, 139, 157])) == [
        ("IAN", False),
        ("AMARA", True),
    ]


def test_a_gap_nearly_as_wide_as_a_blank_and_unlike_all_others_parts_words_in_doubt() -> None:
    assert list(_doubted("IAN AMARA", [12, 30, 48, 62, 78, 105, 123, 141, 159])) == [
        ("IAN", False),
        ("A", True),
        ("MARA", True),
    ]


def test_a_blank_may_be_lost_between_narrow_letters_unless_the_type_is_of_one_width() -> None:
    varied = [12, 46, 80, 102, 118, 140, 174, 208]
    typed = [12, 46, 80, 114, 148, 182, 216, 250]
    wide = dict.fromkeys([*varied, *typed], 32)

    assert list(_doubted("YUKIIGNA", varied, wide | {102: 8, 118: 8})) == [("YUKIIGNA", True)]
    assert list(_doubted("YUKIIGNA", typed, wide | {114: 8, 148: 8})) == [("YUKIIGNA", False)]


def test_a_number_is_a_word_by_itself_where_a_ring_around_it_fills_the_blank() -> None:
    label = [20 + _PITCH * index for index in range(5)]
    ring = label[-1] + 16
    number = [ring + 28 + _PITCH * index for index in range(3)]
    widths = {ring: 6} | dict.fromkeys([*label, *number], 20)
    strip = _strip([*label, ring, *number], number[-1] + _PITCH, widths)
    end = number[-1] + _PITCH
    characters = _characters("SCORE92%", [*label, *number])
    read = ReadPiece(Piece(strip, 0, end, 0, end, continues=False), characters)

    assert [word.text for word in words_of([read])] == ["SCORE", "92%"]


@pytest.mark.parametrize(("more", "is_doubtful"), [(0, False), (4, True)])
def test_a_gap_before_a_j_that_is_wider_than_the_others_may_be_a_blank(
    more: int, is_doubtful: bool
) -> None:
    places = [20 + _PITCH * index + more * (index >= 7) for index in range(11)]

    assert list(_doubted("HEATHERJANE", places)) == [("HEATHERJANE", is_doubtful)]


def test_a_blank_before_a_j_may_be_closed_where_all_gaps_are() -> None:
    places = [20 + _PITCH * index for index in range(11)]
    touching = dict.fromkeys(places, _PITCH)

    assert list(_doubted("HEATHERJANE", places, touching)) == [("HEATHERJANE", True)]


@pytest.mark.parametrize(
    ("gap", "words"),
    [
        (2, [("LAURAANN", False)]),
        (8, [("LAURAANN", True)]),
        (14, [("LAURA", True), ("ANN", True)]),
    ],
)
def test_paper_between_the_feet_of_two_letters_a_is_what_is_left_of_a_blank(
    gap: int, words: list[tuple[str, bool]]
) -> None:
    places = [20 + _PITCH * index + (gap - 8) * (index >= 5) for index in range(8)]

    assert list(_doubted("LAURAANN", places)) == words


def test_two_digits_1_stay_together_however_much_paper_is_between_them() -> None:
    near, far = [12, 42, 72, 102, 132, 162, 192], [12, 42, 72, 102, 162, 192, 222]

    assert list(_doubted("ABK11CD", near, {102: 2, 132: 2})) == [("ABK11CD", False)]
    assert [text for text, _ in _doubted("ABK11CD", far, {102: 2, 162: 2})] == ["ABK1", "1CD"]


def test_a_gap_as_wide_as_the_blanks_and_unlike_all_inside_words_is_a_blank_for_sure() -> None:
    places = [12, 30, 48, 62, 78, 96, 114, 132, 161, 179, 197]
    assert list(_doubted("IAN AMAREVA", places)) == [
        ("IAN", False),
        ("AMAR", False),
        ("EVA", False),
    ]


def test_a_speck_in_a_blank_does_not_hide_it() -> None:
    places = [12, 30, 48, 62, 78, 96, 126, 144, 162]
    strip = _strip([place for place in places if place != 62], 190)
    strip.ink[110:113] = 0.4
    characters = _characters("IAN AMEVA", places)
    read = ReadPiece(Piece(strip, 0, 190, 0, 190, continues=False), characters)

    words = [(word.text, word.confidence < 0.8) for word in words_of([read])]

    assert words == [("IAN", False), ("AM", True), ("EVA", True)]


def test_a_letter_out_of_which_a_streak_was_erased_is_in_doubt() -> None:
    strip = replace(_strip([20, 44, 84, 108], 140), cuts=((38, 46),))
    read = ReadPiece(
        Piece(strip, 0, 140, 0, 140, continues=False), _characters("JO LY", [20, 44, 64, 84, 108])
    )

    assert [word.confidence < 0.8 for word in words_of([read])] == [True, False]


def test_a_word_reaches_from_its_first_to_its_last_ink() -> None:
    strip = _strip([20, 44, 84, 108], 140)
    piece = Piece(strip, 0, 140, 0, 140, continues=False)
    read = ReadPiece(piece, _characters("AB CD", [22, 41, 64, 80, 110]))

    assert [(word.left, word.right) for word in words_of([read])] == [(12, 52), (76, 116)]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("PA.I.A.K1,PA.II.B.R2a,PA.III.C.S4", ["PA.I.A.K1", "PA.II.B.R2a", "PA.III.C.S4"]),
        ("PA.I.A.K1.PA.II.B.R2", ["PA.I.A.K1", "PA.II.B.R2"]),
        ("PLT110,PLT304;AMG012", ["PLT110", "PLT304", "AMG012"]),
        ("PLT4402LT468PLT551", ["PLT440", "2LT468", "PLT551"]),
        ("IR.IV.B.R7IR.VI.C.R4a", ["IR.IV.B.R7", "IR.VI.C.R4a"]),
        ("PA.VIII.B.K2a", ["PA.VIII.B.K2a"]),
        ("10,000", ["10,000"]),
        ("DOE,JANE", ["DOE,JANE"]),
    ],
)
def test_codes_without_blanks_become_words_of_their_own(text: str, codes: list[str]) -> None:
    places = [_PITCH * (place + 1) for place in range(len(text))]

    assert list(_words((text, places))) == codes


def _wavering(text: str, at: int, second: str) -> list[Character]:
    """A word of which one character may as well be another one."""
    sure = list(_characters(text, list(range(len(text)))))
    sure[at] = Character(text[at], float(at), 0.6, second, 0.38)
    return sure


@pytest.mark.parametrize(
    ("text", "at", "second", "confidence"),
    [
        ("PA.I.A.K1", 3, "1", 0.98),
        ("PA.I.A.K1", 3, "L", 0.60),
        ("PA.I.A.K3c", 9, "C", 0.98),
        ("PA.I.A.K1l", 9, "1", 0.60),
        ("PA.I.A.K11", 9, "l", 0.60),
        ("C1234567", 1, "I", 0.98),
        ("MCILL", 2, "l", 0.60),
        ("BJORN", 2, "Ö", 0.60),
    ],
)
def test_a_doubt_counts_unless_position_settles_it(
    text: str, at: int, second: str, confidence: float
) -> None:
    assert certainty(_wavering(text, at, second)) == pytest.approx(confidence)


@pytest.mark.parametrize("text", ["PA.I.A.K1 PA.II", "CA.1.I.K1g; C", "IR.II.B.K3, IR.II.B.K1C, I"])
def test_a_line_that_begins_with_codes_is_a_list_of_them(text: str) -> None:
    assert begins_code_list(text)


@pytest.mark.parametrize(
    "text",
    ["", "PA.I.A.K1", "PA.I.A.K1 - Pil", "CODES: PA.I.A.K1 P", "PLT012 PLT0", "PA.I.A.K1 Take"],
)
def test_any_other_line_is_none(text: str) -> None:
    assert not begins_code_list(text)


@pytest.mark.parametrize(("text", "confidence"), [("PA.I.A.K1:", 0.99), ("JR.", 0.6)])
def test_which_sign_stands_behind_a_code_is_no_doubt_about_the_code(
    text: str, confidence: float
) -> None:
    word = list(_characters(text, list(range(len(text)))))
    word[-1] = word[-1]._replace(probability=0.6)

    assert certainty(word) == pytest.approx(confidence)


def test_a_letter_that_may_have_lost_its_accent_is_in_doubt() -> None:
    word = list(_characters("BJORN", list(range(5))))
    word[2] = Character("O", 2.0, 0.94, "Ö", 0.05)

    assert certainty(word) == pytest.approx(0.7)


def test_a_small_letter_alone_may_be_a_capital() -> None:
    assert certainty([Character("ó", 0.0, 0.93, "Ó", 0.04)]) < 0.8
    assert certainty([Character("y", 0.0, 0.99, "", 0.0)]) == pytest.approx(0.99)


@pytest.mark.parametrize("sign", ["-", "\u2013", "\u00b7", ".", ","])
def test_codes_that_a_sign_parts_are_as_sure_as_their_own_signs(sign: str) -> None:
    """A dot half way up is read as a dash, and of that no reader is sure."""
    text = sign.join(("PLT203", "PLT235", "PLT310")) + ("-" if sign == "-" else "")
    places = [20 + _PITCH * index for index in range(len(text))]
    strip = _strip(places, places[-1] + _PITCH)
    characters = tuple(
        character._replace(probability=0.5) if character.text == sign else character
        for character in _characters(text, places)
    )
    end = places[-1] + _PITCH
    read = ReadPiece(Piece(strip, 0, end, 0, end, continues=False), characters)

    codes = [word for word in words_of([read]) if word.text not in "-\u2013\u00b7.,"]

    assert [word.text for word in codes] == ["PLT203", "PLT235", "PLT310"]
    assert all(word.confidence > 0.9 for word in codes)


def test_a_code_that_a_line_breaks_keeps_its_hyphen() -> None:
    text = "PA.I.C.K-"
    places = [20 + _PITCH * index for index in range(len(text))]

    assert list(_words((text, places))) == [text]
