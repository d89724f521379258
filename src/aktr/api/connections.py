"""Connections that never get as far as a request are ended.

The server's own clock runs between requests only: whoever sends a head byte by byte, or nothing at
all, would hold a connection for ever, and enough of them all connections there are.
"""

import asyncio
from typing import ClassVar

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol


class ImpatientProtocol(HttpToolsProtocol):
    """The server's HTTP protocol with a clock on the head of each request."""

    longest_head_s: ClassVar[float] = 15.0
    """Time for the head of a request, which fits into a few packets."""
    _head_clock: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin the clock."""
        super().connection_made(transport)
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clock."""
        self._stop_head_clock()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        """A further request of the same connection begins."""
        self._await_head()
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """The head is here."""
        self._stop_head_clock()
        super().on_headers_complete()

    def _await_head(self) -> None:
        if self._head_clock is None:
            self._head_clock = self.loop.call_later(self.longest_head_s, self._give_up)

    def _stop_head_clock(self) -> None:
        if self._head_clock is not None:
            self._head_clock.cancel()
            self._head_clock = None

    def _give_up(self) -> None:
        if not self.transport.is_closing():
            self.transport.abort()
