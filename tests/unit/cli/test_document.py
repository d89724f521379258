"""The one JSON shape of a report: whole, plain, and without the applicant ID."""

import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from aktr.errors import FileErrorType
from aktr.processing.document import (
    JsonObject,
    failed_document,
    report_document,
    report_parts,
)
from aktr.report.checked import CheckedReport
from aktr.report.discretion import masked
from aktr.report.model import FIELD_NAMES, KnowledgeTestReport


def document_of(checked: CheckedReport) -> JsonObject:
    return report_document(
        checked,
        report_id="11111111-2222-3333-4444-555555555555",
        file_name="student1.pdf",
        position=1,
        processing_time_ms=45,
    )


def test_a_document_holds_what_the_http_contract_names(checked: CheckedReport) -> None:
    document = document_of(checked)
    envelope = ("report_id", "file_name", "position", "part", "status", "processing_time_ms", "url")
    assert [document[key] for key in envelope] == [
        "11111111-2222-3333-4444-555555555555",
        "student1.pdf",
        1,
        1,
        "success",
        45,
        None,
    ]
    assert document["metadata"] == {
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
    }
    (code,) = document["codes"]
    assert code["area_of_operation"] == "I. Preflight Preparation"
    assert code["task"] == "C. Weather Information"
    assert (code["type"], code["source"], code["page_number"]) == ("knowledge", "FAA-S-ACS-6C", 12)
    assert (code["read_as"], code["repaired"]) == ("PA.l.C.K2", True)
    assert document["checks"][0]["outcome"] == "ok"
    assert document["unresolved_codes"][0]["candidates"] == ["PA.I.B.K3", "PA.I.B.K8"]
    assert (document["confidence"], document["needs_review"]) == (0.8765, True)


def test_a_document_survives_json_unchanged(checked: CheckedReport) -> None:
    document = document_of(checked)
    assert json.loads(json.dumps(document)) == document


def test_a_place_is_a_page_and_four_fractions(checked: CheckedReport) -> None:
    place = document_of(checked)["fields"]["name"]["place"]
    assert place == {"page": 1, "left": 0.1, "top": 0.2, "right": 0.1235, "bottom": 0.25}


def test_every_field_is_there_with_how_it_was_read(checked: CheckedReport) -> None:
    fields = document_of(checked)["fields"]
    assert tuple(fields) == FIELD_NAMES
    assert fields["exam_date"]["value"] == "2026-02-14"
    assert fields["exam_date"]["raw"] == "02/14/2026"


def test_only_the_end_of_an_applicant_id_leaves_the_machine(checked: CheckedReport) -> None:
    text = json.dumps(document_of(checked))
    assert "123456789" not in text
    assert "123-45" not in text
    assert document_of(checked)["fields"]["applicant_id"]["value"] == "*****6789"


def test_what_was_not_read_is_null(checked: CheckedReport, report: KnowledgeTestReport) -> None:
    blank = KnowledgeTestReport(read_by=report.read_by, pages=(1,))
    parts = report_parts(replace(checked, report=blank, codes=()))
    assert set(parts["metadata"].values()) == {None}
    assert parts["fields"]["applicant_id"]["value"] is None


def test_a_failed_file_stands_where_its_report_would() -> None:
    document = failed_document(
        file_name="broken.pdf",
        position=2,
        error_type=FileErrorType.INVALID_PDF,
        message="Damaged. Download it again.",
        processing_time_ms=3,
    )
    assert document == {
        "report_id": None,
        "file_name": "broken.pdf",
        "position": 2,
        "status": "failed",
        "processing_time_ms": 3,
        "error": {"type": "INVALID_PDF", "message": "Damaged. Download it again."},
    }


@given(st.text(min_size=1))
def test_a_mask_shows_at_most_four_characters_and_never_all(identifier: str) -> None:
    mask = masked(identifier)
    assert mask is not None
    assert len(mask) == len(identifier)
    hidden = len(identifier) - 4 if len(identifier) > 4 else len(identifier)
    assert mask[:hidden] == "*" * hidden
    assert mask[hidden:] == identifier[hidden:]
