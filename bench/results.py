"""The one table of all benchmarks on the page, of which single parts can be measured anew."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from measurement import Measurement
from page import between, table, write_between

MARK = "measured"
HEADS = ("part", "what", "figure", "limit", "", "least / median / most", "cold", "how")
_VERDICT = HEADS.index("")

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of a part, and when and where they were measured."""

    measured: str
    rows: Sequence[Row]


def rows_of(part: str, measurements: Sequence[Measurement]) -> list[Row]:
    """The rows of a part."""
    return [
        (
            part,
            each.name,
            "" if each.value is None else f"{each.value:.3g} {each.unit}",
            _limit(each),
            each.verdict,
            each.spread,
            each.cold,
            each.note,
        )
        for each in measurements
    ]


def _limit(each: Measurement) -> str:
    if each.limit is None:
        return ""
    return f"{'at least' if each.at_least else 'below'} {each.limit:g} {each.unit}"


def read(page: Path) -> dict[str, Part]:
    """What stands on the page, by part.

    Raises:
        ValueError: The page has no place for it.
    """
    text = between(page, MARK)
    measured = dict(re.findall(r"^- (\w+): (.+)$", text, re.MULTILINE))
    rows: dict[str, list[Row]] = {}
    for line in text.splitlines():
        if line.startswith("|"):
            row = tuple(cell.strip() for cell in line.strip("|").split("|"))
            rows.setdefault(row[0], []).append(row)
    return {part: Part(when, rows.get(part, [])) for part, when in measured.items()}


def text_of(parts: Mapping[str, Part], order: Sequence[str]) -> tuple[str, list[str]]:
    """The table, limits that are missed first, and the names of those."""
    shown = [part for part in order if part in parts]
    rows = [row for part in shown for row in parts[part].rows]
    missed = [f"{row[1]}: {row[2]} ({row[3]})" for row in rows if row[_VERDICT] == "MISSED"]
    kept = sum(row[_VERDICT] == "ok" for row in rows)
    first = f"**Limits kept: {kept}. Missed: {'; '.join(missed) or 'none'}.**"
    when = "\n".join(f"- {part}: {parts[part].measured}" for part in shown)
    return f"{first}\n\n{table(HEADS, rows)}\n\nMeasured:\n\n{when}", missed


def write(page: Path, parts: Mapping[str, Part], order: Sequence[str]) -> None:
    """Put the table into the page."""
    write_between(page, MARK, text_of(parts, order)[0])
