"""What the repository promises of whole batches: stored, known again, kept for a time."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy.exc import IntegrityError

from aktr.db.batches import ADDRESSES_KEPT
from aktr.db.records import BatchOptions, IdempotencyKey
from aktr.db.repository import Repository
from aktr.db.session import Database
from aktr.errors import ExpiredError, FileErrorType, UnknownAddressError, UnprocessableError
from aktr.processing.result import BatchStatus, FileStatus, ProcessingMode
from factories import refused_upload, success, uploads
from stored import (
    DAY,
    at_once,
    finished_batch,
    new_batch,
    pending_contents,
    positions_in,
    row_counts,
    stored_bytes,
)


class TestCreateBatch:
    """Storing an upload."""

    def test_stores_files_and_bytes_before_it_returns(self, repository: Repository) -> None:
        batch_id = new_batch(repository, b"first", b"second")

        batch = repository.get_batch(batch_id)
        files = repository.list_files(batch_id)

        assert (batch.status, batch.total_files) == (BatchStatus.PROCESSING, 2)
        assert (batch.successful_files, batch.failed_files) == (0, 0)
        assert batch.expires_at - batch.created_at == DAY
        assert batch.created_at.tzinfo is UTC
        assert [(file.position, file.file_name, file.file_size) for file in files] == [
            (1, "student1.pdf", 5),
            (2, "student2.pdf", 6),
        ]
        assert {file.status for file in files} == {FileStatus.PENDING}
        digests = [file.upload_sha256 for file in files]
        assert [stored_bytes(repository, digest) for digest in digests if digest] == [
            b"first",
            b"second",
        ]

    def test_options_come_back_as_they_were_given(self, repository: Repository) -> None:
        options = BatchOptions(ProcessingMode.PARALLEL, False, False)

        batch, _ = repository.create_batch(uploads(b"a"), options, DAY)

        assert BatchOptions.from_json(repository.get_batch(batch.id).options) == options

    def test_refused_files_are_failed_at_once_without_bytes(
        self, repository: Repository, database: Database
    ) -> None:
        batch, _ = repository.create_batch(
            [*uploads(b"good"), refused_upload(2)], BatchOptions(), DAY
        )

        assert (batch.status, batch.failed_files) == (BatchStatus.PROCESSING, 1)
        refused = repository.list_files(batch.id)[1]
        assert refused.status is FileStatus.FAILED
        assert refused.error_type is FileErrorType.EMPTY_FILE
        assert refused.error_message == "This file is empty."
        assert row_counts(database)["stored_uploads"] == 1

    def test_a_batch_of_refused_files_only_is_finished(self, repository: Repository) -> None:
        batch, _ = repository.create_batch([refused_upload(1)], BatchOptions(), DAY)

        assert batch.status is BatchStatus.FAILED
        assert batch.finished_at is not None
        assert repository.unfinished_batches() == []

    def test_equal_contents_are_stored_once(
        self, repository: Repository, database: Database
    ) -> None:
        new_batch(repository, b"same", b"same")
        new_batch(repository, b"same")

        assert row_counts(database)["stored_uploads"] == 1

    def test_all_or_nothing(self, repository: Repository, database: Database) -> None:
        twice_the_same_position = uploads(b"a") + uploads(b"b")

        with pytest.raises(IntegrityError):
            repository.create_batch(twice_the_same_position, BatchOptions(), DAY)

        assert set(row_counts(database).values()) == {0}


class TestIdempotencyKey:
    """The same upload sent twice."""

    def test_same_key_and_files_give_the_same_batch(self, repository: Repository) -> None:
        first = new_batch(repository, b"a", b"b", key="key")

        again, created = repository.create_batch(
            uploads(b"a", b"b"), BatchOptions(), DAY, IdempotencyKey("key")
        )

        assert (again.id, created) == (first, False)

    @pytest.mark.parametrize("contents", [(b"b", b"a"), (b"a",), (b"a", b"b", b"c")])
    def test_same_key_with_other_files_is_refused(
        self, repository: Repository, contents: tuple[bytes, ...]
    ) -> None:
        new_batch(repository, b"a", b"b", key="key")

        with pytest.raises(UnprocessableError, match="Idempotency-Key"):
            repository.create_batch(uploads(*contents), BatchOptions(), DAY, IdempotencyKey("key"))

    def test_each_holder_of_an_api_key_has_names_of_its_own(self, repository: Repository) -> None:
        holders = (None, uuid4(), uuid4())
        for contents in ((b"a",), (b"b", b"c")):
            keys = [IdempotencyKey(f"{len(contents)} files", holder) for holder in holders]

            def create(key: IdempotencyKey, contents: tuple[bytes, ...] = contents) -> UUID:
                return repository.create_batch(uploads(*contents), BatchOptions(), DAY, key)[0].id

            first = [create(key) for key in keys]
            assert len(set(first)) == len(holders)
            assert [create(key) for key in keys] == first

    def test_what_came_before_holders_were_told_apart_is_still_the_same_upload(
        self, repository: Repository
    ) -> None:
        earlier = new_batch(repository, b"a", key="key")
        key = IdempotencyKey("key", uuid4(), keys_required=True)

        again, created = repository.create_batch(uploads(b"a"), BatchOptions(), DAY, key)
        assert (again.id, created) == (earlier, False)
        other, created = repository.create_batch(uploads(b"b"), BatchOptions(), DAY, key)
        assert created, "that name was another holder's"
        assert repository.create_batch(uploads(b"b"), BatchOptions(), DAY, key)[0].id == other.id
        where_keys_are_optional = replace(key, holder=uuid4(), keys_required=False)
        _, created = repository.create_batch(
            uploads(b"a"), BatchOptions(), DAY, where_keys_are_optional
        )
        assert created, "it may be of somebody without a key"

    def test_the_key_of_an_expired_batch_is_free(self, repository: Repository) -> None:
        expired = new_batch(repository, b"a", key="key", retention=timedelta(0))

        assert new_batch(repository, b"b", key="key") != expired

    def test_uploads_without_a_key_are_never_taken_for_one_another(
        self, repository: Repository
    ) -> None:
        assert new_batch(repository, b"a") != new_batch(repository, b"a")

    def test_raced_from_eight_threads_it_gives_one_batch(
        self, repository: Repository, database: Database
    ) -> None:
        answers = at_once(
            8,
            lambda _: repository.create_batch(
                uploads(b"a", b"b"), BatchOptions(), DAY, IdempotencyKey("key")
            ),
        )

        assert len({batch.id for batch, _ in answers}) == 1
        assert [created for _, created in answers].count(True) == 1
        counts = row_counts(database)
        assert (counts["batch_reports"], counts["batch_report_files"]) == (1, 2)

    def test_raced_with_other_files_one_wins_and_the_others_are_refused(
        self, repository: Repository, database: Database
    ) -> None:
        def create(number: int) -> bool:
            try:
                repository.create_batch(
                    uploads(b"%d" % number), BatchOptions(), DAY, IdempotencyKey("key")
                )
            except UnprocessableError:
                return False
            return True

        assert at_once(8, create).count(True) == 1
        assert row_counts(database)["stored_uploads"] == 1


class TestRetention:
    """What is left when the time is over."""

    def test_unknown_and_expired_are_told_apart(self, repository: Repository) -> None:
        expired = finished_batch(repository, retention=timedelta(milliseconds=1))
        with pytest.raises(UnknownAddressError):
            repository.get_batch(uuid4())
        with pytest.raises(UnknownAddressError):
            repository.get_report(uuid4())

        for call in (repository.get_batch, repository.list_files, repository.list_reports):
            with pytest.raises(ExpiredError):
                call(expired)

    def test_an_expired_address_is_gone_after_its_deletion_too(
        self, repository: Repository, database: Database
    ) -> None:
        batch_id = finished_batch(repository)
        report = repository.list_reports(batch_id).entries[0].report
        assert report is not None
        kept = finished_batch(repository, retention=3 * DAY)

        assert repository.delete_expired(datetime.now(UTC) + 2 * DAY) == 1

        with pytest.raises(ExpiredError):
            repository.get_batch(batch_id)
        with pytest.raises(ExpiredError):
            repository.get_report(report.id)
        assert repository.get_batch(kept).id == kept
        assert row_counts(database) == {
            "batch_reports": 1,
            "batch_report_files": 2,
            "reports": 2,
            "stored_uploads": 2,
            "expired_addresses": 3,
        }

    def test_addresses_are_forgotten_in_the_end(
        self, repository: Repository, database: Database
    ) -> None:
        batch_id = finished_batch(repository)
        gone_at = datetime.now(UTC) + 2 * DAY
        repository.delete_expired(gone_at)

        repository.delete_expired(gone_at + ADDRESSES_KEPT)

        assert set(row_counts(database).values()) == {0}
        with pytest.raises(UnknownAddressError):
            repository.get_batch(batch_id)

    def test_deletion_leaves_nothing(self, repository: Repository, database: Database) -> None:
        batch_id = finished_batch(repository)

        repository.delete_batch(batch_id)

        assert set(row_counts(database).values()) == {0}
        with pytest.raises(UnknownAddressError):
            repository.delete_batch(batch_id)

    def test_deletion_keeps_bytes_that_another_batch_uses(self, repository: Repository) -> None:
        first = new_batch(repository, b"shared", b"own")
        second = new_batch(repository, b"shared")
        digests = [file.upload_sha256 or "" for file in repository.list_files(first)]

        repository.delete_batch(first)

        assert pending_contents(repository, second)[0] == b"shared"
        assert stored_bytes(repository, digests[0]) == b"shared"
        assert repository.load_uploads([digests[1]]) == {}

    def test_results_for_a_deleted_batch_are_dropped(
        self, repository: Repository, database: Database
    ) -> None:
        batch_id = new_batch(repository, b"a")
        repository.start_file(batch_id, 1)
        repository.delete_batch(batch_id)

        assert repository.record_progress(batch_id, [], [success(1)], positions_in) is None

        assert row_counts(database)["reports"] == 0

    def test_uploads_are_dropped_when_the_batch_is_finished_and_not_before(
        self, repository: Repository, database: Database
    ) -> None:
        open_batch, finished = new_batch(repository, b"b"), finished_batch(repository)

        repository.drop_uploads(open_batch)
        assert row_counts(database)["stored_uploads"] == 2
        repository.drop_uploads(finished)

        assert [file.upload_sha256 for file in repository.list_files(finished)] == [None, None]
        assert pending_contents(repository, open_batch)[0] == b"b"
        assert row_counts(database)["stored_uploads"] == 1

    def test_bytes_survive_when_one_batch_goes_as_another_comes(
        self, repository: Repository
    ) -> None:
        old = [new_batch(repository, b"shared") for _ in range(4)]

        def come_or_go(number: int) -> UUID | None:
            if number % 2:
                repository.delete_batch(old[number // 2])
                return None
            return new_batch(repository, b"shared")

        for batch_id in at_once(8, come_or_go):
            if batch_id is not None:
                assert pending_contents(repository, batch_id)[0] == b"shared"

    @pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
    def test_deleted_bytes_are_overwritten_in_the_file(
        self, repository: Repository, database: Database
    ) -> None:
        secret = b"an invented applicant's report" * 1000
        batch_id = new_batch(repository, secret)

        repository.delete_batch(batch_id)
        path = Path(str(database.url.database))
        assert secret[:100] not in path.read_bytes()
        assert not path.with_name(f"{path.name}-wal").read_bytes()
