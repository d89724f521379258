"""What the order of a list of codes says about those that do not fit into it.

Some testing centres print the missed codes in the order of the standards, or in that of their
letters, in which IX comes before VI and K13 before K2; others by question. If all codes but a few
stand in order, that is no chance: one that does not was most likely misread for another code that
exists, which nothing else on the page would show. Its neighbours tell between which codes it has to
be, and so do those of a code that is torn.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from aktr.acs.catalogue import Catalogue
from aktr.acs.code import AcsCode, CodeFamily
from aktr.reading.page import ReadBy
from aktr.report.model import KnowledgeTestReport, Place, ReadCode, UnresolvedCode
from aktr.report.repair.codes import cost_of_confusion

Key = tuple[str | int, ...]

_FEWEST: Final = 8
"""Codes from which order is hardly chance: of eight in any order, all but one are once in 800."""
_NO_CHANCE: Final = 10
"""Codes from which it is none: once in 44,000."""
_MOST_ASIDE: Final = 8
"""One code of so many may stand aside, at least one in all."""
_OUT_OF_ORDER: Final = 0.60
"""Confidence in a code that does not fit into the order of its list."""
_DEAREST: Final = 1.3
"""Cost of confusion above which a code between the neighbours is not what was read."""
_AHEAD: Final = 0.25
"""How much dearer every other code between the neighbours must be."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """Something in the list: a code, or what is torn."""

    item: ReadCode | UnresolvedCode
    key: Key | None
    """Its place in the order; None for what is torn, and for other families."""


def with_codes_in_order(report: KnowledgeTestReport, catalogue: Catalogue) -> KnowledgeTestReport:
    """A report with the codes put right that do not fit into the order of its list.

    Args:
        report: As read; one with a text layer is returned as it is.
        catalogue: Which codes exist.

    Returns:
        The report. A code out of order is the one that it can be confused with and that fits, if
        there is just one; either way it is for a person to confirm. A torn code is taken if only
        one code fits between its neighbours.
    """
    if report.read_by is ReadBy.PDF_TEXT:
        return report
    in_orders = [(_entries(report, key_of), key_of) for key_of in (_of_standards, _of_letters)]
    entries, key_of = max(in_orders, key=lambda order: len(_longest_in_order(order[0])))
    keys = [entry.key for entry in entries if entry.key is not None]
    if len(keys) < _FEWEST:
        return report
    kept = _longest_in_order(entries)
    aside = len(keys) - len(kept)
    if len(kept) == len(entries) or aside > max(1, len(keys) // _MOST_ASIDE):
        return report
    printable = _Printable(report, catalogue, key_of, is_no_chance=len(keys) >= _NO_CHANCE)
    items = [
        entry.item
        if place in kept or (entry.key is None and isinstance(entry.item, ReadCode))
        else printable.fitting(entry, *_neighbours(entries, kept, place))
        for place, entry in enumerate(entries)
    ]
    return replace(
        report,
        codes=tuple(item for item in items if isinstance(item, ReadCode)),
        unresolved_codes=tuple(item for item in items if isinstance(item, UnresolvedCode)),
    )


class _Printable:
    """The codes that the test of a report can print, in order."""

    def __init__(
        self,
        report: KnowledgeTestReport,
        catalogue: Catalogue,
        key_of: Callable[[str], Key | None],
        *,
        is_no_chance: bool,
    ) -> None:
        test = catalogue.knowledge_test(report.exam_code.value or "")
        own = {code.code.partition(".")[0] for code in report.codes}
        prefixes = own if test is None else {each.partition(".")[0] for each in test.prefixes}
        codes = {
            key: code
            for prefix in prefixes
            for code in catalogue.codes_of_prefix(prefix)
            if (key := key_of(code)) is not None
        }
        self._keys = sorted(codes)
        self._codes = codes
        self._taken = {code.code for code in report.codes}
        self._is_no_chance = is_no_chance

    def fitting(
        self, entry: _Entry, after: Key | None, before: Key | None
    ) -> ReadCode | UnresolvedCode:
        """An entry as it fits between its neighbours, or as it is with a doubt."""
        code = self._only_one_like(entry.item.read_as, after, before)
        if code is not None:
            # A report prints each code once, so two entries are never the same one.
            self._taken.add(code)
        if isinstance(entry.item, ReadCode):
            doubted = replace(entry.item, confidence=min(entry.item.confidence, _OUT_OF_ORDER))
            if code is not None:
                return replace(doubted, code=code, repaired=True)
            return doubted if self._is_no_chance else entry.item
        if code is None:
            return entry.item
        return ReadCode(
            code=code,
            read_as=entry.item.read_as,
            family=CodeFamily.ACS,
            place=entry.item.place,
            confidence=_OUT_OF_ORDER,
            repaired=True,
        )

    def _only_one_like(self, read: str, after: Key | None, before: Key | None) -> str | None:
        start = 0 if after is None else bisect_right(self._keys, after)
        end = len(self._keys) if before is None else bisect_left(self._keys, before)
        costs = sorted(
            (cost_of_confusion(read, self._codes[key]), self._codes[key])
            for key in self._keys[start:end]
            if self._codes[key] not in self._taken
        )
        if not costs or costs[0][0] > _DEAREST:
            return None
        if len(costs) > 1 and costs[1][0] - costs[0][0] < _AHEAD:
            return None
        return costs[0][1]


def _entries(report: KnowledgeTestReport, key_of: Callable[[str], Key | None]) -> list[_Entry]:
    """Codes in printed order, and where they belong among them those that are torn."""
    entries = [_Entry(code, key_of(code.code)) for code in report.codes]
    for torn in report.unresolved_codes:
        at = sum(_precedes(code.place, torn.place) for code in report.codes)
        entries.insert(_index_behind(entries, at), _Entry(torn, None))
    return entries


def _index_behind(entries: Sequence[_Entry], codes: int) -> int:
    """The index behind so many whole codes, and what is torn behind the last of them."""
    count = 0
    for index, entry in enumerate(entries):
        if count == codes and isinstance(entry.item, ReadCode):
            return index
        count += isinstance(entry.item, ReadCode)
    return len(entries)


def _precedes(one: Place | None, other: Place | None) -> bool:
    """Whether one place is read before another: above it, or left of it on the same line."""
    if one is None or other is None:
        return one is not None
    if one.page != other.page:
        return one.page < other.page
    if other.top <= one.middle <= other.bottom:
        return one.left < other.left
    return one.middle < other.top


def _of_standards(code: str) -> Key | None:
    """The place of a code in the order of the standards."""
    try:
        return AcsCode.parse(code).sort_key
    except ValueError:
        return None


def _of_letters(code: str) -> Key | None:
    """The place of a code in the order of its letters and digits."""
    return None if _of_standards(code) is None else (code,)


def _longest_in_order(entries: Sequence[_Entry]) -> frozenset[int]:
    """The places of the most codes that stand in order, of equally many the surest."""
    best: dict[int, tuple[float, frozenset[int]]] = {}
    for place, entry in enumerate(entries):
        if entry.key is None or not isinstance(entry.item, ReadCode):
            continue
        before = [
            reached
            for earlier, reached in best.items()
            if (key := entries[earlier].key) is not None and key < entry.key
        ]
        weight, kept = max(before, key=lambda reached: reached[0], default=(0.0, frozenset[int]()))
        best[place] = (weight + 1 + entry.item.confidence / len(entries), kept | {place})
    return max(best.values(), key=lambda reached: reached[0], default=(0.0, frozenset[int]()))[1]


def _neighbours(
    entries: Sequence[_Entry], kept: frozenset[int], place: int
) -> tuple[Key | None, Key | None]:
    def keys(places: Iterator[int]) -> Key | None:
        return next((entries[each].key for each in places if each in kept), None)

    return keys(iter(range(place - 1, -1, -1))), keys(iter(range(place + 1, len(entries))))
