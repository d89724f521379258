"""One shape for every refusal of every route, and nothing of the input in it."""

import logging
import re
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import httpx2
import pytest
from sqlalchemy import text

from aktr import __version__
from aktr.contract.problem_schemas import PROBLEM_MEDIA_TYPE, Problem
from aktr.db.records import BatchOptions, NewUpload
from api_service import RunningService, Samples, StartService
from object_server import object_server

NOWHERE = "5b1f0c3e-8f0a-4f3c-9d3d-3c8f6f0e7a11"
SECRET = "jane-ann-doe-C1234567"
ANY: dict[str, Any] = {"headers": {"If-Match": "*"}}
FORM = [("files[]", ("a.pdf", b"%PDF-1.7"))]

REFUSALS: list[tuple[str, str, int, dict[str, Any]]] = [
    ("GET", f"/{SECRET}", 404, {}),
    ("GET", f"/v1/extractor/{SECRET}", 404, {}),
    ("PUT", "/v1/extractor/batch/extract", 405, {}),
    ("GET", "/v1/extractor/extract", 405, {}),
    ("POST", "/health", 405, {}),
    ("POST", "/v1/extractor/batch/extract", 400, {}),
    ("POST", "/v1/extractor/batch/extract", 400, {"json": {"name": SECRET}}),
    ("POST", "/v1/extractor/batch/extract", 400, {"files": [(SECRET, ("a.pdf", b"x"))]}),
    (
        "POST",
        "/v1/extractor/batch/extract",
        400,
        {"files": FORM, "data": {"options": f'{{"{SECRET}": 1}}'}},
    ),
    ("POST", "/v1/extractor/batch/extract", 400, {"files": FORM * 31}),
    (
        "POST",
        "/v1/extractor/batch/extract",
        415,
        {"content": SECRET, "headers": {"Content-Encoding": "gzip"}},
    ),
    (
        "POST",
        "/v1/extractor/batch/extract",
        400,
        {"files": FORM, "headers": {"Idempotency-Key": SECRET * 20}},
    ),
    ("POST", "/v1/extractor/batch/extract", 422, {"files": [("files", ("a.pdf", b""))]}),
    ("POST", "/v1/extractor/extract", 400, {}),
    ("POST", "/v1/extractor/extract", 400, {"files": FORM * 2}),
    ("POST", "/v1/extractor/extract", 422, {"files": [("file", ("a.pdf", b""))]}),
    ("GET", f"/v1/extractor/batch/{SECRET}", 404, {}),
    ("GET", f"/v1/extractor/batch/{NOWHERE}", 404, {}),
    ("GET", f"/v1/extractor/batch/{NOWHERE}?wait=1", 404, {}),
    ("GET", f"/v1/extractor/batch/{NOWHERE}?wait=61", 400, {}),
    ("GET", f"/v1/extractor/batch/{NOWHERE}?wait={SECRET}", 400, {}),
    ("GET", f"/v1/extractor/batch/{NOWHERE}/events", 404, {}),
    ("GET", f"/v1/extractor/batch/{SECRET}/events", 404, {}),
    ("GET", f"/v1/extractor/batch/{NOWHERE}/summary", 404, {}),
    ("GET", f"/v1/extractor/batch/{SECRET}/summary", 404, {}),
    ("GET", f"/v1/extractor/batch/{NOWHERE}/reports", 404, {}),
    ("GET", f"/v1/extractor/batch/{NOWHERE}/reports?limit=51", 400, {}),
    ("GET", f"/v1/extractor/batch/{NOWHERE}/reports?limit=0", 400, {}),
    ("GET", f"/v1/extractor/batch/{NOWHERE}/reports?page=0", 400, {}),
    ("GET", f"/v1/extractor/batch/{NOWHERE}/reports?page={10**30}", 400, {}),
    ("GET", f"/v1/extractor/batch/{NOWHERE}/reports?status={SECRET}", 400, {}),
    ("GET", f"/v1/extractor/batch/{NOWHERE}/reports?{SECRET}=1&{SECRET}=2", 400, {}),
    ("DELETE", f"/v1/extractor/batch/{NOWHERE}", 404, {}),
    ("DELETE", f"/v1/extractor/batch/{SECRET}", 404, {}),
    ("POST", f"/v1/extractor/batch/{NOWHERE}/cancel", 404, {}),
    ("POST", f"/v1/extractor/batch/{NOWHERE}/files/1/retry", 404, {}),
    ("POST", f"/v1/extractor/batch/{NOWHERE}/files/{10**30}/retry", 404, {}),
    ("POST", f"/v1/extractor/batch/{SECRET}/files/1/retry", 404, {}),
    ("GET", f"/v1/extractor/results/{NOWHERE}", 404, {}),
    ("GET", f"/v1/extractor/results/{SECRET}", 404, {}),
    ("GET", f"/v1/extractor/results/{NOWHERE}/history", 404, {}),
    ("GET", f"/v1/extractor/results/{NOWHERE}/evidence/{SECRET}", 404, {}),
    ("PATCH", f"/v1/extractor/results/{NOWHERE}", 428, {"json": {"confirm": [SECRET]}}),
    ("PATCH", f"/v1/extractor/results/{NOWHERE}", 404, {"json": {"confirm": [SECRET]}, **ANY}),
    ("PATCH", f"/v1/extractor/results/{SECRET}", 404, {"json": {"confirm": [SECRET]}, **ANY}),
    ("PATCH", f"/v1/extractor/results/{NOWHERE}", 400, {"json": {SECRET: 1}, **ANY}),
    ("PATCH", f"/v1/extractor/results/{NOWHERE}", 400, {"json": {"codes": [SECRET]}, **ANY}),
    ("PATCH", f"/v1/extractor/results/{NOWHERE}", 400, {"content": SECRET, **ANY}),
    ("GET", f"/v1/acs/codes/{SECRET}", 404, {}),
    ("GET", f"/v1/acs/codes/PA.I.C.K2?on={SECRET}", 400, {}),
    ("GET", "/v1/acs/codes", 400, {}),
]


def assert_is_a_problem(answer: httpx2.Response, status: int) -> None:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == PROBLEM_MEDIA_TYPE
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert answer.headers["cache-control"] == "no-store"
    problem = Problem.model_validate_json(answer.content)
    assert problem.status == status
    assert problem.type.startswith("urn:aktr:problem:")
    assert len(problem.detail) > 20
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", problem.instance)
    assert SECRET not in answer.text
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(("method", "path", "status", "request_parts"), REFUSALS)
def test_every_refusal_has_the_one_shape(
    client: httpx2.Client, method: str, path: str, status: int, request_parts: dict[str, Any]
) -> None:
    assert_is_a_problem(client.request(method, path, **request_parts), status)


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PUT", f"/v1/extractor/batch/{NOWHERE}", "GET, DELETE, HEAD"),
        ("POST", f"/v1/extractor/results/{NOWHERE}", "GET, PATCH, HEAD"),
        ("GET", f"/v1/extractor/batch/{NOWHERE}/share", "POST, DELETE"),
        ("GET", f"/v1/extractor/batch/{NOWHERE}/cancel", "POST"),
        ("POST", f"/v1/extractor/batch/{NOWHERE}/summary", "GET, HEAD"),
    ],
)
def test_a_wrong_method_is_told_every_right_one(
    client: httpx2.Client, method: str, path: str, allowed: str
) -> None:
    answer = client.request(method, path)
    assert (answer.status_code, answer.headers["allow"]) == (405, allowed)


def test_a_method_that_is_not_known_is_answered_with_those_that_are(client: httpx2.Client) -> None:
    assert client.post("/health").headers["allow"] == "GET, HEAD"


def test_head_is_get_without_the_body(client: httpx2.Client) -> None:
    batch = client.post(
        "/v1/extractor/batch/extract", files=[("files[]", ("a.pdf", b"%PDF-1.7"))]
    ).json()["batch"]["batch_id"]
    paths = ["/", "/lookup", "/privacy", "/docs", "/openapi.json", f"/batches/{batch}", "/nothing"]
    paths += [
        path.replace("{batch_id}", batch) for path in client.get("/openapi.json").json()["paths"]
    ]
    for path in paths:
        get = client.get(path)
        head = client.head(path)
        assert (path, head.status_code) == (path, get.status_code)
        assert head.headers["content-type"] == get.headers["content-type"], path
        assert head.content == b"", path


def test_head_of_a_stream_ends(client: httpx2.Client, service: RunningService) -> None:
    batch, _ = service.app.state.services.repository.create_batch(
        [NewUpload(1, "student.pdf", b"%PDF-", "application/pdf")],
        BatchOptions(),
        timedelta(hours=1),
    )
    head = client.head(f"/v1/extractor/batch/{batch.id}/events")
    assert head.status_code == 200
    assert head.headers["content-type"].startswith("text/event-stream")


def test_a_wrong_parameter_is_named(client: httpx2.Client) -> None:
    answer = client.get(f"/v1/extractor/batch/{NOWHERE}/reports?limit=51&page=0")
    named = {cause["parameter"]: cause["detail"] for cause in answer.json()["errors"]}
    assert named == {
        "query.limit": "It must be 50 or less.",
        "query.page": "It must be 1 or more.",
    }
    (cause,) = client.get("/v1/acs/codes/PA.I.C.K2?on=2026-13-01").json()["errors"]
    assert cause["detail"].startswith("It must be a day of the calendar as YYYY-MM-DD")


@pytest.fixture
def broken_client(start_service: StartService) -> Iterator[httpx2.Client]:
    """A client of a service that has lost a table."""
    service = start_service()
    with service.app.state.services.database.transaction() as session:
        session.execute(text("ALTER TABLE batch_reports RENAME TO lost"))
        session.execute(text("ALTER TABLE reports RENAME TO lost_too"))
    with service.client() as client:
        yield client


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", f"/v1/extractor/batch/{NOWHERE}"),
        ("GET", f"/v1/extractor/batch/{NOWHERE}/summary"),
        ("GET", f"/v1/extractor/batch/{NOWHERE}/reports"),
        ("GET", f"/v1/extractor/results/{NOWHERE}"),
        ("GET", f"/v1/extractor/batch/{NOWHERE}/events"),
        ("DELETE", f"/v1/extractor/batch/{NOWHERE}"),
    ],
)
def test_what_nobody_expected_is_a_problem_without_any_detail_of_it(
    broken_client: httpx2.Client, method: str, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="aktr"):
        answer = broken_client.request(method, path)
    assert_is_a_problem(answer, 500)
    assert answer.json()["instance"] in caplog.text
    assert any(" 500 " in line.message for line in caplog.records if line.name == "aktr.access")
    assert "lost" not in answer.text
    assert "SELECT" not in answer.text


_TIME_TO_START_S = 30.0


def test_a_service_whose_reading_processes_are_gone_is_alive_and_not_ready(
    start_service: StartService,
) -> None:
    service = start_service()
    with service.client() as client:
        until = time.monotonic() + _TIME_TO_START_S
        while (answer := client.get("/ready")).status_code != 200 and time.monotonic() < until:
            time.sleep(0.1)
        parts = ("database", "readers", "disk", "store")
        assert answer.json() == {"status": "ready", **dict.fromkeys(parts, "ok")}
        assert client.head("/ready").status_code == client.head("/health").status_code == 200
        service.app.state.services.pool.stop()
        answer = client.get("/ready")
        assert_is_a_problem(answer, 503)
        assert int(answer.headers["retry-after"]) >= 1
        assert "reading processes" in answer.json()["detail"]
        assert client.get("/health").json() == {"status": "ok", "version": __version__}


def test_a_service_whose_store_of_uploads_hangs_is_not_ready_and_says_so_soon(
    start_service: StartService, monkeypatch: pytest.MonkeyPatch
) -> None:
    with object_server(monkeypatch) as store:
        service = start_service(upload_store="s3://bucket/prefix")
        with service.client() as client:
            until = time.monotonic() + _TIME_TO_START_S
            while (answer := client.get("/ready")).status_code != 200 and time.monotonic() < until:
                time.sleep(0.1)
            assert answer.status_code == 200
            asked = len(store.asked)
            for _ in range(10):
                client.get("/ready")
            assert len(store.asked) <= asked + 1
            store.answers.clear()
            until = time.monotonic() + _TIME_TO_START_S
            while (answer := client.get("/ready")).status_code == 200 and time.monotonic() < until:
                time.sleep(0.1)
            assert_is_a_problem(answer, 503)
            assert "No answer from: store of uploads." in answer.json()["detail"]
            begun = time.monotonic()
            for _ in range(5):
                assert client.get("/ready").status_code == 503
            assert time.monotonic() - begun < 5


def access_lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name == "aktr.access"]


def test_the_access_log_names_routes_and_no_results_or_people(
    service: RunningService,
    client: httpx2.Client,
    samples: Samples,
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert service.settings.log_level
    truth = samples.good[0]
    with caplog.at_level(logging.INFO, logger="aktr"):
        batch = client.post("/v1/extractor/batch/extract", files=samples.form([truth])).json()
        client.get(batch["url"])
        client.get(batch["reports"][0]["url"])
        client.get(f"/v1/extractor/batch/{SECRET}")
        client.get(f"/{SECRET}?name={SECRET}")
        client.get(f"/v1/acs/codes/{SECRET}")
        # A line is written when the answer is out, which may be after the client has read it.
        deadline = time.monotonic() + 5
        while len(access_lines(caplog)) < 6 and time.monotonic() < deadline:
            time.sleep(0.01)
    lines = access_lines(caplog)
    assert [re.sub(r" \d+ ms$", "", line) for line in lines] == [
        "POST /v1/extractor/batch/extract 200",
        "GET /v1/extractor/batch/{batch_id} 200",
        "GET /v1/extractor/results/{report_id} 200",
        "GET /v1/extractor/batch/{batch_id} 404",
        "GET (no route) 404",
        "GET /v1/acs/codes/{code} 404",
    ]
    everything = "\n".join(
        record.getMessage() for record in caplog.records if record.name != "httpx2"
    )
    for private in (SECRET, batch["batch_id"], truth.file, truth.reports[0].name):
        assert private not in everything
