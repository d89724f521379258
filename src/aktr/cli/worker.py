"""The command that reads the files of servers on other machines."""

import asyncio
import os
import signal
from typing import Annotated, Final

import typer

from aktr.cli.database import prepare_service
from aktr.cli.serve import configure_service
from aktr.db.session import Database
from aktr.errors import AktrError, SettingError
from aktr.metrics import answer_on
from aktr.processing.coordinator import ProcessingCoordinator
from aktr.processing.watched_pool import WatchedPool
from aktr.settings import Settings, get_settings
from aktr.work.assembly import make_dispatcher, open_repository

_NICENESS: Final = 5


def worker(
    workers: Annotated[
        int | None, typer.Option(min=1, help="Reading processes, instead of AKTR_WORKERS.")
    ] = None,
    metrics: Annotated[
        str | None,
        typer.Option(metavar="HOST:PORT", help="Answer Prometheus there, such as 127.0.0.1:9100."),
    ] = None,
) -> None:
    """Read the files that servers have stored in a PostgreSQL database, until it is stopped.

    Any number of workers on any number of machines may run with the same AKTR_DATABASE_URL. One
    that is stopped finishes what takes a moment and hands back the rest; what one leaves behind
    that dies is read by another after AKTR_WORKER_SILENCE_S.
    """
    settings = get_settings()
    if workers is not None:
        settings = settings.model_copy(update={"workers": workers})
    configure_service(settings)
    _check_database(settings)
    if metrics is not None:
        _answer_metrics(metrics)
    prepare_service(settings)
    asyncio.run(_work(settings))


def _check_database(settings: Settings) -> None:
    if Database(settings.resolved_database_url).is_sqlite:
        raise SettingError(
            "Workers need a PostgreSQL database that the servers use too: set AKTR_DATABASE_URL. "
            'With SQLite, "aktr serve" reads the files itself.'
        )


def _answer_metrics(address: str) -> None:
    host, _, port = address.rpartition(":")
    if not host or not port.isdecimal():
        raise typer.BadParameter("--metrics takes an address and a port, such as 127.0.0.1:9100.")
    try:
        answer_on(host, int(port))
    except OSError as error:
        raise AktrError(
            f"aktr cannot answer on {address} ({error.strerror}). Choose another with --metrics."
        ) from error


async def _work(settings: Settings) -> None:
    # Whoever asks a server on the same machine is not to wait for the reading.
    os.nice(_NICENESS)
    database = Database(settings.resolved_database_url)
    pool = WatchedPool(settings)
    repository = open_repository(database, settings.upload_store)
    dispatcher = make_dispatcher(
        settings, database, repository, ProcessingCoordinator(pool, settings)
    )
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    pool.start()
    try:
        await dispatcher.start()
        typer.echo(
            f"aktr reads files with {settings.workers} processes; stop with Ctrl+C.", err=True
        )
        await stopped.wait()
        await dispatcher.stop()
    finally:
        await asyncio.to_thread(pool.stop)
        database.close()
