"""The disks on which a server stores what it is sent, and whether there is room on them."""

import shutil
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from sqlalchemy import URL

from aktr.settings import MEBIBYTE

_REMEMBERED_S: Final = 60.0
"""Somebody else's disk, and one's share of a disk, show only by what could not be stored."""


def folder_of(upload_store: str) -> Path | None:
    """The folder that the URL of a store names; None if it names another kind of store."""
    parts = urlsplit(upload_store)
    return Path(unquote(parts.path)) if parts.scheme == "file" else None


class Disks:
    """Knows where things are stored, and whether there is room.

    Args:
        database: The database.
        upload_store: URL of where uploaded bytes are kept; in the database if not given.
        least_free: Bytes that must be free on each disk.
        now_s: A clock that never goes back.
    """

    def __init__(
        self,
        database: URL,
        upload_store: str | None,
        least_free: int,
        now_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._folders: dict[str, Path] = {"temporary files": Path(tempfile.gettempdir())}
        if database.get_backend_name() == "sqlite" and database.database:
            self._folders["the database"] = Path(database.database).absolute().parent
        if upload_store is not None and (folder := folder_of(upload_store)) is not None:
            self._folders["uploads"] = folder
        self._least_free = least_free
        self._now_s = now_s
        self._failed_s: float | None = None

    def note_failure(self) -> None:
        """Note that something could not be stored because there was no room."""
        self._failed_s = self._now_s()

    def are_full(self) -> bool:
        """Whether there is too little room on one of them, or was a minute ago."""
        failed_s = self._failed_s
        if failed_s is not None and self._now_s() - failed_s < _REMEMBERED_S:
            return True
        return any(free < self._least_free for free in self._free().values())

    def described(self) -> str:
        """Every place with the room that is left there, for the log."""
        free = self._free()
        places = [
            f"{folder} ({what}) has {free[what] / MEBIBYTE:.1f} MB left"
            for what, folder in self._folders.items()
            if what in free
        ]
        return ", ".join([*places, *self._elsewhere()])

    def _elsewhere(self) -> list[str]:
        return [] if "the database" in self._folders else ["the database has a disk of its own"]

    def _free(self) -> Mapping[str, int]:
        free = {}
        for what, folder in self._folders.items():
            try:
                free[what] = shutil.disk_usage(folder).free
            except OSError:
                # What is not there at all is told by whoever uses it.
                continue
        return free
