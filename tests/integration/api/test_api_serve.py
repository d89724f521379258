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
from aktr.cli.exit_codes import ExitCode
from aktr.db import migrate
from aktr.db.session import Database
from aktr.errors import AktrError, SettingError
from api_service import settings_for

SERVE = (sys.executable, "-c", "from aktr.cli.main import main; main()", "serve")


@contextmanager
def serving(
    data_dir: Path, *arguments: str, **settings: str
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The command as a process of its own, with the line in which it says where it answers."""
    environment = {
        **os.environ,
        "AKTR_DATA_DIR": str(data_dir),
        "AKTR_WORKERS": "1",
        "AKTR_LOG_LEVEL": "WARNING",
    }
    environment.pop("AKTR_DATABASE_URL", None)
    environment |= settings
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


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"AKTR_RATE_LIMIT": "0/minute"}, 'AKTR_RATE_LIMIT is "0/minute"'),
        ({"AKTR_BATCH_RATE_LIMIT": "hello"}, 'AKTR_BATCH_RATE_LIMIT is "hello"'),
        ({"AKTR_UPLOAD_STORE": "ftp://x"}, "AKTR_UPLOAD_STORE names no store"),
        ({"AKTR_UPLOAD_STORE": "file:///no/such"}, "The folder /no/such of AKTR_UPLOAD_STORE"),
        ({"AKTR_DATABASE_URL": "postgresql+asyncpg://a/b"}, "AKTR_DATABASE_URL names the driver"),
        ({"AKTR_DATABASE_URL": "mysql://a/b"}, "AKTR_DATABASE_URL names a mysql database"),
        ({"AKTR_SERVE_READS": "false"}, "AKTR_SERVE_READS=false"),
        ({"AKTR_RETENTION_HOURS": "inf"}, "AKTR_RETENTION_HOURS"),
        ({"AKTR_VISION_USE": "always"}, "AKTR_VISION_URL"),
        ({"AKTR_DATA_DIR": "/proc/none"}, "The folder /proc/none"),
    ],
    ids=lambda given: next(iter(given)) if isinstance(given, dict) else "",
)
def test_a_setting_that_cannot_be_followed_ends_the_start(
    tmp_path: Path, settings: dict[str, str], said: str
) -> None:
    with serving(tmp_path, "--port", "0", **settings) as (process, line):
        assert said in line
        assert process.wait(30) == ExitCode.USAGE
        assert process.stderr is not None
        assert "Traceback" not in process.stderr.read()


def test_wordings_that_cannot_be_used_end_the_start(tmp_path: Path) -> None:
    (tmp_path / "paperwork.json").write_text("{bad", encoding="utf-8")
    with serving(tmp_path, "--port", "0") as (process, line):
        assert f"{tmp_path / 'paperwork.json'} cannot be used" in line
        assert process.wait(30) == ExitCode.ERROR
        assert process.stderr is not None
        assert "Traceback" not in process.stderr.read()


def test_a_database_that_cannot_be_used_is_named_with_a_remedy(tmp_path: Path) -> None:
    database = tmp_path / "aktr.db"
    database.write_bytes(b"no database at all" * 300)
    with serving(tmp_path, "--port", "0") as (process, line):
        assert f"{database} is no SQLite database" in line
        assert "AKTR_DATA_DIR" in line
        assert process.wait(30) == ExitCode.USAGE
    database.unlink()
    database.mkdir()
    with pytest.raises(SettingError, match="Let this user write to the file"):
        migrate.current(f"sqlite:///{database}")


def test_a_folder_that_cannot_be_made_is_named_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for path in (tmp_path / "file" / "aktr.db", tmp_path / "file" / "below" / "aktr.db"):
        with pytest.raises(SettingError, match=r"Set\s+AKTR_DATA_DIR") as refusal:
            Database(f"sqlite:///{path}")
        assert str(path.parent) in refusal.value.message


def test_a_plain_postgresql_url_means_the_driver_that_is_there() -> None:
    with closing(Database("postgresql://user@host/aktr")) as database:
        assert database.url.drivername == "postgresql+psycopg"
