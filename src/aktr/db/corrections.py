"""What people say about stored reports, and the summaries that follow from it."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from aktr.acs.catalogue import load_catalogue
from aktr.db.mapping import columns_of, plain_object
from aktr.db.models import BatchReport, Report
from aktr.db.records import Summarise
from aktr.db.store import Store, absent, check_batch, lock_batch
from aktr.db.stored_report import checked_report, reading_of, statements_on
from aktr.db.summaries import store_summary
from aktr.db.types import JsonObject
from aktr.errors import PreconditionFailedError, UnprocessableError
from aktr.processing.result import BatchStatus
from aktr.report.checked import CheckedReport
from aktr.report.correction import Change, Standing, Statement, statements_of, to_plain
from aktr.report.discretion import discreet
from aktr.report.model import FIELD_NAMES
from aktr.report.review import examine_as_stated

MOST_STATEMENTS: Final = 1000
"""On one report; a person at work needs a few dozen."""


class CorrectionStore(Store):
    """The part of the repository that takes corrections."""

    def correct_report(
        self,
        report_id: UUID,
        change: Change,
        summarise: Summarise,
        expected_versions: Collection[int] | None = None,
    ) -> Report:
        """Take a person's correction: the report, its history and the summary change together.

        Args:
            report_id: The report.
            change: What the person says.
            summarise: Makes the summary of a finished batch anew.
            expected_versions: The version that the person has seen, or several; None for any.

        Returns:
            The report as it stands now, checked again.

        Raises:
            UnknownAddressError: There is none under this address.
            ExpiredError: The time of its batch is over.
            PreconditionFailedError: Somebody else changed the report meanwhile.
            NothingThereError: The change is about what the report does not hold.
            UnprocessableError: There is no room for more corrections.
        """
        load_catalogue()  # which takes a while the first time, before others have to wait
        now = self._clock()
        with self._database.transaction() as session:
            batch, row = self._locked(session, report_id, now)
            if expected_versions is not None and row.version not in expected_versions:
                raise PreconditionFailedError(
                    "Somebody else changed this report meanwhile. Fetch it again, look at what "
                    "changed, and send the correction with the new ETag in If-Match."
                )
            _state(row, change, now)
            if batch is not None and batch.status is not BatchStatus.PROCESSING:
                store_summary(session, batch, summarise)
            return row

    def _locked(
        self, session: Session, report_id: UUID, now: datetime
    ) -> tuple[BatchReport | None, Report]:
        """The report and its batch, which nobody else can change until the transaction ends."""
        batch_id = session.scalar(select(Report.batch_id).where(Report.id == report_id))
        batch = None if batch_id is None else lock_batch(session, batch_id)
        row = session.get(Report, report_id, with_for_update=True)
        if row is None:
            raise absent(session, report_id)
        if batch_id is not None:
            check_batch(session, batch_id, now)
        return batch, row


def take_reading(row: Report, checked: CheckedReport) -> None:
    """Replace what was read of a stored report; what was said about it holds for the new reading.

    Args:
        row: The stored report.
        checked: What was read this time.
    """
    if row.corrections:
        reading = discreet(checked).report
        row.reading = plain_object(reading)
        checked = examine_as_stated(
            reading, statements_on(row), load_catalogue(), checked.checked_on
        )
    _put(row, checked)


def _state(row: Report, change: Change, now: datetime) -> None:
    standing = Standing(statements_on(row))
    new = statements_of(change, checked_report(row), standing)
    if len(row.corrections) + len(new) > MOST_STATEMENTS:
        raise UnprocessableError(
            f"No more than {MOST_STATEMENTS} corrections of one report are kept. Upload the file "
            "again to begin anew."
        )
    reading = reading_of(row)
    # Never before the day of the first check, which may be tomorrow's date in UTC.
    today = max(row.checked_on, now.date())
    all_statements = [*statements_on(row), *new]
    checked = discreet(examine_as_stated(reading, all_statements, load_catalogue(), today))
    if row.reading is None:
        row.reading = plain_object(reading)
    _put(row, checked)
    row.corrections = [*row.corrections, *_entries(new, checked, row.version, now)]


def _put(row: Report, checked: CheckedReport) -> None:
    for column, value in columns_of(checked).items():
        setattr(row, column, value)
    row.version += 1


def _entries(
    new: Sequence[Statement], checked: CheckedReport, version: int, now: datetime
) -> list[JsonObject]:
    return [
        {"version": version, "made_at": now.isoformat(), **plain_object(_discreet(said, checked))}
        for said in new
    ]


def _discreet(said: Statement, checked: CheckedReport) -> Statement:
    """The statement with its value as it may be stored."""
    if said.what not in FIELD_NAMES:
        return said
    return replace(said, after=to_plain(getattr(checked.report, said.what).value))
