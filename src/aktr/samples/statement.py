"""The block at the foot of a report in which an instructor writes by hand.

Nothing in it belongs to the report: names, dates, numbers and even codes written there must not be
taken for the applicant's. That is why the samples fill it in.
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from random import Random
from types import MappingProxyType
from typing import Final

from aktr.samples.exams import draw_codes, knowledge_test
from aktr.samples.facts import ReportFacts
from aktr.samples.fonts import HANDWRITING
from aktr.samples.people import invent_pilot_name
from aktr.samples.sheet import Sheet, Stroke, TextRun

INK: Final = (0.08, 0.14, 0.52)


class StatementKind(StrEnum):
    """Who has to sign before a retest."""

    INSTRUCTOR = "instructor"
    """14 CFR 61.49: an authorised instructor."""
    AIRMAN = "airman"
    """14 CFR 65.19: an airman who holds the certificate and rating sought."""


@dataclass(frozen=True, slots=True)
class Statement:
    """The block as printed, and what somebody wrote into it."""

    kind: StatementKind
    underscored: bool
    """Blanks are underscores in the text; else lines are drawn."""
    handwriting: tuple[tuple[str, str], ...] = ()
    """Blank and what is written over it; () for a block left empty."""
    note: str = ""
    """Written below the signature; "" for none."""


@dataclass(frozen=True, slots=True)
class _Blank:
    name: str
    length: int
    """In underscores."""


_Part = str | _Blank

_TITLES: Final = MappingProxyType(
    {
        StatementKind.INSTRUCTOR: "AUTHORIZED INSTRUCTOR'S STATEMENT: (if applicable)",
        StatementKind.AIRMAN: "STATEMENT OF CERTIFICATED AIRMAN, 14 CFR 65.19: (if applicable)",
    }
)
_PARTS: Final[MappingProxyType[StatementKind, tuple[tuple[_Part, ...], ...]]] = MappingProxyType(
    {
        StatementKind.INSTRUCTOR: (
            (
                "On ",
                _Blank("date", 12),
                " (date) I gave the above named applicant ",
                _Blank("hours", 6),
                " hours of additional",
            ),
            ("instruction, covering each subject area shown to be deficient, and consider the",),
            ("applicant competent to pass the knowledge test.",),
            ("Name ", _Blank("name", 36), " (print clearly)"),
            ("Cert. No. ", _Blank("certificate", 22), " Type ", _Blank("type", 14)),
            ("Signature ", _Blank("signature", 38)),
        ),
        StatementKind.AIRMAN: (
            ("I have given Mr./Ms. ", _Blank("applicant", 32), " additional instruction"),
            ("in each subject area shown to be deficient and consider the applicant competent",),
            ("to pass the test.",),
            ("Last name ", _Blank("last", 22), " First name ", _Blank("first", 18)),
            ("Cert. No. ", _Blank("certificate", 18), " Type/Rating(s) ", _Blank("type", 14)),
            ("Signature ", _Blank("signature", 28), " Date ", _Blank("date", 12)),
        ),
    }
)


def filled_in(rng: Random, facts: ReportFacts, statement: Statement) -> Statement:
    """The statement with the handwriting of an invented instructor or mechanic.

    The note below may name codes; none of them is on the report itself.
    """
    signer = invent_pilot_name(rng)
    signed = facts.exam_date + timedelta(rng.randint(2, 20))
    is_mechanic = statement.kind is StatementKind.AIRMAN
    rating = "A&P" if is_mechanic else rng.choice(("CFI", "CFII", "AGI"))
    written = {
        "date": f"{signed.month}/{signed.day}/{signed:%y}",
        "hours": rng.choice(("2.5", "3", "4.0", "1 1/2")),
        "name": signer,
        "certificate": f"{rng.randrange(1_000_000, 9_999_999)}{rating[:3]}",
        "type": rating,
        "signature": signer.rsplit(" ", maxsplit=1)[-1],
        "applicant": f"{facts.person.first} {facts.person.last}",
        "last": signer.rsplit(" ", maxsplit=1)[-1],
        "first": signer[:2],
    }
    return replace(statement, handwriting=tuple(written.items()), note=_note(rng, facts))


def write_statement(sheet: Sheet, statement: Statement, left: float, y: float) -> float:
    """Put the block on the sheet from base line ``y`` and return the next free base line."""
    lines = _PARTS[statement.kind]
    widest = max(sheet.measure(_plain(line)) for line in lines)
    size = sheet.size * min(0.92, (sheet.width - 2 * left) / widest)
    sheet.text(left, y, _TITLES[statement.kind], size=size, bold=True)
    y += sheet.leading * 1.3
    for line in lines:
        _write_line(sheet, line, statement, left, y, size)
        y += sheet.leading * 1.3
    if statement.note:
        _write_ink(sheet, statement.note, left + 60, y + 2, slope=1.2)
        y += sheet.leading * 1.3
    return y


def _note(rng: Random, facts: ReportFacts) -> str:
    test = knowledge_test(facts.exam_code)
    drawn = draw_codes(rng, test, facts.exam_date, len(facts.codes) + 1)
    other = next(code for code in drawn if code not in facts.codes)
    return rng.choice(
        (
            f"Went over {other} again - ok to retest",
            f"also {other}, see me",
            "reviewed all, 9/10",
            "",
        )
    )


def _plain(line: tuple[_Part, ...]) -> str:
    return "".join(part if isinstance(part, str) else "_" * part.length for part in line)


def _write_line(
    sheet: Sheet, line: tuple[_Part, ...], statement: Statement, x: float, y: float, size: float
) -> None:
    written = dict(statement.handwriting)
    if statement.underscored:
        sheet.text(x, y, _plain(line), size=size)
    for part in line:
        end = x + sheet.measure(_plain((part,)), size=size)
        if isinstance(part, _Blank):
            if part.name in written:
                _write_ink(sheet, written[part.name], x + 4, y - 1.5, len(part.name) % 4 - 1.0)
            if not statement.underscored:
                sheet.line(x, y + 1.5, end, y + 1.5)
        elif not statement.underscored:
            sheet.text(x, y, part, size=size)
        x = end


def _write_ink(sheet: Sheet, text: str, x: float, y: float, slope: float) -> None:
    size = 12.5
    sheet.runs.append(
        TextRun(x=x, y=y, text=text, font=HANDWRITING, size=size, slope=slope, colour=INK)
    )
    if len(text) > 20:
        sheet.strokes.append(Stroke(x, y + 4, x + 90, y + 3, 0.8, INK))
