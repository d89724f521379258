"""``aktr extract --explain``: why one file was read as it was."""

import asyncio
import sys
from pathlib import Path

import typer

from aktr.cli.exit_codes import ExitCode
from aktr.cli.inputs import STDIN
from aktr.errors import FileError
from aktr.export.printable import printable
from aktr.processing.pool import ReaderPool
from aktr.processing.trail import trail_of
from aktr.settings import Settings


def explain_file(path: Path, settings: Settings, *, force_ocr: bool) -> None:
    """Print the trail of a file, read in a process of its own like any other.

    Args:
        path: The file, or what stands for standard input.
        settings: The limits that apply.
        force_ocr: Read the pages of a PDF from their pictures, whatever text they have.

    Raises:
        typer.BadParameter: The path is no file that can be opened.
        typer.Exit: The file cannot be read at all.
    """
    try:
        content = sys.stdin.buffer.read() if str(path) == STDIN else path.read_bytes()
    except OSError as error:
        raise typer.BadParameter(
            f"{printable(str(path))} cannot be opened: {error.strerror}"
        ) from error
    pool = ReaderPool(settings.model_copy(update={"workers": 1}), for_pictures=False)
    pool.start()
    try:
        lines = asyncio.run(pool.run(trail_of, content, settings.limits, force_ocr=force_ocr))
    except FileError as error:
        typer.echo(f"{error.error_type}: {error.message}", err=True)
        raise typer.Exit(ExitCode.ALL_FAILED) from error
    finally:
        pool.stop()
    for line in lines:
        typer.echo(printable(line))
