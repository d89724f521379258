"""The first tables: batches, files, reports, uploads, addresses that are gone."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "2026_11_22_1"
down_revision = None
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
_MOMENT = sa.DateTime(timezone=True)
_WORD = sa.String(32)
_DIGEST = sa.String(64)


def upgrade() -> None:
    """Make the tables."""
    _create_batch_reports()
    _create_expired_addresses()
    _create_stored_uploads()
    _create_reports()
    _create_batch_report_files()


def downgrade() -> None:
    """Remove the tables, those that refer to others first."""
    op.drop_table("batch_report_files")
    op.drop_table("reports")
    op.drop_table("stored_uploads")
    op.drop_table("expired_addresses")
    op.drop_table("batch_reports")


def _create_batch_reports() -> None:
    op.create_table(
        "batch_reports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("status", _WORD, nullable=False),
        sa.Column("total_files", sa.Integer(), nullable=False),
        sa.Column("successful_files", sa.Integer(), nullable=False),
        sa.Column("failed_files", sa.Integer(), nullable=False),
        sa.Column("options", _JSON, nullable=False),
        sa.Column("idempotency_key", sa.Text(), nullable=True),
        sa.Column("content_digest", _DIGEST, nullable=False),
        sa.Column("summary_data", _JSON, nullable=True),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("expires_at", _MOMENT, nullable=False),
        sa.Column("finished_at", _MOMENT, nullable=True),
        sa.Column("processing_time_ms", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "status IN ('processing', 'completed', 'partial', 'failed')",
            name=op.f("ck_batch_reports_status"),
        ),
        sa.CheckConstraint(
            "successful_files >= 0 AND failed_files >= 0 AND total_files >= 1"
            " AND successful_files + failed_files <= total_files",
            name=op.f("ck_batch_reports_counts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch_reports")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_batch_reports_idempotency_key")),
    )
    op.create_index(
        "ix_batch_reports_unfinished",
        "batch_reports",
        ["created_at"],
        postgresql_where=sa.text("status = 'processing'"),
        sqlite_where=sa.text("status = 'processing'"),
    )
    op.create_index("ix_batch_reports_expires_at", "batch_reports", ["expires_at"])
    if op.get_bind().dialect.name == "postgresql":
        op.create_index(
            "ix_batch_reports_summary_data",
            "batch_reports",
            ["summary_data"],
            postgresql_using="gin",
            postgresql_ops={"summary_data": "jsonb_path_ops"},
        )


def _create_expired_addresses() -> None:
    op.create_table(
        "expired_addresses",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("expired_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expired_addresses")),
    )
    op.create_index("ix_expired_addresses_expired_at", "expired_addresses", ["expired_at"])


def _create_stored_uploads() -> None:
    op.create_table(
        "stored_uploads",
        sa.Column("sha256", _DIGEST, nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_stored_uploads")),
    )


def _create_reports() -> None:
    op.create_table(
        "reports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("read_by", _WORD, nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("ftn", sa.Text(), nullable=True),
        sa.Column("exam_id", sa.Text(), nullable=True),
        sa.Column("exam_title", sa.Text(), nullable=True),
        sa.Column("exam_code", sa.Text(), nullable=True),
        sa.Column("exam_date", sa.Date(), nullable=True),
        sa.Column("exam_site", sa.Text(), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("grade", _WORD, nullable=True),
        sa.Column("take", sa.Integer(), nullable=True),
        sa.Column("expiration_date", sa.Date(), nullable=True),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("needs_review", sa.Boolean(), nullable=False),
        sa.Column("fields", _JSON, nullable=False),
        sa.Column("codes", _JSON, nullable=False),
        sa.Column("unresolved_codes", _JSON, nullable=False),
        sa.Column("checks", _JSON, nullable=False),
        sa.Column("review_reasons", _JSON, nullable=False),
        sa.Column("pages", _JSON, nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("processing_time_ms", sa.Integer(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.CheckConstraint("position >= 1 AND part >= 1", name=op.f("ck_reports_place_in_upload")),
        sa.CheckConstraint("score BETWEEN 0 AND 100", name=op.f("ck_reports_score")),
        sa.CheckConstraint("confidence BETWEEN 0 AND 1", name=op.f("ck_reports_confidence")),
        sa.CheckConstraint("read_by IN ('pdf-text', 'ocr')", name=op.f("ck_reports_read_by")),
        sa.CheckConstraint("grade IN ('Pass', 'Fail')", name=op.f("ck_reports_grade")),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["batch_reports.id"],
            name=op.f("fk_reports_batch_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
        sa.UniqueConstraint(
            "batch_id", "position", "part", name=op.f("uq_reports_batch_id_position_part")
        ),
    )


def _create_batch_report_files() -> None:
    op.create_table(
        "batch_report_files",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("file_size", sa.BigInteger(), nullable=False),
        sa.Column("content_type", sa.Text(), nullable=False),
        sa.Column("upload_sha256", _DIGEST, nullable=True),
        sa.Column("status", _WORD, nullable=False),
        sa.Column("error_type", _WORD, nullable=True),
        sa.Column("error_message", sa.Text(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("started_at", _MOMENT, nullable=True),
        sa.Column("finished_at", _MOMENT, nullable=True),
        sa.Column("processing_time_ms", sa.Integer(), nullable=True),
        *_batch_report_file_checks(),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["batch_reports.id"],
            name=op.f("fk_batch_report_files_batch_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["reports.id"],
            name=op.f("fk_batch_report_files_report_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["upload_sha256"],
            ["stored_uploads.sha256"],
            name=op.f("fk_batch_report_files_upload_sha256"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch_report_files")),
        sa.UniqueConstraint(
            "batch_id", "position", name=op.f("uq_batch_report_files_batch_id_position")
        ),
    )
    for name, columns in (
        ("ix_batch_report_files_batch_id_status", ["batch_id", "status"]),
        ("ix_batch_report_files_report_id", ["report_id"]),
        ("ix_batch_report_files_upload_sha256", ["upload_sha256"]),
    ):
        op.create_index(name, "batch_report_files", columns)


def _batch_report_file_checks() -> tuple[sa.CheckConstraint, ...]:
    return (
        sa.CheckConstraint("position >= 1", name=op.f("ck_batch_report_files_position")),
        sa.CheckConstraint("file_size >= 0", name=op.f("ck_batch_report_files_file_size")),
        sa.CheckConstraint("tries >= 0", name=op.f("ck_batch_report_files_tries")),
        sa.CheckConstraint(
            "status IN ('pending', 'processing', 'success', 'failed')",
            name=op.f("ck_batch_report_files_status"),
        ),
        sa.CheckConstraint(
            "error_type IN ('EMPTY_FILE', 'FILE_TOO_LARGE', 'UNSUPPORTED_TYPE', 'INVALID_PDF',"
            " 'ENCRYPTED_PDF', 'INVALID_IMAGE', 'TOO_MANY_PAGES', 'TOO_MANY_PIXELS',"
            " 'UNREADABLE', 'NOT_A_TEST_REPORT', 'TIMED_OUT', 'OUT_OF_MEMORY', 'INTERNAL')",
            name=op.f("ck_batch_report_files_error_type"),
        ),
        sa.CheckConstraint(
            "(status = 'failed') = (error_type IS NOT NULL AND error_message IS NOT NULL)",
            name=op.f("ck_batch_report_files_failed_has_reason"),
        ),
    )
