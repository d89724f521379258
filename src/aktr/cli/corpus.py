"""Archives: ``aktr extract --from`` reads them, ``aktr summarise`` says what they missed."""

import asyncio
import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Final

import typer

from aktr.acs.catalogue import load_catalogue
from aktr.cli.exit_codes import ExitCode
from aktr.cli.inputs import stream_files
from aktr.cli.signals import ended_like_ctrl_c
from aktr.cli.text import TextWriter
from aktr.corpus.cluster import read_on_cluster
from aktr.corpus.held import HeldFiles
from aktr.corpus.run import CorpusRun, Counts
from aktr.corpus.table import ResultFile, arrow, reports_in
from aktr.export.printable import printable
from aktr.log import configure_logging
from aktr.settings import Settings, get_settings
from aktr.summary.analyzer import SummaryAnalyzer
from aktr.summary.privacy import share

_LINE_EVERY_S: Final = 30.0


def read_archive(
    place: str, out: Path, workers: int | None, *, on_cluster: bool, quiet: bool
) -> None:
    """Read every file of an archive that the result file does not hold yet.

    Args:
        place: A folder or a pattern.
        out: The result file.
        workers: Reading processes, instead of the setting.
        on_cluster: Let Ray hand out the files.
        quiet: No progress bar and no closing line.

    Raises:
        typer.Exit: Not every file gave a report.
    """
    arrow()
    settings = get_settings()
    if workers is not None:
        settings = settings.model_copy(update={"workers": workers})
    configure_logging(settings.log_level)
    # A damaged edition would end every reading process, which could not say why.
    load_catalogue()
    with ended_like_ctrl_c():
        _read_archive(place, out, settings, on_cluster=on_cluster, quiet=quiet)


def _read_archive(
    place: str, out: Path, settings: Settings, *, on_cluster: bool, quiet: bool
) -> None:
    results = ResultFile(out)
    begun = time.monotonic()
    held = HeldFiles(results)
    files = sum(1 for _ in held.without(stream_files(place)))
    if not files:
        typer.echo(f"aktr: {place} holds no file that could be a report.", err=True)
        raise typer.Exit(ExitCode.NOTHING_TO_READ)
    _say_what_stays(held, place, out)
    with _progress(files, quiet) as on_files:
        run = CorpusRun(settings, results, on_files)
        counts = run.counts
        try:
            if on_cluster:
                counts = read_on_cluster(settings, results, stream_files(place), on_files)
            else:
                asyncio.run(run.read(stream_files(place)))
        except KeyboardInterrupt:
            typer.echo(
                "Stopped. What was read is kept; the same command goes on from here.", err=True
            )
            raise typer.Exit(ExitCode.INTERRUPTED) from None
    results.join()
    if not quiet:
        typer.echo(_closing_line(counts, time.monotonic() - begun), err=True)
    code = _exit_code(counts)
    if code is not ExitCode.OK:
        raise typer.Exit(code)


def _say_what_stays(held: HeldFiles, place: str, out: Path) -> None:
    """Let nobody count two archives together without knowing it.

    Raises:
        typer.BadParameter: The result file is that of another archive.
    """
    elsewhere = held.elsewhere(place)
    if elsewhere is not None:
        raise typer.BadParameter(
            f"{out} holds the results of another archive ({printable(elsewhere)}), and {place} "
            "would be counted together with it. Name another file with --out. To have both in one "
            "file, name a folder or a pattern that holds both."
        )
    if held.not_found:
        files = "1 file" if held.not_found == 1 else f"{held.not_found} files"
        typer.echo(
            f"aktr: {out} holds {files} of earlier calls that are not in {place}, or no longer. "
            "They stay in it and are counted. To have only what is there, name another file with "
            "--out.",
            err=True,
        )


def summarise(
    results: Annotated[Path, typer.Argument(help="A file that aktr extract --from has written.")],
    as_json: Annotated[
        bool, typer.Option("--json", help="Write the whole summary as JSON.")
    ] = False,
    without_names: Annotated[
        bool,
        typer.Option(
            "--without-names", help="JSON that can be shared: no figure counts fewer than five."
        ),
    ] = False,
) -> None:
    """Say what the reports of an archive have missed together."""
    reports = reports_in(results)
    if without_names:
        summary = share(reports, load_catalogue()).to_json()
    else:
        summary = SummaryAnalyzer().analyse(reports).to_json()
    if as_json or without_names:
        typer.echo(json.dumps(summary, ensure_ascii=False))
    else:
        TextWriter(sys.stdout).finish(summary)


@contextmanager
def _progress(files: int, quiet: bool) -> Iterator[Callable[[int], None]]:
    """A bar with the rate and the time left; where no person sees it move, a line now and then.

    Yields:
        What to call with the number of files that were done.
    """
    if quiet:
        yield lambda _: None
    elif not sys.stderr.isatty():
        yield _Lines(files).add
    else:
        from rich.console import Console  # noqa: PLC0415 - a pipe does not pay for the bar
        from rich.progress import (  # noqa: PLC0415
            BarColumn,
            MofNCompleteColumn,
            Progress,
            TextColumn,
            TimeRemainingColumn,
        )

        columns = (
            TextColumn("Reading"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
        )
        with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
            task = progress.add_task("Reading", total=files, rate="")

            def advance(number: int) -> None:
                progress.advance(task, number)
                speed = progress.tasks[0].speed
                progress.update(task, rate="" if speed is None else f"{speed:.0f} files/s")

            yield advance


class _Lines:
    """Says now and then how far the reading is.

    Args:
        files: How many there are in all.
    """

    def __init__(self, files: int) -> None:
        self._files = files
        self._done = 0
        self._begun = self._said = time.monotonic()

    def add(self, number: int) -> None:
        """Count files that are done."""
        self._done += number
        now = time.monotonic()
        if now - self._said >= _LINE_EVERY_S:
            self._said = now
            rate = self._done / (now - self._begun)
            left_s = (self._files - self._done) / rate
            typer.echo(
                f"{self._done} of {self._files} files, {rate:.0f} a second, "
                f"{left_s / 60:.0f} minutes left",
                err=True,
            )


def _closing_line(counts: Counts, seconds: float) -> str:
    files = counts.read + counts.failed
    skipped = ""
    if counts.skipped:
        failed = f" ({counts.skipped_failed} without a report)" if counts.skipped_failed else ""
        skipped = f", done by an earlier call: {counts.skipped}{failed}"
    return (
        f"Files: {files}{skipped}, read: {counts.read}, failed: {counts.failed}. "
        f"Reports: {counts.reports}, to be checked by a person: {counts.to_review}. "
        f"{files / seconds:.0f} files a second."
    )


def _exit_code(counts: Counts) -> ExitCode:
    if not counts.failed + counts.skipped_failed:
        return ExitCode.OK
    has_report = counts.read or counts.skipped > counts.skipped_failed
    return ExitCode.SOME_FAILED if has_report else ExitCode.ALL_FAILED
