"""Where people are spoken of, each is counted once; a plan teaches what they still miss."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from aktr.summary import ReportFacts, SummaryAnalyzer
from aktr.summary.facts import upload_numbers
from aktr.summary.students import Students

Report = Callable[..., ReportFacts]
FAILED: dict[str, Any] = {"exam_date": date(2026, 1, 5), "score": 62, "grade": "Fail", "take": 1}
PASSED: dict[str, Any] = {"exam_date": date(2026, 2, 5), "score": 88, "grade": "Pass", "take": 2}
ONE: dict[str, Any] = {"ftn": "C1234567"}


def planned(*reports: ReportFacts) -> list[str]:
    plan = SummaryAnalyzer().analyse(reports).study_recommendations.plan
    return sorted(code.code for item in plan for code in item.codes)


def test_two_attempts_are_of_one_student_whatever_the_spelling(report: Report) -> None:
    first = report(1, "PA.I.C.K2", name="SOFÍA ALLEN AILERONSSON SR", **ONE, **FAILED)
    second = report(2, "PA.I.C.K2", name="AILERONSSON SR, SOFÍA ALLEN", **ONE, **PASSED)
    other = report(3, "PA.I.D.K1")
    students = Students([second, first, other])
    assert students.total == 2
    both = ["report-1", "report-2"]
    assert students.number(both) == 1
    assert students.names(both) == ("AILERONSSON SR, SOFÍA ALLEN",)
    assert students.names(["report-3", *both]) == ("DOE, NUMBER 3", "AILERONSSON SR, SOFÍA ALLEN")
    assert students.by_reports([("report-1", 3), ("report-2", 1), ("report-3", 2)]) == (
        ("AILERONSSON SR, SOFÍA ALLEN", 3),
        ("DOE, NUMBER 3", 2),
    )
    assert students.who_take("PA.I") == 2


def test_who_cannot_miss_a_code_is_not_among_those_who_could(report: Report) -> None:
    instrument = report(2, "IR.I.B.K1", exam_code="IRA")
    students = Students([report(1, "PA.I.C.K2"), instrument, report(3)])
    assert (students.who_take("PA.I"), students.who_take("IR.I")) == (2, 1)


def test_reports_of_nobody_known_are_of_different_people(report: Report) -> None:
    unknown: dict[str, Any] = {"name": None, "ftn": None}
    students = Students([report(1, **unknown), report(2, **unknown)])
    assert students.number(["report-1", "report-2"]) == 2
    assert students.names(["report-1"]) == ("scan.pdf",)


def test_numbers_are_the_positions_of_the_files(report: Report) -> None:
    reports = [report(7), report(2), report(3), report(3, report_id="more", first_page=2)]
    numbers = upload_numbers(reports)
    assert numbers == {"report-2": "2", "report-3": "3.1", "more": "3.2", "report-7": "7"}


def test_the_plan_teaches_what_the_last_attempt_missed(report: Report) -> None:
    first = report(1, "PA.I.C.K2", "PA.I.D.K1", **ONE, **FAILED)
    second = report(2, "PA.I.D.K1", "PA.VI.A.K1", **ONE, **PASSED)
    summary = SummaryAnalyzer().analyse([first, second])
    assert planned(first, second) == ["PA.I.D.K1", "PA.VI.A.K1"]
    # Everything else still counts reports.
    assert {code.code: code.count for code in summary.aggregated_codes} == {
        "PA.I.C.K2": 1,
        "PA.I.D.K1": 2,
        "PA.VI.A.K1": 1,
    }


@pytest.mark.parametrize(
    "last",
    [
        {"exam_date": None},
        {"exam_date": FAILED["exam_date"], "take": None},
        {"exam_code": "IRA"},
        {"ftn": "C7654321"},
        {"codes": ()},
    ],
)
def test_an_attempt_stays_in_the_plan_where_no_later_one_tells_what_is_missed(
    report: Report, last: dict[str, Any]
) -> None:
    first = report(1, "PA.I.C.K2", **ONE, **FAILED)
    values = {**ONE, **PASSED, **last}
    codes = () if "codes" in values else ("PA.I.D.K1",)
    values.pop("codes", None)
    assert "PA.I.C.K2" in planned(first, report(2, *codes, **values))


def test_a_full_score_leaves_nothing_to_teach(report: Report) -> None:
    first = report(1, "PA.I.C.K2", **ONE, **FAILED)
    assert planned(first, report(2, **ONE, **{**PASSED, "score": 100})) == []
