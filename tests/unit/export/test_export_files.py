"""``--pdf`` and ``--xlsx``: whole files or none."""

import zipfile
from pathlib import Path

import pytest

from aktr.cli.export_options import ExportFiles
from aktr.errors import AktrError
from aktr.export.records import Entry


def test_both_files_appear_when_everything_is_written(
    tmp_path: Path, entries: tuple[Entry, ...]
) -> None:
    pdf, xlsx = tmp_path / "class.pdf", tmp_path / "class.xlsx"
    with ExportFiles(pdf, xlsx, tmp_path) as files:
        for entry in entries:
            files.add(entry)
        assert not pdf.exists()
        assert not xlsx.exists()
        files.finish()
    assert pdf.read_bytes().startswith(b"%PDF-1.7")
    assert zipfile.is_zipfile(xlsx)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["class.pdf", "class.xlsx"]


def test_after_a_failure_an_earlier_file_is_still_there(
    tmp_path: Path, entries: tuple[Entry, ...]
) -> None:
    pdf, xlsx = tmp_path / "class.pdf", tmp_path / "class.xlsx"
    pdf.write_text("earlier")

    def broken_off() -> None:
        with ExportFiles(pdf, xlsx, tmp_path) as files:
            files.add(entries[0])
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken_off()
    assert [path.name for path in tmp_path.iterdir()] == ["class.pdf"]
    assert pdf.read_text() == "earlier"


def test_a_place_that_cannot_be_written_is_named_at_once(tmp_path: Path) -> None:
    pdf, xlsx = tmp_path / "class.pdf", tmp_path / "missing" / "class.xlsx"
    with pytest.raises(AktrError, match=r"class\.xlsx cannot be written"):
        ExportFiles(pdf, xlsx, tmp_path).__enter__()
    assert list(tmp_path.iterdir()) == []


def test_without_files_nothing_is_kept(tmp_path: Path, entries: tuple[Entry, ...]) -> None:
    with ExportFiles(None, None, tmp_path) as files:
        for entry in entries:
            files.add(entry)
        files.finish()
    assert list(tmp_path.iterdir()) == []
