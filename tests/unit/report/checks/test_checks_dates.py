"""Exam date and expiration date, at the ends of months and years."""

from collections.abc import Callable
from datetime import date

import pytest

from aktr.report.checked import Check, Outcome, Severity
from aktr.report.checks.arithmetic import end_of_month_after
from aktr.report.model import Grade

CheckOne = Callable[..., Check]
OK, WARNING, CONFLICT, NOT_APPLICABLE = (
    Outcome.OK,
    Outcome.WARNING,
    Outcome.CONFLICT,
    Outcome.NOT_APPLICABLE,
)


@pytest.mark.parametrize(
    ("exam", "expiration", "outcome"),
    [
        (date(2026, 2, 14), date(2028, 2, 29), OK),
        (date(2026, 2, 14), date(2028, 2, 28), CONFLICT),
        (date(2024, 2, 29), date(2026, 2, 28), OK),
        (date(2023, 2, 1), date(2025, 2, 28), OK),
        (date(2025, 1, 31), date(2027, 1, 31), OK),
        (date(2025, 1, 31), date(2027, 2, 28), CONFLICT),
        (date(2025, 12, 31), date(2027, 12, 31), OK),
        (date(2025, 12, 31), date(2028, 1, 31), CONFLICT),
        (date(2026, 1, 1), date(2028, 1, 31), OK),
        (date(2026, 1, 1), date(2027, 12, 31), CONFLICT),
        (date(2026, 4, 30), date(2028, 4, 30), OK),
        (date(2026, 4, 30), date(2028, 4, 29), CONFLICT),
        (date(2026, 4, 30), date(2031, 4, 30), CONFLICT),
    ],
)
def test_a_report_expires_at_the_end_of_the_24th_month(
    check: CheckOne, exam: date, expiration: date, outcome: Outcome
) -> None:
    found = check("expiration-fits-exam-date", exam_date=exam, expiration_date=expiration)
    assert found.outcome is outcome
    assert f"{exam:%m/%d/%Y}" in found.detail
    assert f"{expiration:%m/%d/%Y}" in found.detail


def test_a_wrong_expiration_names_the_right_one(check: CheckOne) -> None:
    found = check("expiration-fits-exam-date", expiration_date=date(2028, 3, 31))
    assert "02/29/2028" in found.detail


@pytest.mark.parametrize("code", ["ADX", "FNX", "FEX", "FEJ", "IAR", "MCI", "MCN", "UAG", "UGR"])
def test_where_other_rules_give_the_validity_a_wrong_expiration_only_warns(
    check: CheckOne, code: str
) -> None:
    found = check("expiration-fits-exam-date", exam_code=code, expiration_date=date(2028, 3, 31))
    assert (found.outcome, found.severity) == (WARNING, Severity.SOFT)


@pytest.mark.parametrize("code", ["ACM", "ATS", "ASC", "PAR", "AMG", "SPA"])
def test_only_atm_is_valid_for_longer(check: CheckOne, code: str) -> None:
    found = check("expiration-fits-exam-date", exam_code=code, expiration_date=date(2031, 2, 28))
    assert found.outcome is CONFLICT
    assert check("atm-expiration", exam_code=code).outcome is NOT_APPLICABLE


def test_an_unknown_test_gives_a_warning_as_its_validity_is_not_known(check: CheckOne) -> None:
    for code in ("XYZ", None):
        found = check(
            "expiration-fits-exam-date", exam_code=code, expiration_date=date(2030, 2, 28)
        )
        assert found.outcome is WARNING


@pytest.mark.parametrize(
    ("exam", "expiration", "outcome"),
    [
        (date(2024, 2, 29), date(2029, 2, 28), OK),
        (date(2023, 2, 10), date(2028, 2, 29), OK),
        (date(2023, 2, 10), date(2025, 2, 28), CONFLICT),
        (date(2024, 2, 29), date(2029, 3, 31), CONFLICT),
        (date(2014, 8, 1), date(2019, 8, 31), OK),
        (date(2014, 8, 1), date(2016, 8, 31), CONFLICT),
        (date(2014, 7, 31), date(2016, 7, 31), OK),
        (date(2014, 7, 31), date(2019, 7, 31), CONFLICT),
    ],
)
def test_atm_is_valid_for_60_months_since_august_2014(
    check: CheckOne, exam: date, expiration: date, outcome: Outcome
) -> None:
    values = {"exam_code": "ATM", "exam_date": exam, "expiration_date": expiration}
    assert check("atm-expiration", **values).outcome is outcome
    assert check("expiration-fits-exam-date", **values).outcome is NOT_APPLICABLE


def test_a_test_that_was_not_read_may_be_the_one_of_60_months(check: CheckOne) -> None:
    values = {"exam_code": None, "exam_date": date(2024, 2, 14)}
    for expiration, outcome in ((2026, OK), (2029, OK), (2027, WARNING)):
        day = date(expiration, 2, 28)
        found = check("expiration-fits-exam-date", expiration_date=day, **values)
        assert found.outcome is outcome
    assert (
        "60 calendar"
        in check("expiration-fits-exam-date", expiration_date=date(2029, 2, 28), **values).detail
    )


@pytest.mark.parametrize(
    ("exam", "outcome"),
    [
        (date(2026, 11, 22), OK),
        (date(2026, 11, 23), CONFLICT),
        (date(9999, 12, 31), CONFLICT),
        (date(2003, 5, 1), OK),
        (None, NOT_APPLICABLE),
    ],
)
def test_a_test_was_taken_by_today(check: CheckOne, exam: date | None, outcome: Outcome) -> None:
    assert check("exam-date-in-past", exam_date=exam).outcome is outcome


@pytest.mark.parametrize(
    ("exam", "expiration", "outcome"),
    [
        (date(2026, 2, 14), date(2026, 2, 14), OK),
        (date(2026, 2, 14), date(2026, 2, 13), CONFLICT),
        (None, date(2028, 2, 29), NOT_APPLICABLE),
        (date(2026, 2, 14), None, NOT_APPLICABLE),
    ],
)
def test_a_report_expires_after_the_test(
    check: CheckOne, exam: date | None, expiration: date | None, outcome: Outcome
) -> None:
    values = {"exam_date": exam, "expiration_date": expiration}
    assert check("expiration-after-exam", **values).outcome is outcome
    if outcome is NOT_APPLICABLE:
        assert check("expiration-fits-exam-date", **values).outcome is NOT_APPLICABLE


def test_the_end_of_the_calendar_is_no_error(check: CheckOne) -> None:
    assert end_of_month_after(date(9997, 12, 1), 24) == date(9999, 12, 31)
    assert end_of_month_after(date(9998, 1, 1), 24) is None
    found = check("expiration-fits-exam-date", exam_date=date(9999, 1, 1))
    assert found.outcome is NOT_APPLICABLE


def test_the_report_of_a_failed_test_expires_like_any_other(check: CheckOne) -> None:
    failed = {"score": 62, "grade": Grade.FAIL}
    assert check("expiration-fits-exam-date", **failed).outcome is OK
