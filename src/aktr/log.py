"""Logging that says where and what went wrong, and nothing about whose report it was.

Reports hold names, tracking numbers and, before 2020-01-13, social security numbers. Messages of
exceptions can hold anything that was being read, so a log line gives an exception's type and the
lines of code it passed, never its message. Our own messages speak of positions and identifiers.
"""

import json
import logging
import sys
import traceback
from types import TracebackType
from typing import Final, TextIO

from aktr.errors import AktrError

LEVELS: Final = ("DEBUG", "INFO", "WARNING", "ERROR")

_QUIET_BELOW_WARNING: Final = (
    "uvicorn.access",
    "httpcore2",
    "httpx2",
    "PIL",
    "pikepdf",
    "procrastinate",
)
"""Loggers that would name clients, addresses or documents on every call."""

ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType | None]


class DiscreetFormatter(logging.Formatter):
    """Formats an exception as its type and its path through the code, without its message."""

    def formatException(  # noqa: N802 - the name is the standard library's
        self, ei: ExceptionInfo | tuple[None, None, None]
    ) -> str:
        """The exception and those that caused it, the first cause last."""
        lines: list[str] = []
        error: BaseException | None = ei[1]
        while error is not None:
            lines.append(f"{type(error).__module__}.{type(error).__qualname__}")
            lines += [
                f"  {frame.filename}:{frame.lineno} in {frame.name}"
                for frame in traceback.extract_tb(error.__traceback__)
            ]
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\n".join(lines)


class JsonFormatter(DiscreetFormatter):
    """Writes each event as one JSON object on one line."""

    def format(self, record: logging.LogRecord) -> str:
        """The event: when, how grave, from where, what; and the fields that its logger gave."""
        event: dict[str, object] = {
            "time": self.formatTime(record, self.datefmt),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            event["exception"] = self.formatException(record.exc_info).splitlines()
        return json.dumps(event, ensure_ascii=False)


def configure_logging(level: str, stream: TextIO | None = None, *, as_json: bool = False) -> None:
    """Send every log line of this process to one stream.

    Args:
        level: One of :data:`LEVELS`, in capitals or not.
        stream: Where lines go; stderr by default, so that stdout holds results only.
        as_json: Write JSON objects, for programs that gather logs.

    Raises:
        AktrError: There is no such level.
    """
    if level.upper() not in LEVELS:
        raise AktrError(f"AKTR_LOG_LEVEL is {level!r}. Set it to one of {', '.join(LEVELS)}.")
    handler = logging.StreamHandler(stream or sys.stderr)
    formatter = JsonFormatter if as_json else DiscreetFormatter
    handler.setFormatter(
        formatter("%(asctime)s %(levelname)s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%S%z")
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in _QUIET_BELOW_WARNING:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
