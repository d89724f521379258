"""Reading processes that are watched: busy ones are told from dead ones, and dead ones replaced."""

import asyncio
import logging
import signal
import time
from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from typing import Final

from pebble import ProcessExpired, ProcessPool

from aktr.errors import FileError, FileErrorType
from aktr.processing.pool import ArgumentsT, ReaderPool, ResultT
from aktr.settings import Settings

logger = logging.getLogger(__name__)

START_S: Final = 60.0
"""Seconds in which a process that was ended is replaced, on a machine that is much too busy too.

Were it less than that takes, all processes would be replaced while they start, again and again,
and files that are fine would be given up."""
_MOST_TRIES: Final = 3
"""How often a file may meet the end of all processes before it is taken for the cause."""
_LONGEST_QUESTION_S: Final = 3600.0


class WatchedPool(ReaderPool):
    """Reading processes that are started anew when they were ended from outside.

    A pool gives up for good when a process without a file dies, and loses a file whose process dies
    just as it takes it. Here such a pool is replaced, and what it had in work is read again.

    When every process is busy, a question has to wait for its turn behind the files. No file may
    keep a process for longer than the time of one file, so as long as they do their work one of
    them gives a sign in that time: a question answered, or a file finished or given up.

    Args:
        settings: Number of processes and the limits of each.
        for_pictures: See :class:`ReaderPool`.
        start_s: Seconds in which a process that was ended is replaced.
    """

    def __init__(
        self, settings: Settings, *, for_pictures: bool = True, start_s: float = START_S
    ) -> None:
        super().__init__(settings, for_pictures=for_pictures)
        self._longest_silence_s = settings.limits.file_timeout_s + start_s
        self._last_sign: float | None = None
        self._question: asyncio.Task[bool] | None = None
        self._replacing = asyncio.Lock()
        self._free = asyncio.Semaphore(settings.workers)

    async def run(
        self,
        function: Callable[ArgumentsT, ResultT],
        *args: ArgumentsT.args,
        **kwargs: ArgumentsT.kwargs,
    ) -> ResultT:
        """Run a function on one file in a reading process; see :meth:`ReaderPool.run`."""
        # Only as many as there are processes: whatever is handed over then begins at once, and what
        # has not ended in the time of a file was lost with the process that had taken it.
        async with self._free:
            for tries_left in reversed(range(_MOST_TRIES)):
                pool = self._pool
                try:
                    async with asyncio.timeout(self._longest_silence_s):
                        result = await super().run(function, *args, **kwargs)
                except FileError as error:
                    self._last_sign = time.monotonic()
                    if not (tries_left and _was_ended_from_outside(error)):
                        raise
                except TimeoutError:
                    await self._replace(pool)
                except RuntimeError as error:
                    is_of_the_pool = isinstance(error, BrokenProcessPool) or self._is_down()
                    if not is_of_the_pool or not await self._replace(pool):
                        raise
                else:
                    self._last_sign = time.monotonic()
                    return result
        raise FileError(
            FileErrorType.INTERNAL,
            f"The reading processes died on each of {_MOST_TRIES} tries to read this file. Try it "
            "again later, or print the report to a new PDF and upload that.",
        )

    async def is_at_work(self, patience_s: float) -> bool:
        """Whether the reading processes take work, or are busy and get done with it.

        Args:
            patience_s: Seconds to wait for an answer.
        """
        if self._question is None or self._question.done():
            self._question = asyncio.create_task(self._ask())
        await asyncio.wait({self._question}, timeout=patience_s)
        if self._question.done():
            return not self._question.cancelled() and self._question.result()
        silence_s = time.monotonic() - (self._last_sign or -self._longest_silence_s)
        return silence_s <= self._longest_silence_s

    def stop(self) -> None:
        """End every process; work under way is given up."""
        question, self._question = self._question, None
        if question is not None and not question.done():
            question.get_loop().call_soon_threadsafe(question.cancel)
        super().stop()

    async def _ask(self) -> bool:
        pool = self._pool
        answer = await self.answers(_LONGEST_QUESTION_S)
        if not answer and self._is_down() and await self._replace(pool):
            answer = await self.answers(_LONGEST_QUESTION_S)
        if answer:
            self._last_sign = time.monotonic()
        return answer

    def _is_down(self) -> bool:
        return self._pool is None or not self._pool.active

    async def _replace(self, pool: ProcessPool | None) -> bool:
        """Replace processes that failed, unless that was done already.

        Args:
            pool: The processes that failed.

        Returns:
            Whether there are processes; there are none when they were stopped on purpose.
        """
        async with self._replacing:
            if self._pool is not None and self._pool is pool:
                logger.warning("the reading processes were ended from outside and start anew")
                await asyncio.to_thread(super().stop)
                self.start()
            return self._pool is not None


def _was_ended_from_outside(error: FileError) -> bool:
    """Whether the process was ended by the kernel, an operator, or the loss of its pipes.

    What a file itself causes ends in an abort or in a fault, and would do so again.
    """
    cause = error.__cause__
    return isinstance(cause, ProcessExpired) and (
        cause.exitcode == -signal.SIGKILL or cause.exitcode > 0
    )
