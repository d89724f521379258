"""The examples in the documents run, and print what the documents show."""

from pathlib import Path

import pytest

from aktr.db import migrate
from api_service import running, settings_for
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


def test_what_is_left_out_may_be_anything_and_nothing_else() -> None:
    assert agrees("one\n...\nfour\n", "one\ntwo\nthree\nfour\n")
    assert agrees("id ... end\n", "id 17 end\n")
    assert not agrees("one\n...\nfour\n", "one\ntwo\n")
    assert not agrees("one\n", "one\ntwo\n")
    assert not agrees("a.b\n", "axb\n")
