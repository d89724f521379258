"""Uploaded bytes outside of the database: in a folder, or in a store that speaks S3 or the like."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Final, Protocol
from urllib.parse import unquote, urlsplit

from aktr.errors import AktrError, OverloadedError

_RETRY_AFTER_S: Final = 10
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
        raise OverloadedError(
            "The store of uploads does not answer. Wait as long as the Retry-After header says and "
            "send the request again.",
            _RETRY_AFTER_S,
        ) from error


class Blobs(Protocol):
    """Keeps bytes under names that are used once and never again."""

    def put(self, name: str, content: bytes) -> None:
        """Keep bytes."""

    def get(self, name: str) -> bytes | None:
        """The bytes under a name; None if there are none."""

    def delete(self, names: Collection[str]) -> None:
        """Forget bytes; names without bytes are passed over."""

    def names_before(self, moment: datetime) -> Iterator[str]:
        """The names of what was put before a moment."""


class ObjectBlobs:
    """A store that obstore knows.

    Args:
        url: Such as ``file:///srv/aktr/uploads`` or ``s3://bucket/prefix``; keys, region and end
            point come from the variables of the store's own tools, such as ``AWS_ENDPOINT``.

    Raises:
        AktrError: The URL names no store, or the extra is not installed.
    """

    def __init__(self, url: str) -> None:
        try:
            import obstore  # noqa: PLC0415 - an extra
            from obstore.exceptions import BaseError  # noqa: PLC0415
            from obstore.store import LocalStore, from_url  # noqa: PLC0415
        except ImportError as error:
            raise AktrError(
                'AKTR_UPLOAD_STORE needs the extra "object-store". Install it with: '
                'pip install "aktr[object-store]"'
            ) from error
        parts = urlsplit(url)
        if parts.scheme not in _SCHEMES:
            raise AktrError(
                "AKTR_UPLOAD_STORE names no store. Set it to something like "
                "file:///srv/aktr/uploads or s3://bucket/prefix, or leave it out to keep uploads "
                "in the database."
            )
        self._obstore = obstore
        try:
            self._store = (
                LocalStore(Path(unquote(parts.path)), mkdir=True)
                if parts.scheme == "file"
                else from_url(url)
            )
        except (BaseError, OSError) as error:
            raise AktrError(
                "The store of AKTR_UPLOAD_STORE cannot be opened. Check its address and keys."
            ) from error

    def put(self, name: str, content: bytes) -> None:
        """Keep bytes."""
        with _answering():
            self._obstore.put(self._store, name, content)

    def get(self, name: str) -> bytes | None:
        """The bytes under a name; None if there are none."""
        with _answering(), suppress(FileNotFoundError):
            return bytes(self._obstore.get(self._store, name).bytes())
        return None

    def delete(self, names: Collection[str]) -> None:
        """Forget bytes; names without bytes are passed over."""
        for name in names:
            with _answering(), suppress(FileNotFoundError):
                self._obstore.delete(self._store, name)

    def names_before(self, moment: datetime) -> Iterator[str]:
        """The names of what was put before a moment."""
        with _answering():
            for chunk in self._obstore.list(self._store):
                yield from (item["path"] for item in chunk if item["last_modified"] < moment)
