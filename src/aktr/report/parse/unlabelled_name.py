"""The name of the applicant on a picture that hides its label.

The name comes first on the form. Where other values stand in a column and nothing is known of the
text right above them, that is the name if it can be one.
"""

from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any, Final

from aktr.reading.page import ReadBy
from aktr.report.model import Place, ReadValue
from aktr.report.parse.cells import until_wide_gap
from aktr.report.parse.sheet import SheetLine, Span, confidence_of, is_repaired, place_of, raw_of
from aktr.report.parse.values import looks_like_name

_COLUMN: Final = ("ftn", "applicant_id", "exam_id", "exam_title", "exam_date", "exam_site")
"""Fields that a form prints below the name, each beside or below its label."""
_FEWEST: Final = 3
_ALIGNED: Final = 0.012
"""Distance between left edges in one column, as a share of the width of the page."""
_ABOVE: Final = 3.5
"""Distance from a value to the one above it, in heights of the value."""
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
    if not lines or lines[0].page.read_by is not ReadBy.OCR:
        return None
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
            words = until_wide_gap(Span(line, line.words[number:])).words
            text = " ".join(each.text for each in words).rstrip(" ,;:")
            if looks_like_name(text):
                return ReadValue(
                    text,
                    raw_of(words),
                    place_of(line.page, words),
                    min(_WITHOUT_LABEL, confidence_of(words)),
                    is_repaired(words),
                    "No label was read beside it.",
                )
    return None
