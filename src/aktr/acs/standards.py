"""Which edition of a standard answers on which day.

A standard is everything that was ever published under one prefix. Its timeline names the editions
in the order of their effective days, those that are held and those known only by name; the last
one that had begun on a day was in force on it.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from aktr.acs.editions import Edition, Element
from aktr.acs.model import ARCHIVED


@dataclass(frozen=True, slots=True)
class HeldEdition:
    """An edition whose text is at hand, and how to get at it."""

    document: str
    title: str
    effective: date
    prefixes: tuple[str, ...]
    load: Callable[[], Edition]


@dataclass(frozen=True, slots=True)
class KnownRevision:
    """A published revision of which only number and day are known."""

    document: str
    """"FAA-S-ACS-6A", or "FAA-S-ACS-6B (with Change 1)"."""
    effective: date
    text_in: str | None = None
    """The held edition that it only changes in places; None for an edition that is not held."""
    adds: frozenset[str] = frozenset()
    """Codes that are known to be in it and are not in the held edition it changes."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The edition that answers for a code, and what has to be said about that."""

    edition: Edition
    element: Element
    in_force: bool
    in_edition_in_force: bool | None
    note: str | None
    is_of_later_day: bool = False
    """Whether the edition was not in force yet; what it archives was live until then."""


@dataclass(frozen=True, slots=True)
class _Period:
    document: str
    effective: date
    held: HeldEdition | None
    is_change: bool = False
    adds: frozenset[str] = frozenset()


class Standard:
    """All editions under one prefix.

    Args:
        prefix: Two capitals, "PA".
        held: The editions whose text is at hand; at least one.
        known: Further revisions, known by number and day only.
    """

    def __init__(
        self, prefix: str, held: Iterable[HeldEdition], known: Iterable[KnownRevision] = ()
    ) -> None:
        self.prefix: Final = prefix
        self.held: Final = tuple(sorted(held, key=lambda edition: edition.effective))
        by_document = {edition.document: edition for edition in self.held}
        periods = [_Period(e.document, e.effective, e) for e in self.held]
        periods += [
            _Period(
                revision.document,
                revision.effective,
                by_document.get(revision.text_in or ""),
                is_change=revision.text_in in by_document,
                adds=revision.adds,
            )
            for revision in known
            if revision.document not in by_document
        ]
        periods.sort(key=lambda period: period.effective)
        self._periods: Final = periods
        self._begins: Final = [period.effective for period in periods]

    def period(self, on: date) -> int:
        """Number of the span of time a day falls in; every day of a span has the same answers.

        0 is the time before the first revision that is known.
        """
        return bisect_right(self._begins, on)

    def answer(self, code: str, period: int) -> Answer | None:
        """What the standard says about a code in a span of time, or None if no edition has it."""
        if period == 0:
            return self._otherwise(code, self._before_everything(), date.min, had_it=None)
        current = self._periods[period - 1]
        if current.held is None:
            why = f"{current.document} was in force on that day and is not held"
            return self._otherwise(code, why, current.effective, had_it=None)
        edition = current.held.load()
        element = edition.elements.get(code)
        if element is None and code in current.adds:
            why = f"added by {current.document} of {current.effective}, which is not held"
            return self._otherwise(code, why, current.effective, had_it=True)
        if element is None:
            why = f"not in {current.document}, the edition in force on that day"
            return self._otherwise(code, why, current.effective, had_it=False)
        note = self._change_note(current) if current.is_change else None
        return Answer(edition, element, in_force=True, in_edition_in_force=True, note=note)

    def former_text(self, code: str, before: date) -> tuple[str, str] | None:
        """Wording and document of the last held edition before a day that still had the wording."""
        for held in reversed(self.held):
            if held.effective >= before:
                continue
            element = held.load().elements.get(code)
            if element is not None and element.text != ARCHIVED:
                return element.text, held.document
        return None

    def __contains__(self, code: object) -> bool:
        return any(code in held.load().elements for held in self.held)

    def days(self) -> Iterator[tuple[str, date]]:
        """Every edition and change that is known, held or not, with its effective day."""
        return ((period.document, period.effective) for period in self._periods)

    def codes(self) -> Iterator[str]:
        """Every code of every held edition that begins with the prefix, each once."""
        seen: set[str] = set()
        begin = f"{self.prefix}."
        for held in reversed(self.held):
            for code in held.load().elements:
                if code.startswith(begin) and code not in seen:
                    seen.add(code)
                    yield code

    def _otherwise(self, code: str, why: str, near: date, *, had_it: bool | None) -> Answer | None:
        """The nearest other edition that has the code: the next later one, else the last before.

        Later editions come first because they name what they archived; earlier ones come last
        because a code is never taken away again.
        """
        later = [held for held in self.held if held.effective > near]
        earlier = [held for held in reversed(self.held) if held.effective <= near]
        for held in later + earlier:
            edition = held.load()
            element = edition.elements.get(code)
            if element is not None:
                is_later = held.effective > near
                archived = (
                    ", which archived the code, so that its wording on that day is not held"
                    if is_later and element.text == ARCHIVED
                    else ""
                )
                return Answer(
                    edition,
                    element,
                    in_force=False,
                    in_edition_in_force=had_it,
                    note=f"{_capitalised(why)}; answered from {held.document}{archived}.",
                    is_of_later_day=is_later,
                )
        return None

    def _before_everything(self) -> str:
        first = self._periods[0]
        return (
            f"no edition in force on that day is held (the earliest known, {first.document}, "
            f"took effect on {first.effective.isoformat()})"
        )

    def _change_note(self, change: _Period) -> str | None:
        held = change.held
        if held is None:
            return None
        return (
            f"{change.document} of {change.effective.isoformat()} is not held; answered from "
            f"{held.document} as published for {held.effective.isoformat()}."
        )


def _capitalised(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
