"""A batch through the whole service: real HTTP, real database, real reading processes."""

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx2
import pytest
from sqlalchemy import func, select, update

from aktr.contract.batch_schemas import BatchAnswer, BatchStateAnswer
from aktr.contract.problem_schemas import Problem
from aktr.contract.report_schemas import SingleReportAnswer
from aktr.db.models import BatchReport, BatchReportFile
from aktr.db.records import BatchOptions
from aktr.processing.result import BatchStatus, FileStatus
from aktr.samples.truth import FileTruth
from api_service import RunningService, Samples, StartService

EXTRACT = "/v1/extractor/batch/extract"
EXTRACT_ONE = "/v1/extractor/extract"
MOVED_ON = {"Prefer": "respond-async"}


def wait_until_finished(client: httpx2.Client, address: str) -> dict[str, Any]:
    answer = client.get(address, params={"wait": 60})
    assert answer.status_code == 200, answer.text
    state: dict[str, Any] = BatchStateAnswer.model_validate_json(answer.content).model_dump(
        mode="json"
    )
    assert state["status"] != "processing"
    return state


def report_entries(batch: dict[str, Any]) -> dict[int, list[dict[str, Any]]]:
    """The entries of a batch by position."""
    by_position: dict[int, list[dict[str, Any]]] = {}
    for entry in batch["reports"]:
        by_position.setdefault(entry["position"], []).append(entry)
    return by_position


def assert_says_what_the_files_say(batch: dict[str, Any], sent: list[FileTruth]) -> None:
    entries = report_entries(batch)
    assert sorted(entries) == list(range(1, len(sent) + 1))
    for position, truth in enumerate(sent, start=1):
        found = entries[position]
        assert {entry["file_name"] for entry in found} == {truth.file}
        if truth.error is not None:
            assert [entry["error"]["type"] for entry in found] == [truth.error.value]
            continue
        assert [entry["part"] for entry in found] == list(range(1, len(truth.reports) + 1))
        for entry, report in zip(found, truth.reports, strict=True):
            assert entry["metadata"]["exam_id"] == report.exam_id
            assert entry["metadata"]["score"] == report.score
            assert [code["code"] for code in entry["codes"]] == list(report.codes)


def test_good_and_bad_files_together_give_a_partial_batch(
    client: httpx2.Client, samples: Samples
) -> None:
    sent = [*samples.good[:10], *samples.bad, *samples.good[10:21]]
    answer = client.post(EXTRACT, files=samples.form(sent))
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    batch = BatchAnswer.model_validate_json(answer.content).model_dump(mode="json")
    assert batch == answer.json()
    assert batch["status"] == "partial"
    assert batch["total_files"] == len(sent)
    assert batch["successful_files"] == 21
    assert batch["failed_files"] == len(samples.bad)
    assert_says_what_the_files_say(batch, sent)
    for entry in batch["reports"]:
        if entry["status"] == "failed":
            assert len(entry["error"]["message"]) > 30
    created, expires = (
        datetime.fromisoformat(batch[name]) for name in ("created_at", "expires_at")
    )
    assert batch["created_at"].endswith("Z")
    assert expires - created == timedelta(hours=24)
    assert batch["summary"]["score_distribution"]["max"] <= 100


def test_two_files_of_one_name_keep_both_results(client: httpx2.Client, samples: Samples) -> None:
    first, second = samples.good[0], samples.good[2]
    form = [
        ("files", ("scan.pdf", samples.content(first))),
        ("files[]", ("scan.pdf", samples.content(second))),
    ]
    batch = client.post(EXTRACT, files=form).json()
    entries = report_entries(batch)
    assert entries[1][0]["metadata"]["exam_id"] == first.reports[0].exam_id
    assert entries[2][0]["metadata"]["exam_id"] == second.reports[0].exam_id


def test_when_every_file_failed_the_answer_is_a_problem_that_lists_each_reason(
    client: httpx2.Client, samples: Samples
) -> None:
    answer = client.post(EXTRACT, files=samples.form(samples.bad))
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    listed = [(cause["position"], cause["file_name"], cause["type"]) for cause in problem["errors"]]
    assert listed == [
        (position, truth.file, truth.error) for position, truth in enumerate(samples.bad, start=1)
    ]
    batch = BatchAnswer.model_validate(problem["batch"])
    assert batch.status == "failed"
    assert batch.summary is None
    state = client.get(batch.url).json()
    assert state["status"] == "failed"
    assert state["percent_done"] == 100


def test_a_batch_that_is_refused_unread_is_answered_at_once_even_to_the_impatient(
    client: httpx2.Client,
) -> None:
    answer = client.post(EXTRACT, files=[("files[]", ("a.txt", b"text"))], headers=MOVED_ON)
    assert answer.status_code == 422
    assert "preference-applied" not in answer.headers


def test_a_file_over_the_limit_fails_alone(client: httpx2.Client, samples: Samples) -> None:
    good = samples.good[0]
    large = samples.content(good) + b"\n" * (10 * 1024 * 1024)
    form = [("files[]", ("large.pdf", large)), *samples.form([good])]
    batch = client.post(EXTRACT, files=form).json()
    assert batch["status"] == "partial"
    assert batch["reports"][0]["error"]["type"] == "FILE_TOO_LARGE"
    assert batch["reports"][1]["status"] == "success"


def test_whoever_does_not_want_to_wait_gets_an_address_to_ask_at(
    client: httpx2.Client, samples: Samples
) -> None:
    sent = samples.good[:5]
    answer = client.post(EXTRACT, files=samples.form(sent), headers=MOVED_ON)
    assert answer.status_code == 202
    assert answer.headers["preference-applied"] == "respond-async"
    accepted = BatchAnswer.model_validate_json(answer.content)
    address = answer.headers["location"]
    assert address == f"/v1/extractor/batch/{accepted.batch_id}" == accepted.url
    state = wait_until_finished(client, address)
    assert state["percent_done"] == 100
    assert state["counts"] == {"pending": 0, "processing": 0, "success": 5, "failed": 0}
    assert [file["file_name"] for file in state["files"]] == [truth.file for truth in sent]
    for file in state["files"]:
        assert client.get(file["report_url"]).status_code == 200


def test_a_client_may_shorten_the_wait(client: httpx2.Client, samples: Samples) -> None:
    answer = client.post(
        EXTRACT, files=samples.form(samples.good[:3]), headers={"Prefer": "wait=0"}
    )
    assert answer.status_code == 202
    assert answer.headers["preference-applied"] == "wait=0"
    wait_until_finished(client, answer.headers["location"])


def test_when_the_servers_own_wait_runs_out_the_work_goes_on(
    start_service: StartService, samples: Samples
) -> None:
    with start_service(sync_wait_s=0).client() as client:
        answer = client.post(EXTRACT, files=samples.form(samples.good[:3]))
        assert answer.status_code == 202
        assert "preference-applied" not in answer.headers
        assert wait_until_finished(client, answer.headers["location"])["status"] == "completed"


def test_options_are_honoured(client: httpx2.Client, samples: Samples) -> None:
    options = {
        "processing_mode": "parallel",
        "generate_summary": False,
        "include_individual_reports": False,
    }
    answer = client.post(
        EXTRACT,
        files=samples.form([samples.good[0], samples.bad[0]]),
        data={"options": json.dumps(options)},
    )
    batch = answer.json()
    assert answer.status_code == 200
    assert batch["summary"] is None
    assert [entry["status"] for entry in batch["reports"]] == ["failed"]
    summary = client.get(f"{batch['url']}/summary")
    assert summary.status_code == 404
    assert "generate_summary" in summary.json()["detail"]


def test_two_batches_at_the_same_moment_are_not_mixed_up(
    service: RunningService, samples: Samples
) -> None:
    halves = [samples.good[:12], samples.good[12:24], samples.good[6:18], samples.good[:12]]
    start = threading.Barrier(len(halves))

    def send(half: list[FileTruth]) -> dict[str, Any]:
        with service.client() as client:
            start.wait()
            answer = client.post(EXTRACT, files=samples.form(half))
            assert answer.status_code == 200, answer.text
            batch: dict[str, Any] = answer.json()
            return batch

    with ThreadPoolExecutor(len(halves)) as threads:
        batches = list(threads.map(send, halves))
    assert len({batch["batch_id"] for batch in batches}) == len(halves)
    for batch, half in zip(batches, halves, strict=True):
        assert batch["status"] == "completed"
        assert_says_what_the_files_say(batch, half)


def test_one_key_sent_several_times_at_once_gives_one_batch(
    service: RunningService, samples: Samples
) -> None:
    key = str(uuid4())
    form = samples.form(samples.good[:8])
    start = threading.Barrier(4)

    def send(_: int) -> httpx2.Response:
        with service.client() as client:
            start.wait()
            return client.post(EXTRACT, files=form, headers={"Idempotency-Key": key})

    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(send, range(4)))
    assert [answer.status_code for answer in answers] == [200] * 4
    assert len({answer.json()["batch_id"] for answer in answers}) == 1
    assert {answer.json()["status"] for answer in answers} == {"completed"}
    replayed = [answer.headers.get("idempotent-replayed") for answer in answers]
    assert sorted(replayed, key=str) == [None, "true", "true", "true"]
    with service.app.state.services.database.reading() as session:
        counted = session.scalar(select(func.count()).where(BatchReport.idempotency_key == key))
    assert counted == 1


def test_a_key_stands_for_its_files_only(client: httpx2.Client, samples: Samples) -> None:
    headers = {"Idempotency-Key": str(uuid4())}
    first = client.post(EXTRACT, files=samples.form(samples.good[:1]), headers=headers)
    again = client.post(EXTRACT, files=samples.form(samples.good[:1]), headers=headers)
    other = client.post(EXTRACT, files=samples.form(samples.good[1:2]), headers=headers)
    assert first.status_code == again.status_code == 200
    assert first.json() == again.json()
    assert again.headers["idempotent-replayed"] == "true"
    assert other.status_code == 422
    Problem.model_validate_json(other.content)


def test_progress_comes_as_events_until_the_end(client: httpx2.Client, samples: Samples) -> None:
    form = samples.form(samples.good[:20])
    address = client.post(EXTRACT, files=form, headers=MOVED_ON).headers["location"]
    with client.stream("GET", f"{address}/events") as stream:
        assert stream.status_code == 200
        assert stream.headers["content-type"].startswith("text/event-stream")
        lines = list(stream.iter_lines())
    names = [line.removeprefix("event: ") for line in lines if line.startswith("event: ")]
    states = [
        BatchStateAnswer.model_validate_json(line.removeprefix("data: "))
        for line in lines
        if line.startswith("data: ")
    ]
    assert names[-1] == "finished"
    assert set(names[:-1]) <= {"progress"}
    assert states[-1].status == "completed"
    done = [state.percent_done for state in states]
    assert done == sorted(done)


@pytest.fixture
def unattended_batch(service: RunningService) -> str:
    """The address of a batch that nobody works on, as if another machine did."""
    with service.app.state.services.database.transaction() as session:
        now = datetime.now(UTC)
        batch = BatchReport(
            status=BatchStatus.PROCESSING,
            total_files=1,
            successful_files=0,
            failed_files=0,
            options=BatchOptions().to_json(),
            content_digest="0" * 64,
            created_at=now,
            expires_at=now + timedelta(hours=1),
        )
        session.add(batch)
        session.flush()
        session.add(
            BatchReportFile(
                batch_id=batch.id,
                position=1,
                file_name="elsewhere.pdf",
                file_size=1,
                content_type="application/pdf",
                status=FileStatus.PROCESSING,
                tries=1,
                attempt=uuid4(),
                # The other machine gives signs of life, or this one would take the file over.
                heartbeat_at=now + timedelta(minutes=5),
            )
        )
        return f"/v1/extractor/batch/{batch.id}"


def test_a_long_poll_ends_with_its_time(client: httpx2.Client, unattended_batch: str) -> None:
    started = time.monotonic()
    state = client.get(unattended_batch, params={"wait": 1}).json()
    assert 0.9 < time.monotonic() - started < 30
    assert state["status"] == "processing"
    assert state["percent_done"] == 0
    client.delete(unattended_batch)


def test_whoever_watches_a_batch_is_told_that_it_was_deleted(
    service: RunningService, client: httpx2.Client, unattended_batch: str
) -> None:
    names = []
    with client.stream("GET", f"{unattended_batch}/events") as stream:
        for line in stream.iter_lines():
            if line.startswith("event: "):
                names.append(line.removeprefix("event: "))
                if names == ["progress"]:
                    with service.client() as other:
                        assert other.delete(unattended_batch).status_code == 204
    assert names == ["progress", "gone"]


def test_pages_of_reports_follow_the_upload(client: httpx2.Client, samples: Samples) -> None:
    sent = [*samples.good[:6], samples.bad[0], *samples.good[6:9], samples.bad[3]]
    batch = client.post(EXTRACT, files=samples.form(sent)).json()
    seen: list[Any] = []
    address: str | None = f"{batch['url']}/reports?limit=4"
    while address:
        page = client.get(address).json()
        assert len(page["reports"]) <= 4
        assert page["total"] == len(batch["reports"])
        seen += page["reports"]
        address = page["next"]
    assert seen == batch["reports"]
    failed = client.get(f"{batch['url']}/reports", params={"status": "failed", "limit": 1}).json()
    assert failed["total"] == 2
    assert failed["reports"][0]["position"] == 7
    assert "status=failed" in failed["next"]
    assert failed["previous"] is None
    second = client.get(failed["next"]).json()
    assert second["reports"][0]["position"] == 11
    assert "page=1" in second["previous"]
    beyond = client.get(f"{batch['url']}/reports", params={"page": 99}).json()
    assert beyond["reports"] == []
    assert beyond["next"] is None


def test_the_summary_is_of_the_same_reports(client: httpx2.Client, samples: Samples) -> None:
    batch = client.post(EXTRACT, files=samples.form(samples.good[:15])).json()
    summary = client.get(batch["summary"]["url"]).json()
    assert summary["batch_id"] == batch["batch_id"]
    assert summary["total_files"] == 15
    assert (
        summary["score_analysis"]["statistics"]["mean"]
        == (batch["summary"]["score_distribution"]["mean"])
    )
    reports = {entry["report_id"] for entry in batch["reports"]}
    for code in summary["aggregated_codes"]:
        assert set(code["reports"]) <= reports


def test_the_summary_of_a_batch_without_a_report_is_empty_and_not_missing(
    client: httpx2.Client, samples: Samples
) -> None:
    batch = client.post(EXTRACT, files=samples.form(samples.bad[:1])).json()["batch"]
    summary = client.get(f"{batch['url']}/summary")
    assert summary.status_code == 200
    assert summary.json()["reports"] == 0
    assert summary.json()["common_weak_areas"] == []


def test_while_a_batch_is_being_processed_its_summary_asks_to_come_back(
    service: RunningService, client: httpx2.Client, samples: Samples
) -> None:
    answer = client.post(EXTRACT, files=samples.form(samples.good[:3]), headers=MOVED_ON)
    batch_id = UUID(answer.json()["batch_id"])
    wait_until_finished(client, answer.headers["location"])
    with service.app.state.services.database.transaction() as session:
        session.execute(
            update(BatchReport).where(BatchReport.id == batch_id).values(status="processing")
        )
    early = client.get(f"{answer.headers['location']}/summary")
    assert early.status_code == 409
    assert int(early.headers["retry-after"]) >= 1
    retried = client.post(f"{answer.headers['location']}/files/1/retry")
    assert retried.status_code == 409
    assert client.delete(answer.headers["location"]).status_code == 204


def test_one_file_alone_gives_its_report(client: httpx2.Client, samples: Samples) -> None:
    truth = samples.good[0]
    for field in ("file", "files", "files[]"):
        answer = client.post(EXTRACT_ONE, files=samples.form([truth], field))
        assert answer.status_code == 200, answer.text
        report = SingleReportAnswer.model_validate_json(answer.content)
        assert report.metadata.exam_id == truth.reports[0].exam_id
        assert report.further_reports == []
    alone = client.get(report.url).json()
    assert alone == {
        name: value
        for name, value in answer.json().items()
        if name not in {"batch_id", "further_reports"}
    }
    assert str(report.batch_id) not in json.dumps(alone)


def test_one_file_with_several_reports_gives_them_all(
    client: httpx2.Client, samples: Samples
) -> None:
    truth = next(truth for truth in samples.good if len(truth.reports) > 1)
    answer = client.post(EXTRACT_ONE, files=samples.form([truth], "file"))
    first = SingleReportAnswer.model_validate_json(answer.content)
    found = [first, *first.further_reports]
    assert [report.metadata.exam_id for report in found] == [
        report.exam_id for report in truth.reports
    ]
    assert [report.part for report in found] == list(range(1, len(found) + 1))


def test_one_bad_file_alone_is_a_problem_with_its_reason(
    client: httpx2.Client, samples: Samples
) -> None:
    truth = samples.bad[1]
    answer = client.post(EXTRACT_ONE, files=samples.form([truth], "file"))
    assert answer.status_code == 422
    assert [cause["type"] for cause in answer.json()["errors"]] == [truth.error]


def test_a_deleted_batch_is_gone_with_all_it_held(client: httpx2.Client, samples: Samples) -> None:
    batch = client.post(EXTRACT, files=samples.form(samples.good[:2])).json()
    deleted = client.delete(batch["url"])
    assert deleted.status_code == 204
    assert deleted.content == b""
    for address in (batch["url"], f"{batch['url']}/reports", batch["reports"][0]["url"]):
        assert client.get(address).status_code == 404
    assert client.delete(batch["url"]).status_code == 404


def test_what_expired_is_answered_with_gone(
    service: RunningService, client: httpx2.Client, samples: Samples
) -> None:
    batch = client.post(EXTRACT, files=samples.form(samples.good[:2])).json()
    with service.app.state.services.database.transaction() as session:
        session.execute(
            update(BatchReport)
            .where(BatchReport.id == UUID(batch["batch_id"]))
            .values(expires_at=datetime.now(UTC))
        )
    for path in ("", "/reports", "/summary", "/events"):
        answer = client.get(f"{batch['url']}{path}")
        assert answer.status_code == 410, path
        Problem.model_validate_json(answer.content)
    assert client.get(batch["reports"][0]["url"]).status_code == 410
    assert client.post(f"{batch['url']}/files/1/retry").status_code == 410


def test_a_failed_file_is_read_again_from_the_stored_bytes(
    start_service: StartService, samples: Samples
) -> None:
    long = next(truth for truth in samples.good if len(truth.reports) > 1)
    strict = start_service(limits={"max_pages": 1})
    with strict.client() as client:
        refused = client.post(EXTRACT, files=samples.form([samples.good[0], long]))
        assert refused.json()["reports"][-1]["error"]["type"] == "TOO_MANY_PAGES"
        address = refused.json()["url"]
    strict.stop()
    lenient = start_service(database_url=strict.settings.database_url)
    with lenient.client() as client:
        retried = client.post(f"{address}/files/2/retry")
        assert retried.status_code == 202, retried.text
        assert retried.headers["location"] == address
        state = wait_until_finished(client, address)
        assert state["status"] == "completed"
        assert state["files"][1]["error"] is None
        page = client.get(f"{address}/reports").json()
        assert_says_what_the_files_say(page, [samples.good[0], long])
        reports = 1 + len(long.reports)
        assert client.get(f"{address}/summary").json()["reports"] == reports


def test_a_file_that_fails_again_leaves_the_batch_as_it_was(
    client: httpx2.Client, samples: Samples
) -> None:
    truncated = next(truth for truth in samples.bad if truth.error == "INVALID_PDF")
    batch = client.post(EXTRACT, files=samples.form([samples.good[0], truncated])).json()
    before = client.get(batch["url"]).json()
    assert client.post(f"{batch['url']}/files/2/retry").status_code == 202
    after = wait_until_finished(client, batch["url"])
    assert after["status"] == before["status"] == "partial"
    assert after["counts"] == before["counts"]
    assert after["files"][1]["error"] == before["files"][1]["error"]
    assert client.get(f"{batch['url']}/summary").json()["reports"] == 1


@pytest.mark.parametrize(("position", "status"), [("1", 409), ("3", 404), ("0", 404), ("x", 404)])
def test_only_a_file_that_failed_can_be_tried_again(
    client: httpx2.Client, samples: Samples, position: str, status: int
) -> None:
    batch = client.post(EXTRACT, files=samples.form(samples.good[:2])).json()
    assert client.post(f"{batch['url']}/files/{position}/retry").status_code == status


def test_a_file_whose_bytes_are_not_kept_cannot_be_tried_again(
    client: httpx2.Client, samples: Samples
) -> None:
    batch = client.post(EXTRACT, files=samples.form([samples.good[0], samples.bad[0]])).json()
    assert batch["reports"][-1]["error"]["type"] == "EMPTY_FILE"
    assert client.post(f"{batch['url']}/files/2/retry").status_code == 410
