"""The way of one page: upright -> close enough -> strips -> read quickly -> read with care."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final, NamedTuple

import numpy as np

from aktr.reading.page import Rows, Word
from aktr.reading.vision.centre_letters import with_known_letters
from aktr.reading.vision.certain_words import is_certain
from aktr.reading.vision.code_look import with_codes_read_alone
from aktr.reading.vision.code_numerals import with_counted_numerals
from aktr.reading.vision.code_shapes import with_seen_code_letters
from aktr.reading.vision.dashes import with_measured_dashes
from aktr.reading.vision.decode import Grey, Picture
from aktr.reading.vision.detect import (
    TextRegion,
    detect_small_text,
    detect_text,
    glance_at_text,
    tell_lines_apart,
)
from aktr.reading.vision.digit_shapes import with_compared_digits
from aktr.reading.vision.even_light import in_even_light
from aktr.reading.vision.faint import without_faint_marks
from aktr.reading.vision.form_sentences import parted_to_know, rest_of_sentence
from aktr.reading.vision.grain import without_grain
from aktr.reading.vision.layout import Flow, level_words
from aktr.reading.vision.letter_shapes import with_seen_letters
from aktr.reading.vision.levelling import levelled
from aktr.reading.vision.lone_letters import find_lone_letters
from aktr.reading.vision.models import Models, Network, load_thorough_detector
from aktr.reading.vision.negative import as_print
from aktr.reading.vision.numerals import with_counted_strokes
from aktr.reading.vision.orientation import likely_turns, turned
from aktr.reading.vision.percent_signs import with_percent_signs
from aktr.reading.vision.pieces import Piece, pieces_of, texts_among
from aktr.reading.vision.prose import count_form_words, values_among
from aktr.reading.vision.quality import is_legible
from aktr.reading.vision.recognise import Character, ReadPiece, read_pieces, read_together
from aktr.reading.vision.rings import without_rings
from aktr.reading.vision.rows import text_in_rows
from aktr.reading.vision.second_look import look_again
from aktr.reading.vision.statement_block import without_statement
from aktr.reading.vision.strips import cut_strip
from aktr.reading.vision.tick_boxes import with_seen_boxes
from aktr.reading.vision.ticks import without_ticks
from aktr.reading.vision.view import View, closer_view
from aktr.reading.vision.words import StripWord, joined, texts_of, words_of

_ENOUGH_FORM_WORDS: Final = 6
"""Words of the form from which a page surely is the right way up."""
_RIGHT_WAY_UP: Final = 0.85
"""Mean certainty from which it is; lines on their side give 0.6, a blurred page 0.9."""
_QUICK_WIDTH: Final = 0.65
"""The quick reader tells the form's words from others in narrower pieces than the careful one;
down to here it was as sure of them and knew as many, from 0.57 on it was not."""
_QUICK_LONGEST: Final = 640
"""Columns that it reads in one go: as many to it as the longest pieces are to the careful one."""
_FEW_PIECES: Final = 15
"""Pieces of text that are fewer than any report has: it is hardly to be seen. A picture without any
is blank, and a larger look at it would only take time."""
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


class Sight(NamedTuple):
    """What shows on a picture that lies one way up, read quickly."""

    turns: int
    view: View
    flow: Flow
    read: list[ReadPiece]
    form_words: int
    certainty: float
    """Mean certainty of the quick reader."""


def read_page(picture: Picture, models: Models) -> PageReading:
    """Read a picture of a page, whichever way up it lies."""
    return _reading(picture, _best_sight(picture, models), models)


def read_page_again(
    picture: Picture, turns: int, models: Models, rows: Sequence[Rows] = ()
) -> PageReading:
    """Read a page in another way, for what the first way may have lost or mistaken.

    The light is evened and another network finds the text, so that hardly any pixel that a reader
    gets is the same as before.

    Args:
        picture: One page.
        turns: Quarter turns counter-clockwise that put it upright, as the first reading found.
        models: The networks.
        rows: What of the page is read, if that is not all of it.
    """
    picture = in_even_light(as_print(picture))
    sight = _look(picture, turns, models, load_thorough_detector(), rows)
    # A page of which some rows are of interest was legible the first time.
    return _reading(picture, sight, models, known_legible=bool(rows))


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
    )


def _words(sight: Sight, models: Models) -> list[StripWord]:
    """The words of a page, read with care."""
    read = _parted(_read_with_care(sight, models))
    careful = [part for word in read for part in without_ticks(word)]
    seen = [
        with_seen_code_letters(with_counted_numerals(_as_seen(word)))
        for word in with_codes_read_alone(careful, models.careful_reader)
    ]
    return with_seen_boxes(with_measured_dashes(with_compared_digits(seen)))


def _as_seen(word: StripWord) -> StripWord:
    """A word with what is known beforehand of it, and what its shape says."""
    return with_seen_letters(with_counted_strokes(with_percent_signs(with_known_letters(word))))


def _parted(read: Sequence[ReadPiece]) -> list[StripWord]:
    return [word for strip in by_strip(read) for word in words_of(strip) if _is_text(word)]


def upright_turns(picture: Picture, models: Models) -> int:
    """How a picture is turned before it is read.

    Args:
        picture: One page.
        models: The networks.

    Returns:
        Quarter turns counter-clockwise.
    """
    return _best_sight(picture, models).turns


def _best_sight(picture: Picture, models: Models) -> Sight:
    """The page the right way up: as likely a way as possible in which the form shows."""
    picture = as_print(picture)
    sights = []
    for turns in likely_turns(picture.grey, models.orientation):
        sight = _look(picture, turns, models, models.detector)
        if sight.form_words >= _ENOUGH_FORM_WORDS and sight.certainty >= _RIGHT_WAY_UP:
            return sight
        sights.append(sight)
    return max(sights, key=lambda sight: sight.form_words)


def _look(
    picture: Picture, turns: int, models: Models, detector: Network, rows: Sequence[Rows] = ()
) -> Sight:
    # Where the text is and how its lines run, the usual detector tells as well as a slower one.
    upright = turned(picture.grey, turns)
    view, regions = _view_of_text(picture, turns, upright, models)
    flow = Flow(regions, view.size)
    level = levelled(view.grey, regions, flow)
    if level is not None:
        view = View(
            level.grey,
            view.left + level.left * view.scale,
            view.top + level.top * view.scale,
            view.scale,
        )
    is_again = detector is not models.detector
    if is_again:
        view = view._replace(grey=_without_rings(view.grey, regions))
    if level is not None or (is_again and not rows):
        regions = detect_text(view.grey, models.detector if rows else detector)
        flow = Flow(regions, view.size)
    if rows:
        regions = text_in_rows(rows, upright.shape[0], view, regions, flow, detector)
    regions += find_lone_letters(view.grey, regions, flow)
    even = without_grain(view.grey)
    pieces = [piece for region in regions for piece in pieces_of(cut_strip(even, region))]
    read = without_faint_marks(_read_quickly(pieces, models.quick_reader))
    form_words = sum(count_form_words(piece.text) for piece in read)
    return Sight(turns, view, flow, read, form_words, _mean_certainty(read))


def _read_quickly(pieces: Sequence[Piece], reader: Network) -> list[ReadPiece]:
    """Read all pieces, but for the rest of lines that the form is known to have."""
    texts = [parted_to_know(text) for text in texts_among(pieces)]
    first = [piece for beginning, _ in texts for piece in beginning]
    read = _by_piece(read_together(first, reader, _QUICK_WIDTH, _QUICK_LONGEST))
    left: list[Piece] = []
    for beginning, rest in texts:
        if rest:
            known = rest_of_sentence([read[id(piece)] for piece in beginning], rest)
            read |= _by_piece(known or ())
            left += [] if known else rest
    read |= _by_piece(read_together(left, reader, _QUICK_WIDTH, _QUICK_LONGEST))
    return [read[id(piece)] for piece in pieces]


def _by_piece(read: Iterable[ReadPiece]) -> dict[int, ReadPiece]:
    return {id(each.piece): each for each in read}


def _without_rings(grey: Grey, regions: Sequence[TextRegion]) -> Grey:
    """A picture without rings around its words.

    Only for another reading: where a ring crosses letters, they are damaged with it.
    """
    if not regions:
        return grey
    bare = without_rings(grey, median(region.height for region in regions))
    return grey if bare is None else bare


def _view_of_text(
    picture: Picture, turns: int, upright: Grey, models: Models
) -> tuple[View, list[TextRegion]]:
    """A view in which text is large enough, and the text in it."""
    whole = View(upright, 0.0, 0.0, 1.0)
    regions = glance_at_text(upright, models.detector)
    # Of a page that will be looked at closer, a glance tells where its text is, however low.
    closer = len(regions) >= _FEW_PIECES and _closer(picture, turns, upright, regions, models)
    if closer:
        return closer
    regions = tell_lines_apart(upright, models.detector, regions)
    found = _closer(picture, turns, upright, regions, models) or (whole, regions)
    if 0 < len(found[1]) < _FEW_PIECES:
        small = detect_small_text(upright, models.detector)
        again = _closer(picture, turns, upright, small, models) or (whole, small)
        return max(found, again, key=lambda each: len(each[1]))
    return found


def _closer(
    picture: Picture, turns: int, upright: Grey, regions: list[TextRegion], models: Models
) -> tuple[View, list[TextRegion]] | None:
    """A closer view of text, and what is found in it; None if the text is as large as it gets."""
    closer = closer_view(picture, turns, upright, regions)
    return closer and (closer, detect_text(closer.grey, models.detector))


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


def _mean_certainty(read: Sequence[ReadPiece]) -> float:
    certainties = [character.probability for piece in read for character in piece.characters]
    return float(np.mean(certainties)) if certainties else 0.0
