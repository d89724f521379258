"""Labels and dates in running text that go on at the beginning of the next line.

... took the knowledge test. Score: 71%. Exam
date: February 18,
2026. The report has the expiration
date: February 29, 2028.
"""

import re
from typing import Final

from aktr.reading.page import Box, Word
from aktr.report.parse.lines.sheet import SheetLine, begins_cell
from aktr.report.values.label_phrases import LENGTHS, OTHER, PHRASES, folded
from aktr.report.values.readers import MONTH_NAME

_SAME_EDGE: Final = 1.5
"""Distance of the left edges of two lines of one text, at most, in line heights."""
_NEXT: Final = 2.0
"""Distance from one of them to the next, at most, in line heights."""
_FEWEST_WORDS: Final = 4
"""Words of a line of running text, at least."""
_BEGUN_DATE: Final = re.compile(
    rf"\b(?:{MONTH_NAME}\.?(?: \d{{1,2}},?)?|\d{{1,2}} {MONTH_NAME}[.,]?)$", re.IGNORECASE
)
"""A date without its year, or without its day as well."""
_REST_OF_DATE: Final = re.compile(r"(?:\d{1,2},? )?(?:19|20)\d\d(?!\d)[.,;)]?(?= |$)")
_LONGEST_BEGUN: Final = 20
"""Characters of such a date, at most."""


def with_whole_ends(lines: list[SheetLine]) -> list[SheetLine]:
    """Lines of running text with the labels and dates whole that their ends break.

    A label goes to its value on the lower line, the rest of a date to the upper one.

    Args:
        lines: The lines of a page, from top to bottom.

    Returns:
        The lines themselves where nothing is broken, which is nearly everywhere.
    """
    whole: list[SheetLine] = []
    for index, lower in enumerate(lines):
        if index == 0 or not _is_running_on(lines[index - 1], lower):
            whole.append(lower)
            continue
        upper = whole[-1]
        count = _rest_of_date(upper, lower)
        if count:
            rest = [_at(word, upper.words[-1].box.right, upper) for word in lower.words[:count]]
            whole[-1] = upper.with_words((*upper.words, *rest))
            if count < len(lower.words):
                whole.append(lower.with_words(lower.words[count:]))
        elif _begins_label(upper.words[-1], lower):
            begun = _at(upper.words[-1], lower.left, lower)
            whole[-1] = upper.with_words(upper.words[:-1])
            whole.append(lower.with_words((begun, *lower.words)))
        else:
            whole.append(lower)
    return whole


def _is_running_on(upper: SheetLine, lower: SheetLine) -> bool:
    """Whether a line is one of running text, and the next one may be another."""
    return (
        len(upper.words) >= _FEWEST_WORDS
        and upper.page is lower.page
        and abs(upper.left - lower.left) <= _SAME_EDGE * upper.height
        and lower.top - upper.top <= _NEXT * upper.height
        and not begins_cell(upper, len(upper.words) - 1)
    )


def _rest_of_date(upper: SheetLine, lower: SheetLine) -> int:
    """How many words of a line end the date with which the line before it ends."""
    begun = _BEGUN_DATE.search(upper.text[-_LONGEST_BEGUN:])
    rest = _REST_OF_DATE.match(lower.text) if begun else None
    return len(rest.group().split()) if rest else 0


def _begins_label(word: Word, lower: SheetLine) -> bool:
    """Whether a word is the first one of a label that ends in a colon on the next line."""
    for length in LENGTHS.get(folded(word.text), ()):
        rest = lower.words[: length - 1]
        if not rest or len(rest) < length - 1 or rest[-1].text[-1] != ":":
            continue
        phrase = (folded(word.text), *(folded(other.text) for other in rest))
        if PHRASES.get(phrase, OTHER) != OTHER:
            return True
    return False


def _at(word: Word, edge: float, line: SheetLine) -> Word:
    """A word at a place of another line, to which it belongs."""
    return word._replace(box=Box(edge, line.top, edge, line.bottom))
