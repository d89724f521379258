"""Codes of a paragraph that tells the subject of each behind it, and wraps where it will.

PA.II.D.K3 (Light gun signals); PA.III.A.R2 (NOTAMs and
TFRs); PA.III.B.K4 (Density altitude (and its effects)).
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from aktr.report.parse.codes.broken import FoundCode
from aktr.report.parse.lines.sheet import SheetLine, words_between
from aktr.report.values.code_text import MENTION, CodeMatch, find_codes

_LONGEST: Final = 240
"""Characters of what is told of one code, at most."""
_NEXT: Final = re.compile(r"\s*[;,.]?\s*(?:and\s+)?")
"""What stands between an entry and the next code."""
_MAY_BE_TOLD: Final = re.compile(r"[A-Za-z\d., ]{3,16}?\s*[(:=\u2013\u2014-]")
"""A code with the sign behind it that opens its subject."""
_OPENS: Final = re.compile(r"\s*\(")
_DASHED: Final = re.compile(r"\s*[:=\u2013\u2014-]\s[^;()]{3,200};")
"""The subject behind a dash, which ends where the next entry begins."""
_LINES: Final = 40
"""Lines of one paragraph, at most."""


def described_codes(
    lines: Sequence[SheetLine], skipped: frozenset[int], found: Sequence[FoundCode]
) -> Iterator[FoundCode]:
    """The codes of each paragraph whose first code is one of the list.

    Args:
        lines: The lines of the sheet.
        skipped: Lines of the instructor's block.
        found: The codes of the list that were told otherwise.
    """
    known = {code[:2] for code in found}
    for first in sorted(known):
        if not _MAY_BE_TOLD.match(lines[first[0]].text, first[1]):
            continue
        for code in _entries(lines, skipped, first):
            if code[:2] not in known:
                known.add(code[:2])
                yield code


def _entries(
    lines: Sequence[SheetLine], skipped: frozenset[int], first: tuple[int, int]
) -> Iterator[FoundCode]:
    """The codes behind the first one of a paragraph, as far as each follows on a subject."""
    starts: dict[int, int] = {}
    text = ""
    for index in range(first[0], min(first[0] + _LINES, len(lines))):
        if index in skipped or lines[index].page is not lines[first[0]].page:
            break
        starts[index] = len(text)
        text += f"{lines[index].text} "
    codes = find_codes(text)
    at = first[1]
    while True:
        end = _subject_end(text, codes, at)
        following = next((code for code in codes if end is not None and code.start >= end), None)
        if end is None or following is None or not _NEXT.fullmatch(text[end : following.start]):
            return
        at = following.start
        index = max(line for line, start in starts.items() if start <= at)
        begin = at - starts[index]
        found = following._replace(start=begin, end=begin + following.end - following.start)
        words = words_between(lines[index].words, found.start, found.end)
        yield FoundCode.of(found, index, lines[index], words)


def _subject_end(text: str, codes: Sequence[CodeMatch], start: int) -> int | None:
    """Where what is told of a code ends, in brackets or behind a dash; None if nothing is."""
    code = next((code for code in codes if code.start == start), None)
    if code is None:
        return None
    dashed = _DASHED.match(text, code.end)
    if dashed and not MENTION.search(dashed.group()):
        return dashed.end()
    opens = _OPENS.match(text, code.end)
    depth = 0
    for place in range(
        opens.end() - 1 if opens else len(text), min(len(text), code.end + _LONGEST)
    ):
        depth += {"(": 1, ")": -1}.get(text[place], 0)
        if depth == 0:
            return place + 1
    return None
