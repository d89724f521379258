"""Reads codes that a person typed or pasted, in any form, and says what it made of each.

The grammar is that of reports: marks may be missing or others, letters small, characters taken
for those that look like them. Nothing is passed over: every word of the text is in the answer.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from aktr.acs.catalogue import Catalogue
from aktr.acs.code import LEARNING_STATEMENT_PREFIXES, SUB_ELEMENT_LETTERS, as_printed, family_of
from aktr.report.repair.codes import CodeRepairer, repairer_for
from aktr.report.values.code_text import LIST_WORDS, find_codes

_PIECE: Final = re.compile(r"[^\s,;|]+")
_AROUND: Final = "()[]{}<>\"'.:!?•*-–—·/"
_MOST_PIECES: Final = 6
"""Of a code with blanks for all its dots: "PA I C K 2 a"."""
_STATEMENT: Final = re.compile(
    rf"({'|'.join(LEARNING_STATEMENT_PREFIXES)})\W?([\dO]{{1,3}})", re.IGNORECASE
)
_LETTER_APART: Final = re.compile(rf"\s([{SUB_ELEMENT_LETTERS}])(?!\S)", re.IGNORECASE)
"""The letter of a sub-element, where blanks stand for the dots before it."""
_SHAPED: Final = re.compile(r"(?=.*\d)(?=.*[A-Za-z])[\w.!|-]{3,}|(?:\w{1,5}\.){2,}\w{1,4}")
"""A digit and a letter, or several short parts: meant as a code."""


@dataclass(frozen=True, slots=True)
class TypedCode:
    """One stretch of what was typed."""

    typed: str
    """The characters as they were typed."""
    code: str | None
    """The code in official spelling, which need not exist; None if it is none."""
    is_shaped: bool
    """Whether it is a code, or looks like one that was mistyped; else it is other words."""

    @property
    def is_read_otherwise(self) -> bool:
        """Whether more than the case of letters was put right."""
        return self.code is not None and self.code.upper() != self.typed.upper()


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    start: int
    end: int


def typed_codes(text: str, catalogue: Catalogue) -> tuple[TypedCode, ...]:
    """Read the codes of a typed text.

    Args:
        text: Codes with anything between them.
        catalogue: Which codes exist: only for these, look-alikes are exchanged.

    Returns:
        The codes and what is none, in order, each once.
    """
    found: dict[str, TypedCode] = {}
    for line in text.splitlines():
        for one in _in_line(line, catalogue):
            found.setdefault(one.code or one.typed.casefold(), one)
    return tuple(found.values())


def _in_line(line: str, catalogue: Catalogue) -> Iterator[TypedCode]:
    end = 0
    for match in find_codes(line):
        if match.code in catalogue or match.spelled:
            yield from _between(line[end : match.start], catalogue)
            code, end = match.code, match.end
            letter = _LETTER_APART.match(line, end) if " " in line[match.start : end] else None
            if letter and code + letter[1].lower() in catalogue:
                code, end = code + letter[1].lower(), letter.end()
            yield TypedCode(line[match.start : end], code, is_shaped=True)
    yield from _between(line[end:], catalogue)


def _between(text: str, catalogue: Catalogue) -> Iterator[TypedCode]:
    """What stands between the codes that are spelled as on reports."""
    pieces = [
        _Piece(bare, start, start + len(bare))
        for match in _PIECE.finditer(text)
        if (bare := match[0].strip(_AROUND))
        for start in [match.start() + match[0].index(bare)]
    ]
    words: list[_Piece] = []
    at = 0
    while at < len(pieces):
        code, count = _code_at(pieces[at : at + _MOST_PIECES], catalogue)
        shaped = code is not None or _SHAPED.fullmatch(pieces[at].text) is not None
        if not shaped:
            words.append(pieces[at])
        else:
            yield from _as_words(text, words)
            words = []
            typed = text[pieces[at].start : pieces[at + count - 1].end]
            yield TypedCode(typed, code, is_shaped=True)
        at += count
    yield from _as_words(text, words)


def _as_words(text: str, words: list[_Piece]) -> Iterator[TypedCode]:
    if any(not LIST_WORDS.fullmatch(word.text) for word in words):
        yield TypedCode(text[words[0].start : words[-1].end], None, is_shaped=False)


def _code_at(pieces: list[_Piece], catalogue: Catalogue) -> tuple[str | None, int]:
    """The code that begins with the first of some pieces, and of how many it is made."""
    joined = ""
    for count, piece in enumerate(pieces, start=1):
        joined += f" {piece.text}" if joined else piece.text
        code = _read(joined, catalogue)
        if code is None:
            continue
        if count > 1 and len(pieces) > count:
            longer = code + pieces[count].text.lower()
            if pieces[count].text.lower() in SUB_ELEMENT_LETTERS and longer in catalogue:
                return longer, count + 1
        return code, count
    return None, 1


def _read(text: str, catalogue: Catalogue) -> str | None:
    printed = as_printed(text)
    if family_of(printed) and (" " not in text or _may_exist(printed, catalogue)):
        return printed
    statement = _STATEMENT.fullmatch(text)
    if statement:
        code = statement[1].upper() + statement[2].upper().replace("O", "0").zfill(3)
        return code if code in catalogue else None
    if not any(character.isdigit() or character == "." for character in text):
        return None
    return _repairer(catalogue).alike(text)


def _may_exist(code: str, catalogue: Catalogue) -> bool:
    """Whether a code that was put together of several words begins as codes do."""
    return code[:2] in catalogue.prefixes or code[:2] in catalogue.not_held or code in catalogue


def _repairer(catalogue: Catalogue) -> CodeRepairer:
    return repairer_for(catalogue, (*catalogue.prefixes, *LEARNING_STATEMENT_PREFIXES))
