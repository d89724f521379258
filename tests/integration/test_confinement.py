"""A reading process that was taken over can compute, and nothing else."""

import asyncio
import os
import resource
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import forbidden_work
from aktr.errors import AktrError, FileError, FileErrorType
from aktr.processing import confinement
from aktr.processing.pool import ReaderPool
from aktr.settings import Settings

pytestmark = pytest.mark.skipif(
    bool(confinement.missing_parts()), reason="this machine has no Landlock or no seccomp"
)


@pytest.fixture(scope="module")
def pool() -> Iterator[ReaderPool]:
    before = dict(os.environ)
    os.environ["AKTR_DATABASE_URL"] = "postgresql+psycopg://aktr:secret@127.0.0.1/aktr"
    pool = ReaderPool(
        Settings.model_validate(
            {"workers": 1, "confine_readers": "required", "limits": {"file_cpu_s": 2}}
        )
    )
    pool.start()
    try:
        yield pool
    finally:
        pool.stop()
        os.environ.clear()
        os.environ.update(before)


def result_of(pool: ReaderPool, work: Callable[..., str], *arguments: str) -> str:
    async def run() -> str:
        return await pool.run(work, *arguments)

    return asyncio.run(run())


@pytest.mark.parametrize(
    "work",
    [
        forbidden_work.open_a_socket,
        forbidden_work.open_a_socket_pair,
        forbidden_work.start_a_program,
        forbidden_work.start_a_process,
        forbidden_work.signal_the_server,
        forbidden_work.look_into_the_server,
        forbidden_work.limit_the_server,
    ],
)
def test_calls_that_reading_does_not_need_are_refused(
    pool: ReaderPool, work: Callable[[], str]
) -> None:
    assert result_of(pool, work) == "Operation not permitted"


def test_files_that_reading_does_not_need_are_closed(pool: ReaderPool, tmp_path: Path) -> None:
    secret = tmp_path / "aktr.db"
    secret.write_text("another person's report", encoding="utf-8")
    for path in (
        str(secret),
        "/etc/passwd",
        "/etc/shadow",
        f"/proc/{os.getpid()}/environ",
        str(Path.home() / ".profile"),
    ):
        assert result_of(pool, forbidden_work.read, path) in {
            "Permission denied",
            "No such file or directory",
        }, path
    assert result_of(pool, forbidden_work.read, str(secret)) == "Permission denied"


def test_nothing_can_be_written(pool: ReaderPool, tmp_path: Path) -> None:
    for folder in (tmp_path, Path(sys.prefix), Path("/dev/shm"), Path("/var/tmp")):  # noqa: S108
        assert result_of(pool, forbidden_work.write, str(folder / "left")) == "Permission denied"
        assert not (folder / "left").exists()


def test_what_reading_needs_is_there(pool: ReaderPool) -> None:
    assert result_of(pool, forbidden_work.import_lazily, "pikepdf") == "done"
    assert result_of(pool, forbidden_work.start_a_thread) == "done"


def test_the_secrets_of_the_server_are_not_in_its_environment(pool: ReaderPool) -> None:
    assert "secret" not in result_of(pool, forbidden_work.environment)


def test_it_has_no_privileges_and_gets_none(pool: ReaderPool) -> None:
    status = result_of(pool, forbidden_work.status)
    assert "NoNewPrivs:\t1" in status
    assert "Seccomp:\t2" in status
    for kind in ("CapInh", "CapPrm", "CapEff", "CapAmb"):
        assert f"{kind}:\t{0:016x}" in status


def test_a_file_that_computes_too_long_is_timed_out_and_the_next_one_is_read(
    pool: ReaderPool,
) -> None:
    with pytest.raises(FileError, match="processor time") as ended:
        result_of(pool, forbidden_work.compute_for_ever)
    assert ended.value.error_type is FileErrorType.TIMED_OUT
    assert result_of(pool, forbidden_work.start_a_thread) == "done"


def test_the_server_itself_keeps_what_it_needs() -> None:
    with socket.socket() as own:
        own.bind(("127.0.0.1", 0))
    assert resource.getrlimit(resource.RLIMIT_CPU)[0] == resource.RLIM_INFINITY
    assert threading.active_count() >= 1
    assert signal.getsignal(signal.SIGINT) is not signal.SIG_IGN


def test_models_are_loaded_without_a_word_to_anybody(tmp_path: Path) -> None:
    """The library that runs them keeps a device number in the user's home and reports its use."""
    program = "from aktr.reading.vision.networks.models import load_models; load_models()"
    environment = {**os.environ, "HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    subprocess.run([sys.executable, "-c", program], env=environment, check=True)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_where_it_is_required_and_cannot_be_had_nothing_starts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    pool = ReaderPool(Settings.model_validate({"workers": 1, "confine_readers": "required"}))
    with pytest.raises(AktrError, match="no Landlock and no seccomp"):
        pool.start()
