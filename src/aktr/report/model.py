"""What one knowledge test report says, with where and how each value was read.

A value is never more certain than its evidence: ``None`` stands for "not read", never a filler.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final, Generic, TypeVar

from aktr.acs.code import CodeFamily
from aktr.reading.page import ReadBy

ValueT = TypeVar("ValueT")

FTN: Final = re.compile(r"[A-Z]\d{7}", re.ASCII)
"""The form of a whole FTN."""


class Grade(StrEnum):
    """The outcome printed on the report."""

    PASS = "Pass"  # noqa: S105 - the word printed on the form, no secret
    FAIL = "Fail"


@dataclass(frozen=True, slots=True)
class Place:
    """Where on the paper a value stands, so that it can be shown to a person.

    Edges are fractions (0 to 1) of the upright page, from its top left corner.
    """

    page: int
    """Position of the page in the file, from 1."""
    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> float:
        """Half way from top to bottom."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class ReadValue(Generic[ValueT]):
    """One field of a report as it was read."""

    value: ValueT | None = None
    """The value, or None where nothing certain could be made of what is printed."""
    raw: str | None = None
    """The characters as read, or None where the field was not found."""
    place: Place | None = None
    """Where they stand on the page; without any, where a form would print them that has none."""
    confidence: float = 0.0
    """How sure the reading is, 0 to 1; 0 where there is no value."""
    repaired: bool = False
    """Whether the value differs from what was read by more than its format."""
    doubt: str | None = None
    """A sentence for the user on why this value should be looked at, or None."""


@dataclass(frozen=True, slots=True)
class ReadCode:
    """One code of the list of missed subjects, as it was read."""

    code: str
    """The code in its official spelling, for example ``PA.I.C.K2`` or ``PLT078``."""
    read_as: str
    """The characters as read."""
    family: CodeFamily
    place: Place | None = None
    confidence: float = 1.0
    repaired: bool = False
    times_read: int = 1
    """How often the code was found; a report prints each code once."""


@dataclass(frozen=True, slots=True)
class UnresolvedCode:
    """Something in the code list that looks like a code and is not clearly any one."""

    read_as: str
    place: Place | None
    candidates: tuple[str, ...] = ()
    """Codes that it could be, best first; none of them is counted anywhere."""


@dataclass(frozen=True, slots=True)
class KnowledgeTestReport:
    """One Airman Knowledge Test Report."""

    read_by: ReadBy
    pages: tuple[int, ...]
    """The pages of the file on which it stands, from 1."""
    name: ReadValue[str] = field(default_factory=ReadValue)
    """The applicant, in the order and case of the print."""
    ftn: ReadValue[str] = field(default_factory=ReadValue)
    """FAA tracking number: a capital letter and seven digits."""
    applicant_id: ReadValue[str] = field(default_factory=ReadValue)
    """Applicant ID of reports before 2020-01-13; may be a social security number."""
    exam_id: ReadValue[str] = field(default_factory=ReadValue)
    """Knowledge test exam ID: 17 digits."""
    exam_title: ReadValue[str] = field(default_factory=ReadValue)
    """Title of the test as printed, without its code."""
    exam_code: ReadValue[str] = field(default_factory=ReadValue)
    """Three-letter test code, for example ``PAR``."""
    exam_date: ReadValue[date] = field(default_factory=ReadValue)
    exam_site: ReadValue[str] = field(default_factory=ReadValue)
    """Code of the testing centre, for example ``ABS60104``."""
    score: ReadValue[int] = field(default_factory=ReadValue)
    """Per cent of the questions answered correctly, 0 to 100."""
    grade: ReadValue[Grade] = field(default_factory=ReadValue)
    take: ReadValue[int] = field(default_factory=ReadValue)
    """1 for the first attempt at this test."""
    expiration_date: ReadValue[date] = field(default_factory=ReadValue)
    codes: tuple[ReadCode, ...] = ()
    """The missed subjects in printed order, each once."""
    unresolved_codes: tuple[UnresolvedCode, ...] = ()
    notes: tuple[str, ...] = ()
    """Sentences for the user on how the file was read; each is a reason to look at the paper."""

    @property
    def exam(self) -> str | None:
        """Title and code as the form prints them: ``Private Pilot Airplane (PAR)``."""
        title, code = self.exam_title.value, self.exam_code.value
        if title and code:
            return f"{title} ({code})"
        return title or code


FIELD_NAMES = (
    "name",
    "ftn",
    "applicant_id",
    "exam_id",
    "exam_title",
    "exam_code",
    "exam_date",
    "exam_site",
    "score",
    "grade",
    "take",
    "expiration_date",
)
"""The single-valued fields of a report, in the order in which they are shown."""
