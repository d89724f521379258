"""The words that a report prints around its values, and the ways in which it may print a value.

The order and the sentence about several responses are described in print by flight schools; labels
and the rest of the wording follow the FAA's own texts as far as they are known. Which variants
occur on real reports is not known, so the samples use them all.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Field(StrEnum):
    """The values that stand beside a label."""

    NAME = "name"
    FTN = "ftn"
    APPLICANT_ID = "applicant-id"
    EXAM_ID = "exam-id"
    EXAM = "exam"
    EXAM_DATE = "exam-date"
    EXAM_SITE = "exam-site"
    SCORE = "score"
    GRADE = "grade"
    TAKE = "take"
    EXPIRATION = "expiration"


class DateFormat(StrEnum):
    """How a date is printed; 4 July 2026 in each."""

    PADDED = "07/04/2026"
    UNPADDED = "7/4/2026"
    DAY_FIRST = "04 JUL 2026"
    LONG = "July 4, 2026"

    def printed(self, day: date) -> str:
        """The date in this format."""
        if self is DateFormat.PADDED:
            return f"{day:%m/%d/%Y}"
        if self is DateFormat.UNPADDED:
            return f"{day.month}/{day.day}/{day.year}"
        month = _MONTHS[day.month - 1]
        if self is DateFormat.DAY_FIRST:
            return f"{day.day:02d} {month[:3].upper()} {day.year}"
        return f"{month} {day.day}, {day.year}"


class Separator(StrEnum):
    """What stands between two codes."""

    BLANK = " "
    COMMA = ", "
    TIGHT_COMMA = ","
    SEMICOLON = "; "
    LINE = "\n"
    COLUMN = "\t"


def exam_title(matrix_title: str, exam_code: str, *, companion_spelling: bool) -> str:
    """Title and code as printed: "Private Pilot Airplane (PAR)".

    Args:
        matrix_title: The title in the testing matrix.
        exam_code: The three-letter code.
        companion_spelling: Spell a mechanic test as FAA-G-ACS-1 does.
    """
    if companion_spelling and matrix_title.startswith("Aviation Maintenance Technician "):
        part = matrix_title.rsplit(" ", maxsplit=1)[-1]
        matrix_title = f"Aviation Mechanic Technician - {part}"
    return f"{matrix_title} ({exam_code})"


def title_case(label: str) -> str:
    """A label in title case, its abbreviations kept: "FAA Tracking Number (FTN)"."""
    words = label.split(" ")
    return " ".join(word if word in _ABBREVIATIONS else word.capitalize() for word in words)


def _labels(row: str) -> Mapping[Field, str]:
    labels = (label.strip() for label in row.split("|"))
    return MappingProxyType(dict(zip(Field, labels, strict=True)))


LABEL_SETS: Final = (
    _labels(
        "NAME | FAA TRACKING NUMBER (FTN) | APPLICANT ID | EXAM ID | EXAM | EXAM DATE | EXAM SITE"
        " | SCORE | GRADE | TAKE | EXPIRATION DATE"
    ),
    _labels(
        "APPLICANT NAME | FTN | APPLICANT ID NUMBER | EXAM ID | EXAM TITLE | DATE | SITE"
        " | SCORE | GRADE | TAKE | EXPIRES"
    ),
    _labels(
        "APPLICANT NAME | FAA TRACKING NUMBER | ID NUMBER | EXAM ID | EXAM | EXAM DATE | EXAM SITE"
        " | SCORE | GRADE | TAKE | EXPIRATION"
    ),
    _labels(
        "NAME | FTN | APPLICANT ID | EXAM ID | EXAM TITLE | DATE | SITE"
        " | SCORE | GRADE | TAKE | EXPIRATION DATE"
    ),
)
"""Labels in capitals and without colons."""

LETTERHEADS: Final = (
    (
        "U.S. DEPARTMENT OF TRANSPORTATION",
        "Federal Aviation Administration",
        "Airman Knowledge Test Report",
    ),
    (
        "DEPARTMENT OF TRANSPORTATION",
        "FEDERAL AVIATION ADMINISTRATION",
        "AIRMAN KNOWLEDGE TEST REPORT",
    ),
)
CATS_LETTERHEAD: Final = (
    "U.S. DEPARTMENT OF TRANSPORTATION",
    "FEDERAL AVIATION ADMINISTRATION",
    "Airman Computer Test Report",
)

ACS_PARAGRAPHS: Final = (
    (
        "The Airman Certification Standards (ACS) codes listed below represent incorrectly "
        "answered questions. These ACS codes and their associated Areas of "
        "Operation/Tasks/Elements may be found in the appropriate ACS document at "
        "http://www.faa.gov/training_testing/testing/acs."
    ),
    "A single code may represent more than one incorrect response.",
)
STATEMENT_PARAGRAPHS: Final = (
    (
        "Learning statement codes listed below represent incorrectly answered questions. Learning "
        "statement codes and their associated statements can be found in the Learning Statement "
        "Reference Guide at www.faa.gov/training_testing/testing."
    ),
    (
        "Reference material associated with the learning statement codes can be found in the "
        "appropriate knowledge test guide at www.faa.gov/training_testing/testing/test_guides."
    ),
    "A single code may represent more than one incorrect response.",
)

KEEP_NOTICE: Final = "DO NOT LOSE THIS REPORT"
FRAUD_WARNING: Final = (
    "FRAUDULENT ALTERATION OF THIS FORM BY ANY PERSON IS A BASIS FOR SUSPENSION OR REVOCATION OF "
    "ANY CERTIFICATES OR RATINGS HELD BY THAT PERSON."
)
ISSUERS: Final = MappingProxyType(
    {"PSI": "PSI Services LLC", "LaserGrade": "LaserGrade LP", "CATS": "CATS"}
)

_ABBREVIATIONS: Final = frozenset({"FAA", "FTN", "(FTN)", "ID"})
_MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
