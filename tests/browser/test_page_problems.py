"""Refusals as pages: for whoever asks for pages, with the same facts as the JSON."""

import socket
from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import httpx2
import pytest

from aktr.db.repository import Repository
from aktr.db.types import utc_now
from api_service import RunningService, StartService
from classes import doubtful_sheet, uploaded

HTML = "text/html; charset=utf-8"
PROBLEM = "application/problem+json"


@pytest.fixture
def plain(service: RunningService) -> Iterator[httpx2.Client]:
    """A client that does not ask for pages."""
    with service.client() as client:
        yield client


@pytest.mark.parametrize("path", ["/nothing", "/batches/x", "/reports/1", "/v1/extractor/nothing"])
def test_an_unknown_address_is_a_page_for_browsers_and_a_problem_for_programs(
    client: httpx2.Client, plain: httpx2.Client, path: str
) -> None:
    page = client.get(path)
    assert (page.status_code, page.headers["content-type"]) == (404, HTML)
    assert "There is nothing here" in page.text
    assert 'href="/"' in page.text
    problem = plain.get(path)
    assert (problem.status_code, problem.headers["content-type"]) == (404, PROBLEM)
    assert problem.json()["detail"] in page.text


def test_what_is_gone_says_what_happened_and_why(start_service: StartService) -> None:
    service = start_service()
    batch = uploaded(service, [("files[]", ("a.pdf", doubtful_sheet()))])
    later = utc_now() + timedelta(days=2)
    Repository(service.app.state.services.database, lambda: later).delete_expired(later)
    report = batch["reports"][0]["report_id"]
    with service.client() as client:
        client.headers["Accept"] = "text/html"
        for path in (f"/batches/{batch['batch_id']}", f"/reports/{report}"):
            page = client.get(path)
            assert page.status_code == 410
            assert "everything is deleted by itself when its time is over" in page.text
            assert "Upload the reports again" in page.text


def test_too_much_is_refused_as_a_page_before_it_is_sent(service: RunningService) -> None:
    head = (
        "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/html\r\n"
        "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 200000000\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", service.port), timeout=30) as connection:
        connection.sendall(head.encode())
        answer = b""
        while b"</html>" not in answer and (part := connection.recv(65536)):
            answer += part
    text = answer.decode()
    assert text.startswith("HTTP/1.1 413")
    assert "Hand in fewer files at a time" in text
    assert "100 MB" in text


@pytest.mark.parametrize("has_length", [True, False])
def test_a_correction_that_is_too_large_is_refused_in_the_shape_that_is_asked_for(
    client: httpx2.Client, plain: httpx2.Client, has_length: bool
) -> None:
    address = f"/reports/{uuid4()}/corrections"
    body = b"version=1&what=name&do=save&value=" + b"x" * 200_000
    headers = {"Content-Type": "application/x-www-form-urlencoded"}

    page, problem = (
        asking.post(address, content=body if has_length else iter([body]), headers=headers)
        for asking in (client, plain)
    )

    for answer, media_type in ((page, HTML), (problem, PROBLEM)):
        assert answer.status_code == 413
        assert answer.headers["content-type"] == media_type
        assert answer.headers["cache-control"] == "no-store"
        assert "A correction has at most 128 kB" in answer.text
        assert "fewer files" not in answer.text
    assert "correct one value at a time" in page.text


def test_too_many_files_and_too_many_requests(start_service: StartService) -> None:
    service = start_service(rate_limit="2/minute")
    with service.client() as client:
        client.headers["Accept"] = "text/html"
        many = [("files[]", (f"{number}.pdf", b"%PDF-")) for number in range(31)]
        page = client.post("/", files=many)
        assert page.status_code == 400
        assert "Send at most 30 at a time" in page.text
        assert client.post("/", data={"x": "y"}).status_code == 400
        page = client.post("/", files=many[:1])
        assert page.status_code == 429
        assert "A little too fast" in page.text
        assert int(page.headers["retry-after"]) > 0


def test_a_defect_is_a_page_too(start_service: StartService) -> None:
    service = start_service()

    def broken() -> None:
        raise RuntimeError("secret inside")

    service.app.add_api_route("/broken", broken)
    with service.client() as client:
        page = client.get("/broken", headers={"Accept": "text/html"})
        assert (page.status_code, page.headers["content-type"]) == (500, HTML)
        assert "Something went wrong in aktr" in page.text
        assert "urn:uuid:" in page.text
        assert "secret" not in page.text
        assert "default-src 'none'" in page.headers["content-security-policy"]
    with service.client() as client:
        assert client.get("/broken").headers["content-type"] == PROBLEM


def test_an_unknown_batch_cannot_be_retried_shared_or_deleted(client: httpx2.Client) -> None:
    address = f"/batches/{uuid4()}"
    for action in ("files/1/retry", "share", "share/withdraw", "delete"):
        page = client.post(f"{address}/{action}")
        assert page.status_code == 404, action
        assert "There is nothing here" in page.text


def test_a_correction_that_says_nothing_known_changes_nothing(
    client: httpx2.Client, service: RunningService
) -> None:
    batch = uploaded(service, [("files[]", ("a.pdf", doubtful_sheet()))])
    address = f"/reports/{batch['reports'][0]['report_id']}"
    for form, status in (
        ({"version": "1", "what": "colour", "value": "red"}, 422),
        ({"version": "1", "what": "score", "value": "101"}, 422),
        ({"version": "1", "what": "score", "value": "eighty"}, 422),
        ({"version": "", "what": "score", "value": "80"}, 412),
        ({"version": "1", "what": "codes", "value": "PA.I.C.K2 nonsense"}, 422),
        ({"version": "1", "what": "note:9", "do": "confirm"}, 422),
    ):
        page = client.post(f"{address}/corrections", data=form)
        assert page.status_code == status, form
    with service.client() as plain:
        assert plain.get(batch["reports"][0]["url"]).json()["version"] == 1


def test_the_pages_promise_what_the_settings_keep(start_service: StartService) -> None:
    usual = start_service()
    other = start_service(
        limits={"max_files": 5, "max_file_bytes": 3 * 1024 * 1024},
        retention_hours=2,
        keep_uploads="until-done",
        vision={"use": "doubtful", "url": "http://127.0.0.1:9/v1", "model": "none"},
    )
    with usual.client() as client:
        start, privacy = client.get("/").text, client.get("/privacy").text
        assert "1 to 30 files" in start
        assert "No report leaves this machine" in start
        assert "Nothing is sent anywhere else" in privacy
    with other.client() as client:
        start, privacy = client.get("/").text, client.get("/privacy").text
        assert "1 to 5 files" in start
        assert "up to 3 MB each" in start
        assert "deleted after 2 hours" in start
        assert "until they are read" in privacy
        for page in (start, privacy):
            assert "may be sent to it" in page
            assert "leaves this machine" not in page
            assert "Nothing is sent" not in page
