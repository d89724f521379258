"""Reading processes that are started when there is work for them."""

import asyncio
from collections.abc import Callable
from typing import Final

from aktr.processing.pool import ArgumentsT, ResultT
from aktr.processing.watched_pool import WatchedPool
from aktr.settings import Settings


class GrowingPool:
    """As many reading processes as have had work at one time, up to the number of the settings.

    A single digital report needs one, whose start takes most of the time until it is read; a scan
    of sixty pages wants all of them, and how many pages a file has is known when it is open.

    Args:
        settings: The largest number of processes, and the limits of each.
        first: How many start at once.
    """

    def __init__(self, settings: Settings, first: int) -> None:
        self.size: Final = settings.workers
        """The largest number of processes."""
        self._settings = settings
        self._first = min(first, self.size)
        self._pools: list[WatchedPool] = []
        self._free: dict[WatchedPool, int] = {}
        self._places = asyncio.Semaphore(self.size)
        self._waiting = 0
        self._is_open = False

    @property
    def processes(self) -> int:
        """How many have been started."""
        return sum(pool.size for pool in self._pools)

    def start(self) -> None:
        """Start the first processes; they get warm while the caller goes on.

        Raises:
            SettingError: The processes must be confined, and this machine cannot do it.
        """
        self._is_open = True
        self._start(self._first)

    def stop(self) -> None:
        """End every process; work under way is given up."""
        self._is_open = False
        for pool in self._pools:
            pool.stop()
        self._pools.clear()
        self._free.clear()

    async def run(
        self,
        function: Callable[ArgumentsT, ResultT],
        *args: ArgumentsT.args,
        **kwargs: ArgumentsT.kwargs,
    ) -> ResultT:
        """Run a function on one file in a reading process; see :meth:`WatchedPool.run`."""
        async with self._places:
            pool = await self._pool_with_room()
            self._free[pool] -= 1
            try:
                return await pool.run(function, *args, **kwargs)
            finally:
                if pool in self._free:
                    self._free[pool] += 1

    async def _pool_with_room(self) -> WatchedPool:
        if not self._has_room():
            self._waiting += 1
            try:
                # What comes at the same time, as the pages of a scan do, is counted together.
                await asyncio.sleep(0)
                if not self._has_room():
                    self._start(min(self._waiting, self.size - self.processes))
            finally:
                self._waiting -= 1
        return next(pool for pool in self._pools if self._free[pool])

    def _has_room(self) -> bool:
        return any(self._free.values())

    def _start(self, processes: int) -> None:
        if not self._is_open:
            raise RuntimeError("the reading processes have not been started")
        settings = self._settings.model_copy(update={"workers": processes})
        pool = WatchedPool(settings, for_pictures=False)
        pool.start()
        self._pools.append(pool)
        self._free[pool] = processes
