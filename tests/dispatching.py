"""A dispatcher at work, for tests of what it promises."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from uuid import UUID

from aktr.db.models import BatchReport
from aktr.db.presence import Presence
from aktr.db.repository import Repository
from aktr.settings import Settings
from aktr.work.dispatcher import Dispatcher
from aktr.work.local import LocalDispatcher
from aktr.work.shared import SharedDispatcher
from aktr.work.turns import Processor


@asynccontextmanager
async def running(
    repository: Repository,
    processor: Processor,
    *,
    settings: Settings | None = None,
    presence: Presence | None = None,
    round_s: float = 60.0,
) -> AsyncIterator[Dispatcher]:
    """The dispatcher that belongs to the database, at work."""
    settings = settings or Settings(worker_silence_s=3)
    url = repository._database.url
    dispatcher: Dispatcher = (
        LocalDispatcher(repository, processor, settings, presence=presence, round_s=round_s)
        if url.get_backend_name() == "sqlite"
        else SharedDispatcher(repository, processor, settings, url)
    )
    await dispatcher.start()
    try:
        yield dispatcher
    finally:
        await dispatcher.stop()


async def finished(repository: Repository, dispatcher: Dispatcher, batch_id: UUID) -> BatchReport:
    """Submit a batch and wait until it is finished."""
    await dispatcher.submit(batch_id)
    assert await dispatcher.wait(batch_id, 30)
    return repository.get_batch(batch_id)


async def until(condition: Callable[[], bool]) -> None:
    """Wait for something that has to come true soon."""
    async with asyncio.timeout(10):
        while not await asyncio.to_thread(condition):  # noqa: ASYNC110 - it is a row that changes
            await asyncio.sleep(0.01)
