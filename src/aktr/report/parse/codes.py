"""Reads the list of missed subjects, and nothing that only mentions a code.

Codes count where they stand in a list: on a line of their own, in a cell of their own, or at the
head of their description. Codes in running text, in the address of a web page or in the
instructor's block do not.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from aktr.acs.catalogue import Catalogue
from aktr.acs.code import CodeFamily, family_of
from aktr.reading.page import Word
from aktr.report.model import ReadCode, UnresolvedCode
from aktr.report.parse.code_text import PARTIAL, find_codes, find_lookalikes
from aktr.report.parse.sheet import (
    SheetLine,
    confidence_of,
    is_repaired,
    place_of,
    raw_of,
    words_between,
)

_REPAIRED: Final = 0.9
"""Confidence in a code whose punctuation had to be put right."""
_UNKNOWN: Final = 0.6
"""Confidence in a well-formed code that no standard has."""
_CELL_GAP: Final = 1.2
"""Gap before a code from which it stands in a cell of its own, in line heights."""
_SEPARATORS: Final = re.compile(
    r"[\s,;:|/\u2022\u00b7\u25cf\u25aa*\-\u2013\u2014()\[\]{}\d.#&+=\"']*"
)
_LIST_WORDS: Final = re.compile(
    r"\b(?:ACS|PLT|LSC|CODES?|LEARNING|STATEMENTS?|SUBJECTS?|MATTER|MISSED|KNOWLEDGE|AREAS?"
    r"|DEFICIENT|DEFICIENC(?:Y|IES)|INCORRECT|AND|CONTINUED|CONT|QUESTIONS?|X)\b",
    re.IGNORECASE,
)
_MENTION: Final = re.compile(
    r"(?:\bexample|\be\.?g\b|\bsuch as|\bsample|\bformat|\blegend|\bfor instance|\bwhere|\bdecode"
    r"|\blooks? like|\bread(?:s|ing)? as|\bhow to)\W*(?:\bcodes?\b|\bthe\b|\bACS\b)*\W*$",
    re.IGNORECASE,
)
_EXPLAINS: Final = re.compile(
    r"^\W*(?:means?|is|are|refers?|represents?|stands|indicates?|would|was|in which|where)\b",
    re.IGNORECASE,
)
_BULLET: Final = re.compile(r"^(?:\W|\(?\d{1,3}[.):]?\s|[a-z][.)]\s)*$", re.IGNORECASE)
_TAIL: Final = re.compile(r"\.?(?:[IVX]{1,5}\.)?(?:[A-P]\.)?[KRS]?\d{1,3}[a-m]?(?=[\s,;]|$)")
"""The last part of a code that was begun on the line before."""
_ITEM_NUMBER: Final = re.compile(r"(?<![\w.])\(?(\d{1,2})[.)]\s*$")
"""The number of an entry in front of its code: "12.", "(12)"."""
_SUBJECT_MATTER: Final = re.compile(r"(?<![A-Za-z0-9])[A-Z]\d{2,3}(?![A-Za-z0-9])")


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


def read_codes(
    lines: Sequence[SheetLine], skipped: frozenset[int], catalogue: Catalogue
) -> tuple[tuple[ReadCode, ...], tuple[UnresolvedCode, ...]]:
    """Read the codes of a sheet in printed order, each once.

    Args:
        lines: The lines of the sheet.
        skipped: Lines of the instructor's block.
        catalogue: The standards, to tell a broken code from a whole one.

    Returns:
        The codes, and what looks like a code of the list and is none.
    """
    found: list[FoundCode] = []
    for index, line in enumerate(lines):
        if index not in skipped:
            found.extend(_listed_codes(lines, index, line))
    unresolved: list[UnresolvedCode] = []
    for index in _lines_of_list(len(lines), skipped, found):
        for broken in _broken_codes(lines, index, found, catalogue):
            if isinstance(broken, UnresolvedCode):
                unresolved.append(broken)
            else:
                found = [code for code in found if code[:2] != broken[:2]]
                found.append(broken)
    if not found:
        found = _subject_matter_codes(lines, skipped)
    codes: dict[str, ReadCode] = {}
    for code in _in_order(found):
        _add(codes, code, catalogue)
    return tuple(codes.values()), tuple(unresolved)


def _in_order(found: list[FoundCode]) -> list[FoundCode]:
    """As they are numbered, if every code has a number of its own; else line by line."""
    found = sorted(found, key=lambda each: each[:2])
    numbers = []
    for code in found:
        number = _ITEM_NUMBER.search(code.line.text[: code.start])
        if number is None:
            return found
        numbers.append(int(number[1]))
    if len(set(numbers)) < len(numbers):
        return found
    return [code for _, code in sorted(zip(numbers, found, strict=True), key=lambda pair: pair[0])]


def _add(codes: dict[str, ReadCode], found: FoundCode, catalogue: Catalogue) -> None:
    known = codes.get(found.code)
    if known is not None:
        codes[found.code] = replace(known, times_read=known.times_read + 1)
        return
    certainty = confidence_of(found.words)
    if not found.spelled:
        certainty = min(certainty, _REPAIRED)
    if found.family is not CodeFamily.SUBJECT_MATTER and found.code not in catalogue:
        certainty = min(certainty, _UNKNOWN)
    codes[found.code] = ReadCode(
        code=found.code,
        read_as=raw_of(found.words).strip(" ,;()[]"),
        family=found.family,
        place=place_of(found.line.page, found.words),
        confidence=certainty,
        repaired=not found.spelled or is_repaired(found.words),
    )


def _listed_codes(lines: Sequence[SheetLine], index: int, line: SheetLine) -> Iterator[FoundCode]:
    text = line.text
    matches = find_codes(text)
    if not matches:
        return
    mentioned = index > 0 and _MENTION.search(lines[index - 1].text) is not None
    headed = _is_headed(text[: matches[0].start])
    end_of_list = _end_of_tail(lines, index)
    for number, match in enumerate(matches):
        before = text[end_of_list : match.start]
        after = text[match.end : matches[number + 1].start if number + 1 < len(matches) else None]
        words = tuple(words_between(line.words, match.start, match.end))
        if number == 0 and mentioned:
            continue
        follows = number > 0 or end_of_list > 0
        listed = (number == 0 and headed) or _begins_entry(line, words, before, follows)
        if listed and not _is_running_text(after):
            end_of_list = match.end
            yield FoundCode(
                index, match.start, match.code, match.family, match.spelled, line, words
            )


def _end_of_tail(lines: Sequence[SheetLine], index: int) -> int:
    """Characters at the start of a line that belong to a code begun on the line before."""
    if index == 0:
        return 0
    before = lines[index - 1].text
    begun = any(match.end() == len(before) for match in PARTIAL.finditer(before))
    tail = _TAIL.match(lines[index].text) if begun else None
    return tail.end() if tail else 0


def _is_headed(before: str) -> bool:
    """Whether the words before the first code announce a list: "Subjects to review:"."""
    return before.rstrip().endswith(":") and _MENTION.search(before.rstrip(" :")) is None


def _begins_entry(line: SheetLine, words: Sequence[Word], before: str, follows: bool) -> bool:
    """Whether a code follows on another one, begins the line, or begins a cell."""
    if follows and _SEPARATORS.fullmatch(PARTIAL.sub("", before)):
        return True
    if _SEPARATORS.fullmatch(_LIST_WORDS.sub("", PARTIAL.sub("", before))):
        return True
    if not follows and _BULLET.match(before):
        return True
    if _MENTION.search(before):
        return False
    position = line.words.index(words[0])
    if position == 0:
        return True
    gap = words[0].box[0] - line.words[position - 1].box[2]
    return gap > _CELL_GAP * line.height


def _is_running_text(after: str) -> bool:
    """Whether what follows a code goes on with a sentence, not with a code or a description."""
    rest = after.strip(" ,;|)]*\u2022")
    if not rest:
        return False
    return _EXPLAINS.match(rest) is not None or (
        rest[0].islower() and len(rest) > 1 and rest.split()[0].isalpha()
    )


def _lines_of_list(count: int, skipped: frozenset[int], found: Sequence[FoundCode]) -> list[int]:
    """The lines from the first listed code to the last."""
    if not found:
        return []
    first = min(code.line_index for code in found)
    last = max(code.line_index for code in found)
    return [
        index for index in range(max(0, first - 1), min(last + 1, count)) if index not in skipped
    ]


def _broken_codes(
    lines: Sequence[SheetLine],
    index: int,
    found: Sequence[FoundCode],
    catalogue: Catalogue,
) -> Iterator[FoundCode | UnresolvedCode]:
    """Codes that a line end or column edge has cut in two, and what only looks like one."""
    line = lines[index]
    whole = [code for code in found if code.line_index == index]
    for match in PARTIAL.finditer(line.text):
        if any(code.start <= match.start() < code.start + len(code.code) for code in whole):
            continue
        words = tuple(words_between(line.words, *match.span()))
        joined = _joined(lines, index, match.group().rstrip("-"), words)
        if joined is not None and joined[0] in catalogue:
            code, rest = joined
            family = family_of(code) or CodeFamily.ACS
            yield FoundCode(index, match.start(), code, family, True, line, (*words, rest))
        elif "." in match.group()[:-1]:
            yield _unresolved(line, words, catalogue)
    for start, end in find_lookalikes(line.text):
        if not any(code.start < end and start < code.start + len(code.code) for code in whole):
            yield _unresolved(line, words_between(line.words, start, end), catalogue)
    if whole and whole[-1].words[-1] is line.words[-1]:
        yield from _lost_tail(lines, index, whole[-1], catalogue)


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


def _subject_matter_codes(lines: Sequence[SheetLine], skipped: frozenset[int]) -> list[FoundCode]:
    """Codes of AC 60-25 on reports from before about 2005, in lines that hold nothing else."""
    if not any("SUBJECT MATTER" in line.text.upper() for line in lines):
        return []
    found = []
    for index, line in enumerate(lines):
        if index in skipped or not _SEPARATORS.fullmatch(_SUBJECT_MATTER.sub("", line.text)):
            continue
        for match in _SUBJECT_MATTER.finditer(line.text):
            words = tuple(words_between(line.words, *match.span()))
            found.append(
                FoundCode(
                    index,
                    match.start(),
                    match.group(),
                    CodeFamily.SUBJECT_MATTER,
                    True,
                    line,
                    words,
                )
            )
    return found
