"""Reports on unlike tests are not pooled where that misleads."""

from collections.abc import Callable
from typing import Any

from aktr.summary import CodeFacts, ReportFacts, SummaryAnalyzer

Report = Callable[..., ReportFacts]
Code = Callable[..., CodeFacts]


def summarise(reports: list[ReportFacts]) -> dict[str, Any]:
    return SummaryAnalyzer().analyse(reports).to_json()


def test_the_share_of_a_code_is_also_given_of_the_tests_that_print_its_standard(
    report: Report,
) -> None:
    private = [report(n, "PA.I.C.K2", exam_code="PAR") for n in range(1, 5)]
    instrument = [report(n, "IR.I.A.K1", exam_code="IRA") for n in range(5, 17)]
    summary = summarise([*private, *instrument])
    weather = next(one for one in summary["common_weak_areas"] if one["code"] == "PA.I.C.K2")
    assert (weather["percentage"], weather["exam_reports"]) == (25.0, 4)
    assert weather["exam_percentage"] == 100.0
    assert "PA.I.C.K2" not in summary["consistent_weak_areas"]
    par = next(exam for exam in summary["by_exam"] if exam["exam_code"] == "PAR")
    assert par["consistent_weak_areas"] == ["PA.I.C.K2"]
    assert summary["score_analysis"]["exams"] == ["IRA", "PAR"]


def test_each_mechanics_test_is_its_own(report: Report) -> None:
    general = [report(n, "AM.I.C.K2", exam_code="AMG") for n in range(1, 4)]
    airframe = [report(n, "AM.II.A.K1", exam_code="AMA") for n in range(4, 10)]
    summary = summarise([*general, *airframe])
    shown = {one["code"]: one["exam_reports"] for one in summary["common_weak_areas"]}
    assert shown == {"AM.I.C.K2": 3, "AM.II.A.K1": 6}


def test_tasks_of_several_standards_are_shown_together_and_marked(
    report: Report, code: Code
) -> None:
    reports = [
        report(1, "PA.I.C.K2", exam_code="PAR"),
        report(2, "CA.I.C.K2", exam_code="CAX"),
        report(3, code("IR.I.A.K1", task_title="Something else"), exam_code="IRA"),
    ]
    summary = summarise(reports)
    assert [one["frequency"] for one in summary["common_weak_areas"]] == [1, 1, 1]
    (grouped,) = summary["tasks_across_standards"]
    assert grouped["grouped"] is True
    assert grouped["task_ids"] == ["CA.I.C", "PA.I.C"]
    assert grouped["frequency"] == 2


def test_streamed_copies_of_a_code_are_one_code(report: Report, code: Code) -> None:
    def stream() -> Any:  # noqa: ANN401 - a generator
        for number in range(1, 4):
            yield report(number, code("PA.I.C.K2"), code("PLT044"))

    summary = SummaryAnalyzer().analyse(stream()).to_json()
    assert [one["frequency"] for one in summary["common_weak_areas"]] == [3, 3]
    assert all(one["wordings"] == [] for one in summary["common_weak_areas"])


def test_one_code_in_two_wordings_counts_once_for_each_report(report: Report, code: Code) -> None:
    old = code("PA.I.C.K2", description="Old wording.", document="FAA-S-ACS-6B")
    summary = summarise([report(1, old), report(2, "PA.I.C.K2"), report(3, "PA.I.C.K2")])
    (weak,) = summary["common_weak_areas"]
    assert (weak["frequency"], weak["document"]) == (3, "FAA-S-ACS-6C")
    assert [(one["document"], one["count"]) for one in weak["wordings"]] == [
        ("FAA-S-ACS-6C", 2),
        ("FAA-S-ACS-6B", 1),
    ]
