"""One invented report, whole enough that every part of its document is filled."""

from dataclasses import replace
from datetime import date

import pytest

from aktr.acs.code import CodeFamily
from aktr.reading.page import ReadBy
from aktr.report.checked import Check, CheckedReport, Outcome, Severity
from aktr.report.model import (
    Grade,
    KnowledgeTestReport,
    Place,
    ReadCode,
    ReadValue,
    UnresolvedCode,
)
from factories import explained_code

PLACE = Place(page=1, left=0.1, top=0.2, right=0.123456, bottom=0.25)


@pytest.fixture
def report() -> KnowledgeTestReport:
    return KnowledgeTestReport(
        read_by=ReadBy.PDF_TEXT,
        pages=(1,),
        name=ReadValue("DOE, JANE ANN", "DOE,  JANE ANN", PLACE, 0.99),
        ftn=ReadValue("C1234567", "C1234567", PLACE, 0.99),
        applicant_id=ReadValue("123456789", "123-45-6789", PLACE, 0.9),
        exam_id=ReadValue("90000020260214001", "90000020260214001", PLACE, 0.99),
        exam_title=ReadValue("Private Pilot Airplane", "Private Pilot Airplane", PLACE, 0.99),
        exam_code=ReadValue("PAR", "(PAR)", PLACE, 0.99),
        exam_date=ReadValue(date(2026, 2, 14), "02/14/2026", PLACE, 0.99),
        exam_site=ReadValue("ABS60104", "ABS60104", PLACE, 0.99),
        score=ReadValue(88, "88%", PLACE, 0.99),
        grade=ReadValue(Grade.PASS, "Pass", PLACE, 0.99),
        take=ReadValue(1, "1", PLACE, 0.99),
        expiration_date=ReadValue(date(2028, 2, 29), "02/29/2028", PLACE, 0.99),
        codes=(ReadCode("PA.I.C.K2", "PA.l.C.K2", CodeFamily.ACS, PLACE, 0.9, repaired=True),),
        unresolved_codes=(UnresolvedCode("PA.I.B.K8?", PLACE, ("PA.I.B.K3", "PA.I.B.K8")),),
    )


@pytest.fixture
def checked(report: KnowledgeTestReport) -> CheckedReport:
    return CheckedReport(
        report=report,
        codes=(
            replace(
                explained_code(),
                read_as="PA.l.C.K2",
                repaired=True,
                confidence=0.9,
                place=PLACE,
                references=("14 CFR part 91", "FAA-H-8083-25"),
            ),
        ),
        checks=(
            Check(
                "score-possible",
                Outcome.OK,
                "88 is a possible score of a test with 60 questions.",
                Severity.SOFT,
                "FAA knowledge testing matrix",
            ),
        ),
        confidence=0.87654321,
        needs_review=True,
        review_reasons=("One code is not clearly any one code.",),
        checked_on=date(2026, 11, 22),
    )
