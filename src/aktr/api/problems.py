"""Every error leaves the API in one shape: ``application/problem+json`` of RFC 9457.

Nothing the client sent is repeated in a problem, except the names of uploaded files where the
client must know which one is meant; and nothing of the inside of the server is shown.
"""

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final
from uuid import uuid4

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import DBAPIError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.routing import Match

from aktr.api.protection.sizes import too_large_message
from aktr.contract.problem_schemas import (
    PROBLEM_MEDIA_TYPE,
    PROBLEM_TYPE_PREFIX,
    Problem,
    ProblemDetail,
)
from aktr.db.disks import Disks
from aktr.db.failures import DISK_FULL, DISK_FULL_RETRY_S, is_disk_full
from aktr.errors import DiskFullError, RequestError
from aktr.paperwork import WordingsFileError
from aktr.wrong_values import as_sentence, place_of, what_is_wrong

logger = logging.getLogger(__name__)

SAFE_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    # With "no-referrer", browsers would hide from us which site our own forms come from.
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
    "X-Robots-Tag": "noindex, nofollow",
}
"""Headers of every answer. Addresses of results are secrets: they must not leak as referrers, be
shown inside other sites, be read by them, or be found by search engines."""

NO_CONTENT_POLICY: Final = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; sandbox"
"""Content security policy of every answer that is no page of ours: nothing in it may act."""

NEVER_STORED: Final = {"Cache-Control": "no-store"}
"""Header of every answer that says something about a person or a batch."""


_NO_DEFECT: Final = (HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.INSUFFICIENT_STORAGE)
_NO_WORDINGS: Final = (
    "The file paperwork.json of this server cannot be used, so no paperwork is made. Tell whoever "
    "runs the server, whose log says what is wrong with it."
)
_METHODS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE")
CHALLENGE: Final = 'Bearer realm="aktr", Basic realm="aktr", charset="UTF-8"'
"""How a key is sent; browsers ask their user for one where Basic is offered."""


STATUS_TITLES: Final[Mapping[int, str]] = {
    400: "Bad request",
    401: "A key is needed",
    403: "Not allowed",
    404: "Not found",
    405: "Method not allowed",
    408: "The request took too long",
    409: "Not ready yet",
    410: "Gone",
    412: "Changed meanwhile",
    413: "Too large",
    415: "Not taken in this form",
    422: "Cannot be processed",
    428: "If-Match is missing",
    429: "Too many requests",
    431: "Head too large",
    500: "Internal error",
    503: "Overloaded",
    507: "Disk full",
}
"""Title of each problem, by status; docs/errors.md tells the meaning and the remedy of each."""

STATUS_DETAILS: Final[Mapping[int, str]] = {
    400: "The request cannot be understood. /docs shows how each request must look.",
    404: "There is nothing under this address. Addresses are listed under /docs.",
    405: "This address does not know this method. /docs lists the methods of each address; the "
    "Allow header names the ones that work here.",
    408: "The request body came in too slowly and was given up. Send it again, with fewer files "
    "at a time if the connection is slow.",
    413: "The request body is larger than allowed. Send fewer files at a time.",
    500: "Something went wrong inside aktr; the request itself may be fine. Try it again, and "
    "report it together with the instance if it happens twice.",
    507: DISK_FULL,
}
"""What is said of each status where nothing more is known."""


def problem_type(title: str) -> str:
    """The stable identifier of the kind of problem with this title."""
    return PROBLEM_TYPE_PREFIX + title.lower().replace(" ", "-")


def problem_response(
    status: int,
    detail: str,
    *,
    title: str | None = None,
    errors: Sequence[ProblemDetail] = (),
    headers: Mapping[str, str] | None = None,
    extensions: Mapping[str, Any] | None = None,
    cause: Exception | None = None,
) -> JSONResponse:
    """The answer to a request that is refused.

    Args:
        status: HTTP status, 400 to 599.
        detail: What is wrong and what to do about it, for the user.
        title: The kind of problem, if the status alone does not tell it.
        errors: Single causes.
        headers: Headers beyond those that every problem has.
        extensions: Members beyond those of RFC 9457, JSON values only.
        cause: What happened, for the log alone.
    """
    title = title or STATUS_TITLES.get(status) or HTTPStatus(status).phrase
    problem = Problem(
        type=problem_type(title),
        title=title,
        status=status,
        detail=detail,
        instance=f"urn:uuid:{uuid4()}",
        errors=[],
    )
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        # A server that is busy, or still starting, has no defect.
        level = logging.WARNING if status in _NO_DEFECT else logging.ERROR
        logger.log(level, "answered %d, %s", status, problem.instance, exc_info=cause)
    body = problem.model_dump(mode="json")
    body["errors"] = [error.model_dump(mode="json", exclude_none=True) for error in errors]
    return JSONResponse(
        {**body, **(extensions or {})},
        status_code=status,
        headers={**SAFE_HEADERS, **NEVER_STORED, **(headers or {})},
        media_type=PROBLEM_MEDIA_TYPE,
    )


def install_problem_handlers(app: FastAPI) -> None:
    """Make every error of an application leave it as a problem."""
    app.add_exception_handler(RequestError, _answer_request_error)
    app.add_exception_handler(RequestValidationError, _answer_validation_error)
    app.add_exception_handler(HTTPException, _answer_http_exception)
    app.add_exception_handler(ClientDisconnect, _answer_nobody)
    app.add_exception_handler(WordingsFileError, _answer_without_wordings)
    for failure in (DiskFullError, DBAPIError, OSError):
        app.add_exception_handler(failure, _answer_failed_storing)
    app.add_exception_handler(Exception, _answer_unexpected)


def request_error_response(error: RequestError) -> JSONResponse:
    """The answer to a request that one of our own errors refuses."""
    retry_after_s = getattr(error, "retry_after_s", None)
    headers = {} if retry_after_s is None else {"Retry-After": str(retry_after_s)}
    if error.http_status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = CHALLENGE
    if error.http_status == HTTPStatus.UNSUPPORTED_MEDIA_TYPE:
        headers["Accept-Encoding"] = "identity"
    return problem_response(error.http_status, error.message, title=error.title, headers=headers)


def unexpected_response(error: Exception) -> JSONResponse:
    """The answer to a request in which something went wrong inside aktr."""
    if is_disk_full(error):
        return _disk_full_response({"Connection": "close"})
    # The server ends the connection when an exception has come through; the client must know.
    return problem_response(500, STATUS_DETAILS[500], headers={"Connection": "close"}, cause=error)


def _disk_full_response(headers: Mapping[str, str]) -> JSONResponse:
    return problem_response(
        HTTPStatus.INSUFFICIENT_STORAGE,
        DISK_FULL,
        headers={"Retry-After": str(DISK_FULL_RETRY_S), **headers},
    )


async def _answer_failed_storing(request: Request, error: Exception) -> Response:
    if not is_disk_full(error):
        raise error
    disks: Disks = request.app.state.services.disks
    disks.note_failure()
    logger.error("a request could not be stored, a disk is full: %s", disks.described())
    return _disk_full_response({})


async def _answer_without_wordings(_request: Request, error: Exception) -> Response:
    assert isinstance(error, WordingsFileError)  # noqa: S101 - what it is registered for
    logger.error("no paperwork is made: %s", error.message)
    return problem_response(HTTPStatus.INTERNAL_SERVER_ERROR, _NO_WORDINGS)


async def _answer_request_error(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestError)  # noqa: S101 - what it is registered for
    return request_error_response(error)


async def _answer_validation_error(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - what it is registered for
    causes = error.errors()
    if all(cause["loc"][0] == "path" for cause in causes):
        # An address that cannot exist is as unknown as one that does not.
        return problem_response(404, STATUS_DETAILS[404])
    return problem_response(
        400,
        "A parameter is not as it must be; errors says which and how.",
        errors=[
            ProblemDetail(
                detail=as_sentence(what_is_wrong(cause)), parameter=".".join(place_of(cause))
            )
            for cause in causes
        ],
    )


async def _answer_http_exception(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - what it is registered for
    detail = STATUS_DETAILS.get(error.status_code) or HTTPStatus(error.status_code).description
    if error.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        # A body without a length, which is counted while it is read.
        most = request.app.state.services.settings.limits.max_request_bytes
        detail = too_large_message(request.scope, most)
    headers = dict(error.headers or {})
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        headers["Allow"] = ", ".join(_methods_at(request))
    return problem_response(error.status_code, detail, headers=headers)


def _methods_at(request: Request) -> list[str]:
    """The methods that work at an address.

    Each route has one method, and the exception names only that of the first route that fits.
    """
    return [
        method
        for method in _METHODS
        if any(
            route.matches({**request.scope, "method": method})[0] is Match.FULL
            for route in request.app.router.routes
        )
    ]


async def _answer_nobody(_request: Request, _error: Exception) -> Response:
    """The client went away while its body was being read; that is no fault of the server."""
    return problem_response(400, STATUS_DETAILS[400])


async def _answer_unexpected(_request: Request, error: Exception) -> Response:
    return unexpected_response(error)
