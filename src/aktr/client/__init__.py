"""Speaks to an aktr server: typed, in threads or in an event loop, patient with bad lines.

docs/client.md shows how it is used; the shapes of all answers are those of the server itself.
"""

from aktr.client.clients import DEFAULT_URL, AsyncClient, Client
from aktr.client.errors import (
    AlreadyReadError,
    BadRequestError,
    CannotBeProcessedError,
    ChangedMeanwhileError,
    ClientError,
    DiskFullError,
    GoneError,
    HeadTooLargeError,
    KeyNeededError,
    NoAnswerError,
    NotAllowedError,
    NotFoundError,
    NothingToRetryError,
    NotReadyError,
    NotTakenError,
    OverloadedError,
    ProblemError,
    ServerFaultError,
    StillProcessingError,
    TookTooLongError,
    TooLargeError,
    TooManyRequestsError,
    UnexpectedAnswerError,
    UnusableFileError,
    WrongCorrectionError,
)
from aktr.client.files import File
from aktr.client.retries import Retries

__all__ = [
    "DEFAULT_URL",
    "AlreadyReadError",
    "AsyncClient",
    "BadRequestError",
    "CannotBeProcessedError",
    "ChangedMeanwhileError",
    "Client",
    "ClientError",
    "DiskFullError",
    "File",
    "GoneError",
    "HeadTooLargeError",
    "KeyNeededError",
    "NoAnswerError",
    "NotAllowedError",
    "NotFoundError",
    "NotReadyError",
    "NotTakenError",
    "NothingToRetryError",
    "OverloadedError",
    "ProblemError",
    "Retries",
    "ServerFaultError",
    "StillProcessingError",
    "TooLargeError",
    "TooManyRequestsError",
    "TookTooLongError",
    "UnexpectedAnswerError",
    "UnusableFileError",
    "WrongCorrectionError",
]
