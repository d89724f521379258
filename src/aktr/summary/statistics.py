"""Scores and pass rate of a set of reports.

All sums are exact; only what is shown is rounded, half up, to one decimal.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from typing import Final

from aktr.acs.model import PASSING_SCORE
from aktr.summary.facts import ReportFacts

FAILING_BAND: Final = f"0-{PASSING_SCORE - 1}"
"""The band of all scores that do not pass."""
SCORE_BANDS: Final = (
    (FAILING_BAND, 0, PASSING_SCORE - 1),
    (f"{PASSING_SCORE}-79", PASSING_SCORE, 79),
    ("80-89", 80, 89),
    ("90-100", 90, 100),
)
"""Name, lowest and highest score of each band of the distribution."""


@dataclass(frozen=True, slots=True)
class ScoreStatistics:
    """Figures over the known scores; all None where no score is known."""

    count: int
    """Number of reports with a known score."""
    min: int | None
    max: int | None
    mean: float | None
    median: float | None
    std_dev: float | None
    """Standard deviation of the population: the batch is the whole class, not a sample of it."""
    lower_quartile: float | None
    """A quarter of the scores lie at or below it; linear between ranks, both ends included."""
    upper_quartile: float | None


@dataclass(frozen=True, slots=True)
class ScoreAnalysis:
    """How a set of reports came out."""

    distribution: dict[str, int]
    """Number of known scores in each band."""
    statistics: ScoreStatistics
    pass_rate: float | None
    """Per cent passed of the reports whose outcome is known; None where none is."""
    exams: tuple[str | None, ...]
    """The tests behind these figures, None for one whose code was not read.

    Scores of more than one test are not alike; ``by_exam`` has the figures of each.
    """


def analyse_scores(reports: Iterable[ReportFacts]) -> ScoreAnalysis:
    """Figures over distinct reports.

    Reports without a score are left out of distribution and statistics and count in the pass rate
    if their grade is known.
    """
    outcomes = []
    exams = set()
    for report in reports:
        outcomes.append((report.score, report.passed))
        exams.add(report.exam_code)
    scores = sorted(score for score, _ in outcomes if score is not None)
    known = [passed for _, passed in outcomes if passed is not None]
    return ScoreAnalysis(
        distribution={
            name: bisect_right(scores, high) - bisect_left(scores, low)
            for name, low, high in SCORE_BANDS
        },
        statistics=_statistics(scores),
        pass_rate=percentage(sum(known), len(known)),
        exams=tuple(sorted(exams, key=lambda code: code or "~")),
    )


def percentage(part: int, whole: int) -> float | None:
    """100 * part / whole to one decimal, rounded half up; None of nothing."""
    # The same as rounded(), and the one figure that is asked for thousands of times.
    return (2000 * part + whole) // (2 * whole) / 10 if whole else None


def rounded(value: Fraction) -> float:
    """To one decimal, half up (away from zero for negative values)."""
    tenths = (abs(value) * 20 + 1) // 2
    return float(tenths if value >= 0 else -tenths) / 10


def _statistics(scores: Sequence[int]) -> ScoreStatistics:
    if not scores:
        return ScoreStatistics(0, None, None, None, None, None, None, None)
    count, total = len(scores), sum(scores)
    variance = Fraction(count * sum(score * score for score in scores) - total * total, count**2)
    return ScoreStatistics(
        count=count,
        min=scores[0],
        max=scores[-1],
        mean=rounded(Fraction(total, count)),
        median=rounded(_quantile(scores, Fraction(1, 2))),
        std_dev=_root(variance),
        lower_quartile=rounded(_quantile(scores, Fraction(1, 4))),
        upper_quartile=rounded(_quantile(scores, Fraction(3, 4))),
    )


def _quantile(ordered: Sequence[int], share: Fraction) -> Fraction:
    place = share * (len(ordered) - 1)
    below = place.numerator // place.denominator
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def _root(value: Fraction) -> float:
    with localcontext(prec=50):
        root = (Decimal(value.numerator) / Decimal(value.denominator)).sqrt()
        return float(root.quantize(Decimal("0.1"), ROUND_HALF_UP))
