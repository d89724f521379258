"""Codes that ran together, or were torn, where only the codes of the test tell where each ends.

Blur takes the dots and the gaps of a list away: ``PAIIIAK7PAVIICK1``, ``CA.VI A.K1.CA.IVK.K3``.
What is left of the strokes can often be read as codes of the test from end to end in one way only.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from aktr.acs.code import LEARNING_STATEMENT_PATTERN, CodeFamily, family_of
from aktr.reading.page import Word
from aktr.report.repair.codes import ONE_EDIT, CodeRepairer, are_spelled

_PIECE: Final = re.compile(r"[A-Za-z\d|!.,:;]+")
_STATEMENT: Final = re.compile(LEARNING_STATEMENT_PATTERN)
_STATEMENTS: Final = re.compile(rf"(?:{LEARNING_STATEMENT_PATTERN})+")
_BEGINS: Final = re.compile(
    rf"[A-Z]{{2}}[.,:;]?(?:[IVXLl1|!].*)?|[A-Z]{{1,3}}|{LEARNING_STATEMENT_PATTERN}.*"
)
"""How the first piece begins, capitals of prose aside."""
_MOST_PIECES: Final = 4
_APART: Final = 1.0
"""Gap that two pieces of a row have between them at most, in line heights."""
_FEWEST_SIGNS: Final = 6
_BEHIND: Final = ".,:;"


def with_parted_rows(words: Sequence[Word], codes: CodeRepairer) -> Iterator[Word]:
    """The words of a line, with codes in place of those that are codes only when put together.

    Args:
        words: From left to right.
        codes: The codes of the test.
    """
    index = 0
    while index < len(words):
        for pieces in _rows_from(words[index:], codes):
            found = _codes_of("".join(piece.text for piece in pieces), codes)
            if found is not None:
                yield from _as_words(pieces, found)
                index += len(pieces)
                break
        else:
            yield words[index]
            index += 1


def _rows_from(words: Sequence[Word], codes: CodeRepairer) -> Iterator[Sequence[Word]]:
    """The first word, the first two and so on, as long as they may be pieces of codes."""
    if not _BEGINS.fullmatch(words[0].text):
        return
    for count, word in enumerate(words[:_MOST_PIECES], 1):
        if not _PIECE.fullmatch(word.text) or _is_whole(word.text, codes):
            return
        before = words[count - 2]
        height = max(word.box.height, before.box.height)
        if count > 1 and word.box.left - before.box.right > _APART * height:
            return
        yield words[:count]


def _is_whole(text: str, codes: CodeRepairer) -> bool:
    """Whether a text is a code, or a damaged one, by itself."""
    bare = text.rstrip(_BEHIND)
    if family_of(bare) is CodeFamily.LEARNING_STATEMENT or codes.knows(bare):
        return True
    return "." in bare and codes.repair(bare) is not None


def _codes_of(text: str, codes: CodeRepairer) -> tuple[str, ...] | None:
    bare = text.rstrip(_BEHIND)
    if len(bare) < _FEWEST_SIGNS:
        return None
    if _STATEMENTS.fullmatch(bare):
        return tuple(_STATEMENT.findall(bare))
    found = codes.codes_in_row(bare)
    if found is not None and bare.isalpha() and not are_spelled(found, bare):
        # Letters alone, some of them others than in the code: "RIVERS" is a name.
        return None
    return found


def _as_words(pieces: Sequence[Word], found: Sequence[str]) -> Iterator[Word]:
    """The codes as words that share the place of the pieces."""
    read_as = " ".join(piece.read_as or piece.text for piece in pieces)
    box = pieces[0].box.union(pieces[-1].box)
    certain = min(ONE_EDIT, *(piece.confidence for piece in pieces))
    width = (box.right - box.left) / sum(map(len, found))
    left = box.left
    for code in found:
        right = left + width * len(code)
        yield Word(code, box._replace(left=left, right=right), certain, read_as)
        left = right
