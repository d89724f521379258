"""Corrections in the database: nothing is lost, and summaries agree with their reports."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from aktr.db.mapping import to_facts
from aktr.db.models import BatchReport, Report
from aktr.db.records import BatchOptions
from aktr.db.repository import Repository
from aktr.db.session import Database
from aktr.db.stored_report import checked_report as stored_report
from aktr.db.stored_report import reading_of
from aktr.errors import (
    ExpiredError,
    NothingToRetryError,
    PreconditionFailedError,
    UnknownAddressError,
    UnprocessableError,
)
from aktr.processing.result import BatchStatus, FileStatus
from aktr.report.checked import CheckedReport
from aktr.report.correction import Change, NothingThereError
from aktr.report.model import ReadValue
from aktr.work.summaries import summary_of_class
from factories import PLACE, checked_report, failure, success, uploads
from stored import DAY, at_once, finish, finished_batch, new_batch, states

CLIENTS = 8
TOO_MANY = tuple(f"PA.I.A.K{n}{letter}" for letter in "abcdefghijkl" for n in range(1, 100))
CODES = tuple(f"PA.I.{task}.K{number}" for task in "ABCD" for number in (1, 2))


def class_of(repository: Repository, *reports: CheckedReport) -> tuple[UUID, list[UUID]]:
    """A finished batch with one report a file, and the addresses of the reports."""
    batch_id = new_batch(repository, *(b"%d" % number for number in range(len(reports))))
    positions = range(1, len(reports) + 1)
    results = [success(at, report) for at, report in zip(positions, reports, strict=True)]
    repository.record_progress(batch_id, positions, results, summary_of_class)
    return batch_id, addresses(repository, batch_id)


def addresses(repository: Repository, batch_id: UUID) -> list[UUID]:
    entries = repository.list_reports(batch_id).entries
    return [entry.report.id for entry in entries if entry.report is not None]


def correct(repository: Repository, report_id: UUID, **change: Any) -> Report:  # noqa: ANN401 - parts
    return repository.correct_report(report_id, Change(**change), summary_of_class)


def assert_summary_agrees(database: Database, batch_id: UUID) -> None:
    """The stored summary is the one that the stored reports give, seen at one moment."""
    with database.reading() as session:
        batch = session.get_one(BatchReport, batch_id)
        rows = session.scalars(
            select(Report).where(Report.batch_id == batch_id).order_by(Report.position)
        ).all()
    assert batch.summary_data == summary_of_class([to_facts(row) for row in rows])


def test_the_summary_follows_the_correction(repository: Repository, database: Database) -> None:
    other = checked_report(name="ROE, RICHARD", ftn="C7654321", exam_id="90000020260214002")
    batch_id, (report_id, _) = class_of(repository, checked_report(), other)
    before = repository.get_batch(batch_id).summary_data
    row = correct(repository, report_id, fields={"score": 73}, add=("PA.I.D.K3b",))
    after = repository.get_batch(batch_id).summary_data
    assert before is not None
    assert after is not None
    assert before["score_analysis"]["statistics"]["min"] == 88
    assert after["score_analysis"]["statistics"]["min"] == 73
    assert "PA.I.D.K3b" in [code["code"] for code in after["aggregated_codes"]]
    assert (row.score, row.version) == (73, 2)
    assert_summary_agrees(database, batch_id)


def test_read_raw_and_corrected_values_are_kept_apart_with_the_time(
    repository: Repository,
) -> None:
    _, (report_id,) = class_of(repository, checked_report())
    correct(repository, report_id, fields={"exam_date": date(2026, 2, 15)}, confirm=("name",))
    correct(repository, report_id, fields={"exam_date": date(2026, 2, 16)})
    row = repository.get_report(report_id)
    assert row.exam_date == date(2026, 2, 16)
    stands = stored_report(row).report.exam_date
    assert (stands.value, stands.raw, stands.place) == (date(2026, 2, 16), "02/14/2026", PLACE)
    assert reading_of(row).exam_date.value == date(2026, 2, 14)
    said = [
        (each["version"], each["what"], each["before"], each["after"]) for each in row.corrections
    ]
    assert said == [
        (2, "exam_date", "2026-02-14", "2026-02-15"),
        (2, "name", "DOE, JANE ANN", "DOE, JANE ANN"),
        (3, "exam_date", "2026-02-15", "2026-02-16"),
    ]
    assert all(each["made_at"].endswith("+00:00") for each in row.corrections)


def test_an_applicant_id_is_kept_but_for_its_last_four_characters(
    repository: Repository, database: Database
) -> None:
    _, (report_id,) = class_of(repository, checked_report())
    correct(repository, report_id, fields={"applicant_id": "912340567"})
    correct(repository, report_id, fields={"name": "DOE 912-34-0567"})
    with database.reading() as session:
        row = session.get_one(Report, report_id)
        everything = repr([getattr(row, column.name) for column in Report.__table__.columns])
    assert "91234" not in everything
    assert "912-34" not in everything
    assert row.fields["applicant_id"]["value"] == "*****0567"


def test_a_correction_of_an_old_version_is_refused_and_changes_nothing(
    repository: Repository,
) -> None:
    _, (report_id,) = class_of(repository, checked_report())
    change = Change({"score": 73})
    assert repository.correct_report(report_id, change, summary_of_class, {1}).version == 2
    with pytest.raises(PreconditionFailedError):
        repository.correct_report(report_id, Change({"score": 75}), summary_of_class, {1})
    row = repository.get_report(report_id)
    assert (row.score, row.version, len(row.corrections)) == (73, 2, 1)


def test_what_cannot_be_corrected_is_refused_and_changes_nothing(repository: Repository) -> None:
    _, (report_id,) = class_of(repository, checked_report())
    with pytest.raises(NothingThereError):
        correct(repository, report_id, fields={"score": 73}, remove=("PA.IX.A.K1",))
    with pytest.raises(UnprocessableError):
        correct(repository, report_id, add=TOO_MANY)
    row = repository.get_report(report_id)
    assert (row.version, row.corrections, row.reading) == (1, [], None)


def test_there_is_nothing_to_correct_under_other_addresses(repository: Repository) -> None:
    with pytest.raises(UnknownAddressError):
        correct(repository, uuid4(), fields={"score": 73})
    expired = finished_batch(repository, retention=-DAY)
    with repository._database.reading() as session:
        report_id = session.scalars(select(Report.id).where(Report.batch_id == expired)).first()
    assert report_id is not None
    with pytest.raises(ExpiredError):
        correct(repository, report_id, fields={"score": 73})


def test_a_batch_without_a_summary_gets_none(repository: Repository) -> None:
    options = BatchOptions(generate_summary=False)
    batch, _ = repository.create_batch(uploads(b"a"), options, DAY)
    repository.record_progress(batch.id, [1], [success(1)], summary_of_class)
    correct(repository, addresses(repository, batch.id)[0], fields={"score": 73})
    assert repository.get_batch(batch.id).summary_data is None


def test_a_report_can_be_corrected_while_other_files_are_in_work(
    repository: Repository, database: Database
) -> None:
    batch_id = new_batch(repository, b"a", b"b")
    repository.record_progress(batch_id, [1, 2], [success(1)], summary_of_class)
    correct(repository, addresses(repository, batch_id)[0], fields={"score": 73})
    assert repository.get_batch(batch_id).summary_data is None
    repository.record_progress(batch_id, [], [failure(2)], summary_of_class)
    assert_summary_agrees(database, batch_id)


def test_clients_at_once_lose_nothing(repository: Repository, database: Database) -> None:
    batch_id, (report_id, other) = class_of(
        repository, checked_report(), checked_report(ftn="C7654321", exam_id="9" * 17)
    )

    def work(client: int) -> int:
        refused = 0
        for score in (70 + client, 80 + client):
            while True:
                seen = repository.get_report(report_id).version
                change = Change({"score": score}, add=(CODES[client],))
                try:
                    repository.correct_report(report_id, change, summary_of_class, {seen})
                except PreconditionFailedError:
                    refused += 1
                else:
                    break
            correct(repository, other, fields={"score": score - 30})
            assert_summary_agrees(database, batch_id)
        return refused

    refused = at_once(CLIENTS, work)
    row = repository.get_report(report_id)
    assert sum(refused) > 0, "nobody ever met anybody: the test showed nothing"
    assert row.version == 1 + 2 * CLIENTS
    scores = [each for each in row.corrections if each["what"] == "score"]
    assert sorted(each["after"] for each in scores) == [
        *range(70, 70 + CLIENTS),
        *range(80, 80 + CLIENTS),
    ]
    assert [each["before"] for each in scores] == [88, *(each["after"] for each in scores[:-1])]
    assert [each["version"] for each in scores] == list(range(2, 2 + 2 * CLIENTS))
    assert row.score == scores[-1]["after"]
    assert {code["code"] for code in row.codes} == {*CODES, "PA.I.C.K2"}
    assert repository.get_report(other).version == 1 + 2 * CLIENTS
    assert_summary_agrees(database, batch_id)


def test_corrections_and_the_end_of_the_work_may_meet(
    repository: Repository, database: Database
) -> None:
    batch_id = new_batch(repository, *(b"%d" % number for number in range(CLIENTS)))
    repository.record_progress(batch_id, range(1, CLIENTS + 1), [success(1)], summary_of_class)
    report_id = addresses(repository, batch_id)[0]

    def work(client: int) -> None:
        if client:
            result = success(client + 1, checked_report(ftn=f"C000000{client}"))
            finish(repository, batch_id, result, summary_of_class)
        correct(repository, report_id, fields={"score": 70 + client})

    at_once(CLIENTS, work)
    batch = repository.get_batch(batch_id)
    assert batch.status is BatchStatus.COMPLETED
    assert len(repository.get_report(report_id).corrections) == CLIENTS
    assert_summary_agrees(database, batch_id)


def read_again(
    repository: Repository, batch_id: UUID, *reports: CheckedReport, failed: bool = False
) -> None:
    repository.reopen_file(batch_id, 1, even_if_read=True)
    assert repository.get_batch(batch_id).status is BatchStatus.PROCESSING
    result = failure(1) if failed else success(1, *reports)
    repository.record_progress(batch_id, [1], [result], summary_of_class)


def misread(**values: ReadValue[Any]) -> CheckedReport:
    checked = checked_report()
    changes: dict[str, Any] = dict(values)
    return replace(checked, report=replace(checked.report, **changes))


def test_reading_a_file_again_keeps_addresses_and_corrections(
    repository: Repository, database: Database
) -> None:
    batch_id, (report_id,) = class_of(repository, checked_report())
    correct(
        repository,
        report_id,
        fields={"score": 87},
        add=("PA.I.D.K3b",),
        remove=("PA.I.C.K2",),
        confirm=("take",),
    )
    second = misread(
        score=ReadValue(80, "80%", PLACE, 1.0),
        take=ReadValue(7, "7", PLACE, 1.0),
        name=ReadValue("DOE, JANET", "DOE, JANET", PLACE, 1.0),
    )
    read_again(repository, batch_id, second, checked_report(take=2))
    row = repository.get_report(report_id)
    assert (row.score, row.take, row.name) == (87, 1, "DOE, JANET")
    assert [code["code"] for code in row.codes] == ["PA.I.D.K3b"]
    assert (row.fields["score"]["raw"], reading_of(row).score.value) == ("80%", 80)
    assert (row.version, len(row.corrections)) == (3, 4)
    assert addresses(repository, batch_id)[0] == report_id
    assert len(addresses(repository, batch_id)) == 2
    assert_summary_agrees(database, batch_id)


def test_a_reading_that_fails_leaves_the_reports_as_they_were(
    repository: Repository, database: Database
) -> None:
    batch_id, (report_id,) = class_of(repository, checked_report())
    correct(repository, report_id, fields={"score": 87})
    read_again(repository, batch_id, failed=True)
    assert states(repository, batch_id) == [FileStatus.SUCCESS]
    assert repository.get_batch(batch_id).status is BatchStatus.COMPLETED
    assert repository.get_report(report_id).score == 87
    assert_summary_agrees(database, batch_id)


def test_giving_up_on_a_file_keeps_its_earlier_reports(repository: Repository) -> None:
    batch_id, (report_id,) = class_of(repository, checked_report())
    repository.reopen_file(batch_id, 1, even_if_read=True)
    status = repository.fail_open_files(batch_id, "It broke.", summary_of_class)
    assert status is BatchStatus.COMPLETED
    assert repository.get_report(report_id).score == 88


def test_reports_that_are_not_found_again_go_unless_a_person_vouched_for_them(
    repository: Repository,
) -> None:
    batch_id = new_batch(repository, b"a")
    three = [checked_report(take=take) for take in (1, 2, 3)]
    repository.record_progress(batch_id, [1], [success(1, *three)], summary_of_class)
    first, second, third = addresses(repository, batch_id)
    correct(repository, third, confirm=("name",))
    read_again(repository, batch_id, checked_report())
    assert addresses(repository, batch_id) == [first, third]
    with pytest.raises(UnknownAddressError):
        repository.get_report(second)


def test_a_file_that_gave_its_report_is_read_again_only_on_request(
    repository: Repository,
) -> None:
    batch_id, _ = class_of(repository, checked_report())
    with pytest.raises(NothingToRetryError, match="even_if_read"):
        repository.reopen_file(batch_id, 1)
    repository.drop_uploads(batch_id)
    with pytest.raises(ExpiredError):
        repository.reopen_file(batch_id, 1, even_if_read=True)


def others_of_same_test(repository: Repository, *reports: CheckedReport) -> Sequence[set[int]]:
    """For each report the positions of the others of its test."""
    batch_id, ids = class_of(repository, *reports)
    found = repository.same_tests(batch_id)
    return [{ids.index(other) for other in found.get(each, ())} for each in ids]


def test_the_same_test_is_shown_and_counted_once(repository: Repository) -> None:
    photo = misread(name=ReadValue("DOE JANE", "DOE JANE", PLACE, 0.9))
    other = checked_report(ftn="C7654321", exam_id="90000020260214002", name="ROE, RICHARD")
    assert others_of_same_test(repository, checked_report(), other, photo) == [{2}, set(), {0}]


def test_the_same_test_is_found_by_date_name_and_codes_where_a_number_is_missing(
    repository: Repository,
) -> None:
    unread = misread(exam_id=ReadValue(None, "9000", PLACE, 0.0))
    assert others_of_same_test(repository, checked_report(), unread) == [{1}, {0}]


def test_a_correction_may_show_that_two_reports_are_of_one_test(
    repository: Repository, database: Database
) -> None:
    wrong = misread(
        exam_id=ReadValue("90000020260214007", "", PLACE, 1.0),
        ftn=ReadValue("C1234561", "", PLACE, 1.0),
    )
    batch_id, (first, second) = class_of(repository, checked_report(), wrong)
    assert repository.same_tests(batch_id) == {}
    fields = {"exam_id": "90000020260214001", "ftn": "C1234567"}
    correct(repository, second, fields=fields)
    assert repository.same_tests(batch_id) == {first: (second,), second: (first,)}
    summary = repository.get_batch(batch_id).summary_data
    assert summary is not None
    assert summary["distinct_reports"] == 1
    assert_summary_agrees(database, batch_id)


def test_a_corrected_copy_of_a_test_is_the_one_that_counts(
    repository: Repository, database: Database
) -> None:
    sure = checked_report(codes=CODES[:2])
    photo = replace(checked_report(codes=CODES[:2]), confidence=0.5, needs_review=True)
    batch_id, (pdf_id, photo_id) = class_of(repository, sure, photo)

    def counts() -> tuple[str, int, list[str]]:
        summary = repository.get_batch(batch_id).summary_data
        assert summary is not None
        (test,) = summary["duplicates"]
        codes = sorted(code["code"] for code in summary["aggregated_codes"])
        return test[0], summary["score_analysis"]["statistics"]["min"], codes

    assert counts() == (str(pdf_id), 88, sorted(CODES[:2]))
    correct(repository, photo_id, fields={"score": 73}, add=(CODES[4],))
    assert counts() == (str(photo_id), 73, sorted((*CODES[:2], CODES[4])))
    summary = repository.get_batch(batch_id).summary_data
    assert summary is not None
    assert summary["disagreements"] == [
        {
            "reports": [str(photo_id), str(pdf_id)],
            "values": ["score", "codes"],
            "settled": True,
        }
    ]
    correct(repository, pdf_id, fields={"score": 75})
    assert counts() == (str(pdf_id), 75, sorted(CODES[:2]))
    assert_summary_agrees(database, batch_id)


def test_confirming_what_a_correction_of_the_other_copy_contradicts_is_the_last_word(
    repository: Repository, database: Database
) -> None:
    sure = checked_report(codes=CODES[:2])
    batch_id, (pdf_id, scan_id) = class_of(repository, sure, replace(sure, confidence=0.9))
    correct(repository, scan_id, fields={"score": 90})
    correct(repository, pdf_id, confirm=("score",))
    summary = repository.get_batch(batch_id).summary_data
    assert summary is not None
    assert summary["score_analysis"]["statistics"]["min"] == 88
    assert summary["disagreements"] == [
        {"reports": [str(pdf_id), str(scan_id)], "values": ["score"], "settled": False}
    ]
    correct(repository, scan_id, fields={"score": 88})
    summary = repository.get_batch(batch_id).summary_data
    assert summary is not None
    assert summary["disagreements"] == []
    assert_summary_agrees(database, batch_id)
