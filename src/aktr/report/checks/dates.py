"""Rules about the exam date and the expiration date."""

from datetime import date
from typing import Final

from aktr.acs.validity import possible_validity_months, validity_months
from aktr.report.checked import Severity
from aktr.report.checks.arithmetic import end_of_month_after, on_form
from aktr.report.checks.rule import Evidence, Finding, broken, holds, silent

OTHER_VALIDITY_TESTS: Final = frozenset({"ADX", "FNX", "IAR", "MCI", "MCN", "UAG", "UGR"})
"""Tests whose 24 months no regulation of part 61 or 65.71 states: dispatcher (65.55), navigator,
inspection authorization, military competence, remote pilot (107.65)."""


def exam_date_in_past(evidence: Evidence) -> Finding:
    """Rule 4: a test has been taken before its report is read."""
    exam = evidence.report.exam_date.value
    if exam is None:
        return silent("The exam date was not read.")
    if exam <= evidence.today:
        return holds(f"The exam date {on_form(exam)} is not in the future.")
    return broken(
        f"The exam date {on_form(exam)} is in the future; today is {on_form(evidence.today)}."
    )


def expiration_after_exam(evidence: Evidence) -> Finding:
    """Rule 4: a report expires after the test."""
    exam, expiration = _both_dates(evidence)
    if exam is None or expiration is None:
        return silent("The exam date or the expiration date was not read.")
    if exam <= expiration:
        return holds(
            f"The expiration date {on_form(expiration)} follows the exam date {on_form(exam)}."
        )
    return broken(
        f"The expiration date {on_form(expiration)} is before the exam date {on_form(exam)}."
    )


def expiration_fits_exam_date(evidence: Evidence) -> Finding:
    """Rule 2: a report expires 24 calendar months after the month of the test."""
    if evidence.report.exam_code.value == "ATM":
        return silent("The ATM test has a validity of its own.")
    return _expires_in_time(evidence, _severity_of_24_months(evidence))


def atm_expiration(evidence: Evidence) -> Finding:
    """Rule 3: an ATM report expires 60 calendar months after the month of the test."""
    if evidence.report.exam_code.value != "ATM":
        return silent("Only the ATM test is valid for 60 calendar months.")
    return _expires_in_time(evidence, Severity.HARD)


def _severity_of_24_months(evidence: Evidence) -> Severity:
    test = evidence.test
    if test is None or test.retired or test.code in OTHER_VALIDITY_TESTS:
        return Severity.SOFT
    # FE* are the flight engineer tests of part 63.
    return Severity.SOFT if test.code.startswith("FE") else Severity.HARD


def _expires_in_time(evidence: Evidence, severity: Severity) -> Finding:
    exam, expiration = _both_dates(evidence)
    if exam is None or expiration is None:
        return silent("The exam date or the expiration date was not read.")
    months = validity_months(evidence.test, exam)
    for other in possible_validity_months(evidence.test, exam) - {months}:
        if expiration == end_of_month_after(exam, other):
            months = other
    expected = end_of_month_after(exam, months)
    if expected is None:
        return silent(f"{months} months after {on_form(exam)} lie beyond the calendar.")
    if expiration == expected:
        return holds(
            f"The expiration date {on_form(expiration)} is the last day of the month, {months} "
            f"calendar months after the exam date {on_form(exam)}.",
            severity,
        )
    return broken(
        f"The expiration date is {on_form(expiration)}; {months} calendar months after the exam "
        f"date {on_form(exam)} end on {on_form(expected)}. One of the two dates may be misread.",
        severity,
    )


def _both_dates(evidence: Evidence) -> tuple[date | None, date | None]:
    return evidence.report.exam_date.value, evidence.report.expiration_date.value
