"""What was stored is shown as it was read, whichever way it leaves."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from pydantic import BaseModel

from aktr.acs.code import CodeFamily
from aktr.api.documents import checked_report, report_answer
from aktr.contract.report_schemas import (
    CheckAnswer,
    CodeAnswer,
    FieldAnswer,
    MetadataAnswer,
    ReportAnswer,
    UnresolvedCodeAnswer,
)
from aktr.db.mapping import to_row
from aktr.db.models import Report
from aktr.processing.document import report_document
from aktr.reading.page import ReadBy
from aktr.report.checked import Check, CheckedReport, Outcome, Severity
from aktr.report.discretion import discreet
from aktr.report.model import (
    Grade,
    KnowledgeTestReport,
    Place,
    ReadCode,
    ReadValue,
    UnresolvedCode,
)
from factories import explained_code

PLACE = Place(1, 0.1, 0.2, 0.3, 0.4)
REPORT = KnowledgeTestReport(
    read_by=ReadBy.OCR,
    pages=(2, 3),
    name=ReadValue("DOE, JANE ANN", "DOE, JANE ANN", PLACE, 0.9),
    applicant_id=ReadValue("123456789", "123456789", PLACE, 0.8),
    exam_title=ReadValue("Private Pilot Airplane", "Private Pilot Airplane", PLACE, 1.0),
    exam_code=ReadValue("PAR", "P4R", PLACE, 0.7, repaired=True, doubt="A 4 was read."),
    exam_date=ReadValue(date(2019, 2, 14), "02/14/2019", PLACE, 1.0),
    score=ReadValue(88, "88%", None, 1.0),
    grade=ReadValue(Grade.PASS, "Pass", PLACE, 1.0),
    codes=(ReadCode("PA.I.C.K2", "PA.l.C.K2", CodeFamily.ACS),),
    unresolved_codes=(UnresolvedCode("PA.?.C", PLACE, ("PA.I.C.K1", "PA.I.C.K3")),),
)
CHECKED = CheckedReport(
    report=REPORT,
    codes=(
        replace(
            explained_code(),
            read_as="PA.l.C.K2",
            repaired=True,
            confidence=0.75,
            place=PLACE,
            note="Another edition.",
        ),
    ),
    checks=(Check("score-possible", Outcome.OK, "It is possible.", Severity.HARD, "FAA-G-ACS-2"),),
    confidence=0.7,
    needs_review=True,
    review_reasons=("A 4 was read.",),
    checked_on=date(2026, 11, 22),
)


def stored() -> Report:
    row = to_row(
        CHECKED,
        batch_id=uuid4(),
        position=4,
        part=2,
        file_name="scan.pdf",
        processing_time_ms=45,
        created_at=datetime.now(UTC),
    )
    row.id = uuid4()
    return row


def test_a_stored_report_is_shown_like_one_that_was_just_read() -> None:
    row = stored()
    assert report_document(
        checked_report(row),
        report_id="an id",
        file_name="scan.pdf",
        position=4,
        part=2,
        processing_time_ms=45,
    ) == report_document(
        CHECKED,
        report_id="an id",
        file_name="scan.pdf",
        position=4,
        part=2,
        processing_time_ms=45,
    )


FOR_REVIEW: dict[type[BaseModel], set[str]] = {
    ReportAnswer: {"version", "certainty", "review", "corrections", "same_test_as"},
    MetadataAnswer: set(),
    CodeAnswer: {"certainty", "state", "stated_at", "evidence_url"},
    UnresolvedCodeAnswer: {"evidence_url"},
    CheckAnswer: set(),
    FieldAnswer: {"read", "certainty", "state", "stated_at", "evidence_url"},
}
"""What the answer holds beyond the document, for those who look the report over."""


def without_review(model: type[BaseModel], part: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in part.items() if name not in FOR_REVIEW[model]}


def test_the_answer_holds_every_part_of_the_document_and_what_a_review_needs() -> None:
    row = stored()
    document = report_document(
        CHECKED,
        report_id=str(row.id),
        file_name="scan.pdf",
        position=4,
        part=2,
        processing_time_ms=45,
        url=f"/v1/extractor/results/{row.id}",
    )
    answer = report_answer(row).model_dump(mode="json")
    for name, field in answer["fields"].items():
        assert without_review(FieldAnswer, field) == document["fields"][name]
    for name, kind in (("codes", CodeAnswer), ("unresolved_codes", UnresolvedCodeAnswer)):
        assert [without_review(kind, part) for part in answer[name]] == document[name]
    whole = without_review(ReportAnswer, answer)
    changed = {"fields", "codes", "unresolved_codes"}
    assert {name: whole[name] for name in whole if name not in changed} == {
        name: document[name] for name in document if name not in changed
    }
    shapes: list[tuple[type[BaseModel], dict[str, Any]]] = [
        (ReportAnswer, document),
        (MetadataAnswer, document["metadata"]),
        (CodeAnswer, document["codes"][0]),
        (UnresolvedCodeAnswer, document["unresolved_codes"][0]),
        (CheckAnswer, document["checks"][0]),
        (FieldAnswer, document["fields"]["name"]),
    ]
    for model, part in shapes:
        assert set(model.model_fields) == set(part) | FOR_REVIEW[model]


def test_the_identifier_of_an_old_report_is_masked() -> None:
    answer = report_answer(stored())
    assert answer.fields["applicant_id"].value == "*****6789"
    assert "123456789" not in answer.model_dump_json()


def test_the_identifier_of_an_old_report_is_not_stored() -> None:
    row = stored()
    kept = (row.fields, row.checks, row.review_reasons)
    assert row.fields["applicant_id"]["value"] == "*****6789"
    assert row.fields["applicant_id"]["raw"] == "*****6789"
    assert "123456789" not in repr(kept)


@pytest.mark.parametrize("number", ["123456789", "123-45-6789", "123 45 6789"])
def test_a_number_of_its_shape_is_hidden_wherever_it_was_read(number: str) -> None:
    report = replace(
        REPORT,
        name=ReadValue(f"DOE, JANE {number}", f"DOE, JANE {number}", PLACE, 0.9),
        ftn=ReadValue(None, number, PLACE, 0.0, doubt=f"{number} is no FTN."),
        exam_id=ReadValue("90000020260214001", "900 00 0202 60214001", PLACE, 1.0),
        notes=(f"{number} stands alone.",),
    )
    checks = (replace(CHECKED.checks[0], detail=f"{number} was read."),)
    checked = replace(CHECKED, report=report, checks=checks, review_reasons=(f"See {number}.",))
    shown = discreet(checked)
    assert number not in repr(shown)
    assert shown.report.name.value == f"DOE, JANE {'*' * (len(number) - 4)}6789"
    assert shown.report.exam_id == report.exam_id
    assert shown.report.grade.value is report.grade.value
    assert discreet(shown) == shown
