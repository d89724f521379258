"""A report together with what its codes mean and what its cross-checks said."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from aktr.acs.model import SubElement
from aktr.report.model import KnowledgeTestReport, Place


class Severity(StrEnum):
    """What a broken rule means (aktr-format rules: H, S, I)."""

    HARD = "hard"
    """A contradiction: one of the values is misread or the report is altered."""
    SOFT = "soft"
    """Unusual; worth a look."""
    INFORM = "inform"
    """A fact worth knowing; nothing is wrong."""


class Outcome(StrEnum):
    """What a cross-check found."""

    OK = "ok"
    WARNING = "warning"
    CONFLICT = "conflict"
    NOT_APPLICABLE = "not-applicable"


@dataclass(frozen=True, slots=True)
class Check:
    """One cross-check of a report against itself or against the standards."""

    id: str
    """Stable word, for example ``score-possible``."""
    outcome: Outcome
    detail: str
    """A sentence for the user: what was compared and what came out."""
    severity: Severity
    source: str
    """Document and paragraph the rule rests on."""


@dataclass(frozen=True, slots=True)
class ExplainedCode:
    """A missed code with the wording in force on the day of the test."""

    code: str
    read_as: str
    repaired: bool
    confidence: float
    place: Place | None
    family: str
    """``acs``, ``learning-statement`` or ``subject-matter``."""
    known: bool
    """Whether any edition of a standard holds the code."""
    description: str | None
    """Official wording, with the parent's before it for a sub-element; None if unknown."""
    kind: str | None
    """knowledge, risk management, skill or learning statement."""
    area: str | None
    """Roman numeral of the area of operation."""
    area_title: str | None
    task: str | None
    """Letter of the task."""
    task_title: str | None
    document: str | None
    """Standard and edition, for example ``FAA-S-ACS-6C``."""
    page_number: int | None
    """Printed page of that document."""
    references: tuple[str, ...] = ()
    sub_elements: tuple[SubElement, ...] = ()
    """What is listed under an element, all of which a report means that prints its code."""
    note: str | None = None
    """Anything to know about the wording: another edition, archived, borrowed references."""


@dataclass(frozen=True, slots=True)
class CheckedReport:
    """Everything known about one report."""

    report: KnowledgeTestReport
    codes: tuple[ExplainedCode, ...]
    """The report's codes, in the same order."""
    checks: tuple[Check, ...]
    confidence: float
    """How sure the report as a whole is, 0 to 1: never above its least certain value."""
    needs_review: bool
    review_reasons: tuple[str, ...]
    """Sentences for the user, one per value or check to look at."""
    checked_on: date
