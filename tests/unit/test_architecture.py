"""The rules of docs/architecture.md that a machine can check."""

import ast
import re
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "aktr"

ROOMS_FROM_THE_GROUND_UP = (
    "acs",
    "reading",
    "report",
    "summary",
    "paperwork",
    "processing",
    "contract",
    "export",
    "corpus",
    "db",
    "work",
    "api",
    "pages",
    "cli",
)
"""A room imports from rooms before it and never from one after it."""

BESIDE = {
    "client": {"contract", "paperwork", "processing", "summary", "wrong_values"},
    "samples": {"acs"},
    "log": set[str](),
    "errors": set[str](),
    "settings": {"wrong_values"},
    "wrong_values": set[str](),
    "metrics": set[str](),
    "tracing": set[str](),
}
"""Rooms outside that order, with all the rooms they may import."""

FREE_TO_ALL = {"errors", "settings", "__version__"}
OPEN_TO = {
    "samples": {"cli"},
    "log": {"work", "api", "cli"},
    "metrics": {"work", "api", "cli"},
    "tracing": {"work", "api", "cli"},
    "wrong_values": {"api", "cli"},
}

WITHOUT_NETWORK_OR_DATABASE = {
    "acs",
    "reading",
    "report",
    "summary",
    "paperwork",
    "processing",
    "contract",
    "export",
    "corpus",
    "samples",
}
MAY_ASK_OUTSIDE = {"reading/hosted/exchange.py": {"httpx2"}}
"""The one place that speaks to a hosted model, if an operator sets one."""
NETWORK_AND_DATABASE = {
    "alembic",
    "fastapi",
    "http",
    "httpx2",
    "psycopg",
    "requests",
    "socket",
    "sqlalchemy",
    "sqlite3",
    "starlette",
    "urllib",
    "uvicorn",
}

MOST_LINES_OF_A_MODULE = 400
MOST_LINES_OF_A_BODY = 60

MODULES = sorted(SOURCE.rglob("*.py"))


def _name(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


def _module(path: Path) -> str:
    """The name by which the module is imported."""
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(("aktr", *parts)).removesuffix(".__init__")


def _room(path: Path) -> str:
    """The folder under src/aktr, or the name of a module that lies there itself."""
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def _imports(path: Path) -> Iterator[list[str]]:
    """Every module that is imported anywhere in the file, as the parts of its name."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{_name(path)}: imports are written in full"
            assert node.module is not None
            for alias in node.names:
                yield [*node.module.split("."), alias.name]


def _allowed(room: str) -> set[str]:
    if room == "__init__":
        return {"acs", "reading", "report", "summary", "processing"} | FREE_TO_ALL
    open_rooms = {name for name, guests in OPEN_TO.items() if room in guests}
    if room in BESIDE:
        return BESIDE[room] | {room} | FREE_TO_ALL
    below = ROOMS_FROM_THE_GROUND_UP[: ROOMS_FROM_THE_GROUND_UP.index(room) + 1]
    return set(below) | FREE_TO_ALL | open_rooms


def test_every_room_is_in_the_order() -> None:
    rooms = {_room(path) for path in MODULES} - {"__init__", *BESIDE}
    assert rooms <= set(ROOMS_FROM_THE_GROUND_UP)


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_nothing_imports_upwards(path: Path) -> None:
    rooms = {parts[1] for parts in _imports(path) if parts[0] == "aktr" and len(parts) > 1}
    forbidden = rooms - _allowed(_room(path))
    assert not forbidden, f"{_name(path)} may not import {sorted(forbidden)}"


@pytest.mark.parametrize(
    "path", [path for path in MODULES if _room(path) in WITHOUT_NETWORK_OR_DATABASE], ids=_name
)
def test_rooms_up_to_processing_know_no_network_and_no_database(path: Path) -> None:
    foreign = {parts[0] for parts in _imports(path)} & NETWORK_AND_DATABASE
    foreign -= MAY_ASK_OUTSIDE.get(_name(path), set())
    assert not foreign, f"{_name(path)} may not import {sorted(foreign)}"


def test_no_modules_import_each_other_in_a_circle() -> None:
    # The face of the package takes from all of them, but nothing before it is asked.
    names = {_module(path) for path in MODULES} - {"aktr"}
    circles = TopologicalSorter(
        {
            _module(path): {
                imported if imported in names else imported.rpartition(".")[0]
                for imported in map(".".join, _imports(path))
            }
            - {_module(path), "aktr"}
            for path in MODULES
            if _module(path) in names
        }
    )
    circles.prepare()  # raises CycleError, which names the modules


@pytest.mark.parametrize("folder", ["reading", "reading/vision", "report", "report/parse"])
def test_rooms_within_a_room_do_not_import_each_other_in_a_circle(folder: str) -> None:
    here = ["aktr", *Path(folder).parts]
    inner: dict[str, set[str]] = {}
    for path in (SOURCE / folder).rglob("*.py"):
        name = path.relative_to(SOURCE / folder).parts[0].removesuffix(".py")
        imported = (parts for parts in _imports(path) if parts[: len(here)] == here)
        inner.setdefault(name, set()).update({parts[len(here)] for parts in imported} - {name})

    TopologicalSorter(inner).prepare()  # raises CycleError, which names the rooms


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_modules_and_functions_stay_readable(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= MOST_LINES_OF_A_MODULE
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) and node.body[1:] else node.body
            lines = (body[-1].end_lineno or 0) - body[0].lineno + 1
            assert lines <= MOST_LINES_OF_A_BODY, f"{node.name} has {lines} lines"


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_nothing_is_left_for_later(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for marker in ("TODO", "FIXME", "XXX", "NotImplementedError"):
        assert marker not in text, f"{_name(path)} holds {marker}"


def test_the_order_of_rooms_is_what_the_architecture_page_says() -> None:
    page = (SOURCE.parents[1] / "docs" / "architecture.md").read_text(encoding="utf-8")
    table = page.split("\n## Rooms")[1].split("\n### ")[0]
    rooms = re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)
    assert tuple(rooms) == ROOMS_FROM_THE_GROUND_UP
