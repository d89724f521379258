"""How many codes a form says that it has, beside how many were read."""

import re
from collections.abc import Sequence
from typing import Final

from aktr.reading.page import ReadBy
from aktr.report.model import ReadCode, UnresolvedCode
from aktr.report.parse.lines.sheet import SheetLine

_KIND: Final = r"(?:(?:ACS|PLT|learning|statement|knowledge|missed|deficient|listed)\s+){0,3}"
_COUNTS: Final = (
    re.compile(
        rf"\b(?:total(?:\s+number)?(?:\s+of)?|(?:number|no\.?|count|#)\s*of)\s+{_KIND}codes?"
        r"(?:\s+(?:missed|listed|printed|shown))?\W{0,4}(\d{1,2})\b(?!\s*[%/.])",
        re.IGNORECASE,
    ),
    re.compile(r"\bcodes?(?:\s+(?:missed|listed))?\s*\((\d{1,2})\)", re.IGNORECASE),
    re.compile(
        r"(?<![\w.])(\d{1,2})\s+codes?\s+(?:are\s+)?(?:listed|missed|printed|shown|in\s+all)\b",
        re.IGNORECASE,
    ),
)
"""A number of codes; one of questions may be larger, for a code may stand for several."""


def other_count(
    lines: Sequence[SheetLine], codes: Sequence[ReadCode], unresolved: Sequence[UnresolvedCode]
) -> str | None:
    """What to say where a form counts its codes and other ones were read.

    Args:
        lines: The lines of the report.
        codes: The codes that count.
        unresolved: Those that are named and do not count.

    Returns:
        A sentence for the user; None where the numbers agree, or the form names none.
    """
    said = [
        int(match[1])
        for line in lines
        if line.page.read_by is not ReadBy.OCR and "ode" in line.text.lower()
        for pattern in _COUNTS
        if (match := pattern.search(line.text))
    ]
    read = {len(codes), len(codes) + len(unresolved), sum(code.times_read for code in codes)}
    if not said or not read.isdisjoint(said):
        return None
    return f"The form says that it has {said[0]} codes, but {len(codes)} were read."
