"""A class on paper without names."""

from dataclasses import asdict
from datetime import date
from typing import Any, Final

from aktr import __version__
from aktr.export.charts import score_bands
from aktr.export.pdf import compiled
from aktr.export.plan_layout import reading_line
from aktr.summary.crowd import SharedLesson
from aktr.summary.privacy import SharedExam, SharedSummary

_MOST_CODES: Final = 40


def shared_pdf(summary: SharedSummary, made_on: date) -> bytes:
    """A class without names as a PDF.

    Args:
        summary: The class.
        made_on: The day that the paper shows.
    """
    return compiled("shared", shared_layout(summary, made_on), made_on)


def shared_layout(summary: SharedSummary, made_on: date) -> dict[str, Any]:
    """A class without names as the template takes it."""
    return {
        "title": "Class summary without names",
        "subtitle": f"{made_on.isoformat()} · {summary.reports} reports",
        "made_on": made_on.isoformat(),
        "footer": (
            f"Made by aktr {__version__}. "
            f"No figure counts fewer than {summary.smallest_group} people."
        ),
        "withheld": summary.withheld or "",
        "exams": [_exam(exam) for exam in summary.by_exam],
        "weak": [
            {
                "code": code.code,
                "description": code.wording or "",
                "subject": "; ".join(part for part in (code.area, code.task) if part),
                "reports": f"{code.frequency} of {code.exam_reports}",
                "written": f"{code.exam_percentage} %",
            }
            for code in summary.common_weak_areas[:_MOST_CODES]
        ],
        "rule": summary.ground_time_rule,
        "lessons": [_lesson(lesson) for lesson in summary.lessons],
        "left_out": list(summary.left_out),
    }


def _exam(exam: SharedExam) -> dict[str, Any]:
    figures = [
        ("reports", str(exam.reports)),
        ("passed", "not shown" if exam.pass_rate is None else f"{exam.pass_rate:g} %"),
        ("mean score", "not shown" if exam.mean is None else f"{exam.mean:g}"),
        ("standard deviation", "not shown" if exam.std_dev is None else f"{exam.std_dev:g}"),
    ]
    return {
        "title": f"{exam.exam} ({exam.exam_code})",
        "figures": [{"label": label, "value": value} for label, value in figures],
        "chart": asdict(score_bands(exam.distribution, f"Reports by score on {exam.exam_code}")),
    }


def _lesson(lesson: SharedLesson) -> dict[str, Any]:
    return {
        "title": f"{lesson.area_id} {lesson.title}",
        "need": ", ".join(
            [
                *([f"missed on {lesson.frequency} reports"] if lesson.frequency else []),
                f"about {lesson.minutes} minutes",
            ]
        ),
        "read": reading_line(lesson.read),
        "discuss": list(lesson.discuss),
    }
