"""Letters and digits of codes that the readers take for one another, told by their shapes.

In a code every letter makes sense, so nothing but its shape tells an E from an F. Blur hides the
one stroke in which they differ, and a reader is sure all the same.
"""

import re
from typing import Final, NamedTuple

from aktr.reading.vision.letters.cells import WordShape, shape_of
from aktr.reading.vision.letters.glyphs import ABOVE, BODY, SIDE, WIDTH, Darkness
from aktr.reading.vision.letters.likeness import likeness
from aktr.reading.vision.text.recognise import Character, in_doubt
from aktr.reading.vision.words.words import StripWord

_CODE: Final = re.compile(
    r"(?<![A-Z])[A-Z]{2}\.[IVXLl1|]+\.(?P<task>[A-Z])\.[KRS](?P<number>\d{1,2})"
)


class _Rival(NamedTuple):
    letter: str
    """What a reader may have taken for another letter."""
    doubted: float
    """How much more like the one that was read a shape must be, or it is in doubt; -1 to 1."""
    taken: float
    """The same from which on the rival is the likelier one."""
    alike: float
    """Likeness to either below which the letter was not cut out well."""
    narrower: bool = False
    """Whether the rival is what the letter looks like if its end is cut off."""


_NEVER: Final = -1.0
_TASK_RIVALS: Final = {
    "E": _Rival("F", 0.015, 0.0, 0.85),
    "L": _Rival("I", -0.050, -0.050, 0.95, narrower=True),
    "O": _Rival("D", 0.012, _NEVER, 0.85),
}
"""Of 120 E on poor photos and scans that were read as such five were an F: at -0.035 to 0.009, the
others from 0.019 on. Of 50 L six were an I: below -0.07, and of the others three below -0.04."""
_LOWER_ARM: Final = 0.75
"""Ink of the lower arm of an E, as a share of that of its upper one, that leaves no doubt of it.
No F that was read as an E had more than 0.71, and sharp print with thin arms can be more like an F
than an E for all that it has three."""
_ARM: Final = slice(SIDE + WIDTH // 2, SIDE + WIDTH)
_THICK: Final = 4
"""Rows in which the arm of a letter is."""
_UNDERLINED: Final = frozenset("EL")
"""What an F and an I become where somebody's line under a code touches it."""
_DIGIT_RIVALS: Final = {
    "3": _Rival("8", -0.010, _NEVER, 0.85),
    "5": _Rival("8", -0.010, -0.040, 0.85),
    "6": _Rival("8", -0.010, _NEVER, 0.85),
    "8": _Rival("6", -0.010, _NEVER, 0.90),
}
"""The one 5 that was an 8 was at -0.049; of the 487 others that were cut out well none is below."""


def with_seen_code_letters(word: StripWord) -> StripWord:
    """A word with the letters of its codes doubted, or replaced in doubt, that look otherwise."""
    places = [
        (index, rivals[word.text[index]])
        for code in _CODE.finditer(word.text)
        for rivals, (start, end) in (
            (_TASK_RIVALS, code.span("task")),
            (_DIGIT_RIVALS, code.span("number")),
        )
        for index in range(start, end)
        if word.text[index] in rivals
    ]
    shape = shape_of(word) if places else None
    if shape is None:
        return word
    characters = list(word.characters)
    for index, rival in places:
        characters[index] = _seen(characters[index], shape, index, rival)
    return word._replace(characters=tuple(characters))


def _seen(character: Character, shape: WordShape, index: int, rival: _Rival) -> Character:
    if character.text in _UNDERLINED and shape.is_underlined:
        return in_doubt(character)
    cell = shape.cell(index, index, capital=True)
    if cell is None or (rival.narrower and not shape.stands_apart(index, capital=True)):
        return character
    own, other = (likeness(cell, (letter,))[0] for letter in (character.text, rival.letter))
    if max(own, other) < rival.alike or own - other >= rival.doubted:
        return character
    if character.text == "E" and _lower_arm(cell) >= _LOWER_ARM:
        return character
    letter = rival.letter if own - other < rival.taken else character.text
    return in_doubt(character._replace(text=letter))


def _lower_arm(cell: Darkness) -> float:
    """Ink of the lower arm of an E, in that of its upper one."""
    body = cell[ABOVE : ABOVE + BODY, _ARM]
    upper, lower = (part.max(axis=0).mean() for part in (body[:_THICK], body[-_THICK:]))
    return float(lower / max(upper, 1e-6))
