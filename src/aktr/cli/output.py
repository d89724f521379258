"""Results for programs: one JSON document, or rows of CSV; and where they go."""

import csv
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedWriter, TextIOWrapper
from pathlib import Path
from typing import Final, Protocol, TextIO

from aktr.cli.output_files import OutputFile
from aktr.export.csv_export import harmless
from aktr.export.rows import COPY_COLUMNS, REPORT_COLUMNS, report_cells
from aktr.processing.document import JsonObject

_ONLY_IN_EXPORTS: Final = frozenset({"report_id", "number_of_codes"}) | COPY_COLUMNS
CSV_COLUMNS: Final = tuple(name for name in REPORT_COLUMNS if name not in _ONLY_IN_EXPORTS)
"""The columns of the CSV output, in order."""


class ReportWriter(Protocol):
    """Takes the documents of reports and of failed files one by one, in order of position."""

    def add(self, document: JsonObject) -> None:
        """Take one document of :mod:`aktr.processing.document`."""

    def finish(self, summary: JsonObject | None) -> None:
        """Write what is still to be written; the summary is None unless it was asked for."""


class JsonWriter:
    """Writes ``{"reports": [...], "summary": ...}``, one report a line, and keeps none of them.

    Args:
        stream: Where to write.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._before_next = '{"reports": [\n'

    def add(self, document: JsonObject) -> None:
        """Write one report or one failed file."""
        self._stream.write(self._before_next + json.dumps(document, ensure_ascii=False))
        self._before_next = ",\n"

    def finish(self, summary: JsonObject | None) -> None:
        """Close the list, and add the summary or null."""
        start = "" if self._before_next == ",\n" else self._before_next
        end = json.dumps(summary, ensure_ascii=False)
        self._stream.write(f'{start}\n],\n"summary": {end}}}\n')


class CsvWriter:
    """Writes one row for each report and each failed file.

    Args:
        stream: Where to write.
    """

    def __init__(self, stream: TextIO) -> None:
        self._rows = csv.writer(stream, lineterminator="\n")
        self._rows.writerow(CSV_COLUMNS)

    def add(self, document: JsonObject) -> None:
        """Write one row."""
        self._rows.writerow(list(map(harmless, report_cells(document, CSV_COLUMNS))))

    def finish(self, summary: JsonObject | None) -> None:
        """There is nothing after the last row; a class summary has no place in a table."""


@contextmanager
def opened(out: Path | None) -> Iterator[TextIO]:
    """The stream for results: stdout, or a file that appears only once it is complete.

    Raises:
        AktrError: The file cannot be written.
    """
    if out is None:
        if isinstance(sys.stdout, TextIOWrapper) and not sys.stdout.isatty():
            sys.stdout.reconfigure(encoding="utf-8")
        yield sys.stdout
        return
    file = OutputFile(out)
    try:
        with TextIOWrapper(BufferedWriter(file), encoding="utf-8", newline="") as stream:
            yield stream
        file.complete()
    except BaseException:
        file.give_up()
        raise
