"""What the class page shows, put together from stored rows and the stored summary."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final
from urllib.parse import urlencode

from aktr.acs.catalogue import load_catalogue
from aktr.api.export_files import today
from aktr.api.services import Services
from aktr.contract.batch_schemas import BatchStateAnswer, FileStateAnswer
from aktr.db.mapping import to_facts
from aktr.db.models import BatchReport, BatchReportFile
from aktr.db.types import JsonObject
from aktr.errors import FileErrorType, SummaryError
from aktr.export.charts import Chart, Slope, score_bands, score_slopes, score_strip
from aktr.pages.matrix import Matrix, matrix_of
from aktr.paperwork import Expiry, expiry_of, official_title
from aktr.processing.result import FileStatus
from aktr.summary.analyzer import SummaryAnalyzer, to_look_at
from aktr.summary.attempts import later_attempts
from aktr.summary.duplicates import DistinctReports, distinct_reports
from aktr.summary.facts import ReportFacts, upload_numbers
from aktr.summary.students import Students
from aktr.work.summaries import current_summary

_MOST_SLOPES: Final = 12


class Order(StrEnum):
    """How the list of reports is sorted."""

    UPLOAD = "upload"
    NAME = "name"
    SCORE = "score"
    DAYS = "days"
    CODES = "codes"


@dataclass(frozen=True, slots=True)
class Failed:
    """A file that gave no report."""

    file: FileStateAnswer
    can_retry: bool
    """Whether its bytes are still there to be read again."""

    @property
    def may_pass(self) -> bool:
        """Whether the cause is one that can pass, so that another try is the best advice."""
        error = self.file.error
        return self.can_retry and error is not None and error.type.can_pass

    @property
    def was_stopped(self) -> bool:
        """Whether it was only not read because the reading was stopped, and still can be."""
        error = self.file.error
        is_cancelled = error is not None and error.type is FileErrorType.CANCELLED
        return self.can_retry and is_cancelled


@dataclass(frozen=True, slots=True)
class Line:
    """A report in the list."""

    number: str
    """Its number in the class, from the position of its file in the upload."""
    facts: ReportFacts
    expiry: Expiry
    to_look_at: bool
    """Whether it is one of those that a person has to look at."""
    copy_of: str | None
    """Number of the report that counts for its test, if this is not it."""
    differs_in: tuple[str, ...]
    """Fields, and ``codes``, in which the reports of its test differ."""

    @property
    def url(self) -> str:
        """The page of the report."""
        return f"/reports/{self.facts.report_id}"


@dataclass(frozen=True, slots=True)
class ExamScores:
    """The scores on one test."""

    exam: JsonObject
    strip: Chart
    bands: Chart | None
    """Only where everybody took the same test."""


@dataclass(frozen=True, slots=True)
class ClassView:
    """A class as the page shows it."""

    failed: tuple[Failed, ...]
    stopped: tuple[Failed, ...]
    """Those of which one sentence says all, because the reading was stopped before them."""
    exams: tuple[tuple[str, int], ...]
    """The tests of the whole class, with the number of distinct reports on each, to choose from."""
    exam: str | None
    """The chosen one."""
    order: Order
    lines: tuple[Line, ...]
    names: dict[str, str]
    """By report: who it is, for the parts of the page that speak of reports."""
    numbers: dict[str, str]
    titles: dict[str | None, str | None]
    """By the code of a test: its title in the FAA's list, or as printed if it is not there."""
    students: Students
    only_latest: bool
    """Whether the plan leaves out what earlier attempts missed."""
    summary: JsonObject | None
    summary_failed: bool
    """Whether a defect keeps the summary from being made; the reports are shown all the same."""
    scores: tuple[ExamScores, ...]
    lone_exams: tuple[JsonObject, ...]
    """Tests that one person took, of whose scores there is nothing to draw."""
    matrix: Matrix | None
    slopes: Chart | None

    @property
    def to_look_at(self) -> int:
        """How many of the reports a person has to look at."""
        return sum(line.to_look_at for line in self.lines)

    def exams_on(self, reports: Iterable[str]) -> str:
        """The tests of reports, named by their IDs, in a class of several tests."""
        of = {line.facts.report_id: line.facts.exam_code for line in self.lines}
        exams = sorted({exam for report in reports if (exam := of[report])})
        return ", ".join(exams) if len(self.exams) > 1 else ""

    @property
    def can_retry(self) -> int:
        """How many of the failed files can be read again."""
        return sum(one.can_retry for one in self.failed)

    def url(self, order: Order) -> str:
        """This page, sorted in another way."""
        return _query(self.exam, order)

    def exam_url(self, exam: str | None) -> str:
        """This page, for another test."""
        return _query(exam, self.order)


def class_view(
    services: Services, state: BatchStateAnswer, exam: str | None, order: Order
) -> ClassView:
    """Put the class page together.

    Args:
        services: Where everything is.
        state: The batch, finished.
        exam: The code of a test, to see only those who took it; anything else shows all.
        order: How the list is sorted.
    """
    entries = services.repository.list_reports(state.batch_id).entries
    batch = services.repository.get_batch(state.batch_id)
    everyone = [to_facts(entry.report) for entry in entries if entry.report is not None]
    numbers = upload_numbers(everyone)
    distinct = distinct_reports(everyone)
    exams = _exams(distinct.counted)
    exam = exam if exam in dict(exams) else None
    facts = [report for report in everyone if exam in (None, report.exam_code)]
    summary, summary_failed = _summary(batch, everyone)
    if exam is not None:
        distinct = distinct_reports(facts)
        summary = summary and SummaryAnalyzer().analyse(facts).to_json()
    counted = distinct.counted
    by_exam = [] if summary is None else summary["by_exam"]
    students = Students(counted)
    failed = _failed(state, [entry.file for entry in entries])
    stopped = _together([one for one in failed if one.was_stopped])
    catalogue = load_catalogue()
    return ClassView(
        failed=tuple(one for one in failed if one not in stopped),
        stopped=stopped,
        exams=exams,
        exam=exam,
        order=order,
        lines=_lines(facts, numbers, distinct, order),
        names={report.report_id: who(report) for report in facts},
        numbers=numbers,
        titles={
            one["exam_code"]: official_title(one["exam_code"], one["exam"], catalogue)
            for one in by_exam
        },
        students=students,
        only_latest=bool(later_attempts(counted)),
        summary=summary,
        summary_failed=summary_failed,
        scores=_scores(summary, counted) if summary else (),
        lone_exams=tuple(one for one in by_exam if one["reports"] == 1),
        matrix=matrix_of(summary, counted, students) if summary and len(counted) > 1 else None,
        slopes=_slopes(summary) if summary and summary["attempts"] else None,
    )


def _summary(batch: BatchReport, reports: Sequence[ReportFacts]) -> tuple[JsonObject | None, bool]:
    try:
        return current_summary(batch, reports), False
    except SummaryError:
        return None, True


def who(report: ReportFacts) -> str:
    """A person by name, else by number, else by file."""
    return report.name or report.ftn or report.file_name


def _exams(reports: Sequence[ReportFacts]) -> tuple[tuple[str, int], ...]:
    codes = [report.exam_code for report in reports if report.exam_code]
    return tuple((code, codes.count(code)) for code in sorted(set(codes)))


def _failed(state: BatchStateAnswer, files: Sequence[BatchReportFile]) -> tuple[Failed, ...]:
    kept = {file.position for file in files if file.upload_sha256 is not None}
    return tuple(
        Failed(file, file.position in kept)
        for file in state.files
        if file.status is FileStatus.FAILED
    )


def _together(stopped: Sequence[Failed]) -> tuple[Failed, ...]:
    """Several files to be said together; a single one says for itself why it was not read."""
    return tuple(stopped) if len(stopped) > 1 else ()


def _lines(
    facts: Sequence[ReportFacts],
    numbers: dict[str, str],
    distinct: DistinctReports,
    order: Order,
) -> tuple[Line, ...]:
    catalogue, day = load_catalogue(), today()
    look = set(to_look_at(facts, distinct))
    copy_of = {
        copy.report_id: numbers[test[0].report_id]
        for test in distinct.duplicates
        for copy in test[1:]
    }
    differs_in = {
        report_id: one.values for one in distinct.disagreements for report_id in one.reports
    }
    lines = [
        Line(
            number=numbers[report.report_id],
            facts=report,
            expiry=expiry_of(report, catalogue, day),
            to_look_at=report.report_id in look,
            copy_of=copy_of.get(report.report_id),
            differs_in=differs_in.get(report.report_id, ()),
        )
        for report in facts
    ]
    keys = {
        Order.UPLOAD: lambda line: line.facts.order,
        Order.NAME: lambda line: (line.facts.name is None, (line.facts.name or "").casefold()),
        Order.SCORE: lambda line: (line.facts.score is None, line.facts.score or 0),
        Order.DAYS: lambda line: line.expiry.on or date.max,
        Order.CODES: lambda line: -len(line.facts.codes),
    }
    return tuple(sorted(lines, key=keys[order]))


def _scores(summary: JsonObject, counted: Sequence[ReportFacts]) -> tuple[ExamScores, ...]:
    found = []
    for exam in summary["by_exam"]:
        if exam["reports"] == 1:
            continue
        code = exam["exam_code"]
        name = code or "tests not read"
        scores = [
            report.score
            for report in counted
            if report.exam_code == code and report.score is not None
        ]
        quartiles = None
        if exam["lower_quartile"] is not None:
            quartiles = (exam["lower_quartile"], exam["median"], exam["upper_quartile"])
        bands = None
        if len(summary["by_exam"]) == 1:
            bands = score_bands(exam["distribution"], f"Reports by score on {name}")
        strip = score_strip(scores, f"Scores on {name}", quartiles)
        found.append(ExamScores(exam, strip, bands))
    return tuple(found)


def _slopes(summary: JsonObject) -> Chart:
    return score_slopes(
        [
            Slope(one["name"] or one["ftn"] or "", tuple(one["scores"]))
            for one in summary["attempts"][:_MOST_SLOPES]
        ],
        "Scores from attempt to attempt",
    )


def _query(exam: str | None, order: Order) -> str:
    chosen: dict[str, Any] = {} if exam is None else {"exam": exam}
    if order is not Order.UPLOAD:
        chosen["sort"] = order.value
    return f"?{urlencode(chosen)}"
