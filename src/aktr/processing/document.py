"""What became of one file as plain JSON values: the one shape that every way out of aktr shows.

The command line prints it, the API answers with it, and the database keeps its parts, so each part
has a function of its own. Nothing in here is lossy except on purpose: the applicant ID of reports
before 2020-01-13 may be a social security number and leaves only its last four characters, here and
wherever else a number of that shape was read.
"""

from dataclasses import asdict
from datetime import date
from typing import Any, Final

from aktr.acs.model import SubElement, in_full
from aktr.errors import FileErrorType
from aktr.processing.result import FileStatus
from aktr.report.checked import Check, CheckedReport, ExplainedCode
from aktr.report.discretion import discreet
from aktr.report.model import FIELD_NAMES, KnowledgeTestReport, Place, ReadValue, UnresolvedCode

JsonObject = dict[str, Any]
"""A JSON object: keys to strings, numbers, booleans, None, and lists or objects of these."""

_DECIMALS: Final = 4
"""Of confidences (a hundredth of a per cent) and places (a fiftieth of a millimetre on Letter)."""


def report_document(
    checked: CheckedReport,
    *,
    report_id: str,
    file_name: str,
    position: int,
    part: int = 1,
    processing_time_ms: int,
    url: str | None = None,
) -> JsonObject:
    """One report as it is shown to the outside.

    Args:
        checked: The report with its codes explained and its checks made.
        report_id: Identifies the report among all that are shown together.
        file_name: The name the user gave, for display only.
        position: Place of the file in the upload, from 1.
        part: Place of the report among those of its file, from 1.
        processing_time_ms: Milliseconds of work on the whole file.
        url: Where the report can be fetched again; None if it is not stored anywhere.
    """
    return {
        "report_id": report_id,
        "file_name": file_name,
        "position": position,
        "part": part,
        "status": FileStatus.SUCCESS.value,
        "processing_time_ms": processing_time_ms,
        "url": url,
        **report_parts(checked),
    }


def failed_document(
    *,
    file_name: str,
    position: int,
    error_type: FileErrorType,
    message: str,
    processing_time_ms: int,
) -> JsonObject:
    """A file that gave no report, with its reason, in the list where its report would stand."""
    return {
        "report_id": None,
        "file_name": file_name,
        "position": position,
        "status": FileStatus.FAILED.value,
        "processing_time_ms": processing_time_ms,
        "error": {"type": error_type.value, "message": message},
    }


def report_parts(checked: CheckedReport) -> JsonObject:
    """Everything in a report's document that follows from the report alone."""
    checked = discreet(checked)
    return {
        "confidence": round(checked.confidence, _DECIMALS),
        "needs_review": checked.needs_review,
        "review_reasons": list(checked.review_reasons),
        "read_by": checked.report.read_by.value,
        "pages": list(checked.report.pages),
        "metadata": metadata_document(checked.report),
        "codes": codes_document(checked.codes),
        "unresolved_codes": unresolved_codes_document(checked.report.unresolved_codes),
        "checks": checks_document(checked.checks),
        "fields": fields_document(checked.report),
    }


def metadata_document(report: KnowledgeTestReport) -> JsonObject:
    """The values of the fields; None for what was not read. Dates are ISO 8601."""
    return {
        "name": report.name.value,
        "ftn": report.ftn.value,
        "exam_id": report.exam_id.value,
        "exam": report.exam,
        "exam_code": report.exam_code.value,
        "exam_date": _plain(report.exam_date.value),
        "exam_site": report.exam_site.value,
        "score": report.score.value,
        "grade": _plain(report.grade.value),
        "take": report.take.value,
        "expiration_date": _plain(report.expiration_date.value),
    }


def codes_document(codes: tuple[ExplainedCode, ...]) -> list[JsonObject]:
    """The missed codes in printed order, with the wording in force on the day of the test."""
    return [
        {
            "code": code.code,
            "description": code.description,
            "sub_elements": [asdict(one) for one in code.sub_elements],
            "area_of_operation": _numbered(code.area, code.area_title),
            "task": _numbered(code.task, code.task_title),
            "type": code.kind,
            "source": code.document,
            "page_number": code.page_number,
            "references": list(code.references),
            "read_as": code.read_as,
            "repaired": code.repaired,
            "confidence": round(code.confidence, _DECIMALS),
            "known": code.known,
            "note": code.note,
            "place": place_document(code.place),
        }
        for code in codes
    ]


def wording_of(code: JsonObject) -> str | None:
    """All that the standard says of a code of :func:`codes_document`, for people; None if unknown.

    Reports that were stored by earlier versions name no sub-elements.
    """
    if code["description"] is None:
        return None
    listed = (SubElement(**one) for one in code.get("sub_elements", ()))
    return in_full(code["description"], listed)


def unresolved_codes_document(codes: tuple[UnresolvedCode, ...]) -> list[JsonObject]:
    """What looks like a code and is not clearly any one, with the codes that it could be."""
    return [
        {
            "read_as": code.read_as,
            "candidates": list(code.candidates),
            "place": place_document(code.place),
        }
        for code in codes
    ]


def checks_document(checks: tuple[Check, ...]) -> list[JsonObject]:
    """The cross-checks in the order in which they were made."""
    return [
        {
            "id": check.id,
            "outcome": check.outcome.value,
            "detail": check.detail,
            "severity": check.severity.value,
            "source": check.source,
        }
        for check in checks
    ]


def fields_document(report: KnowledgeTestReport) -> JsonObject:
    """How each field was read: its name to its value, raw characters, place and certainty."""
    return {name: _field(getattr(report, name)) for name in FIELD_NAMES}


def place_document(place: Place | None) -> JsonObject | None:
    """Where a value stands: page from 1, edges as fractions of the upright page."""
    if place is None:
        return None
    edges = {
        edge: round(getattr(place, edge), _DECIMALS) for edge in ("left", "top", "right", "bottom")
    }
    return {"page": place.page, **edges}


def _field(field: ReadValue[Any]) -> JsonObject:
    return {
        "value": _plain(field.value),
        "raw": field.raw,
        "place": place_document(field.place),
        "confidence": round(field.confidence, _DECIMALS),
        "repaired": field.repaired,
        "doubt": field.doubt,
    }


def _plain(value: str | int | date | None) -> str | int | None:
    """The value as JSON knows it: a date in ISO 8601, a word of an enumeration as a bare string."""
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, str) else value


def _numbered(number: str | None, title: str | None) -> str | None:
    """Number and title as the standards print them: ``I. Preflight Preparation``."""
    if number and title:
        return f"{number}. {title}"
    return title or number
