"""Score statistics, pass rate and rounding."""

import statistics
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aktr.summary import ReportFacts
from aktr.summary.statistics import analyse_scores, percentage, rounded

Report = Callable[..., ReportFacts]


def to_one_decimal(value: Fraction) -> float:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return float(exact.quantize(Decimal("0.1"), ROUND_HALF_UP))


def test_a_small_class_by_hand(report: Report) -> None:
    scores = [62, 72, 85, 85, 98]
    grades = ["Fail", "Pass", "Pass", "Pass", "Pass"]
    analysis = analyse_scores(
        report(number, score=score, grade=grade)
        for number, (score, grade) in enumerate(zip(scores, grades, strict=True))
    )
    figures = analysis.statistics
    assert analysis.distribution == {"0-69": 1, "70-79": 1, "80-89": 2, "90-100": 1}
    assert (figures.count, figures.min, figures.max) == (5, 62, 98)
    assert (figures.mean, figures.median, figures.std_dev) == (80.4, 85.0, 12.3)
    assert (figures.lower_quartile, figures.upper_quartile) == (72.0, 85.0)
    assert analysis.pass_rate == 80.0


@pytest.mark.parametrize(
    ("score", "band"),
    [(0, "0-69"), (69, "0-69"), (70, "70-79"), (79, "70-79"), (80, "80-89"), (89, "80-89"),
     (90, "90-100"), (100, "90-100")],
)  # fmt: skip
def test_bands_begin_and_end_where_they_say(report: Report, score: int, band: str) -> None:
    distribution = analyse_scores([report(1, score=score)]).distribution
    assert distribution == {name: int(name == band) for name in distribution}


def test_reports_without_a_score_count_in_the_pass_rate_only(report: Report) -> None:
    analysis = analyse_scores(
        [
            report(1, score=90, grade="Pass"),
            report(2, score=None, grade="Fail"),
            report(3, score=None, grade=None),
        ]
    )
    assert analysis.statistics.count == 1
    assert analysis.statistics.mean == 90.0
    assert analysis.pass_rate == 50.0


def test_without_a_grade_the_score_tells_who_passed(report: Report) -> None:
    analysis = analyse_scores([report(1, score=70, grade=None), report(2, score=69, grade=None)])
    assert analysis.pass_rate == 50.0


def test_one_report_has_no_spread_and_none_has_no_figures(report: Report) -> None:
    one = analyse_scores([report(1, score=83)]).statistics
    assert (one.std_dev, one.median, one.lower_quartile, one.upper_quartile) == (0, 83, 83, 83)
    none = analyse_scores([])
    assert none.pass_rate is None
    assert none.statistics.count == 0
    assert none.statistics.mean is None
    assert none.statistics.std_dev is None
    assert set(none.distribution.values()) == {0}


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [(15, 28, 53.6), (1, 3, 33.3), (2, 3, 66.7), (1, 16, 6.3), (1, 80, 1.3), (0, 5, 0.0),
     (5, 5, 100.0), (0, 0, None)],
)  # fmt: skip
def test_percentages_are_rounded_half_up(part: int, whole: int, shown: float | None) -> None:
    assert percentage(part, whole) == shown


@given(st.fractions(min_value=-1000, max_value=1000, max_denominator=10**6))
def test_rounding_agrees_with_decimal_arithmetic(value: Fraction) -> None:
    assert rounded(value) == to_one_decimal(value)


@given(st.lists(st.integers(0, 100), min_size=1, max_size=60))
def test_figures_agree_with_the_standard_library(report: Report, scores: list[int]) -> None:
    figures = analyse_scores(
        report(number, score=score) for number, score in enumerate(scores)
    ).statistics
    assert figures.mean == to_one_decimal(Fraction(sum(scores), len(scores)))
    assert figures.median == to_one_decimal(Fraction(statistics.median(map(Fraction, scores))))
    assert figures.std_dev is not None
    assert abs(figures.std_dev - statistics.pstdev(scores)) <= 0.05 + 1e-9
    if len(scores) > 1:
        lower, _, upper = statistics.quantiles(map(Fraction, scores), method="inclusive")
        assert figures.lower_quartile == to_one_decimal(Fraction(lower))
        assert figures.upper_quartile == to_one_decimal(Fraction(upper))
