"""The command ``aktr-catalogue``: builds the catalogue and compares it with its sources."""

import sys
import tempfile
from pathlib import Path
from typing import Annotated, Final

import typer

from aktr.acs.assembly.assemble import build
from aktr.acs.assembly.checks import DATA, Check, run_checks
from aktr.acs.catalogue import load_catalogue
from aktr.errors import AktrError

_SHOWN: Final = 20

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

Sources = Annotated[
    Path,
    typer.Argument(
        exists=True, file_okay=False, help="Folder of the collected sources; see docs/catalogue.md."
    ),
]


@app.command(name="build")
def build_files(
    sources: Sources,
    out: Annotated[
        Path, typer.Option(help="Folder to write to; the package's own data when left out.")
    ] = DATA,
) -> None:
    """Build the catalogue; the same sources give the same files, byte for byte."""
    for name, text in build(sources).items():
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        typer.echo(f"{path}: {len(text.encode())} bytes")


@app.command()
def compare(
    sources: Sources,
    everything: Annotated[
        bool, typer.Option("--all", help="Show every difference, not only the first twenty.")
    ] = False,
) -> None:
    """Compare the package's catalogue with its sources; the exit code is 1 if a check fails."""
    with tempfile.TemporaryDirectory() as nothing_imported:
        checks = run_checks(sources, load_catalogue(Path(nothing_imported)))
    for check in checks:
        _print(check, None if everything else _SHOWN)
    if not all(check.passed for check in checks):
        raise typer.Exit(1)


def _print(check: Check, shown: int | None) -> None:
    word = "ok" if check.passed else "FAILED"
    typer.echo(f"{word:6} {check.name}: {check.compared} compared, {len(check.faults)} faults")
    for mark, lines in (("fault", check.faults), ("known", check.notes)):
        for line in lines[:shown]:
            typer.echo(f"         {mark}: {line}")
        if shown is not None and len(lines) > shown:
            typer.echo(f"         {len(lines) - shown} more; --all shows them")


def main() -> None:
    """Run the command and end the process with its exit code."""
    try:
        app()
    except AktrError as error:
        typer.echo(f"aktr-catalogue: {error.message}", err=True)
        sys.exit(error.exit_code)
