"""The code of a test that a picture shows damaged, beside a title that tells which test it is."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Final

from aktr.acs.catalogue import Catalogue
from aktr.reading.page import Line, Page, ReadBy, Word
from aktr.report.repair.codes import ONE_EDIT
from aktr.report.values.exam import is_like, may_be_like, official_titles, pairs_of
from aktr.report.values.label_phrases import LABEL_WORDS, folded

_SIGN: Final = r"(?:[^\Wa-z_]|[|l])"
_CODE: Final = re.compile(rf"\W{_SIGN}{{2,4}}\W{{0,2}}|{_SIGN}{{3}}\W?")
_CAPITALS: Final = re.compile(r"[A-Z]{3}")
_SHORTEST: Final = 12
"""Letters of a title from which it is told from words that happen to stand there."""
_APART: Final = 2.0
"""Gap between a title and its code, at most, in heights of the code."""
_ALIKE: Final = 0.9
"""Share of a title that was read, from which it is that title."""


def with_test_codes(page: Page, catalogue: Catalogue) -> Page:
    """A page with the codes of tests in parentheses where they were damaged.

    Args:
        page: A page; one that was not read from a picture is returned as it is.
        catalogue: Which tests exist.
    """
    if page.read_by is not ReadBy.OCR:
        return page
    lines = tuple(Line(_with_test_code(line.words, catalogue)) for line in page.lines)
    return replace(page, lines=lines)


def _with_test_code(words: Sequence[Word], catalogue: Catalogue) -> tuple[Word, ...]:
    tests = catalogue.tests()
    if any(each in tests for word in words for each in _CAPITALS.findall(word.text)):
        return tuple(words)
    for index, word in enumerate(words):
        if not _CODE.fullmatch(word.text) or folded(word.text) in LABEL_WORDS:
            continue
        before, behind = (
            "" if _is_apart(word, part[::step]) else "".join(each.text for each in part)
            for part, step in ((words[:index], -1), (words[index + 1 :], 1))
        )
        named = {
            code
            for code in (
                *_tests_named(before, catalogue),
                *_tests_named(behind, catalogue, first=True),
            )
            if _shares(word.text, code)
        }
        if len(named) == 1:
            code = word._replace(
                text=f"({named.pop()})",
                confidence=min(word.confidence, ONE_EDIT),
                read_as=word.read_as or word.text,
            )
            return (*words[:index], code, *words[index + 1 :])
    return tuple(words)


def _is_apart(code: Word, beside: Sequence[Word]) -> bool:
    """Whether capitals without brackets stand in another cell than the words beside them.

    There they are rather somebody's name: "PHAM, HOANG ANH".

    Args:
        code: What may be the code of a test.
        beside: The words on one side of it, the nearest one first.
    """
    if not (beside and code.text[0].isalnum()):
        return False
    gap = max(beside[0].box.left - code.box.right, code.box.left - beside[0].box.right)
    return gap > _APART * code.box.height


def _tests_named(text: str, catalogue: Catalogue, *, first: bool = False) -> Iterator[str]:
    """The tests with the longest title with which a text ends, or begins."""
    letters = "".join(filter(str.isalpha, text))
    pairs = pairs_of(letters)
    longest = 0
    named: list[str] = []
    for code, test in catalogue.tests().items():
        for title in official_titles(test):
            size = sum(map(str.isalpha, title))
            is_longest = max(_SHORTEST, longest) <= size <= len(letters)
            part = letters[:size] if first else letters[-size:]
            if is_longest and may_be_like(pairs, title) and is_like(part, title, _ALIKE):
                named = [*(named if size == longest else []), code]
                longest = size
    yield from named


def _shares(read: str, code: str) -> bool:
    """Whether a damaged code has a letter of a code in its place or near it."""
    return SequenceMatcher(None, read, code, autojunk=False).ratio() > 0
