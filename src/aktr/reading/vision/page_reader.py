"""The way of one page: upright -> close enough -> strips -> read quickly -> read with care."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from aktr.reading.page import Box, Rows, Word
from aktr.reading.vision.codes.code_numerals import with_counted_numerals
from aktr.reading.vision.codes.look import with_codes_read_alone
from aktr.reading.vision.codes.numerals import with_counted_strokes
from aktr.reading.vision.codes.shapes import with_seen_code_letters
from aktr.reading.vision.form.form_sentences import parted_to_know, rest_of_sentence
from aktr.reading.vision.form.other_papers import without_other_papers
from aktr.reading.vision.form.statement_block import without_statement
from aktr.reading.vision.letters.digit_shapes import with_compared_digits
from aktr.reading.vision.letters.family_prefixes import with_measured_prefix
from aktr.reading.vision.letters.shapes import with_seen_letters
from aktr.reading.vision.networks.models import Models, Network, load_thorough_detector
from aktr.reading.vision.picture.decode import Picture
from aktr.reading.vision.picture.even_light import in_even_light
from aktr.reading.vision.picture.grain import without_grain
from aktr.reading.vision.picture.negative import as_print
from aktr.reading.vision.picture.quality import is_legible
from aktr.reading.vision.places.flow import Flow
from aktr.reading.vision.places.lone_letters import find_lone_letters
from aktr.reading.vision.places.orientation import likely_turns
from aktr.reading.vision.places.overlaps import with_ends_apart
from aktr.reading.vision.places.stacked_rows import with_rows_apart
from aktr.reading.vision.places.strips import cut_strip
from aktr.reading.vision.places.text_places import (
    FoundText,
    TextPlaces,
    find_text,
    find_text_in_rows,
    find_text_otherwise,
)
from aktr.reading.vision.places.view import View
from aktr.reading.vision.text.certain_words import is_certain
from aktr.reading.vision.text.code_words import begins_code_list
from aktr.reading.vision.text.pieces import Piece, pieces_of, texts_among
from aktr.reading.vision.text.prose import count_form_words, values_among
from aktr.reading.vision.text.recognise import (
    Character,
    ReadPiece,
    mean_certainty,
    read_pieces,
    read_together,
)
from aktr.reading.vision.text.second_look import look_again
from aktr.reading.vision.words.centre_letters import with_known_letters
from aktr.reading.vision.words.dashes import with_measured_dashes
from aktr.reading.vision.words.faint import without_faint_marks
from aktr.reading.vision.words.level_words import corners_on_picture, level_words
from aktr.reading.vision.words.lost_digits import with_whole_dates
from aktr.reading.vision.words.percent_signs import with_percent_signs
from aktr.reading.vision.words.tick_boxes import with_seen_boxes
from aktr.reading.vision.words.ticks import without_ticks
from aktr.reading.vision.words.words import StripWord, joined, texts_of, words_of

_ENOUGH_FORM_WORDS: Final = 6
"""Words of the form from which a page surely is the right way up."""
_RIGHT_WAY_UP: Final = 0.85
"""Mean certainty from which it is; lines on their side give 0.6, a blurred page 0.9."""
_QUICK_WIDTH: Final = 0.65
"""The quick reader tells the form's words from others in narrower pieces than the careful one;
down to here it was as sure of them and knew as many, from 0.57 on it was not."""
_QUICK_LONGEST: Final = 640
"""Columns that it reads in one go: as many to it as the longest pieces are to the careful one."""
_NOISE: Final = 0.4
"""Probability below which every character of a word must be for it to be taken as no text."""


@dataclass(frozen=True, slots=True)
class PageReading:
    """What was made of one picture."""

    words: tuple[Word, ...]
    width: int
    height: int
    quarter_turns: int
    """Counter-clockwise, from the picture as it came."""
    form_words: int
    """Words of the form among what was read."""
    legibility: float
    """Mean certainty of the quick reader, 0 to 1."""
    found: FoundText
    """Where the text is."""


class Sight(NamedTuple):
    """What shows on a picture that lies one way up, read quickly."""

    turns: int
    view: View
    flow: Flow
    read: list[ReadPiece]
    form_words: int
    certainty: float
    """Mean certainty of the quick reader."""
    found: FoundText


def read_page(picture: Picture, models: Models) -> PageReading:
    """Read a picture of a page, whichever way up it lies."""
    return _reading(picture, _best_sight(picture, models), models)


def read_page_again(picture: Picture, turns: int, models: Models) -> PageReading:
    """Read a page in another way, for what the first way may have lost or mistaken.

    The light is evened and another network finds the text, so that hardly any pixel that a reader
    gets is the same as before.

    Args:
        picture: One page.
        turns: Quarter turns counter-clockwise that put it upright, as the first reading found.
        models: The networks.
    """
    picture = in_even_light(as_print(picture))
    places = find_text_otherwise(picture, turns, models, load_thorough_detector())
    return _reading(picture, _sight(turns, places, models), models)


def read_rows_again(
    picture: Picture, turns: int, models: Models, found: FoundText, rows: Sequence[Rows]
) -> PageReading:
    """Read some rows of a page in another way.

    Args:
        picture: One page.
        turns: Quarter turns counter-clockwise that put it upright, as the first reading found.
        models: The networks.
        found: Where the first reading found its text.
        rows: What is read.
    """
    picture = as_print(picture)
    places = find_text_in_rows(picture, turns, found, rows, load_thorough_detector())
    # A page of which some rows are of interest was legible the first time.
    return _reading(picture, _sight(turns, places, models), models, known_legible=True)


def _reading(
    picture: Picture, sight: Sight, models: Models, *, known_legible: bool = False
) -> PageReading:
    height, width = picture.grey.shape if sight.turns % 2 == 0 else picture.grey.shape[::-1]
    is_worth_care = known_legible or is_legible(sight.form_words, sight.certainty)
    words = _words(sight, models) if is_worth_care else _parted(sight.read)
    return PageReading(
        words=tuple(sight.view.in_whole(word) for word in level_words(words, sight.flow)),
        width=width,
        height=height,
        quarter_turns=sight.turns,
        form_words=sight.form_words,
        legibility=sight.certainty,
        found=sight.found,
    )


def _words(sight: Sight, models: Models) -> list[StripWord]:
    """The words of a page, read with care."""
    read = _parted(_read_with_care(sight, models))
    careful = [part for word in read for part in without_ticks(word)]
    seen = [
        with_seen_code_letters(with_counted_numerals(_as_seen(word)))
        for word in with_codes_read_alone(careful, models.careful_reader)
    ]
    return with_seen_boxes(with_measured_dashes(with_compared_digits(with_whole_dates(seen))))


def _as_seen(word: StripWord) -> StripWord:
    """A word with what is known beforehand of it, and what its shape says."""
    known = with_counted_strokes(with_percent_signs(with_known_letters(word)))
    return with_measured_prefix(with_seen_letters(known))


def _parted(read: Sequence[ReadPiece]) -> list[StripWord]:
    return [word for strip in by_strip(read) for word in words_of(strip) if _is_text(word)]


class Upright(NamedTuple):
    """How a picture is turned before it is read, and where things are on it."""

    turns: int
    """Quarter turns counter-clockwise."""
    size: tuple[int, int]
    """Width and height of the turned picture at its useful size."""
    view: View
    flow: Flow

    def corners(self, place: Box) -> NDArray[np.float64]:
        """The corners of a place on the turned picture, as shares of its width and height.

        Args:
            place: Edges as shares of the page whose lines are straight and level.
        """
        width, height = self.size
        left, top, right, bottom = (
            (share * side - first) / self.view.scale
            for share, side, first in zip(
                place, (width, height) * 2, (self.view.left, self.view.top) * 2, strict=True
            )
        )
        corners = corners_on_picture(Box(left, top, right, bottom), self.flow)
        return np.asarray(self.view.points_on_picture(corners) / self.size, dtype=np.float64)


def put_upright(picture: Picture, models: Models) -> Upright:
    """How a picture is turned before it is read.

    Args:
        picture: One page.
        models: The networks.
    """
    sight = _best_sight(picture, models)
    height, width = picture.grey.shape if sight.turns % 2 == 0 else picture.grey.shape[::-1]
    return Upright(sight.turns, (width, height), sight.view, sight.flow)


def _best_sight(picture: Picture, models: Models) -> Sight:
    """The page the right way up: as likely a way as possible in which the form shows."""
    picture = as_print(picture)
    sights = []
    for turns in likely_turns(picture.grey, models.orientation):
        sight = _sight(turns, find_text(picture, turns, models), models)
        if sight.form_words >= _ENOUGH_FORM_WORDS and sight.certainty >= _RIGHT_WAY_UP:
            return sight
        sights.append(sight)
    return max(sights, key=lambda sight: sight.form_words)


def _sight(turns: int, places: TextPlaces, models: Models) -> Sight:
    """The text of a page, read quickly."""
    view, regions, flow, found = places
    regions = with_ends_apart(with_rows_apart(regions, view.grey))
    regions = [*regions, *find_lone_letters(view.grey, regions, flow)]
    even = without_grain(view.grey)
    pieces = [piece for region in regions for piece in pieces_of(cut_strip(even, region))]
    read = without_faint_marks(_read_quickly(pieces, models.quick_reader))
    read = without_other_papers(by_strip(read))
    form_words = sum(count_form_words(piece.text) for piece in read)
    return Sight(turns, view, flow, read, form_words, mean_certainty(read), found)


def _read_quickly(pieces: Sequence[Piece], reader: Network) -> list[ReadPiece]:
    """Read all pieces, but for the rest of lines that the form is known to have."""
    texts = [parted_to_know(text) for text in texts_among(pieces)]
    first = [piece for beginning, _ in texts for piece in beginning]
    read = _by_piece(read_together(first, reader, _QUICK_WIDTH, _QUICK_LONGEST))
    left: list[Piece] = []
    for beginning, rest in texts:
        if rest:
            begun = [read[id(piece)] for piece in beginning]
            known = _for_care(begun, rest) or rest_of_sentence(begun, rest)
            read |= _by_piece(known or ())
            left += [] if known else rest
    read |= _by_piece(read_together(left, reader, _QUICK_WIDTH, _QUICK_LONGEST))
    return [read[id(piece)] for piece in pieces]


def _for_care(begun: Sequence[ReadPiece], rest: Sequence[Piece]) -> list[ReadPiece]:
    """The rest of a list of codes, unread: all of it is read with care in any case."""
    beginning = "".join(character.text for character, _ in joined(begun))
    return [ReadPiece(piece, ()) for piece in rest] if begins_code_list(beginning) else []


def _by_piece(read: Iterable[ReadPiece]) -> dict[int, ReadPiece]:
    return {id(each.piece): each for each in read}


def _read_with_care(sight: Sight, models: Models) -> list[ReadPiece]:
    """Read again what may be part of a value and was not read for certain."""
    quick = sight.read
    again = {
        id(read.piece)
        for pieces in without_statement(by_strip(quick), sight.flow)
        for text in texts_of(pieces)
        for read in _unknown(text)
    }
    pieces = [read.piece for read in quick if id(read.piece) in again]
    once = read_pieces(pieces, models.careful_reader)
    careful = dict(zip(map(id, pieces), look_again(once, models.careful_reader), strict=True))
    return [careful.get(id(read.piece), read) for read in quick]


def _unknown(text: Sequence[ReadPiece]) -> Iterator[ReadPiece]:
    """The pieces of a text that hold part of a word which is none of the form."""
    words: list[list[tuple[Character, ReadPiece]]] = [[]]
    for character, read in joined(text):
        if character.text != " ":
            words[-1].append((character, read))
        elif words[-1]:
            words.append([])
    for index in values_among(["".join(part.text for part, _ in word) for word in words]):
        if not is_certain([part for part, _ in words[index]]):
            yield from (holder for _, holder in words[index])
    # A piece in which nothing was read may hold what is hard to read.
    yield from (read for read in text if not read.characters)


def by_strip(read: Iterable[ReadPiece]) -> list[list[ReadPiece]]:
    """What was read, strip by strip."""
    strips: dict[int, list[ReadPiece]] = {}
    for piece in read:
        strips.setdefault(id(piece.piece.strip), []).append(piece)
    return list(strips.values())


def _is_text(word: StripWord) -> bool:
    return max(character.probability for character in word.characters) >= _NOISE
