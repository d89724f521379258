"""What was found, as lists and one by one."""

from uuid import UUID

from sqlalchemy import func, select

from aktr.db.mapping import to_facts
from aktr.db.models import BatchReportFile, Report, StoredUpload
from aktr.db.records import ReportEntry, ReportPage
from aktr.db.store import Store, absent, check_batch
from aktr.errors import ExpiredError
from aktr.processing.result import FileStatus
from aktr.summary.duplicates import distinct_reports

_FINISHED = (FileStatus.SUCCESS, FileStatus.FAILED)


class ResultStore(Store):
    """The part of the repository that holds reports."""

    def get_report(self, report_id: UUID) -> Report:
        """One report.

        Raises:
            UnknownAddressError: There is none under this address.
            ExpiredError: The time of its batch is over.
        """
        with self._database.reading() as session:
            report = session.get(Report, report_id)
            if report is None:
                raise absent(session, report_id)
            if report.batch_id is not None:
                check_batch(session, report.batch_id, self._clock())
            return report

    def reports_of_file(self, report: Report) -> list[Report]:
        """The reports that were found in the same file as this one, and itself."""
        if report.batch_id is None:
            return [report]
        with self._database.reading() as session:
            return list(
                session.scalars(
                    select(Report).where(
                        Report.batch_id == report.batch_id, Report.position == report.position
                    )
                )
            )

    def same_tests(self, batch_id: UUID | None) -> dict[UUID, tuple[UUID, ...]]:
        """Which reports of a batch are of one and the same test.

        Args:
            batch_id: The batch; None for a report without one.

        Returns:
            For each report whose test was uploaded more than once, the other reports of that test.
        """
        if batch_id is None:
            return {}
        with self._database.reading() as session:
            rows = session.scalars(select(Report).where(Report.batch_id == batch_id)).all()
        others: dict[UUID, tuple[UUID, ...]] = {}
        for test in distinct_reports(map(to_facts, rows)).duplicates:
            ids = [UUID(report.report_id) for report in test]
            others |= {each: tuple(other for other in ids if other != each) for each in ids}
        return others

    def upload_of(self, report_id: UUID) -> bytes:
        """The bytes of the file in which a report was found.

        Raises:
            UnknownAddressError: There is no such report.
            ExpiredError: Its time is over, or the uploaded files are not kept so long.
        """
        with self._database.reading() as session:
            report = session.get(Report, report_id)
            if report is None:
                raise absent(session, report_id)
            if report.batch_id is not None:
                check_batch(session, report.batch_id, self._clock())
            row = session.execute(
                select(StoredUpload.content, StoredUpload.object_name, StoredUpload.store)
                .join(BatchReportFile, BatchReportFile.upload_sha256 == StoredUpload.sha256)
                .where(
                    BatchReportFile.batch_id == report.batch_id,
                    BatchReportFile.position == report.position,
                )
            ).one_or_none()
        content = None if row is None else self._bytes_of(*row)
        if content is None:
            raise ExpiredError(
                "The uploaded file is not kept any more, so its pages cannot be shown. Compare the "
                "values with the paper, or upload the file again."
            )
        return content

    def list_reports(
        self,
        batch_id: UUID,
        page: int = 1,
        limit: int | None = None,
        status: FileStatus | None = None,
    ) -> ReportPage:
        """The results of a batch: an entry for each report and for each file that failed.

        Args:
            batch_id: The batch.
            page: Which page, from 1.
            limit: Entries on a page; all on one page if not given.
            status: Only successful or only failed files; both if not given.

        Returns:
            The entries in order of position and part. Files that are still open have none.

        Raises:
            UnknownAddressError: There is no such batch.
            ExpiredError: Its time is over.
        """
        entries = (
            select(BatchReportFile, Report)
            .outerjoin(
                Report,
                (Report.batch_id == BatchReportFile.batch_id)
                & (Report.position == BatchReportFile.position),
            )
            .where(
                BatchReportFile.batch_id == batch_id,
                BatchReportFile.status.in_(_FINISHED if status is None else (status,)),
            )
        )
        with self._database.reading() as session:
            check_batch(session, batch_id, self._clock())
            total = session.scalar(entries.with_only_columns(func.count())) or 0
            first = 0 if limit is None else (page - 1) * limit
            if first >= total:
                return ReportPage((), total)
            rows = session.execute(
                entries.order_by(BatchReportFile.position, Report.part).limit(limit).offset(first)
            )
            return ReportPage(tuple(ReportEntry(file, report) for file, report in rows), total)
