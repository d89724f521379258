"""Endorsement wordings and retest rules as data, each with document, date and source.

The package's come from ``data/wordings.json``. An operator replaces single entries by a file
``paperwork.json`` in the data folder (setting ``AKTR_DATA_DIR``); docs/paperwork.md shows one.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Literal

from aktr.errors import AktrError

_PACKAGED: Final = Path(__file__).parent / "data" / "wordings.json"
OPERATORS_FILE: Final = "paperwork.json"
_BLANK: Final = re.compile(r"\{(\w*)\}")
_KNOWN_BLANKS: Final = frozenset({"name", "test"})


class WordingsFileError(AktrError):
    """The operator's file of wordings cannot be used; the message names the file and the entry."""


@dataclass(frozen=True, slots=True)
class EndorsementWording:
    """One endorsement or statement, word for word."""

    id: str
    title: str
    document: str
    """"AC 61-65K"."""
    paragraph: str
    date: str
    """When the document was issued, ISO 8601, as far as is known."""
    regulation: str
    """What asks for it."""
    source: str
    """Where the wording was taken from."""
    signed_by: str
    text: str
    """The official text with its own brackets."""
    fill: Mapping[str, str]
    """Bracket of the text to what stands in its place; ``{name}`` and ``{test}`` are filled in."""
    blanks: tuple[str, ...]
    """What is left to be written by hand."""

    def filled(self, name: str, test: str) -> str:
        """The text for one person and one test."""
        values = {"name": name, "test": test}
        if not self.fill:
            return self.text
        # In one go, so that nothing in a name is taken for a bracket.
        brackets = re.compile("|".join(map(re.escape, self.fill)))
        return brackets.sub(
            lambda bracket: _BLANK.sub(lambda blank: values[blank[1]], self.fill[bracket[0]]),
            self.text,
        )


@dataclass(frozen=True, slots=True)
class RetestRule:
    """When a failed test may be taken again."""

    id: str
    regulation: str
    source: str
    days: int | None
    """Days to wait without any statement; None where the rule has no such time."""
    endorsement: str | None
    """The wording that goes with it."""
    rule: str
    """The rule in a sentence or two."""


@dataclass(frozen=True, slots=True)
class TestRule:
    """What holds for a test."""

    retest: RetestRule
    deficient_areas: Literal["needed", "depends", "not-needed"]
    """Whether an endorsement for deficient subject areas is needed after a pass."""
    reason: str
    reason_source: str


class Wordings:
    """All wordings and rules.

    Args:
        raw: What the file holds, with the operator's entries in place.
    """

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self._endorsements: Final = {row["id"]: _endorsement(row) for row in raw["endorsements"]}
        self._retests: Final = {row["id"]: RetestRule(**row) for row in raw["retests"]}
        self._others: Final = self._rule(raw["others"])
        self._tests: Final = {
            code: self._rule(row) for row in raw["tests"] for code in row["tests"]
        }
        for retest in self._retests.values():
            if retest.endorsement is not None:
                self.endorsement(retest.endorsement)

    def endorsement(self, name: str) -> EndorsementWording:
        """The wording with this id."""
        return self._endorsements[name]

    def rule_for(self, exam_code: str | None) -> TestRule:
        """What holds for a test; the rules of part 61 for every test that is not named."""
        return self._tests.get(exam_code or "", self._others)

    def _rule(self, row: Mapping[str, Any]) -> TestRule:
        if row["deficient_areas"] not in ("needed", "depends", "not-needed"):
            raise ValueError("deficient_areas must be needed, depends or not-needed")
        return TestRule(
            self._retests[row["retest"]],
            row["deficient_areas"],
            row["reason"],
            row["reason_source"],
        )


def load_wordings(data_dir: Path | None = None) -> Wordings:
    """The wordings of the package, with those of the operator in their place.

    Args:
        data_dir: The operator's data folder; its ``paperwork.json`` need not exist.

    Raises:
        WordingsFileError: The operator's file is damaged or incomplete.
    """
    path = None if data_dir is None else data_dir / OPERATORS_FILE
    try:
        state = path.stat().st_mtime_ns if path else 0
    except OSError:
        return _load(None, 0)
    return _load(path, state)


@lru_cache(maxsize=4)
def _load(operators: Path | None, state: int) -> Wordings:
    raw: dict[str, Any] = json.loads(_PACKAGED.read_text(encoding="utf-8"))
    if operators is None or not state:
        return Wordings(raw)
    try:
        replaced = json.loads(operators.read_text(encoding="utf-8"))
        return Wordings(_overlaid(raw, replaced))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise WordingsFileError(
            f"{operators} cannot be used ({type(error).__name__}: {error}). Mend the entry or "
            "remove the file to use the wordings of the package; docs/paperwork.md shows a file."
        ) from error


def _overlaid(raw: dict[str, Any], replaced: Mapping[str, Any]) -> dict[str, Any]:
    unknown = replaced.keys() - raw.keys()
    if unknown:
        raise ValueError(f"unknown part {', '.join(sorted(unknown))}")
    for part in ("endorsements", "retests"):
        rows = {row["id"]: row for row in raw[part]}
        for row in replaced.get(part, ()):
            rows[row["id"]] = {**rows.get(row["id"], {}), **row}
        raw[part] = list(rows.values())
    # Later rows win, so the operator's rules for a test replace the package's.
    raw["tests"] = [*raw["tests"], *replaced.get("tests", ())]
    raw["others"] = {**raw["others"], **replaced.get("others", {})}
    return raw


def _endorsement(row: Mapping[str, Any]) -> EndorsementWording:
    for bracket, value in row["fill"].items():
        if bracket not in row["text"]:
            raise ValueError(f"{row['id']}: its text has no {bracket}")
        unknown = set(_BLANK.findall(value)) - _KNOWN_BLANKS
        if unknown:
            raise ValueError(f"{row['id']}: only {{name}} and {{test}} can be filled in")
    return EndorsementWording(**{**row, "blanks": tuple(row["blanks"])})
