"""Codes that a sentence joins to those of the list, on the same line or over the end of it."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from aktr.report.parse.codes.broken import FoundCode, in_doubt
from aktr.report.parse.lines.sheet import SheetLine, words_between
from aktr.report.values.code_text import JOINS, MENTION, CodeMatch, find_codes

_COMMA: Final = re.compile(r"\s*[,;]\s*")


def begins_with_code(lines: Sequence[SheetLine], index: int) -> bool:
    """Whether a line begins with a code, as where a list in a sentence goes on."""
    matches = find_codes(lines[index].text) if index < len(lines) else ()
    return bool(matches) and matches[0].start == 0


def joined_to_list(
    lines: Sequence[SheetLine], skipped: frozenset[int], found: Sequence[FoundCode]
) -> Iterator[FoundCode]:
    """Codes of a sentence that goes on, or has begun, with codes of the list on the next line.

    "The codes missed were PLT001, PLT002 and" has words around its codes that no list has; the
    next line begins with a code, and only that one would count. They count in doubt.

    Args:
        lines: The lines of the sheet.
        skipped: Lines of the instructor's block.
        found: The codes that stand as those of a list do.
    """
    listed = {(code.line_index, code.start) for code in found}
    with_codes = sorted({code.line_index for code in found})
    for index in (*reversed(with_codes), *(index + 1 for index in with_codes)):
        upper, lower = index - 1, index
        if upper < 0 or lower >= len(lines) or {upper, lower} & skipped:
            continue
        if not begins_with_code(lines, lower) or not _ends_joined(lines[upper].text):
            continue
        above, below = find_codes(lines[upper].text), find_codes(lines[lower].text)
        is_above, is_below = (upper, above[-1].start) in listed, (lower, 0) in listed
        if is_above is is_below:
            continue
        at, row = (
            (lower, _row(lines[lower].text, below))
            if is_above
            else (upper, _row(lines[upper].text, above[::-1]))
        )
        if MENTION.search(lines[at].text[: min(match.start for match in row)]):
            continue
        for match in row:
            if (at, match.start) not in listed:
                listed.add((at, match.start))
                words = words_between(lines[at].words, match.start, match.end)
                yield FoundCode.of(match, at, lines[at], in_doubt(words))


def _ends_joined(text: str) -> bool:
    """Whether a line ends in a code and what joins it to the next one."""
    matches = find_codes(text)
    return bool(matches) and _joins(text[matches[-1].end :])


def _joins(between: str) -> bool:
    return bool(_COMMA.fullmatch(between) or JOINS.fullmatch(between))


def _row(text: str, matches: Sequence[CodeMatch]) -> list[CodeMatch]:
    """The first of some codes with those that are joined to it, to the right or to the left."""
    row = list(matches[:1])
    for match in matches[1:]:
        first, second = sorted((row[-1], match), key=lambda each: each.start)
        if not _joins(text[first.end : second.start]):
            break
        row.append(match)
    return row
