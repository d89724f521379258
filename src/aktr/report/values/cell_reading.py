"""What was made of one cell, and what every reader of a cell has to know."""

import re
from typing import Any, Final, NamedTuple

DASHES_OF_NUMBERS: Final = "\\-\u2010-\u2015\u2212"
"""The dashes that programs set for the hyphens of a date or a number, as a set of characters."""

_NO_VALUE: Final = re.compile(
    r"[\s_.\-\u2013\u2014*]*(?:N/?A|NONE|NOT REPORTED)?[\s_.\-]*", re.IGNORECASE
)


class Reading(NamedTuple):
    """What one cell says."""

    value: Any
    """The value, or None where it cannot be told."""
    start: int
    """First character of the cell that belongs to it."""
    end: int
    """The character after its last."""
    doubt: str | None = None
    """A sentence for the user."""
    sure: bool = True
    """Whether the value has the form that the field always has."""


def is_blank(text: str) -> bool:
    """Whether a cell holds only rules, dots or words for "nothing"."""
    return _NO_VALUE.fullmatch(text) is not None
