"""What changed between two editions of a standard."""

import re
from dataclasses import dataclass
from typing import Final

from aktr.acs.editions import Edition
from aktr.acs.model import ARCHIVED

_BLANKS: Final = re.compile(r"\s+")
_DASHES: Final = str.maketrans("‐‑‒–—−’‘“”", "------''\"\"")


@dataclass(frozen=True, slots=True)
class Reworded:
    """A code whose wording differs."""

    code: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class EditionDiff:
    """What changed from an older edition to a newer one, in the newer one's order."""

    older: str
    newer: str
    added: tuple[str, ...]
    """Codes that only the newer one has."""
    archived: tuple[str, ...]
    """Codes that the newer one archives and the older one does not."""
    removed: tuple[str, ...]
    """Codes that only the older one has; the FAA archives codes and removes none."""
    reworded: tuple[Reworded, ...]
    unchanged: int
    """How many codes read the same."""


def normalised(text: str) -> str:
    """A wording without what differs by typesetting only: dashes, quotes, blanks."""
    return _BLANKS.sub(" ", text.translate(_DASHES)).strip()


def compare_editions(older: Edition, newer: Edition) -> EditionDiff:
    """Compare two editions code by code, wordings in normalised form."""
    added, archived, reworded, unchanged = [], [], [], 0
    for code, element in newer.elements.items():
        former = older.elements.get(code)
        if former is None:
            added.append(code)
        elif normalised(former.text) == normalised(element.text):
            unchanged += 1
        elif element.text == ARCHIVED:
            archived.append(code)
        else:
            reworded.append(Reworded(code, former.text, element.text))
    return EditionDiff(
        older=older.document,
        newer=newer.document,
        added=tuple(added),
        archived=tuple(archived),
        removed=tuple(code for code in older.elements if code not in newer.elements),
        reworded=tuple(reworded),
        unchanged=unchanged,
    )
