"""Where on the paper the values stand that keep a report from being certain."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

from aktr.reading.page import Rows
from aktr.report.checked import CheckedReport
from aktr.report.confidence import REVIEW_BELOW, judge
from aktr.report.model import FIELD_NAMES, KnowledgeTestReport, Place, ReadValue

_AROUND: Final = 0.25
"""Paper that belongs to the row of a value, in heights of its letters."""


def rows_in_doubt(checked: CheckedReport) -> dict[int, tuple[Rows, ...]]:
    """The rows of a report in which something is in doubt.

    Args:
        checked: A report that needs review.

    Returns:
        By page, the rows of the doubtful values, from top to bottom, none overlapping. Empty for
        every page of the report if something is missing or contradicts: whatever stands on the
        page may be the reason then.
    """
    report, places = _settled(checked.report)
    if not places or None in places or judge(report, checked.checks).needs_review:
        return dict.fromkeys(report.pages, ())
    by_page: dict[int, list[Place]] = {}
    for place in filter(None, places):
        by_page.setdefault(place.page, []).append(place)
    return {page: _rows(on_page) for page, on_page in by_page.items()}


def _settled(report: KnowledgeTestReport) -> tuple[KnowledgeTestReport, list[Place | None]]:
    """The report as if every value that was read were certain, and where those are that are not."""
    fields: dict[str, Any] = {}
    places = []
    for name in FIELD_NAMES:
        value: ReadValue[Any] = getattr(report, name)
        if value.value is not None and (value.doubt or value.confidence < REVIEW_BELOW):
            fields[name] = replace(value, confidence=1.0, doubt=None)
            places.append(value.place)
    places += [code.place for code in report.codes if code.confidence < REVIEW_BELOW]
    codes = tuple(
        replace(code, confidence=1.0) if code.confidence < REVIEW_BELOW else code
        for code in report.codes
    )
    return replace(report, codes=codes, **fields), places


def _rows(places: Iterable[Place]) -> tuple[Rows, ...]:
    rows: list[Rows] = []
    for place in sorted(places, key=lambda place: place.top):
        around = _AROUND * (place.bottom - place.top)
        top, bottom = place.top - around, place.bottom + around
        if rows and top < rows[-1].bottom:
            rows[-1] = Rows(rows[-1].top, max(rows[-1].bottom, bottom))
        else:
            rows.append(Rows(top, bottom))
    return tuple(rows)
