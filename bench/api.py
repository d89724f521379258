"""How long files take through the real service, from the upload to the answer, rows stored.

Each kind of batch on a server of its own: the first request is the cold one, the others are warm.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from statistics import median

from cases import Case, cases
from measurement import Measurement, spread_of
from processes import Use, watched
from service import post, postgres, server
from workload import Workload

MEMORY_LIMIT_MB = 1500.0


def measure(work: Workload) -> list[Measurement]:
    """Post every kind of batch, on SQLite and on PostgreSQL; takes about three minutes."""
    with ExitStack() as stack:
        databases: list[tuple[str, str | None]] = [("SQLite", None)]
        if work.effort.on_postgres:
            databases.append(("PostgreSQL", stack.enter_context(postgres())))
        return [
            measurement
            for name, url in databases
            for case in cases(work)
            for measurement in _measured(case, name, url)
        ]


def _measured(case: Case, database: str, url: str | None) -> Iterator[Measurement]:
    use = Use()
    with server(url) as (client, pid), watched(pid, use):
        cold, *warm = [post(client, case.samples)[0] for _ in range(1 + case.runs)]
    yield Measurement(
        f"{case.name} through POST, {database}",
        median(warm),
        "s",
        case.limit_s,
        spread=spread_of(warm),
        cold=f"{cold:.3g} s",
    )
    if case.has_memory_limit:
        yield Measurement(
            f"memory of that service, {database}",
            use.peak_megabytes,
            "MB",
            MEMORY_LIMIT_MB,
            note=f"peak of all its processes together; of each: {_each(use.peak_of_each)}",
        )


def _each(megabytes: Sequence[float]) -> str:
    return ", ".join(f"{each:.0f}" for each in megabytes) + " MB"
