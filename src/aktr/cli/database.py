"""What commands do to the database before they use it."""

from aktr.db import migrate
from aktr.db.session import Database
from aktr.errors import AktrError
from aktr.settings import Settings


def prepare_database(settings: Settings) -> None:
    """Bring an SQLite database up to date; make sure that a PostgreSQL database is.

    The database of a service may be shared and backed up before it is changed, so its operator
    decides when; the embedded one belongs to this program alone.

    Raises:
        AktrError: The database cannot be reached, or is not up to date and not ours to change.
    """
    url = settings.resolved_database_url
    database = Database(url)
    database.close()
    if database.is_sqlite:
        migrate.upgrade(url)
    elif not migrate.is_usable(url):
        raise AktrError(
            "The tables of the PostgreSQL database are not those that this version of aktr needs. "
            'Run "aktr db upgrade" once, with the same AKTR_DATABASE_URL, and start again.'
        )
