"""The tables: batches, their files, the reports found in them, the uploaded bytes, shared links.

The rows are the truth about the work; nothing else remembers it. A file goes through these states,
and no method of the repository makes any other step::

                     a reading begins                    at least one report
    (stored) pending ----------------> processing --------------------------> success
        |       ^                        |     |
        |       |   its claim was given  |     |   a reason why not, or
        |       |   back, or fell silent |     |   the third try died
        |       +------------------------+     +----------------------------> failed
        |                                                                       ^
        +-----------------------------------------------------------------------+
             refused unread (empty, too large, wrong type), or an error in aktr

Whoever works on files claims them first: ``attempt`` holds its token, and ``heartbeat_at`` the last
sign of life of the claim. States are changed under that token only, so whoever fell silent and was
taken for dead can neither overwrite nor repeat what another has done since.

A failed file whose bytes are kept goes back to pending when its owner asks for another try, which
is possible when the batch is finished; the batch goes back to processing with it. On request the
same is done to a file that gave its reports. They stay until it is read; what people said about
them holds for the new reading too; and if that fails, the file is a success with the old ones. How
often its reading was begun and why the last one failed stay known all the while.

Another copy can take the place of a file of a finished batch, which is then pending; the bytes of
the old copy and its reports go at once, because they are about another file. Further files can be
put behind the last one. Either takes the batch back to processing.

The state of a batch follows from the states of its files::

    processing --- no file is open any more ---> completed   every file gave a report
                                            |--> partial     some did
                                            +--> failed      none did

Deleting a batch deletes its files and its reports, and the bytes that no other batch uses. When it
was deleted because its time was over, its address and those of its reports and of its shared link
stay behind in ``expired_addresses``, so that they can be answered with "gone" and not with "never
heard of".
"""

from datetime import date, datetime
from typing import Any, ClassVar, Final
from uuid import UUID, uuid4

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    String,
    Text,
    UniqueConstraint,
    Uuid,
    false,
    text,
    true,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship
from sqlalchemy.types import TypeEngine

from aktr.db.types import JsonArray, JsonObject, PlainJson, UtcDateTime, one_of, word_column
from aktr.errors import FileErrorType
from aktr.processing.result import BatchStatus, FileStatus
from aktr.reading.page import ReadBy
from aktr.report.model import Grade

_DIGEST_LENGTH: Final = 64
_LABEL_LENGTH: Final = 100


class Base(DeclarativeBase):
    """What all tables share."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, TypeEngine[Any]]] = {
        str: Text(),
        UUID: Uuid(),
        date: Date(),
        datetime: UtcDateTime(),
        JsonObject: PlainJson,
        JsonArray: PlainJson,
        BatchStatus: word_column(BatchStatus),
        FileStatus: word_column(FileStatus),
        FileErrorType: word_column(FileErrorType),
        ReadBy: word_column(ReadBy),
        Grade: word_column(Grade),
    }


class BatchReport(Base):
    """One upload of 1 to 30 files, and what they say together."""

    __tablename__ = "batch_reports"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    status: Mapped[BatchStatus]
    total_files: Mapped[int]
    successful_files: Mapped[int]
    failed_files: Mapped[int]
    options: Mapped[JsonObject]
    """processing_mode, generate_summary, include_individual_reports, force_ocr; and under additions
    the keys with which files were added, each with the digest of its files."""
    idempotency_key: Mapped[str | None] = mapped_column(unique=True)
    """The client's name for the upload; behind the ID of the API key that was shown with it, if
    there was one, and a line break."""
    content_digest: Mapped[str] = mapped_column(String(_DIGEST_LENGTH))
    """SHA-256 over names and contents in order, to know the same upload again."""
    summary_data: Mapped[JsonObject | None]
    """The summary; None while work goes on, when none was asked for, or without any report."""
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    processing_time_ms: Mapped[int | None]
    """Time of work: from the storing of the upload to the end of its last file, and the time of
    each file that was read again since; None until that first end."""

    files: Mapped[list["BatchReportFile"]] = relationship(
        back_populates="batch", lazy="raise", passive_deletes=True
    )
    reports: Mapped[list["Report"]] = relationship(
        back_populates="batch", lazy="raise", passive_deletes=True
    )

    __table_args__ = (
        one_of("status", BatchStatus),
        CheckConstraint(
            "successful_files >= 0 AND failed_files >= 0 AND total_files >= 1"
            " AND successful_files + failed_files <= total_files",
            name="counts",
        ),
        Index(
            "ix_batch_reports_unfinished",
            "created_at",
            postgresql_where=text("status = 'processing'"),
            sqlite_where=text("status = 'processing'"),
        ),
        Index("ix_batch_reports_expires_at", "expires_at"),
        Index(
            "ix_batch_reports_summary_data",
            "summary_data",
            postgresql_using="gin",
            postgresql_ops={"summary_data": "jsonb_path_ops"},
        ).ddl_if(dialect="postgresql"),
    )


class StoredUpload(Base):
    """The bytes of an uploaded file, each content once however often it comes."""

    __tablename__ = "stored_uploads"

    sha256: Mapped[str] = mapped_column(String(_DIGEST_LENGTH), primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger)
    """Bytes."""
    content: Mapped[bytes | None] = mapped_column(LargeBinary)
    """None if the bytes lie outside of the database."""
    object_name: Mapped[str | None] = mapped_column(String(_DIGEST_LENGTH))
    """Where they lie there. Each storing has a name of its own, so that bytes which are being
    deleted are never those that somebody has just stored again."""
    store: Mapped[str | None]
    """URL of the store in which they were put. None for bytes in the database, and for those of
    versions that did not write it down."""

    __table_args__ = (
        CheckConstraint("(content IS NULL) <> (object_name IS NULL)", name="one_place"),
    )


class UnusedObject(Base):
    """Bytes outside of the database that no row names: not yet, or not any more.

    A name is written down here before its bytes are put into the store, and again when the last
    row that names it is deleted; it goes when the bytes are deleted. So nothing has to be looked
    for in a store, which others may use as well.
    """

    __tablename__ = "unused_objects"

    name: Mapped[str] = mapped_column(String(_DIGEST_LENGTH), primary_key=True)
    store: Mapped[str | None]
    """As in ``stored_uploads``."""
    kept_until: Mapped[datetime | None]
    """Until when a row may still come to name it; None if it is to be deleted now."""


class Report(Base):
    """One test report that was found in a file.

    The columns are for searching and hold plain values only; ``fields`` is the truth about each
    value, with what was read, where, and how sure it is. The applicant ID stands in ``fields``
    alone, because on old reports it may be a social security number.
    """

    __tablename__ = "reports"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    batch_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("batch_reports.id", ondelete="SET NULL")
    )
    position: Mapped[int]
    """Position of its file in the upload, from 1."""
    part: Mapped[int]
    """Position of the report in its file, from 1."""
    file_name: Mapped[str]
    read_by: Mapped[ReadBy]
    name: Mapped[str | None]
    ftn: Mapped[str | None]
    exam_id: Mapped[str | None]
    exam_title: Mapped[str | None]
    exam_code: Mapped[str | None]
    exam_date: Mapped[date | None]
    exam_site: Mapped[str | None]
    score: Mapped[int | None]
    grade: Mapped[Grade | None]
    take: Mapped[int | None]
    expiration_date: Mapped[date | None]
    confidence: Mapped[float]
    needs_review: Mapped[bool]
    fields: Mapped[JsonObject]
    """For each field: value, raw, place, confidence, repaired, doubt."""
    codes: Mapped[JsonArray]
    unresolved_codes: Mapped[JsonArray]
    checks: Mapped[JsonArray]
    review_reasons: Mapped[JsonArray]
    pages: Mapped[JsonArray]
    """Pages of the file on which the report stands, from 1."""
    checked_on: Mapped[date]
    processing_time_ms: Mapped[int]
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    """Counts the states of the values, from 1."""
    notes: Mapped[JsonArray] = mapped_column(default=list, server_default=text("'[]'"))
    """Sentences on how the file was read."""
    corrections: Mapped[JsonArray] = mapped_column(default=list, server_default=text("'[]'"))
    """What people said about the report, oldest first; the other columns hold what follows."""
    reading: Mapped[JsonObject | None]
    """The report as it was read; None until somebody says something about it, because until then
    the other columns hold just that."""

    batch: Mapped[BatchReport | None] = relationship(back_populates="reports", lazy="raise")

    __table_args__ = (
        UniqueConstraint("batch_id", "position", "part"),
        CheckConstraint("position >= 1 AND part >= 1", name="place_in_upload"),
        CheckConstraint("score BETWEEN 0 AND 100", name="score"),
        CheckConstraint("confidence BETWEEN 0 AND 1", name="confidence"),
        one_of("read_by", ReadBy),
        one_of("grade", Grade),
    )


class BatchReportFile(Base):
    """One file of an upload: its state, and its reason if it gave no report."""

    __tablename__ = "batch_report_files"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    batch_id: Mapped[UUID] = mapped_column(ForeignKey("batch_reports.id", ondelete="CASCADE"))
    report_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("reports.id", ondelete="CASCADE"), index=True
    )
    """The first report of the file; the others share its position."""
    position: Mapped[int]
    """Place in the upload, from 1."""
    file_name: Mapped[str]
    file_size: Mapped[int] = mapped_column(BigInteger)
    """Bytes."""
    content_type: Mapped[str]
    upload_sha256: Mapped[str | None] = mapped_column(
        ForeignKey("stored_uploads.sha256"), index=True
    )
    """Its bytes; None when refused unread, or once they have been deleted."""
    status: Mapped[FileStatus]
    error_type: Mapped[FileErrorType | None]
    """Why its last reading that came to an end gave no report: of a failed file, of one that waits
    for another try, and of one that keeps the reports of an earlier reading."""
    error_message: Mapped[str | None]
    tries: Mapped[int]
    """How often work on it has begun since it was uploaded or opened again; may come to an end."""
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    processing_time_ms: Mapped[int | None]
    in_turn: Mapped[bool] = mapped_column(Boolean, default=True, server_default=true())
    """Whether it is read after those before it and not beside them."""
    attempt: Mapped[UUID | None]
    """Token of the claim under which it is being worked on."""
    heartbeat_at: Mapped[datetime | None]
    """Last sign of life of that claim."""
    force_ocr: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    """Whether a PDF is read from the pictures of its pages, whatever text they have."""
    earlier_tries: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    """How often work on it had begun before it was opened again."""

    batch: Mapped[BatchReport] = relationship(back_populates="files", lazy="raise")
    report: Mapped[Report | None] = relationship(lazy="raise")

    __table_args__ = (
        UniqueConstraint("batch_id", "position"),
        Index("ix_batch_report_files_batch_id_status", "batch_id", "status"),
        Index(
            "ix_batch_report_files_attempt",
            "attempt",
            postgresql_where=text("attempt IS NOT NULL"),
            sqlite_where=text("attempt IS NOT NULL"),
        ),
        CheckConstraint("position >= 1", name="position"),
        CheckConstraint("file_size >= 0", name="file_size"),
        CheckConstraint("tries >= 0", name="tries"),
        CheckConstraint("earlier_tries >= 0", name="earlier_tries"),
        one_of("status", FileStatus),
        one_of("error_type", FileErrorType),
        CheckConstraint(
            "status <> 'failed' OR (error_type IS NOT NULL AND error_message IS NOT NULL)",
            name="failed_has_reason",
        ),
    )


class Share(Base):
    """A link under which the summary of a batch can be looked at without names."""

    __tablename__ = "shares"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    """The secret part of the link; it leads neither to the batch nor to any report."""
    batch_id: Mapped[UUID] = mapped_column(ForeignKey("batch_reports.id", ondelete="CASCADE"))
    created_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("batch_id"),)


class ExpiredAddress(Base):
    """The address of a batch, report or shared link whose time was over; nothing else is left."""

    __tablename__ = "expired_addresses"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    expired_at: Mapped[datetime] = mapped_column(index=True)


class ApiKey(Base):
    """A key of a client, as far as the server has to know it."""

    __tablename__ = "api_keys"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    label: Mapped[str] = mapped_column(String(_LABEL_LENGTH))
    """What the operator calls its holder."""
    digest: Mapped[str] = mapped_column(String(_DIGEST_LENGTH), unique=True)
    """SHA-256 of the key, which is random and long and therefore needs no salt; never the key."""
    may_read: Mapped[bool]
    may_write: Mapped[bool]
    rate: Mapped[str | None]
    """How often its holder may upload; None as often as anybody."""
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    __table_args__ = (CheckConstraint("may_read OR may_write", name="scope"),)


class RateCount(Base):
    """How often somebody did something in a stretch of time, counted for all servers together."""

    __tablename__ = "rate_counts"

    counted: Mapped[str] = mapped_column(String(_DIGEST_LENGTH), primary_key=True)
    """SHA-256 of who is counted and by which rule: addresses are not kept."""
    stretch: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    """Which stretch of time, in lengths of the rule since 1970."""
    count: Mapped[int]
    ends_at: Mapped[datetime] = mapped_column(index=True)
    """When it plays no part any more."""
