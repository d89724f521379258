"""Many reports become one summary for the instructor.

docs/summary.md states every definition. The order in which reports are given never changes a
figure; lists of reports follow their position in the upload.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Final

from aktr.summary.attempts import Attempts, attempts_over_time, still_to_learn
from aktr.summary.duplicates import Disagreement, DistinctReports, distinct_reports
from aktr.summary.facts import ReportFacts
from aktr.summary.people import NormalisedNames, Persons
from aktr.summary.sightings import SharedCodes, Sightings
from aktr.summary.statistics import ScoreAnalysis, analyse_scores
from aktr.summary.study_plan import StudyRecommendations, recommend
from aktr.summary.weak_areas import (
    AggregatedCode,
    GroupedTask,
    WeakArea,
    WeakCode,
    WeakTask,
    aggregated_codes,
    consistent_codes,
    tasks_across_standards,
    weak_areas,
    weak_codes,
    weak_tasks,
)

_WEAK_CODES_OF_AN_EXAM: Final = 10
_WEAK_CODES_IN_SHORT: Final = 10
_PLAN_LINES_IN_SHORT: Final = 10


@dataclass(frozen=True, slots=True)
class ExamSummary:
    """The reports on one test."""

    exam_code: str | None
    """None for the reports whose test code was not read."""
    exam: str | None
    """Title as most of the reports print it."""
    reports: int
    """Number of distinct reports."""
    pass_rate: float | None
    mean: float | None
    median: float | None
    min: int | None
    max: int | None
    std_dev: float | None
    lower_quartile: float | None
    upper_quartile: float | None
    distribution: dict[str, int]
    common_weak_areas: tuple[WeakCode, ...]
    """The most frequent codes; percentages are of the reports on this test."""
    consistent_weak_areas: tuple[str, ...]
    """The codes on more than 30 % of the reports on this test."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a batch of reports says about a class."""

    reports: int
    """Number of reports read, several in one file counted singly."""
    distinct_reports: int
    """Number of tests behind them; every percentage is of these."""
    common_weak_areas: tuple[WeakCode, ...]
    weak_tasks: tuple[WeakTask, ...]
    weak_areas_of_operation: tuple[WeakArea, ...]
    tasks_across_standards: tuple[GroupedTask, ...]
    score_analysis: ScoreAnalysis
    aggregated_codes: tuple[AggregatedCode, ...]
    consistent_weak_areas: tuple[str, ...]
    attempts: tuple[Attempts, ...]
    by_exam: tuple[ExamSummary, ...]
    needs_review: tuple[str, ...]
    """Reports to be looked at by a person: see :func:`to_look_at`."""
    duplicates: tuple[tuple[str, ...], ...]
    """Reports of the same test; the first of each is the one that counts."""
    disagreements: tuple[Disagreement, ...]
    """Those of the same test that do not say the same."""
    study_recommendations: StudyRecommendations

    def to_json(self) -> dict[str, Any]:
        """The summary as plain JSON values, with the field names of the HTTP contract."""
        return {field.name: _plain(getattr(self, field.name)) for field in fields(self)}


def plain_json(value: object) -> Any:  # noqa: ANN401 - any JSON value
    """Dataclasses and tuples as JSON knows them: objects and lists."""
    return _plain(value)


class SummaryAnalyzer:
    """Turns the reports of a batch into a summary. It keeps nothing between batches."""

    def analyse(self, reports: Iterable[ReportFacts]) -> Summary:
        """Summarise reports.

        Args:
            reports: The successful reports of a batch, in any order; none at all is allowed. They
                may come one by one: what they share is kept once.
        """
        shared = SharedCodes()
        ordered = sorted(map(shared.share, reports), key=lambda report: report.order)
        names = NormalisedNames()
        distinct = distinct_reports(ordered, names)
        counted = distinct.counted
        persons = Persons(counted, names)
        sightings = Sightings(counted, shared=True)
        codes = weak_codes(sightings)
        taught = Sightings(still_to_learn(counted, persons), shared=True)
        return Summary(
            reports=len(ordered),
            distinct_reports=len(counted),
            common_weak_areas=codes,
            weak_tasks=weak_tasks(sightings),
            weak_areas_of_operation=weak_areas(sightings),
            tasks_across_standards=tasks_across_standards(sightings),
            score_analysis=analyse_scores(counted),
            aggregated_codes=aggregated_codes(sightings),
            consistent_weak_areas=consistent_codes(codes, len(counted)),
            attempts=attempts_over_time(counted, persons),
            by_exam=_by_exam(counted),
            needs_review=to_look_at(ordered, distinct),
            duplicates=tuple(
                tuple(report.report_id for report in test) for test in distinct.duplicates
            ),
            disagreements=distinct.disagreements,
            study_recommendations=recommend(taught),
        )


def to_look_at(ordered: Iterable[ReportFacts], distinct: DistinctReports) -> tuple[str, ...]:
    """The reports that a person has to look at, in the order given.

    Those that need review, and those that count for a test whose copies do not say the same, as
    long as no person has settled what holds.

    Args:
        ordered: All reports.
        distinct: Which of them are of one test.
    """
    doubted = {one.reports[0] for one in distinct.disagreements if not one.settled}
    return tuple(
        report.report_id for report in ordered if report.needs_review or report.report_id in doubted
    )


def short_form(summary: Mapping[str, Any]) -> dict[str, Any]:
    """The excerpt of a summary that stands in the answer to a batch.

    Args:
        summary: What :meth:`Summary.to_json` gave, possibly read back from a database.
    """
    statistics = summary["score_analysis"]["statistics"]
    return {
        "common_weak_areas": [
            {key: weak[key] for key in ("code", "description", "frequency", "percentage")}
            for weak in summary["common_weak_areas"][:_WEAK_CODES_IN_SHORT]
        ],
        "score_distribution": {
            key: statistics[key] for key in ("min", "max", "mean", "median", "std_dev")
        },
        "study_plan": [
            item["text"] for item in summary["study_recommendations"]["plan"][:_PLAN_LINES_IN_SHORT]
        ],
    }


def _by_exam(reports: Iterable[ReportFacts]) -> tuple[ExamSummary, ...]:
    by_code: dict[str | None, list[ReportFacts]] = defaultdict(list)
    for report in reports:
        by_code[report.exam_code].append(report)
    exams = [_exam(code, of_exam) for code, of_exam in by_code.items()]
    return tuple(sorted(exams, key=lambda exam: (-exam.reports, exam.exam_code or "~")))


def _exam(code: str | None, reports: list[ReportFacts]) -> ExamSummary:
    scores = analyse_scores(reports)
    codes = weak_codes(Sightings(reports, shared=True))
    return ExamSummary(
        exam_code=code,
        exam=_commonest(report.exam for report in reports),
        reports=len(reports),
        pass_rate=scores.pass_rate,
        mean=scores.statistics.mean,
        median=scores.statistics.median,
        min=scores.statistics.min,
        max=scores.statistics.max,
        std_dev=scores.statistics.std_dev,
        lower_quartile=scores.statistics.lower_quartile,
        upper_quartile=scores.statistics.upper_quartile,
        distribution=scores.distribution,
        common_weak_areas=codes[:_WEAK_CODES_OF_AN_EXAM],
        consistent_weak_areas=consistent_codes(codes, len(reports)),
    )


def _commonest(titles: Iterable[str | None]) -> str | None:
    counts = Counter(title for title in titles if title is not None)
    return max(counts, key=lambda title: (counts[title], title)) if counts else None


def _plain(value: object) -> object:
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, tuple):
        # Most tuples are lists of identifiers, and long.
        if value and isinstance(value[0], str):
            return list(value)
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return dict(value)
    if not is_dataclass(value) or isinstance(value, type):
        raise TypeError(f"{type(value).__name__} has no place in a summary")
    return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
