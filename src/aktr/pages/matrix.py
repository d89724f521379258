"""Who missed what: students side by side, tasks one below the other, as a table."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from aktr.db.types import JsonObject
from aktr.summary.facts import ReportFacts

DARKEST: Final = 3
"""From so many codes in one task a cell is of the darkest shade; the number stands in it too."""


@dataclass(frozen=True, slots=True)
class Row:
    """A task."""

    task_id: str
    title: str
    frequency: int
    cells: tuple[int, ...]
    """How many of its codes each student missed, in the order of the students."""
    missed_by: tuple[tuple[str, int], ...]
    """The reports of those who missed any, with how many."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """Students and tasks."""

    students: tuple[ReportFacts, ...]
    rows: tuple[Row, ...]
    """Those that more students missed first."""


def matrix_of(summary: JsonObject, counted: Sequence[ReportFacts]) -> Matrix | None:
    """The matrix of a class; None if no code of it belongs to a task.

    Args:
        summary: The summary of the class.
        counted: The distinct reports.
    """
    missed = [Counter(code.task_id for code in report.codes) for report in counted]
    rows = []
    for task in summary["weak_tasks"]:
        task_id = task["task_id"]
        cells = tuple(counts.get(task_id, 0) for counts in missed)
        missed_by = tuple(
            (report.report_id, count) for report, count in zip(counted, cells, strict=True) if count
        )
        title = task["task"] or task_id
        rows.append(Row(task_id, title, task["frequency"], cells, missed_by))
    return Matrix(tuple(counted), tuple(rows)) if rows else None
