"""Back from a stored report to the report as it was checked, as it was read, and what was said."""

from typing import Any, Final

from aktr.acs.code import CodeFamily
from aktr.acs.model import SubElement
from aktr.db.models import Report
from aktr.db.types import JsonArray, JsonObject
from aktr.reading.page import ReadBy
from aktr.report.checked import Check, CheckedReport, ExplainedCode, Outcome, Severity
from aktr.report.correction import Action, Statement, from_plain
from aktr.report.model import (
    FIELD_NAMES,
    KnowledgeTestReport,
    Place,
    ReadCode,
    ReadValue,
    UnresolvedCode,
)

_READ_CODE: Final = ("code", "read_as", "confidence", "repaired")


def checked_report(row: Report) -> CheckedReport:
    """A stored report as it stands."""
    return CheckedReport(
        report=_report(
            row.read_by, row.fields, row.codes, row.unresolved_codes, row.pages, row.notes
        ),
        codes=tuple(_explained_code(stored) for stored in row.codes),
        checks=tuple(_check(stored) for stored in row.checks),
        confidence=row.confidence,
        needs_review=row.needs_review,
        review_reasons=tuple(row.review_reasons),
        checked_on=row.checked_on,
    )


def reading_of(row: Report) -> KnowledgeTestReport:
    """A stored report as it was read, whatever was said about it since."""
    stored = row.reading
    if stored is None:
        return checked_report(row).report
    return _report(
        ReadBy(stored["read_by"]),
        stored,
        stored["codes"],
        stored["unresolved_codes"],
        stored["pages"],
        stored["notes"],
    )


def statements_on(row: Report) -> tuple[Statement, ...]:
    """What people said about a stored report, oldest first."""
    return tuple(
        Statement(each["what"], Action(each["action"]), each["before"], each["after"])
        for each in row.corrections
    )


def _report(
    read_by: ReadBy,
    fields: JsonObject,
    codes: JsonArray,
    unresolved_codes: JsonArray,
    pages: JsonArray,
    notes: JsonArray,
) -> KnowledgeTestReport:
    values: dict[str, Any] = {name: _read_value(name, fields[name]) for name in FIELD_NAMES}
    return KnowledgeTestReport(
        read_by=read_by,
        pages=tuple(pages),
        codes=tuple(_read_code(stored) for stored in codes),
        unresolved_codes=tuple(_unresolved_code(stored) for stored in unresolved_codes),
        notes=tuple(notes),
        **values,
    )


def _read_value(name: str, stored: JsonObject) -> ReadValue[Any]:
    value = from_plain(name, stored["value"])
    return ReadValue(**{**stored, "value": value, "place": _place(stored["place"])})


def _read_code(stored: JsonObject) -> ReadCode:
    return ReadCode(
        **{name: stored[name] for name in _READ_CODE},
        family=CodeFamily(stored["family"]),
        place=_place(stored["place"]),
        # Reports that were stored by earlier versions do not say it.
        times_read=stored.get("times_read", 1),
    )


def _explained_code(stored: JsonObject) -> ExplainedCode:
    known = {name: value for name, value in stored.items() if name != "times_read"}
    return ExplainedCode(
        **{
            **known,
            "place": _place(stored["place"]),
            "references": tuple(stored["references"]),
            # Reports that were stored by earlier versions do not say it.
            "sub_elements": tuple(SubElement(**one) for one in stored.get("sub_elements", ())),
        }
    )


def _unresolved_code(stored: JsonObject) -> UnresolvedCode:
    return UnresolvedCode(stored["read_as"], _place(stored["place"]), tuple(stored["candidates"]))


def _check(stored: JsonObject) -> Check:
    return Check(
        **{
            **stored,
            "outcome": Outcome(stored["outcome"]),
            "severity": Severity(stored["severity"]),
        }
    )


def _place(stored: JsonObject | None) -> Place | None:
    return None if stored is None else Place(**stored)
