"""How long an address is asked, and when it is left alone."""

from datetime import UTC, datetime

import pytest
from pydantic import SecretStr

from aktr.reading.hosted.breaker import Breaker
from aktr.reading.hosted.exchange import retry_after_s
from aktr.reading.hosted.model import HostedModel

NOW = datetime(2026, 2, 14, 12, 0, tzinfo=UTC)


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        """The time."""
        return self.now


def test_an_address_that_failed_rests_longer_each_time_until_it_answers() -> None:
    clock = Clock()
    breaker = Breaker(clock)
    rests = []
    for _ in range(7):
        breaker.trip()
        before = clock.now
        while breaker.is_open:
            clock.now += 1
        rests.append(clock.now - before)
    assert rests == [30, 60, 120, 240, 480, 600, 600]
    breaker.good_answer()
    breaker.trip()
    clock.now += 30
    assert not breaker.is_open


def test_an_address_rests_as_long_as_it_asks_for() -> None:
    clock = Clock()
    breaker = Breaker(clock)
    breaker.trip(at_least_s=100)
    clock.now += 99
    assert breaker.is_open
    clock.now += 1
    assert not breaker.is_open


def test_useless_answers_count_only_in_a_row() -> None:
    breaker = Breaker(Clock())
    for _ in range(3):
        breaker.useless_answer()
        breaker.useless_answer()
        breaker.good_answer()
    assert not breaker.is_open
    for _ in range(3):
        breaker.useless_answer()
    assert breaker.is_open


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("0", 0.0),
        ("7", 7.0),
        ("9" * 5000, 600.0),
        ("Sat, 14 Feb 2026 12:00:09 GMT", 9.0),
        ("Sat, 14 Feb 2026 12:00:09 -0000", 9.0),
        ("Sat, 14 Feb 2026 11:00:00 GMT", 0.0),
        ("Mon, 14 Feb 2028 12:00:00 GMT", 600.0),
        ("-5", None),
        ("soon", None),
        ("٣", None),
        ("Sat, 99 Feb 2026 12:00:09 GMT", None),
        ("", None),
    ],
)
def test_a_server_may_ask_for_seconds_or_name_a_time(
    header: str | None, seconds: float | None
) -> None:
    assert retry_after_s(header, NOW) == seconds


@pytest.mark.parametrize(
    ("url", "endpoint"),
    [
        ("https://models.example.com/v1", "https://models.example.com/v1/chat/completions"),
        ("http://127.0.0.1:8080/v1/", "http://127.0.0.1:8080/v1/chat/completions"),
        ("https://example.com/x/chat/completions", "https://example.com/x/chat/completions"),
    ],
)
def test_pictures_go_to_the_address_of_chat_completions(url: str, endpoint: str) -> None:
    assert HostedModel(url, None, "reader", 10.0, 3).endpoint == endpoint


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("models.example.com/v1", "sk-secret"),
        ("file:///etc/passwd", "sk-secret"),
        ("https://", "sk-secret"),
        ("https://user:sk-secret@example.com/v1", None),
        ("https://example.com/v1?key=sk-secret", None),
        ("https://example.com/v1", "sk-secret\r\nX-Other: 1"),
        ("https://example.com/v1", "sk-secret\u00e9"),
        ("https://example.com/v1", ""),
    ],
)
def test_an_address_or_key_that_cannot_be_sent_is_refused_without_repeating_it(
    url: str, key: str | None
) -> None:
    with pytest.raises(ValueError, match="vision model") as refusal:
        HostedModel(url, SecretStr(key) if key is not None else None, "reader", 10.0, 3)
    assert "secret" not in str(refusal.value)


def test_the_key_is_not_shown_with_the_model() -> None:
    model = HostedModel("https://example.com/v1", SecretStr("sk-secret"), "reader", 10.0, 3)
    assert "secret" not in repr(model)
