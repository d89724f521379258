"""Requests are refused from their head, and slow bodies are given up; nothing is read in vain."""

import asyncio
import json
from collections.abc import Iterable

import pytest
from starlette.exceptions import HTTPException
from starlette.types import Message, Receive, Scope, Send

from aktr.api.protection.body import BodyTimes
from aktr.api.protection.limits import Rates, UploadGate, UploadRate
from aktr.errors import AktrError, TooManyRequestsError

QUICK = BodyTimes(idle_s=0.05, total_s=0.2, linger_s=0.1, linger_idle_s=0.03)


class Client:
    """Sends the parts of a body and then nothing more, and keeps what is answered."""

    def __init__(self, parts: Iterable[bytes] = (), *, pause_s: float = 0.0) -> None:
        self.unsent = list(parts)
        self.pause_s = pause_s
        self.answer: list[Message] = []
        self.parts_taken = 0

    async def receive(self) -> Message:
        """The next part, or silence."""
        await asyncio.sleep(self.pause_s)
        if not self.unsent:
            await asyncio.Event().wait()
        self.parts_taken += 1
        return {"type": "http.request", "body": self.unsent.pop(0), "more_body": True}

    async def send(self, message: Message) -> None:
        """Keep a part of the answer."""
        self.answer.append(message)

    @property
    def status(self) -> int:
        """The status that was answered."""
        status: int = self.answer[0]["status"]
        return status

    @property
    def headers(self) -> dict[str, str]:
        """The headers that were answered."""
        return {name.decode(): value.decode() for name, value in self.answer[0]["headers"]}


def scope_of(
    headers: dict[str, str],
    method: str = "POST",
    address: str = "203.0.113.7",
    path: str = "/v1/extractor/extract",
) -> Scope:
    raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    return {
        "type": "http",
        "method": method,
        "path": path,
        "headers": raw,
        "client": (address, 4711),
    }


async def read_all(_scope: Scope, receive: Receive, send: Send) -> None:
    """An application that reads the whole body and says how slow it was."""
    try:
        while (await receive()).get("more_body", False):
            pass
    except HTTPException as error:
        await send({"type": "http.response.start", "status": error.status_code, "headers": []})
    else:
        await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b""})


async def read_nothing(_scope: Scope, _receive: Receive, send: Send) -> None:
    """An application that answers before it has seen the body."""
    await send({"type": "http.response.start", "status": 400, "headers": []})
    await send({"type": "http.response.body", "body": b"no"})


def gate(
    app: object = read_all, rate: str = "off", times: BodyTimes = QUICK, most: int = 1000
) -> UploadGate:
    return UploadGate(
        app,  # type: ignore[arg-type] # a plain coroutine function is an ASGI application
        rates=Rates(rate, "off"),
        max_request_bytes=most,
        body_times=times,
    )


def test_a_body_that_says_it_is_too_large_is_refused_before_it_is_read() -> None:
    client = Client()
    asyncio.run(gate()(scope_of({"Content-Length": "1001"}), client.receive, client.send))
    assert client.status == 413
    assert client.parts_taken == 0
    assert json.loads(client.answer[1]["body"])["status"] == 413
    assert client.headers["connection"] == "close"


@pytest.mark.parametrize("declared", ["-1", "many", "1e3", "9" * 5000])
def test_a_length_that_is_no_number_is_refused(declared: str) -> None:
    client = Client()
    asyncio.run(gate()(scope_of({"Content-Length": declared}), client.receive, client.send))
    assert client.status == 400


def test_a_client_that_stops_in_the_middle_of_a_body_is_given_up() -> None:
    client = Client([b"beginning"])
    asyncio.run(gate()(scope_of({"Content-Length": "100"}), client.receive, client.send))
    assert client.status == 408


def test_a_client_that_drips_is_given_up_too() -> None:
    client = Client([b"x"] * 100, pause_s=0.03)
    asyncio.run(gate()(scope_of({"Transfer-Encoding": "chunked"}), client.receive, client.send))
    assert client.status == 408
    assert client.parts_taken < 12


def test_the_rest_of_a_refused_body_is_thrown_away_for_a_while_before_the_connection_ends() -> None:
    client = Client([b"x"] * 5)
    asyncio.run(
        gate(read_nothing)(scope_of({"Content-Length": "500"}), client.receive, client.send)
    )
    assert client.parts_taken == 5
    assert client.headers["connection"] == "close"
    assert [message.get("more_body", False) for message in client.answer[1:]] == [True, False]


def test_an_endless_body_is_not_thrown_away_for_ever() -> None:
    client = Client([b"x"] * 1000, pause_s=0.01)
    asyncio.run(
        gate(read_nothing)(scope_of({"Transfer-Encoding": "chunked"}), client.receive, client.send)
    )
    assert client.parts_taken < 30


def test_each_client_has_its_own_count() -> None:
    rate = UploadRate("2/hour")
    rate.take("203.0.113.7")
    rate.take("203.0.113.7")
    rate.take("203.0.113.8")
    with pytest.raises(TooManyRequestsError) as refusal:
        rate.take("203.0.113.7")
    assert 1 <= refusal.value.retry_after_s <= 3600


def test_the_addresses_of_one_ipv6_network_are_one_client() -> None:
    rate = UploadRate("1/hour")
    rate.take("2001:db8::1")
    with pytest.raises(TooManyRequestsError):
        rate.take("2001:db8::ffff")
    rate.take("2001:db8:0:1::1")


def test_an_ipv4_address_in_ipv6_clothes_is_the_same_client() -> None:
    rate = UploadRate("1/hour")
    rate.take("::ffff:203.0.113.7")
    rate.take("::ffff:203.0.113.8")
    with pytest.raises(TooManyRequestsError):
        rate.take("::ffff:203.0.113.7")


def test_every_rule_of_a_list_counts() -> None:
    rate = UploadRate("5/minute; 1/hour")
    rate.take("a")
    with pytest.raises(TooManyRequestsError):
        rate.take("a")


@pytest.mark.parametrize("rule", ["off", " OFF "])
def test_counting_can_be_switched_off(rule: str) -> None:
    rate = UploadRate(rule)
    for _ in range(1000):
        rate.take("a")


@pytest.mark.parametrize("rule", ["", "60", "sixty/minute", "60/fortnight"])
def test_a_rule_that_is_no_rate_is_refused_with_an_example(rule: str) -> None:
    with pytest.raises(AktrError, match="60/minute"):
        UploadRate(rule)


def test_only_requests_that_make_work_are_counted() -> None:
    guarded = gate(read_nothing, rate="1/hour")
    statuses = []
    for method in ("POST", "GET", "DELETE", "POST"):
        client = Client()
        asyncio.run(guarded(scope_of({}, method), client.receive, client.send))
        statuses.append((method, client.status))
    assert statuses == [("POST", 400), ("GET", 400), ("DELETE", 400), ("POST", 429)]


@pytest.mark.parametrize(
    "request_line",
    [
        "POST /",
        "POST /v1/extractor/extract",
        "POST /v1/extractor/batch/extract",
        "POST /v1/extractor/batch/4711/files",
        "PUT /v1/extractor/batch/4711/files/1",
        "POST /batches/4711/files",
        "POST /batches/4711/files/1",
    ],
)
def test_what_brings_files_is_an_upload(request_line: str) -> None:
    assert counted(Rates("1/hour", "off"), request_line) == [None, "AKTR_RATE_LIMIT"]


@pytest.mark.parametrize(
    "request_line",
    [
        "POST /batches/4711/delete",
        "POST /batches/4711/cancel",
        "POST /batches/4711/share",
        "POST /batches/4711/share/withdraw",
        "POST /batches/4711/retry",
        "POST /batches/4711/files/1/retry",
        "POST /reports/4711/corrections",
        "POST /v1/extractor/batch/4711/cancel",
        "POST /v1/extractor/batch/4711/retry",
        "POST /v1/extractor/batch/4711/files/1/retry",
        "POST /v1/extractor/batch/4711/share",
        "PATCH /v1/extractor/results/4711",
        "DELETE /v1/extractor/batch/4711",
    ],
)
def test_what_brings_no_files_is_none(request_line: str) -> None:
    assert counted(Rates("1/hour", "off"), request_line) == [None, None]


@pytest.mark.parametrize(
    "request_line",
    [
        "POST /batches/4711/retry",
        "POST /batches/4711/files",
        "POST /batches/4711/files/1",
        "POST /batches/4711/files/1/retry",
        "GET /batches/4711/comparison",
        "POST /reports/4711/corrections",
        "PATCH /v1/extractor/results/4711",
    ],
)
def test_work_on_one_batch_or_report_is_limited_on_pages_as_well(request_line: str) -> None:
    assert counted(Rates("off", "1/hour"), request_line) == [None, "AKTR_BATCH_RATE_LIMIT"]
    assert counted(Rates("off", "1/hour"), "POST /batches/4711/delete") == [None, None]


@pytest.mark.parametrize(
    "spelling",
    [
        "2F1C5A1E-0000-4000-8000-00000000ABCD",
        "2f1c5a1e00004000800000000000abcd",
        "urn:uuid:2f1c5a1e-0000-4000-8000-00000000abcd",
        "{2f1c5a1e-0000-4000-8000-00000000abcd}",
    ],
)
def test_an_address_counts_once_however_it_is_spelt(spelling: str) -> None:
    rates = Rates("off", "1/hour")
    first = "GET /v1/extractor/batch/2f1c5a1e-0000-4000-8000-00000000abcd/export"
    assert counted(rates, first) == [None, "AKTR_BATCH_RATE_LIMIT"]
    assert counted(rates, f"GET /v1/extractor/batch/{spelling}/export") == [
        "AKTR_BATCH_RATE_LIMIT",
        "AKTR_BATCH_RATE_LIMIT",
    ]


def counted(rates: Rates, request_line: str) -> list[str | None]:
    """Which limit refuses a request that comes twice, each time."""
    method, path = request_line.split()
    refusals: list[str | None] = []
    for _ in range(2):
        try:
            rates.check(scope_of({}, method, path=path), None)
        except TooManyRequestsError as error:
            is_upload = error.message.startswith("More uploads")
            refusals.append("AKTR_RATE_LIMIT" if is_upload else "AKTR_BATCH_RATE_LIMIT")
        else:
            refusals.append(None)
    return refusals
