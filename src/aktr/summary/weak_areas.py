"""Which subjects were missed, and by how many: by code, by task, by area of operation.

A report counts once for a code, a task or an area, however many of its codes stand there. Codes of
different standards are never merged; tasks of several standards with the same title are shown
together in a list of their own, marked as grouped.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from aktr.summary.facts import CodeFacts, ReportFacts, area_order, code_order
from aktr.summary.statistics import percentage

CONSISTENT_ABOVE_PERCENT: Final = 30
"""A code on more than this share of the reports is a consistent weak area."""


@dataclass(frozen=True, slots=True)
class Wording:
    """One of several wordings that a code has on the reports of a batch."""

    description: str | None
    document: str | None
    count: int
    """Number of reports tested under it."""


@dataclass(frozen=True, slots=True)
class WeakCode:
    """A missed code, with how often and what it means."""

    code: str
    description: str | None
    """The wording that most of its reports were tested under."""
    area: str | None
    """Title of the area of operation."""
    task: str | None
    """Title of the task."""
    frequency: int
    """Number of distinct reports with the code."""
    percentage: float
    """Share of the distinct reports."""
    kind: str | None
    document: str | None
    references: tuple[str, ...]
    needs_review: int
    """How many of the counted reports need review."""
    wordings: tuple[Wording, ...]
    """All wordings, where the editions of the batch differ; else empty."""


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


@dataclass(frozen=True, slots=True)
class Sighting:
    """One code on one report."""

    report: ReportFacts
    code: CodeFacts


class Sightings:
    """All codes of all distinct reports.

    Args:
        reports: Distinct reports.
    """

    def __init__(self, reports: Iterable[ReportFacts]) -> None:
        self.reports: Final = tuple(sorted(reports, key=lambda report: report.order))
        self.all: Final = tuple(
            Sighting(report, code) for report in self.reports for code in report.codes
        )

    def share(self, frequency: int) -> float:
        """Per cent of the distinct reports."""
        return percentage(frequency, len(self.reports)) or 0.0

    def by(self, key: Callable[[CodeFacts], str | None]) -> dict[str, list[Sighting]]:
        """Sightings gathered by something their codes have; those without it are left out."""
        gathered: dict[str, list[Sighting]] = defaultdict(list)
        for sighting in self.all:
            found = key(sighting.code)
            if found is not None:
                gathered[found].append(sighting)
        return gathered


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
        AggregatedCode(
            code,
            len(seen),
            report_ids(seen),
            report_ids([sighting for sighting in seen if sighting.report.needs_review]),
        )
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
    found = []
    for task_id, seen in sightings.by(lambda code: code.task_id).items():
        reports = report_ids(seen)
        found.append(
            WeakTask(
                task_id,
                commonest(sighting.code.area_title for sighting in seen),
                commonest(sighting.code.task_title for sighting in seen),
                len(reports),
                sightings.share(len(reports)),
                codes_of(seen),
                reports,
            )
        )
    return tuple(sorted(found, key=lambda task: (-task.frequency, _place_of(task.task_id))))


def weak_areas(sightings: Sightings) -> tuple[WeakArea, ...]:
    """Every area of operation with missed codes, the most frequent first."""
    found = []
    for area_id, seen in sightings.by(lambda code: code.area_id).items():
        reports = report_ids(seen)
        found.append(
            WeakArea(
                area_id,
                commonest(sighting.code.area_title for sighting in seen),
                len(reports),
                sightings.share(len(reports)),
                codes_of(seen),
                reports,
            )
        )
    return tuple(sorted(found, key=lambda area: (-area.frequency, _place_of(area.area_id))))


def tasks_across_standards(sightings: Sightings) -> tuple[GroupedTask, ...]:
    """Tasks whose title stands in more than one standard, the most frequent first."""
    found = []
    for title, seen in sightings.by(lambda code: code.task_title).items():
        task_ids = {sighting.code.task_id for sighting in seen if sighting.code.task_id}
        if len({task_id[:2] for task_id in task_ids}) < 2:
            continue
        reports = report_ids(seen)
        found.append(
            GroupedTask(
                title,
                tuple(sorted(task_ids, key=_place_of)),
                len(reports),
                sightings.share(len(reports)),
                codes_of(seen),
                reports,
            )
        )
    return tuple(sorted(found, key=lambda task: (-task.frequency, task.task)))


def report_ids(seen: Iterable[Sighting]) -> tuple[str, ...]:
    """The reports of sightings, each once, in the order of the upload."""
    return tuple(dict.fromkeys(sighting.report.report_id for sighting in seen))


def codes_of(seen: Iterable[Sighting]) -> tuple[str, ...]:
    """The codes of sightings, each once, in the order of the standards."""
    return tuple(sorted({sighting.code.code for sighting in seen}, key=code_order))


def commonest(values: Iterable[str | None]) -> str | None:
    """The value that occurs most often; of equally frequent ones the last in the alphabet.

    Editions of a standard end in a letter that grows, so the newest of them wins.
    """
    counts = Counter(value for value in values if value is not None)
    if not counts:
        return None
    return max(counts, key=lambda value: (counts[value], value))


def _weak_code(code: str, seen: Sequence[Sighting], sightings: Sightings) -> WeakCode:
    counts = Counter((sighting.code.document, sighting.code.description) for sighting in seen)
    document, description = max(
        counts, key=lambda wording: (counts[wording], wording[0] or "", wording[1] or "")
    )
    shown = next(
        sighting.code
        for sighting in seen
        if (sighting.code.document, sighting.code.description) == (document, description)
    )
    return WeakCode(
        code=code,
        description=description,
        area=shown.area_title,
        task=shown.task_title,
        frequency=len(seen),
        percentage=sightings.share(len(seen)),
        kind=shown.kind,
        document=document,
        references=shown.references,
        needs_review=sum(sighting.report.needs_review for sighting in seen),
        wordings=_differing_wordings(counts),
    )


def _differing_wordings(
    counts: Counter[tuple[str | None, str | None]],
) -> tuple[Wording, ...]:
    if len({description for _, description in counts}) < 2:
        return ()
    ordered = sorted(
        counts.items(), key=lambda item: (item[1], item[0][0] or "", item[0][1] or ""), reverse=True
    )
    return tuple(
        Wording(description, document, count) for (document, description), count in ordered
    )


def _place_of(identifier: str) -> tuple[str, int, str]:
    """Orders "PA.I" and "PA.I.C" as the standards print them."""
    prefix, area, *task = identifier.split(".")
    return (prefix, area_order(area), "".join(task))
