"""A reader that does what the files tell it, for tests of what stands around the reading."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from aktr.processing.result import ProcessingMode, ProcessingResult, SourceFile
from factories import failure, success


class Reader:
    """Reads nothing: what is to happen to a file stands in its content.

    ``good`` and ``bad`` give a report and a reason, ``wait`` begins and then waits for a signal,
    ``defect`` breaks the reader itself.
    """

    def __init__(self) -> None:
        self.go_on = asyncio.Event()
        self.waiting = asyncio.Event()
        self.modes: list[ProcessingMode] = []
        self.read: list[bytes] = []

    async def process_batch(
        self,
        files: Sequence[SourceFile],
        mode: ProcessingMode,
        *,
        on_start: Callable[[SourceFile], Awaitable[None]],
        on_result: Callable[[ProcessingResult], Awaitable[None]],
    ) -> list[ProcessingResult]:
        self.modes.append(mode)
        results = []
        for file in files:
            await on_start(file)
            self.read.append(file.content)
            results.append(await self._read(file))
            await on_result(results[-1])
        return results

    async def _read(self, file: SourceFile) -> ProcessingResult:
        if file.content.startswith(b"defect"):
            raise RuntimeError("a defect of the reader")
        if file.content.startswith(b"wait"):
            self.waiting.set()
            await self.go_on.wait()
        if file.content.startswith(b"bad"):
            return failure(file.position)
        return success(file.position)
