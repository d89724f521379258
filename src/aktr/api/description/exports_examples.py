"""Invented examples of exports, comparisons and paperwork for the API's own description."""

from datetime import date
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter

from aktr.acs.catalogue import load_catalogue
from aktr.api.description.examples import REPORT_FACTS
from aktr.paperwork import Paperwork, load_wordings, prepare
from aktr.summary.comparison import compare_classes
from aktr.summary.facts import ReportFacts

_EARLIER: Final = ReportFacts(
    "earlier",
    1,
    "student9.pdf",
    name="ROE, RICHARD",
    ftn="C7654321",
    exam_id="90000020250214009",
    exam="Private Pilot Airplane (PAR)",
    exam_code="PAR",
    exam_date=date(2025, 2, 14),
    score=82,
    grade="Pass",
)

COMPARISON: Final[dict[str, Any]] = compare_classes([REPORT_FACTS], [_EARLIER]).to_json()

FILE_ANSWER: Final[dict[str, Any]] = {
    "description": "The file, as an attachment.",
    "content": {
        "application/pdf": {
            "schema": {"type": "string", "format": "binary"},
            "example": "%PDF-1.7 …",
        },
        "application/json": {"example": {"reports": [], "summary": {}}},
        "text/csv": {"example": "position,part,file_name,status\r\n1,1,student1.pdf,success\r\n"},
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": {
            "schema": {"type": "string", "format": "binary"},
            "example": "PK …",
        },
    },
}


def _paperwork() -> dict[str, Any]:
    # The package's own standards: what an operator imported does not belong into an example.
    catalogue = load_catalogue(Path(__file__).parent / "no-standards")
    paper = prepare(REPORT_FACTS, catalogue, load_wordings(), date(2026, 11, 22))
    plain: dict[str, Any] = TypeAdapter(Paperwork).dump_python(paper, mode="json")
    return plain


PAPERWORK: Final = _paperwork()
