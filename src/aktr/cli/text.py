"""Results for people: what failed first, then every report with its codes, then the class."""

import shutil
import tempfile
import textwrap
from collections.abc import Iterator
from typing import Final, TextIO

import typer

from aktr.export.printable import printable
from aktr.processing.document import JsonObject, wording_of

WIDTH_IN_PIPE: Final = 100
_NARROWEST: Final = 60
_WIDEST: Final = 120
_INDENT: Final = "   "
_WEAK_CODES_SHOWN: Final = 10
_IN_MEMORY: Final = 4 * 1024 * 1024
"""Characters of reports kept until the last failed file is known; more goes to a temporary file."""


class TextWriter:
    """Writes a page for people to read.

    Args:
        stream: Where to write; headings stand out on a terminal only.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._page = _Page(stream)
        self._failed: list[JsonObject] = []
        # Files that failed come first and are only known when the last file is done.
        self._reports = tempfile.SpooledTemporaryFile(  # noqa: SIM115 - closed by finish
            max_size=_IN_MEMORY, mode="w+", encoding="utf-8"
        )

    def add(self, document: JsonObject) -> None:
        """Take one report or one failed file."""
        if "error" in document:
            self._failed.append(document)
        else:
            self._reports.writelines(f"{line}\n" for line in self._page.report(document))

    def finish(self, summary: JsonObject | None) -> None:
        """Write everything."""
        self._stream.writelines(f"{line}\n" for line in self._page.failed(self._failed))
        with self._reports:
            self._reports.seek(0)
            shutil.copyfileobj(self._reports, self._stream)
        if summary is not None:
            self._stream.writelines(f"{line}\n" for line in self._page.summary(summary))


class _Page:
    """Turns documents into lines that fit the width of the stream."""

    def __init__(self, stream: TextIO) -> None:
        self._on_terminal = stream.isatty()
        columns = shutil.get_terminal_size().columns if self._on_terminal else WIDTH_IN_PIPE
        self._width = min(max(columns, _NARROWEST), _WIDEST)

    def failed(self, documents: list[JsonObject]) -> Iterator[str]:
        """The files that gave no report, each with its reason."""
        if not documents:
            return
        yield self._heading(f"Files without a report: {len(documents)}", "red")
        for document in documents:
            error = document["error"]
            yield f"{document['position']}. {document['file_name']}"
            yield from self._wrapped(f"{error['type']}: {error['message']}")
        yield ""

    def report(self, document: JsonObject) -> Iterator[str]:
        """One report: who, which test, what came out, what to check, what was missed."""
        shown = {key: _shown(value) for key, value in document["metadata"].items()}
        part = f", report {document['part']}" if document["part"] > 1 else ""
        place = f"{document['position']}. {document['file_name']}{part}"
        yield self._heading(f"{place}: {shown['name']}")
        yield f"{_INDENT}{shown['exam']}, {shown['exam_date']} at {shown['exam_site']}"
        yield (
            f"{_INDENT}score {shown['score']}, {shown['grade']}, take {shown['take']}, "
            f"expires {shown['expiration_date']}"
        )
        yield f"{_INDENT}{_identity(document)}, exam ID {shown['exam_id']}"
        for reason in _to_check(document):
            yield from self._wrapped(f"Check this: {printable(reason)}", colour="yellow")
        if document["codes"]:
            yield from self._table([_code_row(code) for code in document["codes"]])
        else:
            yield f"{_INDENT}No codes."
        yield ""

    def summary(self, summary: JsonObject) -> Iterator[str]:
        """What the class as a whole has missed."""
        analysis = summary["score_analysis"]
        shown = {key: _shown(value) for key, value in analysis["statistics"].items()}
        yield self._heading("The class")
        yield f"{_INDENT}pass rate {_shown(analysis['pass_rate'])} %"
        yield (
            f"{_INDENT}scores {shown['min']} to {shown['max']}, mean {shown['mean']}, "
            f"median {shown['median']}"
        )
        for area in summary["study_recommendations"]["priority_areas"]:
            yield from self._wrapped(f"teach first: {area}")
        weak_codes = summary["common_weak_areas"]
        yield from self._table([_weak_row(weak) for weak in weak_codes[:_WEAK_CODES_SHOWN]])
        if len(weak_codes) > _WEAK_CODES_SHOWN:
            more = len(weak_codes) - _WEAK_CODES_SHOWN
            yield f"{_INDENT}and {more} less frequent codes; --json lists them all"

    def _heading(self, text: str, colour: str | None = None) -> str:
        return typer.style(text, bold=True, fg=colour) if self._on_terminal else text

    def _wrapped(self, text: str, colour: str | None = None) -> Iterator[str]:
        for line in _fit(text, self._width - len(_INDENT)):
            styled = typer.style(line, fg=colour) if self._on_terminal and colour else line
            yield _INDENT + styled

    def _table(self, rows: list[tuple[str, ...]]) -> Iterator[str]:
        """A column of keys, and beside each key its paragraphs, each on lines of its own."""
        column = max((len(key) for key, *_ in rows), default=0) + 2
        for key, *paragraphs in rows:
            lines = [
                line
                for paragraph in paragraphs
                for line in _fit(paragraph, self._width - len(_INDENT) - column)
            ]
            for number, line in enumerate(lines or [""]):
                left = key if number == 0 else ""
                yield f"{_INDENT}{left:<{column}}{line}".rstrip()


def _fit(text: str, width: int) -> list[str]:
    # Names of documents have hyphens and stay whole.
    return textwrap.wrap(text, width, break_on_hyphens=False)


def _code_row(code: JsonObject) -> tuple[str, ...]:
    subject = "; ".join(filter(None, (code["area_of_operation"], code["task"])))
    page = f", p. {code['page_number']}" if code["page_number"] else ""
    source = f"({code['source']}{page})" if code["source"] else ""
    return (
        code["code"],
        f"{subject} {source}".strip(),
        wording_of(code) or "No edition that aktr knows holds this code.",
        f"Read as {printable(code['read_as'])}." if code["repaired"] else "",
    )


def _weak_row(weak: JsonObject) -> tuple[str, ...]:
    reports = "1 report" if weak["frequency"] == 1 else f"{weak['frequency']} reports"
    return (weak["code"], f"{reports} ({weak['percentage']} %)", wording_of(weak) or "")


def _identity(document: JsonObject) -> str:
    """Who it is by number: the FTN, or the applicant ID that reports before 2020 print instead."""
    applicant_id = document["fields"]["applicant_id"]["value"]
    if document["metadata"]["ftn"] is None and applicant_id is not None:
        return f"applicant ID {printable(str(applicant_id))}"
    return f"FTN {_shown(document['metadata']['ftn'])}"


def _to_check(document: JsonObject) -> Iterator[str]:
    yield from document["review_reasons"]
    for code in document["unresolved_codes"]:
        could_be = f"; could be {', '.join(code['candidates'])}" if code["candidates"] else ""
        yield f"{code['read_as']} is not clearly any one code{could_be}."


def _shown(value: str | float | None) -> str:
    """The value for people; what was not read is said to be so and never left blank."""
    return "(not read)" if value is None else printable(str(value))
