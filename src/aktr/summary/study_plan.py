"""What to teach first: lessons by area of operation, for a class or for one report.

Ordered by need: lessons that more reports need come first, then the more basic ones, then those
with more codes in one task. Every line names its reports and codes.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from aktr.acs.model import ElementSort, SubElement, in_full_if_known
from aktr.summary.facts import SUBJECT_MATTER_CODES, ReportFacts, code_order
from aktr.summary.lessons import GROUND_TIME_RULE, Block, Draft, drafted
from aktr.summary.meanings import by_meaning, commonest_wording, editions_of
from aktr.summary.reading_list import Reading, reading_list, references_of
from aktr.summary.sightings import Seen, Sightings

_PRIORITY_AREAS: Final = 5
_READINGS_IN_TEXT: Final = 3
_SUBJECTS_IN_TEXT: Final = 4
_CODES_IN_TEXT: Final = 3

_PROMPTS: Final = {
    "knowledge": "Explain",
    "risk management": "Weigh the risk",
    "skill": "Talk through and show",
    "learning statement": "Show",
}
"""What to have the student do with a code, by its kind."""
_PROMPT_FOR_OTHERS: Final = "Look up and explain"
_OWN_VERB: Final = re.compile(r"(?:Calculate|Define|Determine|Interpret|Recall)\b")
"""How the learning statements begin that say themselves what to do; few do not."""
_RECALL: Final = re.compile(r"^Recall\W+")


@dataclass(frozen=True, slots=True)
class PlannedCode:
    """A missed code inside a lesson, in one of its meanings."""

    code: str
    description: str | None
    task: str | None
    """Title of the task."""
    kind: str | None
    frequency: int
    """Number of distinct reports with the code."""
    reports: tuple[str, ...]
    needs_review: int
    """How many of these reports need review."""
    prompt: str
    """What to have the student do with it: "Explain", "Weigh the risk"; the own verb of a learning
    statement: "Recall"."""
    sub_elements: tuple[SubElement, ...] = ()
    """What is listed under an element; a report with its code means all of it."""
    editions: tuple[str, ...] = ()
    """Where other reports with the code mean something else: the standards and editions of those
    that mean this, the newest first. Else empty."""

    @property
    def name(self) -> str:
        """The code, with the editions in which it means this if others mean something else."""
        return f"{self.code} in {', '.join(self.editions)}" if self.editions else self.code

    @property
    def wording(self) -> str | None:
        """All that the standard says of it, sub-elements included; None if unknown."""
        return in_full_if_known(self.description, self.sub_elements)

    @property
    def task_for_student(self) -> str:
        """What to have the student do, and with what: "Explain: Weather products"."""
        return asked(self.prompt, self.wording or "no wording is held of this code")


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """A line to tick off, with room for date and initials where it is printed."""

    task_id: str | None
    """"PA.I.C"; None for codes without tasks."""
    task: str
    """Title of the task."""
    minutes: int
    codes: tuple[str, ...]
    """The most frequent first."""
    reports: tuple[str, ...]
    """Who needs it."""


@dataclass(frozen=True, slots=True)
class PlanItem:
    """One lesson of the plan: an area of operation, or a part of one."""

    priority: int
    """1 for the first thing to teach."""
    area_id: str
    """"PA.I", or the prefix of learning statement codes: "PLT"."""
    title: str
    part: int
    """From 1, of ``parts``."""
    parts: int
    """Number of lessons on this area."""
    document: str | None
    """Standard and edition."""
    frequency: int
    """Number of distinct reports with at least one of the codes."""
    percentage: float
    exam_reports: int
    """Number of distinct reports on the tests that have codes of this standard in the batch."""
    exam_percentage: float
    reports: tuple[str, ...]
    """Who needs it."""
    minutes: int
    """Estimated ground time, by ``ground_time_rule``."""
    codes: tuple[PlannedCode, ...]
    """The most frequent first; one entry for each meaning if a code means different things in the
    editions of the batch."""
    read: tuple[Reading, ...]
    references: tuple[str, ...]
    """What the tasks' references name, those of the most missed codes first."""
    discuss: tuple[str, ...]
    """What to talk about, one line for each code in each of its meanings."""
    checklist: tuple[ChecklistItem, ...]
    text: str
    """The lesson in one sentence or two."""


@dataclass(frozen=True, slots=True)
class Resource:
    """A publication to read."""

    reference: str
    frequency: int
    """Number of distinct reports with a code that refers to it."""
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StudyRecommendations:
    """The plan, with its first lessons and its reading list."""

    priority_areas: tuple[str, ...]
    plan: tuple[PlanItem, ...]
    suggested_resources: tuple[Resource, ...]
    total_minutes: int
    """Estimated ground time of all lessons."""
    ground_time_rule: str


def recommend(sightings: Sightings) -> StudyRecommendations:
    """Make the plan for a set of distinct reports."""
    drafts = drafted(sightings)
    plan = tuple(_item(priority, draft, sightings) for priority, draft in enumerate(drafts, 1))
    return StudyRecommendations(
        priority_areas=tuple(
            _priority(item, len(sightings.reports)) for item in plan[:_PRIORITY_AREAS]
        ),
        plan=plan,
        suggested_resources=_resources(sightings),
        total_minutes=sum(item.minutes for item in plan),
        ground_time_rule=GROUND_TIME_RULE,
    )


def plan_for_one(report: ReportFacts) -> StudyRecommendations:
    """The plan for a single report."""
    return recommend(Sightings((report,)))


def prompt_for(kind: str | None, wording: str | None) -> str:
    """What to have the student do with a code of this kind.

    Args:
        kind: As the standards call it.
        wording: A learning statement says it itself: "Recall aircraft alternators / generators".
    """
    own = _OWN_VERB.match(wording or "") if kind == ElementSort.LEARNING_STATEMENT else None
    return own[0] if own else _PROMPTS.get(kind or "", _PROMPT_FOR_OTHERS)


def asked(prompt: str, wording: str) -> str:
    """What to have the student do, and with what; a verb that the wording has is not repeated."""
    return wording if wording.startswith(prompt) else f"{prompt}: {wording}"


def _item(priority: int, draft: Draft, sightings: Sightings) -> PlanItem:
    seen = draft.seen
    codes = _planned_codes(seen)
    title = seen.commonest(lambda code: code.area_title) or _title_of(draft.area_id)
    document = seen.commonest(lambda code: code.document)
    reading = reading_list(seen)
    return PlanItem(
        priority=priority,
        area_id=draft.area_id,
        title=title,
        part=draft.part,
        parts=draft.parts,
        document=document,
        frequency=seen.frequency,
        percentage=sightings.share(seen.frequency),
        exam_reports=sightings.exam_reports(seen),
        exam_percentage=sightings.exam_share(seen),
        reports=seen.reports,
        minutes=draft.minutes,
        codes=codes,
        read=reading,
        references=references_of(seen),
        discuss=tuple(_discussed(code) for code in codes),
        checklist=tuple(_checklist_item(block) for block in draft.blocks),
        text=_text(draft, title, document, codes, reading, sightings),
    )


def _text(
    draft: Draft,
    title: str,
    document: str | None,
    codes: Sequence[PlannedCode],
    reading: Sequence[Reading],
    sightings: Sightings,
) -> str:
    area_id, of = draft.area_id, sightings.exam_reports(draft.seen)
    place = f"{area_id}, {document}" if document and document != area_id else area_id
    part = f", part {draft.part} of {draft.parts}" if draft.parts > 1 else ""
    text = (
        f"{title}{part} ({place}): missed on {draft.seen.frequency} of {of} "
        f"{'report' if of == 1 else 'reports'}, about {draft.minutes} minutes. "
        f"Go through {_subjects(codes)}."
    )
    if reading:
        text += f" Read {', '.join(map(_read, reading[:_READINGS_IN_TEXT]))}."
    return text


def _read(reading: Reading) -> str:
    numbers = [chapter.partition(" ")[0] for chapter in reading.chapters]
    if not numbers:
        return reading.publication
    word = "chapters" if len(numbers) > 1 else "chapter"
    return f"{reading.publication} {word} {' and '.join(numbers)}"


def _title_of(area_id: str) -> str:
    if area_id == SUBJECT_MATTER_CODES:
        return "Subject matter knowledge codes"
    area = area_id.partition(".")[2]
    return f"Area of operation {area}" if area else "Learning statements"


def _planned_codes(seen: Seen) -> tuple[PlannedCode, ...]:
    planned = []
    for code, of_code in seen.by(lambda code: code.code).items():
        meanings = by_meaning(of_code)
        planned += [_planned_code(code, part, alone=len(meanings) == 1) for part in meanings]
    return tuple(sorted(planned, key=lambda code: (-code.frequency, code_order(code.code))))


def _planned_code(code: str, seen: Seen, *, alone: bool) -> PlannedCode:
    kind = seen.commonest(lambda code: code.kind)
    _, description = commonest_wording(seen)
    return PlannedCode(
        code=code,
        description=description,
        task=seen.commonest(lambda code: code.task_title),
        kind=kind,
        frequency=seen.frequency,
        reports=seen.reports,
        needs_review=len(seen.to_review),
        prompt=prompt_for(kind, description),
        sub_elements=seen.sub_elements(description),
        editions=() if alone else editions_of(seen),
    )


def _discussed(code: PlannedCode) -> str:
    return f"{code.task_for_student} ({code.name})"


def _checklist_item(block: Block) -> ChecklistItem:
    by_code = block.seen.by(lambda code: code.code)
    codes = sorted(by_code, key=lambda code: (-by_code[code].frequency, code_order(code)))
    title = block.seen.commonest(lambda code: code.task_title)
    return ChecklistItem(
        task_id=block.task_id,
        task=title or (f"Task {block.task_id}" if block.task_id else "Codes without a task"),
        minutes=block.minutes,
        codes=tuple(codes),
        reports=block.seen.reports,
    )


def _subjects(codes: Sequence[PlannedCode]) -> str:
    """The tasks of the codes with the codes behind them: "Weather Information (PA.I.C.K2)"."""
    by_task: dict[str, list[str]] = defaultdict(list)
    for code in codes:
        # "Go through Recall aircraft alternators" has a verb too many.
        statement = _RECALL.sub("", code.description or "codes without a wording")
        of_task = by_task[code.task or statement]
        if code.code not in of_task:
            of_task.append(code.code)
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
    part = f" (part {item.part})" if item.parts > 1 else ""
    return f"{item.area_id} {item.title}{part}: {item.frequency} of {reports} ({item.percentage} %)"


def _resources(sightings: Sightings) -> tuple[Resource, ...]:
    places: dict[str, set[int]] = defaultdict(set)
    codes: dict[str, set[str]] = defaultdict(set)
    for code, seen in sightings.by(lambda code: code.code).items():
        for reference in {name for variant in seen.variants for name in variant.references}:
            places[reference].update(seen.places)
            codes[reference].add(code)
    found = [
        Resource(reference, len(places[reference]), _sorted(codes[reference]))
        for reference in places
    ]
    return tuple(sorted(found, key=lambda one: (-one.frequency, -len(one.codes), one.reference)))


def _sorted(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(codes, key=code_order))
