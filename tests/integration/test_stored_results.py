"""What the repository gives back: lists, reports, and how it is connected."""

import json
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.exc import InternalError, InvalidRequestError

from aktr.db.mapping import to_facts, to_json, to_row
from aktr.db.models import ExpiredAddress, Report
from aktr.db.repository import Repository
from aktr.db.session import Database
from aktr.errors import FileErrorType
from aktr.processing.result import FileStatus
from aktr.summary.facts import ReportFacts
from factories import checked_report, success
from stored import at_once, finished_batch, new_batch, positions_in, row_counts


class TestResults:
    """Lists of results."""

    def test_an_entry_for_each_report_and_each_failed_file(self, repository: Repository) -> None:
        page = repository.list_reports(finished_batch(repository))

        assert page.total == 3
        assert [
            (entry.file.position, entry.report.part if entry.report else None)
            for entry in page.entries
        ] == [(1, 1), (1, 2), (2, None)]
        assert page.entries[2].file.error_type is FileErrorType.INVALID_PDF

    def test_a_file_points_to_its_first_report(self, repository: Repository) -> None:
        batch_id = finished_batch(repository)
        first, second = [entry.report for entry in repository.list_reports(batch_id).entries[:2]]
        assert first is not None
        assert second is not None

        files = repository.list_files(batch_id)

        assert [file.report_id for file in files] == [first.id, None]
        assert repository.get_report(second.id).take == 2

    def test_pages_cover_the_list_without_gap_or_overlap(self, repository: Repository) -> None:
        batch_id = finished_batch(repository)
        whole = repository.list_reports(batch_id).entries

        pages = [repository.list_reports(batch_id, page, 2) for page in (1, 2, 3)]

        assert [page.total for page in pages] == [3, 3, 3]
        assert [len(page.entries) for page in pages] == [2, 1, 0]
        joined = [entry for page in pages for entry in page.entries]
        assert [(entry.file.id, entry.report and entry.report.id) for entry in joined] == [
            (entry.file.id, entry.report and entry.report.id) for entry in whole
        ]
        assert repository.list_reports(batch_id, 10**30, 50).entries == ()

    @pytest.mark.parametrize(
        ("status", "positions"), [(FileStatus.SUCCESS, [1, 1]), (FileStatus.FAILED, [2])]
    )
    def test_a_list_can_be_limited_to_one_outcome(
        self, repository: Repository, status: FileStatus, positions: list[int]
    ) -> None:
        page = repository.list_reports(finished_batch(repository), status=status)

        assert [entry.file.position for entry in page.entries] == positions
        assert page.total == len(positions)

    def test_open_files_have_no_entry(self, repository: Repository) -> None:
        batch_id = new_batch(repository, b"a", b"b")
        repository.start_file(batch_id, 1)

        assert repository.list_reports(batch_id).total == 0

    def test_a_list_takes_the_same_few_queries_however_long_it_is(
        self, repository: Repository, database: Database
    ) -> None:
        batch_id = new_batch(repository, *(b"%d" % number for number in range(30)))
        results = [success(position) for position in range(1, 31)]
        repository.record_progress(batch_id, range(1, 31), results, positions_in)
        statements: list[str] = []

        @event.listens_for(database.engine, "before_cursor_execute")
        def note(*arguments: object) -> None:
            statements.append(str(arguments[2]))

        assert len(repository.list_reports(batch_id).entries) == 30

        assert len([line for line in statements if line.startswith("SELECT")]) == 3

    def test_rows_are_never_loaded_behind_the_callers_back(self, repository: Repository) -> None:
        batch = repository.get_batch(finished_batch(repository))

        with pytest.raises(InvalidRequestError):
            _ = batch.files


class TestStoredReport:
    """A report on its way through the database."""

    def test_everything_that_is_known_of_a_report_comes_back(self, repository: Repository) -> None:
        batch_id = new_batch(repository, b"a")
        checked = checked_report(codes=("PA.I.C.K2", "PA.V.B.R1"))
        repository.record_progress(batch_id, [1], [success(1, checked)], positions_in)

        entry = repository.list_reports(batch_id).entries[0]
        assert entry.report is not None
        stored = to_json(repository.get_report(entry.report.id))

        assert json.loads(json.dumps(stored)) == stored
        assert stored["batch_id"] == str(batch_id)
        assert (stored["name"], stored["ftn"], stored["score"]) == ("DOE, JANE ANN", "C1234567", 88)
        assert (stored["exam_date"], stored["grade"]) == ("2026-02-14", "Pass")
        assert stored["fields"]["score"] == {
            "value": 88,
            "raw": "88%",
            "place": {"page": 1, "left": 0.1, "top": 0.2, "right": 0.3, "bottom": 0.25},
            "confidence": 1.0,
            "repaired": False,
            "doubt": None,
        }
        assert [code["code"] for code in stored["codes"]] == ["PA.I.C.K2", "PA.V.B.R1"]
        assert stored["unresolved_codes"][0]["candidates"] == ["PA.I.C.K2", "PA.V.C.K2"]
        assert stored["checks"][0]["outcome"] == "ok"
        assert stored["pages"] == [1]

    def test_the_summary_sees_the_stored_report_as_it_was_read(
        self, repository: Repository
    ) -> None:
        batch_id = new_batch(repository, b"a")
        checked = checked_report(codes=("PA.I.C.K2", "PA.V.B.R1"))
        repository.record_progress(batch_id, [1], [success(1, checked)], positions_in)
        report = repository.list_reports(batch_id).entries[0].report
        assert report is not None

        facts = to_facts(report)

        assert facts == ReportFacts.from_checked(str(report.id), 1, "student1.pdf", checked)

    def test_the_applicant_id_is_in_no_column_of_its_own(self) -> None:
        assert "applicant_id" not in Report.__table__.columns

    def test_nothing_that_a_document_holds_can_stop_the_storing(
        self, repository: Repository
    ) -> None:
        batch_id = new_batch(repository, b"a")
        odd = checked_report(name="D\x00E, \ud800JANE \U0001f6e9", score=9000, take=10**20)

        repository.record_progress(batch_id, [1], [success(1, odd)], positions_in)

        report = repository.list_reports(batch_id).entries[0].report
        assert report is not None
        assert report.name == "D\ufffdE, \ufffdJANE \U0001f6e9"
        assert (report.score, report.take) == (None, None)
        assert report.fields["score"]["value"] == 9000

    def test_a_value_that_is_no_report_data_is_refused(self) -> None:
        checked = checked_report()
        object.__setattr__(checked, "review_reasons", (object(),))

        with pytest.raises(TypeError, match="object"):
            to_row(
                checked,
                batch_id=uuid4(),
                position=1,
                part=1,
                file_name="a.pdf",
                processing_time_ms=1,
                created_at=datetime.now(UTC),
            )

    def test_a_moment_without_a_zone_is_refused(self, database: Database) -> None:
        with pytest.raises(Exception, match="time zone"), database.transaction() as session:
            session.add(ExpiredAddress(id=uuid4(), expired_at=datetime(2026, 1, 1)))  # noqa: DTZ001 - the point of the test

    def test_a_moment_comes_back_in_utc(self, database: Database) -> None:
        moment = datetime.fromisoformat("2026-02-14T23:30:00.123456-05:00")
        with database.transaction() as session:
            session.add(ExpiredAddress(id=uuid4(), expired_at=moment))

        with database.reading() as session:
            stored = session.scalars(select(ExpiredAddress)).one().expired_at

        assert (stored, stored.tzinfo) == (moment, UTC)
        assert stored.date() == date(2026, 2, 15)


class TestConnections:
    """The two kinds of database."""

    @pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
    def test_sqlite_is_set_up_for_safety_and_many_readers(self, database: Database) -> None:
        with database.reading() as session:
            settings = {
                name: session.scalar(text(f"PRAGMA {name}"))
                for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
            }

        assert settings == {
            "journal_mode": "wal",
            "synchronous": 2,
            "foreign_keys": 1,
            "busy_timeout": 30_000,
        }

    def test_reading_changes_nothing(self, database: Database) -> None:
        refusal = "read-only"
        try:
            with database.reading() as session:
                session.add(ExpiredAddress(id=uuid4(), expired_at=datetime.now(UTC)))
                session.flush()
        except InternalError as error:
            refusal = str(error)

        assert "read-only" in refusal
        assert row_counts(database)["expired_addresses"] == 0

    def test_a_second_process_may_use_the_same_database(self, database: Database) -> None:
        other = Database(database.url)
        first, second = Repository(database), Repository(other)

        batches = at_once(8, lambda number: new_batch((first, second)[number % 2], b"a"))

        assert sorted(first.unfinished_batches()) == sorted(batches)
        second.ping()
        other.close()
