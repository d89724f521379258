"""How large the body of a request may be, and what to say about a larger one."""

import re
from typing import Final

from starlette.types import Scope

from aktr.settings import MEBIBYTE

LARGEST_CORRECTION: Final = MEBIBYTE // 8
"""Bytes in the body of a request that carries no files; hundreds of corrections take a tenth."""
_CORRECTIONS: Final = re.compile(r"PATCH /.*|POST /reports/[^/]+/corrections")


def largest_body(scope: Scope, max_request_bytes: int) -> int:
    """Most bytes in the body of a request.

    Args:
        scope: The head of the request.
        max_request_bytes: Most bytes in any body.
    """
    return (
        min(LARGEST_CORRECTION, max_request_bytes) if _is_correction(scope) else max_request_bytes
    )


def too_large_message(scope: Scope, max_request_bytes: int) -> str:
    """What to tell a client whose request body is over the limit.

    Args:
        scope: The head of the request.
        max_request_bytes: Most bytes in any body.
    """
    largest = largest_body(scope, max_request_bytes)
    if _is_correction(scope):
        return correction_too_large(largest)
    return (
        f"The request body is larger than {largest / MEBIBYTE:g} MB. Send fewer files at a time, "
        "or pictures in a lower resolution."
    )


def correction_too_large(largest: int = LARGEST_CORRECTION) -> str:
    """What to tell a client whose correction is larger than so many bytes."""
    return f"A correction has at most {largest / 1024:g} kB. Send it in parts."


def _is_correction(scope: Scope) -> bool:
    return _CORRECTIONS.fullmatch(f"{scope['method']} {scope['path']}") is not None
