"""As many turns read at once as there are reading processes, in the order in which they began.

If more did, their files would queue at the processes, where one that takes milliseconds waits for
photos, and which piece was the lightest would not matter any more.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager


class Place:
    """The right to read, from the moment that it is this turn's.

    Args:
        free: Counts the places that nobody has.
    """

    def __init__(self, free: asyncio.Semaphore) -> None:
        self._free = free
        self._given = asyncio.ensure_future(free.acquire())
        self._is_left = False

    async def given(self) -> None:
        """Wait until those who came before have left."""
        # Who waits may be cancelled; the place must still be known to be given or not.
        await asyncio.shield(self._given)

    def leave(self) -> None:
        """Let the next one read; what follows in the turn needs no process."""
        if self._is_left:
            return
        self._is_left = True
        if self._given.done():
            self._free.release()
        else:
            self._given.cancel()


class Places:
    """Where turns wait for a reading process.

    Args:
        count: How many processes there are.
    """

    def __init__(self, count: int) -> None:
        self._free = asyncio.Semaphore(count)

    @contextmanager
    def queue_up(self) -> Iterator[Place]:
        """Get into the queue, and make ready for reading while waiting."""
        place = Place(self._free)
        try:
            yield place
        finally:
            place.leave()
