"""What proxies say about a request, if it comes from one whose word counts."""

from collections.abc import Sequence
from typing import Any, Final, cast

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from aktr.settings import ANY

_OWN_HOSTS: Final = "aktr.own_hosts"


class TrustedProxies:
    """Middleware that takes the word of known proxies on the client, its scheme, and our own name.

    Args:
        app: The application behind it.
        proxies: Addresses and networks of the proxies; ``*`` for any.
    """

    def __init__(self, app: ASGIApp, proxies: Sequence[str]) -> None:
        self._client = ProxyHeadersMiddleware(
            cast("Any", app), ANY if ANY in proxies else list(proxies)
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "http":
            headers = Headers(scope=scope)
            peer = scope.get("client")
            is_proxy = (peer[0] if peer else None) in self._client.trusted_hosts
            scope[_OWN_HOSTS] = _own_hosts(headers, is_proxy=is_proxy)
        await self._client(cast("Any", scope), cast("Any", receive), cast("Any", send))


def own_hosts(scope: Scope) -> Sequence[str]:
    """The names of this server, with their ports, under which the client may know it."""
    hosts: Sequence[str] | None = scope.get(_OWN_HOSTS)
    return _own_hosts(Headers(scope=scope), is_proxy=False) if hosts is None else hosts


def _own_hosts(headers: Headers, *, is_proxy: bool) -> Sequence[str]:
    hosts = headers.getlist("host")[:1]
    if is_proxy:
        # The first proxy of several is the one that the client speaks to.
        hosts += [headers.get("x-forwarded-host", "").partition(",")[0].strip()]
        port = headers.get("x-forwarded-port", "").partition(",")[0].strip()
        if port.isdecimal():
            hosts += [f"{host}:{port}" for host in hosts if host and _has_no_port(host)]
    return [host for host in hosts if host]


def _has_no_port(host: str) -> bool:
    return ":" not in host.rpartition("]")[2]
