"""``aktr extract --pdf OUT --xlsx OUT``: the class as files, beside the results."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Annotated, Final, Self

import typer

from aktr.cli.output_files import OutputFile
from aktr.errors import AktrError
from aktr.export.printable import printable
from aktr.export.records import ClassFile, Entry, ExportedReport, UnreadFile
from aktr.summary.analyzer import Summary, SummaryAnalyzer
from aktr.summary.facts import ReportFacts

if TYPE_CHECKING:
    from aktr.export.xlsx_export import ClassWorkbook

PdfOption = Annotated[
    Path | None,
    typer.Option(
        "--pdf", readable=False, help="Also write class summary, study plan and paperwork as PDF."
    ),
]
XlsxOption = Annotated[
    Path | None,
    typer.Option(
        "--xlsx", readable=False, help="Also write reports, codes, class and plan as a workbook."
    ),
]

_MOST_UNREAD: Final = 1000
"""Failed files named in a PDF at most; all are in the workbook and in the results."""


class ExportFiles:
    """The files that are asked for; each appears only once it is complete.

    Args:
        pdf: Where to write the PDF, or None.
        xlsx: Where to write the workbook, or None.
        data_dir: The operator's data folder, for wordings of his own.
    """

    def __init__(self, pdf: Path | None, xlsx: Path | None, data_dir: Path) -> None:
        self._pdf = pdf
        self._xlsx = xlsx
        self._data_dir = data_dir
        self._reports: list[ReportFacts] = []
        self._unread: list[UnreadFile] = []
        self._workbook: ClassWorkbook | None = None
        self._files: dict[Path, OutputFile] = {}

    def __enter__(self) -> Self:
        """Open the files.

        Raises:
            AktrError: One of them cannot be written.
        """
        try:
            for out in filter(None, (self._pdf, self._xlsx)):
                self._open(out)
        except BaseException:
            self._close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the files; what is not complete is removed."""
        self._close()

    def add(self, entry: Entry) -> None:
        """Take one report or one failed file, in order of position.

        Raises:
            AktrError: There is no room for the workbook.
        """
        if not self._files:
            return
        if isinstance(entry, ExportedReport):
            self._reports.append(entry.facts)
        elif len(self._unread) < _MOST_UNREAD:
            self._unread.append(entry)
        if self._workbook is not None:
            with self._room_for_workbook():
                self._workbook.add(entry)

    def finish(self) -> None:
        """Write what is still to be written, and put the files in their places.

        Raises:
            AktrError: One of them cannot be written; then none is put in its place.
        """
        if not self._files:
            return
        made_on = datetime.now(UTC).date()
        summary = SummaryAnalyzer().analyse(self._reports)
        if self._workbook is not None:
            with self._room_for_workbook():
                self._workbook.finish(summary, self._reports)
            self._workbook = None
        if self._pdf is not None:
            self._files[self._pdf].write(self._made_pdf(summary, made_on))
        for file in self._files.values():
            file.complete()
        self._files = {}

    def _open(self, out: Path) -> None:
        file = self._files[out] = OutputFile(out)
        if out == self._xlsx:
            # Whoever wants no workbook does not wait for its library.
            from aktr.export.xlsx_export import ClassWorkbook  # noqa: PLC0415 - see above

            self._workbook = ClassWorkbook(file)

    def _made_pdf(self, summary: Summary, made_on: date) -> bytes:
        # As with the workbook.
        from aktr.acs.catalogue import load_catalogue  # noqa: PLC0415 - see above
        from aktr.export.class_layout import class_pdf  # noqa: PLC0415
        from aktr.paperwork import load_wordings  # noqa: PLC0415

        reports = tuple(sorted(self._reports, key=lambda report: report.order))
        class_file = ClassFile(reports, tuple(self._unread), summary, made_on)
        return class_pdf(class_file, load_catalogue(), load_wordings(self._data_dir))

    @contextmanager
    def _room_for_workbook(self) -> Iterator[None]:
        """Rows wait in temporary files until the workbook is written; that disk can be full too."""
        try:
            yield
        except BrokenPipeError:
            raise
        except OSError as error:
            raise AktrError(
                f"The rows of {printable(str(self._xlsx))} cannot be kept in "
                f"{tempfile.gettempdir()} until it is written ({error.strerror}). Make room there, "
                "or set TMPDIR to a folder on another disk."
            ) from error

    def _close(self) -> None:
        for file in self._files.values():
            file.give_up()
        if self._workbook is not None:
            self._workbook.abandon()
            self._workbook = None
