"""The codes of a class for people outside it: what enough people missed, and nothing of fewer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from aktr.acs.model import SubElement, in_full_if_known
from aktr.summary.facts import ReportFacts
from aktr.summary.lessons import Draft, basic, drafted
from aktr.summary.reading_list import SharedReading, shared_readings
from aktr.summary.shown_counts import ShownCounts
from aktr.summary.sightings import Seen, Sightings
from aktr.summary.study_plan import asked, prompt_for
from aktr.summary.weak_areas import (
    WeakArea,
    WeakTask,
    consistent_codes,
    place_of,
    weak_areas,
    weak_codes,
    weak_tasks,
)

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
    """A task or an area of operation with a code that at least five people missed."""

    id: str
    title: str | None
    frequency: int | None
    """Number of distinct reports with one of the codes that are listed; None where it would tell,
    beside the numbers of these codes, of fewer than five people."""
    exam_reports: int
    exam_percentage: float | None


@dataclass(frozen=True, slots=True)
class SharedLesson:
    """A lesson on codes that at least five people missed."""

    title: str
    area_id: str
    document: str | None
    frequency: int | None
    """As that of a task."""
    minutes: int
    """Estimated ground time for the codes that are listed."""
    codes: tuple[SharedCode, ...]
    read: tuple[SharedReading, ...]
    discuss: tuple[str, ...]


def count_people(reports: Iterable[str], people: dict[str, str | None]) -> int:
    """How many people are behind these reports at least; those without a name may be one."""
    return len({people[report_id] for report_id in reports})


class Crowd:
    """What is shared of the codes of a class.

    Everything is made of the codes that enough people missed: a task that counted others too would
    tell how many missed those.

    Args:
        reports: The reports that are counted.
        people: Whose each report is.
    """

    def __init__(self, reports: Sequence[ReportFacts], people: dict[str, str | None]) -> None:
        self._people = people
        by_code = Sightings(reports).by(lambda code: code.code)
        large = {code for code, seen in by_code.items() if not self._is_small(seen.reports)}
        self._sightings = Sightings(
            replace(report, codes=tuple(one for one in report.codes if one.code in large))
            for report in reports
        )
        self._frequencies = {code: by_code[code].frequency for code in large}
        counts = ShownCounts(self._is_small)
        for code in large:
            counts.add({code}, by_code[code].reports)
        # From the smaller to the larger: each is looked at beside those that are shown in it.
        self.tasks = self._subjects(
            (one.task_id, one.task, one, counts.add(one.codes, one.reports))
            for one in weak_tasks(self._sightings)
        )
        self.lessons = self._lessons(counts)
        self.areas = self._subjects(
            (one.area_id, one.area, one, counts.add(one.codes, one.reports))
            for one in weak_areas(self._sightings)
        )

    def codes(self) -> tuple[SharedCode, ...]:
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
        )

    def consistent(self) -> tuple[str, ...]:
        """Those on more than 30 % of the reports that are counted."""
        return consistent_codes(weak_codes(self._sightings), len(self._sightings.reports))

    def _subjects(
        self, found: Iterable[tuple[str, str | None, WeakTask | WeakArea, bool]]
    ) -> tuple[SharedSubject, ...]:
        subjects = [
            (
                self._most_missed(one.codes),
                place_of(identifier),
                SharedSubject(
                    identifier,
                    title,
                    one.frequency if is_shown else None,
                    one.exam_reports,
                    one.exam_percentage if is_shown else None,
                ),
            )
            for identifier, title, one, is_shown in found
        ]
        return tuple(subject for *_, subject in sorted(subjects, key=lambda each: each[:2]))

    def _lessons(self, counts: ShownCounts) -> tuple[SharedLesson, ...]:
        shared = {code.code: code for code in self.codes()}
        drafts = sorted(
            drafted(self._sightings),
            key=lambda draft: (
                self._most_missed(draft.seen.codes),
                basic(draft.area_id),
                draft.area_id,
                draft.part,
            ),
        )
        return tuple(
            _lesson(draft, shared, is_shown=counts.add(draft.seen.codes, draft.seen.reports))
            for draft in drafts
        )

    def _most_missed(self, codes: Iterable[str]) -> int:
        """Orders by the count of the most missed code; the order of others might tell a count."""
        return -max(self._frequencies[code] for code in codes)

    def _is_small(self, reports: Iterable[str]) -> bool:
        return 0 < count_people(reports, self._people) < SMALLEST_GROUP


def _lesson(draft: Draft, shared: Mapping[str, SharedCode], *, is_shown: bool) -> SharedLesson:
    codes = [code for name, code in shared.items() if name in draft.seen.codes]
    return SharedLesson(
        title=draft.seen.commonest(lambda code: code.area_title) or "Learning statements",
        area_id=draft.area_id,
        document=draft.seen.commonest(lambda code: code.document),
        frequency=draft.seen.frequency if is_shown else None,
        minutes=draft.minutes,
        codes=tuple(codes),
        read=shared_readings(draft.seen),
        discuss=tuple(_discussed(code, _kind_of(draft.seen, code.code)) for code in codes),
    )


def _discussed(code: SharedCode, kind: str | None) -> str:
    return f"{asked(prompt_for(kind, code.description), code.wording or '')} ({code.code})"


def _kind_of(seen: Seen, code: str) -> str | None:
    return seen.only({code}).commonest(lambda variant: variant.kind)
