"""HEAD on every address that knows GET, as HTTP wants it: the same answer without its body.

Previews of links, monitors and caches ask so; FastAPI's routes know the methods they name alone.
"""

from http import HTTPStatus

from starlette.datastructures import MutableHeaders
from starlette.types import Message, Receive, Scope, Send

from aktr.api.protection.middleware import HttpMiddleware


class Heads(HttpMiddleware):
    """Middleware that has HEAD answered as GET, and leaves the body out."""

    async def serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        is_head = scope["method"] == "HEAD"
        is_over = False

        async def send_head(message: Message) -> None:
            nonlocal is_over
            if message["type"] == "http.response.start":
                if message["status"] == HTTPStatus.METHOD_NOT_ALLOWED:
                    _allow_head(MutableHeaders(scope=message))
                await send(message)
            elif not is_head:
                await send(message)
            elif not is_over:
                # A stream of events would never end by itself.
                is_over = True
                await send({"type": "http.response.body"})

        # The server goes by its own scope when it says how long the body would be.
        inner = {**scope, "method": "GET"} if is_head else scope
        try:
            await self._app(inner, receive, send_head)
        finally:
            if "route" in inner:
                scope["route"] = inner["route"]


def _allow_head(headers: MutableHeaders) -> None:
    allowed = [method.strip() for method in headers.get("allow", "").split(",")]
    if "GET" in allowed and "HEAD" not in allowed:
        headers["allow"] = ", ".join([*allowed, "HEAD"])
