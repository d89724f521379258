"""What is written appears whole or not at all, and a full disk is said to be one."""

import os
import resource
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from aktr.cli.export_options import ExportFiles
from aktr.cli.output import opened
from aktr.cli.output_files import OutputFile
from aktr.errors import AktrError


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """A file may grow to this size, as on a disk with so much room."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_without_room_for_results_nothing_is_left_but_a_reason(tmp_path: Path) -> None:
    def write() -> None:
        with opened(tmp_path / "class.json") as stream:
            stream.write("x" * 100_000)

    with room_for(5_000), pytest.raises(AktrError, match=r"class\.json cannot.*Make room"):
        write()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["class.pdf", "class.xlsx"])
def test_without_room_for_an_export_nothing_is_left_but_a_reason(
    tmp_path: Path, name: str, recwarn: pytest.WarningsRecorder
) -> None:
    out = tmp_path / name
    pdf, xlsx = (out, None) if out.suffix == ".pdf" else (None, out)

    def write() -> None:
        with ExportFiles(pdf, xlsx, tmp_path) as files:
            files.finish()

    with room_for(1_000), pytest.raises(AktrError) as refusal:
        write()
    assert name in refusal.value.message
    assert "Make room" in refusal.value.message
    assert list(tmp_path.iterdir()) == []
    assert not recwarn.list


def test_a_library_that_goes_on_after_a_failure_meets_no_other_one(tmp_path: Path) -> None:
    file = OutputFile(tmp_path / "class.zip")
    archive = zipfile.ZipFile(file, "w")
    with room_for(1_000), pytest.raises(AktrError, match="Make room"):
        archive.writestr("rows", os.urandom(5_000))
    file.give_up()
    archive.close()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_no_place_for_results(tmp_path: Path) -> None:
    with pytest.raises(AktrError, match="It is a folder"):
        OutputFile(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_file_is_written_to_and_stays_what_it_is(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    file = OutputFile(pipe)
    file.write(b"all of it")
    file.complete()
    assert os.read(reader, 100) == b"all of it"
    os.close(reader)
    assert pipe.is_fifo()
