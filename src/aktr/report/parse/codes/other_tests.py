"""Codes of another test of the same person, told on the report for comparison.

A school keeps earlier results beside the newest one: "Fundamentals of Instructing (FOI),
01/29/2025: 90%. Codes then: ...". What such a sentence lists is not missed on this test.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from aktr.acs.catalogue import Catalogue
from aktr.acs.model import KnowledgeTest
from aktr.report.parse.codes.broken import FoundCode
from aktr.report.parse.lines.sheet import SheetLine
from aktr.report.values.exam import title_key, title_keys

_TEST: Final = re.compile(r"\(([A-Z]{3})\)")
_NEXT_LINE: Final = 1
"""Lines from one code of such a list to the next one, at most."""


def without_codes_of_other_tests(
    lines: Sequence[SheetLine],
    found: Sequence[FoundCode],
    code: str | None,
    catalogue: Catalogue,
    block: frozenset[int],
) -> list[FoundCode]:
    """The same codes without those that follow on the title of another test, or on another paper.

    They are left out only if none of them can be of this test, all may be of the other one, and
    codes are left that may be of this one.

    Args:
        lines: The lines of the sheet.
        found: The codes of its list, in reading order.
        code: That of the test, None where it was not found.
        catalogue: Which tests there are, and how their codes begin.
        block: Indexes of the lines of the instructor's block, below which a report has no codes.
    """
    own = catalogue.knowledge_test(code) if code else None
    if own is None:
        return list(found)
    kept = _without_other_paper(found, own, block)
    for line, end, other in _other_tests(lines, own, catalogue) if found else ():
        foreign = _codes_of(other, own, (line, end), kept)
        kept = [each for each in kept if each not in foreign]
    return kept if any(own.expects(each.code) for each in kept) else list(found)


def _without_other_paper(
    found: Sequence[FoundCode], own: KnowledgeTest, block: frozenset[int]
) -> list[FoundCode]:
    """The codes without those below the instructor's block, if none of these can be of the test.

    A photo shows what lies beside the report as well: a plan of lessons, somebody else's notes.
    """
    end = max(block, default=-1)
    below = [each for each in found if each.line_index > end]
    is_other = end >= 0 and all(own.expects(each.code) is False for each in below)
    return [each for each in found if each.line_index <= end] if is_other else list(found)


def _other_tests(
    lines: Sequence[SheetLine], own: KnowledgeTest, catalogue: Catalogue
) -> Iterator[tuple[int, int, KnowledgeTest]]:
    """Where the title of another test stands with its code, and which it is."""
    for index, line in enumerate(lines):
        for match in _TEST.finditer(line.text) if "(" in line.text else ():
            test = catalogue.knowledge_test(match[1])
            if test is None or test.code == own.code:
                continue
            before = lines[index - 1].text if index else ""
            title = title_key(f"{before} {line.text[: match.start()]}")
            if title.endswith(tuple(title_keys(test))):
                yield index, match.end(), test


def _codes_of(
    other: KnowledgeTest,
    own: KnowledgeTest,
    place: tuple[int, int],
    found: Sequence[FoundCode],
) -> list[FoundCode]:
    """The codes right behind the title of another test, as far as they are of that one alone."""
    codes: list[FoundCode] = []
    reached = place[0]
    for each in found:
        if each[:2] < place:
            continue
        is_near = each.line_index - reached <= _NEXT_LINE
        is_own = own.expects(each.code) is not False
        if not is_near or is_own or not other.expects(each.code):
            break
        codes.append(each)
        reached = each.line_index
    return codes
