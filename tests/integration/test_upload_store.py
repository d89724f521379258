"""Uploads in a folder instead of the database: there when needed, gone when not."""

import os
import resource
import shutil
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from aktr.db import migrate
from aktr.db.blobs import ObjectBlobs
from aktr.db.records import BatchOptions, IdempotencyKey
from aktr.db.repository import Repository
from aktr.db.session import Database
from aktr.errors import (
    DiskFullError,
    ExpiredError,
    OverloadedError,
    SettingError,
    UnknownAddressError,
    UnprocessableError,
)
from aktr.work.assembly import open_repository
from factories import success, uploads
from object_server import object_server
from stored import (
    DAY,
    Moments,
    at_once,
    finished_batch,
    new_batch,
    pending_contents,
    positions_in,
    stored_bytes,
)

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


def test_bytes_lie_in_the_folder_and_are_read_from_there(outside: Repository, folder: Path) -> None:
    batch_id = new_batch(outside, b"first", b"second", b"first")

    assert kept(folder) == {b"first", b"second"}
    assert len(list(folder.iterdir())) == 2, "each content once"
    digests = [file.upload_sha256 or "" for file in outside.list_files(batch_id)]
    assert stored_bytes(outside, digests[0]) == b"first"
    assert set(outside.load_uploads(digests).values()) == {b"first", b"second"}


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
            assert stored_bytes(outside, digest) == b"shared"
    assert len(list(folder.iterdir())) == 1


def test_an_upload_that_is_not_stored_leaves_nothing_for_long(
    database: Database, folder: Path
) -> None:
    moments = Moments()
    outside = Repository(database, moments, blobs=ObjectBlobs(folder.as_uri()))
    new_batch(outside, b"first", key="once")
    again, is_new = outside.create_batch(
        uploads(b"first"), BatchOptions(), DAY, IdempotencyKey("once")
    )
    assert not is_new
    assert kept(folder) == {b"first"}
    with pytest.raises(UnprocessableError):
        outside.create_batch(uploads(b"second"), BatchOptions(), DAY, IdempotencyKey("once"))
    assert kept(folder) == {b"first", b"second"}
    assert outside.sweep_outside() == 0, "it may just be being committed"

    moments.pass_by(timedelta(hours=2))

    assert outside.sweep_outside() == 1
    assert outside.sweep_outside() == 0
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


def test_files_of_others_in_the_folder_stay(
    database: Database, folder: Path, tmp_path: Path
) -> None:
    (folder / "backups").mkdir()
    files = [folder / "notes.txt", folder / "backups" / "school.db", folder / ("0" * 32)]
    for file in files:
        file.write_bytes(file.name.encode())
        os.utime(file, (0, 0))
    moments = Moments()
    outside = Repository(database, moments, blobs=ObjectBlobs(folder.as_uri()))
    batch_id = new_batch(outside, b"ours")
    with closing(Database(f"sqlite:///{tmp_path / 'other.db'}")) as other_database:
        migrate.upgrade(other_database.url)
        other = Repository(other_database, moments, blobs=ObjectBlobs(folder.as_uri()))
        new_batch(other, b"theirs")
        moments.pass_by(timedelta(hours=20))

        assert (outside.sweep_outside(), other.sweep_outside()) == (0, 0)

    outside.delete_batch(batch_id)
    assert kept(folder) == {file.name.encode() for file in files} | {b"theirs"}


@pytest.mark.parametrize("next_store", ["", "next"])
def test_uploads_are_read_and_deleted_where_they_were_put(
    outside: Repository, database: Database, folder: Path, tmp_path: Path, next_store: str
) -> None:
    batch_id = new_batch(outside, b"first", b"second")
    digest = outside.list_files(batch_id)[0].upload_sha256 or ""
    (tmp_path / "next").mkdir()

    changed = open_repository(database, (tmp_path / "next").as_uri() if next_store else None)

    assert stored_bytes(changed, digest) == b"first"
    new_batch(changed, b"third")
    assert kept(folder) == {b"first", b"second"}
    changed.delete_batch(batch_id)
    assert kept(folder) == set()
    assert kept(tmp_path / "next") == ({b"third"} if next_store else set())


def test_uploads_that_were_moved_to_the_next_store_are_read_and_deleted_there(
    outside: Repository, database: Database, folder: Path, tmp_path: Path
) -> None:
    batch_id = new_batch(outside, b"first")
    digest = outside.list_files(batch_id)[0].upload_sha256 or ""
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)

    moved = open_repository(database, copy.as_uri())

    moved.delete_batch(batch_id)
    assert kept(copy) == set()
    assert kept(folder) == {b"first"}, "another aktr may work with them"
    assert moved.load_uploads([digest]) == {}


def test_what_cannot_be_deleted_now_is_deleted_when_its_store_is_back(
    outside: Repository,
    database: Database,
    folder: Path,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    batch_id = new_batch(outside, b"first", b"second")
    away = tmp_path / "away"
    folder.rename(away)
    without = open_repository(database)

    without.delete_batch(batch_id)

    assert folder.as_uri() in caplog.text
    assert "tried again every hour" in caplog.text
    assert without.sweep_outside() == 0
    away.rename(folder)
    assert without.sweep_outside() == 2
    assert kept(folder) == set()
    caplog.clear()
    assert without.sweep_outside() == 0
    assert caplog.text == ""


@pytest.mark.parametrize("has_store", [True, False])
def test_bytes_that_the_store_has_lost_come_again_with_the_next_upload(
    outside: Repository, database: Database, folder: Path, has_store: bool
) -> None:
    new_batch(outside, b"first", b"second")
    for path in folder.iterdir():
        if path.read_bytes() == b"first":
            path.unlink()
    later = outside if has_store else open_repository(database)

    batch_id = new_batch(later, b"first", b"second")

    assert pending_contents(later, batch_id) == [b"first", b"second"]
    assert kept(folder) == {b"second"} | ({b"first"} if has_store else set())
    assert len(list(folder.iterdir())) == (2 if has_store else 1)


def test_another_copy_brings_bytes_that_the_store_has_lost(
    outside: Repository, folder: Path
) -> None:
    batch_id = finished_batch(outside)
    for path in folder.iterdir():
        path.unlink()

    (copy,) = uploads(b"b")
    assert outside.replace_file(batch_id, replace(copy, position=2))

    assert pending_contents(outside, batch_id) == [b"b"]
    assert kept(folder) == {b"b"}


@pytest.fixture
def object_store(monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    """Where a store that speaks S3 is looked for, which waits a second for each answer."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        monkeypatch.setenv("AWS_ENDPOINT", f"http://127.0.0.1:{listening.getsockname()[1]}")
        monkeypatch.setenv("AWS_ALLOW_HTTP", "true")
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
        monkeypatch.setenv("AWS_REGION", "us-east-1")
        monkeypatch.setenv("AWS_TIMEOUT", "1s")
        yield listening


def test_an_object_store_is_asked_as_the_environment_says(object_store: socket.socket) -> None:
    def answer() -> bytes:
        connection, _ = object_store.accept()
        with connection:
            request = connection.recv(65536)
            connection.sendall(b"HTTP/1.1 200 OK\r\nETag: x\r\nContent-Length: 0\r\n\r\n")
        return request

    with ThreadPoolExecutor(1) as threads:
        request = threads.submit(answer)
        ObjectBlobs("s3://bucket/prefix").put("name", b"bytes")
        assert request.result(10).startswith(b"PUT /bucket/prefix/name HTTP/1.1\r\n")


@pytest.mark.usefixtures("object_store")
def test_an_object_store_that_hangs_is_not_waited_for_long() -> None:
    store = ObjectBlobs("s3://bucket/prefix")
    begun = time.monotonic()
    with pytest.raises(OverloadedError, match="does not answer"):
        store.put("name", b"bytes")
    assert time.monotonic() - begun < 25


def test_whoever_deletes_does_not_wait_for_a_store_that_hangs(
    database: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with object_server(monkeypatch) as store:
        repository = open_repository(database, "s3://bucket/prefix")
        batch_id = new_batch(repository, b"first", b"second")
        assert set(store.objects.values()) == {b"first", b"second"}
        store.answers.clear()

        begun = time.monotonic()
        repository.delete_batch(batch_id)

        assert time.monotonic() - begun < 15
        assert "did not answer in 5 seconds" in caplog.text
        with pytest.raises(UnknownAddressError):
            repository.list_files(batch_id)
        assert len(store.objects) == 2
        store.answers.set()
        deadline = time.monotonic() + 30
        while store.objects and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not store.objects, "deleted as soon as it answers"
        while repository.sweep_outside() and time.monotonic() < deadline:
            time.sleep(0.05)


def test_a_store_is_asked_whether_it_answers(
    database: Database, outside: Repository, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert open_repository(database).store_answers()
    assert outside.store_answers()
    again = open_repository(database, folder.as_uri())
    folder.rmdir()
    assert not again.store_answers()
    with object_server(monkeypatch) as store:
        assert open_repository(database, "s3://bucket/prefix").store_answers()
        store.answers.clear()
        begun = time.monotonic()
        assert not open_repository(database, "s3://bucket/prefix").store_answers()
        assert time.monotonic() - begun < 10
