"""Builders of invented reports and uploads for tests that are not about reading."""

from collections.abc import Sequence
from datetime import date

from aktr.acs.code import CodeFamily
from aktr.db.records import NewUpload
from aktr.errors import FileErrorType
from aktr.processing.result import ProcessingResult, SourceFile
from aktr.reading.page import ReadBy
from aktr.report.checked import Check, CheckedReport, ExplainedCode, Outcome, Severity
from aktr.report.model import (
    Grade,
    KnowledgeTestReport,
    Place,
    ReadCode,
    ReadValue,
    UnresolvedCode,
)

PLACE = Place(1, 0.1, 0.2, 0.3, 0.25)


def explained_code(code: str = "PA.I.C.K2") -> ExplainedCode:
    """A missed code of the private pilot standard."""
    return ExplainedCode(
        code=code,
        read_as=code,
        repaired=False,
        confidence=1.0,
        place=PLACE,
        family=CodeFamily.ACS,
        known=True,
        description="Acceptable weather products.",
        kind="knowledge",
        area="I",
        area_title="Preflight Preparation",
        task="C",
        task_title="Weather Information",
        document="FAA-S-ACS-6C",
        page_number=12,
        references=("14 CFR part 91",),
    )


def checked_report(
    *,
    name: str = "DOE, JANE ANN",
    ftn: str = "C1234567",
    exam_id: str = "90000020260214001",
    score: int | None = 88,
    take: int = 1,
    codes: Sequence[str] = ("PA.I.C.K2",),
) -> CheckedReport:
    """A report of an invented person."""
    report = KnowledgeTestReport(
        read_by=ReadBy.PDF_TEXT,
        pages=(1,),
        name=ReadValue(name, name, PLACE, 1.0),
        ftn=ReadValue(ftn, ftn, PLACE, 1.0),
        exam_id=ReadValue(exam_id, exam_id, PLACE, 1.0),
        exam_title=ReadValue("Private Pilot Airplane", "Private Pilot Airplane", PLACE, 1.0),
        exam_code=ReadValue("PAR", "PAR", PLACE, 1.0),
        exam_date=ReadValue(date(2026, 2, 14), "02/14/2026", PLACE, 1.0),
        exam_site=ReadValue("ABS60104", "ABS60104", PLACE, 1.0),
        score=ReadValue(score, "88%", PLACE, 1.0),
        grade=ReadValue(Grade.PASS, "Pass", PLACE, 1.0),
        take=ReadValue(take, "1", PLACE, 1.0),
        expiration_date=ReadValue(date(2028, 2, 29), "02/29/2028", PLACE, 1.0),
        codes=tuple(ReadCode(code, code, CodeFamily.ACS, PLACE) for code in codes),
        unresolved_codes=(UnresolvedCode("PA.?.C.K2", PLACE, ("PA.I.C.K2", "PA.V.C.K2")),),
    )
    return CheckedReport(
        report=report,
        codes=tuple(explained_code(code) for code in codes),
        checks=(
            Check(
                "score-possible",
                Outcome.OK,
                "88 % is possible with 60 questions.",
                Severity.HARD,
                "FAA-G-ACS-2",
            ),
        ),
        confidence=1.0,
        needs_review=False,
        review_reasons=(),
        checked_on=date(2026, 11, 22),
    )


def uploads(*contents: bytes) -> list[NewUpload]:
    """Uploaded files with these contents, at positions from 1."""
    return [
        NewUpload(position, f"student{position}.pdf", content, "application/pdf")
        for position, content in enumerate(contents, start=1)
    ]


def refused_upload(position: int) -> NewUpload:
    """An empty file, refused unread."""
    return NewUpload(
        position,
        "empty.pdf",
        b"",
        "application/pdf",
        refused=(FileErrorType.EMPTY_FILE, "This file is empty."),
    )


def success(position: int, *reports: CheckedReport) -> ProcessingResult:
    """A file that gave these reports, or one if none is given."""
    return ProcessingResult.success(
        SourceFile(position, f"student{position}.pdf", b""), reports or (checked_report(),), 12
    )


def failure(
    position: int, error_type: FileErrorType = FileErrorType.INVALID_PDF
) -> ProcessingResult:
    """A file that gave a reason."""
    return ProcessingResult.failure(
        SourceFile(position, f"student{position}.pdf", b""),
        error_type,
        "This file is damaged. Download it again.",
        3,
    )
