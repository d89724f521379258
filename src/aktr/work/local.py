"""The dispatcher of one machine: turns side by side inside the server's event loop.

It is no queue for many machines. What it does not finish, for whatever cause, it finds again in the
database: at its next start, or in its next round.
"""

import asyncio
import logging
from itertools import count
from typing import Final
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError

from aktr.db.presence import Presence
from aktr.db.records import Piece
from aktr.db.repository import Repository
from aktr.settings import Settings
from aktr.work.housekeeping import keep_house
from aktr.work.turns import Processor, Turns
from aktr.work.watch import BatchWatch

logger = logging.getLogger(__name__)

_TURNS_BEYOND_READERS: Final = 1
"""One turn more than reading processes, so that none waits while another turn is being stored."""
_ROUNDS_IN_SILENCE: Final = 2


class LocalDispatcher:
    """Works on batches in this process, with the processor's reading processes.

    Several servers on one database do no harm to each other: each claims what it works on.

    Args:
        repository: Where the batches are.
        processor: Reads files; its pool is started and stopped by whoever made it.
        settings: How many readers there are, and how long uploads are kept.
        presence: Tells whether other servers use the same database; None if that cannot be told.
        round_s: Seconds between two rounds of deleting what expired and resuming what was left.
    """

    def __init__(
        self,
        repository: Repository,
        processor: Processor,
        settings: Settings,
        *,
        presence: Presence | None = None,
        round_s: float | None = None,
    ) -> None:
        self._repository = repository
        self._settings = settings
        self._presence = presence
        self._round_s = round_s or settings.worker_silence_s / _ROUNDS_IN_SILENCE
        self._turns = Turns(repository, processor, settings)
        self._watch = BatchWatch(repository)
        self._queue: asyncio.PriorityQueue[tuple[int, int, UUID]] = asyncio.PriorityQueue()
        self._queued: set[UUID] = set()
        self._order = count()
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Resume what an earlier process left unfinished, and begin the rounds."""
        if self._presence is not None and self._presence.begin():
            # Nobody else is here: whoever holds a claim is dead, however recent its last sign.
            await asyncio.to_thread(self._repository.presume_dead)
        await self._resume()
        self._turns.heart.start()
        places = self._settings.workers + _TURNS_BEYOND_READERS
        self._tasks = [asyncio.create_task(self._take_turns()) for _ in range(places)]
        self._tasks.append(asyncio.create_task(self._make_rounds()))

    async def stop(self) -> None:
        """Give up the work in order: what is done is stored, the rest is handed back."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks = []
        await self._turns.heart.stop()
        self._watch.stop()
        if self._presence is not None:
            self._presence.end()

    async def submit(self, batch_id: UUID) -> None:
        """Have a stored batch worked on; does nothing if that is happening already."""
        await self._resume(batch_id)

    async def wait(self, batch_id: UUID, timeout_s: float) -> bool:
        """Wait until a batch is finished; see :meth:`Dispatcher.wait`."""
        return await self._watch.is_finished(batch_id, timeout_s)

    async def _resume(self, batch_id: UUID | None = None) -> None:
        pieces = await asyncio.to_thread(
            self._repository.pieces_to_do, self._turns.silence, batch_id
        )
        for piece in pieces:
            self._hand_out(piece)

    def _hand_out(self, piece: Piece) -> None:
        if piece.file_id not in self._queued:
            self._queued.add(piece.file_id)
            self._queue.put_nowait((piece.weight, next(self._order), piece.file_id))

    async def _take_turns(self) -> None:
        while True:
            _, _, file_id = await self._queue.get()
            self._queued.discard(file_id)
            try:
                left = await self._turns.take(file_id)
            except SQLAlchemyError:
                logger.exception("work is left until the database answers again")
            except Exception:
                logger.exception("a turn could not be taken and is left to a later round")
            else:
                self._watch.look_now()
                if left is not None:
                    self._hand_out(left)

    async def _make_rounds(self) -> None:
        while True:
            try:
                await asyncio.to_thread(keep_house, self._repository, self._settings)
                await self._resume()
            except Exception:
                # Whatever it was, the next round has to come.
                logger.exception("a round of deleting and resuming was left out")
            await asyncio.sleep(self._round_s)
