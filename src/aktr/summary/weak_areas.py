"""Which subjects were missed, and by how many: by code, by task, by area of operation.

A report counts once for a code, a task or an area, however many of its codes stand there. Codes of
different standards are never merged; tasks of several standards with the same title are shown
together in a list of their own, marked as grouped.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from aktr.acs.model import SubElement, in_full_if_known
from aktr.summary.facts import area_order, code_order
from aktr.summary.meanings import by_meaning, commonest_wording, told
from aktr.summary.sightings import Seen, Sightings

CONSISTENT_ABOVE_PERCENT: Final = 30
"""A code on more than this share of the reports is a consistent weak area."""


@dataclass(frozen=True, slots=True)
class Wording:
    """One of several wordings that a code has on the reports of a batch."""

    description: str | None
    document: str | None
    count: int
    """Number of reports tested under it."""

    @property
    def told(self) -> str:
        """In one line: "Correlation (FAA-S-ACS-6B: 1)"."""
        return told(self.description, (self.document,) if self.document else (), self.count)


@dataclass(frozen=True, slots=True)
class WeakCode:
    """A missed code, with how often and what it means."""

    code: str
    description: str | None
    """What it meant on most of its reports, as most of these were worded."""
    area: str | None
    """Title of the area of operation."""
    task: str | None
    """Title of the task."""
    frequency: int
    """Number of distinct reports with the code."""
    percentage: float
    """Share of the distinct reports."""
    exam_reports: int
    """Number of distinct reports on the tests that have codes of this standard in the batch."""
    exam_percentage: float
    """Share of those reports: in a batch of unlike tests the figure that does not mislead."""
    kind: str | None
    document: str | None
    references: tuple[str, ...]
    needs_review: int
    """How many of the counted reports need review."""
    wordings: tuple[Wording, ...]
    """All wordings, where the editions of the batch differ; else empty."""
    sub_elements: tuple[SubElement, ...] = ()
    """What is listed under an element; a report with its code means all of it."""

    @property
    def wording(self) -> str | None:
        """All that the standard says of it, sub-elements included; None if unknown."""
        return in_full_if_known(self.description, self.sub_elements)


@dataclass(frozen=True, slots=True)
class AggregatedCode:
    """A missed code, with the reports it is on."""

    code: str
    count: int
    reports: tuple[str, ...]
    """Report IDs in the order of the upload."""
    needs_review: tuple[str, ...]
    """Those of the reports that need review."""


@dataclass(frozen=True, slots=True)
class WeakTask:
    """A task of one standard with missed codes."""

    task_id: str
    """Prefix, area and task: "PA.I.C"."""
    area: str | None
    task: str | None
    frequency: int
    """Number of distinct reports with at least one of the codes."""
    percentage: float
    exam_reports: int
    """Number of distinct reports on the tests that have codes of this standard in the batch."""
    exam_percentage: float
    """Share of those reports: in a batch of unlike tests the figure that does not mislead."""
    codes: tuple[str, ...]
    reports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WeakArea:
    """An area of operation of one standard with missed codes."""

    area_id: str
    """Prefix and area: "PA.I"."""
    area: str | None
    frequency: int
    percentage: float
    exam_reports: int
    exam_percentage: float
    codes: tuple[str, ...]
    reports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GroupedTask:
    """Tasks of several standards that have the same title."""

    task: str
    task_ids: tuple[str, ...]
    frequency: int
    percentage: float
    codes: tuple[str, ...]
    reports: tuple[str, ...]
    grouped: bool = True
    """Always true: the codes mean similar things and are not the same."""


def weak_codes(sightings: Sightings) -> tuple[WeakCode, ...]:
    """Every missed code, the most frequent first, then in the order of the standards."""
    found = [
        _weak_code(code, seen, sightings)
        for code, seen in sightings.by(lambda code: code.code).items()
    ]
    return tuple(sorted(found, key=lambda weak: (-weak.frequency, code_order(weak.code))))


def aggregated_codes(sightings: Sightings) -> tuple[AggregatedCode, ...]:
    """Every missed code with its reports, in the same order as :func:`weak_codes`."""
    found = [
        AggregatedCode(code, seen.frequency, seen.reports, seen.to_review)
        for code, seen in sightings.by(lambda code: code.code).items()
    ]
    return tuple(sorted(found, key=lambda code: (-code.count, code_order(code.code))))


def consistent_codes(codes: Iterable[WeakCode], reports: int) -> tuple[str, ...]:
    """The codes on more than 30 % of the distinct reports, in the order given."""
    return tuple(
        weak.code for weak in codes if 100 * weak.frequency > CONSISTENT_ABOVE_PERCENT * reports
    )


def weak_tasks(sightings: Sightings) -> tuple[WeakTask, ...]:
    """Every task with missed codes, the most frequent first."""
    found = [
        WeakTask(
            task_id=task_id,
            area=seen.commonest(lambda code: code.area_title),
            task=seen.commonest(lambda code: code.task_title),
            frequency=seen.frequency,
            percentage=sightings.share(seen.frequency),
            exam_reports=sightings.exam_reports(seen),
            exam_percentage=sightings.exam_share(seen),
            codes=seen.codes,
            reports=seen.reports,
        )
        for task_id, seen in sightings.by(lambda code: code.task_id).items()
    ]
    return tuple(sorted(found, key=lambda task: (-task.frequency, place_of(task.task_id))))


def weak_areas(sightings: Sightings) -> tuple[WeakArea, ...]:
    """Every area of operation with missed codes, the most frequent first."""
    found = [
        WeakArea(
            area_id=area_id,
            area=seen.commonest(lambda code: code.area_title),
            frequency=seen.frequency,
            percentage=sightings.share(seen.frequency),
            exam_reports=sightings.exam_reports(seen),
            exam_percentage=sightings.exam_share(seen),
            codes=seen.codes,
            reports=seen.reports,
        )
        for area_id, seen in sightings.by(lambda code: code.area_id).items()
    ]
    return tuple(sorted(found, key=lambda area: (-area.frequency, place_of(area.area_id))))


def tasks_across_standards(sightings: Sightings) -> tuple[GroupedTask, ...]:
    """Tasks whose title stands in more than one standard, the most frequent first."""
    found = []
    for title, seen in sightings.by(lambda code: code.task_title).items():
        task_ids = {code.task_id for code in seen.variants if code.task_id}
        if len({task_id[:2] for task_id in task_ids}) < 2:
            continue
        found.append(
            GroupedTask(
                title,
                tuple(sorted(task_ids, key=place_of)),
                seen.frequency,
                sightings.share(seen.frequency),
                seen.codes,
                seen.reports,
            )
        )
    return tuple(sorted(found, key=lambda task: (-task.frequency, task.task)))


def wordings_of(counts: Counter[tuple[str | None, str | None]]) -> tuple[Wording, ...]:
    """Documents and wordings with the number of reports, the most frequent first."""
    ordered = sorted(
        counts.items(), key=lambda item: (item[1], item[0][0] or "", item[0][1] or ""), reverse=True
    )
    return tuple(
        Wording(description, document, count) for (document, description), count in ordered
    )


def place_of(identifier: str) -> tuple[str, int, str]:
    """Orders "PA.I" and "PA.I.C" as the standards print them."""
    prefix, area, *task = identifier.split(".")
    return (prefix, area_order(area), "".join(task))


def _weak_code(code: str, seen: Seen, sightings: Sightings) -> WeakCode:
    commonest = commonest_wording(by_meaning(seen)[0])
    worded = [
        variant for variant in seen.variants if (variant.document, variant.description) == commonest
    ]
    shown = worded[0] if len(worded) == 1 else max(worded, key=repr)
    return WeakCode(
        code=code,
        description=shown.description,
        area=shown.area_title,
        task=shown.task_title,
        frequency=seen.frequency,
        percentage=sightings.share(seen.frequency),
        exam_reports=sightings.exam_reports(seen),
        exam_percentage=sightings.exam_share(seen),
        kind=shown.kind,
        document=shown.document,
        references=shown.references,
        needs_review=len(seen.to_review),
        wordings=_differing_wordings(seen.wordings()),
        sub_elements=shown.sub_elements,
    )


def _differing_wordings(
    counts: Counter[tuple[str | None, str | None]],
) -> tuple[Wording, ...]:
    return wordings_of(counts) if len({description for _, description in counts}) > 1 else ()
