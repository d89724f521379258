"""``aktr db`` as it is typed."""

from contextlib import closing

import pytest
from sqlalchemy import URL, text
from typer.testing import CliRunner

from aktr.cli.database import prepare_database
from aktr.cli.db import app
from aktr.db import migrate
from aktr.db.session import Database
from aktr.settings import get_settings


@pytest.fixture
def configured(empty_database_url: URL, monkeypatch: pytest.MonkeyPatch) -> str:
    url = empty_database_url.render_as_string(hide_password=False)
    monkeypatch.setenv("AKTR_DATABASE_URL", url)
    get_settings.cache_clear()
    return url


def typed(command: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, [command])
    return result.exit_code, result.stdout.strip()


def test_an_empty_database_is_reported_and_upgraded_once(configured: str) -> None:
    newest = migrate.newest()

    assert typed("current") == (1, "no tables")
    assert typed("upgrade") == (0, f"no tables -> {newest}")
    assert typed("upgrade") == (0, f"{newest}: nothing to do")
    assert typed("current") == (0, newest)
    assert migrate.is_current(configured)


def test_tables_of_a_newer_version_are_used_as_they_are(configured: str) -> None:
    typed("upgrade")
    with closing(Database(configured)) as database, database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '2999_01_01_1'"))

    prepare_database(get_settings())

    assert typed("current") == (0, "2999_01_01_1")
    exit_code, said = typed("upgrade")
    assert exit_code == 0
    assert "2999_01_01_1: of a newer version of aktr" in said
    assert migrate.current(configured) == "2999_01_01_1"
