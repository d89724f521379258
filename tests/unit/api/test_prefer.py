"""Preferences of a client are honoured where they can be, and never refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aktr.api.prefer import Preferences


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ([], Preferences()),
        (["respond-async"], Preferences(respond_async=True)),
        (["Respond-Async, wait=10"], Preferences(respond_async=True, wait_s=10)),
        (["wait=3", "respond-async"], Preferences(respond_async=True, wait_s=3)),
        (['wait="7"; note=x'], Preferences(wait_s=7)),
        (["wait=5, wait=9"], Preferences(wait_s=5)),
        (["wait=-1"], Preferences()),
        (["wait=soon"], Preferences()),
        (["wait=" + "9" * 5000], Preferences()),
        (["handling=lenient"], Preferences()),
    ],
)
def test_preferences_are_read_as_the_rfc_says(headers: list[str], expected: Preferences) -> None:
    assert Preferences.parse(headers) == expected


@given(st.lists(st.text()))
def test_any_header_is_understood_or_ignored(headers: list[str]) -> None:
    wait_s = Preferences.parse(headers).wait_s
    assert wait_s is None or wait_s >= 0


def test_a_client_may_shorten_the_wait_and_not_lengthen_it() -> None:
    assert Preferences(wait_s=2).longest_wait_s(55) == 2
    assert Preferences(wait_s=600).longest_wait_s(55) == 55
    assert Preferences().longest_wait_s(55) == 55
    assert Preferences(respond_async=True, wait_s=2).longest_wait_s(55) == 0


def test_only_what_decided_is_named_as_applied() -> None:
    assert Preferences(respond_async=True).applied(55) == {"Preference-Applied": "respond-async"}
    assert Preferences(wait_s=2).applied(55) == {"Preference-Applied": "wait=2"}
    assert Preferences(wait_s=600).applied(55) == {}
    assert Preferences().applied(55) == {}
