"""Labels with the same in another language beside them: "Puntaje / Score"."""

from typing import Final

from aktr.report.label_phrases import begins_label
from aktr.report.parse.sheet import SheetLine, begins_cell

_LONGEST: Final = 6
"""Words of a label in another language, at most."""
_APART: Final = 0.8
"""Gap between a label without a colon and its value, in line heights."""
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


def after_translation(line: SheetLine, end: int) -> int:
    """The word behind the second language of a label: "Exam Date / Fecha del examen"."""
    words = line.words
    if end >= len(words) or not words[end].text.startswith("/"):
        return end
    first = end if len(words[end].text) > 1 else end + 1
    after = first
    while after < len(words) and (
        after == first or words[after].box[0] - words[after - 1].box[2] <= _APART * line.height
    ):
        if not words[after].text.strip("/():").replace("'", "").replace("\u2019", "").isalpha():
            return end
        after += 1
        if words[after - 1].text[-1] == ":":
            break
    texts = [word.text.lstrip("/") for word in words[first:after]]
    return end if not texts or begins_label(texts) else after
