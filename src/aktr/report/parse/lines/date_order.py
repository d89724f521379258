"""Dates on forms that say in which order day, month and year are to be written.

The report itself prints month, day, year. A form that is copied from it may ask for another order,
beside its label ("Exam date (dd/mm/yyyy)") or above boxes that take one part of the date each.
"""

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Final

from aktr.reading.page import Word
from aktr.report.parse.lines.sheet import SheetLine
from aktr.report.values.cell_reading import DASHES_OF_NUMBERS, Reading
from aktr.report.values.readers import read_date

_PART: Final = r"(dd?|jj|tt|mm?|yyyy|yy|aaaa|jjjj)"
_ORDER: Final = re.compile(
    rf"(?<![^\W\d_]){_PART}([/.\s-]){_PART}\2{_PART}(?![^\W\d_])", re.IGNORECASE
)
_PARTS: Final = {
    **dict.fromkeys(("D", "DD", "JJ", "TT", "DAY"), "D"),
    **dict.fromkeys(("M", "MM", "MONTH"), "M"),
    **dict.fromkeys(("YY", "YYYY", "AAAA", "JJJJ", "YEAR"), "Y"),
}
"""What stands for each part of a date, in the languages of schools that teach for the FAA."""
_MAY_HEAD_BOXES: Final = re.compile(r"\b(?:YYYY|YEAR)\b", re.IGNORECASE)
_NUMERIC: Final = re.compile(
    rf"(?<!\d)(\d{{1,4}})([/.{DASHES_OF_NUMBERS}])(\d{{1,2}})\2(\d{{1,4}})(?!\d)"
)
_OF_DATE: Final = re.compile(r"\d[\d/.-]*")
_DIGITS: Final = 8
"""Digits of a date with nothing between its parts."""
_OF_YEAR: Final = 4
_ROWS_BELOW: Final = 3
_AT_EDGE: Final = 1.5
"""How far left of the words that head boxes the first digit stands at most, in line heights."""


def told_order(text: str) -> str | None:
    """The order that a text asks for, as "DMY"; None if it asks for none."""
    match = _ORDER.search(text)
    return _order(match.group(1, 3, 4)) if match else None


def read_date_in_order(text: str, order: str) -> Reading | None:
    """A date whose numbers stand in an order that the form tells; with a name of a month, any."""
    match = _NUMERIC.search(text)
    day = match and _date(match.group(1, 3, 4), order)
    if match is None or day is None:
        return read_date(text)
    return Reading(day, match.start(), match.end())


def with_dates_of_boxes(lines: list[SheetLine]) -> list[SheetLine]:
    """Lines with each date that fills boxes as one word, in the order of the report.

    Args:
        lines: The lines of a page, from top to bottom.

    Returns:
        The lines themselves where no words head the boxes of a date, which is nearly everywhere.
    """
    for index, line in enumerate(lines):
        if not _MAY_HEAD_BOXES.search(line.text):
            continue
        for start in range(len(line.words) - 2):
            heads = line.words[start : start + 3]
            order = _order([word.text for word in heads])
            found = order and _date_below(lines, index, heads, order)
            if found:
                row, first, last, whole = found
                changed = list(lines)
                words = lines[row].words
                changed[row] = lines[row].with_words((*words[:first], whole, *words[last:]))
                rest = (*line.words[:start], *line.words[start + 3 :])
                changed[index : index + 1] = [line.with_words(rest)] if rest else []
                return with_dates_of_boxes(changed)
    return lines


def _order(names: Sequence[str]) -> str | None:
    order = "".join(_PARTS.get(name.upper().strip("():"), "") for name in names)
    return order if sorted(order) == ["D", "M", "Y"] else None


def _date_below(
    lines: Sequence[SheetLine], index: int, heads: Sequence[Word], order: str
) -> tuple[int, int, int, Word] | None:
    """The line and the words of the date under the words that head it, and the date as one."""
    line = lines[index]
    left = heads[0].box.left - _AT_EDGE * line.height
    for row in range(index + 1, min(index + 1 + _ROWS_BELOW, len(lines))):
        words = lines[row].words
        first = next((i for i, word in enumerate(words) if word.box.left >= left), len(words))
        last = first
        while last < len(words) and _OF_DATE.fullmatch(words[last].text):
            last += 1
            text = " ".join(word.text for word in words[first:last])
            day = _date(re.findall(r"\d+", text), order)
            if day is not None and words[first].box.left < heads[-1].box.right:
                box = words[first].box.union(words[last - 1].box)
                whole = words[first]._replace(text=f"{day:%m/%d/%Y}", box=box)
                return row, first, last, whole
    return None


def _date(parts: Sequence[str], order: str) -> date | None:
    """The date that three numbers give, or eight digits in any pieces."""
    digits = "".join(parts)
    if len(parts) != len(order) or len(parts[order.index("Y")]) != _OF_YEAR:
        if len(digits) != _DIGITS:
            return None
        ends = [0]
        for part in order:
            ends.append(ends[-1] + (_OF_YEAR if part == "Y" else 2))
        parts = [digits[start:end] for start, end in pairwise(ends)]
    values = dict(zip(order, parts, strict=True))
    try:
        return date(int(values["Y"]), int(values["M"]), int(values["D"]))
    except ValueError:
        return None
