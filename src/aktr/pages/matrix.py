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
    rows = tuple(
        Row(
            task["task_id"],
            task["task"] or task["task_id"],
            task["frequency"],
            tuple(counts[task["task_id"]] for counts in missed),
            tuple(
                (report.report_id, counts[task["task_id"]])
                for report, counts in zip(counted, missed, strict=True)
                if counts[task["task_id"]]
            ),
        )
        for task in summary["weak_tasks"]
    )
    return Matrix(tuple(counted), rows) if rows else None
