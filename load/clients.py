"""The load test: PostgreSQL, 2 servers that only answer, 2 workers, clients with 30 files each.

Run as ``make load``; ``LOAD_ARGS="--clients 5"`` runs one number of clients. Last, four
mixed batches of 30 at once go to the service that needs no database. The exit code is 1 if what was
promised is not kept.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import Any

import psutil
from sqlalchemy import create_engine, text

from aktr.samples.generate import make_samples

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "bench")]

import four_batches  # noqa: E402 - lies beside this program
from page import BENCHMARKS, machine, table, write_between  # noqa: E402 - lies beside the benchmarks
from service import AKTR, environment_of, postgres, start  # noqa: E402 - lies beside the benchmarks

CLIENTS = (1, 5, 20)
SERVICE = (["serve"], ["serve"], ["worker"], ["worker"])
"""The words after ``aktr`` of each process; two servers that only answer."""
BATCHES_OF_CLIENT = 3
LONGEST_RUN = "240s"
MOST_CONNECTIONS = 60
"""Two servers with 10, two workers with 15 each, and one to look."""
MOST_GROWTH = 1.5
"""Of the memory of servers and workers without their readers, from the first third to the last."""


class Gauges(threading.Thread):
    """Looks at memory and connections while the test runs.

    Args:
        url: The database.
        processes: The process IDs of servers and workers.
    """

    def __init__(self, url: str, processes: Sequence[int]) -> None:
        super().__init__(daemon=True)
        self._engine = create_engine(url)
        self._processes = [psutil.Process(pid) for pid in processes]
        self._over = threading.Event()
        self.connections: list[int] = []
        self.memory: list[int] = []

    def run(self) -> None:
        """Look twice a second."""
        while not self._over.wait(0.5):
            with self._engine.connect() as connection:
                query = "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'aktr%'"
                self.connections.append(connection.scalar(text(query)) or 0)
            self.memory.append(sum(each.memory_info().rss for each in self._processes))

    @property
    def growth(self) -> float:
        """Memory in the last third of the test, against the first."""
        third = max(len(self.memory) // 3, 1)
        return max(self.memory[-third:]) / max(self.memory[:third])

    def end(self) -> None:
        """Look no more."""
        self._over.set()
        self.join()
        self._engine.dispose()


HEADS = (
    "clients",
    "batches",
    "files a second",
    "upload, median and p95",
    "state, median and p95",
    "whole batch, median and slowest",
    "503 with Retry-After",
    "connections",
    "memory of servers and workers",
)


def main() -> int:
    """Run the test; returns 1 if a promise was not kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, action="append", metavar="N")
    parser.add_argument("--no-four", action="store_true", help="leave the four batches out")
    options = parser.parse_args()
    where, rows, kept = machine(), [], True
    for clients in options.clients or CLIENTS:
        row, is_kept = _with_clients(clients)
        rows.append(row)
        kept = kept and is_kept
    text = f"Measured {where}.\n\n{table(HEADS, rows)}"
    if not options.no_four:
        told, is_kept = four_batches.measure()
        text, kept = f"{text}\n\n{told}", kept and is_kept
    write_between(BENCHMARKS, "load", text)
    print(text)
    return 0 if kept else 1


def _with_clients(clients: int) -> tuple[list[str], bool]:
    """One number of clients against services of their own: its row, and whether all was kept."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        _write_samples(folder / "samples")
        url = stack.enter_context(postgres())
        environment = {
            **environment_of(folder / "data", url),
            "AKTR_SERVE_READS": "false",
            "AKTR_WORKERS": "1",
        }
        subprocess.run([*AKTR, "db", "upgrade"], env=environment, check=True)
        servers, processes = start(stack, SERVICE, environment)
        gauges = Gauges(url, processes)
        gauges.start()
        begun = time.monotonic()
        ended = subprocess.run(
            [
                *(sys.executable, "-m", "locust", "-f", str(ROOT / "load" / "locustfile.py")),
                *("--headless", "--users", str(clients), "--spawn-rate", str(clients)),
                *("--run-time", LONGEST_RUN, "--only-summary", "--loglevel", "ERROR"),
            ],
            env={
                **environment,
                "LOAD_SERVERS": " ".join(servers),
                "LOAD_SAMPLES": str(folder / "samples"),
                "LOAD_BATCHES": str(BATCHES_OF_CLIENT),
                "LOAD_FIGURES": str(folder / "figures.json"),
            },
            check=False,
        )
        elapsed = time.monotonic() - begun
        gauges.end()
        figures = json.loads((folder / "figures.json").read_text(encoding="utf-8"))
    return _row(clients, figures, gauges, elapsed), _is_kept(gauges, ended.returncode)


def _write_samples(folder: Path) -> None:
    truth = make_samples(30, 7, folder)
    listed = [
        {"file": file.file, "reports": [{"name": r.name, "score": r.score} for r in file.reports]}
        for file in truth.files
    ]
    (folder / "truth.json").write_text(json.dumps(listed), encoding="utf-8")


def _row(clients: int, figures: dict[str, Any], gauges: Gauges, elapsed_s: float) -> list[str]:
    batches = figures["batch_s"]
    files = len(batches) * 30
    return [
        str(clients),
        str(len(batches)),
        f"{files / elapsed_s:.0f}",
        "{:.0f} and {:.0f} ms".format(*figures["upload_ms"]),
        "{:.0f} and {:.0f} ms".format(*figures["state_ms"]),
        f"{median(batches):.1f} and {max(batches):.1f} s" if batches else "none",
        str(figures["refusals"]),
        f"{max(gauges.connections)}",
        f"{max(gauges.memory) / 2**20:.0f} MB, {gauges.growth:.2f} times from first to last third",
    ]


def _is_kept(gauges: Gauges, exit_code: int) -> bool:
    connections_kept = max(gauges.connections) <= MOST_CONNECTIONS
    return exit_code == 0 and connections_kept and gauges.growth <= MOST_GROWTH


if __name__ == "__main__":
    sys.exit(main())
