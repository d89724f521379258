"""Codes that a picture shows twice among others that it shows once.

A report prints each code once, however many questions it stands for (the sentence "A single code
may represent more than one incorrect response"). On coarse print one of two like codes is taken
for the other, and would be lost: R2c beside R2e.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

from aktr.reading.page import ReadBy
from aktr.report.model import ReadCode
from aktr.report.parse.lines.sheet import SheetLine

_ONE_IS_ANOTHER: Final = 0.7
"""Confidence in a code that may have been read in place of another one."""


def with_repeats_doubted(
    codes: Collection[ReadCode], lines: Sequence[SheetLine]
) -> tuple[ReadCode, ...]:
    """The codes, with those in doubt that were read more than once.

    Where most of a list stands twice, the form repeats it, with the wordings of the codes or by
    areas, and nothing is in doubt.

    Args:
        codes: The codes of a report, each once.
        lines: The lines of its sheet.
    """
    repeated = [code for code in codes if code.times_read > 1]
    is_picture = bool(lines) and lines[0].page.read_by is ReadBy.OCR
    if not is_picture or 2 * len(repeated) >= len(codes):
        return tuple(codes)
    return tuple(
        replace(code, confidence=min(code.confidence, _ONE_IS_ANOTHER))
        if code.times_read > 1
        else code
        for code in codes
    )
