"""Invented reports to summarise."""

from collections.abc import Callable
from typing import Any

import pytest

from aktr.acs.code import AcsCode, CodeFamily, family_of
from aktr.summary import CodeFacts, ReportFacts

AREAS = {"I": "Preflight Preparation", "III": "Airport Operations", "VI": "Navigation"}
TASKS = {"A": "Pilot Qualifications", "C": "Weather Information", "D": "Flight Planning"}
DOCUMENTS = {"PA": "FAA-S-ACS-6C", "CA": "FAA-S-ACS-7B", "IR": "FAA-S-ACS-8C"}


def code_facts(code: str, **values: Any) -> CodeFacts:  # noqa: ANN401 - any field's value
    """A code as an explained report has it."""
    family = family_of(code)
    if family is not CodeFamily.ACS:
        facts: dict[str, Any] = {"document": "Learning Statement Reference Guide"}
    else:
        parts = AcsCode.parse(code)
        facts = {
            "area": parts.area,
            "area_title": AREAS.get(parts.area, f"Area {parts.area}"),
            "task": parts.task,
            "task_title": TASKS.get(parts.task, f"Task {parts.task}"),
            "document": DOCUMENTS.get(parts.prefix),
            "references": ("14 CFR part 91", f"FAA-H-{parts.prefix}-{parts.area}"),
        }
    facts["family"] = (family or CodeFamily.ACS).value
    return CodeFacts(code, **{**facts, "description": f"Wording of {code}.", **values})


def report_facts(number: int = 1, *codes: str | CodeFacts, **values: Any) -> ReportFacts:  # noqa: ANN401
    """Report number n of n different people, in file n."""
    return ReportFacts(
        **{
            "report_id": f"report-{number}",
            "position": number,
            "file_name": "scan.pdf",
            "name": f"DOE, NUMBER {number}",
            "ftn": f"C{number:07}",
            "exam_id": f"{number:017}",
            "exam": "Private Pilot Airplane (PAR)",
            "exam_code": "PAR",
            "score": 88,
            "grade": "Pass",
            "codes": tuple(
                code if isinstance(code, CodeFacts) else code_facts(code) for code in codes
            ),
            **values,
        }
    )


@pytest.fixture(scope="session")
def code() -> Callable[..., CodeFacts]:
    return code_facts


@pytest.fixture(scope="session")
def report() -> Callable[..., ReportFacts]:
    return report_facts
