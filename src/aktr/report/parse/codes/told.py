"""Codes that a letter tells in a sentence: "The report lists PLT023 and PLT328 as missed"."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from aktr.report.parse.codes.broken import FoundCode
from aktr.report.parse.codes.other_lists import speaks_of_others
from aktr.report.parse.lines.sheet import SheetLine, words_between
from aktr.report.values.code_text import JOINS, MENTION, find_codes

_MISSED: Final = re.compile(
    r"\b(?:missed|incorrect(?:ly)?|wrong(?:ly)?|deficient|deficienc(?:y|ies)"
    r"|(?:not|in)\s?correctly)\b",
    re.IGNORECASE,
)
_MAY_BE_CODE: Final = re.compile(r"[A-Z]{2}\.[IVX]|[A-Z]{3}\d{3}")
_NOT_THESE: Final = re.compile(
    r"\b(?:not|never|no longer|were reviewed|correctly answered|answered correctly|may|might|would"
    r"|could|if|means?|refers?|stands? for|explain\w*)\b",
    re.IGNORECASE,
)
"""What makes a sentence say something else of the codes, or of none in particular."""
_SENTENCE_ENDS: Final = re.compile(r"(?<=[a-z0-9)\"\u201d])[.!?](?=\s+[A-Z(\"\u201c]|\s*$)")
_COMMA: Final = re.compile(r"\s*[,;]\s*")
_SMALL_WORDS: Final = 4
"""Small words of a sentence, at least; a list with its heading has fewer."""
_LONGEST: Final = 1200
"""Characters of a sentence, at most."""


def told_codes(lines: Sequence[SheetLine], skipped: frozenset[int]) -> Iterator[FoundCode]:
    """The codes of every sentence that tells all its codes in one row, as those that were missed.

    Args:
        lines: The lines of the sheet.
        skipped: Lines of the instructor's block.
    """
    if not any(_MISSED.search(line.text) for line in lines):
        return
    starts: list[int] = []
    text = ""
    for index, line in enumerate(lines):
        starts.append(len(text))
        text += "" if index in skipped else f"{line.text} "
    begin = 0
    for end in [*(match.end() for match in _SENTENCE_ENDS.finditer(text)), len(text)]:
        sentence = text[begin:end]
        if _tells(sentence):
            for match in find_codes(sentence):
                at = begin + match.start
                index = max(place for place, start in enumerate(starts) if start <= at)
                line, first = lines[index], at - starts[index]
                found = match._replace(start=first, end=first + match.end - match.start)
                words = words_between(line.words, found.start, found.end)
                yield FoundCode.of(found, index, line, words)
        begin = end


def _tells(sentence: str) -> bool:
    """Whether a sentence says of a row of codes that they stand for missed questions."""
    if len(sentence) > _LONGEST or not (_MAY_BE_CODE.search(sentence) and _MISSED.search(sentence)):
        return False
    codes = find_codes(sentence)
    if not codes or not sentence.rstrip().endswith("."):
        return False
    before, after = sentence[: codes[0].start], sentence[codes[-1].end :]
    around = f"{before} {after}"
    small = sum(word.islower() and word.isalpha() for word in around.split())
    return (
        small >= _SMALL_WORDS
        and ":" not in around
        and not MENTION.search(before)
        and not _NOT_THESE.search(around)
        and not speaks_of_others(around)
        and all(
            _COMMA.fullmatch(between) or JOINS.fullmatch(between)
            for one, other in pairwise(codes)
            for between in [sentence[one.end : other.start]]
        )
    )
