"""Parts the pages of a file into sheets: one for each report on them."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from aktr.reading.lines import gather_lines
from aktr.reading.page import Box, Line, Word
from aktr.report.parse.labels.finding import find_labels
from aktr.report.parse.lines.heading import LETTERHEAD, is_heading
from aktr.report.parse.lines.sheet import SheetLine
from aktr.report.parse.lines.statement import find_statement
from aktr.report.values.code_text import find_codes
from aktr.report.values.readers import NAMES

_OF_PERSON: Final = NAMES | {"ftn", "applicant_id"}
_OF_RESULT: Final = frozenset({"score", "grade", "take", "expiration_date"})
_FEWEST_LINES: Final = 6
"""Lines that a report has at least."""
_LAST_LINES: Final = 2
"""Lines at the end of a page, and at its beginning, of which one has codes where a list goes on."""


def split_columns(lines: Sequence[Line]) -> list[tuple[Line, ...]]:
    """Part a page on which two reports stand side by side, along the blank strip between them."""
    headings = [box for line in lines for box in _heading_boxes(line)]
    if len(headings) < 2:
        return [tuple(lines)]
    left = min(headings, key=lambda box: box.left)
    right = max(headings, key=lambda box: box.left)
    if right.left < left.right:
        return [tuple(lines)]
    words = [word for line in lines for word in line.words]
    gutter = _blank_strip(words, (left.left + left.right) / 2, (right.left + right.right) / 2)
    if gutter is None:
        return [tuple(lines)]
    return [
        gather_lines(word for word in words if word.box.left < gutter),
        gather_lines(word for word in words if word.box.left >= gutter),
    ]


def _heading_boxes(line: Line) -> Iterator[Box]:
    """Where the words "... test report" stand on a line."""
    words = line.words
    for index in range(2, len(words)):
        text = words[index].text
        if (
            len(text) == len("report")
            and text.upper() == "REPORT"
            and (words[index - 1].text.upper() == "TEST")
        ):
            start = max(0, index - 3)
            yield words[start].box.union(words[index].box)


def _blank_strip(words: Sequence[Word], start: float, end: float) -> float | None:
    """The middle of the widest strip between two columns that no word enters."""
    edges = sorted(
        (max(start, word.box.left), min(end, word.box.right))
        for word in words
        if word.box.right > start and word.box.left < end
    )
    reached, widest, middle = start, 0.0, None
    for left, right in [*edges, (end, end)]:
        if left - reached > widest:
            widest, middle = left - reached, (left + reached) / 2
        reached = max(reached, right)
    return middle


def split_page(lines: Sequence[SheetLine]) -> list[list[SheetLine]]:
    """Part a page at the headings of the reports that stand on it, one under the other."""
    headings = [index for index, line in enumerate(lines) if is_heading(line.text)]
    if len(headings) < 2:
        return [list(lines)]
    starts = [_with_letterhead(lines, index) for index in headings]
    starts[0] = 0
    parts = [
        list(lines[start:end]) for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)
    ]
    if any(len(part) < _FEWEST_LINES for part in parts):
        return [list(lines)]
    head = _tells_person(lines[: _with_letterhead(lines, headings[0])])
    if not head:
        return parts
    return [
        part if number == 0 or _tells_person(part) else [*head, *part]
        for number, part in enumerate(parts)
    ]


def parts_of_columns(columns: Iterable[Sequence[SheetLine]]) -> list[list[SheetLine]]:
    """Part each column at its headings; what stands above the first goes on from the one before.

    Args:
        columns: The lines of the columns of a page, from left to right.
    """
    parts: list[list[SheetLine]] = []
    for column in columns:
        rest = _rest_of_report(column) if parts else 0
        if rest:
            parts[-1] += column[:rest]
        parts += split_page(column[rest:])
    return parts


def with_rests_apart(pages: Sequence[list[list[SheetLine]]]) -> list[list[list[SheetLine]]]:
    """Pages on which the list of the page before goes on above the next report, with it apart.

    Reports that follow each other like the paragraphs of a text break where a page is full.

    Args:
        pages: The parts of each page of a file.
    """
    if len(pages) < 2:
        return list(pages)
    apart: list[list[list[SheetLine]]] = []
    is_told = False
    for before, parts in zip([[], *pages], pages, strict=False):
        goes_on = is_told and bool(before and parts) and _ends_in_codes(before[-1])
        rest = _codes_above_labels(parts[0]) if goes_on else 0
        apart.append([parts[0][:rest], parts[0][rest:], *parts[1:]] if rest else parts)
        # A list may stand in front of the values of its report as well.
        begun = next((part for part in reversed(parts) if _begins_report(part)), None)
        is_told = is_told if begun is None else bool(_tells_person(begun))
    return apart


def _begins_report(lines: Sequence[SheetLine]) -> bool:
    return any(is_heading(line.text) for line in lines) or bool(_tells_person(lines))


def _ends_in_codes(lines: Sequence[SheetLine]) -> bool:
    """Whether a list of codes stands at the end of a page, but for the line below every page."""
    return any(_begins_with_code(line) for line in lines[-_LAST_LINES:])


def _codes_above_labels(lines: Sequence[SheetLine]) -> int:
    """How many lines with the rest of a list stand above the first report of a page."""
    labels = find_labels(lines, find_statement(lines))
    first = next((label.line for label in labels if label.meaning in _OF_PERSON), 0)
    heading = next((index for index, line in enumerate(lines) if is_heading(line.text)), first)
    rest = _with_letterhead(lines, min(first, heading))
    codes = [index for index in range(rest) if _begins_with_code(lines[index])]
    return rest if codes and codes[0] < _LAST_LINES else 0


def _begins_with_code(line: SheetLine) -> bool:
    codes = find_codes(line.text)
    return bool(codes) and codes[0].start == 0


def _rest_of_report(lines: Sequence[SheetLine]) -> int:
    """How many lines above the first heading tell of the test before, and not who took one."""
    heading = next((index for index, line in enumerate(lines) if is_heading(line.text)), 0)
    above = lines[: _with_letterhead(lines, heading)]
    labels = find_labels(above, find_statement(above))
    meanings = {label.meaning for label in labels}
    is_rest = any(find_codes(line.text) for line in above) or bool(meanings & _OF_RESULT)
    return len(above) if is_rest and not meanings & _OF_PERSON else 0


def _tells_person(lines: Sequence[SheetLine]) -> list[SheetLine]:
    """The lines that tell whose reports they are; above the first one they hold for each."""
    labels = find_labels(lines, frozenset())
    telling = {label.line for label in labels if label.meaning in _OF_PERSON}
    return [line for index, line in enumerate(lines) if index in telling]


def _with_letterhead(lines: Sequence[SheetLine], index: int) -> int:
    start = index
    while start > 0 and index - start < 3 and LETTERHEAD.search(lines[start - 1].text):
        start -= 1
    return start
