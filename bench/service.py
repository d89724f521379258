"""The real service for a benchmark: a server of its own, a database, and batches posted to it."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx2

from workload import Sample

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

AKTR = (sys.executable, "-c", "from aktr.cli.main import main; main()")
LONGEST_START_S = 120
LONGEST_ANSWER_S = 600


class WrongAnswerError(Exception):
    """What the service did is not what is measured."""


@contextmanager
def server(url: str | None = None) -> Iterator[tuple[httpx2.Client, int]]:
    """``aktr serve`` with nothing in its database; gives a client and the server's process ID.

    Args:
        url: The database; SQLite if there is none.
    """
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        environment = environment_of(Path(folder), url)
        subprocess.run([*AKTR, "db", "upgrade"], env=environment, check=True, capture_output=True)
        (address,), (pid,) = start(stack, [["serve"]], environment)
        client = httpx2.Client(base_url=address, timeout=LONGEST_ANSWER_S)
        yield stack.enter_context(client), pid


def environment_of(folder: Path, url: str | None) -> dict[str, str]:
    """The variables of a process of the service that keeps its data in a folder."""
    environment = {
        **os.environ,
        "AKTR_DATA_DIR": str(folder),
        "AKTR_RATE_LIMIT": "off",
        "AKTR_LOG_LEVEL": "ERROR",
        # The answer is what is waited for, however slow the machine.
        "AKTR_SYNC_WAIT_S": str(LONGEST_ANSWER_S),
    }
    return environment if url is None else {**environment, "AKTR_DATABASE_URL": url}


def start(
    stack: ExitStack, commands: Sequence[Sequence[str]], environment: Mapping[str, str]
) -> tuple[list[str], list[int]]:
    """Start processes of the service, which end with the stack.

    Args:
        stack: Ends them.
        commands: The words after ``aktr``; each ``serve`` is given a free port.
        environment: Their variables.

    Returns:
        The addresses of the servers, which are ready, and the process ID of each process.
    """
    addresses: list[str] = []
    processes: list[subprocess.Popen[bytes]] = []
    for command in commands:
        words = [*AKTR, *command]
        if command[0] == "serve":
            port = _free_port()
            addresses.append(f"http://127.0.0.1:{port}")
            words += ["--port", str(port)]
        process = subprocess.Popen(words, env=environment, stderr=subprocess.DEVNULL)
        stack.callback(_end, process)
        processes.append(process)
    for address in addresses:
        _wait_until_ready(address)
    return addresses, [process.pid for process in processes]


def post(client: httpx2.Client, samples: Sequence[Sample]) -> tuple[float, dict[str, Any]]:
    """Post files as one batch.

    Returns:
        Seconds from the first byte sent to the answer with every report, and the answer.

    Raises:
        WrongAnswerError: A file was not read, or a report is not in the database.
    """
    parts = [("files[]", (sample.path.name, sample.path.read_bytes())) for sample in samples]
    start = time.perf_counter()
    answer = client.post("/v1/extractor/batch/extract", files=parts)
    elapsed = time.perf_counter() - start
    if answer.status_code != httpx2.codes.OK:
        raise WrongAnswerError(f"the batch was answered with {answer.status_code}")
    body: dict[str, Any] = answer.json()
    if body["successful_files"] != len(samples):
        raise WrongAnswerError(f"{body['successful_files']} of {len(samples)} files were read")
    listed = client.get(f"/v1/extractor/batch/{body['batch_id']}/reports", params={"limit": 1})
    if listed.json()["total"] < len(samples):
        raise WrongAnswerError("the reports are not in the database")
    return elapsed, body


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


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_ready(address: str) -> None:
    deadline = time.monotonic() + LONGEST_START_S
    # One client: each makes a context for TLS, which costs more than an answer.
    with httpx2.Client(base_url=address, timeout=10) as client:
        while time.monotonic() < deadline:
            try:
                if client.get("/ready").status_code == httpx2.codes.OK:
                    return
            except httpx2.TransportError:
                pass
            time.sleep(0.05)
    raise WrongAnswerError("the server did not get ready")


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(60)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
