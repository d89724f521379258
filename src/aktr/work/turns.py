"""A turn: some files of one piece of work, read one after the other and stored as they come.

Both dispatchers do their work in turns and in nothing else. A turn is one file that is read from
its picture, or digital reports for about as long as that takes. A single file is therefore not
stuck behind batches of thirty: what is left of the piece waits for its next turn.
"""

import asyncio
import logging
import time
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from typing import Final, Protocol
from uuid import UUID

from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from aktr.db.failures import is_disk_full
from aktr.db.pieces import TURN_S
from aktr.db.records import Claim, Piece
from aktr.db.repository import Repository
from aktr.errors import FileErrorType, OverloadedError
from aktr.metrics import FILE_SECONDS, FILES, TURNS
from aktr.processing.result import ProcessingResult, SourceFile
from aktr.reading.page import ReadBy
from aktr.settings import KeepUploads, Settings
from aktr.tracing import span
from aktr.work.heart import Heart
from aktr.work.places import Place, Places
from aktr.work.progress import ProgressWriter
from aktr.work.reference import reference
from aktr.work.summaries import summary_of_class

logger = logging.getLogger(__name__)

CAN_PASS: Final = (OperationalError, InterfaceError, NoConnectionFree, OverloadedError)
"""What the database and the store of uploads say when they are away, busy or full; the same work
may go well later."""
_ROOM_S: Final = 10.0
"""Seconds between two looks whether there is room on the disk again."""
_LOOK_S: Final = 1.0
"""Seconds between two looks whether a batch was deleted or cancelled during the work on it."""
_DEFECT: Final = (
    "Something went wrong in aktr while reading this file. Try it again, and report it if it "
    "happens twice."
)
_BYTES_LOST: Final = "The bytes of this file are not kept any more. Upload the file again."


class Processor(Protocol):
    """Reads files; :class:`aktr.processing.coordinator.ProcessingCoordinator` does."""

    async def process(self, file: SourceFile) -> ProcessingResult:
        """Take one file to its reports, or to the reason why there are none."""


class Turns:
    """Takes pieces of work, for a turn each.

    Args:
        repository: Where the batches are.
        processor: Reads files; its pool is started and stopped by whoever made it.
        settings: How many readers there are, how long a claim may be silent, and how long uploads
            are kept.
    """

    def __init__(self, repository: Repository, processor: Processor, settings: Settings) -> None:
        self._repository = repository
        self._processor = processor
        self._places = Places(settings.workers)
        self._drops_uploads = settings.keep_uploads is KeepUploads.UNTIL_DONE
        self.silence = timedelta(seconds=settings.worker_silence_s)
        self.heart = Heart(repository, self.silence)

    async def take(self, file_id: UUID) -> Piece | None:
        """Work on a piece for a turn.

        Returns:
            What is left of the piece and has to be handed out again; None if nothing is, or if
            others are at it.

        Raises:
            SQLAlchemyError: The database cannot be worked with now. The rows tell what to do next.
        """
        with self._places.queue_up() as place:
            claim = await self._claim(file_id)
            if claim is None:
                TURNS.labels("nothing to do").inc()
                return None
            with self.heart.keeps_alive(claim.attempt), span("turn", files=len(claim.files)):
                try:
                    left = await self._work_for_a_turn(claim, place)
                except asyncio.CancelledError:
                    await asyncio.to_thread(self._repository.release, claim)
                    raise
        TURNS.labels("done" if left is None else "to be continued").inc()
        return left

    async def _claim(self, file_id: UUID) -> Claim | None:
        claiming = asyncio.ensure_future(
            asyncio.to_thread(self._repository.claim, file_id, self.silence, summary_of_class)
        )
        try:
            return await asyncio.shield(claiming)
        except asyncio.CancelledError:
            # The thread cannot be stopped, and nobody would give back what it has just claimed.
            claim = await claiming
            if claim is not None:
                await asyncio.to_thread(self._repository.release, claim)
            raise

    async def _work_for_a_turn(self, claim: Claim, place: Place) -> Piece | None:
        try:
            is_done = await self._work_on(claim, place)
        except CAN_PASS as error:
            if is_disk_full(error):
                return await self._release_when_there_is_room(claim)
            logger.exception(
                "work on batch %s is left until the database answers again",
                reference(claim.batch_id),
            )
            return await asyncio.to_thread(self._repository.release, claim, try_counts=True)
        except Exception:
            logger.exception("batch %s could not be worked on", reference(claim.batch_id))
            await asyncio.to_thread(
                self._repository.fail_open_files,
                claim.batch_id,
                _DEFECT,
                summary_of_class,
                claim.attempt,
            )
            is_done = False
        if self._drops_uploads:
            await asyncio.to_thread(self._repository.drop_uploads, claim.batch_id)
        if is_done:
            return None
        return await asyncio.to_thread(self._repository.release, claim)

    async def _release_when_there_is_room(self, claim: Claim) -> Piece | None:
        """Wait for room on the disk of the database, and give up the claim then.

        Reading goes on working without it, so the files would soon have had all of their tries.
        """
        while True:
            logger.error(
                "no room for the results of batch %s, which wait: the disk with %s is full",
                reference(claim.batch_id),
                self._repository.database_place(),
            )
            await asyncio.sleep(_ROOM_S)
            try:
                return await asyncio.to_thread(self._repository.release, claim)
            except CAN_PASS as error:
                if not is_disk_full(error):
                    raise

    async def _work_on(self, claim: Claim, place: Place) -> bool:
        """Read files of a claim until the turn is over.

        Returns:
            Whether nothing is left of the piece.
        """
        progress = ProgressWriter(self._repository, claim, summary_of_class)
        reading = asyncio.create_task(self._read(claim, progress, place))
        writing = asyncio.create_task(progress.write())
        ending = asyncio.create_task(self._end_of(claim.batch_id))
        try:
            # Writing ends first only when the batch or the database is gone: then reading is vain,
            # as it is when the batch ends although a file of it is being read.
            await asyncio.wait({reading, writing, ending}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            ending.cancel()
            await _end(reading, progress, writing)
        if not writing.result() or reading.cancelled():
            logger.info(
                "batch %s was deleted or cancelled during the work on it",
                reference(claim.batch_id),
            )
            return True
        return reading.result() == len(claim.files) and not claim.more

    async def _end_of(self, batch_id: UUID) -> None:
        """Wait until a batch has ended, by whatever cause; most turns are over before one look."""
        has_ended = False
        while not has_ended:
            await asyncio.sleep(_LOOK_S)
            with suppress(*CAN_PASS):
                has_ended = bool(
                    await asyncio.to_thread(self._repository.finished_among, [batch_id])
                )

    async def _read(self, claim: Claim, progress: ProgressWriter, place: Place) -> int:
        """Read files until the turn is over; returns how many were read."""
        digests = {file.upload_sha256 for file in claim.files if file.upload_sha256 is not None}
        contents = await asyncio.to_thread(self._repository.load_uploads, digests)
        await place.given()
        try:
            return await self._read_in_turn(claim, contents, progress)
        finally:
            place.leave()

    async def _read_in_turn(
        self, claim: Claim, contents: Mapping[str, bytes], progress: ProgressWriter
    ) -> int:
        ends_at = time.monotonic() + TURN_S
        for number, file in enumerate(claim.files, start=1):
            content = contents.get(file.upload_sha256 or "")
            source = SourceFile(file.position, file.name, content or b"", file.force_ocr)
            result = await self._read_file(source, progress, is_lost=content is None)
            if time.monotonic() >= ends_at or _is_from_picture(result):
                return number
        return len(claim.files)

    async def _read_file(
        self, source: SourceFile, progress: ProgressWriter, *, is_lost: bool
    ) -> ProcessingResult:
        await progress.file_started(source)
        if is_lost:
            result = ProcessingResult.failure(source, FileErrorType.INTERNAL, _BYTES_LOST, 0)
        else:
            with span("file", position=source.position) as current:
                result = await self._processor.process(source)
                current.set_attribute("outcome", _outcome(result))
        FILES.labels(_outcome(result)).inc()
        FILE_SECONDS.observe(result.processing_time_ms / 1000)
        await progress.file_finished(result)
        return result


def _is_from_picture(result: ProcessingResult) -> bool:
    return any(checked.report.read_by is ReadBy.OCR for checked in result.reports)


def _outcome(result: ProcessingResult) -> str:
    return result.status.value if result.error_type is None else result.error_type.value


async def _end(
    reading: asyncio.Task[int], progress: ProgressWriter, writing: asyncio.Task[bool]
) -> None:
    """End the reading and store what it has given."""
    reading.cancel()
    await asyncio.wait({reading})
    progress.complete()
    await asyncio.wait({writing})
