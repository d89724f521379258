"""Labels with the same in another language beside them: "Puntaje / Score"."""

from collections.abc import Sequence
from typing import Final

from aktr.report.parse.lines.sheet import SheetLine, begins_cell
from aktr.report.values.label_phrases import begins_label, folded

_LONGEST: Final = 6
"""Words of a label in another language, at most."""
_APART: Final = 0.8
"""Gap between a label without a colon and its value, in line heights."""
_ALIKE: Final = frozenset({"NOTE"})
"""Words of labels that mean a score or a grade in French or German."""
_LINKING: Final = frozenset("DE DEL DU DES DA DO DI DER LA EL".split())
"""Words behind the first one of a label in another language: "Date de l'examen"."""
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
    return after if texts and (not begins_label(texts) or _is_translation(texts)) else end


def _is_translation(texts: Sequence[str]) -> bool:
    """Whether words that begin with a label are a label in another language all the same."""
    folds = [folded(text) for text in texts]
    if len(folds) == 1:
        return folds[0] in _ALIKE
    linking = texts[1].replace("\u2019", "'")
    # A name may begin like that as well: "DE LA CRUZ", "D'ANGELO".
    is_sure = linking[0].islower() or texts[-1][-1] == ":"
    return is_sure and (linking.upper() in _LINKING or linking.upper().startswith(("D'", "L'")))
