"""Chooses the value of each field among all that the sheet says."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from statistics import median
from typing import Any, Final

from aktr.acs.catalogue import Catalogue
from aktr.reading.page import ReadBy, Word
from aktr.report.model import ReadValue
from aktr.report.parse.fields.cells import Cells
from aktr.report.parse.fields.exam_cells import read_exam_cells
from aktr.report.parse.fields.name_cells import may_go_on, with_rest_of_name
from aktr.report.parse.fields.orientation import SpansOfLabels
from aktr.report.parse.fields.picture_names import name_on_paper, with_numeral
from aktr.report.parse.labels.finding import Label
from aktr.report.parse.lines.cell_words import cells_of, until_wide_gap
from aktr.report.parse.lines.date_order import read_date_in_order, told_order
from aktr.report.parse.lines.sheet import (
    SheetLine,
    Span,
    confidence_of,
    is_repaired,
    place_of,
    raw_of,
    words_between,
)
from aktr.report.values.cell_reading import DASHES_OF_NUMBERS, Reading
from aktr.report.values.choices import marked_grade, offers_both_grades
from aktr.report.values.label_phrases import folded
from aktr.report.values.readers import (
    FREE_TEXT,
    NAMES,
    READERS,
    looks_like_name,
    read_grade,
    read_score,
    read_wrapped_exam_id,
)

_UNUSUAL: Final = 0.85
"""Confidence in a value that has not the form which the field always has."""
_OTHER_PRINT: Final = 0.6
"""Confidence in a value that may be no print of the form, or not all of it."""
_SMALLER: Final = 0.72
"""Share of the height of its label below which it is none."""
_DAMAGED_LABEL: Final = 0.85
"""Confidence in a value that says itself what a damaged label beside it must be."""
_WORDS_OF_PROSE: Final = 4
_FEWEST_SENTENCES: Final = 3
"""Values with a full stop behind them that make a form of sentences, at least."""
_ANY_NUMBER: Final = frozenset(
    (("ID", "NUMBER"), ("ID", "NO"), ("IDENTIFICATION", "NUMBER"), ("IDNUMBER",), ("IDNO",))
)
"""Labels that name a number of a person and not which."""
_DATES: Final = frozenset(("exam_date", "expiration_date"))
_GOES_ON: Final = re.compile(rf"(?<=\d[/.{DASHES_OF_NUMBERS}])\s(?=\d)")
"""What stands between two lines of one date: "2016-09- 26"."""
_TITLES: Final = {
    "exam_date": "exam date",
    "expiration_date": "expiration date",
    "exam_id": "exam ID",
    "ftn": "FAA tracking number",
    "score": "score",
    "grade": "grade",
    "take": "take",
    "name": "name",
    "exam_site": "exam site",
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """One reading of a field from one cell."""

    reading: Reading
    words: tuple[Word, ...]
    line: SheetLine
    rank: tuple[int, ...]
    """How specific its label is; the largest wins."""
    certainty: float


@dataclass(slots=True)
class Fields:
    """All fields of a sheet: what was read for each."""

    values: dict[str, ReadValue[Any]] = field(default_factory=dict)
    labelled: set[str] = field(default_factory=set)
    """Fields whose label is printed, whether or not a value is."""


def read_fields(
    lines: Sequence[SheetLine], labels: Sequence[Label], catalogue: Catalogue
) -> Fields:
    """Read every labelled field of a sheet."""
    cells = Cells(lines, labels)
    spans = SpansOfLabels(lines, cells, labels)
    fields = Fields()
    candidates: dict[str, list[Candidate]] = {}
    for label in labels:
        if label.meaning in READERS and not _is_of_another_number(label, labels, cells):
            fields.labelled.add(label.meaning)
            candidate = _candidate(label, cells, spans, READERS[label.meaning])
            if candidate is not None:
                candidates.setdefault(label.meaning, []).append(candidate)
    ends_in_dots = _are_sentences(candidates)
    for meaning, found in candidates.items():
        fields.values[meaning] = _chosen(meaning, found)
        if meaning == "name" and ends_in_dots:
            fields.values[meaning] = _without_full_stop(fields.values[meaning])
    fields.values.update(read_exam_cells(labels, cells, spans, catalogue))
    _read_result_beside(labels, spans, fields)
    _doubt_shared_words(fields)
    _compose_name(fields)
    return fields


def _are_sentences(candidates: Mapping[str, Sequence[Candidate]]) -> bool:
    """Whether values end in full stops, as where each stands in a sentence of its own."""
    formed = [found[0] for meaning, found in candidates.items() if meaning not in FREE_TEXT]
    stops = sum(each.words[-1].text.endswith(".") for each in formed if each.words)
    return stops >= _FEWEST_SENTENCES and 2 * stops >= len(formed)


def _without_full_stop(name: ReadValue[Any]) -> ReadValue[Any]:
    return replace(name, value=str(name.value).removesuffix(".")) if name.value else name


def _is_of_another_number(label: Label, labels: Sequence[Label], cells: Cells) -> bool:
    """Whether "ID number" stands on a form that has an FTN: that of a passport, or a licence."""
    words = tuple(folded(word.text) for word in cells.words_of(label))
    return (
        label.meaning == "applicant_id"
        and words in _ANY_NUMBER
        and any(other.meaning == "ftn" for other in labels)
    )


def _candidate(
    label: Label, cells: Cells, spans: SpansOfLabels, reader: Callable[[str], Reading | None]
) -> Candidate | None:
    """The best reading of one label's cell, the most likely place first."""
    fallback: Candidate | None = None
    order = told_order(" ".join(word.text for word in cells.words_of(label)))
    if order is not None and label.meaning in _DATES:
        reader = partial(read_date_in_order, order=order)
    for likely, found in spans.of(label):
        certainty = likely
        span, reading = _read_cell(label, cells, found, reader)
        if reading is None or not (reading.sure or label.colon or label.meaning not in FREE_TEXT):
            continue
        if label.meaning not in FREE_TEXT and _is_example(label, span, reading):
            continue
        if label.damaged:
            if not _confirms(label, span, reading):
                continue
            certainty = min(certainty, _DAMAGED_LABEL)
        words = tuple(words_between(span.words, reading.start, reading.end))
        sure = certainty
        if label.meaning == "name" and span.line.page.read_by is ReadBy.OCR:
            # How sure a reader is of a mark says nothing about the dot of another word.
            plain = [word for word in words if word.text.isascii()] or words
            reading, sure = name_on_paper(reading, certainty, confidence_of(plain))
        if label.meaning == "name" and may_go_on(label, cells, span):
            sure = min(sure, _OTHER_PRINT)
        candidate = Candidate(
            reading,
            words,
            span.line,
            (
                int(reading.sure),
                int(label.meaning != "score" or _names_score(label, cells)),
                int(label.colon == spans.colons),
                label.phrase_words,
            ),
            min(sure, _OTHER_PRINT) if _is_stamped(span, words, cells, label) else sure,
        )
        # What cannot be, right at its label, is what is printed: no number nearby stands for it.
        if reading.sure or (reading.value is None and certainty == 1.0):
            return candidate
        fallback = fallback or candidate
    return fallback


def _names_score(label: Label, cells: Cells) -> bool:
    """Whether a label says "score", and not "percent" alone, as a table of subjects does too."""
    return any("SCORE" in folded(word.text) for word in cells.words_of(label))


def _confirms(label: Label, span: Span, reading: Reading) -> bool:
    """Whether a value has the form of the field for which a damaged label may stand."""
    if label.meaning in NAMES:
        return looks_like_name(span.text)
    return reading.sure and reading.start == 0


def _is_stamped(span: Span, value: Sequence[Word], cells: Cells, label: Label) -> bool:
    """Whether a picture shows a text smaller than its label: a stamp over the form, or a note."""
    heights = [word.box.height for word in cells.words_of(label)]
    is_text = label.meaning in FREE_TEXT and span.line.page.read_by is ReadBy.OCR
    if not (is_text and value and heights):
        return False
    return median(word.box.height for word in value) < _SMALLER * median(heights)


def _is_example(label: Label, span: Span, reading: Reading) -> bool:
    """Whether a value stands in a sentence that explains the form.

    A date right behind its label is none, whatever sentence follows on the line.
    """
    is_its_date = label.meaning in _DATES and label.colon and reading.start == 0
    # "(exam ID 90000020260214001, take 1), where the score was ..." tells values in passing.
    ends_bracket = reading.start == 0 and span.text[reading.end : reading.end + 1] == ")"
    return _is_prose(span, reading) and not ((is_its_date or ends_bracket) and reading.sure)


def _is_prose(span: Span, reading: Reading) -> bool:
    """Whether a sentence stands around a value, such as one that explains the form."""
    rest = f"{span.text[: reading.start]} {span.text[reading.end :]}"
    return sum(word.islower() and word.isalpha() for word in rest.split()) >= _WORDS_OF_PROSE


def _read_cell(
    label: Label, cells: Cells, span: Span, reader: Callable[[str], Reading | None]
) -> tuple[Span, Reading | None]:
    """What a cell says, with as many of its words and lines as the value takes."""
    read = _read_text if label.meaning in FREE_TEXT else _read_formed
    return read(label, cells, span, reader)


def _read_text(
    label: Label, cells: Cells, span: Span, reader: Callable[[str], Reading | None]
) -> tuple[Span, Reading | None]:
    """A value that may be any words: those up to a gap, and the lines it wraps to."""
    span = until_wide_gap(span)
    if label.meaning == "name":
        if any(word.text[-1] == ":" for word in span.words):
            # A label that nobody knows stands in the next cell.
            span = Span(span.line, cells_of(span.line, span.words)[0])
        span = with_rest_of_name(label, cells, span)
    reading = reader(span.text)
    if reading is None and label.meaning == "name" and span.line.page.read_by is ReadBy.OCR:
        reading = reader(with_numeral(span.text))
    if label.meaning == "exam_site" and not (reading and reading.sure):
        # The code of a centre may stand above its town, or below.
        for rest in cells.rest_of_block(label, span):
            again = reader(rest.text)
            if again is not None and again.sure:
                return rest, again
    return span, reading


def _read_formed(
    label: Label, cells: Cells, span: Span, reader: Callable[[str], Reading | None]
) -> tuple[Span, Reading | None]:
    """A value that its form tells: alone, before a note beside it, or broken over two lines."""
    reading = reader(span.text)
    if _tells(span, reading):
        return span, reading
    is_choice = label.meaning == "grade" and offers_both_grades(span.words)
    if is_choice and reading is not None:
        chosen = marked_grade(span.words)
        return span, reading if chosen is None else reading._replace(
            value=chosen, doubt=None, sure=True
        )
    if reading is None or reading.doubt is None or label.meaning == "grade":
        first = Span(span.line, cells_of(span.line, span.words)[0])
        again = reader(first.text)
        if _tells(first, again) and not (label.meaning == "score" and "%" not in first.text):
            return first, again
    whole = Span(span.line, (*span.words, *_next_row_of(label, cells, span)))
    if label.meaning in _DATES and reading is None:
        return whole, reader(_GOES_ON.sub("", whole.text))
    if label.meaning == "exam_id" and reading is not None and not reading.sure:
        again = read_wrapped_exam_id(whole.text)
        if again is not None:
            return whole, again
    return span, reading


def _tells(span: Span, reading: Reading | None) -> bool:
    """Whether a cell says one thing, and no sentence or choice stands around it."""
    return reading is not None and reading.sure and not _is_prose(span, reading)


def _next_row_of(label: Label, cells: Cells, span: Span) -> Sequence[Word]:
    """The words right below those of a cell, in which a date may go on: "01 Dec", "2020"."""
    for rest in cells.rest_of_block(label, span):
        if rest.line.top > span.line.top:
            return rest.words
    return ()


def _chosen(meaning: str, candidates: list[Candidate]) -> ReadValue[Any]:
    best = max(candidates, key=lambda candidate: candidate.rank)
    value = _read_value(best)
    rivals = {
        _comparable(candidate.reading.value)
        for candidate in candidates
        if candidate.reading.sure
        # Of two tracking numbers one is that of an instructor, whatever each is called.
        and (meaning == "ftn" or candidate.rank[1] >= best.rank[1])
        and (meaning == "ftn" or candidate.rank[-1] >= best.rank[-1])
    }
    if len(rivals) > 1 and meaning in _TITLES:
        return _doubted(value, f"The {_TITLES[meaning]} is printed twice with different values.")
    return value


def _comparable(value: object) -> object:
    return " ".join(value.upper().split()) if isinstance(value, str) else value


def _read_value(candidate: Candidate) -> ReadValue[Any]:
    reading = candidate.reading
    certainty = candidate.certainty if reading.sure else min(candidate.certainty, _UNUSUAL)
    return ReadValue(
        value=reading.value,
        raw=raw_of(candidate.words),
        place=place_of(candidate.line.page, candidate.words),
        confidence=0.0 if reading.value is None else min(certainty, confidence_of(candidate.words)),
        repaired=is_repaired(candidate.words),
        doubt=reading.doubt,
    )


def _doubted(value: ReadValue[Any], doubt: str) -> ReadValue[Any]:
    return ReadValue(value.value, value.raw, value.place, min(value.confidence, 0.5), False, doubt)


def _read_result_beside(labels: Sequence[Label], spans: SpansOfLabels, fields: Fields) -> None:
    """Values that share one cell: ``RESULT: 88% PASS``, ``GRADE: 88``, ``GRADE/TAKE: PASS/1``."""
    for meaning, others, reader in (
        ("grade", ("score", "take"), read_grade),
        ("score", ("grade",), read_score),
    ):
        present = fields.values.get(meaning)
        if present is not None and (present.value is not None or present.doubt):
            continue
        for label in labels:
            if label.meaning not in others:
                continue
            for certainty, span in _cells_beside(label, spans, reader):
                reading = reader(span.text)
                if reading is not None and not _is_prose(span, reading):
                    words = tuple(words_between(span.words, reading.start, reading.end))
                    found = Candidate(reading, words, span.line, (), certainty)
                    fields.values[meaning] = _read_value(found)
                    break


def _cells_beside(
    label: Label, spans: SpansOfLabels, reader: Callable[[str], Reading | None]
) -> Iterator[tuple[float, Span]]:
    """The cell of a label of another field, and others near it that hold nothing but the value.

    Below a grade may stand anything that has a number in it, such as the list of codes.
    """
    for place, (certainty, span) in enumerate(spans.of(label)):
        reading = reader(span.text)
        whole = reading is not None and (reading.start, reading.end) == (0, len(span.text))
        if place == 0 or (whole and not span.text.isdigit()):
            yield certainty, span


def _doubt_shared_words(fields: Fields) -> None:
    """Doubt a value whose characters are those of another field: one print is one value."""
    owners: dict[tuple[int, float, float], str] = {}
    for meaning, value in sorted(fields.values.items(), key=lambda item: -item[1].confidence):
        if meaning not in _TITLES or value.value is None or value.place is None:
            continue
        place = value.place
        owner = owners.setdefault((place.page, place.left, place.top), meaning)
        if owner != meaning:
            doubt = f"The same characters were read as the {_TITLES[owner]}."
            fields.values[meaning] = _doubted(value, doubt)


def _compose_name(fields: Fields) -> None:
    """Put a name together that is printed in parts."""
    parts = [fields.values.get(part) for part in ("last_name", "first_name", "middle_name")]
    last, *given = parts
    suffix = fields.values.get("suffix")
    name = fields.values.get("name")
    if suffix is not None and name is not None and name.value:
        if suffix.value and suffix.value.upper() not in str(name.value).upper().split():
            fields.values["name"] = _doubted(name, f"Apart from the name stands “{suffix.value}”.")
        return
    if name is not None or last is None or not last.value:
        return
    rest = " ".join(part.value for part in given if part is not None and part.value)
    family = f"{last.value} {suffix.value}" if suffix and suffix.value else last.value
    whole = f"{family}, {rest}" if rest else family
    fields.values["name"] = ReadValue(whole, whole, last.place, last.confidence)
