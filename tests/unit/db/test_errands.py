"""What may hang is waited for a short time, and by a few threads only."""

import logging
import threading
import time
from collections.abc import Iterator

import pytest

from aktr.db.errands import Errands, Pulse
from aktr.errors import OverloadedError

SOON_S = 0.05
LONG_S = 20.0


@pytest.fixture
def store() -> Iterator[threading.Event]:
    """Answers once it is set."""
    answers = threading.Event()
    yield answers
    answers.set()


def test_what_is_done_at_once_is_waited_for() -> None:
    done = list[int]()
    assert Errands(LONG_S).run(lambda: done.append(1))
    assert done == [1]


def test_what_fails_at_once_fails_for_whoever_waits() -> None:
    errands = Errands(LONG_S, at_once=1)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            errands.run(lambda: 1 / 0)


def test_what_hangs_is_not_waited_for_and_goes_on_by_itself(store: threading.Event) -> None:
    done = threading.Event()

    def work() -> None:
        store.wait(LONG_S)
        done.set()

    begun = time.monotonic()
    assert not Errands(SOON_S).run(work)
    assert time.monotonic() - begun < LONG_S / 2
    assert not done.is_set()
    store.set()
    assert done.wait(LONG_S)


def test_a_store_that_hangs_keeps_a_few_threads_only(store: threading.Event) -> None:
    errands = Errands(SOON_S, at_once=2)
    before = threading.active_count()
    assert not any(errands.run(lambda: store.wait(LONG_S)) for _ in range(6))
    assert threading.active_count() == before + 2
    store.set()
    deadline = time.monotonic() + LONG_S
    while not errands.run(int) and time.monotonic() < deadline:
        pass
    assert errands.run(int)


def test_what_fails_when_nobody_waits_any_more_is_in_the_log(
    store: threading.Event, caplog: pytest.LogCaptureFixture
) -> None:
    def work() -> None:
        store.wait(LONG_S)
        raise OverloadedError("no", 1)

    assert not Errands(SOON_S).run(work)
    store.set()
    deadline = time.monotonic() + LONG_S
    while not caplog.records and time.monotonic() < deadline:
        time.sleep(0.01)
    assert caplog.records[0].exc_info is not None


def test_a_pulse_is_taken_now_and_then_however_often_it_is_looked_at() -> None:
    asked = list[int]()
    pulse = Pulse("it", lambda: asked.append(1), OverloadedError, LONG_S, remembered_s=LONG_S)
    assert [pulse.beats() for _ in range(5)] == [True] * 5
    assert asked == [1]
    pulse = Pulse("it", lambda: asked.append(2), OverloadedError, LONG_S, remembered_s=0.0)
    assert [pulse.beats() for _ in range(2)] == [True] * 2
    assert asked == [1, 2, 2]


@pytest.mark.parametrize("hangs", [True, False])
def test_no_pulse_is_told_and_logged_once(
    store: threading.Event, caplog: pytest.LogCaptureFixture, hangs: bool
) -> None:
    def ask() -> None:
        if not hangs:
            raise OverloadedError("no", 1)
        store.wait(LONG_S)

    with caplog.at_level(logging.ERROR):
        pulse = Pulse("the store", ask, OverloadedError, SOON_S, remembered_s=LONG_S)
        assert [pulse.beats() for _ in range(3)] == [False] * 3
    assert [record.getMessage() for record in caplog.records] == ["the store does not answer"]
