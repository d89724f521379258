"""Refusals as pages: whoever asks for a page, as browsers do, gets the problem as one.

Everybody else gets the JSON of :mod:`aktr.api.problems`, of which the page is made.
"""

import json
from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from fastapi import FastAPI, Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from aktr.api.problems import unexpected_response
from aktr.api.protection.middleware import HttpMiddleware
from aktr.contract.problem_schemas import PROBLEM_MEDIA_TYPE, PROBLEM_TYPE_PREFIX
from aktr.pages.render import page
from aktr.pages.wording import FALLBACK, wording_of

_OF_THE_BODY: Final = ("content-type", "content-length")
_OWN_WORDS: Final = ("already-read", "nothing-to-retry")
"""Problems whose detail speaks to programs; the words of their pages say all of it."""
_FILES_REFUSED: Final = "files-refused"
_CORRECTION_TOO_LARGE: Final = "correction-too-large"
_REPORTS: Final = "/reports/"
_ABSENT: Final = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)


class ProblemPages(HttpMiddleware):
    """Middleware that shows problems as pages to those who want pages."""

    async def serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if _wants_page(HTTPConnection(scope)):
            send = _ProblemToPage(scope, send).send
        await self._app(scope, receive, send)


class _ProblemToPage:
    def __init__(self, scope: Scope, send: Send) -> None:
        self._request = HTTPConnection(scope)
        self._send = send
        self._start: Message | None = None
        self._body = b""

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            content_type = Headers(raw=message["headers"]).get("content-type", "")
            if content_type.startswith(PROBLEM_MEDIA_TYPE):
                self._start = message
                return
        elif self._start is not None and message["type"] == "http.response.body":
            await self._collect(self._start, message)
            return
        await self._send(message)

    async def _collect(self, start: Message, message: Message) -> None:
        """Send the page as soon as the problem is whole.

        After that the connection may be kept open for a while, to see a refused body to its end.
        """
        self._body += message.get("body", b"")
        try:
            problem = json.loads(self._body)
        except ValueError:
            return
        self._start = None
        shown = problem_page(self._request, problem)
        headers = MutableHeaders(raw=list(start["headers"]))
        for name in _OF_THE_BODY:
            del headers[name]
        for name, value in shown.headers.items():
            headers[name] = value
        await self._send({**start, "headers": headers.raw})
        await self._send({**message, "body": bytes(shown.body)})


def problem_page(request: HTTPConnection, problem: dict[str, Any]) -> Response:
    """A problem of the API as a page.

    Args:
        request: The request that was refused.
        problem: The members of the problem.
    """
    class_url = _class_url(request, problem["status"])
    kind = _kind(request, problem, of_a_class=class_url is not None)
    return page(
        request,
        "problem",
        {
            "problem": problem,
            "kind": kind,
            "shows_detail": kind not in (*_OWN_WORDS, _FILES_REFUSED),
            "class_url": class_url,
        },
        status=problem["status"],
    )


def _kind(request: HTTPConnection, problem: dict[str, Any], *, of_a_class: bool) -> str:
    """Under which name the words for a problem are kept."""
    type_ = problem["type"].removeprefix(PROBLEM_TYPE_PREFIX)
    if type_ in _OWN_WORDS:
        return str(type_)
    if of_a_class and any("file_name" in error for error in problem["errors"]):
        return _FILES_REFUSED
    is_too_large = problem["status"] == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    if is_too_large and request.url.path.startswith(_REPORTS):
        return _CORRECTION_TOO_LARGE
    status = str(problem["status"])
    return status if wording_of(FALLBACK).has(f"problem.{status}.title") else "other"


def _class_url(request: HTTPConnection, status: int) -> str | None:
    """The page of the class about which something was refused; its address is the only key to it.

    None if the request was about none, or about one that is not there.
    """
    match request.url.path.split("/"):
        case ["", "batches", batch_id, *_] if status not in _ABSENT:
            try:
                return f"/batches/{UUID(batch_id)}"
            except ValueError:
                return None
    return None


def install_problem_pages(app: FastAPI) -> None:
    """Make every error of an application a page for those who want pages."""
    app.add_middleware(ProblemPages)
    # This one is called outside of every middleware.
    app.add_exception_handler(Exception, _answer_unexpected)


async def _answer_unexpected(request: Request, error: Exception) -> Response:
    answer = unexpected_response(error)
    if not _wants_page(request):
        return answer
    return problem_page(request, json.loads(bytes(answer.body)))


def _wants_page(request: HTTPConnection) -> bool:
    return "text/html" in request.headers.get("accept", "")
