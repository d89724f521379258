"""Labels that stand behind the same in another language: "Puntaje / Score"."""

from typing import Final

from aktr.report.label_phrases import begins_label
from aktr.report.parse.sheet import SheetLine, begins_cell

_LONGEST: Final = 6
"""Words of a label in another language, at most."""
_IN_LABELS: Final = ".,:'\u2019\u00ba\u00aa-()"


def start_of_translated(line: SheetLine, start: int, end: int) -> int:
    """Where the cell of a label begins that is told in another language first.

    Args:
        line: Its line.
        start: Its first word that is understood.
        end: The word after its last.

    Returns:
        The first word of the cell; ``start`` itself if no label in another language may stand
        there: it has no stroke behind it, or is a label itself, or the label does not end the cell.
    """
    words = line.words
    if start < 2 or words[start - 1].text != "/":
        return start
    if end < len(words) and not begins_cell(line, end) and words[end - 1].text[-1] != ":":
        return start
    first = start - 2
    while first > 0 and not begins_cell(line, first):
        first -= 1
    others = [word.text for word in words[first : start - 1]]
    if len(others) > _LONGEST or begins_label(others):
        return start
    letters = "".join(others)
    for sign in _IN_LABELS:
        letters = letters.replace(sign, "")
    return first if letters.isalpha() else start
