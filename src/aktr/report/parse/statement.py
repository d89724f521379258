"""Finds the block at the foot of a report that an instructor fills in by hand.

Names, dates, numbers and even codes are written there; none of them is a value of the report.
"""

import re
from collections.abc import Sequence
from typing import Final

from aktr.report.parse.sheet import SheetLine

_OPENS: Final = re.compile(
    r"INSTRUCTOR.{0,3}S? (?:STATEMENT|ENDORSEMENT|CERTIFICATION)|STATEMENT OF (?:AUTHORIZED )?"
    r"INSTRUCTOR|AUTHORIZED (?:INSTRUCTOR|AIRMAN|MECHANIC).{0,4} STATEMENT|ABOVE.NAMED? APPLICANT"
    r"|ADDITIONAL (?:INSTRUCTION|TRAINING)\b|CONSIDER(?:S)? THE APPLICANT|COMPETENT TO PASS"
    r"|RETEST (?:STATEMENT|ENDORSEMENT)|INSTRUCTOR.{0,3}S? (?:NAME|SIGNATURE)"
)
_CLOSES: Final = re.compile(
    r"FRAUDULENT|ISSUED BY|DO NOT LOSE|KNOWLEDGE TEST REPORT|COMPUTER TEST REPORT"
    r"|DEPARTMENT OF TRANSPORTATION|(?:EXAM|TEST) (?:ID|DATE|SITE|TITLE)\s*[:#]"
    r"|FAA TRACKING NUMBER|\bFTN\s*[:)]|\bSCORE\s*:|EXPIRATION|\bEXPIRES|LISTED BELOW REPRESENT"
    r"|SINGLE CODE MAY"
)


def find_statement(lines: Sequence[SheetLine]) -> frozenset[int]:
    """Indexes of the lines of the instructor's block.

    It begins at its heading or its certifying sentence, and ends where the form goes on.
    """
    inside = False
    found = set()
    for index, line in enumerate(lines):
        if not inside and not _may_open(line.text):
            continue
        upper = line.text.upper()
        if _OPENS.search(upper):
            inside = True
        elif inside and _CLOSES.search(upper):
            inside = False
        if inside:
            found.add(index)
    return frozenset(found)


def _may_open(text: str) -> bool:
    return (
        "nstruct" in text
        or "NSTRUCT" in text
        or "pplicant" in text
        or "tate" in text
        or (
            "TATE" in text
            or "APPLICANT" in text
            or "etest" in text
            or "RETEST" in text
            or "raining" in text
            or "ompetent" in text
        )
    )
