"""From a request to its typed answer, or to the error that the answer stands for."""

from http import HTTPStatus
from typing import Any

import httpx2
from pydantic import ValidationError

from aktr.client.endpoints import Endpoint, T
from aktr.client.errors import NOT_UNDERSTOOD, UnexpectedAnswerError, refusal
from aktr.client.retries import retry_after_s
from aktr.client.steps import Answered, Request, Send, Steps


def ask(endpoint: Endpoint[T], **request: Any) -> Steps[T]:  # noqa: ANN401 - members of Request
    """Send a request and read its answer.

    Raises:
        ClientError: There is no answer, a refusal, or an answer of another shape.
    """
    answered = yield from send(endpoint.request(**request))
    return understood(endpoint, answered.response)


def send(request: Request) -> Steps[Answered]:
    """Send a request.

    Raises:
        ClientError: There is no answer, or a refusal.
    """
    answered: Answered = yield Send(request)
    # A thing is also deleted if it was done by an attempt whose answer got lost.
    is_settled = (
        request.method == "DELETE"
        and answered.after_silence
        and answered.response.status_code == HTTPStatus.NOT_FOUND
    )
    if not is_settled:
        refuse(answered.response)
    return answered


def refuse(response: httpx2.Response) -> None:
    """Raise what a refusal stands for."""
    if not response.is_success:
        raise refusal(response, retry_after_s(response))


def understood(endpoint: Endpoint[T], response: httpx2.Response) -> T:
    """A successful answer in its type.

    Raises:
        UnexpectedAnswerError: It has another shape.
    """
    return understood_content(endpoint, response.content)


def understood_content(endpoint: Endpoint[T], content: bytes) -> T:
    """The body of an answer, or the data of an event, in its type.

    Raises:
        UnexpectedAnswerError: It has another shape.
    """
    if endpoint.answer is type(None):
        content = b""
    try:
        return endpoint.read(content)
    except ValidationError:
        # What the library says of it quotes the answer, which may be about a person.
        raise UnexpectedAnswerError(NOT_UNDERSTOOD) from None
