"""Who missed what: reports side by side, tasks one below the other, as a table."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from aktr.db.types import JsonObject
from aktr.summary.facts import ReportFacts
from aktr.summary.students import Students


@dataclass(frozen=True, slots=True)
class Row:
    """A task."""

    task_id: str
    title: str
    cells: tuple[int, ...]
    """How many of its codes stand on each report, in the order of the reports."""
    missed_by: tuple[tuple[str, int], ...]
    """Who missed any, each once, with how many; of several attempts the most."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """Reports and tasks."""

    reports: tuple[ReportFacts, ...]
    rows: tuple[Row, ...]
    """Those that are on more reports first."""


def matrix_of(
    summary: JsonObject, counted: Sequence[ReportFacts], students: Students
) -> Matrix | None:
    """The matrix of a class; None if no code of it belongs to a task.

    Args:
        summary: The summary of the class.
        counted: The distinct reports.
        students: Whose they are.
    """
    missed = [Counter(code.task_id for code in report.codes) for report in counted]
    rows = []
    for task in summary["weak_tasks"]:
        task_id = task["task_id"]
        cells = tuple(counts.get(task_id, 0) for counts in missed)
        missed_by = students.by_reports(
            (report.report_id, count) for report, count in zip(counted, cells, strict=True) if count
        )
        rows.append(Row(task_id, task["task"] or task_id, cells, missed_by))
    return Matrix(tuple(counted), tuple(rows)) if rows else None
