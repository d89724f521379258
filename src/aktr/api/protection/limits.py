"""What is refused before a request body is read: too many requests, bodies that are too large.

Pure ASGI, because FastAPI reads the whole body before any dependency runs.
"""

import hashlib
import ipaddress
import math
import re
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final
from uuid import UUID

from limits import RateLimitItem, parse_many
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from aktr.api.problems import request_error_response
from aktr.api.protection.body import BodyTimes, TimedBody
from aktr.api.protection.doors import Doors, note_key
from aktr.api.protection.form import check_form
from aktr.api.protection.middleware import HttpMiddleware
from aktr.api.protection.sizes import largest_body, too_large_message
from aktr.db.keys import KnownKey
from aktr.errors import (
    ForbiddenError,
    MalformedRequestError,
    RequestError,
    SettingError,
    TooLargeError,
    TooManyRequestsError,
)

RATE_LIMIT_OFF: Final = "off"
_BYTE_COUNT: Final = re.compile(r"[0-9]{1,18}")
_WORK: Final = re.compile(
    r"(?:/v1/extractor/(?:batch|results)|/(?:batches|reports))/(?P<address>[^/]+)"
    r"(?P<rest>/(?:export|comparison|corrections|evidence/.+|retry|files(?:/[^/]+(?:/retry)?)?))?"
)
"""Requests for one address, of programs and of pages; those with a rest make files or pictures,
have one read, or correct a report."""
_UPLOADS: Final = re.compile(
    r"(?:POST|PUT) (?:/|/v1/extractor/(?:batch/)?extract"
    r"|(?:/v1/extractor/batch|/batches)/[^/]+/files(?:/[^/]+)?)"
)
"""Requests that bring files. Whatever else is sent for a batch must not be refused because of
them: nobody could delete a class, or correct it, after a busy minute."""
_IPV6_NETWORK_OF_ONE_CLIENT: Final = 64
"""Prefix length: providers hand each household or host a /64, so its addresses are one client."""


Counter = Callable[[RateLimitItem, str], float | None]
"""Counts something for somebody; None, or the seconds to wait if it was done too often."""


class MemoryCounter:
    """Counts for this process alone."""

    def __init__(self) -> None:
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())

    def __call__(self, item: RateLimitItem, who: str) -> float | None:
        """Count one; see :data:`Counter`."""
        if self._limiter.hit(item, who):
            return None
        return self._limiter.get_window_stats(item, who).reset_time - time.time()


class Rate:
    """How often something may be done.

    Args:
        rule: Such as ``60/minute`` or ``10/second;600/hour``; ``off`` for no limit.
        setting: Where the rule stands, for the operator who has to mend it.
        what: What came more often, for whoever did it: the beginning of a sentence.
        counter: What counts; a memory of its own if not given.

    Raises:
        SettingError: The rule cannot be understood.
    """

    def __init__(self, rule: str, setting: str, what: str, counter: Counter | None = None) -> None:
        self._items = _parse_rule(rule, setting)
        self._what = what
        self._counter = counter or MemoryCounter()

    def take(self, who: str) -> None:
        """Count one.

        Raises:
            TooManyRequestsError: It was done too often; this time does not count.
        """
        for item in self._items:
            wait_s = self._counter(item, who)
            if wait_s is not None:
                wait_s = max(1, math.ceil(wait_s))
                raise TooManyRequestsError(
                    f"{self._what} than are allowed: at most {item.amount} in {_period_of(item)}. "
                    f"Wait {_count_of(wait_s, 'second')} and try again.",
                    wait_s,
                )


def _period_of(item: RateLimitItem) -> str:
    return _count_of(item.multiples, item.GRANULARITY.name)


def _count_of(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


class UploadRate(Rate):
    """How often one client may upload.

    Args:
        rule: See :class:`Rate`.
        counter: See :class:`Rate`.

    Raises:
        SettingError: The rule cannot be understood.
    """

    def __init__(self, rule: str, counter: Counter | None = None) -> None:
        super().__init__(
            rule,
            "AKTR_RATE_LIMIT",
            "More uploads came from this client, where a batch counts as one,",
            counter,
        )

    def take(self, who: str) -> None:
        """Count one upload.

        Args:
            who: The address of the client, or what its key is called by.

        Raises:
            TooManyRequestsError: The client is over its limit; the upload does not count.
        """
        super().take(_client_of(who))


class Rates:
    """All counts of a service.

    Args:
        clients: Rule for uploads of one client.
        batches: Rule for work on one batch or report.
        counter: What counts; memories of their own if not given.

    Raises:
        SettingError: A rule cannot be understood.
    """

    def __init__(self, clients: str, batches: str, counter: Counter | None = None) -> None:
        self._counter = counter
        self.take_time = counter is not None
        """Whether counting may have to wait for something."""
        self._clients = UploadRate(clients, counter)
        self._batches = Rate(
            batches,
            "AKTR_BATCH_RATE_LIMIT",
            "More requests that make work came for this address",
            counter,
        )
        self._keys: dict[str, UploadRate] = {}

    def check(self, scope: Scope, key: KnownKey | None) -> None:
        """Count a request.

        Raises:
            TooManyRequestsError: There were too many.
        """
        work = _WORK.fullmatch(scope["path"])
        if work and (work["rest"] or scope["method"] == "PATCH"):
            # What opens a result is not to be found among the counts.
            self._batches.take(hashlib.sha256(_plain(work["address"]).encode()).hexdigest())
        if _UPLOADS.fullmatch(f"{scope['method']} {scope['path']}"):
            if key is None:
                self._clients.take(client_address(scope))
            else:
                self._rate_of(key).take(f"key {key.key_id}")

    def wrong_key(self, scope: Scope) -> None:
        """Count a key that does not hold, like an upload of the client that showed it."""
        self._clients.take(client_address(scope))

    def _rate_of(self, key: KnownKey) -> UploadRate:
        if key.rate is None:
            return self._clients
        if key.rate not in self._keys:
            try:
                self._keys[key.rate] = UploadRate(key.rate, self._counter)
            except SettingError as error:
                # Keys were once made with rates that let nothing through.
                raise ForbiddenError(
                    "The key of this request was made with a rate that lets nothing through. Ask "
                    "whoever runs this server for a new one."
                ) from error
        return self._keys[key.rate]


class UploadGate(HttpMiddleware):
    """Middleware that refuses requests from their head alone and keeps slow bodies in check.

    Args:
        app: The application behind it.
        rates: How often something may be done.
        max_request_bytes: Largest request body.
        doors: Who is let in; everybody if not given.
        body_times: How slowly a body may come in.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        rates: Rates,
        max_request_bytes: int,
        doors: Doors | None = None,
        body_times: BodyTimes | None = None,
    ) -> None:
        super().__init__(app)
        self._rates = rates
        self._doors = doors or Doors(("*",), require_keys=False)
        self._max_request_bytes = max_request_bytes
        self._body_times = body_times or BodyTimes()

    async def serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one request through, or refuse it."""
        if _has_body(Headers(scope=scope)):
            body = TimedBody(receive, send, self._body_times)
            receive, send = body.receive, body.send
        try:
            key = await self._doors.admit(scope, partial(self._rates.wrong_key, scope))
            note_key(scope, key)
            self._check_head(scope)
            if self._rates.take_time:
                await run_in_threadpool(self._rates.check, scope, key)
            else:
                self._rates.check(scope, key)
        except RequestError as error:
            await request_error_response(error)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _check_head(self, scope: Scope) -> None:
        headers = Headers(scope=scope)
        check_form(headers, scope)
        declared = headers.get("content-length")
        if declared is not None and not _BYTE_COUNT.fullmatch(declared):
            raise MalformedRequestError("The Content-Length header is no number of bytes.")
        most = self._max_request_bytes
        if declared is not None and int(declared) > largest_body(scope, most):
            # The framework would say it itself, in plain text, whatever the route answers.
            raise TooLargeError(too_large_message(scope, most))


def _has_body(headers: Headers) -> bool:
    return "transfer-encoding" in headers or headers.get("content-length", "0") != "0"


def client_address(scope: Scope) -> str:
    """The address from which a request came, as far as the proxies in between can be trusted."""
    client = scope.get("client")
    return str(client[0]) if client else ""


def _parse_rule(rule: str, setting: str) -> Sequence[RateLimitItem]:
    if rule.strip().lower() == RATE_LIMIT_OFF:
        return ()
    try:
        items = parse_many(rule)
    except ValueError as error:
        raise SettingError(
            f'{setting} is "{rule}", which is no rate. Set it to something like '
            f'"60/minute", or to "{RATE_LIMIT_OFF}" for no limit.'
        ) from error
    if any(item.amount < 1 or item.multiples < 1 for item in items):
        raise SettingError(
            f'{setting} is "{rule}", with which nothing would be let through. Set it to something '
            f'like "60/minute", or to "{RATE_LIMIT_OFF}" for no limit.'
        )
    return items


def _plain(address: str) -> str:
    """An address of a batch or report in one spelling, of the several that the routes take."""
    written = address.lower()
    try:
        return str(UUID(written))
    except ValueError:
        return written


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
