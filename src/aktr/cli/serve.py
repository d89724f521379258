"""The command that answers HTTP requests."""

import asyncio
import gc
import socket
from importlib.util import find_spec
from typing import Annotated, Final

import typer
import uvicorn

from aktr.cli.database import prepare_service
from aktr.db.session import Database
from aktr.errors import AktrError, SettingError
from aktr.log import configure_logging
from aktr.pages.site import create_site
from aktr.paperwork import load_wordings
from aktr.settings import LogFormat, Settings, get_settings
from aktr.tracing import start_tracing

_GRACE_S: Final = 10
"""Seconds that open requests get when the server is stopped; work in progress is kept anyway."""
_BACKLOG: Final = 128


def serve(
    host: Annotated[
        str, typer.Option(help="Address to answer on; 0.0.0.0 for every network of this machine.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 for any free one.")] = 8000,
) -> None:
    """Serve the pages and the HTTP interface until stopped; its documentation is under /docs.

    An SQLite database is made and brought up to date by itself. A PostgreSQL database must have
    been brought up to date with "aktr db upgrade".
    """
    settings = get_settings()
    configure_service(settings)
    _check_readers(settings)
    prepare_service(settings)
    load_wordings(settings.data_dir)  # A file of the operator that cannot be used is named now.
    app = create_site(settings)
    listening = _listen(host, port)
    # What is loaded stays until the end. Left to the collector, each of its full rounds would look
    # through all of it again and stop every answer for a tenth of a second.
    gc.collect()
    gc.freeze()
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            workers=1,
            log_config=None,
            # Its lines would hold the addresses of results; ours name the route instead.
            access_log=False,
            server_header=False,
            ws="none",
            timeout_graceful_shutdown=_GRACE_S,
            http=_http_protocol(),
            limit_concurrency=settings.max_connections,
            # The application does it itself, and takes their word on more than this would.
            proxy_headers=False,
        )
    )
    shown_host = f"[{host}]" if ":" in host else host
    typer.echo(
        f"aktr answers on http://{shown_host}:{listening.getsockname()[1]} - documentation under "
        "/docs, stop with Ctrl+C.",
        err=True,
    )
    with listening:
        server.run(sockets=[listening])
    if not server.started:
        raise AktrError("The server could not be started; the lines above say why.")


def configure_service(settings: Settings) -> None:
    """Logs and traces as the settings want them.

    Raises:
        SettingError: A setting needs what is not installed.
    """
    configure_logging(settings.log_level, as_json=settings.log_format is LogFormat.JSON)
    if settings.traces:
        start_tracing()


def _check_readers(settings: Settings) -> None:
    if not settings.serve_reads and Database(settings.resolved_database_url).is_sqlite:
        raise SettingError(
            'AKTR_SERVE_READS=false leaves the reading to "aktr worker", which needs a PostgreSQL '
            "database; with SQLite nobody would read. Set AKTR_DATABASE_URL, or leave it out."
        )


def _http_protocol() -> type[asyncio.Protocol] | str:
    """The HTTP protocol with a clock on it; the plain one where its fast parser does not exist."""
    if find_spec("httptools") is None:
        return "auto"
    from aktr.api.protection.connections import ImpatientProtocol  # noqa: PLC0415 - see above

    return ImpatientProtocol


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address[:2], family=family, backlog=_BACKLOG)
    except OSError as error:
        raise AktrError(
            f"aktr cannot answer on {host}, port {port} ({error.strerror}). Stop whatever uses it, "
            "or choose another with --host and --port."
        ) from error
