"""How sure a report is as a whole, and what a person has to look at.

docs/confidence.md states the rules. In short: a report is never more certain than its least certain
value, every reason to look lowers it below ``REVIEW_BELOW``, and so a report needs review exactly
when its confidence is below that.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any, Final

from aktr.acs.code import CodeFamily
from aktr.reading.page import ReadBy
from aktr.report.checked import Check, Outcome
from aktr.report.checks.identity import FIRST_DAY_OF_FTN
from aktr.report.model import FIELD_NAMES, Grade, KnowledgeTestReport, ReadValue

REVIEW_BELOW: Final = 0.80
"""A value less sure than this is shown to a person."""
MOST_CERTAIN: Final = 0.99
"""No machine reading is taken as certain."""
_CLEAR: Final = 0.98
"""Certainty of a code from which none of its letters is in question."""

_AFTER_CONFLICT: Final = 0.30
_AFTER_GAP: Final = 0.50
_AFTER_WARNING: Final = 0.70
_AFTER_DOUBT: Final = 0.75


class Look(Enum):
    """When a warning has to be looked at."""

    ALWAYS = "always"
    IF_A_PICTURE = "if a picture"
    """On a picture the cause is likely a slip of reading. A text layer has the characters right, so
    there it only shows that reports differ from what is known of them."""
    IF_CODES_ARE_UNCLEAR = "if a code is unclear"
    """Where every letter of the codes is clear, the report is unlike others and not misread."""


WHEN_TO_LOOK: Final[Mapping[str, Look]] = {
    "expiration-fits-exam-date": Look.IF_A_PICTURE,
    "id-fits-era": Look.IF_A_PICTURE,
    "ftn-form": Look.ALWAYS,
    "exam-id-form": Look.ALWAYS,
    "test-known": Look.ALWAYS,
    "title-fits-test": Look.ALWAYS,
    "score-possible": Look.ALWAYS,
    "codes-present": Look.ALWAYS,
    "prefix-fits-test": Look.ALWAYS,
    "code-known": Look.ALWAYS,
    "code-in-edition": Look.IF_A_PICTURE,
    "family-fits-era": Look.ALWAYS,
    "mechanic-part": Look.ALWAYS,
    "mechanic-knowledge": Look.IF_CODES_ARE_UNCLEAR,
    "instructor-area": Look.ALWAYS,
}
"""Every rule that can warn. A conflict is always looked at."""

LABELS: Final[Mapping[str, str]] = {
    "name": "name",
    "ftn": "FTN",
    "applicant_id": "applicant ID",
    "exam_id": "exam ID",
    "exam_title": "exam title",
    "exam_code": "exam code",
    "exam_date": "exam date",
    "exam_site": "exam site",
    "score": "score",
    "grade": "grade",
    "take": "take",
    "expiration_date": "expiration date",
}
"""How a sentence names each field."""

_ALWAYS_PRINTED: Final = ("name", "exam_id", "exam_code", "exam_date", "grade")
_OVERLOOKED: Final = ("exam_site", "take")
"""Values that every form shows but for a few old ones."""
_OVERLOOKED_ON_PICTURES: Final = ("exam_title",)
"""A value that a PDF may lack: some systems name a test by its code alone."""
_GRADE_ONLY_TESTS: Final = frozenset({"PRE", "RIG", "RMC", "RMP"})
_GRADE_ONLY_UNTIL: Final = date(2020, 1, 10)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the evidence says about a report as a whole."""

    confidence: float
    """0 to 1; never above the least certain value."""
    needs_review: bool
    reasons: tuple[str, ...]
    """Sentences for the user, one per value or check to look at."""


@dataclass(frozen=True, slots=True)
class _Reason:
    sentence: str
    confidence: float
    """What is left of the report's confidence."""


def judge(report: KnowledgeTestReport, checks: Sequence[Check]) -> Judgement:
    """Weigh the evidence for a report.

    Args:
        report: As read.
        checks: The cross-checks made on it.

    Returns:
        The confidence of the report and the reasons to look at it. Reasons come in the order of
        the form: fields, codes, then checks; last what there is to say about the file.
    """
    reasons = [
        *_field_reasons(report),
        *_gap_reasons(report),
        *_code_reasons(report),
        *_check_reasons(report, checks),
        *(_Reason(note, _AFTER_DOUBT) for note in report.notes),
    ]
    certain = [MOST_CERTAIN]
    certain += [field.confidence for _, field in _fields(report) if field.value is not None]
    certain += [code.confidence for code in report.codes]
    certain += [reason.confidence for reason in reasons]
    return Judgement(
        max(min(certain), 0.0), bool(reasons), tuple(reason.sentence for reason in reasons)
    )


def _fields(report: KnowledgeTestReport) -> Iterator[tuple[str, ReadValue[Any]]]:
    for name in FIELD_NAMES:
        yield name, getattr(report, name)


def _field_reasons(report: KnowledgeTestReport) -> Iterator[_Reason]:
    for name, field in _fields(report):
        label = LABELS[name]
        if field.doubt:
            yield _Reason(f"Check the {label}: {field.doubt}", _AFTER_DOUBT)
        elif field.value is None:
            if field.raw:
                yield _Reason(f"The {label} was found but could not be made out.", _AFTER_GAP)
        elif field.confidence < REVIEW_BELOW:
            how = "was repaired and is uncertain" if field.repaired else "is uncertain"
            yield _Reason(
                f"The {label} {how}: {_as_read(name, field)}, {field.confidence:.0%} sure.",
                field.confidence,
            )


def _as_read(name: str, field: ReadValue[Any]) -> str:
    # The ID of old reports may be a social security number; no sentence repeats it.
    if name == "applicant_id" or not field.raw:
        return "compare it with the page"
    return f'read as "{field.raw}"'


def _gap_reasons(report: KnowledgeTestReport) -> Iterator[_Reason]:
    """Values that every report prints and that were not found at all."""
    missing = [name for name in _ALWAYS_PRINTED if _is_absent(getattr(report, name))]
    if _is_absent(report.ftn) and _is_absent(report.applicant_id):
        missing.append("ftn")
    if _is_absent(report.score) and not _may_show_grade_only(report):
        missing.append("score")
    exam_date = report.exam_date.value
    if report.read_by is not ReadBy.PDF_TEXT or (
        exam_date is not None and exam_date >= FIRST_DAY_OF_FTN
    ):
        # On a picture a value that is not found is one that was overlooked; and the form of today
        # prints both.
        missing += [name for name in _OVERLOOKED if _is_absent(getattr(report, name))]
    if report.read_by is not ReadBy.PDF_TEXT:
        missing += [name for name in _OVERLOOKED_ON_PICTURES if _is_absent(getattr(report, name))]
    # Whether the report of a failed test prints the date is not known; a picture may hide it.
    may_print_none = report.grade.value is Grade.FAIL and report.read_by is ReadBy.PDF_TEXT
    if _is_absent(report.expiration_date) and not may_print_none:
        missing.append("expiration_date")
    for name in FIELD_NAMES:
        if name in missing:
            yield _Reason(f"The {LABELS[name]} was not found.", _AFTER_GAP)


def _is_absent(field: ReadValue[Any]) -> bool:
    """Whether nothing was found of a value, not even the place where a form would print it."""
    return field.value is None and not field.raw and not field.doubt and field.place is None


def _may_show_grade_only(report: KnowledgeTestReport) -> bool:
    exam_date = report.exam_date.value
    return (
        report.grade.value is not None
        and report.exam_code.value in _GRADE_ONLY_TESTS
        and exam_date is not None
        and exam_date <= _GRADE_ONLY_UNTIL
    )


def _code_reasons(report: KnowledgeTestReport) -> Iterator[_Reason]:
    for code in report.codes:
        if code.confidence < REVIEW_BELOW:
            how = "was repaired and is uncertain" if code.repaired else "is uncertain"
            yield _Reason(
                f'The code {code.code} {how}: read as "{code.read_as}", '
                f"{code.confidence:.0%} sure.",
                code.confidence,
            )
    for unresolved in report.unresolved_codes:
        could_be = (
            f"could be {' or '.join(unresolved.candidates)}"
            if unresolved.candidates
            else "is like no code that exists"
        )
        if unresolved.candidates == (unresolved.read_as,):
            sentence = f"The code {unresolved.read_as} does not stand in the list"
        else:
            sentence = f'The code read as "{unresolved.read_as}" {could_be}'
        yield _Reason(f"{sentence}; it is not counted.", _AFTER_GAP)
    if any(code.family is CodeFamily.SUBJECT_MATTER for code in report.codes):
        yield _Reason(
            "The codes are of the system of AC 60-25, which cannot be checked here.", _AFTER_DOUBT
        )


def _check_reasons(report: KnowledgeTestReport, checks: Sequence[Check]) -> Iterator[_Reason]:
    for check in checks:
        if check.outcome is Outcome.CONFLICT:
            yield _Reason(check.detail, _AFTER_CONFLICT)
        elif check.outcome is Outcome.WARNING and _is_looked_at(check, report):
            yield _Reason(check.detail, _AFTER_WARNING)


def _is_looked_at(warning: Check, report: KnowledgeTestReport) -> bool:
    when = WHEN_TO_LOOK.get(warning.id, Look.ALWAYS)
    if when is Look.IF_A_PICTURE:
        return report.read_by is not ReadBy.PDF_TEXT
    if when is Look.IF_CODES_ARE_UNCLEAR:
        return any(code.repaired or code.confidence < _CLEAR for code in report.codes)
    return True
