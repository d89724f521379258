"""The version stands in one place, and everything that tells it takes it from there."""

import json
import re
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import pytest
from typer.testing import CliRunner

import aktr
from aktr.api.app import create_app
from aktr.cli.main import app
from aktr.settings import Settings

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "src" / "aktr").rglob("*.py"))
NUMBER = re.compile(r"\d+\.\d+\.\d+(?:(?:a|b|rc)\d+)?")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
CHANGES = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
RELEASES = re.findall(r"^## (\S+)(?: - (\S+))?$", CHANGES, re.MULTILINE)


def _of_the_package() -> str:
    return metadata.version("aktr")


def _of_the_command_line() -> str:
    return CliRunner().invoke(app, ["--version"]).stdout.removeprefix("aktr ").strip()


def _of_the_api() -> str:
    document = create_app(Settings(database_url="sqlite://")).openapi()
    described: str = document["info"]["version"]
    example = document["paths"]["/health"]["get"]["responses"]["200"]["content"]
    assert json.dumps({"status": "ok", "version": described}) in json.dumps(example)
    return described


@pytest.mark.parametrize("told", [_of_the_package, _of_the_command_line, _of_the_api])
def test_everything_tells_the_same_version(told: Callable[[], str]) -> None:
    assert told() == aktr.__version__


def test_the_version_is_a_number_that_stands_nowhere_else() -> None:
    assert NUMBER.fullmatch(aktr.__version__)
    places = [path.name for path in SOURCES if f'"{aktr.__version__}"' in path.read_text("utf-8")]
    assert places == ["__init__.py"]
    assert aktr.__version__ not in (ROOT / "Dockerfile").read_text(encoding="utf-8")


def test_the_changelog_begins_with_what_is_unreleased_and_goes_back_in_time() -> None:
    assert RELEASES[0] == ("Unreleased", "")
    released = RELEASES[1:]
    assert all(NUMBER.fullmatch(version) and DAY.fullmatch(day) for version, day in released)
    versions = [_numbers(aktr.__version__), *(_numbers(version) for version, _ in released)]
    assert versions == sorted(versions, reverse=True)
    assert [day for _, day in released] == sorted((day for _, day in released), reverse=True)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", version)[:3]))
