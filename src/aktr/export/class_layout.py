"""A class on paper: figures, weak areas, study plan, who has to have what signed."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

from aktr import __version__
from aktr.acs.catalogue import Catalogue
from aktr.export.charts import Chart, score_bands, score_line, score_strip, share_bars
from aktr.export.pdf import compiled
from aktr.export.plan_layout import Roll, counted, cut_to_fit, level_that_may_fit, plan_layout
from aktr.export.records import ClassFile
from aktr.export.signing_layout import MOST_PEOPLE, signing_layout
from aktr.paperwork import Wordings, official_title
from aktr.summary.analyzer import ExamSummary
from aktr.summary.attempts import Attempts, later_attempts
from aktr.summary.comparison import ClassComparison, CodeChange, ExamComparison
from aktr.summary.facts import ReportFacts, upload_numbers
from aktr.summary.meanings import other_meanings
from aktr.summary.students import Students
from aktr.summary.weak_areas import WeakCode, Wording

_WEAK_CODES: Final = 8
_AREAS: Final = 12
_GROUPED: Final = 8
_CHARTS: Final = 4
_CHANGES: Final = 8
_EXAMS_IN_SUBTITLE: Final = 6
_LONGEST_NAME: Final = 44
_LATEST_ONLY: Final = (
    "Of several attempts of one person at a test the plan holds what the last one missed."
)
_PLAN_HEIGHT_PT: Final = 1880
"""Three pages, less what stands above the plan and what is lost where pages end."""


def class_pdf(
    class_file: ClassFile,
    catalogue: Catalogue,
    wordings: Wordings,
    comparison: ClassComparison | None = None,
) -> bytes:
    """A class as a PDF.

    Args:
        class_file: The class.
        catalogue: The standards and tests.
        wordings: Endorsements and rules.
        comparison: The class beside an earlier one, if that is wanted.
    """
    return compiled(
        "class", class_layout(class_file, catalogue, wordings, comparison), class_file.made_on
    )


def class_layout(
    class_file: ClassFile,
    catalogue: Catalogue,
    wordings: Wordings,
    comparison: ClassComparison | None = None,
) -> dict[str, Any]:
    """A class as the template takes it; see :func:`class_pdf`."""
    summary = class_file.summary
    people = class_file.counted
    numbers = upload_numbers(class_file.reports)
    students = Students(people)
    listed = people[:MOST_PEOPLE]
    mixed = len(summary.by_exam) > 1
    roll = Roll(numbers, students)
    plan = cut_to_fit(plan_layout(summary.study_recommendations, roll), _PLAN_HEIGHT_PT)
    return {
        "title": "Class summary",
        "subtitle": _subtitle(class_file, catalogue),
        "made_on": class_file.made_on.isoformat(),
        "footer": (
            f"Made by aktr {__version__} from airman knowledge test reports. "
            "Keep confidential: names."
        ),
        "figures": _figures(class_file),
        "remark": (
            "The tests of this class differ, so scores are given test by test and not together."
            if mixed
            else ""
        ),
        "charts": _charts(people, summary.by_exam),
        "exams": [_exam_row(exam, catalogue) for exam in summary.by_exam] if mixed else [],
        "weak": _weak_rows(class_file),
        "weak_note": _weak_note(class_file),
        "areas": _areas(class_file),
        "grouped": [
            [task.task, ", ".join(task.codes), str(task.frequency)]
            for task in summary.tasks_across_standards[:_GROUPED]
        ],
        "attempts": [_attempts_row(one) for one in summary.attempts[:MOST_PEOPLE]],
        "comparison": _comparison(comparison),
        "look": _look(class_file, numbers),
        "plan": {
            **plan,
            "who": _who(listed, len(people), numbers, students),
            "note": _LATEST_ONLY if later_attempts(people) else "",
            "height": _PLAN_HEIGHT_PT,
            "first_level": level_that_may_fit(plan, _PLAN_HEIGHT_PT),
        },
        **signing_layout(class_file, numbers, catalogue, wordings),
    }


def _subtitle(class_file: ClassFile, catalogue: Catalogue) -> str:
    summary = class_file.summary
    exams = ", ".join(
        f"{_title(exam, catalogue) or 'test not read'}: {exam.reports}"
        for exam in summary.by_exam[:_EXAMS_IN_SUBTITLE]
    )
    more = len(summary.by_exam) - _EXAMS_IN_SUBTITLE
    if more > 0:
        exams += f" and {counted(more, 'more test')}"
    unread = (
        f", {counted(len(class_file.unread), 'file')} without a report" if class_file.unread else ""
    )
    read = counted(summary.reports, "report")
    return f"{class_file.made_on.isoformat()} · {read}{unread} · {exams}"


def _title(exam: ExamSummary, catalogue: Catalogue) -> str | None:
    return official_title(exam.exam_code, exam.exam, catalogue)


def _figures(class_file: ClassFile) -> list[dict[str, str]]:
    summary = class_file.summary
    figures = [("tests", str(summary.distinct_reports))]
    if len(summary.by_exam) == 1:
        exam = summary.by_exam[0]
        figures += [
            ("passed", _percent(exam.pass_rate)),
            ("mean score", _shown(exam.mean)),
            ("median score", _shown(exam.median)),
            ("standard deviation", _shown(exam.std_dev)),
        ]
    else:
        figures += [
            ("different tests", str(len(summary.by_exam))),
            ("different codes missed", str(len(summary.common_weak_areas))),
        ]
    figures.append(("to be checked", str(len(summary.needs_review))))
    return [{"label": label, "value": value} for label, value in figures]


def _charts(people: Sequence[ReportFacts], exams: Sequence[ExamSummary]) -> list[dict[str, Any]]:
    charts = []
    for exam in exams[:_CHARTS]:
        scores = [
            report.score
            for report in people
            if report.exam_code == exam.exam_code and report.score is not None
        ]
        name = exam.exam_code or "Test not read"
        quartiles = None
        if exam.lower_quartile is not None and exam.upper_quartile is not None:
            quartiles = (exam.lower_quartile, exam.median or 0.0, exam.upper_quartile)
        strip = score_strip(scores, f"Scores on {name}", quartiles)
        charts.append({"title": f"{name}: every score", "chart": asdict(strip)})
        if len(exams) == 1:
            bands = score_bands(exam.distribution, f"Reports by score on {name}")
            charts.append({"title": f"{name}: reports by score", "chart": asdict(bands)})
    return charts


def _exam_row(exam: ExamSummary, catalogue: Catalogue) -> list[str]:
    spread = f"{exam.min} to {exam.max}" if exam.min is not None else "–"
    return [
        _title(exam, catalogue) or "Test not read",
        str(exam.reports),
        _percent(exam.pass_rate),
        _shown(exam.mean),
        _shown(exam.median),
        _shown(exam.std_dev),
        spread,
    ]


def _weak_rows(class_file: ClassFile) -> list[dict[str, Any]]:
    summary = class_file.summary
    consistent = {code for exam in summary.by_exam for code in exam.consistent_weak_areas}
    return [
        {
            "code": weak.code,
            "description": weak.wording or "No wording is held of this code.",
            "subject": _subject(weak),
            "reports": f"{weak.frequency} of {weak.exam_reports}",
            "share": min(weak.exam_percentage, 100.0),
            "written": f"{weak.exam_percentage} %",
            "consistent": weak.code in consistent,
        }
        for weak in summary.common_weak_areas[:_WEAK_CODES]
    ]


def _subject(weak: WeakCode) -> str:
    subject = "; ".join(part for part in (weak.area, weak.task, weak.document) if part)
    if weak.needs_review:
        subject += f"; {weak.needs_review} of these reports need review"
    also = "; ".join(one.told for one in other_meanings(weak))
    return f"{subject}. Also: {also}" if also else subject


def _weak_note(class_file: ClassFile) -> str:
    summary = class_file.summary
    more = len(summary.common_weak_areas) - _WEAK_CODES
    planned = {code.code for item in summary.study_recommendations.plan for code in item.codes}
    # What only earlier attempts missed is not in the plan.
    missed = {weak.code for weak in summary.common_weak_areas}
    where = (
        "study plan"
        if missed == planned
        else "XLSX export; what is still missed is in the study plan, too"
    )
    codes = "1 less frequent code is" if more == 1 else f"{more} less frequent codes are"
    left = f" {codes} in the {where}." if more > 0 else ""
    return f"* on more than 30 % of the reports on a test.{left}"


def _areas(class_file: ClassFile) -> dict[str, str] | None:
    areas = class_file.summary.weak_areas_of_operation[:_AREAS]
    if not areas:
        return None
    rows = [
        (
            f"{area.area_id} {area.area or ''}".strip(),
            area.exam_percentage,
            f"{area.frequency} of {area.exam_reports} ({area.exam_percentage} %)",
        )
        for area in areas
    ]
    chart: Chart = share_bars(rows, "Reports with a missed code, by area of operation")
    return asdict(chart)


def _attempts_row(one: Attempts) -> dict[str, Any]:
    return {
        "who": one.name or one.ftn or "name not read",
        "exam": one.exam_code,
        "scores": _scores(one),
        "chart": asdict(score_line(one.scores, "Scores of the attempts")),
        "still": ", ".join(one.still_missed) or "none",
        "gone": ", ".join(one.no_longer_missed) or "none",
        "new": ", ".join(one.newly_missed) or "none",
    }


def _scores(one: Attempts) -> str:
    scores = " to ".join(map(_shown, one.scores))
    return scores if one.score_change is None else f"{scores} ({one.score_change:+})"


def _comparison(comparison: ClassComparison | None) -> list[dict[str, Any]]:
    return [] if comparison is None else [_exam_comparison(exam) for exam in comparison.exams]


def _exam_comparison(exam: ExamComparison) -> dict[str, Any]:
    changes = (*exam.newly_missed, *exam.missed_in_both, *exam.no_longer_missed)
    largest = sorted(changes, key=lambda one: -abs(one.change))[:_CHANGES]
    return {
        "title": f"{exam.exam_code}: {exam.now.reports} reports now, {exam.before.reports} before",
        "text": (
            f"Mean {_shown(exam.now.mean)} (before {_shown(exam.before.mean)}), passed "
            f"{_percent(exam.now.pass_rate)} (before {_percent(exam.before.pass_rate)}). One "
            f"report more or less moves the smaller class by {exam.worth_of_one_report} points."
        ),
        "rows": [_change_row(one) for one in largest],
    }


def _change_row(one: CodeChange) -> list[str]:
    if not one.is_of_one_subject:
        both = (
            f"Now: {_worded(one.wordings)}. Before: {_worded(one.wordings_before)}. Worded "
            "otherwise then and now, so that the shares may be of different subjects."
        )
        return [
            one.code,
            both,
            f"{one.percentage} %",
            f"{one.percentage_before} %",
            "–",
        ]
    return [
        one.code,
        one.description or "",
        f"{one.percentage} %",
        f"{one.percentage_before} %",
        f"{one.change:+}",
    ]


def _worded(wordings: Sequence[Wording]) -> str:
    return "; ".join(one.told for one in wordings)


def _look(class_file: ClassFile, numbers: Mapping[str, str]) -> list[str]:
    summary = class_file.summary
    facts = {report.report_id: report for report in class_file.reports}
    named = {
        report_id: f"{numbers[report_id]} ({report.file_name})"
        for report_id, report in facts.items()
    }
    found = [
        f"File {file.position}, {file.file_name}: {file.message}" for file in class_file.unread
    ]
    found += [
        f"Report {named[report]}: "
        + (
            "needs review; compare it with the paper."
            if facts[report].needs_review
            else "its copies differ; compare it with the paper."
        )
        for report in summary.needs_review
    ]
    differing = {one.reports: one.values for one in summary.disagreements}
    for test in summary.duplicates:
        which = ", ".join(named[report] for report in test)
        line = f"The same test {len(test)} times: reports {which}. It counts once, as report "
        line += f"{numbers[test[0]]}."
        if test in differing:
            values = ", ".join(value.replace("_", " ") for value in differing[test])
            line += f" They differ in: {values}."
        found.append(line)
    return found[:MOST_PEOPLE]


def _who(
    listed: Sequence[ReportFacts], people: int, numbers: Mapping[str, str], students: Students
) -> str:
    shown = [report.report_id for report in listed[: MOST_PEOPLE // 5]]
    names = [
        f"{', '.join(numbers[report] for report in reports)} {_known_as(name)}"
        for name, reports in students.each(shown)
    ]
    more = people - len(shown)
    return "; ".join(names) + (f" and {counted(more, 'more report')}" if more > 0 else "")


def _known_as(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1].rstrip()}…"


def _shown(value: float | None) -> str:
    return "–" if value is None else f"{value:g}"


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{value:g} %"
