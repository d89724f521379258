"""Asks the model, with patience that ends."""

import logging
import time
from functools import cache
from random import SystemRandom
from typing import Final

from aktr.reading.hosted.answer import lines_of_answer
from aktr.reading.hosted.breaker import Breaker
from aktr.reading.hosted.exchange import UnavailableError, exchange
from aktr.reading.hosted.model import HostedModel, NoAnswerError
from aktr.reading.hosted.question import question

_FIRST_WAIT_S: Final = 0.5
_LONGEST_WAIT_S: Final = 8.0
_SHORTEST_ATTEMPT: Final = 0.5
"""Of the time for an attempt; with less than that left, a time-out would say nothing."""

logger = logging.getLogger(__name__)


class Endpoint:
    """One model, and what is known of its health in this process.

    Args:
        model: Which one.
    """

    def __init__(self, model: HostedModel) -> None:
        self._model = model
        self._breaker = Breaker()

    def ask(self, jpeg: bytes, until: float) -> tuple[str, ...]:
        """The lines that the model sees in a picture.

        Args:
            jpeg: The picture.
            until: When to give up, on the clock of ``time.monotonic``.

        Raises:
            NoAnswerError: There are none; it says why.
        """
        if self._breaker.is_open:
            raise NoAnswerError("was not asked, because it failed a short time ago")
        if not self._leaves_time(until):
            raise NoAnswerError("was not asked, because there was no time left for it")
        try:
            lines = self._ask_patiently(question(self._model.model, jpeg), until)
        except NoAnswerError as error:
            if isinstance(error, UnavailableError):
                self._breaker.trip(error.retry_after_s or 0.0)
            else:
                self._breaker.useless_answer()
            logger.warning("the vision model gave no reading: it %s", error.reason)
            raise
        self._breaker.good_answer()
        return lines

    def _ask_patiently(self, body: bytes, until: float) -> tuple[str, ...]:
        attempt = 1
        while True:
            seconds = min(self._model.timeout_s, until - time.monotonic())
            try:
                return lines_of_answer(exchange(self._model, body, seconds))
            except UnavailableError as error:
                wait = _wait_s(attempt, error.retry_after_s)
                again = error.may_pass and attempt < self._model.attempts
                if not (again and self._leaves_time(until - wait)):
                    raise
            time.sleep(wait)
            attempt += 1

    def _leaves_time(self, until: float) -> bool:
        return until - time.monotonic() >= _SHORTEST_ATTEMPT * self._model.timeout_s


@cache
def endpoint_of(model: HostedModel) -> Endpoint:
    """The model as this process knows it: its failures are remembered from file to file."""
    return Endpoint(model)


def _wait_s(attempt: int, asked_for_s: float | None) -> float:
    """Seconds until the next attempt: by chance, so that processes do not come back as one."""
    longest = min(_LONGEST_WAIT_S, _FIRST_WAIT_S * 2.0 ** (attempt - 1))
    chance = SystemRandom().uniform(0.0, longest)
    return chance if asked_for_s is None else asked_for_s + min(chance, _FIRST_WAIT_S)
