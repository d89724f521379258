"""Grades that are chosen: a form prints both words, and a mark in a box tells which one holds."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from aktr.reading.page import Word
from aktr.report.model import Grade

_PARTS: Final = re.compile(
    r"(?P<chosen>[\[(]\s*[xX*\u2022\u2713-\u2718]\s*[\])]|_+[xX\u2713-\u2718]_+"
    r"|[\u2611\u2612\u25a0\u25cf\u25c9\u29bf\u2713-\u2718])"
    r"|(?P<left>[\[(]\s*_*\s*[\])]|_+|[\u2610\u25a1\u25a2\u25cb\u25ef\u274f-\u2752])"
    r"|(?<![A-Za-z])(?:(?P<passed>PASS(?:ED)?)|(?P<failed>FAIL(?:ED)?))(?![A-Za-z])",
    re.IGNORECASE,
)
"""Boxes and circles with a mark in them, the same without, and the words."""


_MARK: Final = re.compile(r"[xX\u221a\u2611\u2612\u25a0\u25cf\u25c9\u2713-\u2718]")
"""A mark that a form has in one of two boxes, as a word of its own."""
_ALONE: Final = re.compile(r"\W*(?:(PASS(?:ED)?)|FAIL(?:ED)?)\W*", re.IGNORECASE)
_NEARER: Final = 1.5
"""How much nearer a mark stands to its own word than to the other one."""


class _Part(NamedTuple):
    grade: Grade | None
    """None for a box."""
    is_chosen: bool
    """Whether a box has a mark in it."""


def chosen_grade(text: str) -> Grade | None:
    """The one of both words that has the marked box, before or behind each of them.

    Args:
        text: Of one cell: "[ ] Pass [X] Fail".

    Returns:
        None unless each word has a box of its own and just one of them is marked.
    """
    parts = [_part(match) for match in _PARTS.finditer(text)]
    if len(parts) != 4:
        return None
    for boxes, words in ((parts[::2], parts[1::2]), (parts[1::2], parts[::2])):
        if _are_choices(boxes, words):
            return next(word.grade for box, word in zip(boxes, words, strict=True) if box.is_chosen)
    return None


def _are_choices(boxes: Sequence[_Part], words: Sequence[_Part]) -> bool:
    return (
        all(box.grade is None for box in boxes)
        and {word.grade for word in words} == {Grade.PASS, Grade.FAIL}
        and sum(box.is_chosen for box in boxes) == 1
    )


def _part(match: re.Match[str]) -> _Part:
    if match["passed"]:
        return _Part(Grade.PASS, is_chosen=False)
    if match["failed"]:
        return _Part(Grade.FAIL, is_chosen=False)
    return _Part(None, is_chosen=match["chosen"] is not None)


def offers_both_grades(words: Sequence[Word]) -> bool:
    """Whether both grades stand in a cell with nothing but boxes between them, to be chosen."""
    places = [place for place, word in enumerate(words) if _grade_alone(word) is not None]
    return {_grade_alone(words[place]) for place in places} == set(Grade) and not any(
        word.text.isalnum() and not _MARK.fullmatch(word.text)
        for place, word in enumerate(words[places[0] : places[-1]], places[0])
        if place not in places
    )


def marked_grade(words: Sequence[Word]) -> Grade | None:
    """The one of both grades at which a single mark stands, whose box is only drawn.

    Args:
        words: Those of a cell that offers both.

    Returns:
        None where the mark stands about half way between them.
    """
    marks = [word for word in words if _MARK.fullmatch(word.text)]
    graded = [(word, grade) for word in words if (grade := _grade_alone(word)) is not None]
    if len(marks) != 1 or len(graded) != len(Grade):
        return None
    mark = marks[0]
    (near, _, grade), (far, _, _) = sorted(
        (max(word.box.left - mark.box.right, mark.box.left - word.box.right, 0.0), place, grade)
        for place, (word, grade) in enumerate(graded)
    )
    return grade if far > _NEARER * near else None


def _grade_alone(word: Word) -> Grade | None:
    match = _ALONE.fullmatch(word.text)
    if match is None:
        return None
    return Grade.PASS if match[1] else Grade.FAIL
