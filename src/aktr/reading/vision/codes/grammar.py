"""What codes a reader's answers can stand for, the likeliest first.

A reader answers with the likeliest character for every few columns, whatever makes sense. Of a code
much is known beforehand: where its dots are, and where only a numeral, a letter or a digit can be.
So the answers are searched for the likeliest texts that are lists of codes. An L where a numeral
belongs is then ``I.``, because nothing else can be, and how far the next code is behind says how
sure that is.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise
from math import log
from typing import Final

import numpy as np
from numpy.typing import NDArray

from aktr.acs.code import LEARNING_STATEMENT_PREFIXES, ROMAN_AREAS, CodeFamily, family_of
from aktr.reading.vision.networks.files import CHARACTERS
from aktr.reading.vision.networks.models import Tensor

Likelihoods = NDArray[np.float64]

_STATEMENT_LENGTH: Final = 6
_CAPITALS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_TASKS: Final = "ABCDEFGHIJKLMNOP"
_DIGITS: Final = "0123456789"
_LAST_DIGITS: Final = "₀₁₂₃₄₅₆₇₈₉"
"""The second digit of an element's number, where a letter can stand as well."""
_AS_PRINTED: Final = str.maketrans(_LAST_DIGITS, _DIGITS)
_LETTERS: Final = "abcdefghijklm"
_BETWEEN: Final = " "
"""Stands for whatever parts two codes."""
_ALIKE: Final[Mapping[str, str]] = {
    ".": ",:;·",
    _BETWEEN: ",;.:",
    "B": "8", "G": "6", "I": "l1|!", "O": "0", "S": "5§$", "Z": "2",
    "0": "OoQ", "1": "Iil|!", "2": "Zz", "5": "Ss§$", "6": "Gb", "8": "B", "9": "gq",
    "₀": "0Oo", "₁": "1I|!", "₂": "2Z", "₃": "3", "₄": "4", "₅": "5S§$", "₆": "6", "₇": "7",
    "₈": "8", "₉": "9", "l": "I|",
}  # fmt: skip
"""Signs that a reader takes for one that can stand in a code."""
_BEAM: Final = 12
"""Beginnings that are followed at once."""
_NEVER: Final = 1e-7
_HARDLY: Final = 1e-4
"""Likelihood of a sign below which it is not followed."""


def likeliest_codes(signs: Likelihoods) -> list[str]:
    """Lists of codes that a reader's answer may stand for.

    Args:
        signs: As ``signs_of`` gives it.

    Returns:
        Codes parted by blanks; a code that follows on another one without a blank is not parted.
    """
    beam: dict[str, tuple[float, float]] = {"": (1.0, 0.0)}
    for step in signs:
        beam = _followed(beam, step)
    whole = {text: sum(likely) for text, likely in beam.items() if _is_whole(text)}
    return sorted(whole, key=lambda text: -whole[text])


def codes_in(text: str) -> tuple[str, ...]:
    """The codes of a list, as they are printed.

    Args:
        text: As ``likeliest_codes`` gives it.
    """
    codes = []
    left = text.rstrip(_BETWEEN)
    while left:
        code = _last_code(left)
        codes.append(code.translate(_AS_PRINTED))
        left = left[: -len(code)].rstrip(_BETWEEN)
    return tuple(reversed(codes))


def likelihood(text: str, signs: Likelihoods) -> float:
    """How likely an answer stands for a text, as a logarithm.

    Args:
        text: Of the signs that codes are made of.
        signs: As ``signs_of`` gives it.
    """
    own_places = [_INDEX[sign] for sign in text]
    touching = np.array([_touching(before, sign) for before, sign in pairwise(text)], dtype=int)
    path = np.zeros(2 * len(text) + 1)
    path[0] = 1.0
    total = 0.0
    for step in signs:
        own, gaps = path[1::2], path[::2]
        inked = (own + gaps[:-1]) * step[own_places]
        inked[1:] += own[:-1] * step[touching] * (touching > 0)
        blank = (gaps + np.concatenate([[0.0], own])) * step[0]
        path[1::2], path[::2] = inked, blank
        scale = path.sum()
        if scale <= 0:
            return -np.inf
        total += log(scale)
        path /= scale
    return total + log(max(1e-300, path[-1] + path[-2]))


def best_of_all(answer: Tensor) -> float:
    """How likely the likeliest characters are, whatever they say, as a logarithm."""
    return float(np.log(np.maximum(answer.max(axis=1), _NEVER)).sum())


def steps_of(text: str, signs: Likelihoods) -> list[int]:
    """At which step each sign of a text is read, in the likeliest way to read it."""
    states = [0, *(each for sign in text for each in (_INDEX[sign], 0))]
    best = np.full(len(states), -np.inf)
    best[0] = 0.0
    came = np.zeros((len(signs), len(states)), dtype=np.int64)
    for step, likely in enumerate(np.log(signs)):
        moved = np.full((3, len(states)), -np.inf)
        moved[0] = best
        moved[1, 1:] = best[:-1]
        for state in range(3, len(states), 2):
            if _touching(text[(state - 3) // 2], text[(state - 1) // 2]):
                moved[2, state] = best[state - 2]
        came[step] = moved.argmax(axis=0)
        best = moved.max(axis=0) + likely[states]
    state = len(states) - 1 if best[-1] >= best[-2] else len(states) - 2
    seen: dict[int, list[int]] = defaultdict(list)
    for step in range(len(signs) - 1, -1, -1):
        seen[state].append(step)
        state -= int(came[step, state])
    return [round(float(np.mean(seen[2 * index + 1]))) for index in range(len(text))]


def _followed(
    beam: Mapping[str, tuple[float, float]], step: Likelihoods
) -> dict[str, tuple[float, float]]:
    """The beginnings after one more step; each with how likely it ends in nothing or its sign."""
    after: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for text, (ended, open_) in beam.items():
        after[text][0] += (ended + open_) * step[0]
        if text:
            after[text][1] += open_ * step[_INDEX[text[-1]]]
        for sign in _next_signs(_last_code(text)):
            likely = step[_INDEX[sign]]
            if likely >= _HARDLY:
                touching = _touching(text[-1:], sign)
                after[text + sign][1] += ended * likely + open_ * step[touching] * bool(touching)
    best = sorted(after.items(), key=lambda item: -sum(item[1]))[:_BEAM]
    scale = sum(sum(likely) for _, likely in best) or 1.0
    return {text: (ended / scale, open_ / scale) for text, (ended, open_) in best}


@cache
def _last_code(text: str) -> str:
    """The code at the end of a list that has no blanks where codes touch."""
    begun = text.rpartition(_BETWEEN)[2]
    for start in range(len(begun) - 1, 0, -1):
        if begun[start] in _CAPITALS and _is_code(begun[:start]) and begun[start - 1] != ".":
            return begun[start:]
        if begun[:start].count(".") == 0 and len(begun) < 7:
            break
    return begun


@cache
def _next_signs(code: str) -> str:
    """Signs that can follow on the beginning of a code."""
    _, *parts = code.split(".")
    if not code:
        return _CAPITALS + _BETWEEN
    if not parts:
        return _after_capitals(code)
    if len(parts) == 1:
        further = {area[len(parts[0])] for area in ROMAN_AREAS if area[:-1].startswith(parts[0])}
        return "".join(sorted(further)) + ("." if parts[0] in ROMAN_AREAS else "")
    if len(parts) == 2:
        return "." if parts[1] else _TASKS
    return _after_kind(parts[2])


def _after_capitals(begun: str) -> str:
    """What follows on the capitals, or digits, with which a code begins."""
    if len(begun) == _STATEMENT_LENGTH:
        return _BETWEEN + _CAPITALS
    if len(begun) >= len(LEARNING_STATEMENT_PREFIXES[0]):
        return _DIGITS
    if len(begun) == 1:
        return _CAPITALS
    statements = {
        each[len(begun)] for each in LEARNING_STATEMENT_PREFIXES if each.startswith(begun)
    }
    return "." + "".join(sorted(statements))


def _after_kind(element: str) -> str:
    """What follows on an element: its kind, its number and its letter."""
    if not element:
        return "KRS"
    if len(element) == 1:
        return _DIGITS[1:]
    if element[-1] in _LETTERS:
        return _BETWEEN + _CAPITALS
    return (_LAST_DIGITS if len(element) == 2 else "") + _LETTERS + _BETWEEN + _CAPITALS


def _is_whole(text: str) -> bool:
    return _is_code(_last_code(text.rstrip(_BETWEEN)))


@cache
def _is_code(text: str) -> bool:
    return family_of(text.translate(_AS_PRINTED)) in {CodeFamily.ACS, CodeFamily.LEARNING_STATEMENT}


def _answers_for(sign: str) -> Iterator[int]:
    """The places in an answer of what a sign may have been taken for."""
    wanted = {sign, *_ALIKE.get(sign, "")}
    for index, character in enumerate(CHARACTERS, 1):
        plain = unicodedata.normalize("NFD", character)[0]
        is_same_letter = sign in _CAPITALS + _LETTERS and plain.lower() == sign.lower()
        # A capital I has no dot.
        if character in wanted or (is_same_letter and sign + character != "iI"):
            yield index


_SIGNS: Final = "." + _BETWEEN + _CAPITALS + _DIGITS + _LAST_DIGITS + _LETTERS
_INDEX: Final = {sign: index for index, sign in enumerate(_SIGNS, 1)}
_ANSWERS: Final = [sorted(_answers_for(sign)) for sign in _SIGNS]
_ONLY_L: Final = len(_SIGNS) + 1


@cache
def _touching(before: str, sign: str) -> int:
    """Which likelihood counts if a sign follows on another one at once; 0 if it cannot.

    A reader parts equal characters, so one stroke must not be taken for a 1 and an l as well.
    """
    if before.translate(_AS_PRINTED).upper() == sign.translate(_AS_PRINTED).upper():
        return 0
    if sign == "l" and before in "1₁":
        return _ONLY_L
    return _INDEX[sign]


def signs_of(answer: Tensor) -> Likelihoods:
    """How likely nothing and each sign of a code is.

    Args:
        answer: How likely nothing and each character is, shape (steps, characters + 1).

    Returns:
        Shape (steps, signs + 1), and behind these the small l alone.
    """
    columns = [answer[:, 0], *(answer[:, places].sum(axis=1) for places in _ANSWERS)]
    columns.append(answer[:, CHARACTERS.index("l") + 1])
    return np.maximum(np.stack(columns, axis=1).astype(np.float64), _NEVER)
