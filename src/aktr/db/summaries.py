"""The summary of a batch, made from its reports as they stand."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from aktr.db.mapping import to_facts
from aktr.db.models import BatchReport, Report
from aktr.db.records import BatchOptions, Summarise


def store_summary(session: Session, batch: BatchReport, summarise: Summarise) -> None:
    """Make the summary of a locked batch from its reports as they stand in this transaction."""
    if not batch.successful_files or not BatchOptions.from_json(batch.options).generate_summary:
        return
    reports = session.scalars(
        select(Report).where(Report.batch_id == batch.id).order_by(Report.position, Report.part)
    )
    # Made of stored rows and plain already, so that it can be stored as it is.
    batch.summary_data = summarise([to_facts(report) for report in reports])
