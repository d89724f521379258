"""Reads the list of missed subjects, and nothing that only mentions a code.

Codes count where they stand in a list: on a line of their own, in a cell of their own, or at the
head of their description. Codes in running text, in the address of a web page or in the
instructor's block do not.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from aktr.acs.catalogue import Catalogue
from aktr.acs.code import CodeFamily
from aktr.reading.page import ReadBy, Word
from aktr.report.model import ReadCode, UnresolvedCode
from aktr.report.parse.codes.beside_text import codes_beside_text
from aktr.report.parse.codes.broken import FoundCode, broken_codes, in_doubt
from aktr.report.parse.codes.described import described_codes
from aktr.report.parse.codes.joined import begins_with_code, joined_to_list
from aktr.report.parse.codes.labelled import codes_at_labels
from aktr.report.parse.codes.other_lists import with_other_lists_doubted
from aktr.report.parse.codes.other_tests import without_codes_of_other_tests
from aktr.report.parse.codes.repeated import with_repeats_doubted
from aktr.report.parse.codes.subject_matter import subject_matter_codes
from aktr.report.parse.codes.told import told_codes
from aktr.report.parse.labels.finding import Label
from aktr.report.parse.lines.sheet import (
    SheetLine,
    confidence_of,
    is_repaired,
    place_of,
    raw_of,
    words_between,
)
from aktr.report.values.code_text import (
    JOINS,
    LIST_WORDS,
    MENTION,
    OF_EXAMPLE,
    PARTIAL,
    CodeMatch,
    explains_code,
    find_codes,
    find_lookalikes,
)

_REPAIRED: Final = 0.9
"""Confidence in a code whose punctuation had to be put right."""
_UNKNOWN: Final = 0.6
"""Confidence in a well-formed code that no standard has."""
_ALIGNED: Final = 0.1
"""Distance between the left edges of codes in one column, in line heights."""
_ALIGNED_ON_PICTURES: Final = 0.8
_COLUMN: Final = 4.0
"""How far right of the list a block beside it begins at least, in line heights."""
_CELL_GAP: Final = 1.2
"""Gap before a code from which it stands in a cell of its own, in line heights."""
_SEPARATORS: Final = re.compile(r"[\W\d_]*")
_SENTENCE_ENDS: Final = re.compile(r"[a-z)]\.\s*$")
_BULLET: Final = re.compile(r"^(?:\W|\(?\d{1,3}[.):]?\s|[a-z][.)]\s)*$", re.IGNORECASE)
_TAIL: Final = re.compile(r"\.?(?:[IVX]{1,5}\.)?(?:[A-P]\.)?[KRS]?\d{1,3}[a-m]?(?=[\s,;]|$)")
"""The last part of a code that was begun on the line before."""
_LOST_LETTER: Final = re.compile(r"[a-m](?=[\s,;]|$)")
"""The letter of a code that ended the line before."""
_REMAINS: Final = re.compile(r"(?:\s*(?:\S*[.,:;\d|]\S*|[A-Z]{1,3})(?=\s|$))*\s*")
"""Signs and short capitals without a word among them: what a picture leaves of codes."""
_BULLETS: Final = frozenset("-\u2013\u2022*\u00b7")
_ITEM_NUMBER: Final = re.compile(r"(?<![\w.])\(?(\d{1,2})[.)]\s*$")
"""The number of an entry in front of its code: "12.", "(12)"."""
_NUMBERED: Final = re.compile(r"\(?\d{1,2}[.)]\s")
_TICK: Final = re.compile(r"(?:[^\sa-z]{1,2}\s+){1,3}")
"""What a picture may show of a pen's tick in front of a code, or of a ring around it."""
_ROW_OF_CODES: Final = 3
"""Codes in a row that no sentence has."""
_WORD: Final = re.compile(r"[a-z]{2}")


def read_codes(
    lines: Sequence[SheetLine],
    labels: Sequence[Label],
    skipped: frozenset[int],
    catalogue: Catalogue,
    test: str | None = None,
) -> tuple[tuple[ReadCode, ...], tuple[UnresolvedCode, ...]]:
    """Read the codes of a sheet in printed order, each once.

    Args:
        lines: The lines of the sheet.
        labels: Its labels.
        skipped: Lines of the instructor's block.
        catalogue: The standards, to tell a broken code from a whole one.
        test: The code of the test, None where it was not found.

    Returns:
        The codes, and what looks like a code of the list and is none.
    """
    found: list[FoundCode] = []
    for index, line in enumerate(lines):
        if index not in skipped:
            found.extend(_listed_codes(lines, index, line))
    known = {code[:2] for code in found}
    found.extend(code for code in told_codes(lines, skipped) if code[:2] not in known)
    found.extend(codes_at_labels(lines, labels, found))
    found.extend(_codes_in_columns(lines, skipped, found))
    found.extend(described_codes(lines, skipped, found))
    found.extend(codes_beside_text(lines, skipped, found))
    found.extend(_codes_beside_statement(lines, skipped, found))
    found.extend(joined_to_list(lines, skipped, found))
    unresolved: list[UnresolvedCode] = []
    for index in _lines_of_list(len(lines), skipped, found):
        for broken in broken_codes(lines, index, found, catalogue):
            if isinstance(broken, UnresolvedCode):
                unresolved.append(broken)
            else:
                found = [code for code in found if code[:2] != broken[:2]]
                found.append(broken)
    if not found:
        found = subject_matter_codes(lines, skipped)
    codes: dict[str, ReadCode] = {}
    own = without_codes_of_other_tests(lines, _in_order(found), test, catalogue, skipped)
    for code in with_other_lists_doubted(lines, own):
        _add(codes, code, catalogue)
    return with_repeats_doubted(codes.values(), lines), tuple(unresolved)


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
    mentioned = index > 0 and _ends_in_mention(lines[index - 1], line)
    headed = (
        _is_headed(text[: matches[0].start])
        or _is_damaged_list(line, matches)
        or _is_behind_sentence(text, matches)
    )
    tail = end_of_list = _end_of_tail(lines, index)
    for number, match in enumerate(matches):
        before = text[end_of_list : match.start]
        after = text[match.end : matches[number + 1].start if number + 1 < len(matches) else None]
        words = tuple(words_between(line.words, match.start, match.end))
        if (number == 0 and mentioned) or match.start < tail:
            continue
        follows = number > 0 or end_of_list > 0
        listed = (
            (number == 0 and headed)
            or (end_of_list > 0 and JOINS.fullmatch(before) is not None)
            or _begins_entry(line, words, before, follows)
            or _is_in_row_of_codes(text, matches[number:])
        )
        goes_on = JOINS.fullmatch(after) is not None and (
            number + 1 < len(matches) or begins_with_code(lines, index + 1)
        )
        is_text = _is_running_text(after) and not _is_subject(line, words, after, follows)
        if listed and (goes_on or not is_text):
            end_of_list = match.end
            yield FoundCode.of(match, index, line, words)
        elif number == 0 and headed and _names_codes(before) and not explains_code(after.strip()):
            yield FoundCode.of(match, index, line, in_doubt(words))  # lost in silence otherwise


def _names_codes(before: str) -> bool:
    """Whether what announces a list says that codes follow."""
    return re.search(r"\bcodes?\b[^.:]*:\s*$", before, re.IGNORECASE) is not None


def _ends_in_mention(before: SheetLine, line: SheetLine) -> bool:
    """Whether a line ends in "such as", and the next one goes on with what it mentions.

    The subject of another code may end so; it stands to the right of the codes, and the next code
    has a number of its own.
    """
    is_subject = before.left - line.left > _COLUMN * line.height or (
        before.left > line.left and _NUMBERED.match(line.text) is not None
    )
    return not is_subject and MENTION.search(before.text) is not None


def _codes_in_columns(
    lines: Sequence[SheetLine], skipped: frozenset[int], found: Sequence[FoundCode]
) -> Iterator[FoundCode]:
    """Codes that stand right under or over a listed one, whatever stands in front of them."""
    edges: dict[int, list[float]] = {}
    for code in found:
        edges.setdefault(code.line_index, []).append(code.words[0].box[0])
    waiting = list(edges)
    while waiting:
        listed = waiting.pop()
        for index in (listed - 1, listed + 1):
            if index in edges or index in skipped or not 0 <= index < len(lines):
                continue
            aligned = _aligned_code(lines[index], index, edges[listed])
            if aligned is not None:
                edges[index] = [aligned.words[0].box[0]]
                waiting.append(index)
                yield aligned


def _codes_beside_statement(
    lines: Sequence[SheetLine], skipped: frozenset[int], found: Sequence[FoundCode]
) -> Iterator[FoundCode]:
    """The rest of a list that goes on at the left of the instructor's block, row by row."""
    edge = {code.line_index: code.words[0].box[0] for code in reversed(found)}
    for index in sorted(skipped):
        line = lines[index]
        left, list_edge = line.words[0].box[0], edge.get(index - 1)
        if list_edge is None:
            continue
        if left - list_edge > _COLUMN * line.height:
            edge[index] = list_edge  # a line of the block alone
            continue
        matches = find_codes(line.text)
        is_aligned = abs(left - list_edge) <= _ALIGNED_ON_PICTURES * line.height
        if not (matches and matches[0].start == 0 and is_aligned):
            continue
        edge[index] = left
        end = 0
        for match in matches:
            if not _SEPARATORS.fullmatch(line.text[end : match.start]):
                break
            end = match.end
            yield FoundCode.of(
                match, index, line, words_between(line.words, match.start, match.end)
            )


def _aligned_code(line: SheetLine, index: int, edges: Sequence[float]) -> FoundCode | None:
    """The only code of a line, if it begins where a code of the next line does."""
    matches = find_codes(line.text)
    if len(matches) != 1:
        return None
    match = matches[0]
    words = tuple(words_between(line.words, match.start, match.end))
    is_picture = line.page.read_by is ReadBy.OCR
    goes_on = _is_running_text(line.text[match.end :])
    tolerance = _ALIGNED_ON_PICTURES if is_picture else _ALIGNED
    is_note = is_picture and goes_on and _is_apart(line, words)
    if (
        min(abs(words[0].box[0] - edge) for edge in edges) > tolerance * line.height
        or MENTION.search(line.text[: match.start])
        or (goes_on and not is_note)
    ):
        return None
    return FoundCode.of(match, index, line, words)


def _is_apart(line: SheetLine, code: Sequence[Word]) -> bool:
    """Whether what follows a code stands so far from it as a note that somebody wrote there."""
    after = line.words[line.words.index(code[-1]) + 1 :]
    return bool(after) and after[0].box[0] - code[-1].box[2] > _CELL_GAP * line.height


def _is_subject(line: SheetLine, code: Sequence[Word], after: str, follows: bool) -> bool:
    """Whether the words behind a code stand in a cell of their own, or in a column beside it.

    Args:
        line: The line.
        code: Its words.
        after: What stands behind it.
        follows: Whether other codes stand in front of it.
    """
    begins = code[-1] is line.words[0]
    return (begins or follows) and _is_apart(line, code) and not explains_code(after.strip())


def _end_of_tail(lines: Sequence[SheetLine], index: int) -> int:
    """Characters at the start of a line that belong to a code begun on the line before."""
    if index == 0:
        return 0
    before = lines[index - 1].text
    begun = any(match.end() == len(before) for match in PARTIAL.finditer(before))
    lost = _LOST_LETTER.match(lines[index].text)
    if lost and any(match.end == len(before) for match in find_codes(before)):
        return lost.end()
    tail = _TAIL.match(lines[index].text) if begun else None
    return tail.end() if tail else 0


def _is_headed(before: str) -> bool:
    """Whether the words before the first code announce a list: "Subjects to review:"."""
    return before.rstrip().endswith(":") and not (
        MENTION.search(before.rstrip(" :")) or OF_EXAMPLE.search(before)
    )


def _is_behind_sentence(text: str, matches: Sequence[CodeMatch]) -> bool:
    """Whether a sentence ends before the first code, and codes alone follow to the end of line."""
    before = text[: matches[0].start]
    if not _SENTENCE_ENDS.search(before) or MENTION.search(before.rstrip(" .")):
        return False
    ends = [match.start for match in matches[1:]] + [len(text)]
    return all(
        _SEPARATORS.fullmatch(PARTIAL.sub("", text[match.end : end]))
        for match, end in zip(matches, ends, strict=True)
    )


def _is_damaged_list(line: SheetLine, matches: Sequence[CodeMatch]) -> bool:
    """Whether a line of a picture is a list of codes of which the first cannot be made out."""
    before = line.text[: matches[0].start]
    is_list = len(matches) > 1 and line.page.read_by is ReadBy.OCR
    return is_list and _REMAINS.fullmatch(before) is not None


def _begins_entry(line: SheetLine, words: Sequence[Word], before: str, follows: bool) -> bool:
    """Whether a code follows on another one, begins the line, or begins a cell."""
    before = _without_lookalikes(before)
    if _SEPARATORS.fullmatch(LIST_WORDS.sub("", PARTIAL.sub("", before))):
        return True
    if follows and line.page.read_by is ReadBy.OCR and _REMAINS.fullmatch(before):
        return True
    if not follows and _BULLET.match(before):
        return True
    if MENTION.search(before):
        return False
    position = line.words.index(words[0])
    is_ticked = line.page.read_by is ReadBy.OCR and _TICK.fullmatch(before) is not None
    if position == 0 or (is_ticked and not follows):
        return True
    first = position
    bullet = line.words[first - 1].text
    if first > 1 and (bullet in _BULLETS or _NUMBERED.fullmatch(f"{bullet} ")):
        first -= 1
    gap = line.words[first].box[0] - line.words[first - 1].box[2]
    return gap > _CELL_GAP * line.height


def _is_in_row_of_codes(text: str, matches: Sequence[CodeMatch]) -> bool:
    """Whether codes follow one another behind what is no word, such as a damaged code."""
    row = matches[:_ROW_OF_CODES]
    if len(row) < _ROW_OF_CODES or _WORD.search(text[: row[0].start]):
        return False
    return all(
        _SEPARATORS.fullmatch(text[before.end : after.start]) for before, after in pairwise(row)
    )


def _without_lookalikes(text: str) -> str:
    """A text without what has the shape of a code and is none; the list goes on behind it."""
    for start, end in reversed(find_lookalikes(text)):
        text = text[:start] + text[end:]
    return text


def _is_running_text(after: str) -> bool:
    """Whether what follows a code goes on with a sentence, not with a code or a description."""
    rest = after.strip(" ,;|)]*\u2022")
    if not rest:
        return False
    first = rest.split()[0].rstrip(".,;:")
    return explains_code(rest) or (first.islower() and len(rest) > 1 and first.isalpha())


def _lines_of_list(count: int, skipped: frozenset[int], found: Sequence[FoundCode]) -> list[int]:
    """The lines from the first listed code to the last."""
    if not found:
        return []
    first = min(code.line_index for code in found)
    last = max(code.line_index for code in found)
    return [
        index for index in range(max(0, first - 1), min(last + 1, count)) if index not in skipped
    ]
