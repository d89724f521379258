"""Another copy in the place of a file, and further files, over HTTP."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx2
import pytest
from sqlalchemy import update

from aktr.contract.batch_schemas import BatchStateAnswer
from aktr.contract.problem_schemas import PROBLEM_MEDIA_TYPE
from aktr.db.models import BatchReport
from aktr.db.records import NewUpload
from aktr.db.repository import Repository
from aktr.db.session import Database
from aktr.db.types import utc_now
from api_batches import EXTRACT, EXTRACT_ONE, wait_until_finished
from api_service import RunningService, Samples, StartService

PDF = ("new.pdf", b"%PDF-1.4 damaged")


def partial(client: httpx2.Client, samples: Samples) -> dict[str, Any]:
    """A batch of three files, of which the second gave no report."""
    sent = [samples.good[0], samples.bad[0], samples.good[1]]
    answer = client.post(EXTRACT, files=samples.form(sent))
    assert answer.json()["status"] == "partial", answer.text
    batch: dict[str, Any] = answer.json()
    return batch


def refused(answer: httpx2.Response, status: int, kind: str) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == PROBLEM_MEDIA_TYPE
    problem: dict[str, Any] = answer.json()
    assert problem["type"].endswith(f":{kind}"), problem
    return problem


def unchanged(client: httpx2.Client, batch: dict[str, Any]) -> None:
    state = client.get(batch["url"]).json()
    assert state["status"] == batch["status"]
    assert state["total_files"] == batch["total_files"]
    assert client.get(f"{batch['url']}/reports?limit=50").json()["reports"] == batch["reports"]


def taken(client: httpx2.Client, answer: httpx2.Response, batch: dict[str, Any]) -> dict[str, Any]:
    assert answer.status_code == 202, answer.text
    assert answer.headers["location"] == batch["url"]
    state = BatchStateAnswer.model_validate_json(answer.content)
    assert sum(state.counts.model_dump().values()) == state.total_files
    return wait_until_finished(client, batch["url"])


def test_a_copy_completes_the_class(client: httpx2.Client, samples: Samples) -> None:
    batch = partial(client, samples)
    copy = samples.form(samples.good[2:3], "file")

    state = taken(client, client.put(f"{batch['url']}/files/2", files=copy), batch)

    assert (state["status"], state["total_files"]) == ("completed", 3)
    reports = client.get(f"{batch['url']}/reports").json()["reports"]
    assert [(entry["position"], entry["file_name"]) for entry in reports if entry["part"] == 1] == [
        (1, samples.good[0].file),
        (2, samples.good[2].file),
        (3, samples.good[1].file),
    ]
    assert [entry["report_id"] for entry in reports if entry["position"] != 2] == [
        entry["report_id"] for entry in batch["reports"] if entry["position"] != 2
    ]
    summary = client.get(f"{batch['url']}/summary").json()
    assert (summary["successful_files"], summary["reports"]) == (3, len(reports))
    assert client.get(f"{batch['url']}/export?format=csv").status_code == 200


def test_a_copy_that_gives_no_report_either_says_why(
    client: httpx2.Client, samples: Samples
) -> None:
    batch = partial(client, samples)
    state = taken(client, client.put(f"{batch['url']}/files/2", files={"file": PDF}), batch)
    assert state["status"] == "partial"
    assert state["files"][1]["file_name"] == "new.pdf"
    assert state["files"][1]["error"]["type"] == "INVALID_PDF"


def test_files_are_added_behind_the_last_one(client: httpx2.Client, samples: Samples) -> None:
    batch = partial(client, samples)
    added = [*samples.form(samples.good[3:5]), ("files", ("empty.pdf", b""))]
    key = {"Idempotency-Key": "the latecomers"}

    first = client.post(f"{batch['url']}/files", files=added, headers=key)
    second = client.post(f"{batch['url']}/files", files=added, headers=key)

    assert "idempotent-replayed" not in first.headers
    assert second.headers["idempotent-replayed"] == "true"
    state = taken(client, second, batch)
    assert (state["total_files"], state["successful_files"]) == (6, 4)
    assert [file["file_name"] for file in state["files"][3:]] == [
        samples.good[3].file,
        samples.good[4].file,
        "empty.pdf",
    ]
    assert state["files"][5]["error"]["type"] == "EMPTY_FILE"
    assert client.get(f"{batch['url']}/summary").json()["total_files"] == 6
    other = client.post(f"{batch['url']}/files", files={"files[]": PDF}, headers=key)
    refused(other, 422, "cannot-be-processed")


def test_a_file_that_was_uploaded_alone_becomes_a_class(
    client: httpx2.Client, samples: Samples
) -> None:
    alone = client.post(EXTRACT_ONE, files=samples.form(samples.good[:1], "file")).json()
    batch = {"url": f"/v1/extractor/batch/{alone['batch_id']}"}
    answer = client.post(f"{batch['url']}/files", files=samples.form(samples.good[1:3]))
    assert taken(client, answer, batch)["successful_files"] == 3


def test_no_more_files_than_an_upload_may_have(client: httpx2.Client, samples: Samples) -> None:
    batch = partial(client, samples)
    form = [("files[]", (f"{number}.pdf", PDF[1])) for number in range(28)]
    problem = refused(client.post(f"{batch['url']}/files", files=form), 422, "cannot-be-processed")
    assert "room for 27 more" in problem["detail"]
    refused(client.post(f"{batch['url']}/files", files=form + form[:3]), 400, "bad-request")
    unchanged(client, batch)


def test_what_is_refused_unread_changes_nothing(client: httpx2.Client, samples: Samples) -> None:
    batch = partial(client, samples)
    for content, kind in (
        (b"", "EMPTY_FILE"),
        (b"plain text", "UNSUPPORTED_TYPE"),
        (b"%PDF-1.4" + bytes(11 * 1024 * 1024), "FILE_TOO_LARGE"),
    ):
        copy = {"file": ("copy.pdf", content)}
        problem = refused(
            client.put(f"{batch['url']}/files/2", files=copy), 422, "cannot-be-processed"
        )
        (cause,) = problem["errors"]
        assert (cause["position"], cause["file_name"], cause["type"]) == (2, "copy.pdf", kind)
    added = [("files[]", ("a.txt", b"x")), ("files[]", ("b.pdf", b""))]
    problem = refused(client.post(f"{batch['url']}/files", files=added), 422, "cannot-be-processed")
    assert [cause["position"] for cause in problem["errors"]] == [4, 5]
    unchanged(client, batch)


def test_requests_that_cannot_be_understood(client: httpx2.Client, samples: Samples) -> None:
    batch = partial(client, samples)
    for method, path in (("PUT", "files/2"), ("POST", "files")):
        url = f"{batch['url']}/{path}"
        refused(client.request(method, url, content=b"x"), 400, "bad-request")
        refused(client.request(method, url, files={"wrong": PDF}), 400, "bad-request")
        refused(client.request(method, url, data={"files": "x"}), 400, "bad-request")
    two = [("file", PDF), ("file", PDF)]
    problem = refused(client.put(f"{batch['url']}/files/2", files=two), 400, "bad-request")
    assert "One file is taken here; this request holds several" in problem["detail"]
    refused(
        client.post(f"{batch['url']}/files", files={"files": PDF}, headers={"Idempotency-Key": ""}),
        400,
        "bad-request",
    )
    unchanged(client, batch)


def test_there_must_be_such_a_file(client: httpx2.Client, samples: Samples) -> None:
    batch = partial(client, samples)
    for position in ("4", "0", "x", "99999999999999999999"):
        answer = client.put(f"{batch['url']}/files/{position}", files={"file": PDF})
        refused(answer, 404, "not-found")
    nowhere = f"/v1/extractor/batch/{uuid4()}/files"
    refused(client.put(f"{nowhere}/1", files={"file": PDF}), 404, "not-found")
    refused(client.post(nowhere, files={"files": PDF}), 404, "not-found")


def test_a_report_is_not_replaced_by_mistake(client: httpx2.Client, samples: Samples) -> None:
    batch = partial(client, samples)
    copy = samples.form(samples.good[2:3], "file")
    url = f"{batch['url']}/files/1"
    problem = refused(client.put(url, files=copy), 409, "already-read")
    assert "even_if_read=true" in problem["detail"]
    report = batch["reports"][0]
    said = {"confirm": ["name"]}
    assert client.patch(report["url"], json=said, headers={"If-Match": "*"}).status_code == 200
    problem = refused(client.put(f"{url}?even_if_read=true", files=copy), 409, "already-read")
    assert "even_if_corrected=true" in problem["detail"]
    assert client.get(report["url"]).json()["corrections"]

    state = taken(client, client.put(f"{url}?even_if_corrected=true", files=copy), batch)

    assert state["files"][0]["file_name"] == samples.good[2].file
    assert client.get(report["url"]).status_code == 404


def test_while_the_batch_is_read_both_ask_to_come_back(
    service: RunningService, client: httpx2.Client, samples: Samples
) -> None:
    batch = partial(client, samples)
    with service.app.state.services.database.transaction() as session:
        session.execute(
            update(BatchReport)
            .where(BatchReport.id == UUID(batch["batch_id"]))
            .values(status="processing")
        )
    for answer in (
        client.put(f"{batch['url']}/files/2", files={"file": PDF}),
        client.post(f"{batch['url']}/files", files={"files": PDF}),
    ):
        refused(answer, 409, "not-ready-yet")
        assert int(answer.headers["retry-after"]) >= 1
    client.delete(batch["url"])


def test_when_its_time_is_over_nothing_is_taken(
    start_service: StartService, samples: Samples
) -> None:
    service = start_service()
    with service.client() as client:
        batch = partial(client, samples)
        later = utc_now() + timedelta(days=2)
        Repository(service.app.state.services.database, lambda: later).delete_expired(later)
        refused(client.put(f"{batch['url']}/files/2", files={"file": PDF}), 410, "gone")
        refused(client.post(f"{batch['url']}/files", files={"files": PDF}), 410, "gone")


@pytest.mark.parametrize("method", ["PUT", "POST"])
def test_both_count_as_uploads_of_the_client_and_as_work_on_the_batch(
    start_service: StartService, method: str
) -> None:
    url = f"/v1/extractor/batch/{uuid4()}/files" + ("/1" if method == "PUT" else "")
    for limit in ({"rate_limit": "2/hour"}, {"batch_rate_limit": "2/hour"}):
        service = start_service(**limit)
        with service.client() as client:
            for _ in range(2):
                assert client.request(method, url, files={"file": PDF}).status_code == 404
            answer = client.request(method, url, files={"file": PDF})
            refused(answer, 429, "too-many-requests")


def test_too_large_a_body_is_refused_unread(start_service: StartService, samples: Samples) -> None:
    service = start_service(limits={"max_request_bytes": 1_000_000, "max_file_bytes": 1_000_000})
    with service.client() as client:
        batch = partial(client, samples)
        large = ("large.pdf", bytes(1_100_000))
        refused(client.put(f"{batch['url']}/files/2", files={"file": large}), 413, "too-large")
        refused(client.post(f"{batch['url']}/files", files={"files": large}), 413, "too-large")
        unchanged(client, batch)


def test_with_too_much_work_nothing_more_is_taken(
    start_service: StartService, samples: Samples
) -> None:
    service = start_service(max_open_batches=1)
    with service.client() as client:
        batch = partial(client, samples)
        other = partial(client, samples)
        with service.app.state.services.database.transaction() as session:
            session.execute(
                update(BatchReport)
                .where(BatchReport.id == UUID(other["batch_id"]))
                .values(status="processing")
            )
        refused(client.put(f"{batch['url']}/files/2", files={"file": PDF}), 503, "overloaded")
        refused(client.post(f"{batch['url']}/files", files={"files": PDF}), 503, "overloaded")


def test_what_is_stored_is_read_by_the_next_process_if_this_one_dies(
    database_url: str, start_service: StartService, samples: Samples
) -> None:
    service = start_service(database_url=database_url)
    with service.client() as client:
        batch = partial(client, samples)
    service.stop()
    database = Database(database_url)
    truth = samples.good[2]
    Repository(database).replace_file(
        UUID(batch["batch_id"]), NewUpload(2, truth.file, samples.content(truth), "application/pdf")
    )
    database.close()
    with start_service(database_url=database_url, worker_silence_s=2).client() as client:
        assert wait_until_finished(client, batch["url"])["status"] == "completed"
