"""What a person says about a report that was read, and which values hold after that.

What was read is never changed. Each statement of a person is kept beside it in the order in which
it was made, and what holds follows from both: so a statement outlives another reading of the same
paper, and nothing that was read is lost by it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any, Final

from aktr.acs.code import family_of
from aktr.report.checked import Check, CheckedReport, Outcome
from aktr.report.model import (
    FIELD_NAMES,
    Grade,
    KnowledgeTestReport,
    ReadCode,
    UnresolvedCode,
)

Plain = str | int | list[str] | None
"""A value as JSON holds it: days in ISO 8601, the grade as its word, a list of codes."""

CODES: Final = "codes"
"""Stands for the whole list of codes."""
CODE: Final = "code:"
"""Before a code."""
UNRESOLVED: Final = "unresolved:"
"""Before the characters of something that is not clearly any one code."""
CHECK: Final = "check:"
"""Before the id of a cross-check."""
NOTE: Final = "note:"
"""Before the number of a note on the file, from 1."""
RAISES_QUESTIONS: Final = frozenset({Outcome.WARNING, Outcome.CONFLICT})


class Action(StrEnum):
    """What a person did with a value."""

    CORRECT = "correct"
    CONFIRM = "confirm"
    ADD = "add"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class Statement:
    """What a person says about one value of a report."""

    what: str
    """A field's name, ``code:PA.I.C.K2``, ``codes``, or what else ``review`` names."""
    action: Action
    before: Plain
    """What stood there until then."""
    after: Plain
    """What stands there from then on; for a check or a note the sentence that was settled."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a person wants changed, all at once."""

    fields: dict[str, Any] = field(default_factory=dict)
    """Values by the names of their fields; None for what the paper does not show."""
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    exactly: tuple[str, ...] | None = None
    """All codes that the paper shows; None leaves that open."""
    confirm: tuple[str, ...] = ()
    """Values that are right as they stand, and findings that have been looked at."""


class NothingThereError(ValueError):
    """A change is about values that the report does not hold.

    Args:
        names: What they are called in the change.
    """

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__("the report does not hold: " + ", ".join(names))
        self.names = tuple(names)


class Standing:
    """What holds after a number of statements; of two about one value the later one counts.

    Args:
        statements: In the order in which they were made.
    """

    def __init__(self, statements: Iterable[Statement]) -> None:
        self.latest: dict[str, Statement] = {}
        self._codes: dict[str, bool] = {}
        self._exactly = False
        for statement in statements:
            self.latest[statement.what] = statement
            if statement.what == CODES and isinstance(statement.after, list):
                self._exactly = True
                self._codes = dict.fromkeys(statement.after, True)
            elif statement.what.startswith(CODE):
                self._codes[statement.what.removeprefix(CODE)] = statement.after is not None

    def has_field(self, name: str) -> bool:
        """Whether a person has said what a field holds."""
        return name in self.latest

    def field_value(self, name: str) -> Any:  # noqa: ANN401 - each field has a type of its own
        """What a person says a field holds; None if the paper does not show it."""
        return from_plain(name, self.latest[name].after)

    def is_stated(self, code: str) -> bool:
        """Whether a person says that a code is on the paper."""
        return self._codes.get(code, False)

    def codes_of(self, reading: KnowledgeTestReport) -> tuple[ReadCode, ...]:
        """The codes that hold: those that were read first, then those that a person added."""
        kept = [
            replace(code, confidence=1.0) if self.is_stated(code.code) else code
            for code in reading.codes
            if self._codes.get(code.code, not self._exactly)
        ]
        there = {code.code for code in kept}
        added = [code for code, holds in self._codes.items() if holds and code not in there]
        unclear = self._resolved(reading)
        return (*kept, *(_added(code, unclear.get(code)) for code in added))

    def unresolved_of(self, reading: KnowledgeTestReport) -> tuple[UnresolvedCode, ...]:
        """What of the list of codes is still not clear."""
        if self._exactly:
            return ()
        resolved = [id(code) for code in self._resolved(reading).values()]
        return tuple(
            code
            for code in reading.unresolved_codes
            if id(code) not in resolved and UNRESOLVED + code.read_as not in self.latest
        )

    def open_checks(self, checks: Sequence[Check]) -> tuple[Check, ...]:
        """The checks without those findings that a person has settled, word for word."""
        return tuple(
            check for check in checks if not self._is_settled(CHECK + check.id, check.detail)
        )

    def open_notes(self, notes: Sequence[str]) -> tuple[str, ...]:
        """The notes on the file without those that a person has settled."""
        settled = {
            statement.after for what, statement in self.latest.items() if what.startswith(NOTE)
        }
        return tuple(note for note in notes if note not in settled)

    def _is_settled(self, what: str, sentence: str) -> bool:
        statement = self.latest.get(what)
        return statement is not None and statement.after == sentence

    def _resolved(self, reading: KnowledgeTestReport) -> dict[str, UnresolvedCode]:
        """What an added code was read as: the first unclear one that it could be."""
        read = {code.code for code in reading.codes}
        resolved: dict[str, UnresolvedCode] = {}
        taken: set[int] = set()
        for code, holds in self._codes.items():
            if not holds or code in read:
                continue
            for unclear in reading.unresolved_codes:
                if code in unclear.candidates and id(unclear) not in taken:
                    resolved[code] = unclear
                    taken.add(id(unclear))
                    break
        return resolved


def statements_of(
    change: Change, current: CheckedReport, standing: Standing
) -> tuple[Statement, ...]:
    """Take a change apart into what it says about each value.

    Args:
        change: What a person wants.
        current: The report as it stands.
        standing: What was said before.

    Raises:
        NothingThereError: The change removes or confirms what is not there.
    """
    made = [_field_statement(name, value, current) for name, value in change.fields.items()]
    codes = [code.code for code in current.report.codes]
    missing = [CODE + code for code in change.remove if code not in codes]
    if change.exactly is not None:
        made += _exact_codes(list(dict.fromkeys(change.exactly)), codes)
    made += [
        Statement(CODE + code, Action.REMOVE, code, None)
        for code in dict.fromkeys(change.remove)
        if code in codes
    ]
    made += [_stated_code(code, codes) for code in dict.fromkeys(change.add)]
    confirmable = _confirmable(current, standing)
    for what in dict.fromkeys(change.confirm):
        if what in confirmable:
            value = confirmable[what]
            made.append(Statement(what, Action.CONFIRM, value, value))
        else:
            missing.append(what)
    if missing:
        raise NothingThereError(missing)
    return tuple(made)


def to_plain(value: object) -> str | int | None:
    """The value of a field as JSON holds it."""
    if value is None or isinstance(value, int):
        return value
    return value.isoformat() if isinstance(value, date) else str(value)


def from_plain(name: str, value: Plain) -> Any:  # noqa: ANN401 - each field has a type of its own
    """The value of a field out of what JSON holds of it.

    Args:
        name: The field.
        value: Its value.
    """
    if isinstance(value, str):
        if name in {"exam_date", "expiration_date"}:
            return date.fromisoformat(value)
        if name == "grade":
            return Grade(value)
    return value


def _field_statement(name: str, value: object, current: CheckedReport) -> Statement:
    before, after = to_plain(getattr(current.report, name).value), to_plain(value)
    action = Action.CONFIRM if before == after else Action.CORRECT
    return Statement(name, action, before, after)


def _exact_codes(wanted: list[str], codes: list[str]) -> list[Statement]:
    removed = [code for code in codes if code not in wanted]
    return [
        *(Statement(CODE + code, Action.REMOVE, code, None) for code in removed),
        *(_stated_code(code, codes) for code in wanted if code not in codes),
        Statement(CODES, Action.CONFIRM, list(codes), wanted),
    ]


def _stated_code(code: str, codes: list[str]) -> Statement:
    if code in codes:
        return Statement(CODE + code, Action.CONFIRM, code, code)
    return Statement(CODE + code, Action.ADD, None, code)


def _confirmable(current: CheckedReport, standing: Standing) -> dict[str, Plain]:
    """Everything that can be confirmed, with what is to be remembered of it."""
    report = current.report
    found: dict[str, Plain] = {name: to_plain(getattr(report, name).value) for name in FIELD_NAMES}
    found |= {CODE + code.code: code.code for code in report.codes}
    found |= {UNRESOLVED + code.read_as: code.read_as for code in report.unresolved_codes}
    found |= {
        CHECK + check.id: check.detail
        for check in standing.open_checks(current.checks)
        if check.outcome in RAISES_QUESTIONS
    }
    found |= {f"{NOTE}{number}": note for number, note in enumerate(report.notes, 1)}
    found[CODES] = [code.code for code in report.codes]
    return found


def _added(code: str, unclear: UnresolvedCode | None) -> ReadCode:
    family = family_of(code)
    if family is None:
        raise ValueError("only well-formed codes can be added")
    if unclear is None:
        return ReadCode(code, "", family)
    return ReadCode(code, unclear.read_as, family, unclear.place)
