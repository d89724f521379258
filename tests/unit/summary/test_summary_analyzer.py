"""The summary of a class."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from aktr.summary import CodeFacts, ReportFacts, SummaryAnalyzer, short_form

Report = Callable[..., ReportFacts]
Code = Callable[..., CodeFacts]


def summarise(*reports: ReportFacts) -> dict[str, Any]:
    summary = SummaryAnalyzer().analyse(reports).to_json()
    assert json.loads(json.dumps(summary)) == summary
    return summary


def test_field_names_are_those_of_the_contract(report: Report) -> None:
    same = {"ftn": "C1234567", "name": "DOE, JANE"}
    summary = summarise(report(1, "PA.I.C.K2", **same), report(2, "PA.I.C.K2", **same))
    assert {
        "common_weak_areas", "weak_tasks", "weak_areas_of_operation", "score_analysis",
        "aggregated_codes", "consistent_weak_areas", "attempts", "by_exam", "needs_review",
        "duplicates", "study_recommendations",
    } <= set(summary)  # fmt: skip
    assert {"code", "description", "area", "task", "frequency", "percentage"} <= set(
        summary["common_weak_areas"][0]
    )
    assert {"distribution", "statistics", "pass_rate"} <= set(summary["score_analysis"])
    assert {"min", "max", "mean", "median", "std_dev"} <= set(
        summary["score_analysis"]["statistics"]
    )
    assert {"code", "count", "reports"} <= set(summary["aggregated_codes"][0])
    assert {
        "ftn", "name", "reports", "score_change", "still_missed", "no_longer_missed",
        "newly_missed",
    } <= set(summary["attempts"][0])  # fmt: skip
    assert {"exam_code", "reports", "pass_rate", "mean"} <= set(summary["by_exam"][0])
    assert {"priority_areas", "plan", "suggested_resources"} <= set(
        summary["study_recommendations"]
    )


def test_codes_are_counted_by_report_and_shown_by_frequency(report: Report) -> None:
    summary = summarise(
        report(1, "PA.I.C.K10", "PA.I.C.K2"),
        report(2, "PA.I.C.K10"),
        report(3, "PA.I.A.K1", "PA.I.C.K2", "PA.I.C.K10"),
        report(4),
    )
    weak = summary["common_weak_areas"]
    assert [(one["code"], one["frequency"], one["percentage"]) for one in weak] == [
        ("PA.I.C.K10", 3, 75.0),
        ("PA.I.C.K2", 2, 50.0),
        ("PA.I.A.K1", 1, 25.0),
    ]
    assert (weak[0]["area"], weak[0]["task"]) == ("Preflight Preparation", "Weather Information")
    assert summary["aggregated_codes"][0] == {
        "code": "PA.I.C.K10",
        "count": 3,
        "reports": ["report-1", "report-2", "report-3"],
        "needs_review": [],
    }


def test_equally_frequent_codes_stand_in_the_order_of_the_standards(report: Report) -> None:
    weak = summarise(report(1, "PA.X.A.K1", "PA.IX.A.K1", "PA.I.C.K10", "PA.I.C.K2"))
    assert [one["code"] for one in weak["common_weak_areas"]] == [
        "PA.I.C.K2",
        "PA.I.C.K10",
        "PA.IX.A.K1",
        "PA.X.A.K1",
    ]


@pytest.mark.parametrize(("total", "consistent"), [(10, False), (9, True)])
def test_consistent_means_more_than_thirty_per_cent(
    report: Report,
    total: int,
    consistent: bool,
) -> None:
    reports = [report(n, *(["PA.I.C.K2"] if n <= 3 else [])) for n in range(1, total + 1)]
    assert summarise(*reports)["consistent_weak_areas"] == (["PA.I.C.K2"] if consistent else [])


def test_a_task_counts_a_report_once_however_many_codes_stand_in_it(report: Report) -> None:
    summary = summarise(
        report(1, "PA.I.C.K2", "PA.I.C.K3", "PA.I.A.K1"), report(2, "PA.VI.A.K1"), report(3)
    )
    assert [(one["task_id"], one["frequency"], one["codes"]) for one in summary["weak_tasks"]] == [
        ("PA.I.A", 1, ["PA.I.A.K1"]),
        ("PA.I.C", 1, ["PA.I.C.K2", "PA.I.C.K3"]),
        ("PA.VI.A", 1, ["PA.VI.A.K1"]),
    ]
    areas = summary["weak_areas_of_operation"]
    assert [(one["area_id"], one["area"], one["percentage"]) for one in areas] == [
        ("PA.I", "Preflight Preparation", 33.3),
        ("PA.VI", "Navigation", 33.3),
    ]


def test_the_same_test_twice_counts_once(report: Report) -> None:
    twice = {"ftn": "C1234567", "exam_id": "1" * 17}
    summary = summarise(report(1, "PA.I.C.K2", **twice), report(2, "PA.I.C.K2", **twice), report(3))
    assert (summary["reports"], summary["distinct_reports"]) == (3, 2)
    assert summary["duplicates"] == [["report-1", "report-2"]]
    assert summary["common_weak_areas"][0]["frequency"] == 1
    assert summary["common_weak_areas"][0]["percentage"] == 50.0
    assert summary["attempts"] == []


def test_codes_of_reports_that_need_review_are_counted_and_marked(report: Report) -> None:
    summary = summarise(
        report(1, "PA.I.C.K2", needs_review=True), report(2, "PA.I.C.K2"), report(3)
    )
    assert summary["needs_review"] == ["report-1"]
    weak = summary["common_weak_areas"][0]
    assert (weak["frequency"], weak["needs_review"]) == (2, 1)
    assert summary["aggregated_codes"][0]["needs_review"] == ["report-1"]
    planned = summary["study_recommendations"]["plan"][0]["codes"][0]
    assert (planned["frequency"], planned["needs_review"]) == (2, 1)


def test_exams_are_kept_apart(report: Report) -> None:
    summary = summarise(
        report(1, "PA.I.C.K2", score=90),
        report(2, score=62, grade="Fail"),
        report(3, "IR.I.C.K2", exam_code="IRA", exam="Instrument Rating Airplane (IRA)", score=80),
        report(4, exam_code=None, exam=None, score=None, grade=None),
    )
    shown = [
        (one["exam_code"], one["reports"], one["pass_rate"], one["mean"])
        for one in summary["by_exam"]
    ]
    assert shown == [("PAR", 2, 50.0, 76.0), ("IRA", 1, 100.0, 80.0), (None, 1, None, None)]
    private = summary["by_exam"][0]
    assert private["distribution"] == {"0-69": 1, "70-79": 0, "80-89": 0, "90-100": 1}
    assert [(one["code"], one["percentage"]) for one in private["common_weak_areas"]] == [
        ("PA.I.C.K2", 50.0)
    ]


def test_tasks_of_several_standards_are_also_shown_by_title(report: Report) -> None:
    summary = summarise(
        report(1, "PA.I.C.K2"), report(2, "IR.I.C.K1", exam_code="IRA"), report(3, "PA.I.A.K1")
    )
    assert [one["code"] for one in summary["common_weak_areas"]] == [
        "IR.I.C.K1",
        "PA.I.A.K1",
        "PA.I.C.K2",
    ]
    assert summary["tasks_across_standards"] == [
        {
            "task": "Weather Information",
            "task_ids": ["IR.I.C", "PA.I.C"],
            "frequency": 2,
            "percentage": 66.7,
            "codes": ["IR.I.C.K1", "PA.I.C.K2"],
            "reports": ["report-1", "report-2"],
            "grouped": True,
        }
    ]


def test_a_code_with_two_wordings_shows_both(report: Report, code: Code) -> None:
    old = code("PA.I.C.K2", description="Old wording.", document="FAA-S-ACS-6B")
    new = code("PA.I.C.K2", description="New wording.", document="FAA-S-ACS-6C")
    weak = summarise(report(1, old), report(2, new))["common_weak_areas"][0]
    assert weak["description"] == "New wording."
    assert [one["document"] for one in weak["wordings"]] == ["FAA-S-ACS-6C", "FAA-S-ACS-6B"]
    weak = summarise(report(1, old), report(2, old), report(3, new))["common_weak_areas"][0]
    assert weak["description"] == "Old wording."
    assert summarise(report(1, new))["common_weak_areas"][0]["wordings"] == []


def test_the_plan_begins_with_what_most_have_missed(report: Report) -> None:
    summary = summarise(
        report(1, "PA.VI.A.K1", "PA.I.C.K2"),
        report(2, "PA.VI.A.K1", "PLT044"),
        report(3, "PA.III.A.K1", "PA.III.A.K2"),
    )
    recommendations = summary["study_recommendations"]
    plan = recommendations["plan"]
    assert [(one["priority"], one["area_id"], one["frequency"]) for one in plan] == [
        (1, "PA.VI", 2),
        (2, "PA.I", 1),
        (3, "PA.III", 1),
        (4, "PLT", 1),
    ]
    first = plan[0]
    assert first["reports"] == ["report-1", "report-2"]
    assert first["codes"][0]["description"] == "Wording of PA.VI.A.K1."
    assert first["references"] == ["14 CFR part 91", "FAA-H-PA-VI"]
    assert first["text"] == (
        "Navigation (PA.VI, FAA-S-ACS-6C): missed on 2 of 3 reports, about 15 minutes. Go through "
        "Pilot Qualifications (PA.VI.A.K1). Read FAA-H-8083-25C chapter 16, FAA-H-PA-VI, "
        "14 CFR part 91."
    )
    assert recommendations["priority_areas"][0] == "PA.VI Navigation: 2 of 3 (66.7 %)"
    assert recommendations["suggested_resources"][0] == {
        "reference": "14 CFR part 91",
        "frequency": 3,
        "codes": ["PA.I.C.K2", "PA.III.A.K1", "PA.III.A.K2", "PA.VI.A.K1"],
    }


def test_codes_that_no_standard_holds_are_planned_too(report: Report, code: Code) -> None:
    unknown = code("ZZ.I.A.K1", known=False, description=None, area_title=None, task_title=None)
    plan = summarise(report(1, unknown, "H301"))["study_recommendations"]["plan"]
    assert {one["title"] for one in plan} == {
        "Area of operation I",
        "Subject matter knowledge codes",
    }


def test_an_empty_batch_has_nulls_and_zeros() -> None:
    summary = summarise()
    assert (summary["reports"], summary["distinct_reports"]) == (0, 0)
    assert summary["score_analysis"]["pass_rate"] is None
    assert summary["score_analysis"]["statistics"]["mean"] is None
    assert set(summary["score_analysis"]["distribution"].values()) == {0}
    assert summary["common_weak_areas"] == summary["by_exam"] == summary["attempts"] == []
    assert summary["study_recommendations"]["plan"] == []
    assert short_form(summary) == {
        "common_weak_areas": [],
        "score_distribution": dict.fromkeys(("min", "max", "mean", "median", "std_dev")),
        "study_plan": [],
    }


def test_the_short_form_holds_the_beginning(report: Report) -> None:
    codes = [f"PA.I.C.K{n}" for n in range(1, 21)]
    summary = summarise(report(1, *codes, score=80), report(2, "PA.I.C.K20", score=91))
    short = short_form(summary)
    assert len(short["common_weak_areas"]) == 10
    assert short["common_weak_areas"][0] == {
        "code": "PA.I.C.K20",
        "description": "Wording of PA.I.C.K20.",
        "frequency": 2,
        "percentage": 100.0,
    }
    assert short["score_distribution"] == {
        "min": 80,
        "max": 91,
        "mean": 85.5,
        "median": 85.5,
        "std_dev": 5.5,
    }
    assert short["study_plan"] == [summary["study_recommendations"]["plan"][0]["text"]]
