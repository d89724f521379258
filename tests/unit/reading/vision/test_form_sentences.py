"""The form's own sentences are known by how they begin and where their blanks stand."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from aktr.reading.vision.form.form_sentences import parted_to_know, rest_of_sentence
from aktr.reading.vision.places.detect import TextRegion
from aktr.reading.vision.places.strips import STRETCH, STRIP_HEIGHT, cut_strip
from aktr.reading.vision.text.pieces import Piece, pieces_of, texts_among
from aktr.reading.vision.text.recognise import Character, ReadPiece
from drawn_words import face

SIZE = 40
MARGIN = 20
LINE = 1.3 * SIZE
COLUMNS = STRETCH * STRIP_HEIGHT / LINE
"""Columns of the strip to a pixel."""
CERTAINTY = 0.95
CODES = "The Airman Certification Standards (ACS) codes listed below represent incorrectly answered"
FRAUD = "FRAUDULENT ALTERATION OF THIS FORM BY ANY PERSON IS A BASIS FOR SUSPENSION OR REVOCATION"


def places_of(printed: str, name: str) -> list[float]:
    """The columns of the strip in which the middles of printed letters are."""
    font = face(name)
    edges = [MARGIN + font.getlength(printed[:count]) for count in range(len(printed) + 1)]
    return [(left + right) / 2 * COLUMNS for left, right in pairwise(edges)]


def beginning_and_rest(
    printed: str, name: str, blur: float = 0.8, read: str | None = None
) -> tuple[list[ReadPiece], Sequence[Piece]]:
    """The first pieces of a printed line as they are read, and its other pieces."""
    font = face(name)
    width = round(font.getlength(printed)) + 2 * MARGIN
    sheet = Image.new("L", (width, 2 * SIZE), 250)
    ImageDraw.Draw(sheet).text((MARGIN, SIZE / 2), printed, font=font, fill=20)
    picture = np.asarray(sheet.filter(ImageFilter.GaussianBlur(blur)))
    strip = cut_strip(picture, TextRegion(0, width, np.array([SIZE * 1.1]), LINE))
    (text,) = texts_among(list(pieces_of(strip)))
    first, rest = parted_to_know(text)
    letters = [
        Character(letter, column, CERTAINTY, "", 0.0)
        for letter, column in zip(read or printed, places_of(printed, name), strict=True)
    ]
    beginning = [
        ReadPiece(piece, tuple(each for each in letters if piece.first <= each.column < piece.last))
        for piece in first
    ]
    return beginning, rest


def rest_as_read(
    printed: str, name: str = "VeraBI.ttf", blur: float = 0.8, read: str | None = None
) -> str | None:
    """What is made of a line behind its beginning without reading it."""
    beginning, rest = beginning_and_rest(printed, name, blur, read)
    known = rest_of_sentence(beginning, rest)
    if known is None:
        return None
    return "".join(
        part.text
        for each in known
        for part in each.characters
        if each.piece.first <= part.column < each.piece.last
    )


@pytest.mark.parametrize("name", ["Vera.ttf", "VeraBd.ttf", "VeraIt.ttf", "VeraBI.ttf"])
@pytest.mark.parametrize("printed", [CODES, FRAUD, FRAUD.lower(), CODES.upper()])
def test_the_rest_of_a_sentence_is_known_without_reading_it(printed: str, name: str) -> None:
    rest = rest_as_read(printed, name)
    assert rest is not None
    assert printed.endswith(rest.strip())
    assert len(rest) > len(printed) / 2


def test_a_line_may_begin_and_end_at_any_word_of_a_sentence() -> None:
    line = "codes and their associated Areas of Operation/Tasks/Elements may be found"
    rest = rest_as_read(line)
    assert rest is not None
    assert line.endswith(rest.strip())


def test_its_letters_stand_where_they_are_printed_and_are_as_sure_as_its_beginning() -> None:
    known = rest_of_sentence(*beginning_and_rest(CODES, "Vera.ttf"))
    assert known is not None
    printed = places_of(CODES, "Vera.ttf")
    letters = {part for each in known for part in each.characters if part.column > each.piece.first}
    for letter in letters:
        nearest = min(range(len(CODES)), key=lambda place: abs(printed[place] - letter.column))
        assert letter.text in CODES[max(0, nearest - 1) : nearest + 2]
        assert letter.probability == pytest.approx(CERTAINTY)


def test_blur_that_runs_words_together_and_a_letter_misread_do_no_harm() -> None:
    assert rest_as_read(CODES, blur=5.0) is not None
    assert rest_as_read(CODES, read=CODES.replace("Airman", "Alrman")) is not None


@pytest.mark.parametrize(
    "printed",
    [
        "AUTHORIZED INSTRUCTOR'S STATEMENT: (if applicable)",
        "DEPARTMENT OF TRANSPORTATION",
        "ISSUED BY: PSI Services LLC",
    ],
)
@pytest.mark.parametrize("name", ["Vera.ttf", "VeraBd.ttf"])
def test_a_line_of_which_only_the_first_word_was_read_is_known(printed: str, name: str) -> None:
    rest = rest_as_read(printed, name)
    assert rest is not None
    assert printed.endswith(rest.strip())


def test_the_beginning_of_a_rule_to_write_on_is_no_word() -> None:
    assert rest_as_read("(date) I gave the above named applicant ,") is not None
    assert rest_as_read("(date) I gave the above named applicant WMW") is None


@pytest.mark.parametrize(
    "printed",
    [
        "The Airman Certification Standards (ACS) codes PA.I.A.K1 PA.II.B.K2 PA.IV.C.K3 PA.V.A.K1",
        "A single code may represent more than one incorrect response. PA.I.A.K1 PA.II.B.K2",
        "applicant competent to pass the knowledge test. Take 2 of 3, expires 02/28/2027",
        "The Airman Certification of HALVORSEN, INGRID M with a score of 88 per cent is found",
        "FRAUDULENT ALTERATION OF THIS FORM BY JONATHAN WHITAKER IS A BASIS FOR REVOCATION",
        "DO NOT LOSE THIS COPY",
        "Learning statement codes PLT012 PLT078 PLT161 PLT508 PLT012 PLT078 PLT161 PLT508 PLT044",
    ],
)
def test_a_line_with_anything_else_is_read(printed: str) -> None:
    assert rest_as_read(printed) is None
