"""What it means when a database fails, in words for whoever runs aktr."""

import sqlite3
from typing import Final

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError

from aktr.errors import AktrError, DiskFullError, SettingError, is_full

DISK_FULL: Final = (
    "The disk of this server is full, so nothing of this request was stored; what was stored "
    "before stays. Tell whoever runs the server to make room, and send the request again then."
)
DISK_FULL_RETRY_S: Final = 60
_DISK_FULL_STATE: Final = "53100"
"""What PostgreSQL says when it cannot make a file larger."""
_PRIMARY_CODE: Final = 0xFF
"""Extended codes of SQLite hold the plain one in their lowest byte."""
_LET_IT_WRITE: Final = "Let this user write to the file and to its folder"
_OF_PLACE: Final = {
    sqlite3.SQLITE_CANTOPEN: f"cannot be opened. {_LET_IT_WRITE}",
    sqlite3.SQLITE_PERM: f"cannot be opened. {_LET_IT_WRITE}",
    sqlite3.SQLITE_READONLY: f"cannot be written to. {_LET_IT_WRITE}",
    sqlite3.SQLITE_NOTADB: "is no SQLite database. Move the file away if it is something else",
    sqlite3.SQLITE_CORRUPT: "is damaged. Restore a backup, or move the file away to begin anew",
}
_REMEDY: Final = "or name another place with AKTR_DATA_DIR or AKTR_DATABASE_URL."


def is_disk_full(error: BaseException) -> bool:
    """Whether something could not be stored because a disk, or one's share of it, is full."""
    if isinstance(error, OSError):
        return is_full(error)
    if not isinstance(error, DBAPIError):
        return isinstance(error, DiskFullError)
    if isinstance(error.orig, sqlite3.Error):
        return _sqlite_code(error.orig) == sqlite3.SQLITE_FULL
    return getattr(error.orig, "sqlstate", None) == _DISK_FULL_STATE


def place_of(url: URL) -> str:
    """Where a database is: its file, or its address without the password."""
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    return url.render_as_string(hide_password=True)


def database_failure(url: URL, error: DBAPIError) -> AktrError:
    """What to tell whoever started a command about a database that fails it.

    Args:
        url: The database.
        error: What it said.
    """
    shown = place_of(url)
    if is_disk_full(error):
        return AktrError(f"The disk with the database {shown} is full. Make room and try again.")
    if isinstance(error.orig, sqlite3.Error):
        of_place = _OF_PLACE.get(_sqlite_code(error.orig))
        if of_place is not None:
            return SettingError(f"The database {shown} {of_place}, {_REMEDY}")
    said = (str(error.orig).splitlines() or ["no reason given"])[0].rstrip(".")
    remedy = (
        "Stop whatever else uses the file"
        if url.get_backend_name() == "sqlite"
        else "Check AKTR_DATABASE_URL and that the server is running"
    )
    return AktrError(
        f"The database {shown} does not answer as it should: {said}. {remedy}, then try again."
    )


def _sqlite_code(error: sqlite3.Error) -> int:
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & _PRIMARY_CODE
