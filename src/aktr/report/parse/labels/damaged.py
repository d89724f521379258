"""Labels of which a picture shows some letters wrongly: "lake" for Take, "EXAM SHE" for Exam site.

Only meanings for which no label was found are looked for, and short labels only in cells of which
the reader was unsure. Whether a label stands there is then up to the value beside it.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from aktr.acs.nearest import edits
from aktr.reading.page import Word
from aktr.report.parse.labels.finding import Label
from aktr.report.parse.lines.sheet import SheetLine
from aktr.report.values.label_phrases import PHRASES, folded

_SOUGHT: Final = frozenset(
    """name ftn applicant_id exam_id exam exam_date exam_site score grade take
    expiration_date""".split()
)
"""What every report prints with a label; last names and the like stand in the block as well."""
_UNSURE: Final = 0.9
"""Confidence below which some letters of a word may be others."""
_CELL_GAP: Final = 0.9
"""Gap before a word from which it begins a cell of its own, in line heights."""
_WORDS: Final = 5
"""Words of a label at most; the reader may have torn one."""
_COLONS: Final = (":", ";", ".", ",")
"""What a colon is read as."""
_COLON_AS_LETTER: Final = tuple("RIL1TJ")
"""What it is read as where it touches the last letter, however sure of that the reader is."""
_TORN_M: Final = re.compile("IN|NI|RN|NN")
_COUNTED: Final = re.compile(r"^\d{1,2}[.)](?=\D)")
"""The number of a label that touches it: "9.TAXE"."""
_STROKES: Final = str.maketrans("ØĐŁ", "ODL")
_ROW_OF_LABELS: Final = 2
"""Labels that make a line one of labels, at least."""
_SHORTEST: Final = 4
_LONG: Final = 7
"""Letters from which two of a label may be wrong, not only one."""


def with_damaged_labels(
    lines: Sequence[SheetLine], labels: Sequence[Label], skipped: frozenset[int]
) -> list[Label]:
    """The labels of a sheet that was read from a picture, damaged ones among them.

    Args:
        lines: The lines of the sheet.
        labels: The labels that were found by their words.
        skipped: Indexes of lines in which labels are not those of the report.
    """
    missing = _SOUGHT - {label.meaning for label in labels}
    if missing.isdisjoint({"ftn", "applicant_id"}) or {"ftn", "applicant_id"} - missing:
        missing -= {"ftn", "applicant_id"}
    found: dict[str, list[Label]] = {}
    for index, line in enumerate(lines):
        if missing and index not in skipped:
            for label in _damaged_on(index, line, labels, missing):
                found.setdefault(label.meaning, []).append(label)
    damaged = [places[0] for places in found.values() if len(places) == 1]
    if not damaged:
        return list(labels)
    kept = [
        label
        for label in labels
        if not any(
            other.line == label.line and other.start < label.end and label.start < other.end
            for other in damaged
        )
    ]
    return sorted([*kept, *damaged], key=lambda label: (label.line, label.start))


def _damaged_on(
    index: int, line: SheetLine, labels: Sequence[Label], missing: frozenset[str]
) -> Iterator[Label]:
    words = line.words
    known = [label for label in labels if label.line == index]
    others = len(words) - sum(label.end - label.start for label in known)
    start = 0
    while start < len(words):
        stop = _end_of_cell(line, start)
        for end in range(min(stop, start + _WORDS), start, -1):
            text = words[end - 1].text
            whole = end == stop
            covered = any(
                label.start <= start < label.end and (label.colon or label.end >= end)
                for label in known
            )
            marked = text.endswith(_COLONS) or _with_letter_for_colon(words[start:end]) is not None
            if covered or not (whole or marked):
                continue
            among_labels = len(known) >= _ROW_OF_LABELS and others == end - start
            meaning = _meaning(words[start:end], among_labels=among_labels)
            if meaning in missing:
                colon = text.endswith(_COLONS)
                yield Label(meaning, index, start, end, colon, True, end - start, damaged=True)
                break
        start = stop


def _end_of_cell(line: SheetLine, start: int) -> int:
    words = line.words
    for position in range(start + 1, len(words)):
        gap = words[position].box[0] - words[position - 1].box[2]
        if gap > _CELL_GAP * line.height or words[position - 1].text.endswith(":"):
            return position
    return len(words)


def _meaning(words: Sequence[Word], *, among_labels: bool) -> str | None:
    """What a label says that has some wrong letters; None if that cannot be told.

    In a row of nothing but labels even what looks clear may be one with a wrong letter.
    """
    # A label begins with a capital: a reader that is sure of a small letter is wrong.
    begins_small = words[0].text[:1].islower()
    looks_clear = min(word.confidence for word in words) >= _UNSURE and not begins_small
    is_clear = looks_clear and not among_labels
    read = _letters(words)
    # In worn print the arches of an m come apart: "Naine".
    whole = _TORN_M.sub("M", read)
    nearest, meanings = _LONG, set[str]()
    for phrase, meaning in _squashed().items():
        allowed = (2 if len(phrase) >= _LONG else 1) - is_clear
        if abs(len(phrase) - len(read)) > allowed + 1:
            continue
        distance = edits(read, phrase, allowed)
        if whole != read:
            distance = min(distance, edits(whole, phrase, allowed) + 1)
        if distance <= allowed and distance <= nearest:
            meanings = {meaning} if distance < nearest else meanings | {meaning}
            nearest = distance
    return meanings.pop() if len(meanings) == 1 else _with_letter_for_colon(words)


def _letters(words: Sequence[Word]) -> str:
    # Specks around a letter are read as its marks: "Sçøre". No label has any.
    text = "".join(folded(word.text) for word in words).translate(_STROKES)
    text = _COUNTED.sub("", text)
    return "".join(filter(str.isalnum, unicodedata.normalize("NFD", text)))


def _with_letter_for_colon(words: Sequence[Word]) -> str | None:
    """What a label says that has one letter more, which a colon may be read as: "Taker 1"."""
    read = _letters(words)
    if read[-1:] not in _COLON_AS_LETTER:
        return None
    return _squashed().get(read[:-1])


@lru_cache(maxsize=1)
def _squashed() -> dict[str, str]:
    """Every phrase without its blanks, and what it means."""
    squashed = {"".join(phrase): meaning for phrase, meaning in PHRASES.items()}
    return {text: meaning for text, meaning in squashed.items() if len(text) >= _SHORTEST}
