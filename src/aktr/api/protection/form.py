"""Requests that could be understood in two ways, or not at all, told by their head."""

from collections import Counter
from typing import Final
from urllib.parse import parse_qsl

from starlette.datastructures import Headers
from starlette.types import Scope

from aktr.errors import EncodingError, MalformedRequestError

COMPRESSED_BODY: Final = (
    "The body of this request is compressed, and compressed bodies are not taken. Send it without "
    "Content-Encoding; reports and pictures are compressed in themselves."
)
_PLAIN: Final = frozenset({"", "identity"})
_API: Final = "/v1/"


def check_form(headers: Headers, scope: Scope) -> None:
    """Make sure that a request says each thing once, and that its body comes as it is.

    Raises:
        EncodingError: The body is compressed. A small one could unpack to any size.
        MalformedRequestError: Something that there is one of stands twice.
    """
    codings = ",".join(headers.getlist("content-encoding")).split(",")
    if not all(coding.strip().lower() in _PLAIN for coding in codings):
        raise EncodingError(COMPRESSED_BODY)
    if len(headers.getlist("idempotency-key")) > 1:
        raise MalformedRequestError("The Idempotency-Key stands twice. Send one.")
    if scope["path"].startswith(_API):
        names = [name for name, _ in parse_qsl(_query(scope), keep_blank_values=True)]
        if any(number > 1 for number in Counter(names).values()):
            raise MalformedRequestError(
                "A parameter stands twice in the address, and only one of both could count. Send "
                "each once."
            )


def _query(scope: Scope) -> str:
    query: bytes = scope.get("query_string", b"")
    return query.decode("latin-1")
