"""What the paths of a command line stand for."""

import io
import os
import socket
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from aktr.cli.inputs import find_inputs, load, stream_files
from aktr.errors import FileError, FileErrorType

PDF = b"%PDF-1.7\n"


@pytest.fixture
def closed_file(tmp_path: Path) -> Path:
    closed = tmp_path / "closed.pdf"
    closed.write_bytes(PDF)
    closed.chmod(0)
    return closed


def names_in(folder: Path) -> list[str]:
    return [str(source.path.relative_to(folder)) for source in find_inputs([folder])]


def test_a_folder_stands_for_everything_below_it_in_the_order_of_a_person(tmp_path: Path) -> None:
    for name in ("report 10.pdf", "Report 2.PDF", "b/1.jpeg", "a/scan.heic"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(PDF)
    assert names_in(tmp_path) == ["a/scan.heic", "b/1.jpeg", "Report 2.PDF", "report 10.pdf"]


def test_in_a_folder_content_counts_where_the_name_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "download").write_bytes(PDF)
    (tmp_path / "notes.txt").write_bytes(b"nothing to see")
    (tmp_path / "fake.pdf").write_bytes(b"no PDF at all")
    (tmp_path / ".hidden.pdf").write_bytes(PDF)
    assert names_in(tmp_path) == ["download", "fake.pdf"]


def test_a_file_that_is_named_is_read_whatever_it_is_called(tmp_path: Path) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_bytes(b"text")
    (source,) = find_inputs([notes])
    assert source.dead_end is None
    assert load(source, 100).content == b"text"


def test_positions_count_over_all_paths_and_dead_ends_have_one(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(PDF)
    empty = tmp_path / "empty"
    empty.mkdir()
    inputs = find_inputs([tmp_path / "nowhere.pdf", empty, tmp_path / "a.pdf"])
    assert [source.position for source in inputs] == [1, 2, 3]
    assert [source.dead_end is None for source in inputs] == [False, False, True]
    with pytest.raises(FileError, match="Check the spelling") as refusal:
        load(inputs[0], 100)
    assert refusal.value.error_type is FileErrorType.UNREADABLE


@pytest.fixture
def ordinary_user() -> Iterator[None]:
    """Root may open everything; the test is about everybody else."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.usefixtures("closed_file", "ordinary_user")
def test_a_file_that_may_not_be_opened_says_so(closed_file: Path) -> None:
    with pytest.raises(FileError, match="may not open"):
        load(find_inputs([closed_file])[0], 100)


def test_a_loop_of_links_is_a_reason_and_not_an_exception(tmp_path: Path) -> None:
    loop = tmp_path / "loop.pdf"
    loop.symlink_to(loop)
    with pytest.raises(FileError, match="leads to itself"):
        load(find_inputs([loop])[0], 100)


def reasons_in(folder: Path) -> dict[str, str | None]:
    return {
        str(source.path.relative_to(folder)): source.dead_end for source in find_inputs([folder])
    }


def test_what_is_no_file_in_a_folder_is_named_with_a_reason(tmp_path: Path) -> None:
    (tmp_path / "good.pdf").write_bytes(PDF)
    (tmp_path / "gone.pdf").symlink_to(tmp_path / "nowhere.pdf")
    (tmp_path / "students").symlink_to(tmp_path / "no folder")
    (tmp_path / "itself.pdf").symlink_to(tmp_path / "itself.pdf")
    os.mkfifo(tmp_path / "pipe.pdf")
    os.mkfifo(tmp_path / "no report promised")
    reasons = reasons_in(tmp_path)
    assert sorted(reasons) == ["gone.pdf", "good.pdf", "itself.pdf", "pipe.pdf", "students"]
    assert reasons["good.pdf"] is None
    for name, part in {
        "gone.pdf": "what it leads to is not there",
        "students": "what it leads to is not there",
        "itself.pdf": "leads to itself",
        "pipe.pdf": "no file but a pipe",
    }.items():
        assert part in (reasons[name] or "")
    assert sorted(path.name for path in stream_files(str(tmp_path))) == sorted(reasons)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody may enter; those of pytest are closed to all but their owner."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def test_a_file_that_cannot_be_looked_into_could_be_a_report(
    open_folder: Path, request: pytest.FixtureRequest
) -> None:
    closed = open_folder / "download"
    closed.write_bytes(PDF)
    closed.chmod(0)
    request.getfixturevalue("ordinary_user")
    (source,) = find_inputs([open_folder])
    with pytest.raises(FileError, match="may not open"):
        load(source, 100)


def test_linked_folders_are_followed_and_none_twice(tmp_path: Path) -> None:
    folder = tmp_path / "class"
    for name in ("class/b/2.pdf", "elsewhere/1.pdf", "elsewhere/below/3.pdf"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(PDF)
    (folder / "a").symlink_to(folder / "b")
    (folder / "linked").symlink_to(tmp_path / "elsewhere")
    (folder / "linked too").symlink_to(tmp_path / "elsewhere")
    (folder / "b" / "loop").symlink_to(folder)
    (folder / "around").symlink_to(tmp_path)
    assert names_in(folder) == ["b/2.pdf", "linked/1.pdf", "linked/below/3.pdf"]


def test_a_pipe_that_is_named_is_read_and_a_socket_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (pipe,) = find_inputs([tmp_path / "pipe"])
    assert pipe.dead_end is None
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "s.pdf"))
        (named,) = find_inputs([tmp_path / "s.pdf"])
        assert "no file but" in (named.dead_end or "")


def test_a_dash_stands_for_what_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(PDF)))
    (source,) = find_inputs([Path("-")])
    assert source.name == "stdin"
    assert load(source, 4).content == PDF[:5]


def test_a_dash_without_anything_sent_is_a_dead_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(FileError, match="Nothing is sent"):
        load(find_inputs([Path("-")])[0], 100)


def test_a_file_in_a_folder_may_be_called_dash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "-").write_bytes(PDF)
    monkeypatch.chdir(tmp_path)
    (source,) = find_inputs([Path()])
    assert not source.is_stdin
    assert load(source, 100).content == PDF


def test_of_a_file_that_is_too_large_only_enough_is_read_to_see_it(tmp_path: Path) -> None:
    large = tmp_path / "large.pdf"
    large.write_bytes(bytes(1000))
    assert len(load(find_inputs([large])[0], 10).content) == 11


def test_a_name_cannot_steer_the_terminal(tmp_path: Path) -> None:
    evil = tmp_path / "\x1b[31mred\n.pdf"
    evil.write_bytes(PDF)
    (source,) = find_inputs([evil])
    assert source.name.isprintable()
    assert load(source, 100).content == PDF


def test_a_name_that_is_no_unicode_still_has_a_place(tmp_path: Path) -> None:
    raw = os.fsencode(tmp_path) + b"/\xff\xfe.pdf"
    Path(os.fsdecode(raw)).write_bytes(PDF)
    (source,) = find_inputs([tmp_path])
    assert source.name.encode("utf-8").endswith(b".pdf")
