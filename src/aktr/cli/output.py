"""Results for programs: one JSON document, or rows of CSV; and where they go."""

import csv
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import Final, Protocol, TextIO

from aktr.cli.inputs import printable
from aktr.errors import AktrError
from aktr.processing.document import JsonObject

CSV_COLUMNS: Final = (
    "position",
    "part",
    "file_name",
    "status",
    "error_type",
    "error_message",
    "name",
    "ftn",
    "exam",
    "exam_code",
    "exam_id",
    "exam_date",
    "exam_site",
    "score",
    "grade",
    "take",
    "expiration_date",
    "codes",
    "unresolved_codes",
    "confidence",
    "needs_review",
    "review_reasons",
    "read_by",
)
"""The columns of the CSV output, in order."""

_FORMULA_STARTS: Final = ("=", "+", "-", "@")


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
        cells = _cells(document)
        self._rows.writerow([_harmless(cells.get(column)) for column in CSV_COLUMNS])

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
    in_place = out.exists() and not out.is_file()
    target = out if in_place else out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        stream = target.open("w", encoding="utf-8", newline="")
    except OSError as error:
        raise AktrError(
            f"The results cannot be written to {out} ({error.strerror}). Name a file in a folder "
            "that exists and that you may write to."
        ) from error
    try:
        with stream:
            yield stream
        if not in_place:
            target.replace(out)
    except BaseException:
        if not in_place:
            target.unlink(missing_ok=True)
        raise


def _cells(document: JsonObject) -> JsonObject:
    """The values of one row by column; what a failed file lacks is left out."""
    error = document.get("error", {})
    return {
        **document,
        **document.get("metadata", {}),
        "error_type": error.get("type"),
        "error_message": error.get("message"),
        "codes": " ".join(code["code"] for code in document.get("codes", ())),
        "unresolved_codes": " ".join(
            code["read_as"] for code in document.get("unresolved_codes", ())
        ),
        "review_reasons": " ".join(document.get("review_reasons", ())),
    }


def _harmless(value: str | float | bool | None) -> str | int | float:
    """The cell as a spreadsheet takes it for what it is: text is never a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, str):
        return value
    # A tab or a line break could start a formula too, and no value has one.
    text = printable(value)
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
