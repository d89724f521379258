"""Sending a request again, as often and as late as it makes sense."""

from collections.abc import Generator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from random import SystemRandom
from typing import Any, Final

import httpx2

from aktr.client.errors import (
    NOT_UNDERSTOOD,
    ClientError,
    NoAnswerError,
    UnexpectedAnswerError,
)
from aktr.client.steps import Answered, Hear, Listen, Pause, Send, Step, Steps, T

_REFUSED_FOR_NOW: Final = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})
"""The request was not carried out; whatever it was, it may be sent again."""
_LOST_ON_THE_WAY: Final = frozenset({HTTPStatus.BAD_GATEWAY, HTTPStatus.GATEWAY_TIMEOUT})
"""Something between here and aktr had no answer from it; the request may have been carried out."""
_NEVER_SENT: Final = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout)
_HOPELESS: Final = (httpx2.UnsupportedProtocol, httpx2.LocalProtocolError)
_dice = SystemRandom()


@dataclass(frozen=True, slots=True)
class Retries:
    """How long to go on when a server is out of reach, overloaded, or asks to wait."""

    attempts: int = 6
    """Times that one request is sent, at most."""
    first_pause_s: float = 0.5
    """Before the second attempt; doubles with each further one."""
    longest_pause_s: float = 20.0
    total_pause_s: float = 120.0
    """All pauses of one request together; whoever is asked to wait longer is told so at once."""

    def pause_s(self, attempt: int, asked_s: float | None) -> float:
        """Seconds before the next attempt.

        Args:
            attempt: How often it was tried, from 1.
            asked_s: Seconds that the server asks for, if it does.

        Returns:
            What was asked for or, doubling each time, our own; with a share of chance, so that
            clients that were refused together do not come back together.
        """
        own = min(self.first_pause_s * 2.0 ** (attempt - 1), self.longest_pause_s)
        if asked_s is None:
            return own * _dice.uniform(0.5, 1.0)
        return asked_s + own * _dice.uniform(0.0, 0.5)


def persistent(steps: Steps[T], retries: Retries) -> Steps[T]:
    """A method whose requests are sent again where that helps and does no harm.

    Args:
        steps: The method; each request that it yields is answered with an :class:`Answered`.
        retries: How long to go on.
    """
    outcome: Any = None
    error: NoAnswerError | None = None
    try:
        while True:
            step = steps.send(outcome) if error is None else steps.throw(error)
            outcome = error = None
            try:
                outcome = yield from _taken(step, retries)
            except NoAnswerError as silence:
                error = silence
    except StopIteration as end:
        result: T = end.value
        return result
    finally:
        steps.close()


def _taken(step: Step, retries: Retries) -> Generator[Step, Any, Any]:
    if isinstance(step, Send | Listen):
        return (yield from _answered(step, retries))
    if not isinstance(step, Hear):
        return (yield step)
    try:
        return (yield step)
    except httpx2.TransportError as error:
        raise _silence(error) from error
    except httpx2.RequestError:
        raise UnexpectedAnswerError(NOT_UNDERSTOOD) from None


def _answered(step: Send | Listen, retries: Retries) -> Steps[Answered]:
    after_silence = False
    paused_s = 0.0
    attempt = 0
    while True:
        attempt += 1
        response: httpx2.Response | None = None
        asked_s: float | None = None
        try:
            response = yield step
        except httpx2.TransportError as error:
            silence = _silence(error)
            if isinstance(error, _HOPELESS) or (
                silence.may_be_done and not step.request.repeatable
            ):
                raise silence from error
            after_silence = after_silence or silence.may_be_done
        except httpx2.RequestError:
            # Of an answer that is packed in a way that it does not say.
            raise UnexpectedAnswerError(NOT_UNDERSTOOD) from None
        except httpx2.InvalidURL:
            raise ClientError(
                "No address can be made of what was given, which is too long. Nothing was sent."
            ) from None
        else:
            assert response is not None  # noqa: S101 - what the step gives
            lost = response.status_code in _LOST_ON_THE_WAY
            if not (response.status_code in _REFUSED_FOR_NOW or (lost and step.request.repeatable)):
                return Answered(response, after_silence)
            after_silence = after_silence or lost
            asked_s = retry_after_s(response)
        pause_s = retries.pause_s(attempt, asked_s)
        if attempt >= retries.attempts or paused_s + pause_s > retries.total_pause_s:
            if response is None:
                raise silence
            return Answered(response, after_silence)
        paused_s += pause_s
        yield Pause(pause_s)


def _silence(error: httpx2.TransportError) -> NoAnswerError:
    """What there is to say of a request that had no answer; the library's words can quote it."""
    if isinstance(error, _HOPELESS):
        return NoAnswerError(
            "No request can be sent to this address. base_url must begin with http:// or https:// "
            "and name a server.",
            may_be_done=False,
        )
    if isinstance(error, _NEVER_SENT):
        return NoAnswerError(
            "The server cannot be reached. Check base_url, and whether the server runs.",
            may_be_done=False,
        )
    what = (
        "did not answer in time"
        if isinstance(error, httpx2.TimeoutException)
        else "broke off the connection"
    )
    return NoAnswerError(
        f"The server {what}; it is not known whether it did what it was asked for. Look at the "
        "present state before you ask for it again.",
        may_be_done=True,
    )


def retry_after_s(response: httpx2.Response) -> float | None:
    """Seconds after which a server wants to be asked again (RFC 9110, 10.2.3); None if unsaid."""
    header: str = response.headers.get("Retry-After", "")
    if header.isascii() and header.isdigit():
        return float(header)
    try:
        moment = parsedate_to_datetime(header)
    except (ValueError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max((moment - datetime.now(UTC)).total_seconds(), 0.0)
