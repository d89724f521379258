"""Writing down how far a batch is, in few transactions."""

import asyncio
from typing import Final

from aktr.db.records import Claim, Summarise
from aktr.db.repository import Repository
from aktr.processing.result import ProcessingResult, SourceFile

GATHERING_S: Final = 0.1
"""How long news is gathered before it is written: a commit waits for the disk, a digital report is
read in less time than that, and nobody sees the difference."""


class ProgressWriter:
    """Stores starts and results of the files of one claim in the order in which they come.

    A careful claim has each start stored before the work on the file begins: it may hold a file
    that takes its process down, and then the try is counted however soon that happens again.

    Args:
        repository: Where to.
        claim: The claim.
        summarise: Makes the summary of its batch.
    """

    def __init__(self, repository: Repository, claim: Claim, summarise: Summarise) -> None:
        self._repository = repository
        self._claim = claim
        self._summarise = summarise
        self._started: list[int] = []
        self._results: list[ProcessingResult] = []
        self._news = asyncio.Event()
        self._complete = asyncio.Event()

    async def file_started(self, file: SourceFile) -> None:
        """Note that work on a file has begun."""
        if self._claim.careful:
            await asyncio.to_thread(
                self._repository.start_file,
                self._claim.batch_id,
                file.position,
                self._claim.attempt,
            )
            return
        self._started.append(file.position)
        self._news.set()

    async def file_finished(self, result: ProcessingResult) -> None:
        """Note what became of a file."""
        self._results.append(result)
        self._news.set()

    def complete(self) -> None:
        """Say that nothing more will come, so that the rest is written without waiting."""
        self._complete.set()
        self._news.set()

    async def write(self) -> bool:
        """Store what comes until all of it is stored.

        Returns:
            Whether it is; False if the batch was deleted meanwhile and nothing needs storing.
        """
        while True:
            await self._news.wait()
            await self._gather()
            self._news.clear()
            if not await self._store_news():
                return False
            if self._complete.is_set() and not self._news.is_set():
                return True

    async def _gather(self) -> None:
        try:
            async with asyncio.timeout(GATHERING_S):
                await self._complete.wait()
        except TimeoutError:
            return

    async def _store_news(self) -> bool:
        started, self._started = self._started, []
        results, self._results = self._results, []
        if not started and not results:
            return True
        status = await asyncio.to_thread(
            self._repository.record_progress,
            self._claim.batch_id,
            started,
            results,
            self._summarise,
            self._claim.attempt,
        )
        return status is not None
