"""Codes that a text layer prints, that do not count, and that no sentence explains away.

Where codes stand is told by rules, and a form that nobody has seen may put them where no rule
looks. A code that is lost in silence is the worst that can happen to a report, so what is left over
is named for a person to look at.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from aktr.acs.catalogue import Catalogue
from aktr.acs.code import CodeFamily
from aktr.acs.model import KnowledgeTest
from aktr.reading.page import ReadBy
from aktr.report.model import UnresolvedCode
from aktr.report.parse.codes.shortened import shortened_codes
from aktr.report.parse.lines.sheet import SheetLine, begins_cell, place_of, raw_of, words_between
from aktr.report.parse.lines.statement import find_statement
from aktr.report.values.code_text import (
    JOINS,
    LIST_WORDS,
    MENTION,
    OF_EXAMPLE,
    CodeMatch,
    find_codes,
)

_TOLD_OF: Final = re.compile(
    r"\b(?:(?:for|an) example|for instance|formats?|legend|decod\w+|looks? like|key to|stands? for"
    r"|formerly|instead of|replace[sd]?)\b"
    r"|\b(?:previous|earlier|last|another|different) (?:\w+ )?"
    r"(?:tests?|reports?|attempts?|exam\w*|takes?|applicants?)\b",
    re.IGNORECASE,
)
"""What a sentence says of a code that it only mentions, or that is of another report. No standard
has these words in the wording of a code, which may stand beside it."""
_POINTS: Final = re.compile(
    r"(?:\b(?:see|also|cf|compare)\b|\((?:was|now)\b)\W*(?:codes?\W*)?$", re.IGNORECASE
)
"""What stands right in front of a code to which the subject of another one points."""
_EXPLAINS: Final = re.compile(
    r"\W*(?:(?:means?|refers?|represents?|stands?|indicates?|would|in which"
    r"|(?:is|are) (?:not|made|read|used|explained))\b|[A-Z]{2}\s?=)",
    re.IGNORECASE,
)
"""What follows right behind a code that a sentence explains."""
_SENTENCE_ENDS: Final = re.compile(r"(?<=[a-z0-9)\"\u201d]{2})[.!?]\s+(?=[A-Z(\"\u201c])")
_WORDS_OF_TEXT: Final = 3
"""Small words of a line that may be a part of a sentence, at least."""


def uncounted_codes(
    lines: Sequence[SheetLine],
    counted: frozenset[str],
    test: KnowledgeTest | None,
    catalogue: Catalogue,
) -> tuple[UnresolvedCode, ...]:
    """Name the codes of a report that were not counted, each once.

    Args:
        lines: The lines of the report, on all its pages.
        counted: The codes that count, or that are named already.
        test: The test, which prints codes of its own families alone; None where it is not known.
        catalogue: The standards, which have each code of a report.
    """
    named: dict[str, UnresolvedCode] = {}
    for page in _pages(lines):
        whole = tuple(_whole_codes(page, counted, test, catalogue))
        known = counted.union(code.candidates[0] for code in whole)
        for code in (*whole, *shortened_codes(page, known, catalogue)):
            if code.candidates[0] not in counted:
                named.setdefault(code.candidates[0], code)
    return tuple(named.values())


def _whole_codes(
    page: Sequence[SheetLine],
    counted: frozenset[str],
    test: KnowledgeTest | None,
    catalogue: Catalogue,
) -> Iterator[UnresolvedCode]:
    """The codes of a page that are printed in full."""
    left = [
        (index, match)
        for index, line in enumerate(page)
        for match in find_codes(line.text)
        if match.code not in counted and _may_be_printed(match, test, counted, catalogue)
    ]
    statement = find_statement(page) if left else frozenset[int]()
    for index, match in left:
        line = page[index]
        if (index in statement and not _is_list(line.text)) or _is_told_of(page, index, match):
            continue
        words = words_between(line.words, match.start, match.end)
        place = place_of(line.page, words)
        yield UnresolvedCode(raw_of(words).strip(" ,;()[]"), place, (match.code,))


def _pages(lines: Sequence[SheetLine]) -> Iterator[Sequence[SheetLine]]:
    """The lines page by page, of those with a text layer: a block to sign ends with its page."""
    for number in dict.fromkeys(line.page.number for line in lines):
        page = [line for line in lines if line.page.number == number]
        if page[0].page.read_by is not ReadBy.OCR:
            yield page


def _may_be_printed(
    match: CodeMatch, test: KnowledgeTest | None, counted: frozenset[str], catalogue: Catalogue
) -> bool:
    """Whether a code exists, and is one that reports of the test print, today or before."""
    return match.code in catalogue and (
        match.family is CodeFamily.LEARNING_STATEMENT
        or test is None
        or test.expects(match.code) is not False
        or any(code.startswith(match.code[:3]) for code in counted)
    )


def _is_list(text: str) -> bool:
    """Whether a line holds codes and nothing else: a list below a block to sign, and not in it."""
    return not any(map(str.isalpha, LIST_WORDS.sub("", _without_codes(text))))


def _is_told_of(lines: Sequence[SheetLine], index: int, match: CodeMatch) -> bool:
    """Whether the sentence around a code says that it is an example, or of something else."""
    line = lines[index]
    before, after = line.text[: match.start], line.text[match.end :]
    begins = _cell_start(line, match.start)
    if begins > 0:
        before = before[begins:]
    elif index > 0 and _is_text(lines[index - 1].text):
        before = f"{lines[index - 1].text} {before}"
    if index + 1 < len(lines) and _is_text(line.text):
        after = f"{after} {lines[index + 1].text}"
    before = _SENTENCE_ENDS.split(before)[-1]
    after = _SENTENCE_ENDS.split(after)[0]
    in_front, behind = _without_codes(before), _without_codes(f"{match.code}{after}")
    return bool(
        MENTION.search(in_front)
        or _POINTS.search(in_front)
        or _EXPLAINS.match(behind)
        or _TOLD_OF.search(f"{before} {after}")
        or OF_EXAMPLE.search(before)
    )


def _without_codes(text: str) -> str:
    """A text without codes and what joins them: what is said of one is said of all in a row."""
    for match in reversed(find_codes(text)):
        before, after = text[: match.start], text[match.end :]
        joins = JOINS.match(after)
        text = f"{before} {after[joins.end() :] if joins else after}"
    return text.rstrip(" ,;")


def _cell_start(line: SheetLine, start: int) -> int:
    """The character with which the cell begins in which another character stands."""
    begins = offset = 0
    for place, word in enumerate(line.words):
        if offset > start:
            break
        if begins_cell(line, place):
            begins = offset
        offset += len(word.text) + 1
    return begins


def _is_text(text: str) -> bool:
    """Whether a line may be a part of a sentence, which the next one ends."""
    return sum(word.islower() and word.isalpha() for word in text.split()) >= _WORDS_OF_TEXT
