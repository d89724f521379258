"""The command that serves: what it prepares, what it refuses, and how it ends."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import URL, text

from aktr.cli.database import prepare_database
from aktr.db import migrate
from aktr.db.session import Database
from aktr.errors import AktrError
from api_service import settings_for

SERVE = (sys.executable, "-c", "from aktr.cli.main import main; main()", "serve")


@contextmanager
def serving(data_dir: Path, *arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The command as a process of its own, with the line in which it says where it answers."""
    environment = {
        **os.environ,
        "AKTR_DATA_DIR": str(data_dir),
        "AKTR_WORKERS": "1",
        "AKTR_LOG_LEVEL": "WARNING",
    }
    environment.pop("AKTR_DATABASE_URL", None)
    process = subprocess.Popen(
        [*SERVE, *arguments], env=environment, stderr=subprocess.PIPE, text=True, cwd=data_dir
    )
    assert process.stderr is not None
    try:
        yield process, process.stderr.readline()
    finally:
        process.kill()
        process.wait()
        process.stderr.close()


def test_the_first_start_makes_the_database_and_a_stop_is_clean(tmp_path: Path) -> None:
    with serving(tmp_path, "--port", "0") as (process, line):
        found = re.search(r"http://127\.0\.0\.1:(\d+)", line)
        assert found is not None, line
        address = found.group(0)
        deadline = time.monotonic() + 30
        while True:
            try:
                answer = httpx2.get(f"{address}/ready", timeout=10)
                break
            except httpx2.TransportError:
                assert time.monotonic() < deadline
                time.sleep(0.05)
        assert answer.status_code == 200, answer.text
        assert "server" not in answer.headers
        assert migrate.is_current(f"sqlite:///{tmp_path / 'aktr.db'}")
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def test_an_address_that_is_taken_is_refused_in_words(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        with serving(tmp_path, "--port", port) as (process, line):
            assert process.wait(20) == 1
            assert port in line
            assert "--port" in line
            assert "Traceback" not in line


def test_a_database_of_our_own_is_brought_up_to_date_and_a_shared_one_is_not(
    empty_database_url: URL, tmp_path: Path
) -> None:
    url = empty_database_url.render_as_string(hide_password=False)
    settings = settings_for(url, tmp_path)
    if empty_database_url.get_backend_name() == "sqlite":
        prepare_database(settings)
        assert migrate.is_current(url)
        return
    with pytest.raises(AktrError, match="aktr db upgrade"):
        prepare_database(settings)
    assert migrate.current(url) is None
    migrate.upgrade(url)
    prepare_database(settings)
    with closing(Database(url)) as database, database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '2031_01_01_1'"))
    prepare_database(settings)
    with closing(Database(url)) as database, database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '2026_11_22_1'"))
    with pytest.raises(AktrError, match="aktr db upgrade"):
        prepare_database(settings)


def test_a_database_that_does_not_answer_is_refused_in_words(tmp_path: Path) -> None:
    url = "postgresql+psycopg://aktr:secret@127.0.0.1:1/aktr"
    with pytest.raises(AktrError, match="does not answer") as refusal:
        prepare_database(settings_for(url, tmp_path))
    assert "secret" not in refusal.value.message
