"""Who works on which files, for how long, and who takes over from the dead.

A claim is a token on the rows of some files. As long as its holder gives signs of life, nobody
else takes them; when it falls silent, the next one does, and whatever the first may still write is
refused because its token is gone.
"""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from aktr.db.models import BatchReport, BatchReportFile
from aktr.db.outcomes import give_up, held_under, settle
from aktr.db.pieces import OPEN, files_of, pieces_of
from aktr.db.records import Claim, ClaimedFile, Piece, Summarise
from aktr.db.store import Store, changed_rows, lock_batch
from aktr.processing.result import BatchStatus, FileStatus

MOST_TRIES: Final = 3
"""How often a file may take its process down before it is given up."""
MOST_CLAIMED_BYTES: Final = 16 * 1024 * 1024
"""The bytes of a claim are in memory while it is worked on; this bounds them."""
_LONG_AGO: Final = datetime(2000, 1, 1, tzinfo=UTC)


class ClaimStore(Store):
    """The part of the repository that hands out work."""

    def claim(self, file_id: UUID, silence: timedelta, summarise: Summarise) -> Claim | None:
        """Claim files of a piece of work, as many as memory allows.

        Files whose holder has fallen silent are taken over. Those that have had their tries are
        failed instead, so that a file that kills its process cannot hold up the batch.

        Args:
            file_id: The piece; see :class:`~aktr.db.records.Piece`.
            silence: How long a holder may be silent before it counts as dead.
            summarise: Makes the summary if that ends the batch.

        Returns:
            The claim; None if nothing is left to do, or somebody alive is doing it.
        """
        now = self._clock()
        with self._database.transaction() as session:
            batch_id = session.scalar(
                select(BatchReportFile.batch_id).where(BatchReportFile.id == file_id)
            )
            batch = None if batch_id is None else lock_batch(session, batch_id)
            if batch is None or batch.status is not BatchStatus.PROCESSING:
                return None
            rows = _open_files(session, batch.id, file_id)
            if batch.expires_at <= now or any(_is_held(row, now - silence) for row in rows):
                return None
            was_cut_off = any(row.attempt is not None or row.tries for row in rows)
            waiting = _taken_over(session, rows, now)
            if len(waiting) < len(rows):
                settle(session, batch, now, summarise)
            if not waiting:
                return None
            taken = _as_many_as_fit(waiting)
            attempt = uuid4()
            for row in waiting:
                is_taken = row in taken
                row.attempt = attempt if is_taken else None
                row.heartbeat_at = now if is_taken else None
            return Claim(
                attempt,
                batch.id,
                file_id,
                tuple(
                    ClaimedFile(row.position, row.file_name, row.upload_sha256, row.force_ocr)
                    for row in taken
                ),
                more=len(taken) < len(waiting),
                careful=was_cut_off,
            )

    def beat(self, attempts: Collection[UUID]) -> int:
        """Give a sign of life for these claims.

        Returns:
            How many files they still hold.
        """
        with self._database.transaction() as session:
            return changed_rows(
                session,
                update(BatchReportFile)
                .where(BatchReportFile.attempt.in_(attempts))
                .values(heartbeat_at=self._clock()),
            )

    def release(self, claim: Claim, *, try_counts: bool = False) -> Piece | None:
        """Give up a claim: files that were not finished under it wait for the next one.

        Args:
            claim: The claim.
            try_counts: Whether a file that was being read has had one of its tries. It has not if
                the work was ended in order, because then the file did nothing wrong.

        Returns:
            What is left of the piece, written down for other machines too; None if nothing is.
        """
        with self._database.transaction() as session:
            if lock_batch(session, claim.batch_id) is None:
                return None
            held = (BatchReportFile.batch_id == claim.batch_id, held_under(claim.attempt))
            free = {"attempt": None, "heartbeat_at": None}
            tries = BatchReportFile.tries if try_counts else BatchReportFile.tries - 1
            session.execute(
                update(BatchReportFile)
                .where(*held, BatchReportFile.status == FileStatus.PROCESSING)
                .values(status=FileStatus.PENDING, started_at=None, tries=tries, **free)
            )
            session.execute(update(BatchReportFile).where(*held).values(**free))
            pieces = pieces_of(files_of(session, [claim.batch_id]))
            left = next((piece for piece in pieces if piece.file_id == claim.file_id), None)
            if left is not None:
                self._jobs.add(session, [left])
            return left

    def pieces_to_do(self, silence: timedelta, batch_id: UUID | None = None) -> list[Piece]:
        """The pieces of work that nobody alive is doing, those of the oldest batch first.

        Args:
            silence: How long a holder may be silent before it counts as dead.
            batch_id: The batch; all batches if not given.
        """
        now = self._clock()
        with self._database.reading() as session:
            return self._pieces_to_do(session, now, silence, batch_id)

    def add_missing_jobs(self, silence: timedelta) -> int:
        """Write down for other machines what nobody does and what may not be written down.

        Returns:
            How many pieces that were.
        """
        now = self._clock()
        with self._database.transaction() as session:
            pieces = self._pieces_to_do(session, now, silence, None)
            self._jobs.add(session, pieces)
            return len(pieces)

    def presume_dead(self) -> None:
        """Take every holder of a claim for dead: nobody else works with this database."""
        with self._database.transaction() as session:
            session.execute(
                update(BatchReportFile)
                .where(BatchReportFile.attempt.is_not(None))
                .values(heartbeat_at=_LONG_AGO)
            )

    def finished_among(self, batch_ids: Collection[UUID]) -> set[UUID]:
        """Those of the batches that are not being processed, or are not there any more."""
        with self._database.reading() as session:
            unfinished = session.scalars(
                select(BatchReport.id).where(
                    BatchReport.id.in_(batch_ids), BatchReport.status == BatchStatus.PROCESSING
                )
            )
            return set(batch_ids) - set(unfinished)

    def workload(self) -> dict[str, float]:
        """How much is to be done in the whole service, in numbers by name."""
        with self._database.reading() as session:
            batches, oldest = session.execute(
                select(func.count(), func.min(BatchReport.created_at)).where(
                    BatchReport.status == BatchStatus.PROCESSING
                )
            ).one()
            by_status = dict(
                session.execute(
                    select(BatchReportFile.status, func.count())
                    .where(BatchReportFile.status.in_(OPEN))
                    .group_by(BatchReportFile.status)
                ).all()
            )
        age = 0.0 if oldest is None else (self._clock() - oldest).total_seconds()
        return {
            "open_batches": batches,
            "oldest_open_batch_seconds": max(age, 0.0),
            "pending_files": by_status.get(FileStatus.PENDING, 0),
            "processing_files": by_status.get(FileStatus.PROCESSING, 0),
        }

    def _pieces_to_do(
        self, session: Session, now: datetime, silence: timedelta, batch_id: UUID | None
    ) -> list[Piece]:
        unfinished = select(BatchReport.id).where(
            BatchReport.status == BatchStatus.PROCESSING, BatchReport.expires_at > now
        )
        if batch_id is not None:
            unfinished = unfinished.where(BatchReport.id == batch_id)
        batches = session.scalars(unfinished.order_by(BatchReport.created_at)).all()
        files: dict[UUID, list[BatchReportFile]] = {batch: [] for batch in batches}
        for file in files_of(session, batches):
            files[file.batch_id].append(file)
        return [
            piece
            for of_batch in files.values()
            for piece in pieces_of(of_batch)
            if not any(_is_held(row, now - silence) for row in _of_piece(of_batch, piece.file_id))
        ]


def _open_files(session: Session, batch_id: UUID, file_id: UUID) -> list[BatchReportFile]:
    return _of_piece(files_of(session, [batch_id]), file_id)


def _of_piece(files: Sequence[BatchReportFile], file_id: UUID) -> list[BatchReportFile]:
    """The files of a piece that are still to be read."""
    asked = next(file for file in files if file.id == file_id)
    piece = [file for file in files if file.in_turn] if asked.in_turn else [asked]
    return [file for file in piece if file.status in OPEN]


def _is_held(file: BatchReportFile, since: datetime) -> bool:
    return file.attempt is not None and file.heartbeat_at is not None and file.heartbeat_at >= since


def _taken_over(
    session: Session, rows: Sequence[BatchReportFile], now: datetime
) -> list[BatchReportFile]:
    """The files that can be claimed, after those have been failed that had their tries."""
    waiting = []
    for row in _finished_unstored(rows):
        row.tries -= 1
    for row in rows:
        if row.status is FileStatus.PROCESSING:
            row.status, row.started_at = FileStatus.PENDING, None
        if row.tries >= MOST_TRIES:
            give_up(
                session,
                [BatchReportFile.id == row.id],
                f"Reading this file was tried {MOST_TRIES} times and the process died on every "
                "try. Print the report to a new PDF and upload that.",
                now,
            )
        else:
            waiting.append(row)
    return waiting


def _finished_unstored(rows: Sequence[BatchReportFile]) -> list[BatchReportFile]:
    """The files whose results were lost with their holder, and which did not end it.

    A holder reads one file after the other. Only the last one that it began was being read.
    """
    begun: dict[UUID, list[BatchReportFile]] = {}
    for row in rows:
        if row.status is FileStatus.PROCESSING and row.attempt is not None:
            begun.setdefault(row.attempt, []).append(row)
    return [
        row
        for together in begun.values()
        for row in sorted(together, key=_begun_at)[:-1]
        if row.tries > 0
    ]


def _begun_at(file: BatchReportFile) -> tuple[datetime, int]:
    return file.started_at or _LONG_AGO, file.position


def _as_many_as_fit(waiting: Sequence[BatchReportFile]) -> list[BatchReportFile]:
    """The first of the files, and those after it whose bytes fit into memory beside it."""
    taken = list(waiting[:1])
    size = sum(row.file_size for row in taken)
    for row in waiting[1:]:
        size += row.file_size
        if size > MOST_CLAIMED_BYTES:
            break
        taken.append(row)
    return taken
