"""What to teach first: a plan by area of operation.

Ordered by need: areas that more reports missed come first, then areas with more missed codes, then
the order of the standards, which put the basic subjects first. Learning statement codes have no
areas; they stand together under their prefix. Every line names its reports and codes.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from aktr.acs.code import CodeFamily
from aktr.summary.facts import CodeFacts, area_order, code_order
from aktr.summary.weak_areas import Sighting, Sightings, codes_of, commonest, report_ids

_PRIORITY_AREAS: Final = 5
_REFERENCES_IN_TEXT: Final = 3
_SUBJECTS_IN_TEXT: Final = 4
_CODES_IN_TEXT: Final = 3


@dataclass(frozen=True, slots=True)
class PlannedCode:
    """A missed code inside a line of the plan."""

    code: str
    description: str | None
    task: str | None
    """Title of the task."""
    frequency: int
    """Number of distinct reports with the code."""
    reports: tuple[str, ...]
    needs_review: int
    """How many of these reports need review."""


@dataclass(frozen=True, slots=True)
class PlanItem:
    """One line of the plan: an area of operation to go through."""

    priority: int
    """1 for the first thing to teach."""
    area_id: str
    """"PA.I", or the prefix of learning statement codes: "PLT"."""
    title: str
    document: str | None
    """Standard and edition."""
    frequency: int
    """Number of distinct reports with at least one of the codes."""
    percentage: float
    reports: tuple[str, ...]
    codes: tuple[PlannedCode, ...]
    """The most frequent first."""
    references: tuple[str, ...]
    """What the tasks' references name, those of the most missed codes first."""
    text: str
    """The line in one sentence or two."""


@dataclass(frozen=True, slots=True)
class Resource:
    """A publication to read."""

    reference: str
    frequency: int
    """Number of distinct reports with a code that refers to it."""
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StudyRecommendations:
    """The plan, with its first areas and its reading list."""

    priority_areas: tuple[str, ...]
    plan: tuple[PlanItem, ...]
    suggested_resources: tuple[Resource, ...]


def recommend(sightings: Sightings) -> StudyRecommendations:
    """Make the plan for a set of distinct reports."""
    plan = study_plan(sightings)
    return StudyRecommendations(
        tuple(_priority(item, len(sightings.reports)) for item in plan[:_PRIORITY_AREAS]),
        plan,
        _resources(sightings),
    )


def study_plan(sightings: Sightings) -> tuple[PlanItem, ...]:
    """The lines of the plan in the order in which to teach them."""
    lines = sorted(sightings.by(_group).items(), key=lambda line: _need(*line))
    return tuple(
        _item(priority, area_id, seen, sightings)
        for priority, (area_id, seen) in enumerate(lines, start=1)
    )


def _group(code: CodeFacts) -> str:
    if code.area_id:
        return code.area_id
    is_statement = code.family == CodeFamily.LEARNING_STATEMENT.value
    return code.code[:3] if is_statement else _OLD_CODES


_OLD_CODES: Final = "AC 60-25"


def _need(area_id: str, seen: Sequence[Sighting]) -> tuple[int, int, int, str]:
    area = area_id.partition(".")[2]
    return (-len(report_ids(seen)), -len(codes_of(seen)), area_order(area), area_id)


def _item(priority: int, area_id: str, seen: Sequence[Sighting], sightings: Sightings) -> PlanItem:
    reports = report_ids(seen)
    title = commonest(sighting.code.area_title for sighting in seen) or _title_of(area_id)
    document = commonest(sighting.code.document for sighting in seen)
    codes = _planned_codes(seen)
    references = _references(seen)
    place = f"{area_id}, {document}" if document and document != area_id else area_id
    text = (
        f"{title} ({place}): missed on {len(reports)} of {len(sightings.reports)} "
        f"{'report' if len(sightings.reports) == 1 else 'reports'}. "
        f"Go through {_subjects(codes)}."
    )
    if references:
        text += f" Read {', '.join(references[:_REFERENCES_IN_TEXT])}."
    return PlanItem(
        priority=priority,
        area_id=area_id,
        title=title,
        document=document,
        frequency=len(reports),
        percentage=sightings.share(len(reports)),
        reports=reports,
        codes=codes,
        references=references,
        text=text,
    )


def _title_of(area_id: str) -> str:
    if area_id == _OLD_CODES:
        return "Subject matter knowledge codes"
    area = area_id.partition(".")[2]
    return f"Area of operation {area}" if area else "Learning statements"


def _planned_codes(seen: Sequence[Sighting]) -> tuple[PlannedCode, ...]:
    by_code: dict[str, list[Sighting]] = defaultdict(list)
    for sighting in seen:
        by_code[sighting.code.code].append(sighting)
    planned = [
        PlannedCode(
            code,
            commonest(sighting.code.description for sighting in of_code),
            commonest(sighting.code.task_title for sighting in of_code),
            len(of_code),
            report_ids(of_code),
            sum(sighting.report.needs_review for sighting in of_code),
        )
        for code, of_code in by_code.items()
    ]
    return tuple(sorted(planned, key=lambda code: (-code.frequency, code_order(code.code))))


def _references(seen: Iterable[Sighting]) -> tuple[str, ...]:
    counts = Counter(reference for sighting in seen for reference in sighting.code.references)
    return tuple(sorted(counts, key=lambda reference: (-counts[reference], reference)))


def _subjects(codes: Sequence[PlannedCode]) -> str:
    """The tasks of the codes with the codes behind them: "Weather Information (PA.I.C.K2)"."""
    by_task: dict[str, list[str]] = defaultdict(list)
    for code in codes:
        by_task[code.task or code.description or "codes without a wording"].append(code.code)
    shown = [
        f"{task} ({_first_of(of_task, _CODES_IN_TEXT)})"
        for task, of_task in list(by_task.items())[:_SUBJECTS_IN_TEXT]
    ]
    more = len(by_task) - len(shown)
    return f"{'; '.join(shown)} and {more} more" if more else "; ".join(shown)


def _first_of(names: Sequence[str], most: int) -> str:
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more} more" if more > 0 else "")


def _priority(item: PlanItem, reports: int) -> str:
    return f"{item.area_id} {item.title}: {item.frequency} of {reports} ({item.percentage} %)"


def _resources(sightings: Sightings) -> tuple[Resource, ...]:
    cited: dict[str, list[Sighting]] = defaultdict(list)
    for sighting in sightings.all:
        for reference in sighting.code.references:
            cited[reference].append(sighting)
    found = [
        Resource(reference, len(report_ids(seen)), codes_of(seen))
        for reference, seen in cited.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.frequency, -len(one.codes), one.reference)))
