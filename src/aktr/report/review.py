"""A report as it stands after a person's look at it, and what there is still to look at."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from aktr.acs.catalogue import Catalogue
from aktr.acs.code import CodeFamily
from aktr.report.checked import Check, CheckedReport
from aktr.report.checks import run_checks
from aktr.report.confidence import judge
from aktr.report.correction import (
    CHECK,
    CODE,
    CODES,
    NOTE,
    RAISES_QUESTIONS,
    UNRESOLVED,
    Standing,
    Statement,
)
from aktr.report.corroborate import corroborate
from aktr.report.explain import explain
from aktr.report.model import FIELD_NAMES, Grade, KnowledgeTestReport, ReadValue

WHOLE_REPORT: Final = "report"
"""What a reason is about that is about no single value."""
_PLACEHOLDERS: Final[dict[str, Any]] = {
    "exam_date": date.max,
    "expiration_date": date.max,
    "score": 0,
    "grade": Grade.PASS,
    "take": 1,
}
"""Stand for a value that the paper does not show, as a person says; others are texts."""


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """One thing that a person has to look at."""

    what: str
    """As in a :class:`~aktr.report.correction.Statement`, or ``report``."""
    reason: str


def examine_as_stated(
    reading: KnowledgeTestReport,
    statements: Iterable[Statement],
    catalogue: Catalogue,
    today: date,
) -> CheckedReport:
    """Check a report as it stands after what a person said about it.

    A value that a person has stated is certain; a finding that a person has looked at is still
    shown among the checks and no longer a reason to look.

    Args:
        reading: The report as it was read.
        statements: What was said about it, in that order.
        catalogue: The standards and tests.
        today: The day of the check.

    Returns:
        The report with the values that stand, and the characters that were read kept with them.
    """
    standing = Standing(statements)
    stated = corroborate(_as_stated(reading, standing), catalogue)
    # Characters of which a person says that they are no value must not be judged as one.
    nothing: ReadValue[Any] = ReadValue()
    withdrawn = dict.fromkeys(_withdrawn(stated, standing), nothing)
    checks = run_checks(_with(stated, withdrawn), catalogue, today)
    judgement = judge(_judged(stated, standing), standing.open_checks(checks))
    return CheckedReport(
        report=stated,
        codes=explain(stated, catalogue, today),
        checks=checks,
        confidence=judgement.confidence,
        needs_review=judgement.needs_review,
        review_reasons=judgement.reasons,
        checked_on=today,
    )


def review_items(checked: CheckedReport, standing: Standing) -> tuple[ReviewItem, ...]:
    """Say of each reason to look at a report what it is about.

    A reason is about a value if it would not be given were that value certain.

    Args:
        checked: The report as it stands.
        standing: What was said about it.
    """
    if not checked.review_reasons:
        return ()
    report = _judged(checked.report, standing)
    checks = standing.open_checks(checked.checks)
    reasons = set(judge(report, checks).reasons)
    about: dict[str, str] = {}
    for what, settled, open_checks in _each_settled(report, checks, checked.report.notes):
        for reason in reasons.difference(judge(settled, open_checks).reasons):
            about.setdefault(reason, what)
    return tuple(
        ReviewItem(about.get(reason, WHOLE_REPORT), reason) for reason in checked.review_reasons
    )


def _as_stated(reading: KnowledgeTestReport, standing: Standing) -> KnowledgeTestReport:
    fields: dict[str, ReadValue[Any]] = {}
    for name in filter(standing.has_field, FIELD_NAMES):
        value = standing.field_value(name)
        fields[name] = replace(
            getattr(reading, name),
            value=value,
            confidence=0.0 if value is None else 1.0,
            repaired=False,
            doubt=None,
        )
    codes, unresolved = standing.codes_of(reading), standing.unresolved_of(reading)
    return replace(_with(reading, fields), codes=codes, unresolved_codes=unresolved)


def _withdrawn(report: KnowledgeTestReport, standing: Standing) -> list[str]:
    """The fields of which a person says that the paper does not show them."""
    return [
        name
        for name in filter(standing.has_field, FIELD_NAMES)
        if getattr(report, name).value is None
    ]


def _judged(report: KnowledgeTestReport, standing: Standing) -> KnowledgeTestReport:
    """The report as it has to be judged: what a person has stated leaves no question."""
    certain = {name: _certain(name) for name in _withdrawn(report, standing)}
    if CODES in standing.latest:
        report = _of_checkable_codes(report)
    return replace(_with(report, certain), notes=standing.open_notes(report.notes))


def _of_checkable_codes(report: KnowledgeTestReport) -> KnowledgeTestReport:
    """The report as if none of its codes were of a system that cannot be checked."""
    codes = tuple(replace(code, family=CodeFamily.ACS) for code in report.codes)
    return replace(report, codes=codes)


def _certain(name: str, value: object = None) -> ReadValue[Any]:
    return ReadValue(_PLACEHOLDERS.get(name, "-") if value is None else value, confidence=1.0)


def _with(report: KnowledgeTestReport, fields: dict[str, ReadValue[Any]]) -> KnowledgeTestReport:
    changes: dict[str, Any] = dict(fields)
    return replace(report, **changes)


def _each_settled(
    report: KnowledgeTestReport, checks: tuple[Check, ...], notes: tuple[str, ...]
) -> Iterator[tuple[str, KnowledgeTestReport, tuple[Check, ...]]]:
    """The report and its checks with one question after the other out of the world."""
    for name in FIELD_NAMES:
        certain = _certain(name, getattr(report, name).value)
        yield name, _with(report, {name: certain}), checks
    for code in report.codes:
        codes = tuple(
            replace(each, confidence=1.0) if each is code else each for each in report.codes
        )
        yield CODE + code.code, replace(report, codes=codes), checks
    for unclear in report.unresolved_codes:
        others = tuple(each for each in report.unresolved_codes if each is not unclear)
        yield UNRESOLVED + unclear.read_as, replace(report, unresolved_codes=others), checks
    yield CODES, _of_checkable_codes(report), checks
    for check in checks:
        if check.outcome in RAISES_QUESTIONS:
            yield CHECK + check.id, report, tuple(each for each in checks if each is not check)
    for number, note in enumerate(notes, 1):
        without = tuple(each for each in report.notes if each != note)
        yield f"{NOTE}{number}", replace(report, notes=without), checks
