"""Every way in which aktr says no, as one tree.

::

    AktrError                   anything the user can be told
    ├── SettingError            a setting cannot be followed; nothing is started
    ├── FileError               one file could not become a report; never stops other files
    └── RequestError            the request as a whole is refused
        ├── MalformedRequestError   400
        ├── UnauthorizedError       401
        ├── ForbiddenError          403
        ├── UnknownAddressError     404
        ├── NotReadyError           409
        ├── NothingToRetryError     409
        ├── AlreadyReadError        409
        ├── ExpiredError            410
        ├── PreconditionFailedError 412
        ├── TooLargeError           413
        ├── EncodingError           415
        ├── UnprocessableError      422
        ├── PreconditionRequiredError 428
        ├── TooManyRequestsError    429
        ├── SummaryError            500
        └── OverloadedError         503
            └── DiskFullError           507

A ``FileError`` carries one of the words of :class:`FileErrorType`; docs/errors.md gives the meaning
and the remedy of each. Errors are turned into answers in two places only: the problem handlers of
the API and ``main`` of the command line.
"""

import errno
from enum import StrEnum
from typing import ClassVar, Final

_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def is_full(error: OSError) -> bool:
    """Whether there is no room for what was to be written."""
    return error.errno in _NO_ROOM


class FileErrorType(StrEnum):
    """Why one file did not become a report. The words are stable: clients may rely on them."""

    EMPTY_FILE = "EMPTY_FILE"
    FILE_TOO_LARGE = "FILE_TOO_LARGE"
    UNSUPPORTED_TYPE = "UNSUPPORTED_TYPE"
    INVALID_PDF = "INVALID_PDF"
    ENCRYPTED_PDF = "ENCRYPTED_PDF"
    INVALID_IMAGE = "INVALID_IMAGE"
    TOO_MANY_PAGES = "TOO_MANY_PAGES"
    TOO_MANY_PIXELS = "TOO_MANY_PIXELS"
    UNREADABLE = "UNREADABLE"
    NOT_A_TEST_REPORT = "NOT_A_TEST_REPORT"
    TIMED_OUT = "TIMED_OUT"
    OUT_OF_MEMORY = "OUT_OF_MEMORY"
    INTERNAL = "INTERNAL"
    CANCELLED = "CANCELLED"

    @property
    def can_pass(self) -> bool:
        """Whether the cause may be gone on another try: it may lie in the machine, not the file."""
        return self in _CAN_PASS


_CAN_PASS: Final = frozenset(
    {
        FileErrorType.TIMED_OUT,
        FileErrorType.OUT_OF_MEMORY,
        FileErrorType.INTERNAL,
        FileErrorType.CANCELLED,
    }
)


class AktrError(Exception):
    """Anything that goes wrong and that the user can be told about.

    Args:
        message: What is wrong and what to do about it, written for the user.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class SettingError(AktrError):
    """A setting is wrong, or what it names cannot be used; the message names both."""

    exit_code = 2


class FileError(AktrError):
    """One file could not become a report.

    Args:
        error_type: The stable word for the cause.
        message: What is wrong with the file and what to do about it.
    """

    def __init__(self, error_type: FileErrorType, message: str) -> None:
        super().__init__(message)
        self.error_type = error_type

    def __reduce__(self) -> tuple[type["FileError"], tuple[FileErrorType, str]]:
        return (type(self), (self.error_type, self.message))


class RequestError(AktrError):
    """A request that is refused as a whole."""

    http_status: ClassVar[int] = 400
    title: ClassVar[str] = "Bad request"


class MalformedRequestError(RequestError):
    """The request cannot be understood: wrong parameters, no file, too many files."""


class UnauthorizedError(RequestError):
    """The server answers holders of a key only, and this request shows none that holds."""

    http_status = 401
    title = "A key is needed"


class ForbiddenError(RequestError):
    """The request is understood, and its sender may not make it."""

    http_status = 403
    title = "Not allowed"


class UnknownAddressError(RequestError):
    """There is nothing under this address, and there never was as far as is known."""

    http_status = 404
    title = "Not found"


class NotReadyError(RequestError):
    """The batch is still being processed."""

    http_status = 409
    title = "Not ready yet"

    def __init__(self, message: str, retry_after_s: int = 1) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class NothingToRetryError(RequestError):
    """The file gave its report, so that there is nothing to try again."""

    http_status = 409
    title = "Nothing to retry"


class AlreadyReadError(RequestError):
    """The file gave its report, which would be lost with it."""

    http_status = 409
    title = "Already read"


class ExpiredError(RequestError):
    """There was a result, and its retention time is over."""

    http_status = 410
    title = "Gone"


class PreconditionFailedError(RequestError):
    """The client decided on a state that is no longer the present one."""

    http_status = 412
    title = "Changed meanwhile"


class TooLargeError(RequestError):
    """The request body is larger than the limit."""

    http_status = 413
    title = "Too large"


class EncodingError(RequestError):
    """The request body comes in a form that is not taken, such as a compressed one."""

    http_status = 415
    title = "Not taken in this form"


class UnprocessableError(RequestError):
    """The request is well formed and cannot be carried out."""

    http_status = 422
    title = "Cannot be processed"


class PreconditionRequiredError(RequestError):
    """The request has to say on which state the client decided."""

    http_status = 428
    title = "If-Match is missing"


class TooManyRequestsError(RequestError):
    """The client sends more requests than the operator allows."""

    http_status = 429
    title = "Too many requests"

    def __init__(self, message: str, retry_after_s: int) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class SummaryError(RequestError):
    """The reports are there, and a defect keeps their summary from being made."""

    http_status = 500
    title = "Internal error"


class OverloadedError(RequestError):
    """The server has more work than it can promise to do."""

    http_status = 503
    title = "Overloaded"

    def __init__(self, message: str, retry_after_s: int) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class DiskFullError(OverloadedError):
    """There is no room on a disk of the server; what was to be stored is not, the rest stays."""

    http_status = 507
    title = "Disk full"
