"""What is exported: reports that were read, and files that gave none."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from aktr.errors import FileErrorType
from aktr.processing.document import JsonObject, failed_document, report_document
from aktr.report.checked import CheckedReport
from aktr.summary.analyzer import Summary, SummaryAnalyzer
from aktr.summary.facts import ReportFacts, Said


@dataclass(frozen=True, slots=True)
class ExportedReport:
    """One report with its place in the upload."""

    report_id: str
    file_name: str
    position: int
    """Place of its file in the upload, from 1."""
    checked: CheckedReport
    part: int = 1
    """Place of the report in its file, from 1."""
    processing_time_ms: int = 0
    said: Said | None = None
    """What a person said about it."""

    @property
    def facts(self) -> ReportFacts:
        """What summaries and paperwork need of it, with old identity numbers hidden."""
        return ReportFacts.from_checked(
            self.report_id, self.position, self.file_name, self.checked, self.said
        )

    @property
    def document(self) -> JsonObject:
        """The report in the one JSON shape of every way out."""
        return report_document(
            self.checked,
            report_id=self.report_id,
            file_name=self.file_name,
            position=self.position,
            part=self.part,
            processing_time_ms=self.processing_time_ms,
        )


@dataclass(frozen=True, slots=True)
class UnreadFile:
    """A file that gave no report."""

    file_name: str
    position: int
    error_type: FileErrorType
    message: str
    """What is wrong and what to do about it."""
    processing_time_ms: int = 0

    @property
    def document(self) -> JsonObject:
        """The failed file in the one JSON shape of every way out."""
        return failed_document(
            file_name=self.file_name,
            position=self.position,
            error_type=self.error_type,
            message=self.message,
            processing_time_ms=self.processing_time_ms,
        )


Entry = ExportedReport | UnreadFile


class Passage:
    """Lets entries through one by one and keeps of each what the summary needs."""

    def __init__(self) -> None:
        self._reports: list[ReportFacts] = []

    def through(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        """The same entries."""
        for entry in entries:
            self.note(entry)
            yield entry

    def note(self, entry: Entry) -> None:
        """Keep what the summary needs of one entry."""
        if isinstance(entry, ExportedReport):
            self._reports.append(entry.facts)

    @property
    def reports(self) -> tuple[ReportFacts, ...]:
        """What has come through."""
        return tuple(self._reports)

    def summary(self) -> Summary:
        """The summary of what has come through."""
        return SummaryAnalyzer().analyse(self._reports)


@dataclass(frozen=True, slots=True)
class ClassFile:
    """A class as it is handed over."""

    reports: tuple[ReportFacts, ...]
    """Every report that was read, in the order of the upload."""
    unread: tuple[UnreadFile, ...]
    summary: Summary
    made_on: date

    @classmethod
    def of(cls, entries: Iterable[Entry], made_on: date) -> "ClassFile":
        """Sum up what is to be handed over.

        Args:
            entries: Reports and failed files in any order.
            made_on: The day that the papers show and from which days are counted.
        """
        reports: list[ReportFacts] = []
        unread: list[UnreadFile] = []
        for entry in entries:
            if isinstance(entry, UnreadFile):
                unread.append(entry)
            else:
                reports.append(entry.facts)
        return cls(
            tuple(sorted(reports, key=lambda report: report.order)),
            tuple(sorted(unread, key=lambda file: file.position)),
            SummaryAnalyzer().analyse(reports),
            made_on,
        )

    @property
    def counted(self) -> tuple[ReportFacts, ...]:
        """The distinct reports: of each test the one that counts."""
        copies = {again for test in self.summary.duplicates for again in test[1:]}
        return tuple(report for report in self.reports if report.report_id not in copies)
