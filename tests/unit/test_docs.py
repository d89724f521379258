"""The documents are true: commands, settings, words, links.

Run as a program, this file writes the help texts of the command line into docs/cli.md.
"""

import re
import subprocess
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
import typer
from fastapi.routing import APIRoute
from pydantic_settings import BaseSettings
from typer.testing import CliRunner

import aktr
from aktr.api.app import create_app
from aktr.cli.exit_codes import ExitCode
from aktr.cli.main import COMMANDS, app
from aktr.client import Client
from aktr.errors import FileErrorType
from aktr.pages import batches, lookup, reports, shared, start
from aktr.settings import Limits, Settings, VisionSettings

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
FOLDERS = ("src", "tests", "bench", "load", "fuzz", "tools")
START_OF_HELP = "<!-- The help texts below are written by tests/unit/test_docs.py. -->\n"

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
HEADING = re.compile(r"^(#+) (.+)$", re.MULTILINE)


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _headings(page: Path) -> list[tuple[int, str]]:
    """Level and words of each heading; comments in code are none."""
    prose = re.sub(r"^ *```.*?^ *```", "", _read(page), flags=re.DOTALL | re.MULTILINE)
    return [(len(marks), words) for marks, words in HEADING.findall(prose)]


def _anchor(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def _commands() -> Iterator[list[str]]:
    """Every command of the program as the words that a user types after ``aktr``."""
    yield []
    for name, lazy in COMMANDS.items():
        yield [name]
        loaded = lazy.load(name)
        yield from ([name, subcommand] for subcommand in getattr(loaded, "commands", ()))


def _help_texts() -> str:
    sections = []
    for command in _commands():
        shown = CliRunner().invoke(app, [*command, "--help"], prog_name="aktr")
        assert shown.exit_code == 0, shown.output
        line = " ".join(["aktr", *command, "--help"])
        sections.append(f"\n## `{line}`\n\n```text\n{shown.stdout.rstrip()}\n```\n")
    return "".join(sections)


def test_the_help_texts_of_the_command_line_are_the_real_ones() -> None:
    _, _, documented = _read(DOCS / "cli.md").partition(START_OF_HELP)
    assert documented == _help_texts(), "run `.venv/bin/python tests/unit/test_docs.py`"


def test_every_exit_code_is_documented_with_its_meaning() -> None:
    rows = re.findall(r"^\| (\d+) \| \S", _read(DOCS / "cli.md"), re.MULTILINE)
    assert [int(row) for row in rows] == [code.value for code in ExitCode]


GROUPS = {"limits", "vision"}
"""Settings that are groups of settings."""


@pytest.mark.parametrize(
    "settings", [Settings, Limits, VisionSettings], ids=lambda settings: settings.__name__
)
def test_every_setting_is_documented_with_its_default(settings: type[BaseSettings]) -> None:
    page = _read(DOCS / "operations.md")
    rows = dict(re.findall(r"^\| `(AKTR_\w+)` \| (.+?) \|", page, re.MULTILINE))
    for name, field in settings.model_fields.items():
        if name in GROUPS:
            continue
        shown = rows[_variable(settings, name)]
        if field.default_factory is None and field.default is not None:
            assert shown == f"`{_plain(field.default)}`"


def _variable(settings: type[BaseSettings], name: str) -> str:
    return f"{settings.model_config['env_prefix']}{name}".upper()


def _plain(default: object) -> str:
    return f"{default:g}" if isinstance(default, float) else str(default)


def test_no_page_names_a_setting_that_does_not_exist() -> None:
    known = {
        _variable(settings, name)
        for settings in (Settings, Limits, VisionSettings)
        for name in settings.model_fields
    }
    for page in PAGES:
        unknown = set(re.findall(r"\bAKTR_[A-Z_]+\b", _read(page))) - known
        assert not unknown, f"{_name(page)} names {sorted(unknown)}"


def test_the_compose_file_names_settings_and_commands_that_exist() -> None:
    compose = _read(ROOT / "deploy" / "compose.yaml")
    known = {
        _variable(group, name)
        for group in (Settings, Limits, VisionSettings)
        for name in group.model_fields
    }
    assert set(re.findall(r"\bAKTR_[A-Z_]+\b", compose)) <= known
    commands = re.findall(r"command: \[(\w+)", compose)
    assert commands
    assert set(commands) <= set(COMMANDS)


def test_every_reason_for_a_failed_file_is_documented_with_what_to_do() -> None:
    page = _read(DOCS / "errors.md")
    rows = re.findall(r"^\| `([A-Z_]+)` \| [^|]{10,} \| [^|]{10,} \|$", page, re.MULTILINE)
    assert set(FileErrorType) <= set(rows)


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for link in LINK.findall(_read(page)):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{_name(page)} links to {link}"
        if anchor:
            anchors = {_anchor(heading) for _, heading in _headings(target)}
            assert anchor in anchors, f"{_name(page)} links to {link}"


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_modules_and_tests_that_pages_name_exist(page: Path) -> None:
    files = [path.as_posix() for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")]
    for named in re.findall(r"[\w/]+\.py\b", _read(page)):
        assert any(file.endswith(f"/{named}") for file in files), f"{_name(page)} names {named}"


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_headings_make_an_outline_in_which_each_can_be_linked_to(page: Path) -> None:
    headings = _headings(page)
    levels = [level for level, _ in headings]
    assert levels[:1] == [1]
    assert levels.count(1) == 1
    assert all(next_ <= level + 1 for level, next_ in pairwise(levels))
    anchors = [_anchor(heading) for _, heading in headings]
    assert len(set(anchors)) == len(anchors)


def test_make_help_lists_every_command() -> None:
    makefile = _read(ROOT / "Makefile")
    named = re.search(r"^\.PHONY: (help .+)$", makefile, re.MULTILINE)
    assert named
    said = dict(re.findall(r"^([a-z]+):.*## (.+)$", makefile, re.MULTILINE))
    assert sorted(said) == sorted(named[1].split())
    shown = subprocess.run(
        ["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert dict(re.findall(r"^make (\w+) +(.+)$", shown, re.MULTILINE)) == said


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_commands_of_make_that_pages_name_exist(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", _read(ROOT / "Makefile"), re.MULTILINE))
    named = set(re.findall(r"(?:^|`)make ([a-z]+)", _read(page), re.MULTILINE))
    assert named <= targets


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_commands_of_aktr_that_pages_name_exist(page: Path) -> None:
    code = "\n".join(piece.strip("`") for piece in CODE.findall(_read(page)))
    named = set(re.findall(r"^(?:\$ |\.venv/bin/)?aktr ([a-z]+)\b", code, re.MULTILINE))
    assert named <= set(COMMANDS)


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads(_read(ROOT / "pyproject.toml"))
    groups = [project["project"]["dependencies"], *project["dependency-groups"].values()]
    requirements = [requirement for group in groups for requirement in group]
    names = [re.split(r"[\[><=;]", requirement)[0] for requirement in requirements]
    page = _read(DOCS / "decisions" / "0001-dependencies.md")
    assert sorted(re.findall(r"^\| `([\w-]+)` \| \S", page, re.MULTILINE)) == sorted(names)


def test_every_page_is_in_the_index() -> None:
    pages = {path.name for path in DOCS.glob("*.md")} - {"README.md"}
    assert pages <= set(LINK.findall(_read(DOCS / "README.md")))


def test_the_glossary_can_be_looked_through_by_the_alphabet() -> None:
    rows = re.findall(r"^\| ([^|]+?) \| [^|]+ \|$", _read(DOCS / "glossary.md"), re.MULTILINE)
    words = [re.sub(r"[^a-z0-9 ]", "", word.lower()) for word in rows[2:]]
    assert words == sorted(set(words))


def test_every_name_of_the_library_is_documented() -> None:
    page = _read(DOCS / "library.md")
    assert [name for name in aktr.__all__ if f"aktr.{name}" not in page] == []


def test_every_address_of_the_http_interface_is_documented() -> None:
    page = _read(DOCS / "api.md")
    paths = create_app(Settings()).openapi()["paths"]
    routes = {f"{method.upper()} {path}" for path, methods in paths.items() for method in methods}
    rows = re.findall(r"^\| (`(?:GET|POST|PUT|PATCH|DELETE) .+?`) \|", page, re.MULTILINE)
    named = re.findall(r"`([A-Z]+) ([^`?]+)", "\n".join(rows))
    share = "/v1/extractor/batch/{batch_id}/share"
    documented = {f"{method} {path.replace('…/share', share)}" for method, path in named}
    assert documented - {"GET /metrics"} == routes


def test_every_method_of_the_client_is_documented() -> None:
    page = _read(DOCS / "client.md")
    rows = "\n".join(line for line in page.splitlines() if line.startswith("| `"))
    named = set(re.findall(r"`(\w+)`", rows))
    assert named == {name for name in dir(Client) if not name.startswith("_")} - {"close"}


def test_every_page_of_the_site_is_documented() -> None:
    routers = (start, batches, reports, shared, lookup)
    routes = [*batches.deleted_router.routes, *(r for one in routers for r in one.router.routes)]
    pages = {
        route.path
        for route in routes
        if isinstance(route, APIRoute) and "GET" in (route.methods or ())
    }
    page = _read(DOCS / "pages.md")
    assert [path for path in sorted(pages) if f"`{path}`" not in page] == []


def test_every_metric_is_documented() -> None:
    page = _read(DOCS / "operations.md").split("\n## Watching")[1].split("\n## ")[0]
    source = _read(ROOT / "src" / "aktr" / "metrics.py")
    names = re.findall(r"(?:Histogram|Counter)\(\s*\"(\w+)\"", source)
    assert names
    assert [name for name in names if f"`{name}" not in page] == []


def test_every_button_that_the_tutorial_names_is_on_a_page() -> None:
    browser = _read(DOCS / "tutorial.md").split("\n## In the browser")[1].split("\n## ")[0]
    words = tomllib.loads(_read(ROOT / "src" / "aktr" / "pages" / "languages" / "en.toml"))
    texts = [text for section in words.values() for text in section.values()]
    shown = {text for text in texts if isinstance(text, str)}
    named = set(re.findall(r"\*\*(.+?)\*\*", browser))
    assert named
    assert named <= shown


def test_every_decision_is_in_the_index() -> None:
    folder = DOCS / "decisions"
    pages = {path.name for path in folder.glob("[0-9]*.md")}
    assert pages == set(LINK.findall(_read(folder / "README.md")))


def test_hooks_run_the_commands_of_make_lint() -> None:
    recipe = _read(ROOT / "Makefile").split("\nlint:")[1].split("\n\n")[0]
    commands = re.findall(r"^\t\$\(BIN\)/(.+)$", recipe, re.MULTILINE)
    hooks = _read(ROOT / ".pre-commit-config.yaml")
    assert re.findall(r"entry: \.venv/bin/(.+)", hooks) == commands


def _write_help_texts() -> None:
    page = DOCS / "cli.md"
    before, start, _ = _read(page).partition(START_OF_HELP)
    page.write_text(before + start + _help_texts(), encoding="utf-8")
    typer.echo(f"{_name(page)} written.", err=True)


if __name__ == "__main__":
    _write_help_texts()
