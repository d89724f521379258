"""Grades that are chosen: a form prints both words, and a mark in a box tells which one holds."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from aktr.report.model import Grade

_PARTS: Final = re.compile(
    r"(?P<chosen>[\[(]\s*[xX*\u2022\u2713-\u2718]\s*[\])]|_+[xX\u2713-\u2718]_+"
    r"|[\u2611\u2612\u25a0\u25cf\u25c9\u29bf\u2713-\u2718])"
    r"|(?P<left>[\[(]\s*_*\s*[\])]|_+|[\u2610\u25a1\u25a2\u25cb\u25ef\u274f-\u2752])"
    r"|(?<![A-Za-z])(?:(?P<passed>PASS(?:ED)?)|(?P<failed>FAIL(?:ED)?))(?![A-Za-z])",
    re.IGNORECASE,
)
"""Boxes and circles with a mark in them, the same without, and the words."""


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
