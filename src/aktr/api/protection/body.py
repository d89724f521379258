"""Reading a request body no longer than it deserves, and answering before its end if need be."""

import asyncio
import time
from dataclasses import dataclass

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import Message, Receive, Send


@dataclass(frozen=True, slots=True)
class BodyTimes:
    """How slowly a request body may come in; all in seconds."""

    idle_s: float = 20.0
    """Longest silence in the middle of a body."""
    total_s: float = 600.0
    """Longest body; 100 MB need it at 1.4 Mbit/s."""
    linger_s: float = 5.0
    """Longest time of throwing away the rest of a body after it was refused."""
    linger_idle_s: float = 1.0
    """Longest silence during that time."""


class TimedBody:
    """The body of one request under a clock.

    A server that closes a connection on which the client is still sending resets it, and most
    clients then never see the answer. So when an answer is complete before the body is, the rest
    of the body is read and thrown away for a short time before the connection ends.

    Args:
        receive: The server's own receive function.
        send: The server's own send function.
        times: The time limits.
    """

    def __init__(self, receive: Receive, send: Send, times: BodyTimes) -> None:
        self._receive = receive
        self._send = send
        self._times = times
        self._deadline = time.monotonic() + times.total_s
        self._complete = False

    async def receive(self) -> Message:
        """The next part of the body.

        Raises:
            HTTPException: 408, the client is too slow.
        """
        if self._complete:
            return await self._receive()
        left_s = self._deadline - time.monotonic()
        try:
            return await self._next_part(min(self._times.idle_s, left_s))
        except TimeoutError:
            raise HTTPException(408) from None

    async def send(self, message: Message) -> None:
        """Pass a part of the answer on; after the last one, see the body to its end."""
        if not self._complete and message["type"] == "http.response.start":
            MutableHeaders(scope=message)["Connection"] = "close"
        if self._complete or not _is_last(message):
            await self._send(message)
            return
        await self._send({**message, "more_body": True})
        await self._throw_rest_away()
        await self._send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _throw_rest_away(self) -> None:
        deadline = time.monotonic() + self._times.linger_s
        while not self._complete and (left_s := deadline - time.monotonic()) > 0:
            try:
                await self._next_part(min(self._times.linger_idle_s, left_s))
            except TimeoutError:
                return

    async def _next_part(self, timeout_s: float) -> Message:
        async with asyncio.timeout(max(timeout_s, 0.0)):
            message = await self._receive()
        if message["type"] != "http.request" or not message.get("more_body", False):
            self._complete = True
        return message


def _is_last(message: Message) -> bool:
    return message["type"] == "http.response.body" and not message.get("more_body", False)
