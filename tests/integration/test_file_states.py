"""How files go from state to state, and batches with them, whoever races whom."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from aktr.api.documents import batch_state
from aktr.db.claims import MOST_TRIES
from aktr.db.records import BatchOptions
from aktr.db.repository import Repository
from aktr.db.session import Database
from aktr.db.types import JsonObject
from aktr.errors import (
    ExpiredError,
    FileErrorType,
    NothingToRetryError,
    NotReadyError,
    UnknownAddressError,
)
from aktr.processing.result import BatchStatus, FileStatus
from aktr.summary.facts import ReportFacts
from factories import checked_report, failure, success, uploads
from stored import (
    DAY,
    Moments,
    at_once,
    claimed,
    finish,
    finished_batch,
    new_batch,
    pending_contents,
    positions_in,
    row_counts,
    states,
)


class TestFileStates:
    """The steps of the diagram in aktr.db.models."""

    def test_a_file_is_started_once(self, repository: Repository) -> None:
        batch_id = new_batch(repository, b"a")

        assert at_once(4, lambda _: repository.start_file(batch_id, 1)).count(True) == 1

        file = repository.list_files(batch_id)[0]
        assert (file.status, file.tries) == (FileStatus.PROCESSING, 1)
        assert file.started_at is not None

    def test_a_result_and_its_counts_are_stored_together(self, repository: Repository) -> None:
        batch_id = new_batch(repository, b"a", b"b")
        repository.start_file(batch_id, 1)

        finish(repository, batch_id, success(1))

        batch = repository.get_batch(batch_id)
        assert (batch.status, batch.successful_files) == (BatchStatus.PROCESSING, 1)
        assert batch.summary_data is None
        assert states(repository, batch_id) == [FileStatus.SUCCESS, FileStatus.PENDING]

    def test_the_last_file_finishes_the_batch_with_its_summary(
        self, repository: Repository
    ) -> None:
        batch_id = new_batch(repository, b"a", b"b")
        for result in (failure(2), success(1)):
            repository.start_file(batch_id, result.position)
            finish(repository, batch_id, result)

        batch = repository.get_batch(batch_id)
        assert batch.status is BatchStatus.PARTIAL
        assert (batch.successful_files, batch.failed_files) == (1, 1)
        assert batch.summary_data == {"positions": [1]}
        assert batch.finished_at is not None
        assert batch.processing_time_ms is not None
        assert repository.unfinished_batches() == []

    @pytest.mark.parametrize(
        ("results", "status"),
        [
            ([success(1), success(2)], BatchStatus.COMPLETED),
            ([success(1), failure(2)], BatchStatus.PARTIAL),
            ([failure(1), failure(2)], BatchStatus.FAILED),
        ],
    )
    def test_the_state_of_a_batch_follows_from_its_files(
        self, repository: Repository, results: list[object], status: BatchStatus
    ) -> None:
        batch_id = new_batch(repository, b"a", b"b")

        assert repository.record_progress(batch_id, [1, 2], results, positions_in) is status  # type: ignore[arg-type]

        assert repository.get_batch(batch_id).status is status

    def test_a_finished_file_is_never_overwritten(
        self, repository: Repository, database: Database
    ) -> None:
        batch_id = finished_batch(repository)
        before = repository.get_batch(batch_id)

        finish(repository, batch_id, success(2))
        assert not repository.start_file(batch_id, 2)
        assert repository.record_progress(batch_id, [1], [failure(1)], positions_in) is (
            BatchStatus.PARTIAL
        )

        after = repository.get_batch(batch_id)
        assert states(repository, batch_id) == [FileStatus.SUCCESS, FileStatus.FAILED]
        assert (after.finished_at, after.summary_data) == (before.finished_at, before.summary_data)
        assert row_counts(database)["reports"] == 2

    def test_a_file_that_was_not_started_cannot_be_finished(self, repository: Repository) -> None:
        batch_id = new_batch(repository, b"a")

        finish(repository, batch_id, success(1))

        assert states(repository, batch_id) == [FileStatus.PENDING]

    def test_nothing_of_a_result_is_kept_when_the_summary_cannot_be_made(
        self, repository: Repository, database: Database
    ) -> None:
        batch_id = new_batch(repository, b"a")
        repository.start_file(batch_id, 1)

        def cannot(_reports: Sequence[ReportFacts]) -> JsonObject:
            raise ArithmeticError

        with pytest.raises(ArithmeticError):
            finish(repository, batch_id, success(1), cannot)

        assert states(repository, batch_id) == [FileStatus.PROCESSING]
        assert row_counts(database)["reports"] == 0

    def test_no_summary_when_none_was_asked_for(self, repository: Repository) -> None:
        batch, _ = repository.create_batch(uploads(b"a"), BatchOptions(generate_summary=False), DAY)

        repository.record_progress(batch.id, [1], [success(1)], positions_in)

        assert repository.get_batch(batch.id).summary_data is None

    def test_files_finished_in_a_race_make_one_summary_and_right_counts(
        self, repository: Repository
    ) -> None:
        batch_id = new_batch(repository, *(b"%d" % number for number in range(8)))
        summaries: list[JsonObject] = []

        def counted(reports: Sequence[ReportFacts]) -> JsonObject:
            summaries.append(positions_in(reports))
            return summaries[-1]

        def start_and_finish(number: int) -> None:
            position = number + 1
            assert repository.start_file(batch_id, position)
            result = failure(position) if number % 4 == 0 else success(position)
            finish(repository, batch_id, result, counted)

        at_once(8, start_and_finish)

        batch = repository.get_batch(batch_id)
        assert batch.status is BatchStatus.PARTIAL
        assert (batch.successful_files, batch.failed_files) == (6, 2)
        assert summaries == [{"positions": [2, 3, 4, 6, 7, 8]}]
        assert batch.summary_data == summaries[0]

    def test_batches_side_by_side_do_not_mix(self, repository: Repository) -> None:
        def whole_batch(number: int) -> UUID:
            batch_id = new_batch(repository, b"shared", b"%d" % number)
            for position in (1, 2):
                repository.start_file(batch_id, position)
                report = checked_report(name=f"STUDENT {number} {position}")
                finish(repository, batch_id, success(position, report))
            return batch_id

        for number, batch_id in enumerate(at_once(6, whole_batch)):
            entries = repository.list_reports(batch_id).entries
            assert [entry.report.name for entry in entries if entry.report] == [
                f"STUDENT {number} 1",
                f"STUDENT {number} 2",
            ]


class TestRetries:
    """Another try for a file that failed."""

    def test_a_failed_file_is_open_again_and_its_batch_with_it(
        self, repository: Repository
    ) -> None:
        batch_id = finished_batch(repository)

        repository.reopen_file(batch_id, 2)

        assert states(repository, batch_id) == [FileStatus.SUCCESS, FileStatus.PENDING]
        batch = repository.get_batch(batch_id)
        assert (batch.status, batch.successful_files, batch.failed_files) == (
            BatchStatus.PROCESSING,
            1,
            0,
        )
        assert batch.summary_data is None
        assert pending_contents(repository, batch_id) == [b"b"]

    def test_all_that_failed_are_open_again_together(self, repository: Repository) -> None:
        batch_id = new_batch(repository, b"a", b"b", b"c", b"d")
        results = [success(1), failure(2), failure(3), failure(4)]
        repository.record_progress(batch_id, [1, 2, 3, 4], results, positions_in)

        assert repository.reopen_failed_files(batch_id) == 3

        assert states(repository, batch_id) == [FileStatus.SUCCESS, *[FileStatus.PENDING] * 3]
        batch = repository.get_batch(batch_id)
        assert (batch.status, batch.failed_files) == (BatchStatus.PROCESSING, 0)
        with pytest.raises(NotReadyError):
            repository.reopen_failed_files(batch_id)
        again = [success(2), success(3), success(4)]
        repository.record_progress(batch_id, [2, 3, 4], again, positions_in)
        with pytest.raises(NothingToRetryError):
            repository.reopen_failed_files(batch_id)

    def test_those_that_a_stop_left_are_opened_alone(self, repository: Repository) -> None:
        batch_id = new_batch(repository, b"a", b"b", b"c")
        repository.record_progress(batch_id, [1], [failure(1)], positions_in)
        repository.cancel_batch(batch_id, positions_in)

        assert repository.reopen_failed_files(batch_id, only_cancelled=True) == 2

        assert states(repository, batch_id) == [FileStatus.FAILED, *[FileStatus.PENDING] * 2]
        again = [success(2), success(3)]
        repository.record_progress(batch_id, [2, 3], again, positions_in)
        with pytest.raises(NothingToRetryError):
            repository.reopen_failed_files(batch_id, only_cancelled=True)

    def test_where_no_bytes_are_kept_nothing_is_opened(self, repository: Repository) -> None:
        batch_id = finished_batch(repository)
        repository.drop_uploads(batch_id)
        with pytest.raises(ExpiredError, match="Upload those files again"):
            repository.reopen_failed_files(batch_id)
        assert repository.get_batch(batch_id).status is BatchStatus.PARTIAL

    def test_what_is_known_of_earlier_tries_stays_known(self, repository: Repository) -> None:
        batch_id = finished_batch(repository)
        failed = repository.list_files(batch_id)[1]
        assert failed.error_type is not None

        for tries_before in (1, 2):
            repository.reopen_file(batch_id, 2)
            file = repository.list_files(batch_id)[1]
            assert (file.status, file.tries) == (FileStatus.PENDING, 0)
            assert file.earlier_tries == tries_before
            assert (file.error_type, file.error_message) == (
                failed.error_type,
                failed.error_message,
            )
            state = batch_state(repository.get_batch(batch_id), [file]).files[0]
            assert (state.attempts, state.error) == (tries_before, None)
            assert state.last_error is not None
            assert state.last_error.message == failed.error_message
            repository.record_progress(batch_id, [2], [failure(2)], positions_in)

        repository.reopen_file(batch_id, 2)
        repository.record_progress(batch_id, [2], [success(2)], positions_in)
        file = repository.list_files(batch_id)[1]
        assert (file.earlier_tries, file.tries) == (3, 1)
        assert (file.error_type, file.error_message) == (None, None)

    def test_why_a_report_could_not_be_read_again_is_known(self, repository: Repository) -> None:
        batch_id = finished_batch(repository)
        repository.reopen_file(batch_id, 1, even_if_read=True)
        vain = failure(1, FileErrorType.TIMED_OUT)
        repository.record_progress(batch_id, [1], [vain], positions_in)

        file = repository.list_files(batch_id)[0]
        assert (file.status, file.error_type) == (FileStatus.SUCCESS, FileErrorType.TIMED_OUT)
        assert file.error_message == vain.error_message
        with pytest.raises(NothingToRetryError):
            repository.reopen_failed_files(batch_id, only_cancelled=True)

    def test_a_file_that_is_opened_again_has_all_its_tries(self, database: Database) -> None:
        moments, silence = Moments(), timedelta(seconds=30)
        repository = Repository(database, moments)
        batch_id = new_batch(repository, b"a")

        def kill_readers() -> None:
            for _ in range(MOST_TRIES):
                claim = claimed(repository, batch_id, silence)
                repository.start_file(batch_id, 1, claim.attempt)
                moments.pass_by(silence * 1.1)
            piece = repository.pieces_to_do(silence)[0]
            assert repository.claim(piece.file_id, silence, positions_in) is None

        kill_readers()
        assert states(repository, batch_id) == [FileStatus.FAILED]
        repository.reopen_file(batch_id, 1)
        kill_readers()

        file = repository.list_files(batch_id)[0]
        assert (file.status, file.earlier_tries, file.tries) == (
            FileStatus.FAILED,
            MOST_TRIES,
            MOST_TRIES,
        )

    def test_what_a_stop_left_and_nobody_kept_is_said_to_be_gone(
        self, repository: Repository
    ) -> None:
        batch_id = new_batch(repository, b"a", b"b")
        repository.record_progress(batch_id, [1], [success(1)], positions_in)
        repository.cancel_batch(batch_id, positions_in)
        repository.drop_uploads(batch_id)

        with pytest.raises(ExpiredError, match="deletes uploads when their batch is finished"):
            repository.reopen_failed_files(batch_id, only_cancelled=True)

        assert states(repository, batch_id) == [FileStatus.SUCCESS, FileStatus.FAILED]

    def test_only_one_of_many_gets_to_open_it(self, repository: Repository) -> None:
        batch_id = finished_batch(repository)

        def reopen(_: int) -> bool:
            try:
                repository.reopen_file(batch_id, 2)
            except NotReadyError:
                return False
            return True

        assert at_once(4, reopen).count(True) == 1
        assert repository.get_batch(batch_id).failed_files == 0

    def test_the_time_between_the_end_and_another_try_is_no_time_of_work(
        self, database: Database
    ) -> None:
        moments = Moments()
        repository = Repository(database, moments)
        batch_id = new_batch(repository, b"a", b"b")
        moments.pass_by(timedelta(seconds=5))
        repository.record_progress(batch_id, [1, 2], [success(1), failure(2)], positions_in)
        assert repository.get_batch(batch_id).processing_time_ms == 5000

        moments.pass_by(timedelta(hours=3))
        repository.reopen_file(batch_id, 2)
        moments.pass_by(timedelta(seconds=1))
        repository.record_progress(batch_id, [2], [success(2)], positions_in)

        batch = repository.get_batch(batch_id)
        assert batch.status is BatchStatus.COMPLETED
        assert batch.processing_time_ms == 5000 + success(2).processing_time_ms
        assert batch.finished_at == moments()

    def test_every_file_that_is_read_again_counts_in_whatever_turn_it_is_read(
        self, database: Database
    ) -> None:
        moments = Moments()
        repository = Repository(database, moments)
        batch_id = new_batch(repository, b"a", b"b", b"c")
        failures = [failure(position) for position in (1, 2, 3)]
        repository.record_progress(batch_id, [1, 2, 3], failures, positions_in)
        at_first = repository.get_batch(batch_id).processing_time_ms
        assert at_first is not None
        repository.reopen_failed_files(batch_id)

        for position, work_ms in ((1, 400), (2, 3000), (3, 20)):
            moments.pass_by(timedelta(seconds=1))
            read = replace(success(position), processing_time_ms=work_ms)
            repository.record_progress(batch_id, [position], [read], positions_in)

        assert repository.get_batch(batch_id).processing_time_ms == at_first + 3420

    @pytest.mark.parametrize(
        ("position", "refusal"), [(1, NothingToRetryError), (3, UnknownAddressError)]
    )
    def test_there_must_be_a_failed_file(
        self, repository: Repository, position: int, refusal: type[Exception]
    ) -> None:
        batch_id = finished_batch(repository)

        with pytest.raises(refusal):
            repository.reopen_file(batch_id, position)

        assert repository.get_batch(batch_id).status is BatchStatus.PARTIAL

    def test_its_bytes_must_be_kept(self, repository: Repository) -> None:
        batch_id = finished_batch(repository)
        repository.drop_uploads(batch_id)

        with pytest.raises(ExpiredError):
            repository.reopen_file(batch_id, 2)

    def test_there_must_be_a_batch_that_is_finished(self, repository: Repository) -> None:
        with pytest.raises(NotReadyError):
            repository.reopen_file(new_batch(repository, b"a"), 1)
        with pytest.raises(ExpiredError):
            repository.reopen_file(finished_batch(repository, retention=timedelta(0)), 2)
        with pytest.raises(UnknownAddressError):
            repository.reopen_file(uuid4(), 1)
