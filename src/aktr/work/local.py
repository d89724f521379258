"""The dispatcher of one machine: batches side by side inside the server's event loop.

It is no queue for many machines. What it does not finish, for whatever cause, it finds again in the
database: at its next start, or in its next round.
"""

import asyncio
import hashlib
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Final, Protocol
from uuid import UUID

from sqlalchemy.exc import InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from aktr.db.records import BatchOptions
from aktr.db.repository import Repository
from aktr.db.types import JsonObject, utc_now
from aktr.errors import RequestError
from aktr.processing.result import BatchStatus, ProcessingMode, ProcessingResult, SourceFile
from aktr.settings import KeepUploads, Settings
from aktr.summary.analyzer import SummaryAnalyzer
from aktr.summary.facts import ReportFacts
from aktr.work.progress import ProgressWriter

logger = logging.getLogger(__name__)

ROUND_S: Final = 60.0
"""Seconds between two rounds of deleting what expired and resuming what was left."""
BATCHES_AT_ONCE: Final = 8
"""The bytes of a batch are in memory while it is worked on; this bounds them."""
_REFERENCE_LENGTH: Final = 8
"""Hexadecimal digits: enough to tell the batches of a log apart."""
_CAN_PASS: Final = (OperationalError, InterfaceError, NoConnectionFree)
"""What the database says when it is away, busy or full; the same work may go well later."""
_DEFECT: Final = (
    "Something went wrong in aktr while reading this batch. Upload the file again, and report it "
    "if it happens twice."
)


class Processor(Protocol):
    """Reads the files of a batch; :class:`aktr.processing.batch.BatchProcessor` does."""

    async def process_batch(
        self,
        files: Sequence[SourceFile],
        mode: ProcessingMode,
        *,
        on_start: Callable[[SourceFile], Awaitable[None]],
        on_result: Callable[[ProcessingResult], Awaitable[None]],
    ) -> list[ProcessingResult]:
        """Read every file and tell of each start and each result as it comes."""


class LocalDispatcher:
    """Works on batches in this process, with the processor's reading processes.

    Args:
        repository: Where the batches are.
        processor: Reads files; its pool is started and stopped by whoever made it.
        settings: How long uploads are kept.
        round_s: Seconds between two rounds of deleting and resuming.
    """

    def __init__(
        self,
        repository: Repository,
        processor: Processor,
        settings: Settings,
        *,
        round_s: float = ROUND_S,
    ) -> None:
        self._repository = repository
        self._processor = processor
        self._drops_uploads = settings.keep_uploads is KeepUploads.UNTIL_DONE
        self._round_s = round_s
        self._at_work: dict[UUID, asyncio.Task[None]] = {}
        self._places = asyncio.Semaphore(BATCHES_AT_ONCE)
        self._rounds: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Resume what an earlier process left unfinished, and begin the rounds."""
        await self._resume_unfinished()
        self._rounds = asyncio.create_task(self._make_rounds())

    async def stop(self) -> None:
        """Give up the work in order: what is done is stored, the rest is handed back."""
        tasks = list(self._at_work.values())
        if self._rounds is not None:
            tasks.append(self._rounds)
            self._rounds = None
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def submit(self, batch_id: UUID) -> None:
        """Have a stored batch worked on; does nothing if that is happening already."""
        self._take_up(batch_id, interrupted=False)

    async def wait(self, batch_id: UUID, timeout_s: float) -> bool:
        """Wait until a batch is finished; see :meth:`Dispatcher.wait`."""
        task = self._at_work.get(batch_id)
        if task is not None:
            await asyncio.wait({task}, timeout=timeout_s)
        batch = await asyncio.to_thread(self._repository.get_batch, batch_id)
        return batch.status is not BatchStatus.PROCESSING

    def _take_up(self, batch_id: UUID, *, interrupted: bool) -> None:
        if batch_id in self._at_work:
            return
        task = asyncio.create_task(self._work_on(batch_id, interrupted=interrupted))
        self._at_work[batch_id] = task
        task.add_done_callback(lambda _: self._at_work.pop(batch_id, None))

    async def _work_on(self, batch_id: UUID, *, interrupted: bool) -> None:
        """Bring one batch to its end, and leave it to a later round if that cannot be."""
        try:
            async with self._places:
                if interrupted:
                    await asyncio.to_thread(
                        self._repository.reset_interrupted, batch_id, summary_of_class
                    )
                await self._process(batch_id, careful=interrupted)
            if self._drops_uploads:
                await asyncio.to_thread(self._repository.drop_uploads, batch_id)
        except RequestError:
            logger.info("batch %s was deleted before the work on it began", _reference(batch_id))
        except _CAN_PASS:
            logger.exception(
                "batch %s is left until the database answers again", _reference(batch_id)
            )
        except Exception:
            logger.exception("batch %s could not be worked on", _reference(batch_id))
            await asyncio.to_thread(
                self._repository.fail_open_files, batch_id, _DEFECT, summary_of_class
            )

    async def _process(self, batch_id: UUID, *, careful: bool) -> None:
        batch = await asyncio.to_thread(self._repository.get_batch, batch_id)
        sources = await asyncio.to_thread(self._repository.pending_sources, batch_id)
        if not sources:
            return
        mode = BatchOptions.from_json(batch.options).processing_mode
        progress = ProgressWriter(self._repository, batch_id, summary_of_class, careful=careful)
        reading = asyncio.create_task(
            self._processor.process_batch(
                sources,
                mode,
                on_start=progress.file_started,
                on_result=progress.file_finished,
            )
        )
        writing = asyncio.create_task(progress.write())
        try:
            # Writing ends first only when the batch or the database is gone: then reading is vain.
            await asyncio.wait({reading, writing}, return_when=asyncio.FIRST_COMPLETED)
            await _end(reading, progress, writing)
        except asyncio.CancelledError:
            await _end(reading, progress, writing)
            await asyncio.to_thread(self._repository.hand_back, batch_id)
            raise
        if writing.result():
            reading.result()
        else:
            logger.info("batch %s was deleted during the work on it", _reference(batch_id))

    async def _make_rounds(self) -> None:
        while True:
            try:
                await self._make_round()
            except SQLAlchemyError:
                logger.exception("a round of deleting and resuming was left out")
            await asyncio.sleep(self._round_s)

    async def _make_round(self) -> None:
        deleted = await asyncio.to_thread(self._repository.delete_expired, utc_now())
        if deleted:
            logger.info("%d batches were deleted because their time was over", deleted)
        if self._drops_uploads:
            await asyncio.to_thread(self._repository.drop_uploads)
        await asyncio.to_thread(self._repository.overwrite_deleted)
        await self._resume_unfinished()

    async def _resume_unfinished(self) -> None:
        for batch_id in await asyncio.to_thread(self._repository.unfinished_batches):
            self._take_up(batch_id, interrupted=True)


async def _end(
    reading: asyncio.Task[list[ProcessingResult]],
    progress: ProgressWriter,
    writing: asyncio.Task[bool],
) -> None:
    """End the reading and store what it has given."""
    reading.cancel()
    await asyncio.wait({reading})
    progress.complete()
    await asyncio.wait({writing})


def _reference(batch_id: UUID) -> str:
    """What a log line calls a batch: its id opens its results and cannot be got back from this."""
    return hashlib.sha256(str(batch_id).encode()).hexdigest()[:_REFERENCE_LENGTH]


def summary_of_class(reports: Sequence[ReportFacts]) -> JsonObject | None:
    """The summary that is stored with a batch; None if a defect keeps it from being made.

    The reports must not be lost with it.
    """
    try:
        return SummaryAnalyzer().analyse(reports).to_json()
    except Exception:
        logger.exception("the summary of %d reports could not be made", len(reports))
        return None
