"""Batches in a database, for tests of what stores and finds them."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select

from aktr.db.models import BatchReport, BatchReportFile, ExpiredAddress, Report, StoredUpload
from aktr.db.records import BatchOptions, Claim, IdempotencyKey, Summarise
from aktr.db.repository import Repository
from aktr.db.session import Database
from aktr.db.types import JsonObject, utc_now
from aktr.processing.result import FileStatus, ProcessingResult
from aktr.summary.facts import ReportFacts
from factories import checked_report, failure, success, uploads

DAY = timedelta(days=1)
ResultT = TypeVar("ResultT")


def positions_in(reports: Sequence[ReportFacts]) -> JsonObject:
    return {"positions": [report.position for report in reports]}


def new_batch(
    repository: Repository, *contents: bytes, retention: timedelta = DAY, key: str | None = None
) -> UUID:
    name = None if key is None else IdempotencyKey(key)
    batch, created = repository.create_batch(uploads(*contents), BatchOptions(), retention, name)
    assert created
    return batch.id


def finished_batch(repository: Repository, *, retention: timedelta = DAY) -> UUID:
    """A batch of two files, the first with two reports and the second failed."""
    batch_id = new_batch(repository, b"a", b"b", retention=retention)
    results = [success(1, checked_report(), checked_report(take=2)), failure(2)]
    repository.record_progress(batch_id, [1, 2], results, positions_in)
    return batch_id


def finish(
    repository: Repository,
    batch_id: UUID,
    result: ProcessingResult,
    summarise: Summarise = positions_in,
) -> None:
    """Finish one file whose reading was begun before."""
    repository.record_progress(batch_id, [], [result], summarise)


def stored_bytes(repository: Repository, sha256: str | None) -> bytes:
    """The uploaded bytes with this SHA-256."""
    assert sha256 is not None
    return repository.load_uploads([sha256])[sha256]


def at_once(threads: int, call: Callable[[int], ResultT]) -> list[ResultT]:
    """Call with 0, 1, 2 … in as many threads, all let go at the same moment."""
    barrier = Barrier(threads)

    def wait_and_call(number: int) -> ResultT:
        barrier.wait()
        return call(number)

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(wait_and_call, range(threads)))


def states(repository: Repository, batch_id: UUID) -> list[FileStatus]:
    return [file.status for file in repository.list_files(batch_id)]


def pending_contents(repository: Repository, batch_id: UUID) -> list[bytes]:
    """The bytes of the files that wait to be read, in order of position."""
    return [
        stored_bytes(repository, file.upload_sha256)
        for file in repository.list_files(batch_id)
        if file.status is FileStatus.PENDING and file.upload_sha256 is not None
    ]


def claimed(repository: Repository, batch_id: UUID, silence: timedelta = DAY) -> Claim:
    """A claim on the first piece of a batch that nobody does."""
    piece = repository.pieces_to_do(silence, batch_id)[0]
    claim = repository.claim(piece.file_id, silence, positions_in)
    assert claim is not None
    return claim


class Moments:
    """A clock that stands still until it is told otherwise."""

    def __init__(self) -> None:
        self._now = utc_now()

    def __call__(self) -> datetime:
        return self._now

    def pass_by(self, time: timedelta) -> None:
        self._now += time


def row_counts(database: Database) -> dict[str, int]:
    with database.reading() as session:
        return {
            table.__tablename__: len(session.scalars(select(table)).all())
            for table in (BatchReport, BatchReportFile, Report, StoredUpload, ExpiredAddress)
        }
