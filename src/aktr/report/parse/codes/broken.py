"""Codes that a line end or the edge of a column has cut in two, and what only looks like a code."""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from aktr.acs.catalogue import Catalogue
from aktr.acs.code import LEARNING_STATEMENT_PREFIXES, CodeFamily, family_of
from aktr.reading.page import ReadBy, Word
from aktr.report.model import UnresolvedCode
from aktr.report.parse.lines.sheet import SheetLine, place_of, raw_of, words_between
from aktr.report.values.code_text import (
    JOINS,
    PARTIAL,
    CodeMatch,
    addresses,
    explains_code,
    find_codes,
    find_lookalikes,
)
from aktr.report.values.label_phrases import HEADING_WORDS, folded

_REMAINS: Final = re.compile(
    r"(?=\S*[\d|!])[A-Z][A-Z0-9|!][A-Za-z0-9|!]*[.,:;]\S*[A-Za-z0-9|!]"
    r"|(?:[A-Z0-9|!]{1,5}[.,]){2,3}[A-Z][0-9|!IlO]"
)
"""Two capitals, a mark inside, a digit somewhere, or short parts as a code has with one letter in
front lost: not a word of a description."""
_SCRAP: Final = re.compile(r"[A-Z]{1,3}|[A-Z]?\d{1,3}")
_SCRAPS: Final = re.compile(r"(?=.*[A-Z].*[A-Z\d])(?=.*\d)")
"""Of a learning statement code: some capitals and a digit, in several words."""

_BOOKS: Final = frozenset("AFH AFM AIM CFR FAR IFH IPH PHAK POH RMH WBH".split())
"""What instructors write beside a code: where to read about it."""
_NO_CODES: Final = HEADING_WORDS | _BOOKS
_REFERENCE: Final = re.compile(
    rf"(?:{'|'.join(sorted(_BOOKS))}|AC|ACS|CH|CHAP|FIG|PG|SEC)[. ]+\d[\d.-]*", re.IGNORECASE
)

_ROW_OF_CODES: Final = 2
"""Words of codes that make a line a row of them, at least."""
_SIGNS: Final = ".,:;()[]*\u2022|"
_SMALL: Final = re.compile(r"[a-z]{2}")
_VALUE: Final = re.compile(
    rf"[A-Z]?\d{{7,17}}|(?!{'|'.join(LEARNING_STATEMENT_PREFIXES)})[A-Z]{{3}}\d{{4,6}}"
    r"|\d{1,3}%?|\d+[/.-]\d+[/.-]\d+"
)
"""Numbers of a person, of a test or a centre, a score or a date: values beside a list."""
_MARKED: Final = re.compile(r"[A-Z].*[\d.,]|[\d.,].*[A-Z]")
_COUNT: Final = re.compile(r"\W*(\d{1,3})(?:\s+(?:codes?|questions?|missed))?\s*$", re.IGNORECASE)
"""How many codes a form says it has of an area."""
_FEWEST_LEFT: Final = 3
"""Letters and digits that are left of a code, at least; of fewer, those of its prefix."""
_CLEAR: Final = 0.9
"""Confidence in a word from which it is surely of the report."""
_LETTERS: Final = re.compile(r"[^\W\d_]{3}")
_ILLEGIBLE: Final = 0.4
"""Confidence in a word below which it may be anything."""
_PASSED_OVER: Final = 0.7
"""Confidence in a code inside the list that does not stand as others do."""


class FoundCode(NamedTuple):
    """A code of the list with the words it was read from."""

    line_index: int
    start: int
    """First character in its line."""
    code: str
    family: CodeFamily
    spelled: bool
    line: SheetLine
    words: tuple[Word, ...]

    @classmethod
    def of(
        cls, match: CodeMatch, line_index: int, line: SheetLine, words: Sequence[Word]
    ) -> "FoundCode":
        """A code as it was matched in its line."""
        return cls(
            line_index, match.start, match.code, match.family, match.spelled, line, tuple(words)
        )


def broken_codes(
    lines: Sequence[SheetLine],
    index: int,
    found: Sequence[FoundCode],
    catalogue: Catalogue,
) -> Iterator[FoundCode | UnresolvedCode]:
    """Codes that a line end or column edge has cut in two, and what only looks like one."""
    line = lines[index]
    whole = [code for code in found if code.line_index == index]
    taken = addresses(line.text) + (
        [(code.start, code.start + len(code.code)) for code in whole]
        or [match[1:3] for match in find_codes(line.text)]
    )
    passed_over = tuple(_passed_over(line, index, found, catalogue))
    yield from passed_over
    taken.extend(
        (code.start, code.start + len(code.code))
        for code in passed_over
        if isinstance(code, FoundCode)
    )
    if line.page.read_by is ReadBy.OCR:
        taken.extend(match[1:3] for match in find_codes(line.text))
    for match in PARTIAL.finditer(line.text):
        if any(start <= match.start() < end for start, end in taken):
            continue
        taken.append(match.span())
        words = tuple(words_between(line.words, *match.span()))
        joined = _joined(lines, index, match.group().rstrip("-"), words)
        if joined is not None and joined[0] in catalogue:
            code, rest = joined
            family = family_of(code) or CodeFamily.ACS
            yield FoundCode(index, match.start(), code, family, True, line, (*words, rest))
        elif "." in match.group()[:-1] and not (
            _heads_row(line, match, whole) or _is_counted(line, match, found)
        ):
            yield _unresolved(line, words, catalogue)
    for start, end in find_lookalikes(line.text):
        if not any(before < end and start < after for before, after in taken):
            taken.append((start, end))
            yield _unresolved(line, words_between(line.words, start, end), catalogue)
    if line.page.read_by is ReadBy.OCR:
        yield from _lost_among_codes(lines, line, taken, catalogue)
    if whole and whole[-1].words[-1] is line.words[-1]:
        yield from _lost_tail(lines, index, whole[-1], catalogue)


def _heads_row(line: SheetLine, partial: re.Match[str], whole: Sequence[FoundCode]) -> bool:
    """Whether the first part of codes stands before those of a row, as the area they are of.

    A code that is torn stands at an end of its line, or among others; on a picture anywhere, but
    there is no colon behind it.
    """
    area = partial.group()
    has_colon = line.text.startswith(": ", partial.end())
    return (
        area[-1].isalpha()
        and (has_colon or line.page.read_by is not ReadBy.OCR)
        and bool(whole)
        and all(partial.end() <= code.start for code in whole)
        and all(code.code.startswith(f"{area}.") for code in whole)
    )


def _is_counted(line: SheetLine, partial: re.Match[str], found: Sequence[FoundCode]) -> bool:
    """Whether the first part of codes stands with the number of those that were read of it."""
    count = _COUNT.match(line.text, partial.end())
    area = partial.group()
    codes = {code.code for code in found if code.code.startswith(f"{area}.")}
    return count is not None and bool(codes) and int(count[1]) == len(codes)


def _passed_over(
    line: SheetLine, index: int, found: Sequence[FoundCode], catalogue: Catalogue
) -> Iterator[FoundCode | UnresolvedCode]:
    """Codes between the first and the last of the list that did not count as of it.

    On a picture that may be for what somebody wrote beside them, or what shows through the paper,
    and in a row of codes for a column of text beside it: they count in doubt, unless a sentence
    explains them.
    """
    own = {code.start for code in found if code.line_index == index}
    if index < min(code.line_index for code in found):
        return
    is_picture = line.page.read_by is ReadBy.OCR
    if not (is_picture or own):
        return
    listed_end = -1
    for match in find_codes(line.text):
        if match.start in own:
            listed_end = match.end
            continue
        between = line.text[listed_end : match.start].strip(_SIGNS + " ")
        follows = listed_end >= 0 and (not between or JOINS.fullmatch(between) is not None)
        if not (is_picture or follows):
            continue
        words = words_between(line.words, match.start, match.end)
        if explains_code(line.text[match.end :]) or match.code not in catalogue:
            yield _unresolved(line, words, catalogue)
            continue
        yield FoundCode.of(match, index, line, in_doubt(words))


def in_doubt(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words of a code that counts only in doubt."""
    return tuple(word._replace(confidence=min(word.confidence, _PASSED_OVER)) for word in words)


def _edge_of_text(lines: Sequence[SheetLine], line: SheetLine) -> float:
    """Where all that is clearly read on a page begins, from its left."""
    return min(
        (
            word.box.left
            for other in lines
            if other.page is line.page
            for word in other.words
            if word.confidence >= _CLEAR and _LETTERS.match(word.text)
        ),
        default=0.0,
    )


def _lost_among_codes(
    lines: Sequence[SheetLine],
    line: SheetLine,
    taken: Sequence[tuple[int, int]],
    catalogue: Catalogue,
) -> Iterator[UnresolvedCode]:
    """What a picture shows among codes and that may be one, but was read beyond recognition.

    What nobody can read to the left of all other text is of another paper.

    Args:
        lines: The lines of the sheet.
        line: One of them, with codes.
        taken: Where they are.
        catalogue: The standards.
    """
    is_any_illegible = any(word.confidence < _ILLEGIBLE for word in line.words)
    edge = _edge_of_text(lines, line) if is_any_illegible else 0.0
    rest: list[Word] = []
    start = 0
    for word in line.words:
        end = start + len(word.text)
        known = any(before < end and start < after for before, after in taken)
        is_outside = word.confidence < _ILLEGIBLE and word.box.right < edge - line.height
        if not (known or is_outside):
            rest.append(word)
        start = end + 1
    is_row = len(line.words) - len(rest) >= _ROW_OF_CODES and len(rest) <= len(taken)
    is_alone = len(line.words) == 1
    torn = _scraps(line, taken)
    for word in rest:
        if any(word in scraps for scraps in torn):
            continue
        if _REMAINS.match(word.text) or (
            (is_row or is_alone) and _may_be_code(word.text, catalogue)
        ):
            yield _unresolved(line, [word], catalogue)
    for scraps in torn:
        yield _unresolved(line, scraps, catalogue)


def _may_be_code(text: str, catalogue: Catalogue) -> bool:
    """Whether a word may be a code of which blur or a pen has left hardly anything."""
    bare = text.strip(_SIGNS)
    if _SMALL.search(bare) or _VALUE.fullmatch(bare) or folded(bare) in _NO_CODES:
        return False
    if sum(map(str.isalnum, bare)) < _FEWEST_LEFT:
        return bare in catalogue.prefixes
    return _MARKED.search(bare) is not None or bool(catalogue.near(bare))


def _scraps(line: SheetLine, taken: Sequence[tuple[int, int]]) -> list[list[Word]]:
    """Torn remains between codes, on a line that holds nothing else: ``PL T 5 PLT310``."""
    runs: list[list[Word]] = [[]]
    start = 0
    for word in line.words:
        end = start + len(word.text)
        if any(before < end and start < after for before, after in taken):
            runs.append([])
        elif _SCRAP.fullmatch(word.text.strip(",;.")):
            runs[-1].append(word)
        else:
            return []
        start = end + 1
    return [
        run
        for run in runs
        if len(run) > 1 and _SCRAPS.match(raw_of(run)) and not _REFERENCE.fullmatch(raw_of(run))
    ]


def _joined(
    lines: Sequence[SheetLine], index: int, fragment: str, words: Sequence[Word]
) -> tuple[str, Word] | None:
    """A fragment with what stands at the start of the next line, or under it in its column."""
    if index + 1 >= len(lines):
        return None
    following = lines[index + 1].words
    at_end = words[-1] is lines[index].words[-1]
    left, height = words[0].box[0], lines[index].height
    choices = [following[0]] if at_end else []
    choices += [word for word in following if abs(word.box[0] - left) < height]
    for word in choices:
        code = fragment + word.text.strip(",;|")
        if family_of(code) in {CodeFamily.ACS, CodeFamily.LEARNING_STATEMENT}:
            return code, word
    return None


def _lost_tail(
    lines: Sequence[SheetLine], index: int, last: FoundCode, catalogue: Catalogue
) -> Iterator[FoundCode | UnresolvedCode]:
    """A letter or digit alone at the start of the next line may belong to the code before it."""
    if index + 1 >= len(lines) or last.family is not CodeFamily.ACS:
        return
    word = lines[index + 1].words[0]
    tail = word.text.strip(",;")
    if not re.fullmatch(r"[a-m]|\d[a-m]?", tail) or not last.spelled:
        return
    if lines[index].words[0].text[0].isdigit() or last.code + tail not in catalogue:
        return
    if tail.isalpha():
        yield last._replace(code=last.code + tail, words=(*last.words, word))
    else:
        yield UnresolvedCode(
            f"{last.code} {tail}",
            place_of(lines[index + 1].page, [word]),
            (last.code, last.code + tail),
        )


def _unresolved(line: SheetLine, words: Sequence[Word], catalogue: Catalogue) -> UnresolvedCode:
    read_as = raw_of(words)
    return UnresolvedCode(read_as, place_of(line.page, words), tuple(catalogue.near(read_as)[:3]))
