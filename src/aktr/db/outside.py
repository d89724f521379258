"""Uploads outside of the database: in the store of now, or in one that was set before."""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from aktr.db.blobs import Blobs, ObjectBlobs
from aktr.db.errands import Pulse
from aktr.errors import OverloadedError, SettingError

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Placed:
    """What became of bytes before the transaction that stores their rows."""

    store: str | None = None
    """The store in which they lie now; None for the database."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Their names there, by SHA-256."""
    lost: frozenset[str] = frozenset()
    """Names that rows give for the same bytes, and under which there are none any more."""


def _pulse_of(blobs: Blobs) -> Pulse:
    return Pulse("the store of uploads", blobs.ask, OverloadedError)


class Outside:
    """The store that is set, and by the way those that were.

    The setting may be changed while uploads lie in the store before. They are looked for in the
    store of now first, because whoever changes the setting may have moved them.

    Args:
        blobs: The store that is set; None if new bytes go into the database.
    """

    def __init__(self, blobs: Blobs | None) -> None:
        self._blobs = blobs
        self._former: dict[str, Blobs] = {}
        self._pulse = None if blobs is None else _pulse_of(blobs)

    def answers(self) -> bool:
        """Whether the store that is set answers, or did a moment ago; also if none is set."""
        return self._pulse is None or self._pulse.beats()

    @property
    def store(self) -> str | None:
        """The store that is set; None if new bytes go into the database."""
        return None if self._blobs is None else self._blobs.url

    def put(self, name: str, content: bytes) -> None:
        """Keep bytes in the store that is set.

        Raises:
            OverloadedError: It does not answer, or has no room.
        """
        if self._blobs is None:
            raise RuntimeError("no store is set")
        self._blobs.put(name, content)

    def get(self, name: str, store: str | None) -> bytes | None:
        """The bytes under a name; None if they are gone, or if their store cannot be opened.

        Args:
            name: Their name.
            store: The store in which they were put, if that was written down.

        Raises:
            OverloadedError: A store does not answer.
        """
        try:
            contents = (blobs.get(name) for blobs in self._stores(store))
            return next((content for content in contents if content is not None), None)
        except SettingError as error:
            logger.warning("An upload cannot be read from the store before: %s", error.message)
            return None

    def is_lost(self, name: str, store: str | None) -> bool:
        """Whether bytes are not to be had any more; see :meth:`get`.

        Raises:
            OverloadedError: The store that is set does not answer.
        """
        if self._blobs is not None and self._blobs.has(name):
            return False
        try:
            return not any(blobs.has(name) for blobs in self._stores(store))
        except (OverloadedError, SettingError):
            return True

    def delete(self, name: str, store: str | None) -> None:
        """Forget bytes, wherever they are; a name without bytes is passed over.

        Args:
            name: Their name.
            store: The store in which they were put, if that was written down.

        Raises:
            OverloadedError: A store does not answer.
            SettingError: The store in which they were put cannot be opened any more.
        """
        for blobs in self._stores(store):
            if blobs.url == store or store is None or blobs.has(name):
                blobs.delete(name)
                return

    def _stores(self, store: str | None) -> Iterator[Blobs]:
        if self._blobs is not None:
            yield self._blobs
        if store is None:
            if self._blobs is None:
                raise SettingError("AKTR_UPLOAD_STORE is not set, and no store was written down.")
        elif store != self.store:
            if store not in self._former:
                self._former[store] = ObjectBlobs(store)
            yield self._former[store]
