"""Whoever waits for a batch sees it go on, and is told how it ended."""

import time
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import httpx2
import pytest

from aktr.contract.batch_schemas import BatchAnswer, BatchStateAnswer
from aktr.db.models import BatchReport, BatchReportFile
from aktr.db.records import BatchOptions
from aktr.processing.result import BatchStatus, FileStatus
from api_batches import EXTRACT, MOVED_ON, wait_until_finished
from api_service import RunningService, Samples, StartService


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
