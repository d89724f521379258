"""What the report page shows, put together from the answers of the API."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from aktr.acs.catalogue import Catalogue, load_catalogue
from aktr.acs.model import passing_score
from aktr.acs.references import chapters_for, resolve
from aktr.api.documents import report_answer
from aktr.api.export_files import today
from aktr.api.reviewing import PAGE
from aktr.api.services import Services
from aktr.contract.report_schemas import (
    CheckAnswer,
    CodeAnswer,
    FieldAnswer,
    ReportAnswer,
    ReviewAnswer,
    UnresolvedCodeAnswer,
)
from aktr.db.mapping import to_facts
from aktr.db.models import Report
from aktr.export.charts import Chart, score_scale
from aktr.paperwork import (
    Expiry,
    Paperwork,
    WordingsFileError,
    expiry_of,
    load_wordings,
    prepare,
)
from aktr.report.checked import Outcome, Severity
from aktr.report.correction import CHECK, CODE, CODES, NOTE, UNRESOLVED
from aktr.report.model import FIELD_NAMES
from aktr.settings import KeepUploads
from aktr.summary.facts import ReportFacts

logger = logging.getLogger(__name__)

_WORST_FIRST: Final = (Outcome.CONFLICT, Outcome.WARNING, Outcome.OK, Outcome.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to look at, with what there is to show of it."""

    number: int
    review: ReviewAnswer
    kind: str
    """field, code, unresolved, codes, finding (a check or a note) or report."""
    field: FieldAnswer | None = None
    code: CodeAnswer | None = None
    unresolved: UnresolvedCodeAnswer | None = None

    @property
    def has_cut_out(self) -> bool:
        """Whether its picture is of one place, and not of the whole page."""
        url = self.review.evidence_url
        return url is not None and f"/{PAGE}" not in url

    @property
    def is_open_to_words(self) -> bool:
        """Whether a person can say something about it."""
        return self.kind != "report"


@dataclass(frozen=True, slots=True)
class Handbook:
    """A handbook with the chapters that teach the codes of a task."""

    name: str
    title: str
    chapters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """The missed codes of one task, and what to read."""

    title: str | None
    codes: tuple[CodeAnswer, ...]
    references: tuple[tuple[str, str | None], ...]
    """What the standard names for the task, each with its title if that is known."""
    handbooks: tuple[Handbook, ...]


@dataclass(frozen=True, slots=True)
class Area:
    """The missed codes of one area of operation."""

    title: str | None
    tasks: tuple[Task, ...]


class Fault(StrEnum):
    """Why a correction was not taken, by what had to be typed; the language files say it."""

    SCORE = "score"
    TAKE = "take"
    DAY = "day"
    GRADE = "grade"
    TEST = "test"
    LINE = "line"
    IDENTIFIER = "identifier"
    CODE = "code"
    EMPTY = "empty"
    """Nothing was typed; that nothing is on the paper has a button of its own."""
    FORM = "form"
    """What came was not what the page's own forms send."""

    @classmethod
    def about(cls, what: str) -> "Fault":
        """The fault of a correction of this value."""
        if what in _FAULTS:
            return _FAULTS[what]
        if what in FIELD_NAMES:
            return cls.IDENTIFIER
        is_code = what == CODES or what.startswith((CODE, UNRESOLVED))
        return cls.CODE if is_code else cls.FORM


_FAULTS: Final = {
    "name": Fault.LINE,
    "exam_title": Fault.LINE,
    "exam_code": Fault.TEST,
    "exam_date": Fault.DAY,
    "score": Fault.SCORE,
    "grade": Fault.GRADE,
    "take": Fault.TAKE,
    "expiration_date": Fault.DAY,
}


@dataclass(frozen=True, slots=True)
class Problem:
    """A correction that was not taken."""

    what: str
    typed: str | None
    """None if what stands is to be shown: nothing was typed, or a value was confirmed or said to be
    absent."""
    fault: Fault | None
    """None if the report was changed meanwhile: nothing was wrong with the correction."""


@dataclass(frozen=True, slots=True)
class ReportView:
    """A report as its page shows it."""

    report: ReportAnswer
    expiry: Expiry
    paper: Paperwork | None
    """None if the operator's wordings cannot be used: others must not stand in for them."""
    items: tuple[Item, ...]
    areas: tuple[Area, ...]
    checks: tuple[CheckAnswer, ...]
    """Those that hold not first."""
    compared: int
    """How many checks compared something; those that only inform did not."""
    verified: int
    """How many of these hold."""
    scale: Chart
    has_pictures: bool
    """Whether the upload is kept, so that places on it can be shown."""
    problem: Problem | None
    saved: str | None
    """What a person has just said something about."""

    @property
    def stored(self) -> str:
        """What stands now where a correction was not taken; empty if nothing does."""
        if self.problem is not None and self.problem.what in self.report.fields:
            value = self.report.fields[self.problem.what].value
            return "" if value is None else str(value)
        return ", ".join(code.code for code in self.report.codes)

    @property
    def pages(self) -> list[tuple[int, str]]:
        """The pages on which the report stands, each with the address of its picture."""
        if not self.has_pictures:
            return []
        url = f"{self.report.url}/evidence/{PAGE}"
        return [(number, f"{url}{number}") for number in self.report.pages]

    @property
    def other_fields(self) -> list[tuple[str, FieldAnswer]]:
        """Every field with its name, in the order of the form."""
        return [(name, self.report.fields[name]) for name in FIELD_NAMES]


def report_view(
    services: Services, row: Report, *, problem: Problem | None = None, saved: str | None = None
) -> ReportView:
    """Put the report page together.

    Args:
        services: Where everything is.
        row: The report.
        problem: A correction that was not taken, to be shown with its reason.
        saved: What a person has just said something about.
    """
    facts, day = to_facts(row), today()
    same_tests = services.repository.same_tests(row.batch_id)
    report = report_answer(row, same_tests.get(row.id, ()))
    problem = problem and _still_shown(problem, report)
    catalogue = load_catalogue()
    test = catalogue.knowledge_test(row.exam_code) if row.exam_code else None
    checks = sorted(report.checks, key=_place_in_list)
    compared = [
        check
        for check in checks
        if check.outcome is not Outcome.NOT_APPLICABLE and check.severity is not Severity.INFORM
    ]
    return ReportView(
        report=report,
        expiry=expiry_of(facts, catalogue, day),
        paper=_paperwork(services, facts, catalogue, day),
        items=tuple(
            _item(number, review, report) for number, review in enumerate(report.review, start=1)
        ),
        areas=_areas(report.codes),
        checks=tuple(checks),
        compared=len(compared),
        verified=sum(check.outcome is Outcome.OK for check in compared),
        scale=score_scale(row.score, passing_score(test), "Score"),
        has_pictures=services.settings.keep_uploads is KeepUploads.UNTIL_EXPIRY,
        problem=problem,
        saved=saved,
    )


def _paperwork(
    services: Services, facts: ReportFacts, catalogue: Catalogue, day: date
) -> Paperwork | None:
    try:
        wordings = load_wordings(services.settings.data_dir)
    except WordingsFileError as error:
        logger.warning("a report is shown without its paperwork: %s", error.message)
        return None
    return prepare(facts, catalogue, wordings, day)


def _place_in_list(check: CheckAnswer) -> tuple[bool, int]:
    """What compares something before what only informs, the worst first."""
    return check.severity is Severity.INFORM, _WORST_FIRST.index(check.outcome)


def _item(number: int, review: ReviewAnswer, report: ReportAnswer) -> Item:
    what = review.what
    if what in report.fields:
        return Item(number, review, "field", field=report.fields[what])
    if what.startswith(CODE):
        code = next((one for one in report.codes if CODE + one.code == what), None)
        return Item(number, review, "code", code=code)
    if what.startswith(UNRESOLVED):
        unclear = (one for one in report.unresolved_codes if UNRESOLVED + one.read_as == what)
        return Item(number, review, "unresolved", unresolved=next(unclear, None))
    if what == CODES:
        return Item(number, review, "codes")
    return Item(number, review, "finding" if what.startswith((CHECK, NOTE)) else "report")


def _areas(codes: Sequence[CodeAnswer]) -> tuple[Area, ...]:
    by_area: dict[str | None, dict[str | None, list[CodeAnswer]]] = {}
    for code in codes:
        by_area.setdefault(code.area_of_operation, {}).setdefault(code.task, []).append(code)
    return tuple(
        Area(area, tuple(_task(title, of_task) for title, of_task in tasks.items()))
        for area, tasks in by_area.items()
    )


def _task(title: str | None, codes: Sequence[CodeAnswer]) -> Task:
    names = dict.fromkeys(name for code in codes for name in code.references)
    return Task(
        title,
        tuple(codes),
        tuple((name, resolve(name).title) for name in names),
        tuple(_handbooks(code.code for code in codes)),
    )


def _handbooks(codes: Iterable[str]) -> list[Handbook]:
    found: dict[str, str] = {}
    chapters: dict[str, dict[str, None]] = {}
    for code in codes:
        for handbook in chapters_for(code):
            found[handbook.handbook] = handbook.title
            named = (f"{chapter.number} {chapter.title}" for chapter in handbook.chapters)
            chapters.setdefault(handbook.handbook, {}).update(dict.fromkeys(named))
    return [Handbook(name, title, tuple(chapters[name])) for name, title in found.items()]


def _still_shown(problem: Problem, report: ReportAnswer) -> Problem:
    """The problem at a value that the page shows: a code may not be asked about any more."""
    what = problem.what
    is_shown = what in report.fields or any(item.what == what for item in report.review)
    return problem if is_shown else replace(problem, what=CODES)


def typed_or(view: ReportView, what: str, otherwise: object) -> object:
    """What a person typed for a value that was not taken, else what stands there."""
    problem = view.problem
    if problem is not None and problem.what == what and problem.typed is not None:
        return problem.typed
    return otherwise


def plain_values(form: Mapping[str, object]) -> dict[str, str]:
    """The text fields of a form."""
    return {name: value for name, value in form.items() if isinstance(value, str)}
