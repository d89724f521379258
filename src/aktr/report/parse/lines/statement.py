"""Finds the block at the foot of a report that an instructor fills in by hand.

Names, dates, numbers and even codes are written there; none of them is a value of the report.
"""

from collections.abc import Sequence

from aktr.reading.statement import closes_statement, opens_statement
from aktr.report.parse.lines.sheet import SheetLine


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
        if opens_statement(upper):
            inside = True
        elif inside and closes_statement(upper):
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
