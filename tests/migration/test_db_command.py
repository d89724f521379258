"""``aktr db`` as it is typed."""

import pytest
from sqlalchemy import URL
from typer.testing import CliRunner

from aktr.cli.db import app
from aktr.db import migrate
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
