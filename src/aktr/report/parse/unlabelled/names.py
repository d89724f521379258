"""The name of the applicant where it has no label, or a picture hides it.

The name comes first on the form. Where other values stand in a column and nothing is known of the
text right above them, that is the name if it can be one; so is what stands right above the FTN,
or the applicant ID before it, or else above the test where those stand in a column of their own.
"""

from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any, Final

from aktr.reading.page import ReadBy, Word
from aktr.report.model import Place, ReadValue
from aktr.report.parse.lines.cell_words import cells_of, until_wide_gap
from aktr.report.parse.lines.heading import is_heading
from aktr.report.parse.lines.sheet import (
    SheetLine,
    Span,
    confidence_of,
    is_repaired,
    place_of,
    raw_of,
)
from aktr.report.values.readers import looks_like_name

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
_LARGER: Final = 1.25
"""Height of a name that heads the form, in heights of the values below it, at least."""
_INDENTED: Final = 2.0
"""Distance of the left edges of such a name and of the values below it, in line heights."""
_ADDRESSING: Final = frozenset("ATTENTION ATTN DEAR HELLO HI RE REGARDING SINCERELY".split())
"""Words of a letter before or below which a name stands, and which are none."""
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
    number = values.get("ftn") or values.get("applicant_id")
    above_value = _above_value(lines, skipped, number) or _above_value(
        lines, skipped, values.get("exam_title")
    )
    if lines[0].page.read_by is not ReadBy.OCR:
        return above_value
    return _above_column(lines, skipped, values) or above_value


def _above_value(
    lines: Sequence[SheetLine], skipped: frozenset[int], value: ReadValue[Any] | None
) -> ReadValue[str] | None:
    """The name that begins right above the cell of a value, or has its middle there."""
    raw = value and value.raw
    if not raw:
        return None
    for index, line in enumerate(lines):
        cell = None if index in skipped else _cell_with(line, raw)
        if cell is None:
            continue
        above = range(index - 1, max(-1, index - 1 - _LINES_ABOVE), -1)
        names = (
            _name_of(row, words)
            for row in (lines[at] for at in above if at not in skipped)
            if _may_hold_name(row, line)
            for words in cells_of(row)
            if _stands_above(words, cell, line.height)
        )
        name = next((each for each in names if each is not None), None)
        if name is not None:
            return name
    return None


def _cell_with(line: SheetLine, text: str) -> tuple[Word, ...] | None:
    """The cell of a line in one of whose words a text stands."""
    if text not in line.text:
        return None
    return next((cell for cell in cells_of(line) if text in " ".join(w.text for w in cell)), None)


def _may_hold_name(row: SheetLine, line: SheetLine) -> bool:
    """Whether a line is near enough to one below it, and no heading."""
    farthest = _FAR_ABOVE * max(line.height, row.height)
    return not is_heading(row.text) and line.top - row.bottom <= farthest


def _stands_above(words: Sequence[Word], cell: Sequence[Word], height: float) -> bool:
    """Whether words begin, or have their middle, where a cell does, and are of no company.

    What heads the form in larger print need not begin quite where the form does.
    """
    left, right = words[0].box[0] - cell[0].box[0], words[-1].box[2] - cell[-1].box[2]
    aligned = _EDGE * height
    is_above = abs(left) < aligned or abs(left + right) < 2 * aligned
    if words[0].box.height >= _LARGER * cell[0].box.height:
        is_above = is_above or abs(left) < _INDENTED * height
    return is_above and _COMPANY.isdisjoint(word.text.upper() for word in words)


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
    if not looks_like_name(text) or words[0].text.rstrip(",:").upper() in _ADDRESSING:
        return None
    return ReadValue(
        text,
        raw_of(words),
        place_of(line.page, words),
        min(_WITHOUT_LABEL, confidence_of(words)),
        is_repaired(words),
        "No label was read beside it.",
    )
