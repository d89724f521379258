"""Codes of which only the end is printed, for they begin like the one before: "PA.I.B.K1a, K2".

People who copy a list by hand shorten it so. What is left out is told by nothing but the code in
front, so these are named for a person to look at, and not counted.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from aktr.acs.catalogue import Catalogue
from aktr.acs.code import CodeFamily
from aktr.report.model import UnresolvedCode
from aktr.report.parse.lines.sheet import SheetLine, place_of, words_between
from aktr.report.values.code_text import CodeMatch, find_codes

_JOINS: Final = r"\s*(?:[,;/&+]|\band\b|\bor\b)\s*"
_ELEMENT: Final = r"[KRS]\d{1,2}[a-m]?"
_ENDS: Final = {
    CodeFamily.ACS: re.compile(
        rf"{_JOINS}((?:(?:[IVX]{{1,5}}\.)?[A-P]\.)?{_ELEMENT}|[a-m])(?![\w.]*\w)"
    ),
    CodeFamily.LEARNING_STATEMENT: re.compile(rf"(?:{_JOINS}|\s*[-\u2013]\s*)(\d{{3}})(?![\w%])"),
}
"""What may follow on a code, from the first part that it has not in common with it."""
_LETTER_APART: Final = re.compile(r"(?:\s?[.(-]\s?|\s)([a-m])(?=\)?\s*(?:$|[,;]|[A-Z]{2}\.))")
"""The letter of a code that something parts from its number: "K1(a)", "K1.a", "K1 a"."""
_NUMBERS: Final = re.compile(r"(?:\s(\d{3})(?![\w%./])){2,}")
"""Several numbers of learning statement codes that blanks alone part."""
_NUMBER: Final = re.compile(r"\s(\d{3})(?![\w%./])")
_DITTO: Final = re.compile(rf"(?:[\"\u201d\u3003'\u2033-]+\s+)*({_ELEMENT})(?=\s|$)")
"""An element that begins its line, with or without signs that stand for the rest of a code."""


def shortened_codes(
    lines: Sequence[SheetLine], counted: frozenset[str], catalogue: Catalogue
) -> Iterator[UnresolvedCode]:
    """Name the codes of which only the end is printed behind, or below, one that counts.

    Args:
        lines: The lines of one page.
        counted: The codes that count.
        catalogue: The standards, which have the codes that are meant.
    """
    above: CodeMatch | None = None
    for line in lines:
        matches = [match for match in find_codes(line.text) if match.code in counted]
        if above is not None and not matches:
            ditto = _DITTO.match(line.text)
            if ditto:
                yield from _named(line, ditto.start(1), ditto[1], above.code, catalogue)
        for match in matches:
            for start, text in _ends_behind(line.text, match):
                yield from _named(line, start, text, match.code, catalogue)
        above = matches[-1] if matches and matches[0].start == 0 else None


def _ends_behind(text: str, match: CodeMatch) -> Iterator[tuple[int, str]]:
    """The ends of codes that follow on one, each with the character where it begins."""
    position = match.end
    letter = _LETTER_APART.match(text, position)
    if letter and match.family is CodeFamily.ACS and match.code[-1].isdigit():
        yield letter.start(1), letter[1]
    pattern = _ENDS.get(match.family)
    while pattern is not None and (found := pattern.match(text, position)):
        yield found.start(1), found[1]
        position = found.end()
    if match.family is CodeFamily.LEARNING_STATEMENT and _NUMBERS.match(text, position):
        while found := _NUMBER.match(text, position):
            yield found.start(1), found[1]
            position = found.end()


def _named(
    line: SheetLine, start: int, text: str, code: str, catalogue: Catalogue
) -> Iterator[UnresolvedCode]:
    """What an end stands for behind a code, if the standards have that."""
    whole = _whole(code, text)
    if whole in catalogue and whole != code:
        words = words_between(line.words, start, start + len(text))
        yield UnresolvedCode(f"{code} {text}", place_of(line.page, words), (whole,))


def _whole(code: str, end: str) -> str:
    """A code that ends in another way: K2 behind PA.I.B.K1a is PA.I.B.K2."""
    if end.isdigit():
        return code[:3] + end
    if end.isalpha():
        return code.rstrip("abcdefghijklm") + end
    parts = code.split(".")
    return ".".join([*parts[: len(parts) - end.count(".") - 1], end])
