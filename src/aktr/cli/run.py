"""The work of one ``aktr extract``: every input becomes a report or a reason, in bounded memory."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Final
from uuid import UUID, uuid5

from aktr.cli.exit_codes import ExitCode
from aktr.cli.export_options import ExportFiles
from aktr.cli.inputs import Input, load
from aktr.cli.output import ReportWriter
from aktr.errors import FileError
from aktr.export.records import ExportedReport, UnreadFile
from aktr.processing.batch import BatchProcessor
from aktr.processing.document import JsonObject, failed_document, report_document
from aktr.processing.growing_pool import GrowingPool
from aktr.processing.result import FileStatus, ProcessingMode, ProcessingResult, SourceFile
from aktr.report.checked import CheckedReport
from aktr.settings import Settings
from aktr.summary.analyzer import SummaryAnalyzer
from aktr.summary.facts import ReportFacts

MOST_FILES_AT_ONCE: Final = 256
MOST_BYTES_AT_ONCE: Final = 64 * 1024 * 1024
"""A folder may be larger than memory: files are loaded, read and let go in slices of this size."""

_NAMESPACE: Final = UUID("4f1c1d3e-6a4f-4f57-9d0a-6b1a3b0f7a52")
"""Drawn once; the report IDs of the command line are derived in it."""


class ExtractionRun:
    """Reads inputs, hands the documents to a writer, and counts what became of the files.

    Args:
        settings: Number of reading processes and the limits of each file.
        writer: Takes the documents in order of position.
        exports: Files that are wanted beside the results.
        summarise: Whether a class summary is wanted at the end.
        force_ocr: Whether PDFs are read from the pictures of their pages.
    """

    def __init__(
        self,
        settings: Settings,
        writer: ReportWriter,
        exports: ExportFiles,
        *,
        summarise: bool,
        force_ocr: bool = False,
    ) -> None:
        self._force_ocr = force_ocr
        self._settings = settings
        self._writer = writer
        self._exports = exports
        self._facts: list[ReportFacts] | None = [] if summarise else None
        self._read = 0
        self._failed = 0
        self._dead_ends = 0
        self._reports = 0
        self._to_review = 0

    async def read(self, inputs: list[Input], on_file_done: Callable[[], None]) -> None:
        """Take every input to a report or a reason; end the reading processes whatever happens."""
        self._dead_ends = sum(source.dead_end is not None for source in inputs)
        to_read = len(inputs) - self._dead_ends
        pool = GrowingPool(self._settings, first=to_read)
        processor = BatchProcessor(pool, self._settings)

        async def on_result(_: ProcessingResult) -> None:
            on_file_done()

        try:
            if to_read:
                pool.start()
            for loaded, refused in _slices(inputs, self._settings.limits.max_file_bytes):
                files = [replace(file, force_ocr=self._force_ocr) for file in loaded]
                results = await processor.process_batch(
                    files, ProcessingMode.PARALLEL, on_result=on_result
                )
                for _ in refused:
                    on_file_done()
                for result in sorted([*results, *refused], key=lambda result: result.position):
                    self._take(result)
        finally:
            pool.stop()

    def finish(self) -> None:
        """Write the end of the output, with the summary if one is wanted."""
        summary = None
        if self._facts is not None:
            summary = SummaryAnalyzer().analyse(self._facts).to_json()
        self._writer.finish(summary)
        self._exports.finish()

    @property
    def exit_code(self) -> ExitCode:
        """What the shell is told."""
        if self._read:
            return ExitCode.SOME_FAILED if self._failed else ExitCode.OK
        if self._failed == self._dead_ends:
            return ExitCode.NOTHING_TO_READ
        return ExitCode.ALL_FAILED

    @property
    def closing_line(self) -> str:
        """The counts, for the user."""
        return (
            f"Files: {self._read + self._failed}, read: {self._read}, failed: {self._failed}. "
            f"Reports: {self._reports}, to be checked by a person: {self._to_review}."
        )

    def _take(self, result: ProcessingResult) -> None:
        """Write what became of one file, and count it."""
        if result.status is FileStatus.SUCCESS:
            self._read += 1
        else:
            self._failed += 1
        if result.error_type is not None:
            self._exports.add(
                UnreadFile(
                    result.file_name,
                    result.position,
                    result.error_type,
                    result.error_message or "",
                    result.processing_time_ms,
                )
            )
            self._writer.add(
                failed_document(
                    file_name=result.file_name,
                    position=result.position,
                    error_type=result.error_type,
                    message=result.error_message or "",
                    processing_time_ms=result.processing_time_ms,
                )
            )
        for part, checked in enumerate(result.reports, start=1):
            self._writer.add(self._document(result, part, checked))

    def _document(self, result: ProcessingResult, part: int, checked: CheckedReport) -> JsonObject:
        # The same call gives the same IDs, so that two outputs can be compared.
        report_id = str(uuid5(_NAMESPACE, f"{result.position}/{part}/{result.file_name}"))
        self._reports += 1
        self._to_review += checked.needs_review
        self._exports.add(
            ExportedReport(
                report_id,
                result.file_name,
                result.position,
                checked,
                part,
                result.processing_time_ms,
            )
        )
        if self._facts is not None:
            self._facts.append(
                ReportFacts.from_checked(report_id, result.position, result.file_name, checked)
            )
        return report_document(
            checked,
            report_id=report_id,
            file_name=result.file_name,
            position=result.position,
            part=part,
            processing_time_ms=result.processing_time_ms,
        )


def _slices(
    inputs: Iterable[Input], most_bytes: int
) -> Iterator[tuple[list[SourceFile], list[ProcessingResult]]]:
    """Load the inputs, as many at once as the limits on memory allow.

    Yields:
        The files of one slice, and the results of those of its inputs that could not be opened.
    """
    loaded: list[SourceFile] = []
    refused: list[ProcessingResult] = []
    for source in inputs:
        try:
            loaded.append(load(source, most_bytes))
        except FileError as error:
            unopened = SourceFile(source.position, source.name, b"")
            refused.append(ProcessingResult.failure(unopened, error.error_type, error.message, 0))
        size = sum(len(file.content) for file in loaded)
        if len(loaded) + len(refused) >= MOST_FILES_AT_ONCE or size >= MOST_BYTES_AT_ONCE:
            yield loaded, refused
            loaded, refused = [], []
    yield loaded, refused
