"""What the catalogue answers with."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, Literal

from aktr.acs.code import CodeFamily


class ElementSort(StrEnum):
    """What a code stands for, as the standards call it."""

    KNOWLEDGE = "knowledge"
    RISK_MANAGEMENT = "risk management"
    SKILL = "skill"
    LEARNING_STATEMENT = "learning statement"


@dataclass(frozen=True, slots=True)
class SubElement:
    """One item of the list that an element heads."""

    code: str
    """The code of the sub-element, "PA.I.B.K1a"."""
    description: str
    """Its own wording, without its letter and without its element's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeEntry:
    """One code, with the wording of one edition."""

    code: str
    """The code as printed, "PA.I.B.K1a" or "PLT044"."""
    family: CodeFamily
    kind: ElementSort
    description: str
    """Official wording, without the letter of a sub-element.

    "[Archived]" for an archived code; "[Wording not held]" for a day before it was archived, if the
    edition of that day is not held.
    """
    parent_code: str | None = None
    """The element a sub-element belongs to."""
    parent_description: str | None = None
    """Official wording of the parent in the same edition; a sub-element means little without it.

    The former wording where the parent is archived too.
    """
    sub_elements: tuple[SubElement, ...] = ()
    """What the same edition lists under an element, archived ones left out.

    A report that prints "PA.VI.A.K4" means all of it, and "Selection of appropriate:" alone says
    nothing.
    """
    area: str = ""
    """Area of operation as a roman numeral; "" for a learning statement."""
    area_title: str = ""
    task: str = ""
    """Task letter; "" for a learning statement."""
    task_title: str = ""
    document: str
    """Number of the edition that answers, "FAA-S-ACS-6C"."""
    document_title: str
    edition_effective: date | None
    """Day from which that edition is in force."""
    edition_note: str | None = None
    """Why another edition than the one in force on the day answers, or what is not held of it."""
    in_force: bool = True
    """Whether the answering edition was in force on the day asked for."""
    in_edition_in_force: bool | None = True
    """Whether the edition in force on that day has the code; None when that is not known."""
    archived: bool = False
    former_text: str | None = None
    """Wording of an archived code before it was archived, also for a day when it was not yet."""
    former_document: str | None = None
    """Where the former wording was taken from."""
    printed_page: int | None = None
    """Page number as printed in the document."""
    pdf_page: int | None = None
    """Page of the PDF file, from 1."""
    references: tuple[str, ...] = ()
    """What the task's "References" name, one publication each: "14 CFR part 91"."""
    references_borrowed_from: str | None = None
    """The sibling task that the references were taken from, if the task's own are not held."""
    objective: str = ""
    provenance: str
    """Where the wording comes from."""

    @property
    def task_id(self) -> str:
        """Prefix, area and task, "PA.I.C"; "" for a learning statement."""
        return f"{self.code[:2]}.{self.area}.{self.task}" if self.task else ""

    @property
    def is_worded(self) -> bool:
        """Whether the edition that answers says what the code means."""
        return self.description not in _NO_WORDINGS

    @property
    def full_description(self) -> str:
        """The wording with its parent's in front, or the former wording where there is none."""
        own = self.description if self.is_worded else self.former_text or self.description
        if self.parent_description and self.parent_description not in _NO_WORDINGS:
            return f"{self.parent_description} {own}"
        return own

    @property
    def wording(self) -> str:
        """All that the standard says of the code: with its parent, or with its sub-elements."""
        return in_full(self.full_description, self.sub_elements)


def in_full_if_known(description: str | None, sub_elements: Iterable[SubElement]) -> str | None:
    """As :func:`in_full`; None for a code whose wording is not held."""
    return None if description is None else in_full(description, sub_elements)


def in_full(description: str, sub_elements: Iterable[SubElement]) -> str:
    """The wording of an element with those of its sub-elements behind it.

    Args:
        description: Wording of the element: "Selection of appropriate:".
        sub_elements: What is listed under it; none for most codes, whose wording stays as it is.

    Returns:
        "Selection of appropriate: Routes; Altitudes".
    """
    listed = [one.description.rstrip(" .,;") for one in sub_elements]
    # Some standards print a full stop where others of the same wording have a colon.
    return f"{description.rstrip(' .:')}: {'; '.join(listed)}" if listed else description


ARCHIVED = "[Archived]"
"""What the standards print instead of the wording of an archived code."""

NOT_HELD = "[Wording not held]"
"""What stands there for a day before the code was archived, if no edition of that time is held."""

_NO_WORDINGS = frozenset({ARCHIVED, NOT_HELD})

PASSING_SCORE: Final = 70
"""Per cent that every test of the matrix asks for; what is taken for a test that is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnowledgeTest:
    """One row of the FAA's testing matrix, or a retired test."""

    code: str
    """Three letters, "PAR"."""
    title: str
    questions: int | None
    """Number of scored questions; None for a retired test whose number is not known."""
    minimum_age: int | None
    """Years; None where the matrix prints N/A or the test is retired."""
    allotted_minutes: int | None
    passing_score: int
    """Per cent."""
    prefixes: tuple[str, ...]
    """How the codes on the report begin: "PA", "AM.II", "PLT"; () when that is not known."""
    prints: Literal["acs", "lsc", "unknown"]
    """Which family of codes the report prints today."""
    validity_months: int
    """Calendar months after the month of the test until the report expires."""
    retired: bool = False
    mark: Literal["C", "D", "L", "G"] = "C"
    """How sure ``prefixes`` is: confirmed, one third-party data set, inferred, guessed."""

    def expects(self, code: str) -> bool | None:
        """Whether a report of this test may print the code; None when that is not known."""
        if not self.prefixes:
            return None
        return any(_begins(code, prefix) for prefix in self.prefixes)


def passing_score(test: KnowledgeTest | None) -> int:
    """Per cent needed to pass a test, also one that is not known."""
    return PASSING_SCORE if test is None else test.passing_score


def _begins(code: str, prefix: str) -> bool:
    separator = "" if len(prefix) == 3 else "."
    return code.startswith(prefix + separator)
