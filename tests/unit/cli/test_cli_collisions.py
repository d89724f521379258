"""Nothing is written over what is read, and no two outputs into one file."""

import os
import sys
from pathlib import Path

import pytest
import typer

from aktr.cli.collisions import refuse_collisions
from aktr.cli.inputs import find_inputs


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.pdf"
    path.write_bytes(b"%PDF-1.7")
    return path


def refuse(*read: Path, **outputs: Path) -> None:
    refuse_collisions({f"--{name}": out for name, out in outputs.items()}, find_inputs(read))


def test_outputs_of_their_own_are_let_through(report: Path, tmp_path: Path) -> None:
    earlier = tmp_path / "out" / "class.pdf"
    earlier.parent.mkdir()
    earlier.write_bytes(b"of an earlier call")
    refuse(report, out=tmp_path / "class.json", pdf=earlier, xlsx=tmp_path / "class.xlsx")
    refuse(report, out=Path(os.devnull), pdf=Path(os.devnull))


def test_an_output_that_is_read_is_refused_under_any_name(report: Path, tmp_path: Path) -> None:
    linked, hard, folder = tmp_path / "link", tmp_path / "hard", tmp_path / "folder"
    linked.symlink_to(report)
    hard.hardlink_to(report)
    folder.symlink_to(tmp_path)
    for out in (report, linked, hard, folder / ".." / tmp_path.name / report.name):
        with pytest.raises(typer.BadParameter, match=r"--pdf would be written over .*report\.pdf"):
            refuse(report, pdf=out)
    with pytest.raises(typer.BadParameter, match=r"--xlsx would be written over"):
        refuse(tmp_path, xlsx=report)


def test_two_outputs_in_one_file_are_refused_under_any_name(report: Path, tmp_path: Path) -> None:
    new, there = tmp_path / "new.x", tmp_path / "there.x"
    there.touch()
    (tmp_path / "to new").symlink_to(new)
    (tmp_path / "to there").symlink_to(there)
    (tmp_path / "folder").symlink_to(tmp_path)
    for one, other in (
        (new, new),
        (new, tmp_path / "to new"),
        (new, tmp_path / "folder" / "new.x"),
        (new, tmp_path / "NEW.X"),
        (tmp_path / "e\u0301", tmp_path / "\u00e9"),
        (there, tmp_path / "to there"),
    ):
        with pytest.raises(
            typer.BadParameter, match="--out and --pdf would be written to the same"
        ):
            refuse(report, out=one, pdf=other)


def test_what_stdout_goes_to_is_not_read(
    report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with report.open("a") as appended, monkeypatch.context() as patched:
        patched.setattr(sys, "stdout", appended)
        with pytest.raises(typer.BadParameter, match="stdout would be written over"):
            refuse(report)
        with pytest.raises(typer.BadParameter, match="stdout and --pdf would be written to the"):
            refuse(pdf=report)
        refuse(report, out=tmp_path / "class.json")


def test_what_stdin_comes_from_is_not_written(
    report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with report.open() as sent:
        monkeypatch.setattr(sys, "stdin", sent)
        with pytest.raises(typer.BadParameter, match="over stdin"):
            refuse(Path("-"), out=report)
