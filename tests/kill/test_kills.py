"""Nothing is lost: servers and workers are killed at random moments, again and again."""

import random
import time
from collections.abc import Iterator
from uuid import UUID

import pytest
from sqlalchemy import func, select

from aktr.db.models import BatchReport, BatchReportFile, Report
from aktr.db.records import BatchOptions
from aktr.db.repository import Repository
from aktr.db.session import Database
from aktr.db.types import utc_now
from aktr.errors import FileErrorType
from aktr.processing.result import BatchStatus, FileStatus
from aktr.work.assembly import open_repository
from factories import uploads
from mortal_process import Mortals
from stored import DAY

KILLS = 50
BATCHES = 24
PROCESSES = 3
LONGEST_KILL_INTERVAL_S = 0.15
KILLS_AT_WORK = 3
"""Every third kill waits until a file is begun; on a slow machine none would be hit else."""
POWER_CUTS = 9
"""Every ninth kill, at such a moment, is one of all processes, so that it hits who is at work."""
LONGEST_WAIT_FOR_WORK_S = 3.0
BOUND_S = 75.0
"""After the last kill: three times the silence, and room for a busy machine."""
_PICTURE = b"\xff\xd8\xff"


@pytest.fixture
def mortals(database_url: str) -> Iterator[Mortals]:
    processes = Mortals(database_url)
    yield processes
    processes.end()


def contents_of(number: int, dice: random.Random) -> list[bytes]:
    files = []
    for position in range(1, dice.randint(1, 12) + 1):
        kind = "bad" if dice.random() < 0.15 else "good"
        prefix = _PICTURE if dice.random() < 0.4 else b""
        files.append(prefix + f"{kind} STUDENT {number} {position}".encode())
    return files


def statuses(database: Database, batches: list[UUID]) -> list[BatchStatus]:
    with database.reading() as session:
        return list(session.scalars(select(BatchReport.status).where(BatchReport.id.in_(batches))))


def wait_for_work(database: Database) -> None:
    """Wait until a file is begun; those that the dead have left are not at work any more."""
    deadline = time.monotonic() + LONGEST_WAIT_FOR_WORK_S
    being_read = select(func.count()).where(
        BatchReportFile.status == FileStatus.PROCESSING, BatchReportFile.started_at > utc_now()
    )
    while time.monotonic() < deadline:
        with database.reading() as session:
            if session.scalar(being_read):
                return
        time.sleep(0.005)


def check(repository: Repository, batch_id: UUID, contents: list[bytes]) -> int:
    """Whether a batch says of each of its files what it should; returns how many were given up."""
    batch = repository.get_batch(batch_id)
    files = repository.list_files(batch_id)
    assert [file.position for file in files] == list(range(1, len(contents) + 1))
    assert batch.successful_files + batch.failed_files == len(contents)
    assert batch.status is BatchStatus.of(batch.successful_files, batch.failed_files, len(files))
    reports = {
        entry.file.position: entry.report
        for entry in repository.list_reports(batch_id).entries
        if entry.report is not None
    }
    assert len(reports) == batch.successful_files
    given_up = 0
    for file, content in zip(files, contents, strict=True):
        assert file.attempt is None
        kind, _, name = content.removeprefix(_PICTURE).decode().partition(" ")
        if file.error_type is FileErrorType.INTERNAL:
            assert file.tries == 3
            given_up += 1
        elif kind == "good":
            assert reports[file.position].name == name
        else:
            assert file.status is FileStatus.FAILED
    if batch.successful_files:
        assert batch.summary_data is not None
        assert batch.summary_data["reports"] == len(reports)
    return given_up


def test_fifty_kills_lose_no_file_and_store_none_twice(
    database: Database, mortals: Mortals
) -> None:
    dice = random.Random(8)  # noqa: S311
    repository = open_repository(database)
    contents: dict[UUID, list[bytes]] = {}
    for _ in range(PROCESSES):
        mortals.start()
    kills = 0
    while kills < KILLS:
        if len(contents) < BATCHES:
            files = contents_of(len(contents), dice)
            if len(contents) == 3:
                files[0] = b"fatal"
            batch, _ = repository.create_batch(uploads(*files), BatchOptions(), DAY)
            contents[batch.id] = files
        if kills % KILLS_AT_WORK == 0:
            wait_for_work(database)
        else:
            time.sleep(dice.uniform(0, LONGEST_KILL_INTERVAL_S))
        mortals.replace_dead()
        doomed = list(mortals.alive) if kills % POWER_CUTS == 0 else [dice.choice(mortals.alive)]
        for number in doomed:
            mortals.kill(number)
            mortals.start()
        kills += 1

    deadline = time.monotonic() + BOUND_S
    while BatchStatus.PROCESSING in statuses(database, list(contents)):
        mortals.replace_dead()
        assert time.monotonic() < deadline, "a batch is not finished in time"
        time.sleep(0.1)

    files_in_all = sum(map(len, contents.values()))
    given_up = sum(check(repository, batch_id, files) for batch_id, files in contents.items())
    assert 1 <= given_up <= files_in_all // 10, "the fatal one, and few that met three kills"
    with database.reading() as session:
        successes = session.scalar(
            select(func.count()).where(BatchReportFile.status == FileStatus.SUCCESS)
        )
        assert session.scalar(select(func.count()).select_from(Report)) == successes
        assert session.scalar(select(func.count()).select_from(BatchReportFile)) == files_in_all
        cut_off = session.scalar(select(func.count()).where(BatchReportFile.tries > 1)) or 0
    assert cut_off >= 3, "kills that hit nobody at work prove nothing"
