"""Every benchmark, as one table: ``make bench``.

``python bench/run.py --write`` also writes the table into docs/benchmarks.md. The exit code is 1
if a limit is missed.
"""

import platform
import sys
from datetime import UTC, datetime
from os import cpu_count, getloadavg
from pathlib import Path

import acs
import reading
import service
import summary
from measurement import Measurement

PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"
BEGIN, END = "<!-- measured -->", "<!-- end of measured -->"


def main() -> int:
    """Run everything and print it; returns 1 if a limit is missed."""
    measurements: list[Measurement] = []
    for name, measure in (
        ("reading", reading.measure),
        ("catalogue", acs.measure),
        ("summary", summary.measure),
        ("service", service.measure),
    ):
        print(f"measuring: {name}", file=sys.stderr)
        measurements += measure()
    table = _table(measurements)
    print(table)
    if "--write" in sys.argv[1:]:
        _write(table)
    return 0 if all(each.kept for each in measurements) else 1


def _table(measurements: list[Measurement]) -> str:
    rows = ["| what | figure | limit | | how |", "| --- | ---: | ---: | --- | --- |"]
    for each in measurements:
        limit = "" if each.limit is None else f"{each.limit:g} {each.unit}"
        rows.append(
            f"| {each.name} | {each.value:.3g} {each.unit} | {limit} | {each.verdict} "
            f"| {each.note} |"
        )
    return "\n".join(rows)


def _write(table: str) -> None:
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    day = datetime.now(UTC).date().isoformat()
    machine = (
        f"Measured {day} on {cpu_count()} cores ({platform.machine()}, Python "
        f"{platform.python_version()}), load before {getloadavg()[0]:.1f}."
    )
    PAGE.write_text(f"{before}{BEGIN}\n\n{machine}\n\n{table}\n\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
