"""A batch through the whole service: real HTTP, real database, real reading processes."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx2
from sqlalchemy import func, select

from aktr.contract.batch_schemas import BatchAnswer
from aktr.contract.problem_schemas import Problem
from aktr.contract.report_schemas import SingleReportAnswer
from aktr.db.models import BatchReport
from aktr.samples.truth import FileTruth
from api_batches import (
    EXTRACT,
    EXTRACT_ONE,
    MOVED_ON,
    assert_says_what_the_files_say,
    report_entries,
)
from api_service import RunningService, Samples


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
