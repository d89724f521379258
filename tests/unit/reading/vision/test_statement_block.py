"""The block that an instructor fills in is not read with care, as nothing in it is a value."""

import numpy as np

from aktr.reading.vision.form.statement_block import without_statement
from aktr.reading.vision.places.detect import TextRegion
from aktr.reading.vision.places.flow import Flow
from aktr.reading.vision.places.strips import STRIP_HEIGHT, Strip
from aktr.reading.vision.text.pieces import Piece
from aktr.reading.vision.text.recognise import Character, ReadPiece

_PITCH = 20
_FILLED = ("Name T. Yawdsley", "Cert No 8654099A&P")
_BLOCK = ("INSTRUCTOR'S STATEMENT (if applicable)", "I gave the above named applicant", *_FILLED)


def _strip(text: str, top: float, left: float) -> list[ReadPiece]:
    columns = _PITCH * len(text)
    region = TextRegion(left, left + 10.0 * len(text), np.array([top]), 24.0)
    x = np.linspace(region.left, region.right, columns)
    pixels = np.full((STRIP_HEIGHT, columns), 255, dtype=np.uint8)
    strip = Strip(pixels, region, np.stack([x, np.full(columns, top)]), np.ones(columns))
    characters = tuple(
        Character(sign, _PITCH * (place + 0.5), 0.9, "", 0.0) for place, sign in enumerate(text)
    )
    return [ReadPiece(Piece(strip, 0, columns, 0, columns, False), characters)]


def _kept(*lines: str, beside: tuple[str, ...] = ()) -> list[str]:
    """What is left of lines from top to bottom, and of such as stand beside them."""
    strips = [_strip(line, 100.0 + 40 * row, 50.0) for row, line in enumerate(lines)]
    strips += [_strip(line, 100.0 + 40 * row, 900.0) for row, line in enumerate(beside)]
    flow = Flow([pieces[0].piece.strip.region for pieces in strips], (1400, 1000))
    return [read.text for pieces in without_statement(strips, flow) for read in pieces]


def test_what_is_filled_in_is_left_out() -> None:
    assert _kept("NAME: DOE, JANE", *_BLOCK) == ["NAME: DOE, JANE"]


def test_the_block_of_a_mechanic_begins_with_its_heading_or_its_sentence() -> None:
    heading = "STATEMENT OF CERTIFICATED AIRMAN, 14 CFR 65.19: (if applicable)"
    sentence = "I have given Mr./Ms. Grace Yawdsley additional instruction"

    assert _kept("NAME: DOE, JANE", heading, *_FILLED) == ["NAME: DOE, JANE"]
    assert _kept("NAME: DOE, JANE", sentence, *_FILLED) == ["NAME: DOE, JANE"]


def test_a_blank_read_on_both_sides_of_a_cut_does_not_hide_its_heading() -> None:
    heading = "STATEMENT OF  CERTIFICATED  AIRMAN,  14 CFR 65.19:  (if applicable)"

    assert _kept("NAME: DOE, JANE", heading, *_FILLED) == ["NAME: DOE, JANE"]


def test_what_the_form_goes_on_with_is_kept() -> None:
    after = ("EXPIRATION DATE:", "01/31/2026")

    assert _kept(*_BLOCK, *after) == list(after)


def test_what_stands_beside_it_is_kept() -> None:
    column = ("EXAM ID: 12345620240131123", "NAME: DOE, JANE", "FTN", "C1234567")

    assert {"NAME: DOE, JANE", "C1234567"} <= set(_kept(*_BLOCK, beside=column))


def test_what_may_be_a_code_is_kept() -> None:
    assert _kept(*_BLOCK, "PA.I.A.K1 PA.II.B.K2") == ["PA.I.A.K1 PA.II.B.K2"]


def test_the_warning_of_alteration_is_left_out() -> None:
    warning = "FRAUDULENT ALTERATION OF THIS FORMBY ANYPERSON ISA BASIS"

    assert _kept("SCORE: 93%", warning, "C1234567") == ["SCORE: 93%", "C1234567"]


def test_a_page_without_the_block_is_kept_whole() -> None:
    lines = ("NAME: DOE, JANE", "SCORE: 93%")

    assert _kept(*lines) == list(lines)
    assert _kept() == []
