"""Other copies and further files in stored batches: what changes, what goes, and who wins."""

from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from aktr.db.records import BatchOptions, IdempotencyKey, NewUpload
from aktr.db.repository import Repository
from aktr.db.session import Database
from aktr.errors import (
    AlreadyReadError,
    ExpiredError,
    NotReadyError,
    UnknownAddressError,
    UnprocessableError,
)
from aktr.processing.result import BatchStatus, FileStatus
from aktr.report.correction import Change
from aktr.work.assembly import open_repository
from factories import failure, refused_upload, success, uploads
from stored import (
    DAY,
    Moments,
    at_once,
    finished_batch,
    new_batch,
    pending_contents,
    positions_in,
    row_counts,
    states,
    stored_bytes,
)

PHOTO = b"\xff\xd8\xff a photo"


def copy_of(position: int, content: bytes = b"another copy", name: str = "copy.pdf") -> NewUpload:
    return NewUpload(position, name, content, "application/pdf")


def more(*contents: bytes) -> list[NewUpload]:
    return [replace(upload, name=f"more{upload.position}.pdf") for upload in uploads(*contents)]


def counts_hold(repository: Repository, batch_id: UUID) -> None:
    batch, files = repository.get_batch(batch_id), repository.list_files(batch_id)
    assert [file.position for file in files] == list(range(1, batch.total_files + 1))
    found = [file.status for file in files]
    assert batch.successful_files == found.count(FileStatus.SUCCESS)
    assert batch.failed_files == found.count(FileStatus.FAILED)
    is_open = FileStatus.PENDING in found or FileStatus.PROCESSING in found
    assert (batch.status is BatchStatus.PROCESSING) is is_open


class TestAnotherCopy:
    """In the place of a file."""

    def test_it_is_read_in_the_place_of_the_failed_one(
        self, repository: Repository, database: Database
    ) -> None:
        batch_id = finished_batch(repository)
        repository.reopen_file(batch_id, 2)
        repository.record_progress(batch_id, [2], [failure(2)], positions_in)

        assert repository.replace_file(batch_id, copy_of(2))

        counts_hold(repository, batch_id)
        assert repository.get_batch(batch_id).summary_data is None
        assert pending_contents(repository, batch_id) == [b"another copy"]
        file = repository.list_files(batch_id)[1]
        assert (file.file_name, file.file_size, file.tries) == ("copy.pdf", 12, 0)
        assert file.earlier_tries == 0, "those were tries of the old copy"
        assert (file.error_type, file.error_message) == (None, None)
        assert row_counts(database)["stored_uploads"] == 2, "the bytes of the old copy are gone"
        repository.record_progress(batch_id, [2], [success(2)], positions_in)
        counts_hold(repository, batch_id)
        batch = repository.get_batch(batch_id)
        assert batch.status is BatchStatus.COMPLETED
        assert batch.summary_data == {"positions": [1, 1, 2]}

    def test_bytes_that_other_files_share_stay(self, repository: Repository) -> None:
        batch_id, _ = finished_batch(repository), new_batch(repository, b"b")
        old = repository.list_files(batch_id)[1].upload_sha256
        assert old is not None

        repository.replace_file(batch_id, copy_of(2))

        assert stored_bytes(repository, old) == b"b"

    def test_bytes_outside_of_the_database_come_and_go_with_it(
        self, database: Database, tmp_path: Path
    ) -> None:
        folder = tmp_path / "uploads"
        folder.mkdir()
        outside = open_repository(database, folder.as_uri())
        batch_id = finished_batch(outside)

        outside.replace_file(batch_id, copy_of(2))
        with pytest.raises(NotReadyError):
            outside.replace_file(batch_id, copy_of(1))

        assert {path.read_bytes() for path in folder.iterdir()} == {b"a", b"another copy"}
        assert pending_contents(outside, batch_id) == [b"another copy"]

    def test_a_photo_in_the_place_of_a_pdf_is_read_beside_the_others(
        self, repository: Repository
    ) -> None:
        batch_id = finished_batch(repository)
        repository.replace_file(batch_id, copy_of(2, PHOTO))

        (piece,) = repository.pieces_to_do(DAY, batch_id)
        claim = repository.claim(piece.file_id, DAY, positions_in)
        assert claim is not None
        assert [file.position for file in claim.files] == [2]
        assert not repository.list_files(batch_id)[1].in_turn

    def test_the_same_request_again_changes_nothing(self, repository: Repository) -> None:
        batch_id = finished_batch(repository)
        repository.replace_file(batch_id, copy_of(2))
        assert not repository.replace_file(batch_id, copy_of(2))
        repository.record_progress(batch_id, [2], [success(2)], positions_in)
        assert not repository.replace_file(batch_id, copy_of(2))
        assert states(repository, batch_id) == [FileStatus.SUCCESS] * 2

    def test_a_report_is_replaced_only_on_request_and_goes_at_once(
        self, repository: Repository, database: Database
    ) -> None:
        batch_id = finished_batch(repository)
        report = repository.list_reports(batch_id).entries[0].report
        assert report is not None
        with pytest.raises(AlreadyReadError, match="even_if_read=true"):
            repository.replace_file(batch_id, copy_of(1))
        assert row_counts(database)["reports"] == 2
        counts_hold(repository, batch_id)

        assert repository.replace_file(batch_id, copy_of(1), even_if_read=True)

        counts_hold(repository, batch_id)
        assert row_counts(database) == {
            "batch_reports": 1,
            "batch_report_files": 2,
            "reports": 0,
            "stored_uploads": 2,
            "expired_addresses": 0,
        }
        with pytest.raises(UnknownAddressError):
            repository.get_report(report.id)

    def test_what_a_person_said_is_not_lost_by_the_way(self, repository: Repository) -> None:
        batch_id = finished_batch(repository)
        report = repository.list_reports(batch_id).entries[1].report
        assert report is not None
        change = Change(fields={"score": 90})
        repository.correct_report(report.id, change, positions_in)

        with pytest.raises(AlreadyReadError, match="even_if_corrected=true"):
            repository.replace_file(batch_id, copy_of(1), even_if_read=True)
        assert len(repository.get_report(report.id).corrections) == 1

        assert repository.replace_file(batch_id, copy_of(1), even_if_corrected=True)
        counts_hold(repository, batch_id)

    def test_what_is_refused_leaves_no_bytes(
        self, repository: Repository, database: Database
    ) -> None:
        batch_id = finished_batch(repository)
        before = row_counts(database)
        for position, error in ((3, UnknownAddressError), (1, AlreadyReadError)):
            with pytest.raises(error):
                repository.replace_file(batch_id, copy_of(position))
        with pytest.raises(UnknownAddressError):
            repository.replace_file(uuid4(), copy_of(1))
        assert row_counts(database) == before

    def test_while_the_batch_is_read_it_has_to_wait(self, repository: Repository) -> None:
        batch_id = new_batch(repository, b"a", b"b")
        with pytest.raises(NotReadyError):
            repository.replace_file(batch_id, copy_of(1))
        repository.start_file(batch_id, 1)
        with pytest.raises(NotReadyError):
            repository.replace_file(batch_id, copy_of(1))
        assert pending_contents(repository, batch_id) == [b"b"]

    def test_the_time_of_the_batch_must_not_be_over(self, database: Database) -> None:
        moments = Moments()
        repository = Repository(database, moments)
        batch_id = finished_batch(repository)
        moments.pass_by(DAY)
        with pytest.raises(ExpiredError):
            repository.replace_file(batch_id, copy_of(2))
        with pytest.raises(ExpiredError):
            repository.add_files(batch_id, more(b"c"), 30)

    def test_one_of_several_copies_wins_and_the_others_are_told(
        self, repository: Repository, database: Database
    ) -> None:
        batch_id = finished_batch(repository)

        def put(number: int) -> bool:
            try:
                return repository.replace_file(batch_id, copy_of(2, f"copy {number}".encode()))
            except NotReadyError:
                return False

        assert at_once(6, put).count(True) == 1
        counts_hold(repository, batch_id)
        assert row_counts(database)["stored_uploads"] == 2

    def test_two_batches_that_exchange_copies_do_not_block_each_other(
        self, repository: Repository
    ) -> None:
        for _ in range(5):
            batches = [finished_batch(repository), finished_batch(repository)]
            for batch_id, content in zip(batches, (b"left", b"right"), strict=True):
                repository.replace_file(batch_id, copy_of(2, content))
                repository.record_progress(batch_id, [2], [success(2)], positions_in)

            def put(number: int, batches: list[UUID] = batches) -> bool:
                copy = copy_of(2, (b"right", b"left")[number])
                return repository.replace_file(batches[number], copy, even_if_read=True)

            assert at_once(2, put) == [True, True]
            assert pending_contents(repository, batches[0]) == [b"right"]
            assert pending_contents(repository, batches[1]) == [b"left"]


class TestFurtherFiles:
    """Behind the last one."""

    def test_their_positions_go_on_and_all_is_counted(self, repository: Repository) -> None:
        batch_id = finished_batch(repository)

        added = [*more(b"c", b"d"), replace(refused_upload(3), name="empty.pdf")]
        assert repository.add_files(batch_id, added, 30)

        counts_hold(repository, batch_id)
        assert pending_contents(repository, batch_id) == [b"c", b"d"]
        repository.record_progress(batch_id, [3, 4], [success(3), success(4)], positions_in)
        counts_hold(repository, batch_id)
        batch = repository.get_batch(batch_id)
        assert (batch.total_files, batch.successful_files, batch.failed_files) == (5, 3, 2)
        assert batch.summary_data == {"positions": [1, 1, 3, 4]}
        names = [file.file_name for file in repository.list_files(batch_id)[2:]]
        assert names == ["more1.pdf", "more2.pdf", "empty.pdf"]

    def test_nothing_is_added_beyond_the_limit(
        self, repository: Repository, database: Database
    ) -> None:
        batch_id = finished_batch(repository)
        before = row_counts(database)
        with pytest.raises(UnprocessableError, match="room for 1 more"):
            repository.add_files(batch_id, more(b"c", b"d"), 3)
        assert row_counts(database) == before
        counts_hold(repository, batch_id)
        assert repository.add_files(batch_id, more(b"c"), 3)

    def test_the_same_key_adds_once(self, repository: Repository) -> None:
        batch_id = finished_batch(repository)

        assert repository.add_files(batch_id, more(b"c"), 30, IdempotencyKey("key"))
        assert not repository.add_files(batch_id, more(b"c"), 30, IdempotencyKey("key"))
        with pytest.raises(UnprocessableError, match="already used for other files"):
            repository.add_files(batch_id, more(b"d"), 30, IdempotencyKey("key"))
        repository.record_progress(batch_id, [3], [success(3)], positions_in)
        assert not repository.add_files(batch_id, more(b"c"), 30, IdempotencyKey("key"))
        assert repository.add_files(batch_id, more(b"c"), 30, IdempotencyKey("another key"))

        counts_hold(repository, batch_id)
        assert len(repository.list_files(batch_id)) == 4

    def test_each_holder_of_an_api_key_has_names_of_its_own(self, repository: Repository) -> None:
        batch_id = finished_batch(repository)
        keys = [IdempotencyKey("key", holder) for holder in (None, uuid4(), uuid4())]
        for position, key in enumerate(keys, start=3):
            content = b"%d" % position
            assert repository.add_files(batch_id, more(content), 30, key)
            assert not repository.add_files(batch_id, more(content), 30, key)
            repository.record_progress(batch_id, [position], [success(position)], positions_in)

        after_update = replace(keys[1], holder=uuid4(), keys_required=True)
        assert not repository.add_files(batch_id, more(b"3"), 30, after_update)
        assert repository.add_files(batch_id, more(b"6"), 30, after_update)

    def test_of_many_at_once_each_is_added_or_told_to_wait(self, repository: Repository) -> None:
        batch_id = finished_batch(repository)

        def add(number: int) -> bool:
            try:
                return repository.add_files(batch_id, more(f"file {number}".encode()), 30)
            except NotReadyError:
                return False

        assert at_once(6, add).count(True) == 1
        counts_hold(repository, batch_id)

    def test_the_upload_sent_again_is_still_the_same(self, repository: Repository) -> None:
        batch_id = new_batch(repository, b"a", key="upload")
        repository.record_progress(batch_id, [1], [success(1)], positions_in)
        repository.add_files(batch_id, more(b"b"), 30)

        again, created = repository.create_batch(
            uploads(b"a"), BatchOptions(), DAY, IdempotencyKey("upload")
        )
        assert (again.id, created) == (batch_id, False)


def test_deleting_the_batch_deletes_what_came_later(
    repository: Repository, database: Database
) -> None:
    batch_id = finished_batch(repository)
    repository.add_files(batch_id, more(b"c"), 30)
    repository.delete_batch(batch_id)
    assert set(row_counts(database).values()) == {0}
