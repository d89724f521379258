"""Pages of other sites may send nothing, whatever browser shows them; own pages may."""

import asyncio

import pytest
from starlette.datastructures import Headers
from starlette.types import Message, Receive, Scope, Send

from aktr.api.protection.origins import Origins
from aktr.api.protection.proxies import TrustedProxies, own_hosts
from aktr.errors import ForbiddenError

LAN = "192.0.2.2:8000"


def is_let_in(
    headers: dict[str, str] | list[tuple[bytes, bytes]],
    host: str = LAN,
    trusted: tuple[str, ...] = (),
) -> bool:
    raw = headers if isinstance(headers, list) else Headers(headers).raw
    try:
        Origins(trusted).check(Headers(raw=raw), [host])
    except ForbiddenError:
        return False
    return True


def test_a_program_says_nothing_about_pages() -> None:
    assert is_let_in({})


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-origin", "Origin": f"http://{LAN}"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "same-site", "Origin": f"http://{LAN}"},
        {"Origin": f"http://{LAN}"},
        {"Origin": f"HTTP://{LAN}"},
        {"Referer": f"http://{LAN}/batches/1"},
    ],
)
def test_own_pages_may_send(headers: dict[str, str]) -> None:
    assert is_let_in(headers)


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": f"http://{LAN}"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://other.example"},
        {"Sec-Fetch-Site": "what comes next"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Origin": "http://192.0.2.2"},
        {"Origin": "http://192.0.2.2:8001"},
        {"Origin": "http://192.0.2.2:99999"},
        {"Origin": f"http://{LAN}.evil.example"},
        {"Origin": f"http://{LAN}@evil.example"},
        {"Origin": "chrome-extension://abcdef"},
        {"Origin": "http://evil.example", "Referer": f"http://{LAN}/"},
        {"Referer": "http://evil.example/page"},
        {"Referer": "about:blank"},
    ],
)
def test_pages_of_other_sites_may_not(headers: dict[str, str]) -> None:
    assert not is_let_in(headers)


def test_two_origins_are_no_origin() -> None:
    own, other = ((b"origin", site) for site in (f"http://{LAN}".encode(), b"http://evil.example"))
    assert not is_let_in([own, other])
    assert not is_let_in([other, own])


@pytest.mark.parametrize(
    ("origin", "host", "expected"),
    [
        ("https://aktr.example.org", "aktr.example.org", True),
        ("http://aktr.example.org", "aktr.example.org", True),
        ("https://aktr.example.org", "aktr.example.org:443", True),
        ("https://aktr.example.org", "AKTR.example.org.", True),
        ("https://aktr.example.org", "aktr.example.org:80", False),
        ("https://aktr.example.org:8443", "aktr.example.org", False),
        ("https://aktr.example.org:8443", "aktr.example.org:8443", True),
        ("http://[2001:db8::1]:8000", "[2001:db8::1]:8000", True),
        ("http://[2001:db8::2]:8000", "[2001:db8::1]:8000", False),
        ("https://aktr.example.org", "", False),
    ],
)
def test_a_proxy_may_speak_tls_and_the_port_is_the_usual_one_of_the_page(
    origin: str, host: str, expected: bool
) -> None:
    assert is_let_in({"Origin": origin}, host) is expected


def test_an_operator_can_trust_other_sites() -> None:
    trusted = ("https://portal.example.org", "http://10.0.0.7:8000")
    for site in ("cross-site", "same-site"):
        headers = {"Sec-Fetch-Site": site, "Origin": "https://portal.example.org"}
        assert is_let_in(headers, trusted=trusted)
    assert is_let_in({"Origin": "http://10.0.0.7:8000"}, trusted=trusted)
    assert not is_let_in({"Origin": "http://portal.example.org"}, trusted=trusted)
    assert not is_let_in({"Origin": "null"}, trusted=trusted)


@pytest.mark.parametrize(
    ("proxies", "headers", "hosts"),
    [
        (("127.0.0.1",), {"Host": "a:1", "X-Forwarded-Host": "b:2"}, ["a:1", "b:2"]),
        (("127.0.0.0/8",), {"Host": "a", "X-Forwarded-Host": "b, c"}, ["a", "b"]),
        (("*",), {"Host": "a", "X-Forwarded-Port": "8443"}, ["a", "a:8443"]),
        (("10.0.0.1",), {"Host": "a", "X-Forwarded-Host": "b", "X-Forwarded-Port": "1"}, ["a"]),
        (("127.0.0.1",), {"Host": "[::1]", "X-Forwarded-Port": "5"}, ["[::1]", "[::1]:5"]),
    ],
)
def test_only_known_proxies_say_under_which_name_the_server_is_asked(
    proxies: tuple[str, ...], headers: dict[str, str], hosts: list[str]
) -> None:
    seen: list[str] = []

    async def application(scope: Scope, _receive: Receive, _send: Send) -> None:
        seen.extend(own_hosts(scope))

    scope = {"type": "http", "headers": Headers(headers).raw, "client": ("127.0.0.1", 5)}
    asyncio.run(TrustedProxies(application, proxies)(scope, _receive, _send))
    assert seen == hosts


async def _receive() -> Message:
    raise AssertionError("nothing is received")


async def _send(_message: Message) -> None:
    raise AssertionError("nothing is sent")
