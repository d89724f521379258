"""FTN, exam ID, test and title."""

from collections.abc import Callable
from datetime import date

import pytest

from aktr.acs.catalogue import Catalogue
from aktr.report.checked import Check, Outcome, Severity
from aktr.report.model import ReadValue

CheckOne = Callable[..., Check]
OK, WARNING, NOT_APPLICABLE = Outcome.OK, Outcome.WARNING, Outcome.NOT_APPLICABLE

FTN = {"ftn": "C1234567", "applicant_id": None}
APPLICANT_ID = {"ftn": None, "applicant_id": "123456789"}


@pytest.mark.parametrize(
    ("exam", "shown", "outcome"),
    [
        (date(2020, 1, 10), APPLICANT_ID, OK),
        (date(2020, 1, 10), FTN, WARNING),
        (date(2020, 1, 11), APPLICANT_ID, OK),
        (date(2020, 1, 12), FTN, OK),
        (date(2020, 1, 13), FTN, OK),
        (date(2020, 1, 13), APPLICANT_ID, WARNING),
        (date(2018, 6, 12), {**FTN, "applicant_id": "123456789"}, OK),
        (date(2026, 2, 14), {"ftn": None, "applicant_id": None}, NOT_APPLICABLE),
        (None, FTN, NOT_APPLICABLE),
    ],
)
def test_the_ftn_replaced_the_applicant_id_in_january_2020(
    check: CheckOne, exam: date | None, shown: dict[str, str | None], outcome: Outcome
) -> None:
    assert check("id-fits-era", exam_date=exam, **shown).outcome is outcome


@pytest.mark.parametrize(
    ("ftn", "outcome"),
    [
        ("C1234567", OK),
        ("A0000000", OK),
        ("C123456", WARNING),
        ("C12345678", WARNING),
        ("c1234567", WARNING),
        ("C12345O7", WARNING),
        ("12345678", WARNING),
        ("C１２３４５６７", WARNING),
        (None, NOT_APPLICABLE),
    ],
)
def test_an_ftn_is_a_letter_and_seven_digits(
    check: CheckOne, ftn: str | None, outcome: Outcome
) -> None:
    assert check("ftn-form", ftn=ftn).outcome is outcome


def test_an_ftn_that_was_only_seen_is_judged_too(check: CheckOne) -> None:
    found = check("ftn-form", ftn=ReadValue(None, "C12345O7"))
    assert found.outcome is WARNING
    assert "A99999A9" in found.detail


@pytest.mark.parametrize(
    ("exam_id", "outcome"),
    [
        ("9" * 17, OK),
        ("9" * 16, WARNING),
        ("9" * 18, WARNING),
        ("9" * 16 + "O", WARNING),
        ("9" * 17 + "O", WARNING),
        (None, NOT_APPLICABLE),
    ],
)
def test_an_exam_id_has_17_digits(check: CheckOne, exam_id: str | None, outcome: Outcome) -> None:
    assert check("exam-id-form", exam_id=exam_id).outcome is outcome


def test_no_sentence_repeats_a_number_that_can_be_a_social_security_number(
    check: CheckOne,
) -> None:
    number = "987654321"
    for values in ({"ftn": number}, {"ftn": None, "applicant_id": number}, {"exam_id": number}):
        for rule in ("ftn-form", "id-fits-era", "exam-id-form"):
            assert number not in check(rule, **values).detail


@pytest.mark.parametrize(
    ("code", "outcome", "said"),
    [
        ("PAR", OK, "Private Pilot Airplane"),
        ("UGR", OK, "ended"),
        ("PRE", OK, "ended"),
        ("XYZ", WARNING, "XYZ"),
        ("par", WARNING, "par"),
        (None, NOT_APPLICABLE, "not read"),
    ],
)
def test_the_test_code_is_one_of_the_faas(
    check: CheckOne, code: str | None, outcome: Outcome, said: str
) -> None:
    found = check("test-known", exam_code=code)
    assert found.outcome is outcome
    assert said in found.detail


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("Private Pilot Airplane", "PAR"),
        ("PRIVATE PILOT - AIRPLANE", "PAR"),
        ("Private Pilot—Airplane", "PAR"),
        ("Privote Pilot Airplane", "PAR"),
        ("Unmanned Aircraft General", "UAG"),
        ("Unmanned Aircraft General – Small", "UAG"),
        ("Aviation Mechanic Technician - General", "AMG"),
        ("Aviation Mechanic - General", "AMG"),
        ("Aviation Maintenance Technician Power Plant", "AMP"),
        ("Airline Transport Pilot Multi-Engine Airplane", "ATM"),
        ("Fundamentals of Instructing", "FOI"),
        ("Flight Instructor - Airplane", "FIA"),
        ("Ground Instructor Advanced", "AGI"),
    ],
)
def test_a_title_may_be_spelled_in_other_ways(check: CheckOne, title: str, code: str) -> None:
    assert check("title-fits-test", exam_title=title, exam_code=code).outcome is OK


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("Private Pilot Airplane", "PAT"),
        ("Private Pilot Helicopter", "PAR"),
        ("Private Pilot Airship", "PAR"),
        ("Commercial Pilot Airplane", "PAR"),
        ("Flight Instructor Airplane", "AFA"),
        ("Aviation Maintenance Technician Airframe", "AMG"),
        ("Instrument Rating Helicopter", "IRA"),
        ("Airplane", "PAR"),
        ("Knowledge Test Report", "PAR"),
    ],
)
def test_the_title_of_another_test_is_noticed(check: CheckOne, title: str, code: str) -> None:
    found = check("title-fits-test", exam_title=title, exam_code=code)
    assert found.outcome is WARNING
    assert title in found.detail


def test_every_official_title_fits_its_own_code_and_no_other(
    check: CheckOne, catalogue: Catalogue
) -> None:
    tests = list(catalogue.tests().values())
    for test, other in zip(tests, [*tests[1:], tests[0]], strict=True):
        assert check("title-fits-test", exam_title=test.title, exam_code=test.code).outcome is OK
        found = check("title-fits-test", exam_title=test.title, exam_code=other.code)
        assert found.outcome is WARNING, (test.title, other.code)


@pytest.mark.parametrize("values", [{"exam_title": None}, {"exam_code": "XYZ"}])
def test_without_a_title_or_a_test_nothing_is_compared(
    check: CheckOne, values: dict[str, str | None]
) -> None:
    assert check("title-fits-test", **values).outcome is NOT_APPLICABLE


@pytest.mark.parametrize(
    ("rule", "values", "said"),
    [
        ("take", {"take": 1}, "first take"),
        ("take", {"take": 3}, "take 3"),
        ("validation-questions", {"exam_code": "IRA"}, "5 unscored"),
    ],
)
def test_facts_are_told_and_are_never_a_fault(
    check: CheckOne, rule: str, values: dict[str, str | int], said: str
) -> None:
    found = check(rule, **values)
    assert (found.outcome, found.severity) == (OK, Severity.INFORM)
    assert said in found.detail


@pytest.mark.parametrize(("test", "age"), [("PAR", 15), ("UAG", 14)])
def test_an_age_is_told_and_compared_with_nothing(check: CheckOne, test: str, age: int) -> None:
    found = check("minimum-age", exam_code=test)
    assert found.outcome is NOT_APPLICABLE
    assert f"age of {age}" in found.detail


@pytest.mark.parametrize(
    ("rule", "values"),
    [
        ("minimum-age", {"exam_code": "RIG"}),
        ("minimum-age", {"exam_code": None}),
        ("take", {"take": None}),
        ("validation-questions", {"exam_code": "CAX"}),
    ],
)
def test_facts_that_are_not_known_are_not_told(
    check: CheckOne, rule: str, values: dict[str, str | None]
) -> None:
    assert check(rule, **values).outcome is NOT_APPLICABLE
