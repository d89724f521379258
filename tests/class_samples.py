"""Invented reports to export, examined like real ones."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from aktr.acs.catalogue import load_catalogue
from aktr.acs.code import CodeFamily, family_of
from aktr.errors import FileErrorType
from aktr.export.records import ExportedReport, UnreadFile
from aktr.reading.page import ReadBy
from aktr.report.examine import examine
from aktr.report.model import Grade, KnowledgeTestReport, ReadCode, ReadValue

TODAY = date(2026, 11, 22)
PRIVATE_CODES = ("PA.I.C.K2", "PA.I.E.K1", "PA.VI.B.K2", "PA.III.B.R1", "PA.I.B.K1a", "PA.IX.B.R1")


def value(of: Any) -> ReadValue[Any]:  # noqa: ANN401 - of any type
    return ReadValue(of, None if of is None else str(of), None, 1.0)


def exported(
    number: int = 1,
    codes: Sequence[str] = PRIVATE_CODES[:2],
    *,
    name: str | None = None,
    exam_code: str = "PAR",
    title: str = "Private Pilot Airplane",
    score: int | None = 88,
    exam_date: date = date(2026, 2, 14),
    ftn: str | None = None,
) -> ExportedReport:
    """Report number n of n different people, examined like a real one."""
    report = KnowledgeTestReport(
        read_by=ReadBy.PDF_TEXT,
        pages=(1,),
        name=value(name or f"DOE{number}, JANE ANN"),
        ftn=value(ftn or f"C{number:07}"),
        exam_id=value(f"{number:017}"),
        exam_title=value(title),
        exam_code=value(exam_code),
        exam_date=value(exam_date),
        exam_site=value("ABS60104"),
        score=value(score),
        grade=value(None if score is None else Grade.PASS if score >= 70 else Grade.FAIL),
        take=value(1),
        expiration_date=value(date(2028, 2, 29)),
        codes=tuple(ReadCode(code, code, family_of(code) or CodeFamily.ACS) for code in codes),
    )
    checked = examine(report, load_catalogue(), TODAY)
    return ExportedReport(f"report-{number}", f"scan{number}.pdf", number, checked)


UNREAD = UnreadFile("broken.pdf", 99, FileErrorType.INVALID_PDF, "This file is damaged.")


def planted(report: ExportedReport, text: str) -> ExportedReport:
    """The report with the same words in every text that was read from the paper."""
    read = report.checked.report
    fields = {
        name: ReadValue(text, text, None, 0.5, doubt=text)
        for name in ("name", "ftn", "applicant_id", "exam_id", "exam_title", "exam_site")
    }
    checked = report.checked
    return replace(
        report,
        file_name=text,
        checked=replace(
            checked,
            report=replace(read, notes=(text,), **fields),  # type: ignore[arg-type] # by name
            codes=tuple(
                replace(code, read_as=text, repaired=True, note=text) for code in checked.codes
            ),
            checks=tuple(replace(check, detail=text) for check in checked.checks),
            review_reasons=(text,),
            needs_review=True,
        ),
    )
