"""Learning statement codes: one line of text each, no area, no task, no edition but one."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from aktr.acs.code import CodeFamily
from aktr.acs.model import CodeEntry, ElementSort

_MECHANIC_PREFIXES: Final = frozenset({"AMG", "AMA", "AMP"})


class LearningStatements:
    """The codes of the Learning Statement Reference Guide.

    Args:
        raw: ``document``, ``title``, ``effective``, ``source``, ``mechanic_until`` (the first day
            on which mechanic tests no longer print these codes) and ``codes``: each code with its
            statement and the guide's page.
    """

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self._document: Final[str] = raw["document"]
        self._title: Final[str] = raw["title"]
        self._source: Final[str] = raw["source"]
        self._effective: Final = date.fromisoformat(raw["effective"])
        self._mechanic_until: Final = date.fromisoformat(raw["mechanic_until"])
        self._codes: Final[Mapping[str, tuple[str, int]]] = raw["codes"]
        self._answers: Final[dict[tuple[str, bool], CodeEntry]] = {}

    @classmethod
    def from_json(cls, text: str) -> "LearningStatements":
        """Read the package's file."""
        return cls(json.loads(text))

    @property
    def prefixes(self) -> tuple[str, ...]:
        """The three letters that the codes begin with, in the order of the guide."""
        return tuple(dict.fromkeys(code[:3] for code in self._codes))

    def __contains__(self, code: str) -> bool:
        return code in self._codes

    def __iter__(self) -> Iterator[str]:
        return iter(self._codes)

    def text(self, code: str) -> str:
        """The statement of a code that is there."""
        return self._codes[code][0]

    def codes_of_prefix(self, prefix: str) -> tuple[str, ...]:
        """Every code that begins with three letters, in order."""
        return tuple(code for code in self._codes if code[:3] == prefix)

    def lookup(self, code: str, on: date) -> CodeEntry | None:
        """The statement of a code, or None if the guide does not have it."""
        after_guide = on >= self._effective
        known = self._answers.get((code, after_guide))
        if known is None and code in self._codes:
            known = self._entry(code, after_guide=after_guide)
            self._answers[code, after_guide] = known
        return known

    def _entry(self, code: str, *, after_guide: bool) -> CodeEntry:
        text, page = self._codes[code]
        note = None
        if not after_guide:
            note = (
                f"The guide in force on that day is not held; answered from the edition of "
                f"{self._effective.isoformat()}, the only one held."
            )
        elif code[:3] in _MECHANIC_PREFIXES:
            note = (
                f"The guide says these codes are valid only for tests taken before "
                f"{self._mechanic_until.isoformat()}; later mechanic tests print ACS codes (AM)."
            )
        return CodeEntry(
            code=code,
            family=CodeFamily.LEARNING_STATEMENT,
            kind=ElementSort.LEARNING_STATEMENT,
            description=text,
            document=self._document,
            document_title=self._title,
            edition_effective=self._effective,
            edition_note=note,
            in_force=after_guide and note is None,
            in_edition_in_force=note is None if after_guide else None,
            printed_page=page,
            provenance=self._source,
        )
