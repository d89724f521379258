"""The grammar of the codes that a test report prints.

Three families exist: codes of the Airman Certification Standards (``PA.I.B.K1a``), learning
statement codes of tests whose standard is still older (``PLT044``), and the subject matter
knowledge codes of AC 60-25 on reports from before about 2005 (``H301``). The grammar says what is
well formed; only :mod:`aktr.acs.catalogue` says what exists.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal

ElementKind = Literal["K", "R", "S"]

ROMAN_AREAS: Final = (
    "I", "II", "III", "IV", "V", "VI", "VII", "VIII",
    "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI",
)  # fmt: skip
"""The numerals of areas of operation; XVI is the largest that any standard uses."""

SUB_ELEMENT_LETTERS: Final = "abcdefghijklm"
"""The letters that sub-elements have; m is the last that any standard uses."""

_AREA: Final = r"(?:X(?:VI?|IV|I{0,3})|IX|IV|VI{0,3}|I{1,3})"

ACS_CODE_PATTERN: Final = rf"[A-Z]{{2}}\.{_AREA}\.[A-P]\.[KRS][1-9]\d?[{SUB_ELEMENT_LETTERS}]?"
"""Regular expression of an ACS code, without anchors or groups."""

LEARNING_STATEMENT_PREFIXES: Final = ("PLT", "AMG", "AMA", "AMP", "RIG", "IAR")
LEARNING_STATEMENT_PATTERN: Final = rf"(?:{'|'.join(LEARNING_STATEMENT_PREFIXES)})\d{{3}}"
"""Regular expression of a learning statement code, without anchors or groups."""

SUBJECT_MATTER_PATTERN: Final = r"[A-Z]\d{2,3}"
"""Regular expression of a subject matter knowledge code of AC 60-25, without anchors or groups."""

_ACS_PARTS: Final = re.compile(
    rf"([A-Z]{{2}})\.({_AREA})\.([A-P])\.([KRS])([1-9]\d?)([{SUB_ELEMENT_LETTERS}]?)", re.ASCII
)
_LEARNING_STATEMENT: Final = re.compile(LEARNING_STATEMENT_PATTERN, re.ASCII)
_BETWEEN: Final = r"[\s.,_-]{0,3}"
_ACS_TYPED: Final = re.compile(
    rf"([A-Z]{{2}}){_BETWEEN}({_AREA}){_BETWEEN}([A-P]){_BETWEEN}([KRS])"
    rf"{_BETWEEN}0?([1-9]\d?)\s?([{SUB_ELEMENT_LETTERS}]?)",
    re.ASCII | re.IGNORECASE,
)
_LEARNING_STATEMENT_TYPED: Final = re.compile(
    rf"({'|'.join(LEARNING_STATEMENT_PREFIXES)})[\s.-]?(\d{{3}})", re.ASCII | re.IGNORECASE
)
_SUBJECT_MATTER: Final = re.compile(SUBJECT_MATTER_PATTERN, re.ASCII)


class CodeFamily(StrEnum):
    """Which system of codes a code belongs to."""

    ACS = "acs"
    LEARNING_STATEMENT = "learning-statement"
    SUBJECT_MATTER = "subject-matter"


def family_of(text: str) -> CodeFamily | None:
    """The family whose grammar the whole text follows, or None.

    Says nothing about whether such a code exists.
    """
    if _ACS_PARTS.fullmatch(text):
        return CodeFamily.ACS
    if _LEARNING_STATEMENT.fullmatch(text):
        return CodeFamily.LEARNING_STATEMENT
    if _SUBJECT_MATTER.fullmatch(text):
        return CodeFamily.SUBJECT_MATTER
    return None


def as_printed(text: str) -> str:
    """A code as the standards print it, however its letters and marks were typed.

    Args:
        text: "pa.i.b.k1a", "PA,I,B,K1A", "PA I B K1a" or "PAIBK1a"; "plt-044".

    Returns:
        "PA.I.B.K1a", "PLT044". Anything that is no code comes back as it is: characters are not
        exchanged, and whether the code exists is not asked.
    """
    if family_of(text):
        return text
    match = _ACS_TYPED.fullmatch(text.strip())
    if match:
        prefix, area, task, kind, number, letter = match.groups()
        return f"{prefix}.{area}.{task}.{kind}{number}".upper() + letter.lower()
    statement = _LEARNING_STATEMENT_TYPED.fullmatch(text.strip())
    return f"{statement[1].upper()}{statement[2]}" if statement else text


@dataclass(frozen=True, slots=True)
class AcsCode:
    """A well-formed ACS code, taken apart."""

    prefix: str
    """Two capitals that name the standard, "PA" for private pilot airplane."""
    area: str
    """Area of operation as a roman numeral, "I" to "XVI"."""
    task: str
    """One capital, "A" to "P"."""
    kind: ElementKind
    """K for knowledge, R for risk management, S for skill."""
    number: int
    """Number of the element within its kind, from 1."""
    letter: str
    """Letter of the sub-element, or "" for an element."""

    @classmethod
    def parse(cls, text: str) -> "AcsCode":
        """Take a code apart.

        Raises:
            ValueError: The text is not exactly one ACS code.
        """
        match = _ACS_PARTS.fullmatch(text)
        if match is None:
            raise ValueError(
                f"{text!r} is not an ACS code; one looks like PA.I.B.K1 or PA.I.B.K1a."
            )
        prefix, area, task, kind, number, letter = match.groups()
        return cls(prefix, area, task, _KINDS[kind], int(number), letter)

    @property
    def text(self) -> str:
        """The code as it is printed."""
        return f"{self.task_id}.{self.kind}{self.number}{self.letter}"

    @property
    def task_id(self) -> str:
        """Prefix, area and task: "PA.I.C"."""
        return f"{self.prefix}.{self.area}.{self.task}"

    @property
    def area_id(self) -> str:
        """Prefix and area: "PA.I"."""
        return f"{self.prefix}.{self.area}"

    @property
    def parent(self) -> str | None:
        """The element that a sub-element belongs to: "PA.I.B.K1" of "PA.I.B.K1a", else None."""
        return f"{self.task_id}.{self.kind}{self.number}" if self.letter else None

    @property
    def sort_key(self) -> tuple[str, int, str, str, int, str]:
        """Orders codes as the standards print them: area IX before X, K2 before K10."""
        area = ROMAN_AREAS.index(self.area)
        return (self.prefix, area, self.task, self.kind, self.number, self.letter)


_KINDS: Final[dict[str, ElementKind]] = {"K": "K", "R": "R", "S": "S"}
