"""Finds the one code that a damaged reading can have been.

A reader of pictures confuses characters of like strokes far more often than others, and it loses
dots. So look-alikes and dots cost nothing or little when a reading is compared with the codes that
the test may print, and other differences cost much; the cheapest code is taken if no other comes
near it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property, lru_cache
from itertools import chain, takewhile
from typing import Final, NamedTuple

from aktr.acs.catalogue import Catalogue

_LOOK_ALIKE: Final = 0.9
"""Confidence in a word that only needed look-alikes exchanged, or dots put back."""
FORCED: Final = 0.85
"""Confidence in the only code from which what was read can come by what pictures confuse."""
ONE_EDIT: Final = 0.6
"""Confidence in a code of which a character was read wrongly or not at all."""
_KEY_OF: Final = str.maketrans("1li|!0oQ5s8b6z2", "IIIIIOOOSSBBGZZ")
"""Characters that pictures confuse, as one of them."""
_WRONG: Final = 1.0
"""Cost of a character that is another one, is missing or is too much."""
_STROKE: Final = 0.6
"""Cost of one stroke of a numeral more or less."""
_NUMERAL: Final = frozenset("IVX")
_LIKE: Final = 0.3
"""Cost of a character for one that it resembles in blurred print."""
_RESEMBLE: Final = tuple(map(frozenset, "IL IJ IT VY AR RK KX HK BR GC GE 3B KE FI EF".split()))
_LIKE_DIGITS: Final = frozenset("iloszgq")
"""Small letters with the shape of a digit."""
_LIKE_LETTERS: Final = frozenset("1")
"""Digits with the shape of a small letter that codes end in, an i or an l."""
_DEAREST: Final = 1.0
"""Cost above which a reading is too far from a code to have been it."""
_AHEAD: Final = 0.25
"""How much dearer every other code must be."""
_ROW_DEAREST: Final = 0.6
"""Cost of one code of a row above which it is too far from what was read."""
_ONE_MORE: Final = 0.29
"""How much dearer every other code is where a repair is forced: by one confusion more at least."""


_MOST_KEPT: Final = 4096
"""Texts of which it is known for what codes they stand."""


class Repair(NamedTuple):
    """What a damaged code must have been."""

    code: str
    confidence: float
    forced: bool
    """Whether only what pictures confuse was put right, and no other code is near."""


@lru_cache(maxsize=32)
def repairer_for(catalogue: Catalogue, prefixes: tuple[str, ...]) -> "CodeRepairer":
    """The repairer of a test, made once: a class has taken the same one."""
    return CodeRepairer(catalogue, prefixes)


class CodeRepairer:
    """Finds the one code that a damaged reading can have been.

    Args:
        catalogue: Which codes exist.
        prefixes: How the codes of the test begin, ``PA`` or ``AM.II``; all prefixes where the test
            is not known.
    """

    def __init__(self, catalogue: Catalogue, prefixes: Iterable[str]) -> None:
        self._by_key: dict[str, list[str]] = defaultdict(list)
        self._repairs: dict[str, Repair | None] = {}
        for prefix in dict.fromkeys(prefixes):
            for code in catalogue.codes_of_prefix(prefix.partition(".")[0]):
                if "." not in prefix or code.startswith(f"{prefix}."):
                    self._by_key[_key_of_printed(code)].append(code)

    def knows(self, code: str) -> bool:
        """Whether the test may print exactly this code."""
        return code in self._by_key.get(_key(code), ())

    def has_double(self, code: str) -> bool:
        """Whether another code of the test looks the same in a picture: K1i and K1l."""
        return len(self._by_key.get(_key(code), ())) > 1

    def alike(self, text: str) -> str | None:
        """The code that a text is if look-alikes are exchanged and dots put back, no more.

        Costs one look into a table, so that any word can be asked about.
        """
        codes = self._by_key.get(_key(text))
        if not codes or not text[-1].isalnum():
            return None
        code = _clearly_nearest(text, codes)
        return None if code is None or _is_other_kind(text[-1], code[-1]) else code

    def repair(self, text: str) -> Repair | None:
        """The code that a text stands for, or None if that cannot be told.

        Look-alikes are exchanged and lost dots put back first; if no code comes of that,
        characters may be wrong, missing or too much. Of several codes none is chosen.
        """
        if text not in self._repairs:
            # The same text is asked for alone, as a part of others, and when a page is read again.
            if len(self._repairs) == _MOST_KEPT:
                self._repairs.clear()
            self._repairs[text] = self._repaired(text)
        return self._repairs[text]

    def _repaired(self, text: str) -> Repair | None:
        ranked = self._ranked(_key(text))
        if not ranked or ranked[0][0] > _DEAREST:
            return None
        cost, key = ranked[0]
        ahead = ranked[1][0] - cost if len(ranked) > 1 else _WRONG
        if cost > 0 and ahead < _AHEAD:
            return None
        code = _clearly_nearest(text, self._by_key[key])
        if code is None:
            return None
        forced = cost <= _LIKE and ahead > _ONE_MORE and len(self._by_key[key]) == 1
        if _is_other_kind(text[-1], code[-1]):
            return Repair(code, ONE_EDIT, forced=False)
        if cost == 0:
            return Repair(code, _LOOK_ALIKE, forced)
        return Repair(code, FORCED if forced else ONE_EDIT, forced)

    def codes_in_row(self, text: str) -> tuple[str, ...] | None:
        """The codes that a text without gaps stands for, whatever dots it has.

        Look-alikes may be exchanged, but nothing may be missing or too much. None if the text is
        not codes of the test from end to end, or other ones come near.
        """
        key = _key(text)
        # The cheapest rows that end at each place, with what they cost.
        rows: list[list[tuple[float, tuple[str, ...]]]] = [[(0.0, ())], *([] for _ in key)]
        for start in range(len(key)):
            if not rows[start]:
                continue
            for cost, code_key in self._beginning(key[start:]):
                end = rows[start + len(code_key)]
                end += [(before + cost, (*row, code_key)) for before, row in rows[start]]
                end.sort()
                del end[2:]
        if not rows[-1]:
            return None
        (cost, row), *others = rows[-1]
        if others and others[0][0] - cost < _AHEAD:
            return None
        codes = [self._by_key[code_key] for code_key in row]
        return tuple(each[0] for each in codes) if all(len(each) == 1 for each in codes) else None

    @cached_property
    def _by_start(self) -> dict[str, list[str]]:
        """The keys of the test by their first two characters."""
        starts: dict[str, list[str]] = defaultdict(list)
        for key in self._by_key:
            starts[key[:2]].append(key)
        return dict(starts)

    def _beginning(self, key: str) -> Iterator[tuple[float, str]]:
        """Keys of codes with which a key may begin, and what it costs to take them for that."""
        starts = (start for start in self._by_start if sum(map(_exchange, key, start)) <= _LIKE)
        for code_key in chain.from_iterable(map(self._by_start.__getitem__, starts)):
            if len(code_key) <= len(key):
                cost = sum(map(_exchange, key, code_key))
                if cost <= _ROW_DEAREST:
                    yield cost, code_key

    def _ranked(self, key: str) -> list[tuple[float, str]]:
        """The keys of the test that are like one in all but a place, the cheapest first."""
        # Keys that differ in one place only share one half with it; most do not share either.
        half = max(0, len(key) - 1) // 2
        start, end = key[:half], key[len(key) - half :]
        return sorted(
            (_cost(key, other), other)
            for other in self._by_key
            if (other.startswith(start) or other.endswith(end)) and _is_comparable(key, other)
        )


def nearest_prefix(text: str, prefixes: Iterable[str]) -> str | None:
    """The beginning of a code that some letters stand for, or None if that cannot be told."""
    costs = sorted((_cost(_key(text), prefix), prefix) for prefix in prefixes)
    (cost, prefix), (next_cost, _) = costs[:2]
    return prefix if cost <= _LIKE and next_cost - cost >= _AHEAD else None


def cost_of_confusion(read: str, code: str) -> float:
    """What it costs to have read some characters where a code is printed: 0 for look-alikes."""
    return _cost(_key(read), _key_of_printed(code))


def are_spelled(codes: Iterable[str], text: str) -> bool:
    """Whether a text is nothing but these codes, but for dots and look-alikes."""
    return _key("".join(codes)) == _key(text)


def is_stroke(character: str) -> bool:
    """Whether a character is part of a code or number, or can be one misread."""
    return character.isalnum() or character in "|!"


def _key(text: str) -> str:
    """A text without marks, with the characters that pictures confuse as one of them."""
    return "".join(filter(is_stroke, text)).translate(_KEY_OF).upper()


@cache
def _key_of_printed(code: str) -> str:
    """The key of a code that the standards hold; only of these, which are few, it is kept."""
    return _key(code)


def _clearly_nearest(text: str, codes: Sequence[str]) -> str | None:
    """The code that shares most characters with a text, or None if two share as many.

    An i has a dot and a stroke without one is an l, so ``K3I`` and ``K31`` can only be ``K3l``.
    """
    if text[-1] in "I|1":
        codes = [code for code in codes if code[-1] != "i"]
        if not codes:
            return None
    ranked = sorted(codes, key=lambda code: -_shared(text, code))
    if len(ranked) > 1 and _shared(text, ranked[0]) == _shared(text, ranked[1]):
        return None
    return ranked[0]


def _is_other_kind(read: str, printed: str) -> bool:
    """Whether a digit was read for the small letter of a code, or the other way round.

    Capitals that look like digits tell nothing of small letters: an a is as like an 8 as a b is.
    """
    if printed.isdigit():
        return read.islower() and read not in _LIKE_DIGITS
    return printed.isalpha() and read.isdigit() and read not in _LIKE_LETTERS


def _shared(text: str, code: str) -> int:
    """Characters that two texts with the same key have in common, marks left out."""
    plain = filter(is_stroke, text)
    own = [character for character in code if character.isalnum()]
    return sum(read == printed for read, printed in zip(plain, own, strict=False))


def _is_comparable(one: str, other: str) -> bool:
    """Whether two keys differ in one place only, by a few characters."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = _common(one, other)
    return start + _common(one[start:][::-1], other[start:][::-1]) >= len(one) - 2


def _common(one: str, other: str) -> int:
    """Characters at the start that two texts share."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _cost(read: str, printed: str) -> float:
    """What it costs to have read one key where another is printed."""
    lost = [
        _STROKE if sign == "I" and before in _NUMERAL else _WRONG
        for before, sign in zip(f" {printed}", printed, strict=False)
    ]
    previous = [0.0]
    for cost in lost:
        previous.append(previous[-1] + cost)
    for own in read:
        added = _STROKE if own == "I" else _WRONG
        current = [previous[0] + added]
        for column, sign in enumerate(printed):
            current.append(
                min(
                    previous[column] + _exchange(own, sign),
                    previous[column + 1] + added,
                    current[-1] + lost[column],
                )
            )
        previous = current
    return previous[-1]


def _exchange(own: str, sign: str) -> float:
    if own == sign:
        return 0.0
    return _LIKE if frozenset((own, sign)) in _RESEMBLE else _WRONG
