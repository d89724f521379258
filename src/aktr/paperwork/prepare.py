"""The paperwork of one report: what to sign, until when it holds, what the examiner will ask."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from aktr.acs.catalogue import Catalogue
from aktr.acs.validity import validity_months
from aktr.paperwork.wordings import EndorsementWording, RetestRule, TestRule, Wordings
from aktr.report.checks.arithmetic import day_after, end_of_month_after
from aktr.summary.facts import PERFECT_SCORE, CodeFacts, ReportFacts, code_order

_IDENTIFICATION: Final = (
    "Photo identification; the name on it, on the certificate, on the report and in the "
    "application must be the same, or the examiner has to explain the difference."
)
_NAME_BLANK: Final = "____________________"


@dataclass(frozen=True, slots=True)
class Endorsement:
    """A text to be signed, with name and test filled in."""

    id: str
    title: str
    text: str
    blanks: tuple[str, ...]
    """What is left to be written by hand."""
    signed_by: str
    document: str
    """Document and paragraph of the wording: "AC 61-65K, A.2"."""
    document_date: str
    regulation: str
    source: str
    """Where the wording was taken from."""
    note: str | None
    """When it is needed, if that is not certain."""


@dataclass(frozen=True, slots=True)
class Retest:
    """When a failed test may be taken again."""

    rule: str
    regulation: str
    source: str
    waiting_period_over: date | None
    """The day on which the waiting period is over; None without one, without an exam date, or where
    that day would lie beyond the calendar."""


@dataclass(frozen=True, slots=True)
class ExaminerQuestion:
    """A subject the examiner will come back to."""

    subject: str
    """Area of operation and task, or the family of a learning statement."""
    codes: tuple[str, ...]
    wordings: tuple[str, ...]
    """One for each code."""


@dataclass(frozen=True, slots=True)
class Paperwork:
    """Everything that follows from one report."""

    report_id: str
    name: str | None
    """First name first where the print has a comma, else as printed."""
    name_as_printed: str | None
    test: str | None
    endorsements: tuple[Endorsement, ...]
    none_needed: str | None
    """Why there is nothing to sign, with its source; None if there is or if it cannot be told."""
    retest: Retest | None
    expires_on: date | None
    expires_by: str | None
    """Where that day comes from: "printed" or "worked out"."""
    days_left: int | None
    """Days until the report runs out; negative once it has."""
    examiner_will_ask: tuple[ExaminerQuestion, ...]
    examiner_rule: str | None
    """Why, with its source."""
    bring: tuple[str, ...]
    """What to have at hand for the practical test."""
    look_at_first: tuple[str, ...]
    """What must be settled on the paper before anything is signed."""


@dataclass(frozen=True, slots=True)
class Expiry:
    """Until when a report holds."""

    on: date | None
    by: str | None
    """As in :class:`Paperwork`."""
    days_left: int | None


def prepare(
    report: ReportFacts,
    catalogue: Catalogue,
    wordings: Wordings,
    today: date,
    later: ReportFacts | None = None,
) -> Paperwork:
    """Put together the paperwork of one report.

    Nothing is to be signed for an attempt that a later one has made out of date: a failed one after
    which the test was taken again, and any after which it was passed.

    Args:
        report: The report.
        catalogue: Titles of the tests, and how long their reports hold.
        wordings: Endorsements and rules.
        today: The day on which days are counted.
        later: The last attempt of the same person at the same test, if this is not the last.
    """
    rule = wordings.rule_for(report.exam_code)
    test = _test_title(report, catalogue)
    name = _first_name_first(report.name)
    expiry = expiry_of(report, catalogue, today)
    failed = report.passed is False
    outdated = _why_outdated(report, later)
    takes_practical = (
        report.passed is True and rule.deficient_areas != "not-needed" and outdated is None
    )
    return Paperwork(
        report_id=report.report_id,
        name=name,
        name_as_printed=report.name,
        test=test,
        endorsements=_endorsements(report, rule, wordings, name, test) if outdated is None else (),
        none_needed=outdated or _why_none(report, rule),
        retest=_retest(rule.retest, report) if failed and outdated is None else None,
        expires_on=expiry.on,
        expires_by=expiry.by,
        days_left=expiry.days_left,
        examiner_will_ask=() if failed or outdated else _questions(report),
        examiner_rule=None if failed or outdated or not report.codes else _examiner_rule(report),
        bring=_bring(report) if takes_practical else (),
        look_at_first=_look_at_first(report, expiry.on if takes_practical else None, today),
    )


def expiry_of(report: ReportFacts, catalogue: Catalogue, today: date) -> Expiry:
    """Until when a report holds, which no wording of an operator can change.

    Args:
        report: The report.
        catalogue: How long the reports of each test hold.
        today: The day on which days are counted.
    """
    on, by = _expiry(report, catalogue)
    return Expiry(on, by, (on - today).days if on else None)


def ran_out(expires_on: date | None, today: date) -> str | None:
    """What to say before anything is signed for a report that has run out; None if it holds."""
    if expires_on is None or expires_on >= today:
        return None
    return (
        f"The report ran out on {expires_on.isoformat()}: no practical test can be taken with it, "
        "and the knowledge test has to be taken again, unless an exception of 14 CFR 61.39 applies."
    )


def _why_outdated(report: ReportFacts, later: ReportFacts | None) -> str | None:
    if later is None or (report.passed is not False and later.passed is not True):
        return None
    day = f" on {later.exam_date.isoformat()}" if later.exam_date else ""
    passed = " and passed" if later.passed else ""
    return f"The test was taken again{day}{passed}: nothing is to be signed for this attempt."


def _endorsements(
    report: ReportFacts, rule: TestRule, wordings: Wordings, name: str | None, test: str | None
) -> tuple[Endorsement, ...]:
    if report.passed is False and rule.retest.endorsement is not None:
        wording = wordings.endorsement(rule.retest.endorsement)
        return (_filled(wording, name, test, None),)
    if report.passed and rule.deficient_areas != "not-needed" and _was_deficient(report):
        note = None if rule is wordings.rule_for(None) else f"{rule.reason} ({rule.reason_source})"
        return (_filled(wordings.endorsement("deficient-areas"), name, test, note),)
    return ()


def _filled(
    wording: EndorsementWording, name: str | None, test: str | None, note: str | None
) -> Endorsement:
    return Endorsement(
        id=wording.id,
        title=wording.title,
        text=wording.filled(name or _NAME_BLANK, test or _NAME_BLANK),
        blanks=wording.blanks,
        signed_by=wording.signed_by,
        document=f"{wording.document}, {wording.paragraph}",
        document_date=wording.date,
        regulation=wording.regulation,
        source=wording.source,
        note=note,
    )


def _was_deficient(report: ReportFacts) -> bool:
    return bool(report.codes) or report.score != PERFECT_SCORE


def _why_none(report: ReportFacts, rule: TestRule) -> str | None:
    if not report.passed:
        return None
    if not _was_deficient(report):
        return (
            "Score 100 with no codes: no subject area was deficient, so there is nothing to "
            "certify (14 CFR 61.39(a)(6)(iii))."
        )
    if rule.deficient_areas == "not-needed":
        return f"{rule.reason} ({rule.reason_source})"
    return None


def _retest(rule: RetestRule, report: ReportFacts) -> Retest:
    over = None
    if rule.days is not None and report.exam_date is not None:
        over = day_after(report.exam_date, rule.days)
    return Retest(rule.rule, rule.regulation, rule.source, over)


def _expiry(report: ReportFacts, catalogue: Catalogue) -> tuple[date | None, str | None]:
    if report.expiration_date is not None:
        return report.expiration_date, "printed"
    if report.exam_date is None:
        return None, None
    test = catalogue.knowledge_test(report.exam_code) if report.exam_code else None
    on = end_of_month_after(report.exam_date, validity_months(test, report.exam_date))
    return (None, None) if on is None else (on, "worked out")


def _questions(report: ReportFacts) -> tuple[ExaminerQuestion, ...]:
    by_subject: dict[str, list[CodeFacts]] = {}
    for code in sorted(report.codes, key=lambda one: code_order(one.code)):
        by_subject.setdefault(_subject(code), []).append(code)
    return tuple(
        ExaminerQuestion(
            subject,
            tuple(code.code for code in codes),
            tuple(code.wording or "No wording is held of this code." for code in codes),
        )
        for subject, codes in by_subject.items()
    )


def _subject(code: CodeFacts) -> str:
    area = f"{code.area}. {code.area_title}" if code.area and code.area_title else code.area
    task = f"{code.task}. {code.task_title}" if code.task and code.task_title else code.task
    return ", ".join(part for part in (area, task) if part) or "Codes without areas"


def _examiner_rule(report: ReportFacts) -> str:
    if report.exam_code in ("AMG", "AMA", "AMP"):
        return "Every deficient subject is asked again in the oral test (FAA-S-ACS-1, FAA-G-ACS-1)."
    return (
        "The evaluator must ask about the areas of deficiency on the report during the oral part "
        "(FAA airman certification standards, on the knowledge test report)."
    )


def _bring(report: ReportFacts) -> tuple[str, ...]:
    endorsed = (
        ("Logbook or training record with the endorsement for deficient areas (61.39(a)(6)).",)
        if _was_deficient(report)
        else ()
    )
    return (
        "The test report, or a duplicate of it, before it runs out (14 CFR 61.39(a)(1), (2)).",
        *endorsed,
        _IDENTIFICATION,
    )


def _look_at_first(report: ReportFacts, expires_on: date | None, today: date) -> tuple[str, ...]:
    found = [warning] if (warning := ran_out(expires_on, today)) else []
    if report.needs_review:
        found.append("The report needs review: compare its values with the paper first.")
    if report.name is None:
        found.append("The name was not read: write it in as the certificate has it.")
    elif report.name.count(",") != 1:
        found.append("The order of the names is as printed: write first name, MI, last name.")
    if report.passed is None:
        found.append("Neither grade nor score was read, so no wording can be chosen.")
    if not report.codes and report.score != PERFECT_SCORE:
        found.append("No code was read: take the deficient areas from the paper.")
    return tuple(found)


def _test_title(report: ReportFacts, catalogue: Catalogue) -> str | None:
    test = catalogue.knowledge_test(report.exam_code) if report.exam_code else None
    return report.exam if test is None else test.title


def official_title(exam_code: str | None, printed: str | None, catalogue: Catalogue) -> str | None:
    """Title and code of a test as the FAA's list has them; as printed if it does not."""
    test = catalogue.knowledge_test(exam_code) if exam_code else None
    return printed if test is None else f"{test.title} ({test.code})"


def _first_name_first(printed: str | None) -> str | None:
    """Turn "DOE, JANE ANN" into "JANE ANN DOE"; without a comma the order is not certain."""
    if printed is None or printed.count(",") != 1:
        return printed
    last, first = (part.strip() for part in printed.split(","))
    return f"{first} {last}".strip()
