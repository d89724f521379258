"""Finished batches and reports as answers that are files."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import partial
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, Final, cast
from uuid import UUID

from fastapi import Response
from fastapi.responses import StreamingResponse

from aktr.acs.catalogue import Catalogue, load_catalogue
from aktr.api.services import Services
from aktr.contract.export_schemas import Format, Table
from aktr.db.mapping import said_about
from aktr.db.models import BatchReport, Report
from aktr.db.records import ReportEntry
from aktr.db.stored_report import checked_report
from aktr.db.types import JsonObject
from aktr.errors import NotReadyError, UnprocessableError
from aktr.export.class_layout import class_pdf
from aktr.export.csv_export import csv_lines
from aktr.export.json_export import json_chunks
from aktr.export.records import ClassFile, Entry, ExportedReport, Passage, UnreadFile
from aktr.export.rows import (
    CODE_COLUMNS,
    REPORT_COLUMNS,
    SHARED_COLUMNS,
    Copies,
    code_rows,
    report_row,
    shared_rows,
)
from aktr.export.shared_layout import shared_pdf
from aktr.export.xlsx_export import write_shared_workbook, write_workbook
from aktr.paperwork import load_wordings
from aktr.processing.result import BatchStatus
from aktr.summary.comparison import ClassComparison, compare_classes
from aktr.summary.facts import ReportFacts
from aktr.summary.privacy import SharedSummary, share

COMPARED_WITH_ITSELF: Final = (
    "This is the address of the class itself. Send the one of an earlier batch."
)
_PAGE: Final = 50
_IN_MEMORY: Final = 4 * 1024 * 1024
_CHUNK: Final = 256 * 1024
_PRIVATE: Final = {"Cache-Control": "private, no-store"}
_MEDIA_TYPES: Final = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.JSON: "application/json",
    Format.PDF: "application/pdf",
}


def shared_summary(services: Services, batch_id: UUID, catalogue: Catalogue) -> SharedSummary:
    """The class summary of a batch without names and small groups.

    Raises:
        UnknownAddressError: There is no such batch.
        ExpiredError: Its time is over.
        NotReadyError: It is still being processed.
    """
    finished_batch(services, batch_id)
    return share(_facts(services, batch_id), catalogue)


class BatchExport:
    """A finished batch on its way into a file.

    Args:
        services: Where it is stored.
        batch: The batch.
        compare: An earlier batch, or None.
        table: What a row of CSV is.
    """

    def __init__(
        self, services: Services, batch: BatchReport, compare: UUID | None, table: Table
    ) -> None:
        self._services = services
        self._batch = batch
        self._compare = compare
        self._table = table

    def response(self, kind: Format) -> Response:
        """The file as an answer."""
        makers: dict[Format, Callable[[], Response]] = {
            Format.CSV: self._csv,
            Format.XLSX: self._xlsx,
            Format.JSON: self._json,
            Format.PDF: self._pdf,
        }
        return makers[kind]()

    def _entries(self) -> Iterator[Entry]:
        return _entries(self._services, self._batch.id)

    def _csv(self) -> Response:
        copies = self._copies()
        if self._table is Table.REPORTS:
            reports = (report_row(entry, copies) for entry in self._entries())
            lines = csv_lines(REPORT_COLUMNS, reports)
        else:
            rows = (row for entry in self._entries() for row in code_rows(entry, copies))
            lines = csv_lines(CODE_COLUMNS, rows)
        return _stream(lines, Format.CSV, f"class-{self._table.value}")

    def _xlsx(self) -> Response:
        write = partial(write_workbook, entries=self._entries(), copies=self._copies())
        return _workbook(write)

    def _json(self) -> Response:
        batch, passage = self._batch, Passage()
        head: JsonObject = {
            "batch_id": str(batch.id),
            "status": batch.status.value,
            "created_at": batch.created_at.isoformat().replace("+00:00", "Z"),
            "total_files": batch.total_files,
            "successful_files": batch.successful_files,
            "failed_files": batch.failed_files,
        }
        compared = self._comparison()
        if compared is not None:
            head["comparison"] = compared.to_json()
        chunks = json_chunks(
            head, passage.through(self._entries()), lambda: passage.summary().to_json()
        )
        return _stream(chunks, Format.JSON, "class")

    def _pdf(self) -> Response:
        wordings = load_wordings(self._services.settings.data_dir)
        class_file = ClassFile.of(self._entries(), today())
        pdf = class_pdf(class_file, load_catalogue(), wordings, self._comparison())
        return file_answer(pdf, Format.PDF, "class")

    def _copies(self) -> Copies:
        # Looked through once more than written, because a row says what a later one is.
        return Copies(_facts(self._services, self._batch.id))

    def _comparison(self) -> ClassComparison | None:
        if self._compare is None:
            return None
        return comparison_of(self._services, self._batch.id, self._compare)


def without_names(services: Services, batch_id: UUID, kind: Format) -> Response:
    """The class summary of a batch as a file that names nobody."""
    summary = share(_facts(services, batch_id), load_catalogue())
    if kind is Format.CSV:
        return _stream(csv_lines(SHARED_COLUMNS, shared_rows(summary)), kind, "shared-class")
    if kind is Format.XLSX:
        return _workbook(partial(write_shared_workbook, summary=summary), "shared-class")
    if kind is Format.PDF:
        return file_answer(shared_pdf(summary, today()), kind, "shared-class")
    return file_answer(
        json.dumps(summary.to_json(), ensure_ascii=False).encode(), kind, "shared-class"
    )


def finished_batch(services: Services, batch_id: UUID) -> BatchReport:
    """A batch that is no longer being processed.

    Raises:
        UnknownAddressError: There is no such batch.
        ExpiredError: Its time is over.
        NotReadyError: It is still being processed.
    """
    batch = services.repository.get_batch(batch_id)
    if batch.status is BatchStatus.PROCESSING:
        done = batch.successful_files + batch.failed_files
        raise NotReadyError(
            f"The batch is still being processed: {done} of {batch.total_files} files are done. "
            "Wait as long as the Retry-After header says and ask again."
        )
    return batch


def comparison_of(services: Services, batch_id: UUID, earlier: UUID) -> ClassComparison:
    """Two finished batches side by side; see :func:`finished_batch`.

    Raises:
        UnprocessableError: They are one, in which nothing can have changed.
    """
    for each in (batch_id, earlier):
        finished_batch(services, each)
    if batch_id == earlier:
        raise UnprocessableError(COMPARED_WITH_ITSELF)
    return compare_classes(_facts(services, batch_id), _facts(services, earlier))


def _facts(services: Services, batch_id: UUID) -> list[ReportFacts]:
    entries = _entries(services, batch_id)
    return [entry.facts for entry in entries if isinstance(entry, ExportedReport)]


def _entries(services: Services, batch_id: UUID) -> Iterator[Entry]:
    """Everything that a batch gave, in order of the upload, page by page."""
    page = 1
    while True:
        listed = services.repository.list_reports(batch_id, page, _PAGE)
        yield from map(_entry, listed.entries)
        if page * _PAGE >= listed.total:
            return
        page += 1


def _entry(entry: ReportEntry) -> Entry:
    if entry.report is not None:
        return exported_report(entry.report)
    file = entry.file
    if file.error_type is None:
        raise AssertionError("a file without a report has a reason")
    return UnreadFile(
        file.file_name,
        file.position,
        file.error_type,
        file.error_message or "",
        file.processing_time_ms or 0,
    )


def exported_report(row: Report) -> ExportedReport:
    """A stored report on its way out."""
    return ExportedReport(
        report_id=str(row.id),
        file_name=row.file_name,
        position=row.position,
        checked=checked_report(row),
        part=row.part,
        processing_time_ms=row.processing_time_ms,
        said=said_about(row),
    )


def _workbook(write: Callable[[BinaryIO], None], name: str = "class") -> Response:
    target = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - closed by the stream
    try:
        write(cast(BinaryIO, target))
    except BaseException:
        target.close()
        raise
    target.seek(0)

    def chunks() -> Iterator[bytes]:
        with target:
            while chunk := target.read(_CHUNK):
                yield chunk

    return _stream(chunks(), Format.XLSX, name)


def _stream(chunks: Iterator[str] | Iterator[bytes], kind: Format, name: str) -> Response:
    return StreamingResponse(chunks, media_type=_MEDIA_TYPES[kind], headers=_headers(kind, name))


def file_answer(content: bytes, kind: Format, name: str) -> Response:
    """Bytes as an attachment."""
    return Response(content, media_type=_MEDIA_TYPES[kind], headers=_headers(kind, name))


def _headers(kind: Format, name: str) -> dict[str, str]:
    # Downloads lie in folders that others see: the name tells no person and no address.
    file_name = f"{name}-{today().isoformat()}.{kind.value}"
    return {"Content-Disposition": f'attachment; filename="{file_name}"', **_PRIVATE}


def today() -> date:
    """The day that files show and from which days are counted, in UTC."""
    return datetime.now(UTC).date()
