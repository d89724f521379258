"""What the service asks of whoever hands out the work, on one machine or on many."""

from typing import Protocol
from uuid import UUID


class Dispatcher(Protocol):
    """Sees to it that every stored batch is worked on until it is finished.

    The rows of the database are the truth about the work; a dispatcher may forget everything and
    find it there again. All methods belong to one event loop.
    """

    async def start(self) -> None:
        """Begin to work, first of all on what an earlier process left unfinished."""

    async def stop(self) -> None:
        """End the work in order; files that are not done are handed back and lose nothing."""

    async def submit(self, batch_id: UUID) -> None:
        """Have a stored batch worked on; does nothing if that is happening already."""

    async def wait(self, batch_id: UUID, timeout_s: float) -> bool:
        """Wait until a batch is finished, for a time at most.

        Args:
            batch_id: The batch.
            timeout_s: Longest wait in seconds.

        Returns:
            Whether the batch is finished.

        Raises:
            UnknownAddressError: There is no such batch.
            ExpiredError: Its time is over.
        """
