"""The dispatcher of many machines: procrastinate hands out turns through a PostgreSQL database.

Its heartbeats tell which workers live, its priorities who is next, its periodic jobs who keeps
house. What its tables do not hold is found in the rows of the files.
"""

import asyncio
import logging
from contextlib import suppress
from typing import Final
from uuid import UUID

import procrastinate
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.jobs import Status
from procrastinate.worker import Worker
from sqlalchemy import URL

from aktr.db.repository import Repository
from aktr.settings import Settings
from aktr.work.housekeeping import keep_house
from aktr.work.jobs import FILES_QUEUE, TAKE_TURN
from aktr.work.turns import Processor, Turns
from aktr.work.watch import BatchWatch

logger = logging.getLogger(__name__)

_TURNS_BEYOND_READERS: Final = 2
"""More turns than reading processes: one is being stored, one fetched, while the others read."""
_MOST_CONNECTIONS: Final = 4
_CONNECT_TIMEOUT_S: Final = 10
_GRACE_S: Final = 2.0
"""Seconds in which turns may end by themselves when the worker is stopped."""
_LONGEST_STOP_S: Final = 30.0
"""So long it takes to give up opening a connection to a database that is away."""
_RESTART_S: Final = 1.0
_POLL_S: Final = 5.0
"""Seconds between two looks for jobs, should a notification have got lost."""
_FIRST: Final = 100
"""A priority above that of every file."""
_HOUSE_S: Final = 30
_BEATS_IN_SILENCE: Final = 3


class SharedDispatcher:
    """Hands out turns to every machine that works with the same PostgreSQL database.

    Args:
        repository: Where the batches are; it writes down what is to be done.
        processor: Reads files; its pool is started and stopped by whoever made it.
        settings: How many readers there are, and how long a worker may be silent.
        url: The database.
        reads: Whether this process takes turns itself, or only waits for others to do it.
    """

    def __init__(
        self,
        repository: Repository,
        processor: Processor,
        settings: Settings,
        url: URL,
        *,
        reads: bool = True,
    ) -> None:
        self._repository = repository
        self._settings = settings
        self._reads = reads
        self._turns = Turns(repository, processor, settings)
        self._watch = BatchWatch(repository)
        self._beat_s = settings.worker_silence_s / _BEATS_IN_SILENCE
        self._app = procrastinate.App(connector=_connector(url))
        self._worker: Worker | None = None
        self._working: asyncio.Task[None] | None = None
        self._stopping = asyncio.Event()
        self._add_tasks()

    async def start(self) -> None:
        """Begin to take turns, if this process is to."""
        if self._reads:
            self._turns.heart.start()
            self._working = asyncio.create_task(self._work())

    async def stop(self) -> None:
        """Let turns end for a moment, and hand back the others."""
        # Asked and not cancelled: a cancellation can get lost while a connection is being opened.
        self._stopping.set()
        if self._worker is not None:
            self._worker.stop()
        if self._working is not None:
            await asyncio.wait({self._working}, timeout=_LONGEST_STOP_S)
            self._working.cancel()
            await asyncio.gather(self._working, return_exceptions=True)
            self._working = None
            await self._turns.heart.stop()
        self._watch.stop()

    async def submit(self, batch_id: UUID) -> None:
        """Nothing is left to do: the work was written down when the batch was stored."""

    async def wait(self, batch_id: UUID, timeout_s: float) -> bool:
        """Wait until a batch is finished; see :meth:`Dispatcher.wait`."""
        return await self._watch.is_finished(batch_id, timeout_s)

    def _add_tasks(self) -> None:
        app = self._app

        @app.task(name=TAKE_TURN, queue=FILES_QUEUE)
        async def take_turn(file: str) -> None:
            await self._turns.take(UUID(file))
            self._watch.look_now()

        @app.periodic(cron=_every(round(self._beat_s)))
        @app.task(name="rescue", queue=FILES_QUEUE, priority=_FIRST, queueing_lock="rescue")
        async def rescue(timestamp: int) -> None:  # noqa: ARG001 - handed to every periodic task
            await self._rescue()

        @app.periodic(cron=_every(_HOUSE_S))
        @app.task(name="keep_house", queue=FILES_QUEUE, priority=_FIRST, queueing_lock="house")
        async def keep(timestamp: int) -> None:  # noqa: ARG001
            await asyncio.to_thread(keep_house, self._repository, self._settings)

    async def _work(self) -> None:
        """Take turns until the end; the worker is started anew when it lost the database."""
        while not self._stopping.is_set():
            try:
                async with self._app.open_async():
                    await self._run_worker()
            except Exception:
                logger.exception("the worker lost the database and starts anew")
            with suppress(TimeoutError):
                async with asyncio.timeout(_RESTART_S):
                    await self._stopping.wait()

    async def _run_worker(self) -> None:
        self._worker = Worker(
            self._app,
            queues=[FILES_QUEUE],
            concurrency=self._settings.workers + _TURNS_BEYOND_READERS,
            fetch_job_polling_interval=_POLL_S,
            shutdown_graceful_timeout=_GRACE_S,
            # What is done is in our rows; a job of the past says nothing more.
            delete_jobs="always",
            install_signal_handlers=False,
            update_heartbeat_interval=self._beat_s,
            stalled_worker_timeout=self._settings.worker_silence_s,
        )
        if not self._stopping.is_set():
            await self._worker.run()

    async def _rescue(self) -> None:
        """Hand out again what dead workers had in work, and what was never written down."""
        manager = self._app.job_manager
        silence_s = self._settings.worker_silence_s
        for job in await manager.get_stalled_jobs(seconds_since_heartbeat=silence_s):
            try:
                await manager.retry_job(job)
            except UniqueViolation:
                # The same piece waits already, written down by the turn that was cut off.
                await manager.finish_job(job, Status.ABORTED, delete_job=True)
            except ConnectorException:
                logger.info("a job of a dead worker was ended by somebody else")
        await asyncio.to_thread(self._repository.add_missing_jobs, self._turns.silence)


def _connector(url: URL) -> procrastinate.PsycopgConnector:
    return procrastinate.PsycopgConnector(
        conninfo=url.set(drivername="postgresql").render_as_string(hide_password=False),
        min_size=1,
        max_size=_MOST_CONNECTIONS,
        kwargs={"application_name": "aktr-jobs", "connect_timeout": _CONNECT_TIMEOUT_S},
    )


def _every(seconds: int) -> str:
    """A cron line with a sixth field, for seconds."""
    return f"* * * * * */{min(max(seconds, 1), 30)}"
