"""How sure something is, in the three grades that people are shown."""

from enum import StrEnum
from typing import Any, Final

from aktr.report.confidence import REVIEW_BELOW
from aktr.report.model import ReadValue

_HIGH_FROM: Final = 0.95


class Certainty(StrEnum):
    """How sure a value, a code or a report is, in three grades; see docs/confidence.md."""

    HIGH = "high"
    """May be relied on."""
    MEDIUM = "medium"
    """Put right or faint, and confirmed by its form or by the standards; no look is needed."""
    LOW = "low"
    """A person has to look at it before it is relied on."""

    @classmethod
    def of(cls, confidence: float) -> "Certainty":
        """The grade of a confidence, 0 to 1."""
        if confidence < REVIEW_BELOW:
            return cls.LOW
        return cls.HIGH if confidence >= _HIGH_FROM else cls.MEDIUM

    @classmethod
    def of_field(cls, field: ReadValue[Any]) -> "Certainty | None":
        """The grade of a field; None where no characters were found for it.

        A doubted value is of the lowest grade however clear its characters are.
        """
        if field.doubt:
            return cls.LOW
        if field.value is None:
            return cls.LOW if field.raw else None
        return cls.of(field.confidence)
