"""The class summary for people outside the class: no names, no small groups.

What is shared is made anew from what the catalogue says and from numbers. No text that was read
from a paper, no name of a file and no address of a report can be in it, whatever stood there. A
figure that counts fewer than five people is left out, and so is every figure from which one that
is left out could be worked out. docs/summary.md gives the rules.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from aktr.acs.catalogue import Catalogue
from aktr.acs.model import SubElement, in_full_if_known
from aktr.report.model import Grade
from aktr.summary.analyzer import plain_json
from aktr.summary.duplicates import distinct_reports
from aktr.summary.facts import CodeFacts, ReportFacts
from aktr.summary.lessons import GROUND_TIME_RULE, Draft, drafted
from aktr.summary.people import NormalisedNames, Persons
from aktr.summary.reading_list import Reading, reading_list
from aktr.summary.sightings import Seen, Sightings
from aktr.summary.statistics import FAILING_BAND, analyse_scores
from aktr.summary.study_plan import asked, prompt_for
from aktr.summary.weak_areas import consistent_codes, weak_areas, weak_codes, weak_tasks

SMALLEST_GROUP: Final = 5
"""Fewer people than this are never counted together in anything that is shared."""


@dataclass(frozen=True, slots=True)
class SharedCode:
    """A code that at least five people missed."""

    code: str
    description: str | None
    area: str | None
    task: str | None
    frequency: int
    """Number of distinct reports."""
    exam_reports: int
    exam_percentage: float
    """Share of the reports on the tests that have codes of this standard."""
    sub_elements: tuple[SubElement, ...] = ()
    """What is listed under an element; a report with its code means all of it."""

    @property
    def wording(self) -> str | None:
        """All that the standard says of it, sub-elements included; None if unknown."""
        return in_full_if_known(self.description, self.sub_elements)


@dataclass(frozen=True, slots=True)
class SharedSubject:
    """A task or an area of operation that at least five people missed something of."""

    id: str
    title: str | None
    frequency: int
    exam_reports: int
    exam_percentage: float


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
class SharedLesson:
    """A lesson that at least five people need."""

    title: str
    area_id: str
    document: str | None
    frequency: int
    minutes: int
    """Estimated ground time for the codes that are listed."""
    codes: tuple[SharedCode, ...]
    read: tuple[Reading, ...]
    discuss: tuple[str, ...]


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
    crowd = _Crowd(Sightings(kept), people)
    return SharedSummary(
        smallest_group=SMALLEST_GROUP,
        withheld=None
        if kept
        else f"No test was taken by {SMALLEST_GROUP} people or more, so nothing can be shared.",
        reports=len(kept),
        by_exam=tuple(_exam(code, by_exam[code], people, catalogue) for code in sorted(by_exam)),
        common_weak_areas=crowd.codes(),
        weak_tasks=crowd.tasks(),
        weak_areas_of_operation=crowd.areas(),
        consistent_weak_areas=crowd.consistent(),
        lessons=crowd.lessons(),
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


def _people(reports: Iterable[str], people: dict[str, str | None]) -> int:
    """How many people are behind these reports at least; those without a name may be one."""
    return len({people[report_id] for report_id in reports})


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
        if _people((report.report_id for report in of_exam), people) >= SMALLEST_GROUP
    }


class _Crowd:
    """What is shared of the codes of a class.

    Args:
        sightings: The codes of the reports that are counted.
        people: Whose each report is.
    """

    def __init__(self, sightings: Sightings, people: dict[str, str | None]) -> None:
        self._sightings = sightings
        self._people = people
        by_code = sightings.by(lambda code: code.code)
        self._large = {code for code, seen in by_code.items() if self._is_large(seen.reports)}

    def codes(self, of: Collection[str] | None = None) -> tuple[SharedCode, ...]:
        """The codes that enough people missed, the most frequent first."""
        return tuple(
            SharedCode(
                weak.code,
                weak.description,
                weak.area,
                weak.task,
                weak.frequency,
                weak.exam_reports,
                weak.exam_percentage,
                weak.sub_elements,
            )
            for weak in weak_codes(self._sightings)
            if weak.code in self._large and (of is None or weak.code in of)
        )

    def consistent(self) -> tuple[str, ...]:
        """Those on more than 30 % of the reports that are counted."""
        weak = [one for one in weak_codes(self._sightings) if one.code in self._large]
        return consistent_codes(weak, len(self._sightings.reports))

    def tasks(self) -> tuple[SharedSubject, ...]:
        """The tasks of which enough people missed something."""
        return tuple(
            SharedSubject(
                one.task_id, one.task, one.frequency, one.exam_reports, one.exam_percentage
            )
            for one in weak_tasks(self._sightings)
            if self._is_large(one.reports)
        )

    def areas(self) -> tuple[SharedSubject, ...]:
        """The areas of operation of which enough people missed something."""
        return tuple(
            SharedSubject(
                one.area_id, one.area, one.frequency, one.exam_reports, one.exam_percentage
            )
            for one in weak_areas(self._sightings)
            if self._is_large(one.reports)
        )

    def lessons(self) -> tuple[SharedLesson, ...]:
        """The lessons, made of the codes that enough people missed only."""
        kept = (
            replace(report, codes=tuple(one for one in report.codes if one.code in self._large))
            for report in self._sightings.reports
        )
        return tuple(map(self._lesson, drafted(Sightings(kept))))

    def _lesson(self, draft: Draft) -> SharedLesson:
        codes = self.codes(draft.seen.codes)
        return SharedLesson(
            title=draft.seen.commonest(lambda code: code.area_title) or "Learning statements",
            area_id=draft.area_id,
            document=draft.seen.commonest(lambda code: code.document),
            frequency=draft.seen.frequency,
            minutes=draft.minutes,
            codes=codes,
            read=reading_list(draft.seen),
            discuss=tuple(_discussed(code, _kind_of(draft.seen, code.code)) for code in codes),
        )

    def _is_large(self, reports: Iterable[str]) -> bool:
        return _people(reports, self._people) >= SMALLEST_GROUP


def _discussed(code: SharedCode, kind: str | None) -> str:
    return f"{asked(prompt_for(kind, code.description), code.wording or '')} ({code.code})"


def _kind_of(seen: Seen, code: str) -> str | None:
    return seen.only({code}).commonest(lambda variant: variant.kind)


def _exam(
    code: str,
    reports: Sequence[ReportFacts],
    people: dict[str, str | None],
    catalogue: Catalogue,
) -> SharedExam:
    scored = [report for report in reports if report.score is not None]
    enough = _people((report.report_id for report in scored), people) >= SMALLEST_GROUP
    figures = analyse_scores(reports)
    distribution = _distribution(figures.distribution, scored, people)
    outcomes = [
        [report.report_id for report in reports if report.passed is outcome]
        for outcome in (True, False)
    ]
    small = any(ids and _people(ids, people) < SMALLEST_GROUP for ids in outcomes)
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
        band: _people((report.report_id for report in scored if _in_band(report, band)), people)
        for band in counts
    }
    hidden = {band for band, count in groups.items() if 0 < count < SMALLEST_GROUP}
    # The passing bands go first, so that the pass rate can stay.
    others = sorted(
        (band for band in counts if band not in hidden and counts[band]),
        key=lambda band: (band == FAILING_BAND, counts[band]),
    )
    while hidden and others and (len(hidden) < 2 or _sum(groups, hidden) < SMALLEST_GROUP):
        hidden.add(others.pop(0))
    return {band: None if band in hidden else count for band, count in counts.items()}


def _sum(groups: dict[str, int], bands: Iterable[str]) -> int:
    return sum(groups[band] for band in bands)


def _in_band(report: ReportFacts, band: str) -> bool:
    low, high = map(int, band.split("-"))
    return report.score is not None and low <= report.score <= high
