"""Puts a report together that goes on from one page to the next."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from aktr.report.model import ReadCode, UnresolvedCode
from aktr.report.parse.fields import Fields
from aktr.report.parse.labels import Label
from aktr.report.parse.sheet import SheetLine

_MOST_DOUBTS = 3
"""Codes of a page that is no part of the report that are named as doubts."""
_MOST_BELOW = 2
"""Lines that may stand below the list of a page that goes on, such as its number."""
_IDENTITY = ("exam_id", "ftn", "applicant_id")


@dataclass(frozen=True, slots=True)
class Sheet:
    """What was read from one sheet."""

    lines: list[SheetLine]
    labels: list[Label]
    fields: Fields
    codes: tuple[ReadCode, ...]
    unresolved: tuple[UnresolvedCode, ...]
    is_report: bool


def merge_continuations(sheets: Sequence[Sheet]) -> list[Sheet]:
    """Join sheets that belong to one report; drop those that belong to none.

    A sheet goes on with the one before if it names the same exam or person and adds what that one
    lacks, or if it names nobody and that one ends in the middle of its form. On one page, the
    values may have a heading of their own beside that of the codes.
    """
    reports: list[Sheet] = []
    may_go_on = False
    for sheet in sheets:
        if may_go_on and _goes_on(reports[-1], sheet):
            reports[-1] = _joined(reports[-1], sheet)
        elif sheet.is_report:
            reports.append(sheet)
            may_go_on = True
        elif sheet.lines:
            if may_go_on and not _has_identity(sheet):
                reports[-1] = _with_doubts(reports[-1], sheet)
            may_go_on = False
    return reports


def _with_doubts(report: Sheet, sheet: Sheet) -> Sheet:
    """A report whose list may go on with what the next page lists: for a person to look at."""
    present = {code.code for code in report.codes}
    more = [code for code in sheet.codes if code.code not in present][:_MOST_DOUBTS]
    doubts = tuple(UnresolvedCode(code.read_as, code.place, (code.code,)) for code in more)
    return replace(report, unresolved=(*report.unresolved, *doubts))


def _goes_on(report: Sheet, sheet: Sheet) -> bool:
    if not sheet.lines:
        return False
    if sheet.lines[0].page is report.lines[-1].page:
        return _is_other_half(report, sheet) or _is_other_half(sheet, report)
    shared = [
        name
        for name in _IDENTITY
        if _value(report, name) is not None and _value(sheet, name) is not None
    ]
    if shared:
        same = all(_value(report, name) == _value(sheet, name) for name in shared)
        repeats = _value(sheet, "score") is not None and _value(report, "score") is not None
        return same and not repeats
    if _has_identity(sheet) or sheet.is_report:
        return False
    missing = {"expiration_date", "score", "grade", "exam_date"} - set(report.fields.values)
    adds = missing & set(sheet.fields.values)
    return bool(adds) or (_ends_in_codes(report) and bool(sheet.codes))


def _is_other_half(values: Sheet, codes: Sheet) -> bool:
    """Whether one part of a page has all the values, and the other nothing but codes."""
    return (
        _has_identity(values)
        and not (values.codes or values.unresolved)
        and not _has_identity(codes)
        and bool(codes.codes or codes.unresolved)
    )


def _ends_in_codes(report: Sheet) -> bool:
    """Whether the last lines of a page still belong to its list of codes.

    Below the last code its description may go on, in the column at its side.
    """
    places = [code.place for code in report.codes if code.place]
    if not places:
        return False
    last = max(places, key=lambda place: place.bottom)
    page = report.lines[-1].page
    below = [
        line for line in report.lines if line.page is page and line.top / page.height > last.bottom
    ]
    beside = [line for line in below if line.left / page.width > last.right]
    return len(below) - len(beside) <= _MOST_BELOW


def _has_identity(sheet: Sheet) -> bool:
    return any(_value(sheet, name) is not None for name in (*_IDENTITY, "name"))


def _value(sheet: Sheet, name: str) -> object:
    value = sheet.fields.values.get(name)
    return value.value if value is not None else None


def _joined(report: Sheet, sheet: Sheet) -> Sheet:
    fields = Fields(
        {**sheet.fields.values, **report.fields.values},
        report.fields.labelled | sheet.fields.labelled,
    )
    present = {code.code for code in report.codes}
    return replace(
        report,
        lines=[*report.lines, *sheet.lines],
        fields=fields,
        codes=(*report.codes, *(code for code in sheet.codes if code.code not in present)),
        unresolved=(*report.unresolved, *sheet.unresolved),
    )
