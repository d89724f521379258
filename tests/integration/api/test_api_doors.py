"""Other sites, foreign names and connections that never speak get nothing."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from uuid import UUID

import httpx2
import pytest

from api_service import Samples, StartService

EXTRACT = "/v1/extractor/batch/extract"


@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
def test_other_sites_may_read_nothing(client: httpx2.Client, origin: str) -> None:
    for method, path in (("GET", "/v1/acs/exams"), ("OPTIONS", EXTRACT)):
        answer = client.request(
            method,
            path,
            headers={"Origin": origin, "Access-Control-Request-Method": "POST"},
        )
        assert not [name for name in answer.headers if name.startswith("access-control-")]
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"


def test_other_sites_may_send_nothing(client: httpx2.Client, samples: Samples) -> None:
    form = samples.form(samples.good[:1])
    refused = client.post(EXTRACT, files=form, headers={"Sec-Fetch-Site": "cross-site"})
    assert refused.status_code == 403
    for site in ("same-origin", "none"):
        answer = client.post(EXTRACT, files=form, headers={"Sec-Fetch-Site": site})
        assert answer.status_code == 200
    assert client.get("/health", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


def test_pages_of_other_sites_are_told_from_our_own_where_browsers_do_not_say_it(
    start_service: StartService, samples: Samples
) -> None:
    service = start_service(trusted_origins="https://portal.example.org")
    form = samples.form(samples.good[:1])
    with service.client() as client:
        own = f"http://127.0.0.1:{service.port}"
        batch = client.post(EXTRACT, files=form, headers={"Origin": own}).json()["batch_id"]
        for origin, status in {
            own: 303,
            "https://portal.example.org": 303,
            "null": 403,
            "http://127.0.0.1:1": 403,
            "https://evil.example": 403,
        }.items():
            shared = client.post(f"/batches/{batch}/share", headers={"Origin": origin})
            assert shared.status_code == status, origin
        address = f"/v1/extractor/batch/{batch}"
        for headers in ({"Origin": "null"}, {"Referer": "https://evil.example/"}):
            assert client.delete(address, headers=headers).status_code == 403
            assert client.get(address, headers=headers).status_code == 200
        through_a_proxy = {
            "Origin": "https://aktr.example.org",
            "X-Forwarded-Host": "aktr.example.org",
        }
        assert client.delete(address, headers=through_a_proxy).status_code == 204


def test_a_proxy_that_is_not_known_cannot_say_what_the_server_is_called(
    start_service: StartService,
) -> None:
    service = start_service(trusted_proxies="192.0.2.1", trusted_hosts="127.0.0.1")
    said = {"Origin": "https://evil.example", "X-Forwarded-Host": "evil.example"}
    with service.client() as client:
        assert client.post(EXTRACT, headers=said).status_code == 403


def test_a_proxy_cannot_open_the_server_under_a_foreign_name(start_service: StartService) -> None:
    service = start_service(trusted_hosts="aktr.example.org")
    headers = {"Host": "evil.example", "X-Forwarded-Host": "aktr.example.org"}
    with service.client() as client:
        assert client.get("/v1/acs/exams", headers=headers).status_code == 400


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/health", 200),
        ("GET", "/docs", 200),
        ("GET", "/nothing", 404),
        ("PUT", "/health", 405),
        ("POST", EXTRACT, 400),
        ("GET", f"/v1/extractor/batch/{UUID(int=1)}", 404),
    ],
)
def test_every_answer_is_kept_from_frames_sniffing_and_search_engines(
    client: httpx2.Client, method: str, path: str, status: int
) -> None:
    answer = client.request(method, path)
    assert answer.status_code == status
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert answer.headers["x-frame-options"] == "DENY"
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-robots-tag"].startswith("noindex")
    assert "server" not in answer.headers or "uvicorn" in answer.headers["server"]


def test_the_server_answers_under_its_own_names(start_service: StartService) -> None:
    service = start_service(trusted_hosts="aktr.example.org, *.school.example,[::1]")
    with service.client() as client:
        for host, status in {
            "aktr.example.org": 200,
            "AKTR.example.org:8000": 200,
            "a.school.example": 200,
            "[::1]:8000": 200,
            "school.example": 400,
            "evil.example": 400,
            "aktr.example.org.evil.example": 400,
            "": 400,
        }.items():
            assert client.get("/v1/acs/exams", headers={"Host": host}).status_code == status, host


def test_whoever_looks_after_servers_may_ask_each_by_its_address(
    start_service: StartService,
) -> None:
    service = start_service(trusted_hosts="aktr.example.org")
    with service.client() as client:
        refused = {
            path: client.get(path, headers={"Host": "10.0.0.7:8000"}).status_code == 400
            for path in ("/health", "/ready", "/metrics", "/")
        }
    assert refused == {"/health": False, "/ready": False, "/metrics": True, "/": True}


def test_addresses_are_random_numbers_of_122_bits(client: httpx2.Client, samples: Samples) -> None:
    form = samples.form(samples.good[:3])
    batches = [client.post(EXTRACT, files=form).json() for _ in range(2)]
    addresses = [UUID(batch["batch_id"]) for batch in batches]
    addresses += [UUID(report["report_id"]) for batch in batches for report in batch["reports"]]
    assert len(set(addresses)) == len(addresses)
    for address in addresses:
        assert address.version == 4
        assert address.variant == "specified in RFC 4122"


PATIENCE_S = 30
UNREAD_S = 5
"""Longer than the server of these tests waits for a client that takes nothing."""
"""Far more than the server's own clocks allow; other tests run beside these."""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, int]]:
    """The real program, with few connections and a short patience."""
    folder = tmp_path_factory.mktemp("served")
    program = (
        "from aktr.api.protection.connections import ImpatientProtocol; "
        "ImpatientProtocol.longest_head_s = 2.0; "
        "ImpatientProtocol.longest_unread_s = 1.0; "
        "from aktr.cli.main import main; main()"
    )
    environment = {
        **os.environ,
        "AKTR_DATA_DIR": str(folder),
        "AKTR_MAX_CONNECTIONS": "8",
        "AKTR_WORKERS": "1",
    }
    log = folder / "log"
    with log.open("w") as stderr:
        server = subprocess.Popen(
            [sys.executable, "-c", program, "serve", "--port", "0"], stderr=stderr, env=environment
        )
        deadline = time.monotonic() + 60
        while not (found := re.search(r"http://([\d.]+):(\d+)", log.read_text())):
            assert server.poll() is None, log.read_text()
            assert time.monotonic() < deadline
            time.sleep(0.05)
        yield found[1], int(found[2])
        server.send_signal(signal.SIGTERM)
        server.wait(30)


def ends_within(connection: socket.socket, seconds: float) -> bool:
    connection.settimeout(seconds)
    try:
        while connection.recv(1000):
            pass
    except ConnectionResetError:
        return True
    except TimeoutError:
        return False
    return True


def answer_to(served: tuple[str, int], sent: bytes) -> bytes:
    """All that comes until the server ends the connection."""
    answer = b""
    with socket.create_connection(served, timeout=PATIENCE_S) as connection:
        # It may refuse before it has taken everything.
        with suppress(OSError):
            connection.sendall(sent)
        with suppress(ConnectionResetError):
            while part := connection.recv(65536):
                answer += part
    return answer


@pytest.mark.parametrize(
    "head",
    [
        b"GET /health HTTP/1.1\r\nHost: a\r\nX-Long: " + b"a" * 400_000,
        b"GET /health HTTP/1.1\r\nHost: a\r\n" + b"X-Many: a\r\n" * 40_000,
        b"GET /health HTTP/1.1\r\nHost: a\r\nX-Long: " + b"a" * 40_000 + b"\r\n\r\n",
        b"GET /?" + b"a" * 40_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n",
    ],
    ids=("one without end", "many without end", "a large one", "a large address"),
)
def test_a_large_head_is_refused_and_not_kept(served: tuple[str, int], head: bytes) -> None:
    answer = answer_to(served, head)
    assert answer.startswith(b"HTTP/1.1 431 "), answer
    assert b"application/problem+json" in answer
    assert b"urn:aktr:problem:head-too-large" in answer
    assert b"Leave out what is not needed" in answer
    assert b"aaaa" not in answer


@pytest.mark.parametrize(
    "sent", [b"\x16\x03\x01\x02\x00\x01", b"GET / HTTP/1.1\r\nNo header\r\n\r\n"]
)
def test_what_is_no_request_is_refused_in_the_one_shape(
    served: tuple[str, int], sent: bytes
) -> None:
    answer = answer_to(served, sent)
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b"application/problem+json" in answer
    assert b"x-content-type-options: nosniff" in answer


def test_an_answer_that_nobody_takes_is_given_up(served: tuple[str, int]) -> None:
    asked = 60
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.settimeout(PATIENCE_S)
    taken = bytearray()
    with connection, suppress(ConnectionResetError):
        connection.connect(served)
        # More than the buffers of both sides hold; asked for ahead, as no browser does.
        connection.sendall(b"GET /openapi.json HTTP/1.1\r\nHost: a\r\n\r\n" * asked)
        time.sleep(UNREAD_S)
        while piece := connection.recv(1_000_000):
            taken += piece
    assert taken.count(b"HTTP/1.1 200 OK") < asked


@pytest.mark.parametrize("head", [b"", b"GET /health HTTP/1.1\r\nHost: a\r\nX-Long: "])
def test_a_head_that_never_ends_is_not_waited_for(served: tuple[str, int], head: bytes) -> None:
    with socket.create_connection(served) as connection:
        connection.sendall(head)
        assert ends_within(connection, PATIENCE_S)


def test_a_head_that_drips_is_not_waited_for(served: tuple[str, int]) -> None:
    started = time.monotonic()
    with socket.create_connection(served) as connection, suppress(OSError):
        connection.sendall(b"GET /")
        while time.monotonic() - started < PATIENCE_S:
            connection.sendall(b"a")
            time.sleep(0.1)
    assert time.monotonic() - started < PATIENCE_S


def test_the_second_request_of_a_connection_is_under_the_clock_too(
    served: tuple[str, int],
) -> None:
    with socket.create_connection(served) as connection:
        connection.sendall(b"GET /health HTTP/1.1\r\nHost: a\r\n\r\n")
        assert b"200 OK" in connection.recv(5000)
        connection.sendall(b"GET /health HTTP/1.1\r\nHost")
        assert ends_within(connection, PATIENCE_S)


def test_a_slow_answer_is_no_slow_head(served: tuple[str, int]) -> None:
    address = f"http://{served[0]}:{served[1]}"
    with httpx2.Client(base_url=address) as client:
        assert client.get("/health").status_code == 200
        with client.stream("POST", EXTRACT, content=iter(slowly())) as answer:
            assert answer.status_code == 400


def slowly() -> Iterator[bytes]:
    for _ in range(6):
        time.sleep(0.5)
        yield b"part of a body"


def test_over_the_number_of_connections_others_are_told_to_come_back(
    served: tuple[str, int],
) -> None:
    idle = [socket.create_connection(served) for _ in range(12)]
    try:
        with socket.create_connection(served) as one_more:
            one_more.sendall(b"GET /health HTTP/1.1\r\nHost: a\r\n\r\n")
            one_more.settimeout(PATIENCE_S)
            refusal = one_more.recv(5000)
            assert b" 503 " in refusal.splitlines()[0]
            assert b"retry-after: " in refusal
            assert b"application/problem+json" in refusal
    finally:
        for connection in idle:
            connection.close()
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        if httpx2.get(f"http://{served[0]}:{served[1]}/health").status_code == 200:
            return
        time.sleep(0.1)
    raise AssertionError("the server did not recover")


def test_nothing_of_this_was_written_down_but_routes(
    served: tuple[str, int], tmp_path_factory: pytest.TempPathFactory
) -> None:
    del served
    logs = list(Path(tmp_path_factory.getbasetemp()).glob("served*/log"))
    assert logs
    for log in logs:
        assert "Traceback" not in log.read_text(encoding="utf-8")
