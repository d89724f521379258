"""Every figure of a summary agrees with an independent computation by polars."""

from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from aktr.summary import ReportFacts, SummaryAnalyzer

Report = Callable[..., ReportFacts]

CODES = [
    f"{standard}.{task}.{element}"
    for standard in ("PA.I", "PA.IX", "IR.I", "IR.III", "AM.I", "AM.II")
    for task in ("A", "C")
    for element in ("K1", "K2", "R1")
] + ["PLT012", "PLT044"]
EXAMS = ["PAR", "IRA", "AMG", "AMA", None]


@st.composite
def classes(draw: st.DrawFn, report: Report) -> list[ReportFacts]:
    return [
        report(
            number,
            *draw(st.lists(st.sampled_from(CODES), max_size=8, unique=True)),
            exam_code=draw(st.sampled_from(EXAMS)),
            exam_date=date(2026, 1, number),
            score=draw(st.none() | st.integers(0, 100)),
            grade=draw(st.sampled_from(["Pass", "Fail", None])),
            needs_review=draw(st.booleans()),
        )
        for number in range(1, draw(st.integers(1, 15)) + 1)
    ]


def one_decimal(value: float | None) -> float | None:
    if value is None:
        return None
    # Through text, because 5.25 computed with floats may lie a hair below itself.
    return float(Decimal(f"{value:.9f}").quantize(Decimal("0.1"), ROUND_HALF_UP))


def standard_of(code: str) -> str:
    if code.startswith("PLT"):
        return "PLT"
    prefix, area, *_ = code.split(".")
    return f"{prefix}.{area}" if prefix == "AM" else prefix


def tables(reports: list[ReportFacts]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """One row a report, and one row a report and code."""
    rows = [
        {
            "report": one.report_id,
            "exam": one.exam_code or "?",
            "score": one.score,
            "passed": {"Pass": True, "Fail": False, None: None}[one.grade]
            if one.grade
            else (None if one.score is None else one.score >= 70),
            "review": one.needs_review,
        }
        for one in reports
    ]
    codes = [
        {
            "report": one.report_id,
            "exam": one.exam_code or "?",
            "review": one.needs_review,
            "code": code.code,
            "standard": standard_of(code.code),
            "area": ".".join(code.code.split(".")[:2]) if "." in code.code else None,
            "task": ".".join(code.code.split(".")[:3]) if "." in code.code else None,
        }
        for one in reports
        for code in one.codes
    ]
    schema = {
        "report": pl.String, "exam": pl.String, "review": pl.Boolean, "code": pl.String,
        "standard": pl.String, "area": pl.String, "task": pl.String,
    }  # fmt: skip
    report_schema = {
        "report": pl.String, "exam": pl.String, "score": pl.Int64, "passed": pl.Boolean,
        "review": pl.Boolean,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=report_schema), pl.DataFrame(codes, schema=schema)


def figures_of(reports: pl.DataFrame) -> dict[str, Any]:
    score = pl.col("score")
    made = reports.select(
        score.min().alias("min"),
        score.max().alias("max"),
        score.mean().alias("mean"),
        score.median().alias("median"),
        score.std(ddof=0).alias("std_dev"),
        score.quantile(0.25, "linear").alias("lower_quartile"),
        score.quantile(0.75, "linear").alias("upper_quartile"),
        (pl.col("passed").mean() * 100).alias("pass_rate"),
    ).row(0, named=True)
    return {name: one_decimal(value) for name, value in made.items()}


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_scores_agree_for_the_class_and_for_each_test(report: Report, data: st.DataObject) -> None:
    reports = data.draw(classes(report))
    summary = SummaryAnalyzer().analyse(reports).to_json()
    by_report, _ = tables(reports)
    pooled = figures_of(by_report)
    shown = {**summary["score_analysis"]["statistics"]}
    shown["pass_rate"] = summary["score_analysis"]["pass_rate"]
    assert {name: shown[name] for name in pooled} == pooled
    exams = {exam["exam_code"] or "?": exam for exam in summary["by_exam"]}
    assert set(exams) == set(by_report["exam"])
    assert {code or "?" for code in summary["score_analysis"]["exams"]} == set(exams)
    for code, exam in exams.items():
        mine = by_report.filter(pl.col("exam") == code)
        expected = figures_of(mine)
        assert {name: exam[name] for name in expected} == expected
        assert exam["reports"] == mine.height
        bands = [(0, 69), (70, 79), (80, 89), (90, 100)]
        assert list(exam["distribution"].values()) == [
            mine.filter(pl.col("score").is_between(low, high)).height for low, high in bands
        ]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_shares_agree_of_the_class_and_of_the_tests_concerned(
    report: Report, data: st.DataObject
) -> None:
    reports = data.draw(classes(report))
    summary = SummaryAnalyzer().analyse(reports).to_json()
    by_report, by_code = tables(reports)
    concerned = {
        standard: by_report.filter(
            pl.col("exam").is_in(by_code.filter(pl.col("standard") == standard)["exam"].unique())
        ).height
        for standard in by_code["standard"].unique()
    }
    for key, column, listed in (
        ("code", "code", summary["common_weak_areas"]),
        ("task_id", "task", summary["weak_tasks"]),
        ("area_id", "area", summary["weak_areas_of_operation"]),
    ):
        counted = (
            by_code.drop_nulls(column)
            .group_by(column)
            .agg(pl.col("report").n_unique(), pl.col("standard").first())
        )
        expected = {
            name: (
                count,
                one_decimal(100 * count / by_report.height),
                concerned[standard],
                one_decimal(100 * count / concerned[standard]),
            )
            for name, count, standard in counted.iter_rows()
        }
        assert {
            one[key]: (
                one["frequency"],
                one["percentage"],
                one["exam_reports"],
                one["exam_percentage"],
            )
            for one in listed
        } == expected


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_codes_of_each_test_and_those_on_many_reports_agree(
    report: Report, data: st.DataObject
) -> None:
    reports = data.draw(classes(report))
    summary = SummaryAnalyzer().analyse(reports).to_json()
    by_report, by_code = tables(reports)
    for exam in summary["by_exam"]:
        code = exam["exam_code"] or "?"
        size = by_report.filter(pl.col("exam") == code).height
        counts = dict(by_code.filter(pl.col("exam") == code).group_by("code").len().iter_rows())
        often = sorted(counts.values(), reverse=True)[:10]
        assert [one["frequency"] for one in exam["common_weak_areas"]] == often
        assert set(exam["consistent_weak_areas"]) == {
            name for name, count in counts.items() if count / size > 0.3
        }
    for one in summary["aggregated_codes"]:
        mine = by_code.filter(pl.col("code") == one["code"])
        assert set(one["reports"]) == set(mine["report"])
        assert set(one["needs_review"]) == set(mine.filter(pl.col("review"))["report"])
