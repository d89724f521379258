"""The name of the applicant where it has no label, or a picture hides it.

The name comes first on the form. Where other values stand in a column and nothing is known of the
text right above them, that is the name if it can be one; so is what stands right above the FTN,
or the applicant ID before it.
"""

from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any, Final

from aktr.reading.page import ReadBy, Word
from aktr.report.model import Place, ReadValue
from aktr.report.parse.cell_words import cells_of, until_wide_gap
from aktr.report.parse.heading import is_heading
from aktr.report.parse.sheet import (
    SheetLine,
    Span,
    confidence_of,
    is_repaired,
    place_of,
    raw_of,
)
from aktr.report.parse.values import looks_like_name

_COLUMN: Final = ("ftn", "applicant_id", "exam_id", "exam_title", "exam_date", "exam_site")
"""Fields that a form prints below the name, each beside or below its label."""
_FEWEST: Final = 3
_ALIGNED: Final = 0.012
"""Distance between left edges in one column, as a share of the width of the page."""
_ABOVE: Final = 3.5
"""Distance from a value to the one above it, in heights of the value."""
_EDGE: Final = 0.6
"""Distance between the edges of a name and of what stands below it, in line heights."""
_FAR_ABOVE: Final = 5.0
"""Distance from the FTN to the name above it, in line heights; a letter has its subject between."""
_LINES_ABOVE: Final = 3
_COMPANY: Final = frozenset(
    "AVIATION CENTER COLLEGE INC INC. LASERGRADE LLC PSI SERVICES TESTING".split()
)
"""Words of those who give tests, whose letters begin with their name."""
_WITHOUT_LABEL: Final = 0.6


def unlabelled_name(
    lines: Sequence[SheetLine], skipped: frozenset[int], values: Mapping[str, ReadValue[Any]]
) -> ReadValue[str] | None:
    """The name above a column of values, for a person to confirm, or None.

    Args:
        lines: The lines of a sheet.
        skipped: Lines of the instructor's block.
        values: What was found by labels.
    """
    if not lines:
        return None
    if lines[0].page.read_by is not ReadBy.OCR:
        return _above_ftn(lines, skipped, values)
    return _above_column(lines, skipped, values) or _above_ftn(lines, skipped, values)


def _above_ftn(
    lines: Sequence[SheetLine], skipped: frozenset[int], values: Mapping[str, ReadValue[Any]]
) -> ReadValue[str] | None:
    """The name that begins right above the cell of the FTN, or has its middle there."""
    number = values.get("ftn") or values.get("applicant_id")
    raw = number and number.raw
    if not raw:
        return None
    for index, line in enumerate(lines):
        at = next((at for at, word in enumerate(line.words) if raw in word.text), None)
        if index in skipped or at is None:
            continue
        cell = next(cell for cell in cells_of(line) if any(w is line.words[at] for w in cell))
        left, right = cell[0].box[0], cell[-1].box[2]
        for above in reversed(range(max(0, index - _LINES_ABOVE), index)):
            row = lines[above]
            if (
                above in skipped
                or is_heading(row.text)
                or line.top - row.bottom > (_FAR_ABOVE * max(line.height, row.height))
            ):
                continue
            for words in cells_of(row):
                aligned = _EDGE * line.height
                is_above = abs(words[0].box[0] - left) < aligned or (
                    abs(words[0].box[0] + words[-1].box[2] - left - right) < 2 * aligned
                )
                if is_above and _COMPANY.isdisjoint(word.text.upper() for word in words):
                    name = _name_of(row, words)
                    if name is not None:
                        return name
    return None


def _above_column(
    lines: Sequence[SheetLine], skipped: frozenset[int], values: Mapping[str, ReadValue[Any]]
) -> ReadValue[str] | None:
    places = [value.place for name in _COLUMN if (value := values.get(name)) and value.place]
    if len(places) < _FEWEST:
        return None
    left = median(place.left for place in places)
    column = [place for place in places if abs(place.left - left) <= _ALIGNED]
    if len(column) < _FEWEST:
        return None
    first = min(column, key=lambda place: place.top)
    for index in range(len(lines) - 1, -1, -1):
        if index not in skipped and (name := _name_in(lines[index], first)) is not None:
            return name
    return None


def _name_in(line: SheetLine, below: Place) -> ReadValue[str] | None:
    """The name on a line, if it stands right above a value."""
    width, height = line.page.width, line.page.height
    down = below.top - line.top / height
    if not 0 < down <= _ABOVE * (below.bottom - below.top) or below.top < line.bottom / height:
        return None
    for number, word in enumerate(line.words):
        if abs(word.box.left / width - below.left) <= _ALIGNED:
            name = _name_of(line, until_wide_gap(Span(line, line.words[number:])).words)
            if name is not None:
                return name
    return None


def _name_of(line: SheetLine, words: Sequence[Word]) -> ReadValue[str] | None:
    """Some words as a name, if they can be one."""
    text = " ".join(each.text for each in words).rstrip(" ,;:")
    if not looks_like_name(text):
        return None
    return ReadValue(
        text,
        raw_of(words),
        place_of(line.page, words),
        min(_WITHOUT_LABEL, confidence_of(words)),
        is_repaired(words),
        "No label was read beside it.",
    )
