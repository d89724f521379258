"""The words of one PDF page with their boxes, on the upright page.

PDFium gives the characters of a page in the order of the content stream, with blanks and line
ends of its own where it sees gaps. A word is taken as a run between those, and its box from its
first and last character, which is quick; where that box cannot be right (glyphs drawn one by one, a
hyphen at a line end) the run is taken apart into the pieces that really stand side by side.
"""

import ctypes
import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from operator import sub
from statistics import median
from typing import Any

import pypdfium2.raw as pdfium

from aktr.reading.page import Box, Word
from aktr.reading.pdf.characters import characters, word
from aktr.reading.pdf.letter_boxes import (
    are_boxes_wide,
    box_of_character,
    edges_by_advance,
    without_overhang,
)
from aktr.reading.pdf.letter_gaps import without_false_blanks
from aktr.reading.pdf.marks_apart import JOINED, with_marks_joined
from aktr.reading.pdf.page_frame import PageFrame, upright_edges
from aktr.reading.pdf.visibility import Drawn, doubtful_objects, visible_runs
from aktr.reading.text_layer import KNOWN_WORDS

_RUN = re.compile(rf"[^\s{JOINED}](?:\S*[^\s{JOINED}])?")
_WIDEST_GLYPH = 1.6
"""Advance of a character in heights of its line; letter-spaced capitals stay below it."""
_FEW_TORN = 0.05
"""Share of torn runs up to which the others are believed."""
_DOUBLE_STRIKE = 0.3
"""Shift between two prints of a word, one over the other to look bold, in line heights."""
_OVERLAP = 0.1
"""Part of the height by which a last character may begin before the first one (kerning)."""
_TOUCHING = 0.06
"""Gap between words that seem to be pieces of one, in line heights."""
_NARROWEST_BLANK = 0.1
"""Gap between two letters, beyond the usual one of their word, that a reader takes for a blank, in
line heights. PDFium wants about twice as much; kerning moves letters apart by a third of it."""
_SAME_STEP = 0.12
"""How much the steps from letter to letter of a typewriter differ, by the usual one."""
_SIGNS_AROUND = ".,:;()"
_LEVEL = 0.003
"""Radians of tilt that do no harm: two points over the width of a page."""
_OFF_DIRECTION = 0.2
"""Radians by which a word may be turned against the page; stamps and watermarks are more."""


@dataclass(frozen=True, slots=True)
class PageText:
    """The words of a page, in the order in which the file holds them."""

    words: tuple[Word, ...]
    frame: PageFrame
    under_picture: bool
    """Whether the text is invisible and lies under a picture of the page: somebody's OCR."""


def read_words(raw_page: Any, drawn: Sequence[Drawn]) -> PageText:  # noqa: ANN401 - a C handle
    """Read the text layer of a page.

    Args:
        raw_page: Handle of an open PDFium page.
        drawn: Everything that is drawn on it.

    Returns:
        Words that lie inside the visible part of the page and run with its main direction.
    """
    text_page = pdfium.FPDFText_LoadPage(raw_page)
    try:
        return _read(raw_page, text_page, drawn)
    finally:
        pdfium.FPDFText_ClosePage(text_page)


def _read(
    raw_page: Any,  # noqa: ANN401
    text_page: Any,  # noqa: ANN401
    drawn: Sequence[Drawn],
) -> PageText:
    text = characters(text_page)
    runs, angles = _runs(text_page, text)
    turn = _main_direction(angles, runs) if any(angles) else 0
    frame = PageFrame(turn, *_visible_edges(raw_page))
    mended = without_false_blanks(text_page, with_marks_joined(text_page, text, frame), frame)
    if mended != text:
        text = mended
        runs, angles = _runs(text_page, text)
    if any(angles):
        runs = [
            run
            for run, angle in zip(runs, angles, strict=True)
            if abs(_difference(angle, turn)) < _OFF_DIRECTION
        ]
    under_picture = False
    doubtful = doubtful_objects(drawn)
    if doubtful:
        stored_turns = pdfium.FPDFPage_GetRotation(raw_page)
        runs, under_picture = visible_runs(
            raw_page,
            text_page,
            runs,
            doubtful,
            lambda index: box_of_character(text_page, index, frame),
            ((turn // 90 - stored_turns) % 4, frame.size),
        )
    words = _words_of_runs(text_page, text, runs, frame)
    skew = _skew(angles, turn) if any(angles) else 0.0
    if abs(skew) > _LEVEL:
        words = [_levelled(each, skew, frame.size[0] / 2) for each in words]
    return PageText(tuple(words), frame, under_picture)


def _runs(text_page: Any, text: str) -> tuple[list[tuple[int, int]], list[float]]:  # noqa: ANN401
    """What stands between blanks, and the angle at which each begins."""
    runs = [match.span() for match in _RUN.finditer(text)]
    return runs, [pdfium.FPDFText_GetCharAngle(text_page, start) for start, _ in runs]


def _visible_edges(raw_page: Any) -> tuple[float, float, float, float]:  # noqa: ANN401
    rectangle = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(raw_page, rectangle)
    return rectangle.left, rectangle.bottom, rectangle.right, rectangle.top


def _main_direction(angles: list[float], runs: list[tuple[int, int]]) -> int:
    """The direction in which most characters run, in degrees counter-clockwise."""
    weights: Counter[int] = Counter()
    for angle, (start, end) in zip(angles, runs, strict=True):
        weights[round(-math.degrees(angle) / 90) % 4 * 90] += end - start
    return weights.most_common(1)[0][0]


def _skew(angles: list[float], turn: int) -> float:
    """How much the text is turned clockwise against the upright page, in radians."""
    return median(
        [turned for angle in angles if abs(turned := _difference(angle, turn)) < _OFF_DIRECTION]
        or [0.0]
    )


def _levelled(word: Word, skew: float, middle: float) -> Word:
    """A word moved up or down to where it would be on a page that is not tilted."""
    left, top, right, bottom = word.box
    shift = ((left + right) / 2 - middle) * math.tan(skew)
    return word._replace(box=Box(left, top - shift, right, bottom - shift))


def _difference(angle: float, turn: int) -> float:
    return (angle + math.radians(turn) + math.pi) % math.tau - math.pi


def _words_of_runs(
    text_page: Any,  # noqa: ANN401
    text: str,
    runs: list[tuple[int, int]],
    frame: PageFrame,
) -> list[Word]:
    """A word for each run of characters, or several where a run is no single word on the paper."""
    rectangle = pdfium.FS_RECTF()
    reference = ctypes.byref(rectangle)
    get_box = pdfium.FPDFText_GetLooseCharBox
    edges = upright_edges(frame)
    width, height = frame.size
    are_wide = are_boxes_wide(text_page, runs, frame)
    words: list[Word] = []
    torn: list[tuple[int, int]] = []
    before = -2
    """The character behind the run of which the last word is."""
    for start, end in runs:
        get_box(text_page, start, reference)
        left, top, right, bottom = edges(rectangle)
        if end - start > 1:
            get_box(text_page, end - 1, reference)
            last = edges(rectangle)
            right = last[2]
            if _is_torn((left, top, right, bottom), last, end - start):
                torn.append((start, end))
                continue
        if are_wide:
            left, right = edges_by_advance(text_page, (start, end), edges, (left, right))
        if right > 0 and left < width and bottom > 0 and top < height:
            box = Box(left, top, right, bottom)
            if before == start - 1 and left - words[-1].box[2] < _TOUCHING * (bottom - top):
                words[-1] = without_overhang(text_page, before, edges, words[-1], left)
            before = end
            run = _struck_once(text_page, text, (start, end), edges, box)
            if _may_hide_a_blank(run):
                words.extend(_words_at_blanks(text_page, text, (start, end), frame, box))
                continue
            words.append(word(run, box))
    if len(torn) > _FEW_TORN * len(runs):
        # Where many runs are torn, others may only seem whole.
        torn, words = runs, []
    for torn_run in torn:
        words.extend(_words_of_torn_run(text_page, text, torn_run, frame))
    return [each for each in words if each.text]


def _is_torn(
    whole: tuple[float, float, float, float],
    last: tuple[float, float, float, float],
    count: int,
) -> bool:
    """Whether characters cannot be one word where they stand.

    Args:
        whole: Left, top and bottom edge of the first, and the right edge of the last.
        last: The edges of the last.
        count: How many there are.
    """
    left, top, right, bottom = whole
    tall = bottom - top
    return (
        not top < (last[1] + last[3]) / 2 < bottom
        or last[0] < left - _OVERLAP * tall
        or right - left > _WIDEST_GLYPH * tall * count
    )


def _may_hide_a_blank(run: str) -> bool:
    """Whether a run may be two names set so close that PDFium saw no blank: ``PRIYAANN``.

    Only names are: prose is in small letters, and what has digits has a form of its own.
    """
    return (
        len(run) > 3
        and not run[1:].islower()
        and not any(map(str.isdigit, run))
        and run.strip(_SIGNS_AROUND).upper() not in KNOWN_WORDS
    )


def _words_at_blanks(
    text_page: Any,  # noqa: ANN401
    text: str,
    run: tuple[int, int],
    frame: PageFrame,
    whole: Box,
) -> Iterator[Word]:
    """The words of a run that is parted by gaps wider than those between its other letters.

    Args:
        text_page: Handle of the text of the page.
        text: Its characters.
        run: The first character and the one after the last.
        frame: How the page lies.
        whole: The box of the run.
    """
    places = [place for place in range(*run) if text[place] != JOINED]
    gaps = _gaps(text_page, places, frame.turn)
    narrowest = _NARROWEST_BLANK * whole.height
    widest = max(gaps)
    if widest > narrowest:
        narrowest += max(0.0, median(gaps))
    if widest <= narrowest:
        yield word(text[run[0] : run[1]], whole)
        return
    breaks = [place for place, gap in zip(places[1:], gaps, strict=True) if gap > narrowest]
    for start, end in pairwise((run[0], *breaks, run[1])):
        within = (place for place in places if start <= place < end)
        boxes = [box_of_character(text_page, place, frame) for place in within]
        yield word(text[start:end], reduce(Box.union, boxes))


def _gaps(text_page: Any, places: Sequence[int], turn: int) -> list[float]:  # noqa: ANN401
    """The gaps between letters of a run, along the direction of the text; none in typewriting."""
    rectangle = pdfium.FS_RECTF()
    reference = ctypes.byref(rectangle)
    get_box = pdfium.FPDFText_GetLooseCharBox
    beginnings, ends = [], []
    for index in places:
        get_box(text_page, index, reference)
        if turn in (0, 180):
            beginnings.append(rectangle.left)
            ends.append(rectangle.right)
        else:
            beginnings.append(rectangle.bottom)
            ends.append(rectangle.top)
    if turn in (180, 270):  # the text runs against the direction in which edges are counted
        beginnings, ends = [-end for end in ends], [-beginning for beginning in beginnings]
    steps = list(map(sub, beginnings[1:], beginnings))
    if max(steps) - min(steps) < _SAME_STEP * median(steps):
        return [0.0] * len(steps)
    return list(map(sub, beginnings[1:], ends))


def _struck_once(
    text_page: Any,  # noqa: ANN401
    text: str,
    run: tuple[int, int],
    edges: Callable[[Any], tuple[float, float, float, float]],
    whole: Box,
) -> str:
    """The text of a run; of a word that was printed twice, one over the other, only once."""
    word = text[run[0] : run[1]]
    half = len(word) // 2
    if half < 2 or word[:half] != word[half:]:
        return word
    rectangle = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(text_page, sum(run) // 2, rectangle)
    shift = edges(rectangle)[0] - whole.left
    return word[:half] if shift < _DOUBLE_STRIKE * whole.height else word


def _words_of_torn_run(
    text_page: Any,  # noqa: ANN401
    text: str,
    run: tuple[int, int],
    frame: PageFrame,
) -> Iterator[Word]:
    """The pieces of a run that really stand side by side, as words."""
    width, height = frame.size
    piece = ""
    edges: Box | None = None
    before: Box | None = None
    for index in range(*run):
        if text[index] == JOINED:
            continue
        box = box_of_character(text_page, index, frame)
        if not (box.right > 0 and box.left < width and box.bottom > 0 and box.top < height):
            continue
        # The letters of a ligature have one box.
        if edges is not None and box != before and not _adjoins(edges, box):
            yield word(piece, edges)
            piece, edges = "", None
        piece += text[index]
        before = box
        edges = box if edges is None else edges.union(box)
    if edges is not None and piece:
        yield word(piece, edges)


def _adjoins(piece: Box, following: Box) -> bool:
    tall = max(piece.height, following.height)
    gap = following.left - piece.right
    middle = (following.top + following.bottom) / 2
    return piece.top < middle < piece.bottom and -0.3 * tall < gap < 0.3 * tall
