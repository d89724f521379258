"""A request says each thing once, and its body comes as it is."""

import pytest
from starlette.datastructures import Headers

from aktr.api.protection.form import check_form
from aktr.errors import EncodingError, MalformedRequestError


def check(headers: list[tuple[str, str]], query: str = "", path: str = "/v1/acs/codes") -> None:
    raw = [(name.lower().encode(), value.encode()) for name, value in headers]
    check_form(Headers(raw=raw), {"path": path, "query_string": query.encode()})


@pytest.mark.parametrize("coding", ["gzip", "identity, br", "GZIP", "nonsense"])
def test_a_compressed_body_is_not_taken(coding: str) -> None:
    with pytest.raises(EncodingError, match="without Content-Encoding"):
        check([("Content-Encoding", coding)])


def test_what_is_said_once_is_taken() -> None:
    check([])
    check([("Content-Encoding", "identity"), ("Idempotency-Key", "a")], "q=a&limit=2")
    check([("Cookie", "a"), ("Cookie", "b")], "exam=PAR&exam=CAX", path="/batches/1")


def test_what_is_said_twice_is_refused_rather_than_half_overlooked() -> None:
    with pytest.raises(MalformedRequestError, match="Idempotency-Key"):
        check([("Idempotency-Key", "a"), ("Idempotency-Key", "b")])
    for query in ("status=success&status=failed", "q=&q=", "q=a&%71=b"):
        with pytest.raises(MalformedRequestError, match="twice"):
            check([], query)
