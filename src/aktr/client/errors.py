"""Every way in which a call of the client can fail, as one tree.

::

    ClientError                 anything that goes wrong while speaking to a server
    ├── UnusableFileError       a file cannot be opened; nothing was sent
    ├── WrongCorrectionError    a correction that no report could take; nothing was sent
    ├── NoAnswerError           no answer came, however often it was tried
    ├── UnexpectedAnswerError   an answer came that aktr does not give
    ├── StillProcessingError    the caller's patience ended before the work
    └── ProblemError            the server refused, and says why (RFC 9457)
        ├── BadRequestError             400
        ├── KeyNeededError              401
        ├── NotAllowedError             403
        ├── NotFoundError               404
        ├── TookTooLongError            408
        ├── NotReadyError               409
        ├── NothingToRetryError         409
        ├── GoneError                   410
        ├── ChangedMeanwhileError       412
        ├── TooLargeError               413
        ├── NotTakenError               415
        ├── CannotBeProcessedError      422
        ├── TooManyRequestsError        429
        ├── HeadTooLargeError           431
        ├── ServerFaultError            500
        ├── OverloadedError             503
        └── DiskFullError               507
"""

from http import HTTPStatus
from typing import ClassVar, Final

import httpx2
from pydantic import ValidationError

from aktr.contract.batch_schemas import BatchAnswer, BatchStateAnswer
from aktr.contract.problem_schemas import PROBLEM_MEDIA_TYPE, PROBLEM_TYPE_PREFIX, Problem
from aktr.errors import AktrError

NOT_UNDERSTOOD: Final = (
    "The server's answer is not understood. Check that base_url leads to aktr; if the server is "
    "newer than this client, update the client."
)


class ClientError(AktrError):
    """Anything that goes wrong while speaking to a server."""


class UnusableFileError(ClientError):
    """A file cannot be opened or read on this machine; nothing was sent."""


class WrongCorrectionError(ClientError):
    """A correction that no report could take; nothing was sent."""


class NoAnswerError(ClientError):
    """No answer came: no connection, a broken one, or too late.

    Args:
        message: What happened and what to do about it.
        may_be_done: Whether the server may have done all the same what it was asked for.
    """

    def __init__(self, message: str, *, may_be_done: bool) -> None:
        super().__init__(message)
        self.may_be_done = may_be_done


class UnexpectedAnswerError(ClientError):
    """An answer came that no server of this version of aktr gives."""


class StillProcessingError(ClientError):
    """The caller's patience ended before the work on a batch; the work goes on.

    Args:
        state: The last state that was seen.
    """

    def __init__(self, state: BatchStateAnswer) -> None:
        super().__init__(
            f"The batch is still being processed: {state.percent_done} % of its files are done. "
            "Nothing is lost; wait for it again."
        )
        self.state = state


class ProblemError(ClientError):
    """The server refused the request, and says why.

    Args:
        problem: What it says.
        retry_after_s: Seconds after which it wants to be asked again, if it says so.
    """

    kind: ClassVar[str] = ""
    """How the type of the problem ends."""

    def __init__(self, problem: Problem, retry_after_s: float | None = None) -> None:
        super().__init__(problem.detail)
        self.problem = problem
        self.type = problem.type
        """Stable identifier of the kind of problem."""
        self.title = problem.title
        self.status = problem.status
        self.detail = problem.detail
        self.errors = problem.errors
        """Single causes: a parameter that is wrong, or a file that gave no report."""
        self.instance = problem.instance
        """Names this one refusal; the server's log holds it with its cause."""
        self.retry_after_s = retry_after_s

    def __str__(self) -> str:
        causes = (
            f"{error.file_name or error.parameter}: {error.detail}"
            if error.file_name or error.parameter
            else error.detail
            for error in self.errors
        )
        return "\n".join((self.detail, *causes))


class BadRequestError(ProblemError):
    """The request cannot be understood."""

    kind = "bad-request"


class KeyNeededError(ProblemError):
    """The server answers holders of a key only, and none that holds was shown."""

    kind = "a-key-is-needed"


class NotAllowedError(ProblemError):
    """The key is not good for this."""

    kind = "not-allowed"


class NotFoundError(ProblemError):
    """There is nothing under this address."""

    kind = "not-found"


class TookTooLongError(ProblemError):
    """The upload came in too slowly and was given up."""

    kind = "the-request-took-too-long"


class NotReadyError(ProblemError):
    """The batch is still being processed."""

    kind = "not-ready-yet"


class NothingToRetryError(ProblemError):
    """The file gave its report."""

    kind = "nothing-to-retry"


class AlreadyReadError(ProblemError):
    """The file gave its report, which another copy would delete."""

    kind = "already-read"


class GoneError(ProblemError):
    """There was a result, and its time is over."""

    kind = "gone"


class ChangedMeanwhileError(ProblemError):
    """Somebody else changed the report after it was looked at."""

    kind = "changed-meanwhile"


class TooLargeError(ProblemError):
    """More bytes than the server takes at once."""

    kind = "too-large"


class NotTakenError(ProblemError):
    """A body in a form that the server does not take, such as a compressed one."""

    kind = "not-taken-in-this-form"


class CannotBeProcessedError(ProblemError):
    """No file of an upload gave a report, or a correction does not fit the report."""

    kind = "cannot-be-processed"

    @property
    def batch(self) -> BatchAnswer | None:
        """The batch of an upload of which no file gave a report."""
        given = (self.problem.model_extra or {}).get("batch")
        try:
            return None if given is None else BatchAnswer.model_validate(given)
        except ValidationError:
            raise UnexpectedAnswerError(NOT_UNDERSTOOD) from None


class TooManyRequestsError(ProblemError):
    """More requests than the server allows."""

    kind = "too-many-requests"


class HeadTooLargeError(ProblemError):
    """The address and the headers together are more than the server takes."""

    kind = "head-too-large"


class ServerFaultError(ProblemError):
    """Something went wrong inside the server."""

    kind = "internal-error"


class OverloadedError(ProblemError):
    """The server has too much to do, or a part of it does not answer."""

    kind = "overloaded"


class DiskFullError(ProblemError):
    """There is no room on the disk of the server; nothing of the request was stored."""

    kind = "disk-full"


_BY_KIND: Final = {error.kind: error for error in ProblemError.__subclasses__()}


def refusal(response: httpx2.Response, retry_after_s: float | None) -> ClientError:
    """The error that an answer with a status of 300 or above stands for.

    Args:
        response: The answer, read to its end.
        retry_after_s: What its Retry-After header says.
    """
    status = response.status_code
    if status < HTTPStatus.BAD_REQUEST:
        return UnexpectedAnswerError(
            f"The server sends to another address (status {status}). Use that address as base_url."
        )
    if _media_type(response) != PROBLEM_MEDIA_TYPE:
        return ProblemError(_unexplained(status), retry_after_s)
    try:
        problem = Problem.model_validate_json(response.content)
    except ValidationError:
        return ProblemError(_unexplained(status), retry_after_s)
    kind = problem.type.removeprefix(PROBLEM_TYPE_PREFIX)
    return _BY_KIND.get(kind, ProblemError)(problem, retry_after_s)


def _media_type(response: httpx2.Response) -> str:
    content_type: str = response.headers.get("Content-Type", "")
    return content_type.partition(";")[0].strip().lower()


def _unexplained(status: int) -> Problem:
    """What an answer says that does not come from aktr, but from something in front of it."""
    try:
        title = HTTPStatus(status).phrase
    except ValueError:
        title = "Unknown status"
    return Problem(
        type="about:blank",
        title=title,
        status=status,
        detail=f"The server, or something in front of it, answered {status} ({title}) and gave no "
        "reason. Check the address, or ask whoever runs it.",
        instance="",
        errors=[],
    )
