"""The shapes in which files enter and leave processing."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from aktr.errors import FileErrorType
from aktr.report.checked import CheckedReport


class FileStatus(StrEnum):
    """State of one file: pending -> processing -> success | failed."""

    PENDING = "pending"
    PROCESSING = "processing"
    SUCCESS = "success"
    FAILED = "failed"


class BatchStatus(StrEnum):
    """State of a batch; derived from the states of its files."""

    PROCESSING = "processing"
    COMPLETED = "completed"
    PARTIAL = "partial"
    FAILED = "failed"

    @classmethod
    def of(cls, successful: int, failed: int, total: int) -> "BatchStatus":
        """The status that follows from the counts of files."""
        if successful + failed < total:
            return cls.PROCESSING
        if failed == 0:
            return cls.COMPLETED
        return cls.PARTIAL if successful else cls.FAILED


class ProcessingMode(StrEnum):
    """How the files of a batch are taken."""

    AUTO = "auto"
    """PDFs one after the other, pictures side by side, both at once."""
    SEQUENTIAL = "sequential"
    """One file at a time, in the order of the upload."""
    PARALLEL = "parallel"
    """As many files at once as there are reading processes."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file to read."""

    position: int
    """Place in the upload, from 1. Files are told apart by it and never by name."""
    name: str
    """The name the user gave, for display only."""
    content: bytes
    force_ocr: bool = False
    """Whether the pages of a PDF are read from their pictures, whatever text they have."""


@dataclass(frozen=True, slots=True)
class ProcessingResult:
    """What became of one file: at least one report, or one reason."""

    position: int
    file_name: str
    status: FileStatus
    reports: tuple[CheckedReport, ...]
    """In page order; empty exactly when the file failed."""
    error_type: FileErrorType | None
    error_message: str | None
    """What is wrong and what to do about it."""
    processing_time_ms: int

    @classmethod
    def success(
        cls, file: SourceFile, reports: Sequence[CheckedReport], processing_time_ms: int
    ) -> "ProcessingResult":
        """The file held at least one report."""
        return cls(
            file.position,
            file.name,
            FileStatus.SUCCESS,
            tuple(reports),
            None,
            None,
            processing_time_ms,
        )

    @classmethod
    def failure(
        cls, file: SourceFile, error_type: FileErrorType, message: str, processing_time_ms: int
    ) -> "ProcessingResult":
        """The file gave no report, for the reason stated."""
        return cls(
            file.position,
            file.name,
            FileStatus.FAILED,
            (),
            error_type,
            message,
            processing_time_ms,
        )
