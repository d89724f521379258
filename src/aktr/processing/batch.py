"""Many files, each by itself: files in = reports + reasons out, told apart by position."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from aktr.processing.coordinator import ProcessingCoordinator
from aktr.processing.pool import Readers
from aktr.processing.result import ProcessingMode, ProcessingResult, SourceFile
from aktr.reading.sniff import sniff
from aktr.settings import Settings

OnStart = Callable[[SourceFile], Awaitable[None]]
OnResult = Callable[[ProcessingResult], Awaitable[None]]


class BatchProcessor(ProcessingCoordinator):
    """Takes a batch of files through the pool.

    Args:
        pool: The processes in which files are read.
        settings: The limits that apply.
    """

    def __init__(self, pool: Readers, settings: Settings) -> None:
        super().__init__(pool, settings)
        self._files_at_once = pool.size

    async def process_batch(
        self,
        files: Sequence[SourceFile],
        mode: ProcessingMode = ProcessingMode.AUTO,
        *,
        on_start: OnStart | None = None,
        on_result: OnResult | None = None,
    ) -> list[ProcessingResult]:
        """Read every file.

        Args:
            files: The files, each with a position of its own.
            mode: In which order and how many at once.
            on_start: Awaited when the work on a file begins.
            on_result: Awaited with the result of each file as soon as it is there.

        Returns:
            One result for each file, in order of position.

        Raises:
            ValueError: Two files share a position.
        """
        if len({file.position for file in files}) != len(files):
            raise ValueError("every file of a batch needs a position of its own")
        results: list[ProcessingResult] = []
        places = asyncio.Semaphore(self._files_at_once)

        async def take(file: SourceFile) -> None:
            if on_start is not None:
                await on_start(file)
            result = await self.process(file)
            results.append(result)
            if on_result is not None:
                await on_result(result)

        async def take_in_turn(lane: Sequence[SourceFile]) -> None:
            for file in lane:
                await take(file)

        async def take_when_free(file: SourceFile) -> None:
            async with places:
                await take(file)

        in_turn, side_by_side = _lanes(files, mode)
        async with asyncio.TaskGroup() as group:
            group.create_task(take_in_turn(in_turn))
            for file in side_by_side:
                group.create_task(take_when_free(file))
        return sorted(results, key=lambda result: result.position)


def _lanes(
    files: Sequence[SourceFile], mode: ProcessingMode
) -> tuple[list[SourceFile], list[SourceFile]]:
    """Split files into those taken one after the other and those taken side by side."""
    in_turn: list[SourceFile] = []
    side_by_side: list[SourceFile] = []
    for file in files:
        (in_turn if is_taken_in_turn(file.content, mode) else side_by_side).append(file)
    return in_turn, side_by_side


def is_taken_in_turn(content: bytes, mode: ProcessingMode) -> bool:
    """Whether a file is read after those before it, or beside them.

    Args:
        content: The file.
        mode: What was asked for.
    """
    if mode is not ProcessingMode.AUTO:
        return mode is ProcessingMode.SEQUENTIAL
    kind = sniff(content)
    return kind is None or not kind.is_image
