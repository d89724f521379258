"""Errands to a store that may hang: done in threads that nobody has to wait for."""

import logging
import threading
import time
from collections.abc import Callable
from typing import Final

logger = logging.getLogger(__name__)

_MOST_AT_ONCE: Final = 4
"""A store that hangs keeps as many threads, and not one for each request."""


class Errands:
    """Runs things that may hang, each in a thread, and waits a short time for them.

    Args:
        patience_s: Seconds to wait.
        at_once: How many may be under way; what comes on top of them is not begun.
    """

    def __init__(self, patience_s: float, at_once: int = _MOST_AT_ONCE) -> None:
        self._patience_s = patience_s
        self._free = threading.BoundedSemaphore(at_once)

    def run(self, work: Callable[[], object]) -> bool:
        """Do something; what takes longer than the wait goes on by itself.

        Returns:
            Whether it was done in time.

        Raises:
            Exception: Its own, if it failed in time.
        """
        deadline = time.monotonic() + self._patience_s
        if not self._free.acquire(timeout=self._patience_s):
            return False
        errand = _Errand(work, self._free)
        # The end of the server does not wait for it either.
        threading.Thread(target=errand.go, name="errand", daemon=True).start()
        return errand.is_done_by(deadline)


class _Errand:
    def __init__(self, work: Callable[[], object], free: threading.BoundedSemaphore) -> None:
        self._work = work
        self._free = free
        self._end = threading.Condition()
        self._is_over = False
        self._is_awaited = True
        self._error: Exception | None = None

    def go(self) -> None:
        error: Exception | None = None
        try:
            self._work()
        except Exception as failure:  # noqa: BLE001 - told to whoever waits, or to the log
            error = failure
        self._free.release()
        with self._end:
            self._is_over, self._error = True, error
            self._end.notify()
            is_awaited = self._is_awaited
        if error is not None and not is_awaited:
            logger.error("what nobody waited for any more failed", exc_info=error)

    def is_done_by(self, deadline: float) -> bool:
        with self._end:
            self._end.wait_for(lambda: self._is_over, max(deadline - time.monotonic(), 0.0))
            self._is_awaited = self._is_over
            if self._error is not None:
                raise self._error
            return self._is_over


class Pulse:
    """Whether something answers; asked every few seconds at most, however often it is looked at.

    Args:
        what: What it is called in the log.
        ask: Asks it; raises if it does not answer.
        failure: What is raised then.
        patience_s: Seconds to wait for an answer.
        remembered_s: Seconds for which an answer counts.
    """

    def __init__(
        self,
        what: str,
        ask: Callable[[], object],
        failure: type[Exception],
        patience_s: float = 2.0,
        remembered_s: float = 5.0,
    ) -> None:
        self._what = what
        self._ask = ask
        self._failure = failure
        self._errands = Errands(patience_s, at_once=1)
        self._remembered_s = remembered_s
        self._lock = threading.Lock()
        self._asked_s: float | None = None
        self._answers = False

    def beats(self) -> bool:
        """Whether it answers, or did a moment ago."""
        with self._lock:
            if self._asked_s is None or time.monotonic() - self._asked_s >= self._remembered_s:
                self._answers = self._has_answer()
                self._asked_s = time.monotonic()
            return self._answers

    def _has_answer(self) -> bool:
        failure: Exception | None = None
        try:
            if self._errands.run(self._ask):
                return True
        except self._failure as error:
            failure = error
        logger.error("%s does not answer", self._what, exc_info=failure)
        return False
