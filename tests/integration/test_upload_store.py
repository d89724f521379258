"""Uploads in a folder instead of the database: there when needed, gone when not."""

import resource
from datetime import timedelta
from pathlib import Path

import pytest

from aktr.db.blobs import ObjectBlobs
from aktr.db.records import BatchOptions
from aktr.db.repository import Repository
from aktr.db.session import Database
from aktr.errors import (
    DiskFullError,
    ExpiredError,
    SettingError,
    UnknownAddressError,
    UnprocessableError,
)
from aktr.work.assembly import open_repository
from factories import success, uploads
from stored import DAY, Moments, at_once, finished_batch, new_batch, positions_in

ROOM = 1024 * 1024


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "uploads"
    folder.mkdir()
    return folder


@pytest.fixture
def outside(database: Database, folder: Path) -> Repository:
    return open_repository(database, folder.as_uri())


def kept(folder: Path) -> set[bytes]:
    return {path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_bytes_lie_in_the_folder_and_are_read_from_there(
    outside: Repository, database: Database, folder: Path
) -> None:
    batch_id = new_batch(outside, b"first", b"second", b"first")

    assert kept(folder) == {b"first", b"second"}
    assert len(list(folder.iterdir())) == 2, "each content once"
    digests = [file.upload_sha256 or "" for file in outside.list_files(batch_id)]
    assert outside.load_upload(digests[0]) == b"first"
    assert set(outside.load_uploads(digests).values()) == {b"first", b"second"}
    with pytest.raises(UnknownAddressError):
        Repository(database).load_upload(digests[0])


def test_the_page_of_a_report_is_shown_from_there(outside: Repository) -> None:
    batch_id = finished_batch(outside)
    report = outside.list_reports(batch_id).entries[0].report
    assert report is not None
    assert outside.upload_of(report.id) == b"a"
    outside.drop_uploads()
    with pytest.raises(ExpiredError):
        outside.upload_of(report.id)


def test_deleted_and_expired_batches_leave_no_bytes(outside: Repository, folder: Path) -> None:
    first, _ = new_batch(outside, b"own", b"shared"), new_batch(outside, b"shared")
    new_batch(outside, b"expired", retention=timedelta(0))

    outside.delete_batch(first)
    outside.delete_expired(Moments()())

    assert kept(folder) == {b"shared"}


def test_uploads_can_be_dropped_when_they_were_read(outside: Repository, folder: Path) -> None:
    finished = finished_batch(outside)
    new_batch(outside, b"open")
    outside.drop_uploads(finished)
    assert kept(folder) == {b"open"}


def test_the_same_bytes_come_and_go_at_once_and_are_there_for_who_needs_them(
    outside: Repository, folder: Path
) -> None:
    old = [new_batch(outside, b"shared") for _ in range(4)]

    def come_or_go(number: int) -> str | None:
        if number % 2:
            outside.delete_batch(old[number // 2])
            return None
        return outside.list_files(new_batch(outside, b"shared"))[0].upload_sha256

    for digest in at_once(8, come_or_go):
        if digest is not None:
            assert outside.load_upload(digest) == b"shared"
    assert len(list(folder.iterdir())) == 1


def test_an_upload_that_is_not_stored_leaves_nothing_for_long(
    database: Database, folder: Path
) -> None:
    moments = Moments()
    outside = Repository(database, moments, blobs=ObjectBlobs(folder.as_uri()))
    new_batch(outside, b"first", key="once")
    again, is_new = outside.create_batch(uploads(b"first"), BatchOptions(), DAY, "once")
    assert not is_new
    assert kept(folder) == {b"first"}
    with pytest.raises(UnprocessableError):
        outside.create_batch(uploads(b"second"), BatchOptions(), DAY, "once")
    assert outside.sweep_outside() == 0, "it may just be being committed"

    moments.pass_by(timedelta(hours=2))

    assert outside.sweep_outside() == 1
    assert kept(folder) == {b"first"}
    outside.record_progress(again.id, [1], [success(1)], positions_in)


@pytest.mark.parametrize(
    "url", ["/srv/uploads", "nonsense://bucket", "file:///proc/nowhere", "file://srv/uploads"]
)
def test_a_store_that_cannot_be_used_is_refused_with_advice(url: str) -> None:
    with pytest.raises(SettingError, match="AKTR_UPLOAD_STORE"):
        ObjectBlobs(url)


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    missing = tmp_path / "mistyped"
    with pytest.raises(SettingError, match="does not exist") as refusal:
        ObjectBlobs(missing.as_uri())
    assert str(missing) in refusal.value.message
    assert not missing.exists()


def test_what_cannot_be_stored_whole_leaves_nothing(database: Database, folder: Path) -> None:
    outside = open_repository(database, folder.as_uri())
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    # To write more than this into a file fails, as it does on a disk that is full.
    resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, limits[1]))
    try:
        with pytest.raises(DiskFullError):
            outside.create_batch(uploads(b"first", b"x" * 2 * ROOM), BatchOptions(), DAY, None)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert list(folder.iterdir()) == []
    new_batch(outside, b"first")
