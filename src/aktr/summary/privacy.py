"""The class summary for people outside the class: no names, no small groups.

What is shared is made anew from what the catalogue says and from numbers. No text that was read
from a paper, no name of a file and no address of a report can be in it, whatever stood there. A
figure that counts fewer than five people is left out, and so is every figure from which one that
is left out could be worked out. docs/summary.md gives the rules.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from aktr.acs.catalogue import Catalogue
from aktr.report.model import Grade
from aktr.summary.analyzer import plain_json
from aktr.summary.crowd import (
    SMALLEST_GROUP,
    Crowd,
    SharedCode,
    SharedLesson,
    SharedSubject,
    count_people,
)
from aktr.summary.duplicates import distinct_reports
from aktr.summary.facts import CodeFacts, ReportFacts
from aktr.summary.lessons import GROUND_TIME_RULE
from aktr.summary.people import NormalisedNames, Persons
from aktr.summary.statistics import FAILING_BAND, analyse_scores


@dataclass(frozen=True, slots=True)
class SharedExam:
    """The scores on one test that at least five people took."""

    exam_code: str
    exam: str
    """Title as the FAA's list has it."""
    reports: int
    mean: float | None
    """None where fewer than five scores are known."""
    std_dev: float | None
    pass_rate: float | None
    """None where one to four people passed, or failed."""
    distribution: dict[str, int | None]
    """None for a band that is left out."""


@dataclass(frozen=True, slots=True)
class SharedSummary:
    """A class summary that says nothing of any person."""

    smallest_group: int
    withheld: str | None
    """Why there is nothing to share, or None."""
    reports: int
    """Number of distinct reports that are counted."""
    by_exam: tuple[SharedExam, ...]
    common_weak_areas: tuple[SharedCode, ...]
    weak_tasks: tuple[SharedSubject, ...]
    weak_areas_of_operation: tuple[SharedSubject, ...]
    consistent_weak_areas: tuple[str, ...]
    lessons: tuple[SharedLesson, ...]
    ground_time_rule: str
    left_out: tuple[str, ...]
    """Sentences on what is not shown, and why."""

    def to_json(self) -> dict[str, Any]:
        """The summary as plain JSON values."""
        plain: dict[str, Any] = plain_json(self)
        return plain


def share(reports: Iterable[ReportFacts], catalogue: Catalogue) -> SharedSummary:
    """Sum up a class so that the summary can be given away.

    Args:
        reports: The successful reports of a batch, in any order.
        catalogue: Where every wording and title is taken from.
    """
    names = NormalisedNames()
    counted = distinct_reports(reports, names).counted
    persons = Persons(counted, names)
    people = {report.report_id: persons.person_of(report) for report in counted}
    cleaned = [_cleaned(report, catalogue) for report in counted]
    by_exam = _large_exams(cleaned, people)
    kept = [report for of_exam in by_exam.values() for report in of_exam]
    left_out = ["Names, FTNs, exam IDs, sites, file names, attempts of single people."]
    if len(kept) < len(cleaned):
        left_out.append(
            f"Reports on tests that fewer than {SMALLEST_GROUP} people took, or whose test is not "
            "known."
        )
    left_out.append(f"Codes, subjects and figures that fewer than {SMALLEST_GROUP} people share.")
    crowd = Crowd(kept, people)
    return SharedSummary(
        smallest_group=SMALLEST_GROUP,
        withheld=None
        if kept
        else f"No test was taken by {SMALLEST_GROUP} people or more, so nothing can be shared.",
        reports=len(kept),
        by_exam=tuple(_exam(code, by_exam[code], people, catalogue) for code in sorted(by_exam)),
        common_weak_areas=crowd.codes(),
        weak_tasks=crowd.tasks,
        weak_areas_of_operation=crowd.areas,
        consistent_weak_areas=crowd.consistent(),
        lessons=crowd.lessons,
        ground_time_rule=GROUND_TIME_RULE,
        left_out=tuple(left_out),
    )


def _cleaned(report: ReportFacts, catalogue: Catalogue) -> ReportFacts:
    """The report with nothing in it that was written by anybody but the catalogue."""
    test = catalogue.knowledge_test(report.exam_code) if report.exam_code else None
    codes = (_from_catalogue(code, report, catalogue) for code in report.codes)
    return ReportFacts(
        report_id=report.report_id,
        position=report.position,
        file_name="",
        first_page=report.first_page,
        exam=test.title if test else None,
        exam_code=test.code if test else None,
        score=report.score,
        grade=report.grade if report.grade in tuple(Grade) else None,
        codes=tuple(code for code in codes if code is not None),
    )


def _from_catalogue(code: CodeFacts, report: ReportFacts, catalogue: Catalogue) -> CodeFacts | None:
    entry = catalogue.lookup(code.code, report.exam_date)
    if entry is None:
        return None
    return CodeFacts(
        code=entry.code,
        family=entry.family.value,
        description=entry.full_description,
        kind=entry.kind.value,
        area=entry.area or None,
        area_title=entry.area_title or None,
        task=entry.task or None,
        task_title=entry.task_title or None,
        document=entry.document,
        references=entry.references,
        sub_elements=entry.sub_elements,
    )


def _large_exams(
    reports: Sequence[ReportFacts], people: dict[str, str | None]
) -> dict[str, list[ReportFacts]]:
    found: dict[str, list[ReportFacts]] = defaultdict(list)
    for report in reports:
        if report.exam_code:
            found[report.exam_code].append(report)
    return {
        code: of_exam
        for code, of_exam in found.items()
        if count_people((report.report_id for report in of_exam), people) >= SMALLEST_GROUP
    }


def _exam(
    code: str,
    reports: Sequence[ReportFacts],
    people: dict[str, str | None],
    catalogue: Catalogue,
) -> SharedExam:
    scored = [report for report in reports if report.score is not None]
    enough = count_people((report.report_id for report in scored), people) >= SMALLEST_GROUP
    figures = analyse_scores(reports)
    distribution = _distribution(figures.distribution, scored, people)
    groups = [
        [report.report_id for report in reports if report.passed is outcome]
        for outcome in (True, False)
    ]
    # The bands tell how the others came out.
    groups.append(
        [
            report.report_id
            for report in reports
            if report.score is None and report.passed is not None
        ]
    )
    small = any(ids and count_people(ids, people) < SMALLEST_GROUP for ids in groups)
    # Whoever knows how many failed knows the lowest band.
    hidden = small or distribution[FAILING_BAND] is None
    test = catalogue.knowledge_test(code)
    return SharedExam(
        exam_code=code,
        exam=test.title if test else code,
        reports=len(reports),
        mean=figures.statistics.mean if enough else None,
        std_dev=figures.statistics.std_dev if enough else None,
        pass_rate=None if hidden else figures.pass_rate,
        distribution=distribution,
    )


def _distribution(
    counts: dict[str, int],
    scored: Sequence[ReportFacts],
    people: dict[str, str | None],
) -> dict[str, int | None]:
    """The bands without the small ones, nor any that would tell a small one by the total."""
    groups = {
        band: count_people(
            (report.report_id for report in scored if _in_band(report, band)), people
        )
        for band in counts
    }
    hidden = {band for band, count in groups.items() if 0 < count < SMALLEST_GROUP}
    # The passing bands go first, so that the pass rate can stay.
    others = sorted(
        (band for band in counts if band not in hidden and counts[band]),
        key=lambda band: (band == FAILING_BAND, counts[band]),
    )
    # A band that is hidden alone is always smaller than that.
    while hidden and others and _sum(groups, hidden) < SMALLEST_GROUP:
        hidden.add(others.pop(0))
    return {band: None if band in hidden else count for band, count in counts.items()}


def _sum(groups: dict[str, int], bands: Iterable[str]) -> int:
    return sum(groups[band] for band in bands)


def _in_band(report: ReportFacts, band: str) -> bool:
    low, high = map(int, band.split("-"))
    return report.score is not None and low <= report.score <= high
