"""How batches look in JSON. docs/api.md is the contract."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StrictBool

from aktr import __version__
from aktr.contract.report_schemas import Answer, FileErrorAnswer, ReportEntry
from aktr.processing.result import BatchStatus, FileStatus, ProcessingMode


class FileOptions(BaseModel):
    """What the client may choose for files that come to a batch later; other words are refused."""

    model_config = ConfigDict(extra="forbid")

    force_ocr: Annotated[
        StrictBool,
        Field(
            description="Whether PDFs are read from the pictures of their pages, whatever text "
            "they have: for text that can be read and is wrong."
        ),
    ] = False


class BatchOptions(FileOptions):
    """What the client may choose; a word that is not listed is refused, not ignored."""

    processing_mode: Annotated[
        ProcessingMode, Field(description="How the files are taken; auto suits nearly everybody.")
    ] = ProcessingMode.AUTO
    generate_summary: Annotated[
        StrictBool, Field(description="Whether the summary of the batch is made.")
    ] = True
    include_individual_reports: Annotated[
        StrictBool,
        Field(
            description="Whether the answer holds the reports; failed files are in it in any case."
        ),
    ] = True


class WeakCodeAnswer(Answer):
    """A code that several reports missed."""

    code: str
    description: str | None
    frequency: Annotated[int, Field(ge=1, description="Reports with this code.")]
    percentage: Annotated[
        float, Field(ge=0, le=100, description="Of the successful, distinct reports.")
    ]


class ScoreDistributionAnswer(Answer):
    """The spread of the scores, in per cent; null without any score."""

    min: int | None
    max: int | None
    mean: float | None
    median: float | None
    std_dev: float | None


class BatchSummaryAnswer(Answer):
    """The summary in short."""

    url: Annotated[str, Field(description="Where the whole summary is.")]
    common_weak_areas: list[WeakCodeAnswer]
    score_distribution: ScoreDistributionAnswer
    study_plan: list[str]


class BatchAnswer(Answer):
    """A batch with its reports."""

    batch_id: UUID
    status: BatchStatus
    url: Annotated[str, Field(description="State and progress of the batch.")]
    processing_time_ms: Annotated[
        int | None,
        Field(
            description="From storing the upload to its last file, and the time of each file read "
            "again since; null until the first end."
        ),
    ]
    total_files: int
    successful_files: int
    failed_files: int
    created_at: datetime
    expires_at: Annotated[datetime, Field(description="When everything about it is deleted.")]
    reports: Annotated[
        list[ReportEntry],
        Field(
            description="In order of the upload; several entries share a position if a file holds "
            "several reports. While status is processing, only what is finished."
        ),
    ]
    summary: Annotated[
        BatchSummaryAnswer | None,
        Field(
            description="Null while processing, without any report, if none was asked for, and if "
            "an error in aktr keeps it from being made, which its own address says."
        ),
    ]


class FileCountsAnswer(Answer):
    """How many files are in each state; they add up to total_files."""

    pending: int
    processing: int
    success: int
    failed: int


class FileStateAnswer(Answer):
    """State of one file."""

    position: int
    file_name: str
    status: FileStatus
    processing_time_ms: int | None
    error: Annotated[FileErrorAnswer | None, Field(description="Null unless the file failed.")]
    report_url: Annotated[
        str | None, Field(description="The first report found in it; reports_url lists them all.")
    ]
    attempts: Annotated[
        int, Field(description="How often its reading has begun, those before a retry included.")
    ]
    last_error: Annotated[
        FileErrorAnswer | None,
        Field(
            description="Why its last reading that came to an end gave no report, also while it is "
            "read again, and where the reports of an earlier reading were kept."
        ),
    ]


class BatchStateAnswer(Answer):
    """State and progress of a batch."""

    batch_id: UUID
    status: BatchStatus
    percent_done: Annotated[int, Field(ge=0, le=100, description="Share of the files, in whole %.")]
    total_files: int
    successful_files: int
    failed_files: int
    counts: FileCountsAnswer
    files: list[FileStateAnswer]
    processing_time_ms: int | None
    created_at: datetime
    expires_at: datetime
    reports_url: str
    summary_url: str
    events_url: str


class ReportPageAnswer(Answer):
    """One page of the reports of a batch."""

    batch_id: UUID
    page: int
    limit: int
    total: Annotated[int, Field(description="Entries on all pages.")]
    reports: list[ReportEntry]
    next: Annotated[str | None, Field(description="Address of the next page.")]
    previous: Annotated[str | None, Field(description="Address of the page before.")]


class AliveAnswer(Answer):
    """The process runs."""

    status: Literal["ok"] = "ok"
    version: Annotated[str, Field(description="The version of aktr that answers.")] = __version__


class ReadyAnswer(Answer):
    """Everything that an upload needs answers."""

    status: Literal["ready"] = "ready"
    database: Literal["ok"] = "ok"
    readers: Literal["ok"] = "ok"
    disk: Literal["ok"] = "ok"
    store: Literal["ok"] = "ok"
