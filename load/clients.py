"""The load test: PostgreSQL, 2 servers that only answer, 2 workers, and 20 clients with 30 files.

Run as ``make load``; the exit code is 1 if what was promised is not kept.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx2
import psutil
from sqlalchemy import create_engine, text

from aktr.samples.generate import make_samples

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

CLIENTS = int(os.environ.get("LOAD_CLIENTS", "20"))
BATCHES_OF_CLIENT = int(os.environ.get("LOAD_BATCHES", "3"))
LONGEST_RUN = "240s"
MOST_CONNECTIONS = 60
"""Two servers with 10, two workers with 15 each, and one to look."""
MOST_GROWTH = 1.5
"""Of the memory of servers and workers without their readers, from the first third to the last."""
AKTR = (sys.executable, "-c", "from aktr.cli.main import main; main()")


def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def postgres() -> Iterator[str]:
    """The server that TEST_DATABASE_URL names, or one of its own."""
    from postgres_server import PostgresServer  # noqa: PLC0415 - lies beside the tests

    configured = os.environ.get("TEST_DATABASE_URL")
    if configured:
        yield configured
        return
    server = PostgresServer()
    server.start()
    try:
        yield server.url
    finally:
        server.stop()


class Gauges(threading.Thread):
    """Looks at memory and connections while the test runs.

    Args:
        url: The database.
        processes: The servers and workers.
    """

    def __init__(self, url: str, processes: list[subprocess.Popen[bytes]]) -> None:
        super().__init__(daemon=True)
        self._engine = create_engine(url)
        self._processes = [psutil.Process(process.pid) for process in processes]
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

    def end(self) -> None:
        """Look no more."""
        self._over.set()
        self.join()
        self._engine.dispose()


def main() -> int:
    """Run the test; returns 1 if a promise was not kept."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        truth = make_samples(30, 7, folder / "samples")
        listed = [
            {
                "file": file.file,
                "reports": [{"name": r.name, "score": r.score} for r in file.reports],
            }
            for file in truth.files
        ]
        (folder / "samples" / "truth.json").write_text(json.dumps(listed), encoding="utf-8")
        url = stack.enter_context(postgres())
        environment = {
            **os.environ,
            "AKTR_DATABASE_URL": url,
            "AKTR_DATA_DIR": str(folder / "data"),
            "AKTR_RATE_LIMIT": "off",
            "AKTR_LOG_LEVEL": "ERROR",
            "AKTR_SERVE_READS": "false",
            "AKTR_WORKERS": "1",
        }
        subprocess.run([*AKTR, "db", "upgrade"], env=environment, check=True)
        ports = [free_port(), free_port()]
        commands = [["serve", "--port", str(port)] for port in ports] + [["worker"], ["worker"]]
        processes = [subprocess.Popen([*AKTR, *command], env=environment) for command in commands]
        stack.callback(_end, processes)
        servers = [f"http://127.0.0.1:{port}" for port in ports]
        _wait_until_ready(servers)
        gauges = Gauges(url, processes)
        gauges.start()
        begun = time.monotonic()
        ended = subprocess.run(
            [
                *(sys.executable, "-m", "locust", "-f", str(ROOT / "load" / "locustfile.py")),
                *("--headless", "--users", str(CLIENTS), "--spawn-rate", str(CLIENTS)),
                *("--run-time", LONGEST_RUN, "--only-summary", "--loglevel", "ERROR"),
            ],
            env={
                **environment,
                "LOAD_SERVERS": " ".join(servers),
                "LOAD_SAMPLES": str(folder / "samples"),
                "LOAD_BATCHES": str(BATCHES_OF_CLIENT),
            },
            check=False,
        )
        elapsed = time.monotonic() - begun
        gauges.end()
    return _judge(gauges, elapsed, ended.returncode)


def _judge(gauges: Gauges, elapsed_s: float, exit_code: int) -> int:
    third = max(len(gauges.memory) // 3, 1)
    growth = max(gauges.memory[-third:]) / max(gauges.memory[:third])
    files = CLIENTS * BATCHES_OF_CLIENT * 30
    print(f"{files} files in {elapsed_s:.0f} s: {files / elapsed_s:.0f} a second, clients included")
    print(f"connections: {max(gauges.connections)} at most (limit {MOST_CONNECTIONS})")
    print(f"memory: {growth:.2f} times from the first third to the last (limit {MOST_GROWTH})")
    kept = max(gauges.connections) <= MOST_CONNECTIONS and growth <= MOST_GROWTH
    return exit_code or (0 if kept else 1)


def _wait_until_ready(servers: list[str]) -> None:
    deadline = time.monotonic() + 60
    for server in servers:
        while True:
            try:
                if httpx2.get(f"{server}/ready", timeout=10).status_code == httpx2.codes.OK:
                    break
            except httpx2.TransportError:
                pass
            if time.monotonic() > deadline:
                raise RuntimeError("the servers did not get ready")
            time.sleep(0.1)


def _end(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        process.terminate()
    for process in processes:
        process.wait(30)


if __name__ == "__main__":
    sys.exit(main())
