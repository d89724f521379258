"""Waiting for the ends of batches, whichever process brings them about."""

import asyncio
import logging
import time
from contextlib import suppress
from typing import Final
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError

from aktr.db.repository import Repository
from aktr.processing.result import BatchStatus

logger = logging.getLogger(__name__)

_LOOK_S: Final = 0.05
"""Seconds between two looks at the database, at first: one query for all that are waited for, and
none while nobody waits."""
_SHARE_OF_WAIT: Final = 0.05
"""The same as a share of the time that the last one to come has waited already: who waits for ten
seconds does not see another half, and the looks took a hundredth of the time of a batch."""
_LONGEST_LOOK_S: Final = 1.0


class BatchWatch:
    """Looks after all batches that somebody waits for.

    Args:
        repository: Where the batches are.
    """

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._waiting: dict[UUID, list[asyncio.Event]] = {}
        self._looking: asyncio.Task[None] | None = None
        self._news = asyncio.Event()
        self._last_came = 0.0

    async def is_finished(self, batch_id: UUID, timeout_s: float) -> bool:
        """Wait until a batch is finished; see :meth:`Dispatcher.wait`."""
        await self.wait(batch_id, timeout_s)
        batch = await asyncio.to_thread(self._repository.get_batch, batch_id)
        return batch.status is not BatchStatus.PROCESSING

    async def wait(self, batch_id: UUID, timeout_s: float) -> None:
        """Wait until a batch is finished or gone, for a time at most."""
        end = asyncio.Event()
        self._waiting.setdefault(batch_id, []).append(end)
        self._last_came = time.monotonic()
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())
        try:
            async with asyncio.timeout(timeout_s):
                await end.wait()
        except TimeoutError:
            return
        finally:
            left = [event for event in self._waiting.get(batch_id, ()) if event is not end]
            if left:
                self._waiting[batch_id] = left
            else:
                self._waiting.pop(batch_id, None)

    def look_now(self) -> None:
        """Look at once: this process may just have finished one."""
        self._news.set()

    def stop(self) -> None:
        """Look no more; whoever waits waits until its time is over."""
        if self._looking is not None:
            self._looking.cancel()

    async def _look(self) -> None:
        while self._waiting:
            self._news.clear()
            try:
                ended = await asyncio.to_thread(
                    self._repository.finished_among, list(self._waiting)
                )
            except SQLAlchemyError:
                logger.exception("the states of batches could not be looked up")
                ended = set()
            for batch_id in ended:
                for event in self._waiting.get(batch_id, ()):
                    event.set()
            with suppress(TimeoutError):
                async with asyncio.timeout(self._pause_s()):
                    await self._news.wait()

    def _pause_s(self) -> float:
        """Seconds until the next look, unless there is news of this process before."""
        waited = time.monotonic() - self._last_came
        return min(_LONGEST_LOOK_S, max(_LOOK_S, _SHARE_OF_WAIT * waited))
