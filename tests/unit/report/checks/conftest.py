"""Invented reports to check: correct unless a test says otherwise."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from aktr.acs.catalogue import Catalogue, load_catalogue
from aktr.acs.code import CodeFamily, family_of
from aktr.reading.page import ReadBy
from aktr.report.checked import Check
from aktr.report.checks import run_checks
from aktr.report.model import Grade, KnowledgeTestReport, ReadCode, ReadValue

TODAY = date(2026, 11, 22)

CORRECT: dict[str, Any] = {
    "name": "DOE, JANE ANN",
    "ftn": "C1234567",
    "applicant_id": None,
    "exam_id": "90000020260214001",
    "exam_title": "Private Pilot Airplane",
    "exam_code": "PAR",
    "exam_date": date(2026, 2, 14),
    "exam_site": "ABS60104",
    "score": 88,
    "grade": Grade.PASS,
    "take": 1,
    "expiration_date": date(2028, 2, 29),
}


def read_code(code: str) -> ReadCode:
    return ReadCode(code, code, family_of(code) or CodeFamily.ACS)


def build_report(
    codes: tuple[str, ...] = ("PA.I.C.K2", "PA.I.D.K3b"),
    *,
    read_by: ReadBy = ReadBy.PDF_TEXT,
    **values: Any,  # noqa: ANN401 - a field's value or a whole ReadValue
) -> KnowledgeTestReport:
    fields: dict[str, Any] = {
        name: value
        if isinstance(value, ReadValue)
        else ReadValue()
        if value is None
        else ReadValue(value, str(value), None, 1.0)
        for name, value in {**CORRECT, **values}.items()
    }
    return KnowledgeTestReport(
        read_by=read_by, pages=(1,), codes=tuple(read_code(code) for code in codes), **fields
    )


@pytest.fixture(scope="session")
def today() -> date:
    return TODAY


@pytest.fixture(scope="session")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """The package's own standards, whatever this machine's operator imported."""
    return load_catalogue(tmp_path_factory.mktemp("standards"))


@pytest.fixture(scope="session")
def build() -> Callable[..., KnowledgeTestReport]:
    return build_report


@pytest.fixture(scope="session")
def check(catalogue: Catalogue) -> Callable[..., Check]:
    """Runs one rule on a report that is correct but for the values given."""

    def check_one(rule: str, *codes: str, **values: Any) -> Check:  # noqa: ANN401 - as above
        report = build_report(*([codes] if codes or "codes" in values else []), **_without(values))
        return next(found for found in run_checks(report, catalogue, TODAY) if found.id == rule)

    return check_one


def _without(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name != "codes"}
