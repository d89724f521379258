"""Who uses an SQLite database at present: told by a lock that the system takes back from the dead.

An SQLite file belongs to one machine, so a lock on a file beside it tells the servers that live
from those that died, at once and whatever way they died. PostgreSQL is used by many machines; there
only signs of life tell.
"""

import fcntl
from pathlib import Path
from typing import IO

from aktr.db.session import Database


class Presence:
    """The presence of this process at a database.

    Args:
        path: The lock's file; it holds nothing.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[bytes] | None = None

    @classmethod
    def at(cls, database: Database) -> "Presence | None":
        """The presence at this database; None if others may be present on other machines."""
        if not database.is_sqlite or not database.url.database:
            return None
        path = Path(database.url.database)
        return cls(path.with_name(f"{path.name}.servers"))

    def begin(self) -> bool:
        """Be present until the process ends, however it ends.

        Returns:
            Whether nobody else was.
        """
        self._file = self._path.open("ab")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            is_alone = False
        else:
            is_alone = True
        fcntl.flock(self._file, fcntl.LOCK_SH)
        return is_alone

    def end(self) -> None:
        """Be present no more."""
        if self._file is not None:
            self._file.close()
            self._file = None
