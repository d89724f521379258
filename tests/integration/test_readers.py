"""What the service relies on when reading processes are slow, killed or stuck."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from aktr.errors import FileError, FileErrorType
from aktr.processing.watched_pool import WatchedPool
from aktr.settings import Settings
from harmful_work import process_number, process_number_after
from own_processes import leave_out_those_of_others, own_processes

PATIENCE_S = 5.0


@pytest.fixture(autouse=True)
def _own_processes_only() -> None:
    leave_out_those_of_others()


@asynccontextmanager
async def readers(workers: int = 1, file_timeout_s: float = 3.0) -> AsyncIterator[WatchedPool]:
    settings = Settings.model_validate(
        {"workers": workers, "limits": {"file_timeout_s": file_timeout_s}}
    )
    pool = WatchedPool(settings, start_s=4.0)
    pool.start()
    try:
        assert await pool.run(abs, -1) == 1
        yield pool
    finally:
        await asyncio.to_thread(pool.stop)


def send_to_readers(number: signal.Signals) -> None:
    """Send a signal to every reading process."""
    for process in own_processes():
        assert process.pid is not None
        os.kill(process.pid, number)


def readers_alive() -> set[int | None]:
    """The number of each reading process."""
    return {process.pid for process in own_processes()}


def threads_of_readers() -> list[int]:
    """How many threads each reading process has."""
    return [
        sum(1 for _ in Path(f"/proc/{process.pid}/task").iterdir()) for process in own_processes()
    ]


def test_a_reading_process_computes_in_one_thread() -> None:
    async def run() -> None:
        async with readers():
            assert threads_of_readers() == [1]

    asyncio.run(run())


def test_processes_that_are_killed_while_they_wait_are_replaced() -> None:
    async def run() -> None:
        async with readers(workers=2) as pool:
            for _ in range(2):
                before = readers_alive()
                send_to_readers(signal.SIGKILL)
                await asyncio.sleep(0.3)
                assert await pool.run(abs, -2) == 2
                assert await pool.is_at_work(PATIENCE_S)
                assert len(before) == 2
                assert not before & readers_alive()

    asyncio.run(run())


def test_a_question_alone_replaces_processes_that_were_killed() -> None:
    async def run() -> None:
        async with readers() as pool:
            before = readers_alive()
            send_to_readers(signal.SIGKILL)
            await asyncio.sleep(0.3)
            assert await pool.is_at_work(PATIENCE_S)
            assert readers_alive()
            assert not before & readers_alive()

    asyncio.run(run())


def test_a_file_whose_process_is_killed_is_read_again() -> None:
    async def run() -> None:
        async with readers() as pool:
            before = readers_alive()
            reading = asyncio.create_task(pool.run(process_number_after, 1.0))
            await asyncio.sleep(0.3)
            send_to_readers(signal.SIGKILL)
            assert await reading not in before

    asyncio.run(run())


def test_a_file_that_is_never_taken_is_read_by_new_processes() -> None:
    async def run() -> None:
        async with readers(file_timeout_s=1.0) as pool:
            before = readers_alive()
            send_to_readers(signal.SIGSTOP)
            assert await pool.run(process_number) not in before

    asyncio.run(run())


def test_busy_processes_are_at_work_and_silent_ones_are_not() -> None:
    async def run() -> None:
        async with readers(file_timeout_s=2.0) as pool:
            reading = asyncio.create_task(pool.run(time.sleep, 1.0))
            await asyncio.sleep(0.2)
            assert await pool.is_at_work(0.1)
            await reading
            assert await pool.is_at_work(PATIENCE_S)
            send_to_readers(signal.SIGSTOP)
            assert await pool.is_at_work(0.1)
            assert not await pool.is_at_work(7.0)

    asyncio.run(run())


def test_processes_that_were_stopped_on_purpose_stay_stopped() -> None:
    async def run() -> None:
        async with readers() as pool:
            await asyncio.to_thread(pool.stop)
            assert not await pool.is_at_work(PATIENCE_S)
            assert not own_processes()

    asyncio.run(run())


def test_a_slow_file_is_given_up_and_takes_no_other_with_it() -> None:
    async def run() -> None:
        async with readers(workers=2, file_timeout_s=5.0) as pool:
            slow = asyncio.create_task(pool.run(time.sleep, 60.0))
            quick = [asyncio.create_task(pool.run(time.sleep, 0.2)) for _ in range(10)]
            await asyncio.gather(*quick)
            with pytest.raises(FileError) as refusal:
                await slow
            assert refusal.value.error_type is FileErrorType.TIMED_OUT
            assert await pool.is_at_work(PATIENCE_S)

    asyncio.run(run())
