"""What is read with doubts is read again, and both looks are weighed."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from aktr.reading.vision.networks.files import CHARACTERS
from aktr.reading.vision.networks.models import load_models
from aktr.reading.vision.picture.decode import Grey
from aktr.reading.vision.places.detect import TextRegion
from aktr.reading.vision.places.strips import cut_strip
from aktr.reading.vision.text.pieces import pieces_of
from aktr.reading.vision.text.recognise import ReadPiece, read_pieces, read_together
from aktr.reading.vision.text.second_look import full_contrast, look_again
from aktr.reading.vision.words.words import words_of


def _line(text: str, ink: int = 0, paper: int = 255) -> Grey:
    picture = Image.new("L", (760, 60), paper)
    ImageDraw.Draw(picture).text((20, 14), text, fill=ink, font=ImageFont.load_default(28))
    return np.asarray(picture)


def _read(line: Grey) -> list[ReadPiece]:
    region = TextRegion(0.0, float(line.shape[1]), np.array([31.0]), 44.0)
    pieces = list(pieces_of(cut_strip(line, region)))
    return read_pieces(pieces, load_models().careful_reader)


def test_what_is_certain_is_left_alone() -> None:
    read = _read(_line("EXPIRATION DATE"))
    assert all(c.probability > 0.8 for piece in read for c in piece.characters if c.text != " ")

    assert look_again(read, load_models().careful_reader) == read


def _doubted(text: str, place: int, second: str) -> ReadPiece:
    """A printed line as it is read, but for a character that may be another one."""
    (read,) = _read(_line(text))
    assert read.text == text
    characters = list(read.characters)
    characters[place] = characters[place]._replace(
        probability=0.6, second=second, second_probability=0.39
    )
    return read._replace(characters=tuple(characters))


@pytest.mark.parametrize(
    ("text", "place", "second"),
    [
        ("PLT040;", 6, ":"),
        ("PA.I.A.K1", 3, "1"),
        ("SCORE TAKE", 0, "5"),
    ],
    ids=["the sign behind a code", "a stroke that its place settles", "a label"],
)
def test_a_doubt_that_makes_no_value_is_not_looked_at_again(
    text: str, place: int, second: str
) -> None:
    read = _doubted(text, place, second)

    assert look_again([read], load_models().careful_reader) == [read]


@pytest.mark.parametrize(
    ("text", "place", "second"), [("LEE, ANN", 3, "."), ("A5678", 0, "4"), ("LEE IDA", 4, "l")]
)
def test_a_doubt_that_makes_one_is(text: str, place: int, second: str) -> None:
    read = _doubted(text, place, second)

    (settled,) = look_again([read], load_models().careful_reader)

    assert settled.characters[place].probability != read.characters[place].probability


@pytest.mark.parametrize(("crossed", "second"), [(0.05, "Ø"), (0.005, "0")])
def test_that_an_o_may_be_a_zero_does_not_hide_that_it_may_be_crossed(
    crossed: float, second: str
) -> None:
    (piece,) = pieces_of(cut_strip(_line("O"), TextRegion(0.0, 60.0, np.array([31.0]), 44.0)))
    answer = np.zeros((1, 20, len(CHARACTERS) + 1), dtype=np.float32)
    answer[0, :, 0] = 1.0
    for letter, likely in (("O", 0.6), ("0", 0.3), ("Ø", crossed)):
        answer[0, 8, CHARACTERS.index(letter) + 1] = likely
    answer[0, 8, 0] = 0.0

    (read,) = read_pieces([piece], lambda _: answer)

    assert [(each.text, each.second) for each in read.characters] == [("O", second)]


def test_agreement_takes_away_some_of_a_doubt() -> None:
    (read,) = _read(_line("MARVIN LEE"))
    doubted = read._replace(characters=tuple(c._replace(probability=0.7) for c in read.characters))

    (settled,) = look_again([doubted], load_models().careful_reader)

    assert settled.text == read.text
    assert all(0.7 < c.probability < 1.0 for c in settled.characters)


def test_a_character_that_the_second_look_does_not_confirm_is_in_doubt() -> None:
    (read,) = _read(_line("MARVIN LEE"))
    wrong = list(read.characters)
    wrong[3] = wrong[3]._replace(text="W", probability=0.75)

    (settled,) = look_again([read._replace(characters=tuple(wrong))], load_models().careful_reader)

    assert settled.characters[3].probability < 0.8
    assert settled.characters[3].text == "V"
    assert settled.characters[3].second == "W"


def test_a_letter_that_the_first_look_passed_over_is_put_in_with_a_doubt() -> None:
    (read,) = _read(_line("MARVIN LEE"))
    doubted = [c._replace(probability=0.9) for c in read.characters]
    lost = read._replace(characters=(*doubted[:3], *doubted[4:]))

    (settled,) = look_again([lost], load_models().careful_reader)

    assert settled.text == "MARVIN LEE"
    assert settled.characters[3].probability < 0.8
    assert min(c.probability for c in settled.characters[4:]) > 0.8


def test_what_a_cut_has_left_of_a_word_is_no_reason_to_look() -> None:
    (read,) = _read(_line("MARVIN LEE"))
    *before, last = read.characters
    doubted = read._replace(characters=(*before, last._replace(probability=0.5)))
    cut = doubted.piece._replace(last=int(last.column) - 20)

    looked = look_again([doubted, doubted._replace(piece=cut)], load_models().careful_reader)

    assert looked[0] != doubted
    assert looked[1].characters == doubted.characters


@pytest.mark.parametrize(("column", "certain"), [(-5.0, 0.9), (5.0, 0.6)])
def test_a_look_that_cuts_a_letter_of_the_neighbour_is_no_vote_against_it(
    column: float, certain: float
) -> None:
    (read,) = _read(_line("MARVIN LEE"))
    cut = read.characters[0]._replace(text="W", column=column, probability=0.9)

    (settled,) = look_again(
        [read._replace(characters=(cut, *read.characters))], load_models().careful_reader
    )

    assert settled.text == "WMARVIN LEE"
    assert settled.characters[0].probability == pytest.approx(certain)


def test_codes_are_left_to_a_look_of_their_own() -> None:
    (read,) = _read(_line("PA.V.B.K2"))
    doubted = read._replace(characters=tuple(c._replace(probability=0.7) for c in read.characters))

    assert look_again([doubted], load_models().careful_reader) == [doubted]


@pytest.mark.parametrize(("ink", "paper"), [(180, 230), (0, 90), (20, 240)])
def test_full_contrast_reaches_from_black_to_white(ink: int, paper: int) -> None:
    stretched = full_contrast(_line("SCORE: 93%", ink, paper))

    assert stretched.min() < 20
    assert stretched.max() > 235


def test_neighbours_read_in_one_go_say_what_they_say_alone() -> None:
    text = "represent incorrectly answered questions. These codes and their areas"
    picture = Image.new("L", (1500, 60), 255)
    ImageDraw.Draw(picture).text((20, 14), text, fill=0, font=ImageFont.load_default(28))
    region = TextRegion(0.0, 1500.0, np.array([31.0]), 44.0)
    pieces = list(pieces_of(cut_strip(np.asarray(picture), region)))
    assert len(pieces) > 2
    reader = load_models().quick_reader

    alone, together = read_pieces(pieces, reader, 0.65), read_together(pieces, reader, 0.65, 640)

    assert [read.piece for read in together] == pieces
    words = [word.text for word in words_of(together)]
    assert words == [word.text for word in words_of(alone)] == text.split()


def test_pieces_of_two_texts_are_read_apart() -> None:
    pieces = [read.piece for text in ("SCORE", "GRADE") for read in _read(_line(text))]

    read = read_together(pieces, load_models().quick_reader, 0.65, 640)

    assert [each.text.strip() for each in read] == ["SCORE", "GRADE"]
