"""Invented examples for the API's own description; every request, answer and error has one."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any, Final

from aktr.acs.model import SubElement
from aktr.summary.analyzer import SummaryAnalyzer, short_form
from aktr.summary.facts import CodeFacts, ReportFacts

BATCH_ID: Final = "3f0c2a4e-6a4b-4f0e-9d53-0c5a5f6f1b21"
REPORT_ID: Final = "9b2d7c1e-52f3-4b0c-8a77-4f4f6d1f9a10"
BATCH_URL: Final = f"/v1/extractor/batch/{BATCH_ID}"
REPORT_URL: Final = f"/v1/extractor/results/{REPORT_ID}"

_PLACE: Final = {"page": 1, "left": 0.12, "top": 0.41, "right": 0.21, "bottom": 0.425}


_WEATHER_PRODUCTS: Final = (
    "Acceptable weather products and resources required for preflight planning, current and "
    "forecast weather for departure, en route, and arrival phases of flight such as:"
)
_WEATHER_PARTS: Final = (
    SubElement(
        "PA.I.C.K2a", "Airport Observations (METAR and SPECI) and Pilot Observations (PIREP)"
    ),
    SubElement("PA.I.C.K2b", "Surface Analysis Chart, Ceiling and Visibility Chart (CVA)"),
)


def _field(name: str, value: str | int | None, raw: str | None) -> dict[str, Any]:
    return {
        "value": value,
        "read": value,
        "raw": raw,
        "place": _PLACE if raw else None,
        "confidence": 1.0 if raw else 0.0,
        "certainty": "high" if raw else None,
        "repaired": False,
        "doubt": None,
        "state": "read",
        "stated_at": None,
        "evidence_url": f"{REPORT_URL}/evidence/{name}" if raw else None,
    }


REPORT: Final[Mapping[str, Any]] = {
    "report_id": REPORT_ID,
    "file_name": "student1.pdf",
    "position": 1,
    "part": 1,
    "status": "success",
    "processing_time_ms": 45,
    "url": REPORT_URL,
    "version": 1,
    "confidence": 0.9,
    "certainty": "medium",
    "needs_review": False,
    "review_reasons": [],
    "review": [],
    "corrections": [],
    "same_test_as": [],
    "read_by": "pdf-text",
    "pages": [1],
    "metadata": {
        "name": "DOE, JANE ANN",
        "ftn": "C1234567",
        "exam_id": "90000020260214001",
        "exam": "Private Pilot Airplane (PAR)",
        "exam_code": "PAR",
        "exam_date": "2026-02-14",
        "exam_site": "ABS60104",
        "score": 88,
        "grade": "Pass",
        "take": 1,
        "expiration_date": "2028-02-29",
    },
    "codes": [
        {
            "code": "PA.I.C.K2",
            "description": _WEATHER_PRODUCTS,
            "sub_elements": [asdict(one) for one in _WEATHER_PARTS],
            "area_of_operation": "I. Preflight Preparation",
            "task": "C. Weather Information",
            "type": "knowledge",
            "source": "FAA-S-ACS-6C",
            "page_number": 12,
            "references": ["14 CFR part 91", "FAA-H-8083-25"],
            "read_as": "PA.l.C.K2",
            "repaired": True,
            "confidence": 0.9,
            "certainty": "medium",
            "state": "read",
            "stated_at": None,
            "known": True,
            "note": None,
            "place": _PLACE,
            "evidence_url": f"{REPORT_URL}/evidence/code:PA.I.C.K2",
        }
    ],
    "unresolved_codes": [],
    "checks": [
        {
            "id": "score-possible",
            "outcome": "ok",
            "detail": "A score of 88 is possible with 60 questions.",
            "severity": "hard",
            "source": "FAA-G-ACS-2, Appendix 1",
        }
    ],
    "fields": {
        "name": _field("name", "DOE, JANE ANN", "DOE, JANE ANN"),
        "ftn": _field("ftn", "C1234567", "C1234567"),
        "applicant_id": _field("applicant_id", None, None),
        "score": _field("score", 88, "88%"),
    },
}

_CORRECTION: Final = {
    "version": 2,
    "made_at": "2026-11-22T11:05:00Z",
    "what": "score",
    "action": "correct",
    "before": 88,
    "after": 87,
}

REPORT_CORRECTED: Final[Mapping[str, Any]] = {
    **REPORT,
    "version": 2,
    "metadata": {**REPORT["metadata"], "score": 87},
    "fields": {
        **REPORT["fields"],
        "score": {
            **_field("score", 88, "88%"),
            "value": 87,
            "state": "corrected",
            "stated_at": _CORRECTION["made_at"],
        },
    },
    "corrections": [_CORRECTION],
}

CORRECTION_EXAMPLES: Final[dict[str, Any]] = {
    "a value and a code": {
        "value": {
            "fields": {"score": 87},
            "codes": {"add": ["PA.I.D.K3b"], "remove": ["PA.I.C.K2"]},
        }
    },
    "the whole list of codes": {"value": {"codes": ["PA.I.C.K2", "PA.I.D.K3b"]}},
    "what was looked at and is right": {
        "value": {"confirm": ["name", "code:PA.I.C.K2", "check:score-possible"]}
    },
}

HISTORY: Final[Mapping[str, Any]] = {
    "report_id": REPORT_ID,
    "version": 2,
    "corrections": [_CORRECTION],
}

FAILED_FILE: Final[Mapping[str, Any]] = {
    "report_id": None,
    "file_name": "broken.pdf",
    "position": 2,
    "status": "failed",
    "processing_time_ms": 3,
    "error": {
        "type": "INVALID_PDF",
        "message": "This PDF is damaged and cannot be opened. Download or print it again and "
        "upload the new file.",
    },
}

REPORT_FACTS: Final = ReportFacts(
    report_id=REPORT_ID,
    position=1,
    file_name="student1.pdf",
    name="DOE, JANE ANN",
    ftn="C1234567",
    exam_id="90000020260214001",
    exam="Private Pilot Airplane (PAR)",
    exam_code="PAR",
    exam_date=date(2026, 2, 14),
    score=88,
    grade="Pass",
    take=1,
    expiration_date=date(2028, 2, 29),
    codes=(
        CodeFacts(
            code="PA.I.C.K2",
            family="acs",
            description=_WEATHER_PRODUCTS,
            kind="knowledge",
            area="I",
            area_title="Preflight Preparation",
            task="C",
            task_title="Weather Information",
            document="FAA-S-ACS-6C",
            references=("14 CFR part 91", "FAA-H-8083-25"),
            sub_elements=_WEATHER_PARTS,
        ),
    ),
)
"""The report of the examples, as a summary sees it."""

_SUMMARY: Final = SummaryAnalyzer().analyse([REPORT_FACTS]).to_json()

BATCH: Final[Mapping[str, Any]] = {
    "batch_id": BATCH_ID,
    "status": "partial",
    "url": BATCH_URL,
    "processing_time_ms": 5234,
    "total_files": 2,
    "successful_files": 1,
    "failed_files": 1,
    "created_at": "2026-11-22T10:30:00Z",
    "expires_at": "2026-11-23T10:30:00Z",
    "reports": [REPORT, FAILED_FILE],
    "summary": {"url": f"{BATCH_URL}/summary", **short_form(_SUMMARY)},
}

UNFINISHED_BATCH: Final[Mapping[str, Any]] = {
    **BATCH,
    "status": "processing",
    "processing_time_ms": None,
    "successful_files": 0,
    "failed_files": 0,
    "reports": [],
    "summary": None,
}

FAILED_BATCH: Final[Mapping[str, Any]] = {
    **BATCH,
    "status": "failed",
    "processing_time_ms": 3,
    "total_files": 1,
    "successful_files": 0,
    "reports": [{**FAILED_FILE, "position": 1}],
    "summary": None,
}

BATCH_STATE: Final[Mapping[str, Any]] = {
    "batch_id": BATCH_ID,
    "status": "processing",
    "percent_done": 50,
    "total_files": 2,
    "successful_files": 1,
    "failed_files": 0,
    "counts": {"pending": 0, "processing": 1, "success": 1, "failed": 0},
    "files": [
        {
            "position": 1,
            "file_name": "student1.pdf",
            "status": "success",
            "processing_time_ms": 45,
            "error": None,
            "report_url": REPORT_URL,
            "attempts": 1,
            "last_error": None,
        },
        {
            "position": 2,
            "file_name": "student2.pdf",
            "status": "processing",
            "processing_time_ms": None,
            "error": None,
            "report_url": None,
            "attempts": 1,
            "last_error": None,
        },
    ],
    "processing_time_ms": None,
    "created_at": "2026-11-22T10:30:00Z",
    "expires_at": "2026-11-23T10:30:00Z",
    "reports_url": f"{BATCH_URL}/reports",
    "summary_url": f"{BATCH_URL}/summary",
    "events_url": f"{BATCH_URL}/events",
}

_STOPPED: Final[Mapping[str, Any]] = {
    "type": "CANCELLED",
    "message": "The batch was stopped before this file was read. Have it read again if you need "
    "its report.",
}
CANCELLED_STATE: Final[Mapping[str, Any]] = {
    **BATCH_STATE,
    "status": "partial",
    "percent_done": 100,
    "failed_files": 1,
    "counts": {"pending": 0, "processing": 0, "success": 1, "failed": 1},
    "files": [
        BATCH_STATE["files"][0],
        {
            **BATCH_STATE["files"][1],
            "status": "failed",
            "processing_time_ms": 0,
            "error": _STOPPED,
            "last_error": _STOPPED,
        },
    ],
    "processing_time_ms": 3120,
}

EVENTS: Final = (
    'event: progress\ndata: {"status":"processing","percent_done":50}\n\n'
    'event: finished\ndata: {"status":"completed","percent_done":100}\n\n'
)
"""Shortened: each event carries the whole state."""

LOCATION_HEADER: Final = {
    "Location": {
        "description": "Where state and progress of the batch are.",
        "schema": {"type": "string"},
        "example": BATCH_URL,
    }
}

SUMMARY: Final[Mapping[str, Any]] = {
    **_SUMMARY,
    "batch_id": BATCH_ID,
    "created_at": BATCH["created_at"],
    "total_files": 2,
    "successful_files": 1,
}

REPORT_PAGE: Final[Mapping[str, Any]] = {
    "batch_id": BATCH_ID,
    "page": 1,
    "limit": 10,
    "total": 2,
    "reports": [REPORT, FAILED_FILE],
    "next": None,
    "previous": None,
}

SINGLE_REPORT: Final[Mapping[str, Any]] = {**REPORT, "batch_id": BATCH_ID, "further_reports": []}


def example_answer(example: object, description: str = "Done.") -> dict[str, Any]:
    """The description of a JSON answer with its example."""
    return {
        "description": description,
        "content": {"application/json": {"example": example}},
    }


def multipart_body(
    file_field: str, example: Mapping[str, object], *, options: str, is_list: bool = False
) -> dict[str, Any]:
    """The description of a request body that carries files.

    Args:
        file_field: Name of the parts that hold files.
        example: An example of the whole form.
        options: Name of the schema of the options field.
        is_list: Whether there may be several such parts; how many, the settings say.
    """
    one_file: dict[str, Any] = {"type": "string", "format": "binary"}
    files = one_file
    if is_list:
        files = {"type": "array", "items": one_file, "minItems": 1}
    properties: dict[str, Any] = {
        file_field: files,
        "options": {
            "type": "string",
            "contentMediaType": "application/json",
            "contentSchema": {"$ref": f"#/components/schemas/{options}"},
        },
    }
    return {
        "requestBody": {
            "required": True,
            "content": {
                "multipart/form-data": {
                    "schema": {
                        "type": "object",
                        "required": [file_field],
                        "properties": properties,
                    },
                    "example": dict(example),
                }
            },
        }
    }
