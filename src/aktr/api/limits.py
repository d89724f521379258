"""What is refused before a request body is read: too many requests, bodies that are too large.

Pure ASGI, because FastAPI reads the whole body before any dependency runs.
"""

import ipaddress
import math
import re
import time
from collections.abc import Sequence
from typing import Final

from limits import RateLimitItem, parse_many
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from aktr.api.body import BodyTimes, TimedBody
from aktr.api.problems import request_error_response
from aktr.errors import (
    AktrError,
    MalformedRequestError,
    RequestError,
    TooLargeError,
    TooManyRequestsError,
)
from aktr.settings import MEBIBYTE

RATE_LIMIT_OFF: Final = "off"
LARGEST_CORRECTION: Final = MEBIBYTE // 8
"""Bytes in the body of a request that carries no files; hundreds of corrections take a tenth."""
_BYTE_COUNT: Final = re.compile(r"[0-9]{1,18}")
_IPV6_NETWORK_OF_ONE_CLIENT: Final = 64
"""Prefix length: providers hand each household or host a /64, so its addresses are one client."""


class UploadRate:
    """How often one client may upload.

    Each process counts for itself, in memory.

    Args:
        rule: Such as ``60/minute`` or ``10/second;600/hour``; ``off`` for no limit.

    Raises:
        AktrError: The rule cannot be understood.
    """

    def __init__(self, rule: str) -> None:
        self._items = _parse_rule(rule)
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage()) if self._items else None

    def take(self, client_address: str) -> None:
        """Count one upload.

        Raises:
            TooManyRequestsError: The client is over its limit; the upload does not count.
        """
        if self._limiter is None:
            return
        client = _client_of(client_address)
        for item in self._items:
            if not self._limiter.hit(item, client):
                reset_at = self._limiter.get_window_stats(item, client).reset_time
                raise TooManyRequestsError(
                    f"More than {item} uploads from this client. Wait as long as the Retry-After "
                    "header says and send the request again; a batch counts as one upload.",
                    max(1, math.ceil(reset_at - time.time())),
                )


class UploadGate:
    """Middleware that refuses requests from their head alone and keeps slow bodies in check.

    Args:
        app: The application behind it.
        rate: How often one client may upload.
        max_request_bytes: Largest request body.
        body_times: How slowly a body may come in.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        rate: UploadRate,
        max_request_bytes: int,
        body_times: BodyTimes | None = None,
    ) -> None:
        self._app = app
        self._rate = rate
        self._max_request_bytes = max_request_bytes
        self._body_times = body_times or BodyTimes()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one request through, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if _has_body(Headers(scope=scope)):
            body = TimedBody(receive, send, self._body_times)
            receive, send = body.receive, body.send
        try:
            self._check_head(scope)
        except RequestError as error:
            await request_error_response(error)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _check_head(self, scope: Scope) -> None:
        declared = Headers(scope=scope).get("content-length")
        if declared is not None and not _BYTE_COUNT.fullmatch(declared):
            raise MalformedRequestError("The Content-Length header is no number of bytes.")
        if declared is not None and int(declared) > self._max_request_bytes:
            raise TooLargeError(too_large_message(self._max_request_bytes))
        is_correction = scope["method"] == "PATCH"
        if declared is not None and is_correction and int(declared) > LARGEST_CORRECTION:
            raise TooLargeError(
                f"A correction has at most {LARGEST_CORRECTION // 1024} kB. Send it in parts."
            )
        if scope["method"] == "POST":
            client = scope.get("client")
            self._rate.take(client[0] if client else "")


def too_large_message(max_request_bytes: int) -> str:
    """What to tell a client whose request body is over the limit."""
    return (
        f"The request body is larger than {max_request_bytes / MEBIBYTE:g} MB. Send fewer files "
        "at a time, or pictures in a lower resolution."
    )


def _has_body(headers: Headers) -> bool:
    return "transfer-encoding" in headers or headers.get("content-length", "0") != "0"


def _parse_rule(rule: str) -> Sequence[RateLimitItem]:
    if rule.strip().lower() == RATE_LIMIT_OFF:
        return ()
    try:
        return parse_many(rule)
    except ValueError as error:
        raise AktrError(
            f'AKTR_RATE_LIMIT is "{rule}", which is no rate. Set it to something like '
            f'"60/minute", or to "{RATE_LIMIT_OFF}" for no limit.'
        ) from error


def _client_of(address: str) -> str:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv4Address):
        return address
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    network = ipaddress.ip_network((parsed, _IPV6_NETWORK_OF_ONE_CLIENT), strict=False)
    return str(network)
