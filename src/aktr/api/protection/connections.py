"""Connections that cost more than they may are ended.

The server's own clock runs between requests only, and it counts nothing: whoever sends a head byte
by byte, or without end, or never takes the answer, would hold a connection or memory for ever.
"""

import asyncio
from http import HTTPStatus
from typing import Any, ClassVar, Final, cast

from uvicorn._types import ASGI3Application, ASGIReceiveCallable, ASGISendCallable, Scope
from uvicorn.protocols.http.flow_control import service_unavailable
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from aktr.api.problems import problem_response

LARGEST_HEAD: Final = 32 * 1024
"""Bytes; the addresses and headers of browsers and of proxies before us take a tenth of it."""
LEAST_TAKEN: Final = 16 * 1024
"""Bytes of an answer that a client has to take in its time, or all that is left: any phone does."""
_COME_BACK_S: Final = 5
_TOO_MANY: Final = (
    "More connections are open than this server takes. Wait as long as the Retry-After header says "
    "and send the request again."
)
_NO_REQUEST: Final = "This is no HTTP request. /docs shows how each request must look."
_LARGE_HEAD: Final = (
    f"The address and the headers of a request may have {LARGEST_HEAD // 1024} kB together. Leave "
    "out what is not needed."
)


class ImpatientProtocol(HttpToolsProtocol):
    """The server's HTTP protocol with a clock and a measure on heads, and a clock on answers."""

    longest_head_s: ClassVar[float] = 15.0
    """Time for the head of a request, which fits into a few packets."""
    longest_unread_s: ClassVar[float] = 60.0
    """Time in which a client has to take some of its answer."""
    _head_clock: asyncio.TimerHandle | None = None
    _answer_clock: asyncio.TimerHandle | None = None
    _head_bytes: int = 0
    _is_head_too_large: bool = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin the clock."""
        super().connection_made(transport)
        # Any part of an answer that is not taken starts the clock, not only a large one.
        transport.set_write_buffer_limits(high=0)
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clocks."""
        self._stop_head_clock()
        self._stop_answer_clock()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what came, unless it is a head without end."""
        super().data_received(data)
        if self._head_clock is None or self.transport.is_closing():
            return
        self._head_bytes += len(data)
        if self._head_bytes > LARGEST_HEAD:
            self._is_head_too_large = True
            self.send_400_response(_LARGE_HEAD)

    def on_message_begin(self) -> None:
        """A further request of the same connection begins."""
        self._head_bytes = 0
        self._await_head()
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """The head is here."""
        self._stop_head_clock()
        size = len(self.url) + sum(len(name) + len(value) for name, value in self.headers)
        if size > LARGEST_HEAD:
            self._is_head_too_large = True
            raise ValueError  # ends the connection with the answer below
        super().on_headers_complete()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no request, in the shape of every other refusal.

        Args:
            msg: What the server itself would say.
        """
        del msg
        status, detail = HTTPStatus.BAD_REQUEST, _NO_REQUEST
        if self._is_head_too_large:
            status, detail = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, _LARGE_HEAD
        answer = problem_response(status, detail, headers={"Connection": "close"})
        lines = [f"HTTP/1.1 {status.value} {status.phrase}".encode()]
        lines += [name + b": " + value for name, value in answer.raw_headers]
        self.transport.write(b"\r\n".join([*lines, b"", bytes(answer.body)]))
        self.transport.close()

    def pause_writing(self) -> None:
        """The client does not take its answer as fast as it is made."""
        super().pause_writing()
        self._await_taking()

    def resume_writing(self) -> None:
        """The client has taken everything."""
        self._stop_answer_clock()
        super().resume_writing()

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: ASGI3Application) -> None:
        super()._start_asgi_task(cycle, _come_back if app is service_unavailable else app)

    def _await_head(self) -> None:
        if self._head_clock is None:
            self._head_clock = self.loop.call_later(self.longest_head_s, self._give_up)

    def _stop_head_clock(self) -> None:
        if self._head_clock is not None:
            self._head_clock.cancel()
            self._head_clock = None

    def _await_taking(self) -> None:
        left = self.transport.get_write_buffer_size()
        self._answer_clock = self.loop.call_later(self.longest_unread_s, self._look_again, left)

    def _look_again(self, left_before: int) -> None:
        if self.transport.get_write_buffer_size() > left_before - LEAST_TAKEN:
            self._give_up()
        else:
            self._await_taking()

    def _stop_answer_clock(self) -> None:
        if self._answer_clock is not None:
            self._answer_clock.cancel()
            self._answer_clock = None

    def _give_up(self) -> None:
        if self.transport is not None:
            self.transport.abort()


async def _come_back(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
    """What is answered when there are too many connections."""
    headers = {"Retry-After": str(_COME_BACK_S), "Connection": "close"}
    answer = problem_response(HTTPStatus.SERVICE_UNAVAILABLE, _TOO_MANY, headers=headers)
    await answer(cast("Any", scope), cast("Any", receive), cast("Any", send))
