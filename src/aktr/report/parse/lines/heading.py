"""The heading of a test report, in the words of different years."""

import re
from typing import Final

from aktr.acs.nearest import edits

_OF_FORM: Final = r"(?:U\W*S\W*)?DEPARTMENT OF TRANSPORTATION|FEDERAL AVIATION ADMINISTRATION"
LETTERHEAD: Final = re.compile(_OF_FORM, re.IGNORECASE)
"""Whose form it is, as it stands above the heading, or beside it."""
_HEADING: Final = re.compile(
    rf"^\W*(?:(?:{_OF_FORM})\W*){{0,2}}"
    r"(?:AIRM[AE]N (?:KNOWLEDGE|COMPUTER) TEST REPORT|(?:AIRMAN )?COMPUTER TEST REPORT"
    r"|KNOWLEDGE TEST REPORT)\W*(?:AKTR)?\W*(?:(?:RECORD|REPORT|TEST|NO|NUMBER)?\W*\d{1,3}"
    r"(?:\s*(?:OF|/)\s*\d{1,3})?\W*)?"
    rf"(?:(?:{_OF_FORM})\W*){{0,2}}$",
    re.IGNORECASE,
)
"""Several of a page may be counted: "Airman Knowledge Test Report - record 1 of 2"."""
NEIGHBOURS_IN_HEADING: Final = frozenset(
    {("AIRMAN", "KNOWLEDGE"), ("AIRMAN", "COMPUTER"), ("TEST", "REPORT")}
)
"""Words of the heading side by side, in capitals; some of them are labels elsewhere."""

_LETTERS: Final = (
    "AIRMANKNOWLEDGETESTREPORT",
    "AIRMENKNOWLEDGETESTREPORT",
    "AIRMANCOMPUTERTESTREPORT",
    "KNOWLEDGETESTREPORT",
    "COMPUTERTESTREPORT",
)
_WRONG_LETTERS: Final = 3


def is_heading(text: str) -> bool:
    """Whether a line is the heading of a report and nothing else."""
    return _HEADING.match(text) is not None


def may_be_heading(text: str) -> bool:
    """Whether a line of a picture is the heading of a report but for a few letters."""
    letters = "".join(filter(str.isalpha, text.upper()))
    return any(edits(letters, heading, _WRONG_LETTERS) <= _WRONG_LETTERS for heading in _LETTERS)
