"""What the server refuses on the wire, before and while a body comes in."""

import json
import socket
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import httpx2
import pytest

from aktr.db.models import BatchReport
from aktr.db.records import BatchOptions
from aktr.processing.result import BatchStatus
from api_service import RunningService, Samples, StartService

EXTRACT = "/v1/extractor/batch/extract"
MEBIBYTE = 1024 * 1024


class Wire:
    """A bare connection to a service.

    Args:
        port: Where it answers on this machine.
    """

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)

    def send_head(self, **headers: str) -> None:
        """Begin an upload and send nothing of its body."""
        lines = [f"POST {EXTRACT} HTTP/1.1", "Host: localhost"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        lines += ["Content-Type: multipart/form-data; boundary=form", "", ""]
        self.socket.sendall("\r\n".join(lines).encode())

    def answer(self) -> tuple[str, dict[str, object]]:
        """The head of the answer and the problem in its body."""
        received = b""
        while b"\r\n\r\n" not in received:
            received += self._more()
        head, _, body = received.partition(b"\r\n\r\n")
        length = next(
            int(line.split(b":")[1])
            for line in head.split(b"\r\n")
            if line.lower().startswith(b"content-length:")
        )
        while len(body) < length:
            body += self._more()
        problem: dict[str, object] = json.loads(body)
        return head.decode(), problem

    def _more(self) -> bytes:
        more = self.socket.recv(65536)
        assert more, "the connection ended before the answer did"
        return more


@pytest.fixture
def wire(service: RunningService) -> Iterator[Wire]:
    connected = Wire(service.port)
    with connected.socket:
        yield connected


def test_200_megabytes_are_refused_before_a_byte_of_them_is_sent(wire: Wire) -> None:
    started = time.monotonic()
    wire.send_head(Content_Length=str(200 * MEBIBYTE))
    head, problem = wire.answer()
    assert time.monotonic() - started < 9
    assert " 413 " in head.splitlines()[0]
    assert "application/problem+json" in head
    assert "connection: close" in head.lower()
    assert problem["status"] == 413
    assert "100 MB" in str(problem["detail"])


def test_a_client_that_asks_first_is_never_told_to_go_on(wire: Wire) -> None:
    wire.send_head(Content_Length=str(200 * MEBIBYTE), Expect="100-continue")
    head, _ = wire.answer()
    assert " 413 " in head.splitlines()[0]
    assert "100 Continue" not in head


def test_a_client_that_sends_on_regardless_still_gets_its_answer(
    service: RunningService, client: httpx2.Client
) -> None:
    largest = service.settings.limits.max_request_bytes
    answer = client.post(
        EXTRACT,
        content=bytes(largest + 1),
        headers={"Content-Type": "multipart/form-data; boundary=form"},
    )
    assert answer.status_code == 413
    assert answer.json()["status"] == 413


def test_a_body_without_a_length_is_cut_off_at_the_limit(start_service: StartService) -> None:
    service = start_service(limits={"max_request_bytes": MEBIBYTE})
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        yield b'--form\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n\r\n'
        while sent < 8 * MEBIBYTE:
            sent += 65536
            yield bytes(65536)

    with service.client() as client:
        answer = client.post(
            EXTRACT,
            content=endless(),
            headers={"Content-Type": "multipart/form-data; boundary=form"},
        )
    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"


def test_more_files_than_allowed_are_refused_with_the_number(client: httpx2.Client) -> None:
    form = [("files[]", (f"{number}.pdf", b"%PDF-1.7")) for number in range(31)]
    answer = client.post(EXTRACT, files=form)
    assert answer.status_code == 400
    assert "30" in answer.json()["detail"]


def test_uploads_over_the_rate_are_refused_with_the_time_to_wait(
    start_service: StartService, samples: Samples
) -> None:
    service = start_service(rate_limit="2/minute")
    form = samples.form(samples.bad[:1])
    with service.client() as client:
        assert [client.post(EXTRACT, files=form).status_code for _ in range(3)] == [422, 422, 429]
        refused = client.post("/v1/extractor/extract", files=form)
        assert refused.status_code == 429
        assert 1 <= int(refused.headers["retry-after"]) <= 60
        assert refused.json()["title"] == "Too many requests"
        assert client.get("/health").status_code == 200


def test_over_the_rate_a_body_is_refused_before_it_is_sent(start_service: StartService) -> None:
    service = start_service(rate_limit="1/hour")
    with service.client() as client:
        client.post(EXTRACT, files=[("files[]", ("a.txt", b"x"))])
    connected = Wire(service.port)
    with connected.socket:
        connected.send_head(Content_Length=str(50 * MEBIBYTE))
        head, problem = connected.answer()
    assert " 429 " in head.splitlines()[0]
    assert problem["status"] == 429


def test_when_too_much_waits_uploads_are_told_when_to_come_back(
    start_service: StartService, samples: Samples
) -> None:
    service = start_service(max_open_batches=3)
    now = datetime.now(UTC)
    with service.app.state.services.database.transaction() as session:
        session.add_all(
            BatchReport(
                status=BatchStatus.PROCESSING,
                total_files=1,
                successful_files=0,
                failed_files=0,
                options=BatchOptions().to_json(),
                content_digest="0" * 64,
                created_at=now,
                expires_at=now + timedelta(hours=1),
            )
            for _ in range(3)
        )
    with service.client() as client:
        answer = client.post(EXTRACT, files=samples.form(samples.good[:1]))
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) >= 1
    assert answer.json()["title"] == "Overloaded"
