"""``aktr db``: the tables that results are kept in."""

from typing import Final

import typer

from aktr.db import migrate
from aktr.settings import get_settings

_NEWER: Final = "of a newer version of aktr, with which this one works as well; nothing to do"

app = typer.Typer(
    help="Create, upgrade and look at the database.",
    no_args_is_help=True,
    add_completion=False,
)


@app.command()
def upgrade() -> None:
    """Create the tables, or bring those that are there up to date.

    What is stored stays. Run it before the first start with PostgreSQL and after every update of
    aktr; SQLite is brought up to date by "aktr serve" itself. Does nothing when there is nothing
    to do, and may be run by several machines at once.
    """
    url = get_settings().resolved_database_url
    before = migrate.current(url)
    if migrate.is_newer(url):
        typer.echo(f"{before}: {_NEWER}")
        return
    migrate.upgrade(url)
    after = migrate.current(url)
    if before == after:
        typer.echo(f"{after}: nothing to do")
    else:
        typer.echo(f"{before or 'no tables'} -> {after}")


@app.command()
def current() -> None:
    """Tell which state the tables are in, and whether this version of aktr can use them.

    Exit code 1 if "aktr db upgrade" has to be run first.
    """
    url = get_settings().resolved_database_url
    typer.echo(migrate.current(url) or "no tables")
    if migrate.is_newer(url):
        typer.echo(f"The tables are {_NEWER}.", err=True)
    elif not migrate.is_current(url):
        typer.echo('Run "aktr db upgrade" before this version of aktr is used.', err=True)
        raise typer.Exit(1)
