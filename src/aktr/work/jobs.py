"""Work written down as procrastinate jobs, in the transaction that makes it.

A job names the row of a file and nothing else: no address that opens a result, and nothing about
people, stands in the tables of the engine or in its log lines.
"""

from collections.abc import Collection, Sequence
from contextlib import suppress
from typing import Any, Final
from uuid import UUID

from procrastinate import SyncPsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import Job
from procrastinate.manager import JobManager
from sqlalchemy import text
from sqlalchemy.orm import Session

from aktr.db.records import Piece

FILES_QUEUE: Final = "files"
TAKE_TURN: Final = "take_turn"
"""The task that works on a piece for a turn."""


class ProcrastinateBook:
    """The job book of a PostgreSQL database."""

    def __init__(self) -> None:
        # Never opened: it speaks on the connection of the transaction that it is handed.
        self._manager = JobManager(SyncPsycopgConnector())

    def add(self, session: Session, pieces: Sequence[Piece]) -> None:
        """Write down pieces of work; those that wait there already stay as they are."""
        waiting = set(
            session.scalars(
                text(
                    "SELECT queueing_lock FROM procrastinate_jobs"
                    " WHERE status = 'todo' AND queueing_lock = ANY(:locks)"
                ),
                {"locks": [str(piece.file_id) for piece in pieces]},
            )
        )
        jobs = [_job(piece) for piece in pieces if str(piece.file_id) not in waiting]
        if not jobs:
            return
        # Another process may just be writing down the same; then that is what counts.
        with suppress(AlreadyEnqueued), session.begin_nested():
            self._manager.batch_defer_jobs(jobs, _driver_connection(session))

    def drop(self, session: Session, file_ids: Collection[UUID]) -> None:
        """Forget pieces whose files are being deleted.

        The job of a turn that is being taken ends with the turn.
        """
        session.execute(
            text(
                "DELETE FROM procrastinate_jobs"
                " WHERE status = 'todo' AND queueing_lock = ANY(:locks)"
            ),
            {"locks": [str(file_id) for file_id in file_ids]},
        )


def _job(piece: Piece) -> Job:
    return Job(
        queue=FILES_QUEUE,
        task_name=TAKE_TURN,
        priority=-piece.weight,
        # No lock: a job that its worker could not end must not keep others from the files. The
        # claims on the rows do that.
        lock=None,
        queueing_lock=str(piece.file_id),
        task_kwargs={"file": str(piece.file_id)},
    )


def _driver_connection(session: Session) -> Any:  # noqa: ANN401 - the type of the driver
    return session.connection().connection.driver_connection
