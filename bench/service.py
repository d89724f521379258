"""How long a batch takes through the real server: upload to answer, rows in the database.

Run as ``python bench/service.py``; the exit code is 1 if a limit is missed.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

import httpx2

from aktr.samples.generate import make_samples
from measurement import Measurement

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

BATCH_LIMIT_S = 1.0
ROUNDS = 7
FILES = 30


def measure() -> list[Measurement]:
    """Post 30 digital PDFs again and again, on SQLite and on PostgreSQL; takes about 30 seconds."""
    with tempfile.TemporaryDirectory() as folder:
        truth = make_samples(FILES, 7, Path(folder) / "samples")
        parts = [
            ("files[]", (file.file, (Path(folder) / "samples" / file.file).read_bytes()))
            for file in truth.files
        ]
        reports = sum(len(file.reports) for file in truth.files)
        figures = _batches("SQLite", Path(folder), None, parts, reports)
        with postgres() as url:
            figures += _batches("PostgreSQL", Path(folder), url, parts, reports)
    return figures


def _batches(
    name: str, folder: Path, url: str | None, parts: list[Any], reports: int
) -> list[Measurement]:
    with server(folder, url) as (client, _):
        first, *others = [_post(client, parts, reports) for _ in range(ROUNDS + 1)]
    spread = f"{min(others):.2f} to {max(others):.2f} s in {ROUNDS} runs, first {first:.2f} s"
    return [
        Measurement(
            f"{FILES} digital PDFs through POST, {name}", median(others), BATCH_LIMIT_S, "s", spread
        )
    ]


def _post(client: httpx2.Client, parts: list[Any], reports: int) -> float:
    start = time.perf_counter()
    answer = client.post("/v1/extractor/batch/extract", files=parts)
    elapsed = time.perf_counter() - start
    body = answer.json()
    if answer.status_code != httpx2.codes.OK or body["successful_files"] != FILES:
        raise RuntimeError(f"the batch failed: {answer.status_code}")
    stored = client.get(f"/v1/extractor/batch/{body['batch_id']}/reports", params={"limit": 1})
    if stored.json()["total"] != reports:
        raise RuntimeError("the reports are not in the database")
    return elapsed


@contextmanager
def server(folder: Path, url: str | None) -> Iterator[tuple[httpx2.Client, int]]:
    """A server of its own on an empty database; gives a client and the server's process ID."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        "AKTR_DATA_DIR": str(folder / "data"),
        "AKTR_RATE_LIMIT": "off",
        "AKTR_LOG_LEVEL": "ERROR",
    }
    if url is not None:
        environment["AKTR_DATABASE_URL"] = url
    command = [str(Path(sys.executable).parent / "aktr")]
    subprocess.run([*command, "db", "upgrade"], env=environment, check=True, capture_output=True)
    process = subprocess.Popen([*command, "serve", "--port", str(port)], env=environment)
    try:
        with httpx2.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
            _wait_until_ready(client)
            yield client, process.pid
    finally:
        process.terminate()
        process.wait(30)


def _wait_until_ready(client: httpx2.Client) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            if client.get("/ready").status_code == httpx2.codes.OK:
                return
        except httpx2.TransportError:
            pass
        time.sleep(0.05)
    raise RuntimeError("the server did not get ready")


@contextmanager
def postgres() -> Iterator[str]:
    """A PostgreSQL server of its own, or the one that TEST_DATABASE_URL names."""
    from postgres_server import PostgresServer  # noqa: PLC0415 - lies beside the tests

    configured = os.environ.get("TEST_DATABASE_URL")
    if configured:
        yield configured
        return
    database = PostgresServer()
    database.start()
    try:
        yield str(database.url)
    finally:
        database.stop()


def main() -> int:
    """Print the figures; returns 1 if a limit is missed."""
    measurements = measure()
    for each in measurements:
        print(f"{each.verdict:6} {each.name}: {each.value:.2f} {each.unit} {each.note}")
    return 0 if all(each.kept for each in measurements) else 1


if __name__ == "__main__":
    sys.exit(main())
