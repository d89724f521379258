"""Reads subject matter knowledge codes, which reports had before learning statement codes."""

import re
from collections.abc import Sequence
from typing import Final

from aktr.acs.code import CodeFamily
from aktr.report.parse.codes.broken import FoundCode
from aktr.report.parse.lines.sheet import SheetLine, words_between

_SEPARATORS: Final = re.compile(r"[\W\d_]*")
_SUBJECT_MATTER: Final = re.compile(r"(?<![A-Za-z0-9])[A-Z]\d{2,3}(?![A-Za-z0-9])")


def subject_matter_codes(lines: Sequence[SheetLine], skipped: frozenset[int]) -> list[FoundCode]:
    """Codes of AC 60-25 on reports from before about 2005, in lines that hold nothing else."""
    if not any("SUBJECT MATTER" in line.text.upper() for line in lines):
        return []
    found = []
    for index, line in enumerate(lines):
        if index in skipped or not _SEPARATORS.fullmatch(_SUBJECT_MATTER.sub("", line.text)):
            continue
        for match in _SUBJECT_MATTER.finditer(line.text):
            words = tuple(words_between(line.words, *match.span()))
            found.append(
                FoundCode(
                    index,
                    match.start(),
                    match.group(),
                    CodeFamily.SUBJECT_MATTER,
                    True,
                    line,
                    words,
                )
            )
    return found
