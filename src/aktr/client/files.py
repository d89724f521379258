"""What a caller may give as a file, and what is sent of it."""

import os
from collections.abc import Iterable
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


def load(files: Iterable[File]) -> list[NamedBytes]:
    """Read files, so that every try to send them sends the same bytes.

    Raises:
        UnusableFileError: One of them cannot be read.
    """
    return [_loaded(file, position) for position, file in enumerate(files, start=1)]


def _loaded(file: File, position: int) -> NamedBytes:
    if isinstance(file, tuple):
        name, content = file
        return NamedBytes(name, _bytes_of(content, name))
    if isinstance(file, str | os.PathLike):
        path = Path(file)
        try:
            return NamedBytes(path.name, path.read_bytes())
        except OSError as error:
            raise UnusableFileError(
                f"{path} cannot be read: {error.strerror}. Nothing was sent."
            ) from error
    path_of_open_file = getattr(file, "name", None)
    is_named = isinstance(path_of_open_file, str) and path_of_open_file
    name = Path(str(path_of_open_file)).name if is_named else f"file {position}"
    return NamedBytes(name, _bytes_of(file, name))


def _bytes_of(content: Content, name: str) -> bytes:
    if isinstance(content, bytes):
        return content
    try:
        return content.read()
    except (OSError, ValueError) as error:
        raise UnusableFileError(f"{name} cannot be read: {error}. Nothing was sent.") from error
