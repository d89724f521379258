"""The shape of a cross-check rule, and what it is given to look at."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from aktr.acs.catalogue import Catalogue
from aktr.acs.model import KnowledgeTest
from aktr.report.checked import Check, Outcome, Severity
from aktr.report.model import KnowledgeTestReport


@dataclass(frozen=True, slots=True)
class Evidence:
    """A report and everything it is compared with."""

    report: KnowledgeTestReport
    catalogue: Catalogue
    today: date
    """The day on which the report is checked."""
    test: KnowledgeTest | None
    """The test whose code is on the report; None if the code was not read or is not known."""

    @classmethod
    def of(cls, report: KnowledgeTestReport, catalogue: Catalogue, today: date) -> "Evidence":
        """Look up the report's test."""
        code = report.exam_code.value
        return cls(report, catalogue, today, catalogue.knowledge_test(code) if code else None)


class Verdict(Enum):
    """What a rule says; the rule's severity makes an outcome of it."""

    HOLDS = "holds"
    BROKEN = "broken"
    SILENT = "silent"
    """The rule does not apply, or a value it needs was not read."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A verdict with the sentence for the user."""

    verdict: Verdict
    detail: str
    severity: Severity | None = None
    """Where it differs from the rule's own: some rules are less certain for some tests."""


def holds(detail: str, severity: Severity | None = None) -> Finding:
    """The values agree."""
    return Finding(Verdict.HOLDS, detail, severity)


def broken(detail: str, severity: Severity | None = None) -> Finding:
    """The values contradict each other."""
    return Finding(Verdict.BROKEN, detail, severity)


def silent(detail: str) -> Finding:
    """There is nothing to compare."""
    return Finding(Verdict.SILENT, detail)


@dataclass(frozen=True, slots=True)
class Rule:
    """One cross-check. A rule compares values and never changes one."""

    id: str
    """Stable word; clients may rely on it."""
    severity: Severity
    source: str
    """Document and paragraph the rule rests on."""
    judge: Callable[[Evidence], Finding]

    def apply(self, evidence: Evidence) -> Check:
        """Judge a report."""
        finding = self.judge(evidence)
        severity = finding.severity or self.severity
        return Check(
            self.id, _outcome(finding.verdict, severity), finding.detail, severity, self.source
        )


def _outcome(verdict: Verdict, severity: Severity) -> Outcome:
    if verdict is Verdict.SILENT:
        return Outcome.NOT_APPLICABLE
    if verdict is Verdict.HOLDS or severity is Severity.INFORM:
        return Outcome.OK
    return Outcome.CONFLICT if severity is Severity.HARD else Outcome.WARNING
