"""What a caller may give as a file, and what is sent of it."""

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from aktr.client.errors import UnusableFileError

Content = bytes | BinaryIO
File = str | os.PathLike[str] | Content | tuple[str, Content]
"""A path, bytes, an open file, or a name with one of the latter two."""


@dataclass(frozen=True, slots=True)
class NamedBytes:
    """A file as it is sent."""

    name: str
    content: bytes


def listed(files: Sequence[File]) -> list[File]:
    """The files that are to be sent, as a list.

    Raises:
        UnusableFileError: It is none, or empty.
    """
    # Each of these can be gone through, by letters, by lines, or as a name and its bytes.
    if (
        isinstance(files, str | bytes | bytearray | os.PathLike)
        or hasattr(files, "read")
        or _is_named_file(files)
        or not isinstance(files, Iterable)
    ):
        raise UnusableFileError("Give a list of files, also for one. Nothing was sent.")
    given = list(files)
    if not given:
        raise UnusableFileError("There is no file to send. Nothing was sent.")
    return given


def _is_named_file(files: object) -> bool:
    """Whether it is one name with bytes or an open file: two paths are a list of two files."""
    match files:
        case (str(), content):
            return isinstance(content, bytes) or hasattr(content, "read")
    return False


def load(files: Iterable[File]) -> list[NamedBytes]:
    """Read files, so that every try to send them sends the same bytes.

    Raises:
        UnusableFileError: One of them cannot be read.
    """
    return [_loaded(file, position) for position, file in enumerate(files, start=1)]


def _loaded(file: File, position: int) -> NamedBytes:
    if isinstance(file, str | os.PathLike):
        path = Path(file)
        return NamedBytes(_sendable(path.name), _read(path.read_bytes, str(path)))
    if not isinstance(file, tuple):
        name = _name_of_open_file(file) or f"file {position}"
        return NamedBytes(_sendable(name), _bytes_of(file, name))
    match file:
        case (str() as name, content):
            return NamedBytes(_sendable(name), _bytes_of(content, name))
    raise _unusable(f"file {position}")


def _name_of_open_file(file: Content) -> str | None:
    path = getattr(file, "name", None)
    return Path(path).name if isinstance(path, str) and path else None


def _bytes_of(content: Content, name: str) -> bytes:
    if isinstance(content, bytes):
        return content
    if not hasattr(content, "read"):
        raise _unusable(name)
    read = _read(content.read, name)
    if not isinstance(read, bytes):
        raise UnusableFileError(
            f'{_sendable(name)} is open as text. Open it with mode "rb". Nothing was sent.'
        )
    return read


def _read(read: Callable[[], bytes], name: str) -> bytes:
    try:
        return read()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UnusableFileError(
            f"{_sendable(name)} cannot be read: {reason}. Nothing was sent."
        ) from error


def _unusable(name: str) -> UnusableFileError:
    return UnusableFileError(
        f"{_sendable(name)} is not given as a file: give a path, bytes, an open file, or a pair of "
        "a name and one of the latter two. Nothing was sent."
    )


def _sendable(name: str) -> str:
    """A name whose every character can be sent; names on disks can hold bytes that are no text."""
    return name.encode(errors="replace").decode()
