"""A finished batch can be deleted, expires, and has its failed files read again."""

from datetime import UTC, datetime
from uuid import UUID

import httpx2
import pytest
from sqlalchemy import update

from aktr.contract.problem_schemas import Problem
from aktr.db.models import BatchReport
from api_batches import EXTRACT, assert_says_what_the_files_say, wait_until_finished
from api_service import RunningService, Samples, StartService


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
    assert client.post(f"{batch['url']}/cancel").status_code == 410


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
        assert (state["files"][1]["attempts"], state["files"][1]["last_error"]) == (2, None)
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
    assert after["files"][1]["last_error"] == after["files"][1]["error"]
    assert [file["attempts"] for file in before["files"]] == [1, 1]
    assert [file["attempts"] for file in after["files"]] == [1, 2]
    assert client.get(f"{batch['url']}/summary").json()["reports"] == 1


def test_a_batch_is_stopped_and_the_rest_read_later(
    start_service: StartService, samples: Samples
) -> None:
    service = start_service(workers=1)
    with service.client() as client:
        some, more = samples.good[:10], samples.good[10:12]
        started = client.post(
            EXTRACT,
            files=samples.form(some),
            data={"options": '{"processing_mode": "sequential"}'},
            headers={"Prefer": "respond-async"},
        )
        address = started.headers["location"]
        stopped = client.post(f"{address}/cancel")
        assert stopped.status_code == 200, stopped.text
        state = stopped.json()
        assert state["status"] in {"partial", "failed"}
        assert state["counts"]["pending"] == state["counts"]["processing"] == 0
        left = [file for file in state["files"] if file["status"] == "failed"]
        assert left
        assert {file["error"]["type"] for file in left} == {"CANCELLED"}
        assert client.post(f"{address}/cancel").json() == state
        assert client.get(f"{address}/summary").status_code == 200

        assert client.post(f"{address}/retry").status_code == 202
        assert wait_until_finished(client, address)["status"] == "completed"
        assert_says_what_the_files_say(client.get(f"{address}/reports?limit=50").json(), some)
        batch = client.post(EXTRACT, files=samples.form(more)).json()
        assert client.post(f"{batch['url']}/cancel").json()["status"] == "completed"


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
