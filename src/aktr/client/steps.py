"""What the methods of the client consist of, whoever takes the steps.

A method is a generator. It yields what has to be done (send this, wait so long, read these files)
and gets back what came of it; how that is done, in a thread or in an event loop, is the business of
:class:`~aktr.client.Client` and :class:`~aktr.client.AsyncClient` alone.
"""

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import httpx2

from aktr.client.files import File, NamedBytes

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Request:
    """A request, to be sent as often as it takes."""

    method: str
    path: str
    """Below the base URL, with everything in it escaped."""
    repeatable: bool
    """Whether it may be sent again when nobody knows what became of it."""
    params: Mapping[str, str | int] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    content: bytes | None = None
    files: Sequence[tuple[str, NamedBytes]] = ()
    """Parts of a form that are files, by the name of the part."""
    form: Mapping[str, str] = field(default_factory=dict)
    waits_s: float = 0.0
    """Seconds for which the server may keep it waiting on purpose."""

    def arguments(self, timeout: httpx2.Timeout) -> dict[str, Any]:
        """The same in the words of the HTTP library."""
        patient = httpx2.Timeout(
            connect=timeout.connect,
            read=None if timeout.read is None else timeout.read + self.waits_s,
            write=timeout.write,
            pool=timeout.pool,
        )
        parts = [
            (part, (file.name, file.content, "application/octet-stream"))
            for part, file in self.files
        ]
        return {
            "method": self.method,
            "url": self.path,
            "params": {name: _sendable(value) for name, value in self.params.items()} or None,
            "headers": dict(self.headers),
            "content": self.content,
            "files": parts or None,
            "data": dict(self.form) or None,
            "timeout": patient,
        }


def _sendable(value: str | int) -> str | int:
    """A value whose every character can be sent."""
    return value.encode(errors="replace").decode() if isinstance(value, str) else value


@dataclass(frozen=True, slots=True)
class Send:
    """Send a request; gives the whole answer."""

    request: Request


@dataclass(frozen=True, slots=True)
class Listen:
    """Send a request whose answer is a stream of events; gives its head, or all of a refusal."""

    request: Request


@dataclass(frozen=True, slots=True)
class Hear:
    """Wait for the next event of the stream; gives it, or None at the end."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Do nothing for a while."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Load:
    """Read files; gives their names and bytes."""

    files: Sequence[File]


@dataclass(frozen=True, slots=True)
class Show:
    """Hand something to the caller, who goes through what is found."""

    item: Any


Step = Send | Listen | Hear | Pause | Load | Show
Steps = Generator[Step, Any, T]
"""A method on its way: its last word is its result."""


@dataclass(frozen=True, slots=True)
class Finds(Generic[T]):
    """A method that hands over one thing after the other."""

    steps: Steps[None]


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer, and what came before it."""

    response: httpx2.Response
    after_silence: bool
    """Whether the same request was sent before and nobody knows what became of it."""


class Course(Generic[T]):
    """Where a method stands.

    Args:
        steps: The method.
    """

    result: T

    def __init__(self, steps: Steps[T]) -> None:
        self._steps = steps

    def next_step(self, outcome: object = None, error: Exception | None = None) -> Step | None:
        """Tell the method what came of its last step; gives the next one, or None at the end."""
        try:
            return self._steps.send(outcome) if error is None else self._steps.throw(error)
        except StopIteration as end:
            self.result = end.value
            return None

    def give_up(self) -> None:
        """End the method where it stands."""
        self._steps.close()
