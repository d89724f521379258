"""Names that go on in the lines above or below the one that was found at their label."""

from collections.abc import Sequence
from typing import Final

from aktr.report.parse.cells import NEXT_LINE, Cells
from aktr.report.parse.labels import Label
from aktr.report.parse.sheet import Span
from aktr.report.parse.values import is_no_form_word

_SAME_EDGE: Final = 0.4
"""Distance of the left edges of lines of one name that stand far apart, in line heights."""


def with_rest_of_name(label: Label, cells: Cells, span: Span) -> Span:
    """Add the other lines of a name that did not fit its cell."""
    above: list[Span] = []
    below: list[Span] = []
    for rest in cells.rest_of_block(label, span, may_stand_apart=True):
        (above if rest.line.top < span.line.top else below).append(rest)
    aligned = span.words[0].box[0] - 0.6 * span.line.height
    above, below = (_without_apart(span, rows) for rows in (above, below))
    may_wrap = span.text.endswith((",", "-")) or cells.fills_its_cell(label, span)
    words = list(span.words)
    for rest in below:
        if not (may_wrap or rest.words[0].box[0] > aligned) or not _goes_on(span, rest):
            break
        words.extend(rest.words)
    for rest in reversed(above):
        if not label.colon or rest.words[0].box[0] < aligned or not _goes_on(span, rest):
            break
        words[:0] = rest.words
    return Span(span.line, tuple(words))


def may_go_on(label: Label, cells: Cells, span: Span) -> bool:
    """Whether the line below a name begins at its label with a word that may be of it as well."""
    edge = cells.words_of(label)[0].box[0]
    return any(
        rest.line.top > span.line.top
        and abs(rest.words[0].box[0] - edge) < _SAME_EDGE * rest.line.height
        and rest.words[0] not in span.words
        and len(rest.words) == 1
        and _goes_on(span, rest)
        for rest in cells.rest_of_block(label, span)
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


def _goes_on(span: Span, rest: Span) -> bool:
    """Whether a line can be part of the name that another line holds: same case, no other words."""
    return span.text.isupper() == rest.text.isupper() and all(
        _may_be_name(word.text) for word in rest.words
    )


def _may_be_name(text: str) -> bool:
    return is_no_form_word(text) and all(letter.isalpha() or letter in ".,'’-" for letter in text)
