"""A class on paper: figures, weak areas, study plan, who has to have what signed."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

from aktr import __version__
from aktr.acs.catalogue import Catalogue
from aktr.export.charts import Chart, score_bands, score_line, score_strip, share_bars
from aktr.export.pdf import compiled
from aktr.export.plan_layout import counted, cut_to_fit, level_that_may_fit, plan_layout
from aktr.export.records import ClassFile
from aktr.paperwork import Paperwork, Wordings, prepare
from aktr.summary.analyzer import ExamSummary
from aktr.summary.attempts import Attempts
from aktr.summary.comparison import ClassComparison, CodeChange, ExamComparison
from aktr.summary.facts import ReportFacts
from aktr.summary.weak_areas import WeakCode

_WEAK_CODES: Final = 8
_AREAS: Final = 12
_GROUPED: Final = 8
_CHARTS: Final = 4
_CHANGES: Final = 8
_LONGEST_SHORT_NAME: Final = 28
_MOST_PEOPLE: Final = 300
"""A longer list of people belongs into a table that can be sorted, not on paper."""
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
    numbers = {report.report_id: number for number, report in enumerate(people, start=1)}
    listed = people[:_MOST_PEOPLE]
    papers = [prepare(report, catalogue, wordings, class_file.made_on) for report in listed]
    mixed = len(summary.by_exam) > 1
    plan = cut_to_fit(plan_layout(summary.study_recommendations, numbers), _PLAN_HEIGHT_PT)
    return {
        "title": "Class summary",
        "subtitle": _subtitle(class_file),
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
        "exams": [_exam_row(exam) for exam in summary.by_exam] if mixed else [],
        "weak": _weak_rows(class_file),
        "weak_note": _weak_note(class_file),
        "areas": _areas(class_file),
        "grouped": [
            [task.task, ", ".join(task.codes), str(task.frequency)]
            for task in summary.tasks_across_standards[:_GROUPED]
        ],
        "attempts": [_attempts_row(one) for one in summary.attempts[:_MOST_PEOPLE]],
        "comparison": _comparison(comparison),
        "look": _look(class_file, numbers),
        "plan": {
            **plan,
            "who": _who(listed, len(people)),
            "height": _PLAN_HEIGHT_PT,
            "first_level": level_that_may_fit(plan, _PLAN_HEIGHT_PT),
        },
        "roster": [
            _roster_row(*row) for row in zip(listed, papers, numbers.values(), strict=False)
        ],
        "roster_note": _roster_note(class_file, len(people)),
        "endorsements": [
            {"number": numbers[paper.report_id], **asdict(endorsement)}
            for paper in papers
            for endorsement in paper.endorsements
        ],
        "endorsements_note": (
            "Each needs date, signature, certificate number and its expiration or recent "
            "experience. Compare name and order of names with the certificate before signing."
        ),
    }


def _subtitle(class_file: ClassFile) -> str:
    summary = class_file.summary
    exams = ", ".join(
        f"{exam.exam or 'test not read'}: {exam.reports}" for exam in summary.by_exam[:6]
    )
    unread = (
        f", {counted(len(class_file.unread), 'file')} without a report" if class_file.unread else ""
    )
    read = counted(summary.reports, "report")
    return f"{class_file.made_on.isoformat()} · {read}{unread} · {exams}"


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


def _exam_row(exam: ExamSummary) -> list[str]:
    spread = f"{exam.min} to {exam.max}" if exam.min is not None else "–"
    return [
        exam.exam or "Test not read",
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
    return subject


def _weak_note(class_file: ClassFile) -> str:
    more = len(class_file.summary.common_weak_areas) - _WEAK_CODES
    left = f" {more} less frequent codes are in the study plan." if more > 0 else ""
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
    return [
        one.code,
        one.description or "",
        f"{one.percentage} %",
        f"{one.percentage_before} %",
        f"{one.change:+}",
    ]


def _look(class_file: ClassFile, numbers: Mapping[str, int]) -> list[str]:
    summary = class_file.summary
    names = {report.report_id: report.file_name for report in class_file.reports}
    found = [
        f"File {file.position}, {file.file_name}: {file.message}" for file in class_file.unread
    ]
    found += [
        f"Report {numbers[report]}, {names[report]}: needs review; compare it with the paper."
        for report in summary.needs_review
        if report in numbers
    ]
    found += [
        f"The same test {len(test)} times: {', '.join(names[report] for report in test)}. "
        "It counts once."
        for test in summary.duplicates
    ]
    return found[:_MOST_PEOPLE]


def _who(listed: Sequence[ReportFacts], people: int) -> str:
    names = [
        f"{number} {_known_as(report)}"
        for number, report in enumerate(listed[: _MOST_PEOPLE // 5], start=1)
    ]
    more = people - len(names)
    return ", ".join(names) + (f" and {more} more" if more > 0 else "")


def _known_as(report: ReportFacts) -> str:
    name = report.name or report.ftn or "name not read"
    return name.partition(",")[0][:_LONGEST_SHORT_NAME]


def _roster_row(report: ReportFacts, paper: Paperwork, number: int) -> list[str]:
    expires = paper.expires_on.isoformat() if paper.expires_on else "not known"
    if paper.expires_by == "worked out":
        expires += " (worked out)"
    return [
        str(number),
        report.name or "name not read",
        report.exam_code or "–",
        f"{_shown(report.score)} {report.grade or ''}".strip(),
        expires,
        "–" if paper.days_left is None else _days(paper.days_left),
        _to_sign(paper),
    ]


def _days(days: int) -> str:
    return str(days) if days >= 0 else "run out"


def _to_sign(paper: Paperwork) -> str:
    if paper.endorsements:
        return ", ".join(one.document for one in paper.endorsements)
    if paper.retest is not None:
        over = paper.retest.waiting_period_over
        return f"nothing; wait until {over.isoformat()}" if over else "nothing; see the rule"
    return "nothing" if paper.none_needed else "check the report"


def _roster_note(class_file: ClassFile, people: int) -> str:
    note = f"Days are counted from {class_file.made_on.isoformat()}."
    if people > _MOST_PEOPLE:
        note += f" The first {_MOST_PEOPLE} of {people} reports; all are in the XLSX export."
    return note


def _shown(value: float | None) -> str:
    return "–" if value is None else f"{value:g}"


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{value:g} %"
