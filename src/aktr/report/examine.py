"""From what was read to what is known: codes explained, checks made, certainty weighed."""

from datetime import date

from aktr.acs.catalogue import Catalogue
from aktr.report.checked import CheckedReport, Outcome
from aktr.report.checks import run_checks
from aktr.report.confidence import judge
from aktr.report.corroborate import corroborate
from aktr.report.explain import explain
from aktr.report.model import KnowledgeTestReport
from aktr.report.repair.code_grid import with_hole_noted
from aktr.report.repair.code_order import with_codes_in_order
from aktr.report.repair.exam_id_date import with_date_compared


def examine(report: KnowledgeTestReport, catalogue: Catalogue, today: date) -> CheckedReport:
    """Check a report and explain its codes.

    Args:
        report: As read; its values are kept as they are.
        catalogue: The standards and tests.
        today: The day of the check.
    """
    report = with_hole_noted(with_codes_in_order(report, catalogue))
    report = corroborate(with_date_compared(report), catalogue)
    checks = run_checks(report, catalogue, today)
    judgement = judge(report, checks)
    return CheckedReport(
        report=report,
        codes=explain(report, catalogue, today),
        checks=checks,
        confidence=judgement.confidence,
        needs_review=judgement.needs_review,
        review_reasons=judgement.reasons,
        checked_on=today,
    )


def count_complaints(report: KnowledgeTestReport, catalogue: Catalogue, today: date) -> int:
    """How many cross-checks a report does not pass.

    Args:
        report: As read.
        catalogue: The standards and tests.
        today: The day of the check.
    """
    checks = run_checks(report, catalogue, today)
    return sum(check.outcome in (Outcome.WARNING, Outcome.CONFLICT) for check in checks)
