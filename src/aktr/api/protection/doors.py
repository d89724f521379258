"""Who is let in: known names of the server, no other sites' forms, holders of keys if so set."""

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.types import Scope as RequestScope

from aktr.api.protection.origins import Origins
from aktr.api.protection.proxies import own_hosts
from aktr.api.services import Services
from aktr.db.keys import KEY_PREFIX, KnownKey, Scope
from aktr.errors import ForbiddenError, MalformedRequestError, UnauthorizedError
from aktr.settings import ANY

_SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
OPEN_PATHS: Final = frozenset({"/health", "/ready", "/metrics"})
"""What load balancers and monitors ask without a key; they tell nothing about anybody."""
_ASKED_BY_ADDRESS: Final = frozenset({"/health", "/ready"})
"""Load balancers and orchestrators ask each server by its address, not by its name."""
OPEN_PREFIXES: Final = ("/shared/", "/v1/extractor/shared/", "/assets/")
"""Links that were made to be handed on, to people without a key."""
_SHOWN_KEY: Final = "aktr.key"


def note_key(scope: RequestScope, key: KnownKey | None) -> None:
    """Write down on a request that was let in which key it showed."""
    scope[_SHOWN_KEY] = key


def shown_key(scope: RequestScope) -> KnownKey | None:
    """The key that a request showed when it was let in."""
    key: KnownKey | None = scope.get(_SHOWN_KEY)
    return key


class Doors:
    """Decides from the head of a request whether it is let in.

    Args:
        trusted_hosts: Names under which the server answers; ``*`` for any.
        trusted_origins: Sites whose pages may send requests beside those of this server.
        require_keys: Whether only holders of a key are let in.
    """

    def __init__(
        self,
        trusted_hosts: Sequence[str],
        trusted_origins: Sequence[str] = (),
        *,
        require_keys: bool,
    ) -> None:
        self._hosts = tuple(host.lower().rstrip(".") for host in trusted_hosts)
        self._origins = Origins(trusted_origins)
        self._require_keys = require_keys

    async def admit(self, scope: RequestScope, on_wrong_key: Callable[[], None]) -> KnownKey | None:
        """Let a request in.

        Args:
            scope: Its head.
            on_wrong_key: Called when a key was shown that does not hold; may refuse in its turn.

        Returns:
            The key that it shows, if it shows one.

        Raises:
            MalformedRequestError: It asks for a server of another name.
            ForbiddenError: A page of another site makes it, or its key is not good for it.
            UnauthorizedError: It needs a key that holds and shows none.
        """
        headers = Headers(scope=scope)
        if scope["path"] not in _ASKED_BY_ADDRESS:
            self._check_host(headers)
        is_safe = scope["method"] in _SAFE_METHODS
        if not is_safe:
            self._origins.check(headers, own_hosts(scope))
        shown = _shown_key(headers, any_form=self._require_keys)
        if shown is None:
            if self._require_keys and not _is_open(scope["path"]):
                raise UnauthorizedError(
                    "This server answers holders of a key only. Send yours in the header "
                    "Authorization, after the word Bearer."
                )
            return None
        services: Services = scope["app"].state.services
        key = await run_in_threadpool(services.repository.find_key, shown)
        if key is None:
            await run_in_threadpool(on_wrong_key)
            raise UnauthorizedError(
                "The key of this request is unknown or was revoked. Ask whoever runs this server "
                "for a new one."
            )
        needed = Scope.READ if is_safe else Scope.WRITE
        if needed not in key.scopes:
            raise ForbiddenError(
                f"The key of this request is not good for this: it cannot {needed.value}. Ask "
                "whoever runs this server for one that can."
            )
        return key

    def _check_host(self, headers: Headers) -> None:
        if ANY in self._hosts:
            return
        name = _without_port(headers.get("host", "")).lower().rstrip(".")
        if not any(
            name == host or (host.startswith("*.") and name.endswith(host[1:]))
            for host in self._hosts
        ):
            raise MalformedRequestError(
                "This server is not known under the name that was asked for. Use its own name, or "
                "have whoever runs it add this one to AKTR_TRUSTED_HOSTS."
            )


def _without_port(host: str) -> str:
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0]


def _is_open(path: str) -> bool:
    return path in OPEN_PATHS or path.startswith(OPEN_PREFIXES)


def _shown_key(headers: Headers, *, any_form: bool) -> str | None:
    """The key in the head of a request; where none is needed, what is no key of ours is no key.

    A proxy that asks for passwords of its own hands them on.
    """
    kind, _, credentials = headers.get("authorization", "").partition(" ")
    shown: str | None = None
    if kind.lower() == "bearer":
        shown = credentials.strip()
    elif kind.lower() == "basic":
        shown = _password(credentials)
    if shown is None or not (any_form or shown.startswith(KEY_PREFIX)):
        return None
    return shown


def _password(credentials: str) -> str:
    try:
        decoded = base64.b64decode(credentials, validate=True).decode()
    except (binascii.Error, ValueError):
        return ""
    return decoded.partition(":")[2]
