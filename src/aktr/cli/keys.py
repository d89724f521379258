"""``aktr keys``: who may use a server that answers holders of a key only."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Final
from uuid import UUID

import typer

from aktr.cli.database import prepare_database
from aktr.db.keys import Scope
from aktr.db.repository import Repository
from aktr.db.session import Database
from aktr.errors import AktrError, TooManyRequestsError
from aktr.export.printable import printable
from aktr.settings import get_settings

_LONGEST_LABEL: Final = 100

app = typer.Typer(
    help="Make, list and revoke the keys of clients.",
    no_args_is_help=True,
    add_completion=False,
)


@app.command()
def make(
    label: Annotated[str, typer.Argument(help="Who gets the key, for you to know it by.")],
    scope: Annotated[
        list[Scope] | None,
        typer.Option(help="What it is good for; may be given twice. Both if not given."),
    ] = None,
    rate: Annotated[
        str | None,
        typer.Option(help='How often its holder may upload, such as "600/hour".'),
    ] = None,
) -> None:
    """Make a key and show it, once.

    Only a digest of it is stored. Clients send it in the header "Authorization: Bearer KEY";
    browsers ask for a user and a password: any user, and the key as password. Keys are needed when
    AKTR_REQUIRE_KEYS is set; a key with a rate of its own counts also when they are not.
    """
    label = label.strip()
    if not label.isprintable() or not 0 < len(label) <= _LONGEST_LABEL:
        raise typer.BadParameter(
            f"Give one line of at most {_LONGEST_LABEL} characters.", param_hint="LABEL"
        )
    if rate is not None:
        _refuse_useless(rate)
    with _repository() as repository:
        key_id, key = repository.make_key(label, frozenset(scope or Scope), rate)
    typer.echo(f"{key_id} is made. The key is shown this once:", err=True)
    typer.echo(key)


@app.command("list")
def list_keys() -> None:
    """List all keys: what each is called by, what it is good for, since when, and for whom."""
    with _repository() as repository:
        keys = repository.list_keys()
    if not keys:
        typer.echo('There is no key. "aktr keys make" makes one.', err=True)
    for key in keys:
        scopes = "+".join(
            scope.value
            for scope, may in ((Scope.READ, key.may_read), (Scope.WRITE, key.may_write))
            if may
        )
        state = "holds" if key.revoked_at is None else f"revoked {key.revoked_at:%Y-%m-%d}"
        rate = key.rate or "usual rate"
        typer.echo(
            f"{key.id}  {scopes:10}  {key.created_at:%Y-%m-%d}  {state}  {rate}  "
            f"{printable(key.label)}"
        )


@app.command()
def revoke(
    key_id: Annotated[UUID, typer.Argument(help='What the key is called by in "aktr keys list".')],
) -> None:
    """Make a key worthless, at once and on every server of this database."""
    with _repository() as repository:
        repository.revoke_key(key_id)
    typer.echo(f"{key_id} is revoked.", err=True)


def _refuse_useless(rule: str) -> None:
    """Make sure that the holder of a key can upload at all.

    Raises:
        typer.BadParameter: The rule is no rate, or one that allows nothing.
    """
    from aktr.api.protection.limits import Rate  # noqa: PLC0415 - the server's, and slow to load

    try:
        Rate(rule, "--rate", "").take("the first upload")
    except TooManyRequestsError as error:
        raise typer.BadParameter(
            f'--rate is "{rule}", which allows no upload at all. Set it to something like '
            '"60/minute". To take a key back: aktr keys revoke.'
        ) from error
    except AktrError as error:
        raise typer.BadParameter(error.message) from error


@contextmanager
def _repository() -> Iterator[Repository]:
    settings = get_settings()
    prepare_database(settings)
    database = Database(settings.resolved_database_url)
    try:
        yield Repository(database)
    finally:
        database.close()
