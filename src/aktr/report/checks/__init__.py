"""The cross-checks: a report compared with itself and with the FAA's standards.

Each rule is a small pure function that compares values, says in words what it compared, and never
changes one. ``RULES`` names them all in the order in which they are shown; docs/checks.md explains
them one by one.
"""

from datetime import date
from typing import Final

from aktr.acs.catalogue import Catalogue
from aktr.report.checked import Check, Severity
from aktr.report.checks import codes, dates, exam, identity, score
from aktr.report.checks.rule import Evidence, Finding, Rule, Verdict
from aktr.report.model import KnowledgeTestReport

__all__ = ["RULES", "Evidence", "Finding", "Rule", "Verdict", "run_checks"]

_HARD, _SOFT, _INFORM = Severity.HARD, Severity.SOFT, Severity.INFORM
_MATRIX: Final = "FAA Airman Knowledge Testing Matrix, 22 October 2025"
_FTN_CHANGE: Final = "FAA notice on the FTN (ACTS), December 2019; AC 107-2A, 6.4.1"

RULES: Final = (
    Rule(
        "grade-fits-score", _HARD, f"{_MATRIX}, pass mark; 14 CFR 65.17(b)", score.grade_fits_score
    ),
    Rule(
        "expiration-fits-exam-date",
        _HARD,
        "14 CFR 61.39(a)(1)(i) and 65.71(a)(3); FAA-S-ACS-8C, on the knowledge test report",
        dates.expiration_fits_exam_date,
    ),
    Rule(
        "atm-expiration",
        _HARD,
        f"{_MATRIX}, note on ATM; 14 CFR 61.39(a)(1)(ii)",
        dates.atm_expiration,
    ),
    Rule("exam-date-in-past", _HARD, "Arithmetic", dates.exam_date_in_past),
    Rule("expiration-after-exam", _HARD, "14 CFR 61.39(a)(1)", dates.expiration_after_exam),
    Rule("id-fits-era", _SOFT, _FTN_CHANGE, identity.id_fits_era),
    Rule("ftn-form", _SOFT, "Form of the FTN in use; no FAA text states it", identity.ftn_form),
    Rule("exam-id-form", _SOFT, "AC 107-2A, 6.6", identity.exam_id_form),
    Rule("test-known", _SOFT, _MATRIX, exam.test_known),
    Rule("title-fits-test", _SOFT, _MATRIX, exam.title_fits_test),
    Rule(
        "score-possible",
        _SOFT,
        f"Arithmetic, rounded half up; number of questions: {_MATRIX}",
        score.score_possible,
    ),
    Rule("questions-missed", _INFORM, f"Arithmetic; {_MATRIX}", score.questions_missed),
    Rule(
        "code-count",
        _HARD,
        'Knowledge test report: "A single code may represent more than one incorrect response."; '
        "FAA-G-8082-5",
        score.code_count,
    ),
    Rule("codes-present", _SOFT, "FAA-G-8082-5, on the codes of the report", score.codes_present),
    Rule(
        "prefix-fits-test",
        _SOFT,
        f"{_MATRIX}; FAA-G-ACS-2, list of standards",
        codes.prefix_fits_test,
    ),
    Rule("code-known", _SOFT, "The FAA's standards, all editions held", codes.code_known),
    Rule(
        "code-in-edition", _SOFT, "FAA-G-ACS-2, section 8 (archived codes)", codes.code_in_edition
    ),
    Rule(
        "family-fits-era",
        _SOFT,
        f"{_MATRIX}, note on ACS codes; FAA-S-ACS-1; 89 FR 22482",
        codes.family_fits_era,
    ),
    Rule("mechanic-part", _SOFT, "FAA-S-ACS-1; FAA-G-ACS-1", codes.mechanic_part),
    Rule("mechanic-knowledge", _SOFT, "FAA-S-ACS-1", codes.mechanic_knowledge),
    Rule("instructor-area", _SOFT, "FAA-S-ACS-25, areas of operation", codes.instructor_area),
    Rule("minimum-age", _INFORM, _MATRIX, exam.minimum_age),
    Rule("take", _INFORM, _MATRIX, exam.take),
    Rule(
        "validation-questions",
        _INFORM,
        f"FAA-S-ACS-8C, on the knowledge test; {_MATRIX}",
        exam.validation_questions,
    ),
)
"""Every rule, in the order of the answers."""


def run_checks(report: KnowledgeTestReport, catalogue: Catalogue, today: date) -> tuple[Check, ...]:
    """Make every cross-check on a report.

    Args:
        report: As read; values that were not read make the rules that need them not applicable.
        catalogue: The standards and tests to compare with.
        today: The day on which the report is checked.

    Returns:
        One answer per rule, in the order of ``RULES``.
    """
    evidence = Evidence.of(report, catalogue, today)
    return tuple(rule.apply(evidence) for rule in RULES)
