"""Signs of life for the claims of this process."""

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError

from aktr.db.repository import Repository

logger = logging.getLogger(__name__)

_BEATS_IN_SILENCE: Final = 3
"""Beats may be late, or be lost with the database for a moment; not all of them at once."""


class Heart:
    """Beats for every claim that is being worked on.

    Args:
        repository: Where the claims are.
        silence: How long a claim may be silent before others take its files.
    """

    def __init__(self, repository: Repository, silence: timedelta) -> None:
        self._repository = repository
        self._period_s = silence.total_seconds() / _BEATS_IN_SILENCE
        self._attempts: set[UUID] = set()
        self._beating: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to beat."""
        self._beating = asyncio.create_task(self._beat())

    async def stop(self) -> None:
        """Beat no more."""
        if self._beating is not None:
            self._beating.cancel()
            with suppress(asyncio.CancelledError):
                await self._beating
            self._beating = None

    @contextmanager
    def keeps_alive(self, attempt: UUID) -> Iterator[None]:
        """Beat for a claim until the context ends."""
        self._attempts.add(attempt)
        try:
            yield
        finally:
            self._attempts.discard(attempt)

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(self._period_s)
            if not self._attempts:
                continue
            try:
                await asyncio.to_thread(self._repository.beat, list(self._attempts))
            except SQLAlchemyError:
                logger.exception("a sign of life could not be given")
