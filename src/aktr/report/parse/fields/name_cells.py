"""Names that go on in the lines above or below the one that was found at their label."""

from collections.abc import Sequence
from math import isinf
from typing import Final

from aktr.report.parse.fields.cells import NEXT_LINE, Cells
from aktr.report.parse.labels.finding import Label
from aktr.report.parse.lines.sheet import Span
from aktr.report.values.cell_reading import is_blank
from aktr.report.values.readers import is_no_form_word

_SAME_EDGE: Final = 0.4
"""Distance of the left edges of lines of one name that stand far apart, in line heights."""
_VALUE_COLUMN: Final = 0.9
"""Gap between a label and a name from which names have a column of their own, in line heights."""
_BLANK: Final = 0.3
"""Width of a blank, in line heights."""
_OF_LABELS: Final = frozenset(
    "FIRST LAST MIDDLE GIVEN FAMILY FULL LEGAL NAME NAMES SURNAME INITIAL MI M".split()
)
"""Words that ask for a name, and are none where nothing else stands beside them."""
_OF_NUMBERS: Final = frozenset(("NO.", "NR.", "NUM.", "NUMBER", "NUMBERS", "ID", "IDS"))
"""Words of labels of a number, as below a name: "Enrollment no."."""


def with_rest_of_name(label: Label, cells: Cells, span: Span) -> Span:
    """Add the other lines of a name that did not fit its cell."""
    above: list[Span] = []
    below: list[Span] = []
    for rest in cells.rest_of_block(label, span, may_stand_apart=True):
        (above if rest.line.top < span.line.top else below).append(rest)
    aligned = span.words[0].box[0] - 0.6 * span.line.height
    above = _without_apart(span, above)
    if isinf(cells.start_of_cell_beside(span)):
        below = _without_apart(span, below)
    may_wrap = _may_wrap(label, cells, span)
    if _may_be_next_value(label, cells, span, below):
        below = []
    words = list(span.words)
    for rest in below:
        if _is_of_other_cell(label, cells, span, rest):
            break
        if not (may_wrap or rest.words[0].box[0] > aligned) or not _goes_on(span, rest):
            break
        words.extend(rest.words)
    for rest in reversed(above):
        left = rest.words[0].box[0]
        if not label.colon or not aligned <= left <= span.words[-1].box[2]:
            break  # a stamp beside it, or another column
        if not _goes_on(span, rest):
            break
        words[:0] = rest.words
    return Span(span.line, tuple(words))


def may_go_on(label: Label, cells: Cells, span: Span) -> bool:
    """Whether the line below a name begins at its label with a word that may be of it as well.

    More than one word may be if the name ends its cell; a row with a value is one of its own. What
    is made of the words of labels alone is no name yet, either.
    """
    may_wrap = _may_wrap(label, cells, span)
    if _is_whole_without_rest(label, cells, span):
        return True
    if _OF_LABELS.issuperset(word.text.upper().strip(",.") for word in span.words):
        return True  # a label that was understood in part: "Applicant legal name"
    edge = cells.words_of(label)[0].box[0]
    rows = cells.rest_of_block(label, span)
    below = [rest for rest in rows if rest.line.top > span.line.top]
    if _may_be_next_value(label, cells, span, below) and _goes_on(span, below[0]):
        return True
    return any(
        rest.line.top > span.line.top
        and abs(rest.words[0].box[0] - edge) < _SAME_EDGE * rest.line.height
        and rest.words[0] not in span.words
        and (len(rest.words) == 1 or may_wrap)
        and not _has_value(span, rest)
        and _goes_on(span, rest)
        for rest in rows
    )


def _is_whole_without_rest(label: Label, cells: Cells, span: Span) -> bool:
    """Whether a name goes on below though it was whole and had room: a town may follow, or a rank.

    Args:
        label: Its label.
        cells: The cells of the sheet.
        span: The name, with the words of all its lines.
    """
    first = [word for word in span.words if word in span.line.words]
    rest = span.words[len(first) :]
    if not rest or "," not in "".join(word.text for word in first[:-1]):
        return False
    if span.words[0] is not first[0] or _may_wrap(label, cells, Span(span.line, tuple(first))):
        return False
    end = first[-1].box[2]
    behind = [word.box[0] for word in span.line.words if word.box[0] > end]
    needed = rest[0].box[2] - rest[0].box[0] + _BLANK * span.line.height
    return not behind or end + needed < behind[0] - _BLANK * span.line.height


def _may_be_next_value(label: Label, cells: Cells, span: Span, below: Sequence[Span]) -> bool:
    """Whether the lines below a name may be a label that nobody knows, with its value below it.

    Where names stand below their labels, two lines are more likely such than the rest of a name.
    """
    first = cells.words_of(label)[0]
    return (
        len(below) > 1
        and first.box[3] <= span.line.top
        and not span.text.endswith((",", "-"))
        and all(
            abs(row.words[0].box[0] - first.box[0]) < _SAME_EDGE * row.line.height
            for row in below[:2]
        )
    )


def _without_apart(span: Span, rows: Sequence[Span]) -> list[Span]:
    """The rows of a name up to one that stands apart and does not begin where the name does."""
    near: list[Span] = []
    before = span
    for row in rows:
        height = min(row.line.height, before.line.height)
        is_apart = abs(row.line.top - before.line.top) > NEXT_LINE * height + 1
        shift = abs(row.words[0].box[0] - span.words[0].box[0])
        if is_apart and (shift > _SAME_EDGE * height or len(row.words) < len(row.line.words)):
            break
        near.append(row)
        before = row
    return near


def _may_wrap(label: Label, cells: Cells, span: Span) -> bool:
    """Whether a name may go on on the next line: it says so itself, or reaches far to the right."""
    return span.text.endswith((",", "-")) or cells.fills_its_cell(label, span)


def _has_value(span: Span, rest: Span) -> bool:
    """Whether something stands behind a line where the name does, as a value behind its label."""
    edge = span.words[0].box[0]
    return any(
        abs(word.box[0] - edge) < _SAME_EDGE * rest.line.height
        for word in rest.line.words
        if word not in rest.words[:1]
    )


def _is_of_other_cell(label: Label, cells: Cells, span: Span, rest: Span) -> bool:
    """Whether a line below a name stands in a column beside it, or is a label of the next row.

    A cell that holds label and name wraps to where the label begins; where names have a column of
    their own, what begins there is the label of another value, known or not.
    """
    left, height = rest.words[0].box[0], rest.line.height
    if left > span.words[-1].box[2]:
        return True
    before = cells.words_of(label)[-1]
    edge = span.words[0].box[0]
    is_beside = before in span.line.words and edge - before.box[2] > _VALUE_COLUMN * height
    return is_beside and edge - left > _VALUE_COLUMN * height


def _goes_on(span: Span, rest: Span) -> bool:
    """Whether a line can be part of the name that another line holds: same case, no other words."""
    return (
        span.text.isupper() == rest.text.isupper()
        and not is_blank(rest.text)
        and all(_may_be_name(word.text) for word in rest.words)
    )


def _may_be_name(text: str) -> bool:
    return (
        is_no_form_word(text)
        and text.upper() not in _OF_NUMBERS
        and all(letter.isalpha() or letter in ".,'’-" for letter in text)
    )
