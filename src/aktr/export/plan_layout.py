"""A study plan as it is printed: as much wording as fits on the pages it may have."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from aktr.summary.reading_list import Reading, SharedReading
from aktr.summary.students import Students
from aktr.summary.study_plan import (
    ChecklistItem,
    PlanItem,
    PlannedCode,
    StudyRecommendations,
    asked,
)

LEVELS: Final = 10
"""From every wording in full, one a line, to codes alone."""

COMPACT: Final = 3
"""Level from which the tasks of a lesson share one line to sign."""

_LONGEST_WORDING: Final = (None, 100, 80, 80, 60, 40, 60, 40, 0, 0)
_RUNNING_FROM: Final = 2
"""Level from which codes follow one another on a line, without the task in front of each."""
_WORDED_IF_MISSED_BY: Final = (1, 1, 1, 1, 1, 1, 2, 3, 1, 1)
_MOST_NUMBERS_BY_LEVEL: Final = (8, 8, 8, 8, 8, 8, 8, 8, 8, 3)
_READINGS_IF_COMPACT: Final = 2
_CHARACTERS_OF_A_LINE: Final = 126
_LINE_PT: Final = 9.4
_ABOVE_A_LESSON_PT: Final = 40.0
_ABOVE_A_COMPACT_LESSON_PT: Final = 26.0
_AROUND_A_ROW_PT: Final = 4.0
_ERRS_LOW: Final = 0.9
_SHORTEST_START: Final = 12
_ERRS_HIGH: Final = 0.95
_MOST_CUT: Final = 12
_MOST_NUMBERS: Final = 40
_MOST_READINGS: Final = 6


@dataclass(frozen=True, slots=True)
class Roll:
    """For whom the plan of a class is."""

    numbers: Mapping[str, str]
    """By report: its number on the sheet, in the order of the upload."""
    students: Students


def plan_layout(plan: StudyRecommendations, roll: Roll | None = None) -> dict[str, Any]:
    """A plan as the templates take it.

    Args:
        plan: The plan.
        roll: For whom it is; None for the plan of one person.
    """
    hours, minutes = divmod(plan.total_minutes, 60)
    order = (
        "The most needed first: how many missed it, how basic it is, how many codes stand in one "
        "task. "
        if roll is not None
        else ""
    )
    return {
        "intro": (
            f"{order}Ground time {hours} h {minutes:02} min in all: {plan.ground_time_rule} "
            "Handbook chapters are mapped by aktr, not by the FAA. Discuss K: explain; R: weigh "
            "the risk; S: talk through and show."
        ),
        "lessons": [_lesson(item, roll) for item in plan.plan],
        "levels": LEVELS,
        "compact": COMPACT,
    }


def level_that_may_fit(plan: Mapping[str, Any], height_pt: float) -> int:
    """The first level of detail worth measuring for a plan that is to be so high, in points.

    Measuring is exact and slow; this estimate errs towards more detail.
    """
    for level in range(LEVELS - 1):
        high = sum(_height(lesson, level) for lesson in plan["lessons"])
        if high * _ERRS_LOW <= height_pt:
            return level
    return LEVELS - 1


def cut_to_fit(plan: dict[str, Any], height_pt: float) -> dict[str, Any]:
    """The plan with the most needed lessons only, if not even bare codes would fit.

    Returns:
        The plan; ``cut`` says which lessons it leaves out, or is empty.
    """
    heights = [_height(lesson, LEVELS - 1) for lesson in plan["lessons"]]
    if sum(heights) * _ERRS_HIGH <= height_pt:
        return {**plan, "cut": ""}
    high = 0.0
    kept: list[Any] = []
    for lesson, lesson_height in zip(plan["lessons"], heights, strict=True):
        high += lesson_height
        if high > height_pt and kept:
            break
        kept.append(lesson)
    left = [lesson["title"] for lesson in plan["lessons"][len(kept) :]]
    cut = f"Less needed, and not on these pages: {'; '.join(left[:_MOST_CUT])}" if left else ""
    if len(left) > _MOST_CUT:
        cut += f" and {len(left) - _MOST_CUT} more"
    return {
        **plan,
        "lessons": kept,
        "cut": f"{cut}. The XLSX and JSON exports have them." if cut else "",
    }


def reading_line(readings: Sequence[Reading | SharedReading], most: int = _MOST_READINGS) -> str:
    """What to read, in one line: "FAA-H-8083-25C ch. 12, 13; 14 CFR part 91"."""
    shown = []
    for reading in readings[:most]:
        numbers = [chapter.partition(" ")[0] for chapter in reading.chapters]
        shown.append(
            f"{reading.publication} ch. {', '.join(numbers)}" if numbers else reading.publication
        )
    more = len(readings) - len(shown)
    return "; ".join(shown) + (f" and {more} more" if more > 0 else "")


def _lesson(item: PlanItem, roll: Roll | None) -> dict[str, Any]:
    numbers = None if roll is None else roll.numbers
    part = f", part {item.part} of {item.parts}" if item.parts > 1 else ""
    by_code: dict[str, list[PlannedCode]] = defaultdict(list)
    for code in item.codes:
        by_code[code.code].append(code)
    return {
        "number": item.priority,
        "title": f"{item.area_id} {item.title}{part}",
        "need": counted(len(by_code), "code") if roll is None else _need(item, roll.students),
        "minutes": item.minutes,
        "who": _numbers(item.reports, numbers, _MOST_NUMBERS),
        "read": reading_line(item.read),
        "read-first": reading_line(item.read, _READINGS_IF_COMPACT),
        "rows": [_row(line, by_code, numbers) for line in item.checklist],
    }


def _need(item: PlanItem, students: Students) -> str:
    of = students.who_take(item.area_id)
    return f"{students.number(item.reports)} of {counted(of, 'student')}"


def _height(lesson: Mapping[str, Any], level: int) -> float:
    tasks = []
    for row in lesson["rows"]:
        lines = row["lines"][level]
        if level < _RUNNING_FROM:
            tasks.append(_LINE_PT * (1 + sum(_lines(len(line)) for line in lines)))
        else:
            tasks.append(_LINE_PT * _lines(len(row["task"]) + sum(len(line) + 1 for line in lines)))
    if level >= COMPACT:
        return _ABOVE_A_COMPACT_LESSON_PT + sum(tasks)
    return _ABOVE_A_LESSON_PT + sum(tasks) + _AROUND_A_ROW_PT * len(tasks)


def _lines(characters: int) -> int:
    return -(-characters // _CHARACTERS_OF_A_LINE)


def _row(
    line: ChecklistItem,
    by_code: Mapping[str, Sequence[PlannedCode]],
    numbers: Mapping[str, str] | None,
) -> dict[str, Any]:
    codes = [meaning for code in line.codes for meaning in by_code[code]]
    task = f"{line.task_id} {line.task}" if line.task_id else line.task
    return {
        "task": f"{task}.",
        "lines": [
            [_code_line(code, line.task_id, level, numbers) for code in codes]
            for level in range(LEVELS)
        ],
        "own-lines": [level < _RUNNING_FROM for level in range(LEVELS)],
    }


def _code_line(
    code: PlannedCode, task_id: str | None, level: int, numbers: Mapping[str, str] | None
) -> str:
    running = level >= _RUNNING_FROM
    name = code.name.removeprefix(f"{task_id}.") if running and task_id else code.name
    who = f" [{_numbers(code.reports, numbers, _MOST_NUMBERS_BY_LEVEL[level])}]" if numbers else ""
    mark = " (check)" if code.needs_review == code.frequency else ""
    longest = _LONGEST_WORDING[level]
    if longest == 0 or code.frequency < _WORDED_IF_MISSED_BY[level]:
        return f"{name}{who}{mark};"
    wording = code.wording or "no wording is held"
    if longest is not None and len(wording) > longest:
        wording = shortened(wording, longest, is_part=code.code[-1].islower())
    if running:
        return f"{name}{who}{mark} {wording.rstrip('.:')};"
    return f"{name}{who}{mark} {asked(code.prompt, wording)}"


def shortened(wording: str, longest: int, *, is_part: bool) -> str:
    """The wording cut to a length.

    Args:
        wording: In full; that of a sub-element stands behind its parent's and a colon.
        longest: Characters.
        is_part: Whether it is a sub-element's. Its own words stand at the end and say more than
            those of its parent, which its neighbours have too.
    """
    parent, _, own = wording.rpartition(": ")
    if is_part and parent:
        room = longest - len(own) - 2
        if room >= _SHORTEST_START:
            return f"{parent[:room].rstrip()}… {own}"
        wording = own
    return wording if len(wording) <= longest else f"{wording[: longest - 1].rstrip()}…"


def _numbers(reports: Sequence[str], numbers: Mapping[str, str] | None, most: int) -> str:
    if numbers is None:
        return "this student"
    wanted = set(reports)
    found = [number for report, number in numbers.items() if report in wanted]
    more = len(found) - most
    shown = ", ".join(found[:most])
    return f"{shown} and {more} more" if more > 0 else shown


def counted(count: int, word: str) -> str:
    """A number and its word: "1 code", "2 codes"."""
    return f"{count} {word}" if count == 1 else f"{count} {word}s"
