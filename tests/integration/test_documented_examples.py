"""The examples in the documents run, and print what the documents show."""

import re
from pathlib import Path

import pytest
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from aktr.client import Client
from aktr.db import migrate
from api_service import RunningService, running, settings_for
from documented import Example, Runner, agrees, examples_of

ROOT = Path(__file__).parents[2]
WITH_EXAMPLES = ("README.md", "docs/tutorial.md", "docs/library.md")


def _page(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


# Each command starts an interpreter of its own, which takes its time beside other tests.
@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_examples_print_what_the_page_shows(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "reader"
    folder.mkdir()
    monkeypatch.chdir(folder)
    page = _page(name)
    examples = examples_of(page)
    assert examples
    if not any("127.0.0.1:8000" in example.source for example in examples):
        _compare(examples, Runner(folder))
        return
    url = f"sqlite:///{tmp_path / 'aktr.db'}"
    migrate.upgrade(url)
    with running(settings_for(url, tmp_path)) as service:
        _compare(examples, Runner(folder, f"http://127.0.0.1:{service.port}"))


def _compare(examples: list[Example], runner: Runner) -> None:
    for example in examples:
        printed = runner.printed_by(example)
        if example.output is not None:
            assert agrees(example.output, printed), f"{example.source} prints:\n{printed}"


@pytest.mark.timeout(300)
def test_the_guide_asks_every_address_with_curl_and_with_the_client(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "reader"
    folder.mkdir()
    monkeypatch.chdir(folder)
    url = f"sqlite:///{tmp_path / 'aktr.db'}"
    migrate.upgrade(url)
    service = RunningService(settings_for(url, tmp_path))
    asked: set[tuple[str, str, str]] = set()
    service.app.add_middleware(_Listener, asked=asked)
    service.start()
    try:
        address = f"http://127.0.0.1:{service.port}"
        with Client(address) as aktr:
            aktr.ready()  # readers may still be starting; the client waits for them
        asked.clear()
        _compare(examples_of(_page("docs/api-guide.md")), Runner(folder, address))
    finally:
        service.stop()
    for path, operations in service.app.openapi()["paths"].items():
        pattern = re.compile(re.sub(r"\{\w+\}", "[^/]+", path))
        for method in operations:
            agents = {
                agent
                for agent, verb, place in asked
                if verb == method.upper() and pattern.fullmatch(place)
            }
            assert agents == {"curl", "aktr-client"}, f"{method} {path}"


class _Listener:
    """Notes who asks for what."""

    def __init__(self, app: ASGIApp, asked: set[tuple[str, str, str]]) -> None:
        self._app = app
        self._asked = asked

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            agent = Headers(scope=scope).get("user-agent", "").partition("/")[0]
            self._asked.add((agent, scope["method"], scope["path"]))
        await self._app(scope, receive, send)


def test_what_is_left_out_may_be_anything_and_nothing_else() -> None:
    assert agrees("one\n...\nfour\n", "one\ntwo\nthree\nfour\n")
    assert agrees("id ... end\n", "id 17 end\n")
    assert not agrees("one\n...\nfour\n", "one\ntwo\n")
    assert not agrees("one\n", "one\ntwo\n")
    assert not agrees("a.b\n", "axb\n")
