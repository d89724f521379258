"""A reader that does what the files tell it, for tests of what stands around the reading."""

import asyncio

from aktr.processing.result import ProcessingResult, SourceFile
from factories import failure, success


class Reader:
    """Reads nothing: what is to happen to a file stands in its content.

    ``good`` and ``bad`` give a report and a reason, ``wait`` begins and then waits for a signal,
    ``defect`` breaks the reader itself.
    """

    def __init__(self) -> None:
        self.go_on = asyncio.Event()
        self.waiting = asyncio.Event()
        self.read: list[bytes] = []
        self.given_up = 0

    async def process(self, file: SourceFile) -> ProcessingResult:
        self.read.append(file.content)
        if file.content.startswith(b"defect"):
            raise RuntimeError("a defect of the reader")
        if file.content.startswith(b"wait"):
            self.waiting.set()
            try:
                await self.go_on.wait()
            except asyncio.CancelledError:
                self.given_up += 1
                raise
        if file.content.startswith(b"bad"):
            return failure(file.position)
        return success(file.position)
