"""One class beside an earlier one: test by test, never unlike tests together."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from aktr.summary.analyzer import plain_json
from aktr.summary.duplicates import distinct_reports
from aktr.summary.facts import ReportFacts, code_order
from aktr.summary.meanings import by_meaning, commonest_wording
from aktr.summary.sightings import Seen, Sightings
from aktr.summary.statistics import analyse_scores, percentage, rounded
from aktr.summary.weak_areas import Wording, wordings_of


@dataclass(frozen=True, slots=True)
class ClassFigures:
    """One class on one test."""

    reports: int
    """Number of distinct reports."""
    pass_rate: float | None
    mean: float | None
    median: float | None
    std_dev: float | None


@dataclass(frozen=True, slots=True)
class CodeChange:
    """How often a code was missed then and now."""

    code: str
    description: str | None
    """The wording of this class, of the earlier one where only that has the code."""
    frequency: int
    """Number of distinct reports of this class with the code."""
    percentage: float
    """Share of the distinct reports of this class on the test."""
    frequency_before: int
    percentage_before: float
    change: float
    """Percentage points more (positive is worse)."""
    wordings: tuple[Wording, ...] = ()
    """All wordings that this class was tested under, where the code does not mean one and the same
    on all its reports of both classes; else empty."""
    wordings_before: tuple[Wording, ...] = ()
    """Those of the earlier class, likewise."""

    @property
    def is_of_one_subject(self) -> bool:
        """Whether the change says that something is missed more often or less.

        It does not if the classes were not asked the same by this code.
        """
        return not (self.wordings and self.wordings_before)


@dataclass(frozen=True, slots=True)
class ExamComparison:
    """Two classes on the same test."""

    exam_code: str
    now: ClassFigures
    before: ClassFigures
    mean_change: float | None
    """Per cent points; None where a mean is not known."""
    pass_rate_change: float | None
    """Percentage points."""
    worth_of_one_report: float
    """Percentage points by which one report more or less moves the smaller class."""
    missed_in_both: tuple[CodeChange, ...]
    """The largest change for the worse first."""
    newly_missed: tuple[CodeChange, ...]
    """Codes that only this class has, the most frequent first."""
    no_longer_missed: tuple[CodeChange, ...]
    """Codes that only the earlier class has, the most frequent first."""


@dataclass(frozen=True, slots=True)
class ClassComparison:
    """A class compared with an earlier one."""

    exams: tuple[ExamComparison, ...]
    """The tests that both classes have, in alphabetical order."""
    only_now: tuple[str, ...]
    """Codes of the tests that only this class has."""
    only_before: tuple[str, ...]
    reports_without_exam_code: int
    """Reports of both classes that are not compared because their test was not read."""
    tests_in_both: int
    """Tests whose reports are in both classes; they count in each."""

    def to_json(self) -> dict[str, Any]:
        """The comparison as plain JSON values."""
        plain: dict[str, Any] = plain_json(self)
        return plain


def compare_classes(
    reports: Iterable[ReportFacts], earlier: Iterable[ReportFacts]
) -> ClassComparison:
    """Compare a class with an earlier one.

    Args:
        reports: The reports of the class, in any order.
        earlier: Those of the class to compare it with.
    """
    now = distinct_reports(reports).counted
    before = distinct_reports(earlier).counted
    exams_now, exams_before = _by_exam(now), _by_exam(before)
    both = sorted(exams_now.keys() & exams_before.keys())
    return ClassComparison(
        exams=tuple(_compared(code, exams_now[code], exams_before[code]) for code in both),
        only_now=tuple(sorted(exams_now.keys() - exams_before.keys())),
        only_before=tuple(sorted(exams_before.keys() - exams_now.keys())),
        reports_without_exam_code=sum(not report.exam_code for report in (*now, *before)),
        tests_in_both=len(_identities(now) & _identities(before)),
    )


def _by_exam(reports: Iterable[ReportFacts]) -> dict[str, list[ReportFacts]]:
    found: dict[str, list[ReportFacts]] = defaultdict(list)
    for report in reports:
        if report.exam_code:
            found[report.exam_code].append(report)
    return found


def _identities(reports: Iterable[ReportFacts]) -> set[tuple[str, str]]:
    return {
        (report.exam_id, ftn) for report in reports if report.exam_id and (ftn := report.identity)
    }


def _compared(
    exam_code: str, now: Sequence[ReportFacts], before: Sequence[ReportFacts]
) -> ExamComparison:
    figures_now, figures_before = _figures(now), _figures(before)
    changes = _changes(now, before)
    return ExamComparison(
        exam_code=exam_code,
        now=figures_now,
        before=figures_before,
        mean_change=_difference(_mean(now), _mean(before)),
        pass_rate_change=_difference(_pass_rate(now), _pass_rate(before)),
        worth_of_one_report=percentage(1, min(len(now), len(before))) or 0.0,
        missed_in_both=_sorted(
            (one for one in changes if one.frequency and one.frequency_before),
            lambda one: -one.change,
        ),
        newly_missed=_sorted(
            (one for one in changes if not one.frequency_before), lambda one: -one.frequency
        ),
        no_longer_missed=_sorted(
            (one for one in changes if not one.frequency), lambda one: -one.frequency_before
        ),
    )


def _sorted(
    changes: Iterable[CodeChange], first: Callable[[CodeChange], float]
) -> tuple[CodeChange, ...]:
    return tuple(sorted(changes, key=lambda one: (first(one), code_order(one.code))))


def _figures(reports: Sequence[ReportFacts]) -> ClassFigures:
    scores = analyse_scores(reports)
    figures = scores.statistics
    return ClassFigures(
        len(reports), scores.pass_rate, figures.mean, figures.median, figures.std_dev
    )


def _mean(reports: Iterable[ReportFacts]) -> Fraction | None:
    scores = [report.score for report in reports if report.score is not None]
    return Fraction(sum(scores), len(scores)) if scores else None


def _pass_rate(reports: Iterable[ReportFacts]) -> Fraction | None:
    known = [report.passed for report in reports if report.passed is not None]
    return Fraction(100 * sum(known), len(known)) if known else None


def _difference(now: Fraction | None, before: Fraction | None) -> float | None:
    # Of the exact figures, so that it may differ by a tenth from that of the rounded ones.
    return None if now is None or before is None else rounded(now - before)


def _changes(now: Sequence[ReportFacts], before: Sequence[ReportFacts]) -> list[CodeChange]:
    seen, seen_before = _by_code(now), _by_code(before)
    several = _of_several_meanings([*now, *before])
    changes = []
    for code in seen_before | seen:
        here, there = seen.get(code), seen_before.get(code)
        frequency = here.frequency if here else 0
        frequency_before = there.frequency if there else 0
        changes.append(
            CodeChange(
                code=code,
                description=_description(here, there),
                frequency=frequency,
                percentage=percentage(frequency, len(now)) or 0.0,
                frequency_before=frequency_before,
                percentage_before=percentage(frequency_before, len(before)) or 0.0,
                change=rounded(
                    Fraction(100 * frequency, len(now))
                    - Fraction(100 * frequency_before, len(before))
                ),
                wordings=_wordings(here) if code in several else (),
                wordings_before=_wordings(there) if code in several else (),
            )
        )
    return changes


def _by_code(reports: Iterable[ReportFacts]) -> dict[str, Seen]:
    return Sightings(reports).by(lambda code: code.code)


def _of_several_meanings(reports: Iterable[ReportFacts]) -> set[str]:
    return {code for code, seen in _by_code(reports).items() if len(by_meaning(seen)) > 1}


def _description(here: Seen | None, there: Seen | None) -> str | None:
    of_classes = [commonest_wording(by_meaning(seen)[0])[1] for seen in (here, there) if seen]
    return next((description for description in of_classes if description is not None), None)


def _wordings(seen: Seen | None) -> tuple[Wording, ...]:
    return wordings_of(seen.wordings()) if seen else ()
