"""What every request has in common: safe headers on its answer, and a line in the access log.

The line names the route and not the address: addresses hold the ids that open results, and whatever
else a client may have put into them.
"""

import logging
import time
from http import HTTPStatus
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import Message, Receive, Scope, Send

from aktr.api.problems import NEVER_STORED, NO_CONTENT_POLICY, SAFE_HEADERS
from aktr.api.protection.middleware import HttpMiddleware
from aktr.metrics import REQUESTS
from aktr.tracing import span

access_log = logging.getLogger("aktr.access")

DOCS_PATHS: Final = frozenset({"/docs", "/redoc"})
DOCS_POLICY: Final = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; worker-src 'self' blob:; frame-ancestors 'none'"
)
"""Content security policy of the pages that document the API: their scripts would fetch a logo and
a validator's badge from outside addresses."""

_PRIVATE_PREFIX: Final = "/v1/extractor/"
_NO_ROUTE: Final = "(no route)"
"""Of an address that is not known, and of a request that was refused unread."""


class Traffic(HttpMiddleware):
    """Middleware around everything else."""

    async def serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        started = time.perf_counter()
        status = 0

        async def send_safely(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                _make_safe(scope["path"], MutableHeaders(scope=message))
            await send(message)

        try:
            with span("request", method=_method(scope)) as current:
                await self._app(scope, receive, send_safely)
                current.set_attributes({"route": _route(scope), "status": status})
        except Exception:
            # Answered outside of this middleware, once the exception has passed it.
            status = status or HTTPStatus.INTERNAL_SERVER_ERROR.value
            raise
        finally:
            self._note(scope, status, time.perf_counter() - started)

    @staticmethod
    def _note(scope: Scope, status: int, elapsed_s: float) -> None:
        method, route = _method(scope), _route(scope)
        REQUESTS.labels(method, route, str(status or "-")).observe(elapsed_s)
        elapsed_ms = round(elapsed_s * 1000)
        access_log.info(
            "%s %s %s %d ms",
            method,
            route,
            status or "-",
            elapsed_ms,
            extra={
                "fields": {"method": method, "route": route, "status": status, "ms": elapsed_ms}
            },
        )


def _make_safe(path: str, headers: MutableHeaders) -> None:
    for name, value in SAFE_HEADERS.items():
        headers[name] = value
    # Pages bring a policy of their own.
    headers.setdefault(
        "Content-Security-Policy", DOCS_POLICY if path in DOCS_PATHS else NO_CONTENT_POLICY
    )
    if path.startswith(_PRIVATE_PREFIX):
        for name, value in NEVER_STORED.items():
            headers[name] = value


def _method(scope: Scope) -> str:
    method: str = scope["method"]
    return method if method.isalpha() and len(method) <= 10 else "?"


def _route(scope: Scope) -> str:
    """The address as the route declares it, with the names of its parameters."""
    route = scope.get("route")
    template = getattr(route, "path_format", None) or getattr(route, "path", None)
    return template if isinstance(template, str) else _NO_ROUTE
