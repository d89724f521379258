"""Tables in Markdown, and their places between marks on the pages of the documentation."""

import os
import platform
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

DOCS = Path(__file__).parents[1] / "docs"
BENCHMARKS = DOCS / "benchmarks.md"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown with straight columns."""
    cells = [list(heads), *map(list, rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(heads))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in cells
    ]
    lines.insert(1, "| " + " | ".join("-" * width for width in widths) + " |")
    return "\n".join(lines)


def between(page: Path, mark: str) -> str:
    """What stands between the marks of a name.

    Raises:
        ValueError: The page has no such marks.
    """
    return _parts(page, mark)[1].strip("\n")


def write_between(page: Path, mark: str, text: str) -> None:
    """Put a text between the marks of a name.

    Raises:
        ValueError: The page has no such marks.
    """
    before, _, after = _parts(page, mark)
    page.write_text(f"{before}\n\n{text}\n\n{after}", encoding="utf-8")


def _parts(page: Path, mark: str) -> tuple[str, str, str]:
    begin, end = f"<!-- {mark}: begin -->", f"<!-- {mark}: end -->"
    before, found, rest = page.read_text(encoding="utf-8").partition(begin)
    inside, closed, after = rest.partition(end)
    if not (found and closed):
        raise ValueError(f"{page.name} has no place for {mark}: put {begin} and {end} into it.")
    return before + begin, inside, end + after


def machine() -> str:
    """When and on what something is measured; taken before, so that the load is that of others."""
    load = " ".join(f"{each:.1f}" for each in os.getloadavg())
    return (
        f"{datetime.now(UTC).date()}, {os.cpu_count()} cores ({platform.machine()}, Python "
        f"{platform.python_version()}), load average before {load}"
    )
