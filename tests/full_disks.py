"""A database that cannot grow, as when its disk is full."""

import sqlite3
from typing import Final

from sqlalchemy import event

from aktr.db.session import Database

ANY_SIZE: Final = 1_000_000


def let_grow(database: Database, pages: int) -> None:
    """Let the file of an SQLite database have so many pages, or as many as it has already.

    SQLite says of more the same as of a disk that is full.
    """

    def on_connect(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {max(pages, 1)}")

    event.listen(database.engine, "connect", on_connect)
    database.engine.dispose()
