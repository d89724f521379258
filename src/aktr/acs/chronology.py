"""Whether the day of an edition fits with what is known of its standard."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from aktr.errors import AktrError

_NUMBER: Final = re.compile(r"(FAA-S-ACS-[0-9]+)([A-Z]?)(.*)")


class ContradictedDayError(AktrError):
    """An edition is said to be in force from a day that cannot be."""


def refuse_other_day(document: str, day: date, printed: date | None) -> None:
    """Make sure that the day that was given is the one that the document prints, if it does.

    Raises:
        ContradictedDayError: It is another one.
    """
    if printed is not None and printed != day:
        raise ContradictedDayError(
            f"{document} prints that it is in force from {printed}, and {day} was given. Nothing "
            "was changed. Leave --effective out to import it for the printed day."
        )


def refuse_contradiction(document: str, day: date, known: Mapping[str, date]) -> None:
    """Make sure that an edition keeps the day that it has, and its place among the others.

    Args:
        document: Its number, "FAA-S-ACS-6B".
        day: The day from which it is said to be in force.
        known: The days of all documents that are known, by number.

    Raises:
        ContradictedDayError: Its day is known to be another one, or it would be in force after a
            later edition or before an earlier one: look-ups for past days would change.
    """
    held = known.get(document)
    if held is not None and held != day:
        raise ContradictedDayError(
            f"{document} is in force from {held}, and importing it for {day} would change what is "
            "answered for the days between. Nothing was changed. Leave --effective out to import "
            "it for the day that is known. If it was imported for a wrong day, first remove its "
            'file from the folder "standards" of the data folder.'
        )
    own = _place_in_series(document)
    for other, other_day in known.items():
        place = _place_in_series(other)
        if own is None or place is None or place[0] != own[0] or other == document:
            continue
        # A change keeps the letter, and can be in force from the same day.
        is_change_of_it = place[1] == own[1]
        if place > own and not (day < other_day or (is_change_of_it and day == other_day)):
            raise ContradictedDayError(_out_of_order(document, day, "older", other, other_day))
        if place < own and day <= other_day:
            raise ContradictedDayError(_out_of_order(document, day, "newer", other, other_day))


def _place_in_series(document: str) -> tuple[str, str, str] | None:
    """The series, the letter and the change of a document, which sort as they were published."""
    match = _NUMBER.fullmatch(document)
    return (match[1], match[2], match[3]) if match else None


def _out_of_order(document: str, day: date, what: str, other: str, other_day: date) -> str:
    return (
        f"{document} is {what} than {other}, which is in force from {other_day}, and cannot be in "
        f"force from {day}. Nothing was changed. Give the day from which it was in force with "
        "--effective."
    )
