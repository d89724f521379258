"""Leaves an address alone that has failed, so that thirty pictures do not each wait for it."""

import time
from collections.abc import Callable
from typing import Final

_FIRST_REST_S: Final = 30.0
_LONGEST_REST_S: Final = 600.0
_USELESS_ANSWERS: Final = 3
"""Useless answers in a row from which an address is left alone; one may be due to its picture."""


class Breaker:
    """Whether an address may be asked.

    After each rest one picture is the trial; if it fails, the next rest is twice as long.

    Args:
        clock: Seconds from some fixed moment on.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._rests_until = float("-inf")
        self._rests = 0
        self._useless = 0

    @property
    def is_open(self) -> bool:
        """Whether the address is being left alone."""
        return self._clock() < self._rests_until

    def trip(self, at_least_s: float = 0.0) -> None:
        """Leave the address alone: nothing can be had there now."""
        rest = max(at_least_s, _FIRST_REST_S * 2.0 ** min(self._rests, 10))
        self._rests_until = self._clock() + min(rest, _LONGEST_REST_S)
        self._rests += 1

    def useless_answer(self) -> None:
        """Note an answer that could not be used."""
        self._useless += 1
        if self._useless >= _USELESS_ANSWERS:
            self.trip()

    def good_answer(self) -> None:
        """Note that all is well."""
        self._rests = self._useless = 0
