"""Uploaded bytes outside of the database: in a folder, or in a store that speaks S3 or the like."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol
from urllib.parse import urlsplit

from aktr.db.disks import folder_of
from aktr.db.failures import DISK_FULL, DISK_FULL_RETRY_S, is_disk_full
from aktr.errors import DiskFullError, OverloadedError, SettingError

if TYPE_CHECKING:
    from obstore.store import ObjectStore

_RETRY_AFTER_S: Final = 10
_RETRIES_END: Final = timedelta(seconds=10)
"""How long a store is tried again; by itself its library would try for three minutes, which nobody
waits for who uploads. A single try takes 30 seconds at most, if nothing else is set."""
_NO_ROOM: Final = re.compile(r"\(os error (?:27|28|122)\)")
"""How the library says that a disk, or one's share of it, is full."""
_NO_NAME: Final = "does-it-answer"
"""Under which nothing is kept."""
_SCHEMES: Final = frozenset({"file", "s3", "gs", "az"})


@contextmanager
def _answering() -> Iterator[None]:
    """Turns whatever a store says when it is away into a reason to come back later."""
    from obstore.exceptions import BaseError  # noqa: PLC0415 - an extra

    try:
        yield
    except FileNotFoundError:
        raise
    except (BaseError, OSError) as error:
        if is_disk_full(error) or _NO_ROOM.search(str(error)):
            raise DiskFullError(DISK_FULL, DISK_FULL_RETRY_S) from error
        raise _no_answer() from error


def _no_answer() -> OverloadedError:
    return OverloadedError(
        "The store of uploads does not answer. Wait as long as the Retry-After header says and "
        "send the request again.",
        _RETRY_AFTER_S,
    )


class Blobs(Protocol):
    """Keeps bytes under names that are used once and never again.

    A store may hold files of others beside them, so nothing ever looks through it.
    """

    @property
    def url(self) -> str:
        """What tells this store from others."""

    def ask(self) -> None:
        """Make sure that the store answers.

        Raises:
            OverloadedError: It does not.
        """

    def put(self, name: str, content: bytes) -> None:
        """Keep bytes."""

    def get(self, name: str) -> bytes | None:
        """The bytes under a name; None if there are none."""

    def has(self, name: str) -> bool:
        """Whether there are bytes under a name."""

    def delete(self, name: str) -> None:
        """Forget bytes; a name without bytes is passed over."""


class ObjectBlobs:
    """A store that obstore knows.

    Args:
        url: Such as ``file:///srv/aktr/uploads`` or ``s3://bucket/prefix``; keys, region and end
            point come from the variables of the store's own tools, such as ``AWS_ENDPOINT``.

    Raises:
        SettingError: The URL names no store or no folder, or the extra is not installed.
    """

    def __init__(self, url: str) -> None:
        try:
            import obstore  # noqa: PLC0415 - an extra
            from obstore.exceptions import BaseError  # noqa: PLC0415
            from obstore.store import LocalStore  # noqa: PLC0415
        except ImportError as error:
            raise SettingError(
                'AKTR_UPLOAD_STORE needs the extra "object-store". Install it with: '
                'pip install "aktr[object-store]"'
            ) from error
        parts = urlsplit(url)
        if parts.scheme not in _SCHEMES:
            raise SettingError(
                "AKTR_UPLOAD_STORE names no store. Set it to something like "
                "file:///srv/aktr/uploads or s3://bucket/prefix, or leave it out to keep uploads "
                "in the database."
            )
        folder = folder_of(url)
        if folder is not None:
            _check_folder(folder, parts.netloc)
        self._url = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path.rstrip('/')}"
        self._obstore = obstore
        try:
            self._folder = folder
            self._store = LocalStore(folder) if folder else _opened(url)
        except (BaseError, OSError, ValueError) as error:
            raise SettingError(
                "The store of AKTR_UPLOAD_STORE cannot be opened. Check its address and keys."
            ) from error

    @property
    def url(self) -> str:
        """What tells this store from others; without anything that opens it."""
        return self._url

    def ask(self) -> None:
        """Make sure that the store answers."""
        from obstore.exceptions import PermissionDeniedError  # noqa: PLC0415 - an extra

        # In a folder that is gone there is nothing under any name, as in an empty one.
        if self._folder is not None and not self._folder.is_dir():
            raise _no_answer()
        # Some stores refuse to say that there is nothing under a name; that is an answer.
        with _answering(), suppress(FileNotFoundError, PermissionDeniedError):
            self._obstore.head(self._store, _NO_NAME)

    def put(self, name: str, content: bytes) -> None:
        """Keep bytes."""
        with _answering():
            self._obstore.put(self._store, name, content)

    def get(self, name: str) -> bytes | None:
        """The bytes under a name; None if there are none."""
        with _answering(), suppress(FileNotFoundError):
            return bytes(self._obstore.get(self._store, name).bytes())
        return None

    def has(self, name: str) -> bool:
        """Whether there are bytes under a name."""
        with _answering(), suppress(FileNotFoundError):
            self._obstore.head(self._store, name)
            return True
        return False

    def delete(self, name: str) -> None:
        """Forget bytes; a name without bytes is passed over."""
        with _answering(), suppress(FileNotFoundError):
            self._obstore.delete(self._store, name)


def _opened(url: str) -> "ObjectStore":
    from obstore.store import from_url  # noqa: PLC0415 - an extra

    # Nothing else: options of the client would stand in for all those of the environment.
    return from_url(url, retry_config={"retry_timeout": _RETRIES_END})


def _check_folder(folder: Path, machine: str) -> None:
    """Make sure of the folder that a URL names; its disk may be one that is not mounted."""
    if machine not in {"", "localhost"}:
        raise SettingError(
            f'AKTR_UPLOAD_STORE names "{machine}" as a machine. The path of a folder comes '
            "after three slashes, such as file:///srv/aktr/uploads."
        )
    if not folder.is_dir():
        raise SettingError(
            f"The folder {folder} of AKTR_UPLOAD_STORE does not exist. Make it, mount its disk, or "
            "correct the path."
        )
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        raise SettingError(
            f"The folder {folder} of AKTR_UPLOAD_STORE may not be written to. Let the user of aktr "
            "own it, or name another one."
        )
