"""Invented people.

Family names are made of aviation words, so that nobody can take a sample for a real person's
report; given names are common ones. Between them they hold what makes names hard to read: hyphens,
apostrophes, particles, accents, suffixes, missing middle names and bare initials.
"""

from dataclasses import dataclass
from enum import StrEnum
from random import Random
from typing import Final


class NameOrder(StrEnum):
    """In which order a report prints the parts of a name."""

    LAST_COMMA_FIRST = "last-comma-first"
    LAST_FIRST = "last-first"
    FIRST_LAST = "first-last"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who never sat a test."""

    first: str
    middle: str
    """Middle name or initial, "" for none."""
    last: str
    suffix: str
    """ "Jr", "Sr", "II", "III" or "" for none."""

    def printed(self, order: NameOrder) -> str:
        """The name in title case, its parts in the given order."""
        if order is NameOrder.LAST_COMMA_FIRST:
            return f"{_joined(self.last, self.suffix)}, {_joined(self.first, self.middle)}"
        if order is NameOrder.LAST_FIRST:
            return _joined(self.last, self.first, self.middle, self.suffix)
        return _joined(self.first, self.middle, self.last, self.suffix)


def invent_person(rng: Random) -> Person:
    """Draw a person; the same state of ``rng`` gives the same person."""
    return Person(
        first=rng.choice(_FIRST),
        middle=rng.choice(_MIDDLE),
        last=rng.choice(_LAST),
        suffix=rng.choice(_SUFFIX),
    )


def invent_pilot_name(rng: Random) -> str:
    """Draw a short name as somebody writes it by hand: "P. Rudderford"."""
    return f"{rng.choice(_FIRST)[0]}. {rng.choice(_LAST)}"


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _listed(names: str) -> tuple[str, ...]:
    return tuple(" ".join(name.split()) for name in names.split(","))


_FIRST: Final = _listed(
    """Jane, John, Maria, Peter, Aisha, Tomás, Ingrid, Wei, Priya, Samuel, Zoë, André, Jean-Luc,
    Mary Beth, Björn, Chloé, D'Andre, Lena, Omar, Renée, Iñigo, Grace, Hannah, Kofi, Núria, Ravi,
    Sofía, Theodore, Yuki"""
)

_MIDDLE: Final = _listed(
    ",,, A, J., Lee, Ann, Marie, Allen, Q, Elizabeth, Jo-Ann, O'Brien, René, Xavier, Ruth, T"
)

_LAST: Final = _listed(
    """Rudderford, Aileronsson, Flapworth, Windsock-Ryan, O'Tailwheel, Stallwell, Pitotsky,
    Van der Vortex, McThrottle, Señal-Viento, Chandelle, Höhenmesser, D'Altimètre, Propwash,
    Slipsworth, de la Pista, Crosswindham, Læsø-Vinge, Spinner-O'Hare, Ångströmvind, Yawdsley,
    Žagler, Glideslope, St. Vectoria, Beaconsfeld, Trimtabbe, Aerofoyle, Cowlingham, Mac Magneto,
    Ó Runwaigh"""
)

_SUFFIX: Final = _listed(",,,,,,,,, Jr, Sr, II, III")
