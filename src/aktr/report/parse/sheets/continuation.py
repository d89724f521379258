"""Puts a report together that goes on from one page to the next."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from aktr.report.model import ReadCode, UnresolvedCode
from aktr.report.parse.fields.reading import Fields
from aktr.report.parse.labels.finding import Label
from aktr.report.parse.lines.heading import is_heading
from aktr.report.parse.lines.sheet import SheetLine
from aktr.report.parse.sheets.evidence import is_report

_MOST_DOUBTS = 3
"""Codes of a page that is no part of the report that are named as doubts."""
_MOST_BELOW = 2
"""Lines that may stand below the list of a page that goes on, such as its number."""
_MOST_ABOVE = 2
"""Lines that may stand above the list of a page that goes on with one."""
_CONTINUED = re.compile(
    r"\bcont(?:inued|inuation|['’]d|\.)|\bpage\s+[2-9]\s+of\s+\d", re.IGNORECASE
)
"""What a page says that goes on with the one before."""
_OF_PERSON = ("name", "ftn", "applicant_id")
"""What of the person may stand on every page."""
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
    merged = _Merged()
    for sheet in sheets:
        merged.add(sheet)
    merged.end()
    return merged.reports


class _Merged:
    """The reports of some sheets, put together one sheet after the other."""

    def __init__(self) -> None:
        self.reports: list[Sheet] = []
        self._may_go_on = False
        self._begun: Sheet | None = None
        """A sheet with the heading of a report that does not say enough to be one by itself."""
        self._follows = False
        """Whether the sheet before that one belongs to a report."""

    def add(self, sheet: Sheet) -> None:
        """Take the next sheet."""
        if self._begun is not None:
            whole = _completed(self._begun, sheet)
            if whole is not None and not whole.is_report:
                self._begun = whole
                return
            sheet = whole or self._with_what_was_begun(self._begun, sheet)
            self._begun = None
        if self._may_go_on and _goes_on(self.reports[-1], sheet):
            self.reports[-1] = _joined(self.reports[-1], sheet)
        elif sheet.is_report:
            self.reports.append(sheet)
            self._may_go_on = True
        elif sheet.lines:
            self._leave(sheet)

    def end(self) -> None:
        """Say that no sheet follows."""
        if self._begun is not None and self._follows:
            self._doubt_last(self._begun)

    def _leave(self, sheet: Sheet) -> None:
        """Keep a sheet in mind that is neither a report nor the rest of one."""
        if _is_headed(sheet):
            self._begun, self._follows = sheet, self._may_go_on
        elif self._may_go_on:
            self._doubt_last(sheet)
        self._may_go_on = False

    def _with_what_was_begun(self, begun: Sheet, after: Sheet) -> Sheet:
        """Name the codes of a sheet that came to nothing at the report that they may belong to."""
        if self._follows:
            self._doubt_last(begun)
        elif after.is_report and not (_is_headed(after) or _has_identity(begun)):
            return _with_doubts(after, begun)
        return after

    def _doubt_last(self, sheet: Sheet) -> None:
        if not _has_identity(sheet):
            self.reports[-1] = _with_doubts(self.reports[-1], sheet)


def _is_headed(sheet: Sheet) -> bool:
    return any(is_heading(line.text) for line in sheet.lines)


def _completed(begun: Sheet, sheet: Sheet) -> Sheet | None:
    """A sheet that only begins a report together with the next page, if that one goes on with it.

    That one has no heading, and tells nothing twice. A list goes on where it was left.
    """
    if not sheet.lines or _is_headed(sheet):
        return None
    if sheet.lines[0].page.number != begun.lines[-1].page.number + 1:
        return None
    told = {name for name in begun.fields.values if _value(begun, name) is not None}
    for name in told.intersection(sheet.fields.values):
        again = _value(sheet, name)
        repeats = name in _OF_PERSON and again == _value(begun, name)
        if again is not None and not repeats:
            return None
    if begun.codes and sheet.codes and not (_ends_in_codes(begun) and _begins_in_codes(sheet)):
        return None
    whole = _joined(begun, sheet)
    return replace(whole, is_report=is_report(whole.lines, whole.fields, whole.codes))


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
    if _is_its_list(report, sheet):
        return True
    missing = {"expiration_date", "score", "grade", "exam_date"} - set(report.fields.values)
    adds = missing & set(sheet.fields.values)
    return bool(adds) or (_ends_in_codes(report) and bool(sheet.codes))


def _is_its_list(report: Sheet, sheet: Sheet) -> bool:
    """Whether the page behind a report without codes says that it goes on with that report."""
    if report.codes or report.unresolved or not sheet.codes:
        return False
    if sheet.lines[0].page.number != report.lines[-1].page.number + 1:
        return False
    text = " ".join(line.text for line in sheet.lines)
    name = _value(report, "name")
    is_named = isinstance(name, str) and name.upper() in text.upper()
    return _CONTINUED.search(text) is not None or (_is_headed(sheet) and is_named)


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
    page = report.lines[-1].page
    places = [code.place for code in report.codes if code.place and code.place.page == page.number]
    if not places:
        return False
    last = max(places, key=lambda place: place.bottom)
    below = [
        line for line in report.lines if line.page is page and line.top / page.height > last.bottom
    ]
    beside = [line for line in below if line.left / page.width > last.right]
    return len(below) - len(beside) <= _MOST_BELOW


def _begins_in_codes(sheet: Sheet) -> bool:
    """Whether the first lines of a page are those of a list, below what heads every page."""
    page = sheet.lines[0].page
    places = [code.place for code in sheet.codes if code.place and code.place.page == page.number]
    first = min((place.top for place in places), default=0.0)
    return sum(line.bottom / page.height < first for line in sheet.lines) <= _MOST_ABOVE


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
