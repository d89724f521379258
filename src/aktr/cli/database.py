"""What commands do before they use the database, or begin to serve."""

from aktr.acs.catalogue import load_catalogue
from aktr.db import migrate
from aktr.db.blobs import ObjectBlobs
from aktr.db.session import Database
from aktr.errors import AktrError
from aktr.processing.pool import check_confinement
from aktr.settings import Settings


def prepare_database(settings: Settings) -> None:
    """Bring an SQLite database up to date; make sure that a PostgreSQL database is.

    Tables of a newer version are used as they are.

    The database of a service may be shared and backed up before it is changed, so its operator
    decides when; the embedded one belongs to this program alone.

    Raises:
        SettingError: The database is none, or not one that this user may write to.
        AktrError: It cannot be reached, or is not up to date and not ours to change.
    """
    url = settings.resolved_database_url
    database = Database(url)
    database.close()
    if migrate.is_usable(url):
        return
    if database.is_sqlite:
        migrate.upgrade(url)
    else:
        raise AktrError(
            "The tables of the PostgreSQL database are not those that this version of aktr needs. "
            'Run "aktr db upgrade" once, with the same AKTR_DATABASE_URL, and start again.'
        )


def prepare_service(settings: Settings) -> None:
    """Look after everything that a service needs, so that it does not begin and then fail.

    Raises:
        SettingError: A setting names what cannot be used, or asks for what this machine cannot do.
        AktrError: See :func:`prepare_database`.
    """
    load_catalogue()  # A damaged edition would end every reading process, which could not say why.
    check_confinement(settings.confine_readers)
    if settings.upload_store is not None:
        ObjectBlobs(settings.upload_store)
    prepare_database(settings)
