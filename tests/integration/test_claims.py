"""Who works on which file: claims, signs of life, and what a death costs."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from aktr.db.claims import MOST_TRIES
from aktr.db.records import BatchOptions
from aktr.db.repository import Repository
from aktr.db.session import Database
from aktr.errors import (
    FileErrorType,
)
from aktr.processing.result import BatchStatus, FileStatus, ProcessingMode
from factories import failure, success, uploads
from stored import (
    DAY,
    Moments,
    at_once,
    claimed,
    finished_batch,
    new_batch,
    positions_in,
    states,
)


class TestClaims:
    """Who works on what, and who takes over from the dead."""

    def test_one_of_many_gets_a_piece(self, repository: Repository) -> None:
        batch_id = new_batch(repository, b"a", b"b")
        piece = repository.pieces_to_do(DAY, batch_id)[0]

        claims = at_once(4, lambda _: repository.claim(piece.file_id, DAY, positions_in))

        assert [claim is None for claim in claims].count(False) == 1
        assert repository.pieces_to_do(DAY) == []

    def test_files_read_in_turn_are_one_piece_and_pictures_one_each(
        self, repository: Repository
    ) -> None:
        picture = b"\xff\xd8\xff picture %d"
        batch_id = new_batch(repository, b"a", picture % 1, b"b", picture % 2)

        pieces = repository.pieces_to_do(DAY, batch_id)

        claims = [repository.claim(piece.file_id, DAY, positions_in) for piece in pieces]
        assert [[file.position for file in claim.files] for claim in claims if claim] == [
            [1, 3],
            [2],
            [4],
        ]

    def test_the_mode_decides_what_is_read_in_turn(self, repository: Repository) -> None:
        pieces = {}
        for mode in ProcessingMode:
            files = uploads(b"a", b"\xff\xd8\xff picture", b"b")
            batch, _ = repository.create_batch(files, BatchOptions(mode), DAY)
            pieces[mode] = len(repository.pieces_to_do(DAY, batch.id))

        assert pieces == {
            ProcessingMode.SEQUENTIAL: 1,
            ProcessingMode.AUTO: 2,
            ProcessingMode.PARALLEL: 3,
        }

    def test_digital_reports_come_before_the_pictures_of_their_batch(
        self, repository: Repository
    ) -> None:
        pictures = [b"\xff\xd8\xff %d" % number for number in range(3)]
        batch_id = new_batch(repository, *pictures, b"a", b"b", b"c")

        assert [piece.weight for piece in repository.pieces_to_do(DAY, batch_id)] == [2, 3, 4, 5]

    def test_a_single_file_is_lighter_than_anything_of_a_batch_read_in_turn(
        self, repository: Repository
    ) -> None:
        for single in (b"d", b"\xff\xd8\xff"):
            batch_id = new_batch(repository, single)
            assert [piece.weight for piece in repository.pieces_to_do(DAY, batch_id)] == [1]

    def test_scans_that_are_read_in_turn_get_heavier_as_pictures_do(
        self, repository: Repository
    ) -> None:
        batch_id = new_batch(repository, *(b"scan %d" % number for number in range(5)))
        weights = []
        for position in range(1, 5):
            claim = claimed(repository, batch_id)
            result = replace(success(position), processing_time_ms=2000)
            repository.record_progress(batch_id, [position], [result], positions_in, claim.attempt)
            left = repository.release(claim)
            assert left is not None
            weights.append(left.weight)

        assert weights == [3, 4, 5, 1], "the last one is a single file"

    def test_a_claim_that_gives_signs_of_life_is_left_alone(self, database: Database) -> None:
        moments, silence = Moments(), timedelta(seconds=30)
        repository = Repository(database, moments)
        batch_id = new_batch(repository, b"a", b"b")
        claim = claimed(repository, batch_id, silence)

        for _ in range(5):
            moments.pass_by(silence / 2)
            assert repository.beat([claim.attempt]) == 2
            assert repository.pieces_to_do(silence) == []
            assert repository.claim(claim.file_id, silence, positions_in) is None

    def test_the_files_of_a_silent_claim_are_taken_over(self, database: Database) -> None:
        moments, silence = Moments(), timedelta(seconds=30)
        repository = Repository(database, moments)
        batch_id = new_batch(repository, b"a", b"b", b"c")
        first = claimed(repository, batch_id, silence)
        assert not first.careful
        repository.record_progress(batch_id, [1, 2], [success(1)], positions_in, first.attempt)

        moments.pass_by(silence * 1.1)
        second = claimed(repository, batch_id, silence)

        assert [file.position for file in second.files] == [2, 3]
        assert second.careful
        assert states(repository, batch_id) == [
            FileStatus.SUCCESS,
            FileStatus.PENDING,
            FileStatus.PENDING,
        ]

    def test_who_was_taken_for_dead_changes_nothing_any_more(self, database: Database) -> None:
        moments, silence = Moments(), timedelta(seconds=30)
        repository = Repository(database, moments)
        batch_id = new_batch(repository, b"a", b"b")
        slow = claimed(repository, batch_id, silence)
        repository.record_progress(batch_id, [1], [], positions_in, slow.attempt)
        moments.pass_by(silence * 1.1)
        quick = claimed(repository, batch_id, silence)
        repository.record_progress(batch_id, [1], [], positions_in, quick.attempt)

        repository.record_progress(batch_id, [2], [failure(1)], positions_in, slow.attempt)
        assert not repository.start_file(batch_id, 2, slow.attempt)
        repository.release(slow)
        repository.fail_open_files(batch_id, "It broke.", positions_in, slow.attempt)
        assert repository.beat([slow.attempt]) == 0

        assert states(repository, batch_id) == [FileStatus.PROCESSING, FileStatus.PENDING]
        repository.record_progress(
            batch_id, [2], [success(1), success(2)], positions_in, quick.attempt
        )
        assert repository.get_batch(batch_id).status is BatchStatus.COMPLETED
        assert [entry.file.tries for entry in repository.list_reports(batch_id).entries] == [2, 1]

    def test_a_file_that_kills_its_process_every_time_becomes_a_reason(
        self, database: Database
    ) -> None:
        moments, silence = Moments(), timedelta(seconds=30)
        repository = Repository(database, moments)
        batch_id = new_batch(repository, b"a", b"b")
        first = claimed(repository, batch_id, silence)
        repository.record_progress(batch_id, [1], [success(1)], positions_in, first.attempt)
        repository.start_file(batch_id, 2, first.attempt)

        for _ in range(MOST_TRIES - 1):
            moments.pass_by(silence * 1.1)
            claim = claimed(repository, batch_id, silence)
            assert repository.start_file(batch_id, 2, claim.attempt)
        moments.pass_by(silence * 1.1)
        piece = repository.pieces_to_do(silence)[0]

        assert repository.claim(piece.file_id, silence, positions_in) is None
        batch = repository.get_batch(batch_id)
        assert (batch.status, batch.summary_data) == (BatchStatus.PARTIAL, {"positions": [1]})
        file = repository.list_files(batch_id)[1]
        assert (file.status, file.error_type) == (FileStatus.FAILED, FileErrorType.INTERNAL)
        assert "the process died on every try" in (file.error_message or "")

    def test_a_report_outlives_a_file_that_kills_its_process_when_it_is_read_again(
        self, database: Database
    ) -> None:
        moments, silence = Moments(), timedelta(seconds=30)
        repository = Repository(database, moments)
        batch_id = finished_batch(repository)
        before = repository.list_reports(batch_id).entries[0].report
        repository.reopen_file(batch_id, 1, even_if_read=True)
        for _ in range(MOST_TRIES):
            claim = claimed(repository, batch_id, silence)
            assert repository.start_file(batch_id, 1, claim.attempt)
            moments.pass_by(silence * 1.1)
        piece = repository.pieces_to_do(silence)[0]

        assert repository.claim(piece.file_id, silence, positions_in) is None

        assert states(repository, batch_id) == [FileStatus.SUCCESS, FileStatus.FAILED]
        batch = repository.get_batch(batch_id)
        assert (batch.status, batch.successful_files, batch.failed_files) == (
            BatchStatus.PARTIAL,
            1,
            1,
        )
        assert batch.summary_data == {"positions": [1, 1]}
        after = repository.list_reports(batch_id).entries[0].report
        assert before is not None
        assert after is not None
        assert (after.id, after.score) == (before.id, before.score)

    def test_only_the_file_that_was_being_read_has_had_a_try(self, database: Database) -> None:
        moments, silence = Moments(), timedelta(seconds=30)
        repository = Repository(database, moments)
        batch_id = new_batch(repository, b"innocent", b"fatal", b"later")
        for _ in range(MOST_TRIES):
            claim = claimed(repository, batch_id, silence)
            # The first was read; the process died on the second before its result was stored.
            repository.start_file(batch_id, 1, claim.attempt)
            moments.pass_by(timedelta(milliseconds=1))
            repository.start_file(batch_id, 2, claim.attempt)
            moments.pass_by(silence * 1.1)

        claim = claimed(repository, batch_id, silence)

        assert [file.position for file in claim.files] == [1, 3]
        files = repository.list_files(batch_id)
        assert [file.tries for file in files] == [0, MOST_TRIES, 0]
        assert files[1].error_type is FileErrorType.INTERNAL

    def test_when_nobody_else_is_there_every_claim_is_dead(self, repository: Repository) -> None:
        batch_id = new_batch(repository, b"a")
        claimed(repository, batch_id)
        assert repository.pieces_to_do(DAY) == []

        repository.presume_dead()

        assert claimed(repository, batch_id).careful

    def test_work_given_up_in_order_costs_no_try(self, repository: Repository) -> None:
        batch_id = new_batch(repository, b"a", b"b")
        claim = claimed(repository, batch_id)
        repository.start_file(batch_id, 1, claim.attempt)

        left = repository.release(claim)

        file = repository.list_files(batch_id)[0]
        assert (file.status, file.tries, file.started_at) == (FileStatus.PENDING, 0, None)
        assert left is not None
        assert left.weight == 2
        assert repository.pieces_to_do(DAY) == [left]

    def test_work_given_up_because_something_broke_costs_a_try(
        self, repository: Repository
    ) -> None:
        batch_id = new_batch(repository, b"a")
        claim = claimed(repository, batch_id)
        repository.start_file(batch_id, 1, claim.attempt)

        repository.release(claim, try_counts=True)

        assert repository.list_files(batch_id)[0].tries == 1
        assert claimed(repository, batch_id).careful

    def test_a_claim_takes_no_more_bytes_than_memory_has_room_for(
        self, repository: Repository, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("aktr.db.claims.MOST_CLAIMED_BYTES", 10)
        batch_id = new_batch(repository, b"1234", b"56789", b"0", b"12345678901234")

        taken = []
        for _ in range(3):
            claim = claimed(repository, batch_id)
            positions = [file.position for file in claim.files]
            results = [success(position) for position in positions]
            repository.record_progress(batch_id, positions, results, positions_in, claim.attempt)
            taken.append((positions, claim.more))
            if not claim.more:
                break

        assert taken == [([1, 2, 3], True), ([4], False)]

    def test_there_is_nothing_to_claim_of_what_is_finished_expired_or_deleted(
        self, repository: Repository
    ) -> None:
        finished = finished_batch(repository)
        expired = new_batch(repository, b"c", retention=timedelta(0))
        deleted = new_batch(repository, b"d")
        files = [repository.list_files(batch)[0].id for batch in (finished, deleted)]
        repository.delete_batch(deleted)

        assert repository.pieces_to_do(DAY) == []
        assert repository.pieces_to_do(DAY, expired) == []
        assert [repository.claim(file, DAY, positions_in) for file in files] == [None, None]

    def test_batches_that_ended_are_told_from_those_that_did_not(
        self, repository: Repository
    ) -> None:
        finished, going_on, gone = finished_batch(repository), new_batch(repository, b"a"), uuid4()

        assert repository.finished_among([finished, going_on, gone]) == {finished, gone}

    def test_an_error_in_aktr_fails_open_files_only(self, repository: Repository) -> None:
        batch_id = new_batch(repository, b"a", b"b", b"c")
        repository.record_progress(batch_id, [1, 2], [success(1)], positions_in)

        status = repository.fail_open_files(batch_id, "Try again.", positions_in)

        assert status is BatchStatus.PARTIAL
        assert states(repository, batch_id) == [
            FileStatus.SUCCESS,
            FileStatus.FAILED,
            FileStatus.FAILED,
        ]

    def test_unfinished_batches_are_the_open_ones_oldest_first(
        self, repository: Repository
    ) -> None:
        first, second = new_batch(repository, b"a"), new_batch(repository, b"b")
        finished_batch(repository)
        new_batch(repository, b"c", retention=timedelta(0))

        assert repository.unfinished_batches() == [first, second]
