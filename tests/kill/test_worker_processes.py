"""The real programs on one PostgreSQL: servers that only answer, workers that only read."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx2
import pytest

from aktr.cli.worker import worker
from aktr.errors import AktrError
from aktr.samples.generate import make_samples
from aktr.settings import get_settings

AKTR = (sys.executable, "-c", "from aktr.cli.main import main; main()")


@contextmanager
def programs(
    environment: dict[str, str], *commands: tuple[str, ...]
) -> Iterator[list[tuple[subprocess.Popen[str], str]]]:
    """Commands at work, each with the line in which it says so."""
    with ExitStack() as stack:
        started = [
            stack.enter_context(
                subprocess.Popen(
                    [*AKTR, *command], env=environment, stderr=subprocess.PIPE, text=True
                )
            )
            for command in commands
        ]
        try:
            yield [(process, process.stderr.readline()) for process in started if process.stderr]
        finally:
            for process in started:
                process.kill()


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_worker_takes_over_from_one_that_was_killed(database_url: str, tmp_path: Path) -> None:
    samples = make_samples(30, 3, tmp_path / "samples")
    parts = [
        ("files[]", (file.file, (tmp_path / "samples" / file.file).read_bytes()))
        for file in samples.files
    ]
    environment = {
        **os.environ,
        "AKTR_DATABASE_URL": database_url,
        "AKTR_DATA_DIR": str(tmp_path),
        "AKTR_SERVE_READS": "false",
        "AKTR_WORKERS": "1",
        "AKTR_WORKER_SILENCE_S": "2",
        "AKTR_LOG_LEVEL": "WARNING",
        "AKTR_RATE_LIMIT": "off",
    }
    commands = (("serve", "--port", "0"), ("worker",), ("worker",))
    with programs(environment, *commands) as ((_, line), (first, _), (second, _)):
        with httpx2.Client(base_url=_address(line), timeout=60) as client:
            batches = []
            for _ in range(3):
                answer = client.post(
                    "/v1/extractor/batch/extract",
                    files=parts,
                    headers={"Prefer": "respond-async"},
                )
                assert answer.status_code == 202, answer.text
                batches.append(answer.headers["Location"])
            first.kill()
            for batch in batches:
                state = client.get(batch, params={"wait": 50}).json()
                assert (state["status"], state["successful_files"]) == ("completed", 30)

        second.send_signal(signal.SIGTERM)
        assert second.wait(20) == 0


def test_a_server_that_was_killed_goes_on_at_once_when_it_starts_again(tmp_path: Path) -> None:
    samples = make_samples(30, 3, tmp_path / "samples")
    parts = [
        ("files[]", (file.file, (tmp_path / "samples" / file.file).read_bytes()))
        for file in samples.files
    ]
    environment = {
        **os.environ,
        "AKTR_DATA_DIR": str(tmp_path),
        "AKTR_WORKERS": "1",
        "AKTR_WORKER_SILENCE_S": "600",
        "AKTR_LOG_LEVEL": "WARNING",
    }
    environment.pop("AKTR_DATABASE_URL", None)
    with programs(environment, ("serve", "--port", "0")) as ((process, line),):
        answer = httpx2.post(
            f"{_address(line)}/v1/extractor/batch/extract",
            files=parts,
            headers={"Prefer": "respond-async"},
            timeout=60,
        )
        assert answer.status_code == 202, answer.text
        process.kill()
    with programs(environment, ("serve", "--port", "0")) as ((_, line),):
        state = httpx2.get(
            f"{_address(line)}{answer.headers['Location']}", params={"wait": 50}, timeout=60
        ).json()
    assert (state["status"], state["successful_files"]) == ("completed", 30)


def _address(line: str) -> str:
    found = re.search(r"http://127\.0\.0\.1:\d+", line)
    assert found is not None, line
    return found.group(0)


def test_a_worker_without_a_shared_database_says_what_it_needs(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("AKTR_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("AKTR_DATABASE_URL", raising=False)
    get_settings.cache_clear()
    with pytest.raises(AktrError, match="AKTR_DATABASE_URL"):
        worker()
    get_settings.cache_clear()
