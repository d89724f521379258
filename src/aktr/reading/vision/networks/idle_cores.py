"""Cores with no picture of their own help with one that is being read.

Of several pictures each keeps a core busy, and threads would only take turns. The last picture of a
class, and one that comes by itself, has cores beside it that wait: its pieces are shared with them.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

ItemT = TypeVar("ItemT")
ResultT = TypeVar("ResultT")

_MOST_HELPERS: Final = 3
"""Where few pieces are left for each, most of a picture's time goes into what is not shared."""


def _none() -> int:
    return 0


class IdleCores:
    """Cores that wait, as many as whoever hands out the pictures says.

    Until it is told to ask somebody, it knows of none.
    """

    def __init__(self) -> None:
        self._count: Callable[[], int] = _none

    def ask(self, count: Callable[[], int]) -> None:
        """Ask for the number of cores without work from now on, again and again."""
        self._count = count

    def each(self, function: Callable[[ItemT], ResultT], items: Sequence[ItemT]) -> list[ResultT]:
        """What a function returns for each of some items, in their order.

        Args:
            function: Spends its time in what releases the interpreter, such as a network.
            items: What is worked on by itself; the last ones take longest.
        """
        results: list[ResultT] = []
        for index, item in enumerate(items):
            helpers = min(self._count(), _MOST_HELPERS, len(items) - index - 1)
            if helpers > 0:
                return results + self._shared(function, items[index:], helpers)
            results.append(function(item))
        return results

    def _shared(
        self, function: Callable[[ItemT], ResultT], items: Sequence[ItemT], helpers: int
    ) -> list[ResultT]:
        with ThreadPoolExecutor(helpers + 1, thread_name_prefix="idle-core") as threads:
            # Whoever is done early takes a short one; the longest at the end would be waited for.
            return list(threads.map(function, reversed(items)))[::-1]


IDLE_CORES: Final = IdleCores()
"""Those of this process."""
