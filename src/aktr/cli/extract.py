"""``aktr extract``: files and folders in; reports, reasons and a class summary out."""

import asyncio
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, TextIO

import typer

from aktr.acs.catalogue import load_catalogue
from aktr.cli.collisions import refuse_collisions
from aktr.cli.exit_codes import ExitCode
from aktr.cli.export_options import ExportFiles, PdfOption, XlsxOption
from aktr.cli.inputs import STDIN, find_inputs
from aktr.cli.output import CsvWriter, JsonWriter, ReportWriter, opened
from aktr.cli.run import ExtractionRun
from aktr.cli.signals import ended_like_ctrl_c
from aktr.cli.text import TextWriter
from aktr.cli.trail import explain_file
from aktr.log import configure_logging
from aktr.settings import get_settings


def extract(  # noqa: PLR0913, PLR0917 - each is an option of the command
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="PATH",
            # Whether a path can be read is found out for each, so that one stops no other.
            readable=False,
            help="Files, and folders with files in them; - for what is sent to stdin.",
        ),
    ] = None,
    archive: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="DIR_OR_GLOB",
            help="Read an archive of any size into the Parquet file --out; go on where an earlier "
            "call was ended.",
        ),
    ] = None,
    on_cluster: Annotated[
        bool, typer.Option("--ray", help="With --from: let a Ray cluster read, not this machine.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON document.")] = False,
    as_csv: Annotated[
        bool, typer.Option("--csv", help="Write CSV, one row for each report and failed file.")
    ] = False,
    summary: Annotated[
        bool, typer.Option("--summary", help="Add what the class as a whole has missed.")
    ] = False,
    workers: Annotated[
        int | None,
        typer.Option(min=1, help="Reading processes, instead of AKTR_WORKERS."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(readable=False, help="Write the results to this file, not to stdout."),
    ] = None,
    pdf: PdfOption = None,
    xlsx: XlsxOption = None,
    explain: Annotated[
        bool,
        typer.Option("--explain", help="Print for one file what was seen, read and checked."),
    ] = False,
    force_ocr: Annotated[
        bool,
        typer.Option(
            "--force-ocr", help="Read PDFs from the pictures of their pages, not from their text."
        ),
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="No progress bar and no closing line.")
    ] = False,
) -> None:
    """Read test reports from files, and from folders with everything below them.

    Results go to stdout, everything else to stderr. A file that cannot be read is named with its
    reason and never stops the others.

    Exit codes: 0 every file was read, 3 some files failed, 4 all failed, 5 nothing to read.
    """
    if archive is not None:
        if paths or as_json or as_csv or summary or explain or pdf or xlsx or force_ocr:
            raise typer.BadParameter("--from takes --out, --workers and --quiet, and nothing else.")
        if out is None:
            raise typer.BadParameter("--from needs --out, the file for the table.")
        # A few files do not pay for what an archive needs.
        from aktr.cli.corpus import read_archive  # noqa: PLC0415 - see above

        read_archive(archive, out, workers, on_cluster=on_cluster, quiet=quiet)
        return
    paths = paths or []
    _check_options(paths, as_json, as_csv, summary)
    settings = get_settings()
    if workers is not None:
        settings = settings.model_copy(update={"workers": workers})
    configure_logging(settings.log_level)
    # A damaged edition would end every reading process, which could not say why.
    load_catalogue()
    if explain:
        if len(paths) != 1 or as_json or as_csv or summary or out or pdf or xlsx:
            raise typer.BadParameter("--explain takes one file and no other form of output.")
        explain_file(paths[0], settings, force_ocr=force_ocr)
        return
    with ended_like_ctrl_c():
        inputs = find_inputs(paths)
        refuse_collisions({"--out": out, "--pdf": pdf, "--xlsx": xlsx}, inputs)
        with opened(out) as stream, ExportFiles(pdf, xlsx, settings.data_dir) as exports:
            writer = _writer(stream, as_json, as_csv)
            run = ExtractionRun(settings, writer, exports, summarise=summary, force_ocr=force_ocr)
            with _progress(len(inputs), quiet) as on_file_done:
                asyncio.run(run.read(inputs, on_file_done))
            run.finish()
            stream.flush()
    if not quiet:
        typer.echo(run.closing_line, err=True)
    if run.exit_code is not ExitCode.OK:
        raise typer.Exit(run.exit_code)


def _check_options(paths: list[Path], as_json: bool, as_csv: bool, summary: bool) -> None:
    if not paths:
        raise typer.BadParameter("name files or folders, or an archive with --from.")
    if sum(str(path) == STDIN for path in paths) > 1:
        raise typer.BadParameter("stdin can be read once; name - once.")
    if as_json and as_csv:
        raise typer.BadParameter("take one of --json and --csv, not both.")
    if as_csv and summary:
        raise typer.BadParameter("CSV has no place for a class summary; take --json --summary.")


def _writer(stream: TextIO, as_json: bool, as_csv: bool) -> ReportWriter:
    if as_json:
        return JsonWriter(stream)
    return CsvWriter(stream) if as_csv else TextWriter(stream)


@contextmanager
def _progress(files: int, quiet: bool) -> Iterator[Callable[[], None]]:
    """A bar on stderr, or nothing where no person would see it move.

    Yields:
        What to call when a file is done.
    """
    if quiet or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console  # noqa: PLC0415 - a pipe does not pay for the bar
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Reading", total=files)
        yield lambda: progress.advance(task)
