"""Keys that a caller gives, and that are sent in the head of a request."""

from typing import Final
from uuid import uuid4

from aktr.client.errors import ClientError

_LONGEST_NAME: Final = 255
"""As the server takes them."""


def named_once(idempotency_key: str | None) -> str:
    """The name under which an upload is done once, however often it is sent.

    Args:
        idempotency_key: The caller's own; a random one if it is None. An empty one is no name: it
            comes from a field that was not filled in, and a random one in its place would let the
            same upload be done twice.

    Raises:
        ClientError: No server could take it; nothing was sent.
    """
    if idempotency_key is None:
        return str(uuid4())
    # The id of a row in the caller's own database, as it comes from there, is a number.
    is_text = isinstance(idempotency_key, str) and _is_printable(idempotency_key)
    if not is_text or not 0 < len(idempotency_key) <= _LONGEST_NAME:
        raise ClientError(
            f"The idempotency_key must be 1 to {_LONGEST_NAME} printable ASCII characters, or None "
            "for a random one. Nothing was sent."
        )
    return idempotency_key


def authorization(key: str) -> str:
    """The header that shows a key to the server.

    Raises:
        ClientError: It is no key of any server.
    """
    if not key.strip() or not _is_printable(key):
        raise ClientError(
            "The key must be printable ASCII characters, as the server gave it out. Check that it "
            "was copied whole and alone, without a line end."
        )
    return f"Bearer {key}"


def _is_printable(key: str) -> bool:
    return key.isascii() and key.isprintable()
