"""Reads title and code of the test, from one cell or from two, on one line or on several."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import Any, Final, NamedTuple

from aktr.acs.catalogue import Catalogue
from aktr.reading.page import ReadBy, Word
from aktr.report.model import ReadValue
from aktr.report.parse.fields.cells import Cells
from aktr.report.parse.fields.orientation import SpansOfLabels
from aktr.report.parse.labels.finding import Label
from aktr.report.parse.lines.cell_words import cells_of, until_wide_gap
from aktr.report.parse.lines.sheet import Span, confidence_of, place_of
from aktr.report.values.exam import (
    DASHES,
    ExamReading,
    has_touching_dash,
    official_title,
    read_exam,
    title_in_pieces,
)
from aktr.report.values.label_phrases import CODES, LABEL_WORDS, folded

_NEARLY: Final = 0.9
"""Likeness from which a title is that of the test, with letters that were misread."""
_ROOM_FOR_DASH: Final = 0.75
"""Widest blank between two words, in heights of a line; a dash between two blanks takes more."""
_UNLIKE_OTHERS: Final = 2.0
"""The widest gap of a title in the next one, above which something stood in it."""
_OPEN: Final = 0.6
"""Confidence up to which a dash may be a hyphen, or a hyphen a dash."""
_READ_AS_DASH: Final = DASHES | {"_"}
_UNKNOWN: Final = 0.85
"""Confidence in a test code that no test has."""


_INITIALS: Final = re.compile(r"[A-Z]{1,3}")


class _Found(NamedTuple):
    reading: ExamReading
    cell: Span
    certainty: float
    rank: tuple[bool, bool, bool, bool, int]
    names_test: bool
    """Whether its label is that of the test, and not that of its code."""

    @property
    def is_code_alone(self) -> bool:
        """Whether a form prints the code in place of a title: "EXAM: CAX"."""
        return self.names_test and self.reading.known and self.cell.text == self.reading.code


def read_exam_cells(
    labels: Sequence[Label], cells: Cells, spans: SpansOfLabels, catalogue: Catalogue
) -> dict[str, ReadValue[Any]]:
    """Read the fields ``exam_title`` and ``exam_code``, as far as they are printed."""
    found = [
        _Found(reading, cell, certainty, _rank(label, reading, catalogue), label.meaning == "exam")
        for label in labels
        if label.meaning in {"exam", "exam_code"} or _heads_test_code(label, spans, catalogue)
        for certainty, span in spans.of(label)
        for reading, cell in _readings(label, cells, span, catalogue)
        if reading.known or (label.colon and not label.damaged)
    ]
    if not found:
        return {}
    best = max(found, key=lambda each: each.rank)
    values: dict[str, ReadValue[Any]] = {}
    titled = best
    if best.reading.title is None:
        # Where the code stands in a cell of its own, the title stands in another.
        others = [each for each in found if each.reading.title and each.cell is not best.cell]
        titled = max(others, key=lambda each: each.rank, default=best)
    if titled.reading.title:
        values["exam_title"] = _title(titled, titled.reading.title, best.reading.code, catalogue)
    elif best.is_code_alone:
        # Where it would stand, and nothing is.
        place = place_of(best.cell.line.page, best.cell.words)
        values["exam_title"] = ReadValue(place=place)
    if best.reading.code:
        values["exam_code"] = _value(best, best.reading.code, known=best.reading.known)
    return values


def _heads_test_code(label: Label, spans: SpansOfLabels, catalogue: Catalogue) -> bool:
    """Whether the word "code" heads the code of the test and no list of codes."""
    return label.meaning == CODES and any(
        span.text in catalogue.tests() for _, span in spans.of(label)
    )


def _rank(
    label: Label, reading: ExamReading, catalogue: Catalogue
) -> tuple[bool, bool, bool, bool, int]:
    return (
        reading.known,
        reading.code_printed,
        reading.title_known(catalogue),
        bool(reading.title),
        label.phrase_words,
    )


def _readings(
    label: Label, cells: Cells, span: Span, catalogue: Catalogue
) -> Iterator[tuple[ExamReading, Span]]:
    """What a cell says by itself and, if that is no whole title, with the lines it wraps to."""
    cell = until_wide_gap(span)
    reading = None
    for text in _wrapped_texts(cell):
        reading = read_exam(text, catalogue)
        if reading is not None:
            yield reading, cell
            if reading.code_printed and reading.title_known(catalogue):
                return
    for other in (*_shorter_cells(cell), *_longer_cells(label, cells, cell, span)):
        for text in _wrapped_texts(other):
            again = read_exam(text, catalogue)
            if (
                again is not None
                and again.known
                and (again.title_known(catalogue) or not (reading and reading.known))
            ):
                yield again, other


def _wrapped_texts(cell: Span) -> Iterator[str]:
    """The words of a cell as one line: behind a dash that touches its word there is no blank.

    A hyphen at the end of a line may be one of the title, and may only part a word; a title that
    is known tells which.
    """
    whole = parted = cell.words[0].text
    for before, after in pairwise(cell.words):
        goes_on = len(before.text) > 1 and before.text[-1] in DASHES
        is_below = after.box.top >= (before.box.top + before.box.bottom) / 2
        blank = "" if goes_on and is_below else " "
        whole += blank + after.text
        parted = (parted if blank else parted.rstrip("-")) + blank + after.text
    yield whole
    if parted != whole:
        yield parted


def _shorter_cells(cell: Span) -> Iterator[Span]:
    """A cell without its last words, which may begin the next label: "... (PAR) Exam".

    On a picture they may be somebody's initials beside the title.
    """
    is_picture = cell.line.page.read_by is ReadBy.OCR
    for count in (1, 2):
        last = cell.words[-count].text if len(cell.words) > count else ""
        if folded(last) in LABEL_WORDS or (is_picture and _INITIALS.fullmatch(last)):
            yield Span(cell.line, cell.words[:-count])


def _longer_cells(label: Label, cells: Cells, cell: Span, span: Span) -> Iterator[Span]:
    first = cells_of(cell.line, cell.words)[0]
    if len(first) < len(cell.words):
        # A column beside it may stand nearer than the gap that ends a title.
        yield from _with_other_lines(label, cells, Span(cell.line, first))
    if len(span.words) > len(cell.words):
        yield span
    yield from _with_other_lines(label, cells, cell)
    if len(span.words) > len(cell.words):
        # In justified text the blanks of a title may be as wide as gaps between cells.
        yield from _with_other_lines(label, cells, span)
    rest = cells.rest_of_sentence(cell)
    if rest is not None:
        yield Span(cell.line, (*cell.words, *rest.words))


def _with_other_lines(label: Label, cells: Cells, cell: Span) -> Iterator[Span]:
    """A cell with any of the lines above and below that it may wrap to."""
    # A line of the column beside it may stand between two lines of a title.
    block = [
        rest
        for rest in cells.rest_of_block(label, cell, may_stand_apart=True)
        if rest.words[0].box[0] < cell.words[-1].box[2]
    ]
    above = [rest for rest in block if rest.line.top < cell.line.top]
    below = block[len(above) :]
    for first in range(len(above), -1, -1):
        for last in range(len(below) + 1):
            if first < len(above) or last:
                yield Span(
                    cell.line,
                    (
                        *(word for rest in above[first:] for word in rest.words),
                        *cell.words,
                        *(word for rest in below[:last] for word in rest.words),
                    ),
                )


def _title(found: _Found, title: str, code: str | None, catalogue: Catalogue) -> ReadValue[Any]:
    """The title as printed; what a picture shows of it is told from look-alikes by its code."""
    value = _value(found, title, known=True)
    if found.cell.line.page.read_by is not ReadBy.OCR:
        return _doubted_if_cut(value, found.cell, code, catalogue)
    open_dashes = _has_open_dash(found.cell.words)
    official = official_title(title, code, catalogue, _NEARLY, open_dashes=open_dashes)
    if official is None:
        official = title_in_pieces(title, code, catalogue)
    doubted = partial(
        _doubted_if_torn,
        words=found.cell.words,
        touching=has_touching_dash(title, code, catalogue),
    )
    if (official or title) == title:
        return doubted(value)
    if official_title(title, code, catalogue) is None:
        doubt = f"“{title}” was read, and the test is called “{official}”."
        return replace(value, value=official, repaired=True, doubt=doubt)
    return doubted(replace(value, value=official, repaired=True))


def _doubted_if_cut(
    value: ReadValue[Any], cell: Span, code: str | None, catalogue: Catalogue
) -> ReadValue[Any]:
    """A title, in doubt if words that it lacks stand on its line."""
    title = str(value.value)
    official = title_in_pieces(title, code, catalogue) or ""
    missing = set(official.upper().split()) - set(title.upper().split())
    apart = {word.text.upper() for word in cell.line.words if word not in cell.words}
    if missing.isdisjoint(apart):
        return value
    doubt = f"The test is called “{official}”, and more of these words stand on its line."
    return replace(value, doubt=value.doubt or doubt)


def _has_open_dash(words: Sequence[Word]) -> bool:
    """Whether a picture leaves open how long a dash between words is."""
    return any(word.confidence <= _OPEN for word in words if word.text in _READ_AS_DASH)


def _doubted_if_torn(
    value: ReadValue[Any], words: Sequence[Word], *, touching: bool
) -> ReadValue[Any]:
    """A title, in doubt if one of its gaps is so wide that a dash may have been lost in it.

    So is one with a dash of which a picture does not tell whether it is a hyphen, or apart.

    Args:
        value: The title.
        words: Those of its cell.
        touching: Whether a dash touches words that stand apart in the official title.
    """
    title = str(value.value)
    if DASHES.intersection(title):
        if touching:
            doubt = "Its dash touches the words on both sides, which other centers print apart."
            return replace(value, doubt=value.doubt or doubt)
        if not _has_open_dash(words):
            return value
        doubt = "It cannot be told whether its dash is a short or a long one."
        return replace(value, doubt=value.doubt or doubt)
    # The edge of the box in front, and the code behind, stand apart from a title.
    own = set(title.split())
    gaps = sorted(
        after.box.left - before.box.right
        for before, after in pairwise(words)
        if {before.text, after.text} <= own
    )
    height = max(word.box.height for word in words)
    if len(gaps) > 1 and gaps[-1] > max(_ROOM_FOR_DASH * height, _UNLIKE_OTHERS * gaps[-2]):
        doubt = "One of its gaps is wider than the others; a dash may stand there."
        return replace(value, doubt=value.doubt or doubt)
    return value


def _value(found: _Found, value: str, *, known: bool) -> ReadValue[Any]:
    sure = min(found.certainty, confidence_of(found.cell.words))
    return ReadValue(
        value,
        found.cell.text,
        place_of(found.cell.line.page, found.cell.words),
        sure if known else min(sure, _UNKNOWN),
        doubt=None if known else f"“{value}” is not the code of a knowledge test that is known.",
    )
