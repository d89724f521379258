"""Codes in a column of their own beside which a sentence runs on that has nothing to do with them.

CA.I.G.R1      Airman Certification Standards (ACS) codes listed below
CA.IV.N.K1     represent incorrectly answered questions.
CA.IX.C.K2d    ACS codes and the associated Areas of Operation, ...
"""

from collections.abc import Iterator, Sequence
from typing import Final

from aktr.reading.page import ReadBy
from aktr.report.parse.codes.broken import FoundCode, in_doubt
from aktr.report.parse.lines.sheet import SheetLine, words_between
from aktr.report.values.code_text import find_codes

_SAME_EDGE: Final = 0.1
"""Distance between the left edges of codes in one column, in line heights."""
_APART: Final = 1.2
"""Gap between a column of codes and a text beside it, at least, in line heights."""
_BOTH: Final = 2
"""The lines above and below."""


def codes_beside_text(
    lines: Sequence[SheetLine], skipped: frozenset[int], found: Sequence[FoundCode]
) -> Iterator[FoundCode]:
    """Codes that begin lines right between those of the list, whatever stands beside them.

    At an end of the list, a code with a sentence behind it may be explained there: it is in doubt.

    Args:
        lines: The lines of the sheet.
        skipped: Lines of the instructor's block.
        found: The codes of the list.
    """
    edges = {code.line_index: code.line.left for code in found if code.start == 0}
    waiting = sorted({near for index in edges for near in (index - 1, index + 1)} - edges.keys())
    for index in waiting:
        if index in skipped or not 0 <= index < len(lines):
            continue
        line = lines[index]
        beside = [edges[near] for near in (index - 1, index + 1) if near in edges]
        aligned = [edge for edge in beside if abs(edge - line.left) <= _SAME_EDGE * line.height]
        matches = find_codes(line.text)
        if not aligned or len(matches) != 1 or matches[0].start != 0:
            continue
        words = words_between(line.words, 0, matches[0].end)
        rest = line.words[len(words) :]
        is_apart = bool(rest) and rest[0].box[0] - words[-1].box[2] > _APART * line.height
        if is_apart and line.page.read_by is ReadBy.PDF_TEXT:
            is_sure = len(aligned) == _BOTH
            yield FoundCode.of(matches[0], index, line, words if is_sure else in_doubt(words))
