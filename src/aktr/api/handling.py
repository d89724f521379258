"""From an upload to its answer, for batches and for single files alike."""

import asyncio
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Final
from uuid import UUID

from fastapi import Header, Request
from starlette.concurrency import run_in_threadpool

from aktr.api.documents import batch_state
from aktr.api.prefer import Preferences
from aktr.api.protection.doors import shown_key
from aktr.api.services import Services
from aktr.contract.batch_schemas import BatchStateAnswer
from aktr.db.models import BatchReport
from aktr.db.records import BatchOptions, IdempotencyKey, NewUpload
from aktr.errors import MalformedRequestError, OverloadedError
from aktr.processing.result import BatchStatus, FileStatus

LONGEST_IDEMPOTENCY_KEY: Final = 255
_BACKLOG_RETRY_S: Final = 10
_OPEN: Final = (FileStatus.PENDING, FileStatus.PROCESSING)
_LOOK_AGAIN_S: Final = 0.05
"""Seconds between two looks at a batch that no task of this process works on yet."""

PreferHeader = Annotated[
    list[str] | None,
    Header(
        alias="Prefer",
        description="RFC 7240: respond-async to be answered at once, wait=N to wait N seconds.",
        openapi_examples={"at once": {"value": "respond-async"}, "a while": {"value": "wait=10"}},
    ),
]
IdempotencyKeyHeader = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        description="Your own name for this upload, at most 255 characters. The same name with the "
        "same files gives the same batch, however often it is sent; names of other holders of an "
        "API key do not count.",
        openapi_examples={"a random one": {"value": "2f1c5a1e-class-of-november"}},
    ),
]


@dataclass(frozen=True, slots=True)
class HandledUpload:
    """An upload that is stored, after the wait for its results."""

    batch: BatchReport
    headers: dict[str, str]
    """What to tell the client beside the answer itself."""

    @property
    def is_finished(self) -> bool:
        """Whether every file has its report or its reason."""
        return self.batch.status is not BatchStatus.PROCESSING


async def handle_upload(
    request: Request,
    services: Services,
    uploads: list[NewUpload],
    options: BatchOptions,
    name: str | None,
) -> HandledUpload:
    """Store an upload, have it worked on, and wait for it as long as client and server agree.

    Args:
        request: How the upload came.
        services: The service.
        uploads: The files.
        options: What the client asked for along with them.
        name: Its Idempotency-Key, if it sent one.

    Raises:
        MalformedRequestError: The key is empty, too long, or holds odd characters.
        UnprocessableError: The key was used for other files.
        OverloadedError: Too many batches wait to be worked on.
    """
    preferences = Preferences.parse(request.headers.getlist("prefer"))
    key = key_of_upload(request, services, name)
    batch, created = await store_upload(services, uploads, options, key)
    headers = {} if created else {"Idempotent-Replayed": "true"}
    if batch.status is BatchStatus.PROCESSING:
        allowed_s = services.settings.sync_wait_s
        await wait_until_finished(services, batch.id, preferences.longest_wait_s(allowed_s))
        batch = await run_in_threadpool(services.repository.get_batch, batch.id)
        if batch.status is BatchStatus.PROCESSING:
            headers |= preferences.applied(allowed_s)
    return HandledUpload(batch, headers)


async def store_upload(
    services: Services,
    uploads: list[NewUpload],
    options: BatchOptions,
    key: IdempotencyKey | None = None,
) -> tuple[BatchReport, bool]:
    """Store an upload and have it worked on; see :func:`handle_upload` for what it raises.

    Returns:
        The batch, and whether it is new.
    """
    await check_backlog(services)
    batch, created = await run_in_threadpool(
        services.repository.create_batch,
        uploads,
        options,
        timedelta(hours=services.settings.retention_hours),
        key,
    )
    if created and batch.status is BatchStatus.PROCESSING:
        await services.dispatcher.submit(batch.id)
    return batch, created


async def wait_until_finished(services: Services, batch_id: UUID, timeout_s: float) -> None:
    """Wait until every file of a batch has its report or its reason, or the time is over.

    A batch that another request has stored a moment ago may not be handed out yet; it is waited
    for all the same.

    Raises:
        UnknownAddressError: There is no such batch, or it was deleted.
        ExpiredError: Its time is over.
    """
    deadline = time.monotonic() + timeout_s
    while (left_s := deadline - time.monotonic()) > 0:
        if await services.dispatcher.wait(batch_id, left_s):
            return
        await asyncio.sleep(min(_LOOK_AGAIN_S, max(0.0, deadline - time.monotonic())))


async def state_of(services: Services, batch_id: UUID) -> BatchStateAnswer:
    """State and progress of a batch as they are now.

    Raises:
        UnknownAddressError: There is no such batch.
        ExpiredError: Its time is over.
    """

    def look() -> BatchStateAnswer:
        batch = services.repository.get_state(batch_id)
        files = services.repository.list_files(batch_id)
        is_open = batch.status is BatchStatus.PROCESSING
        if is_open and not any(file.status in _OPEN for file in files):
            # The last file may have been finished between the two looks.
            batch = services.repository.get_state(batch_id)
        return batch_state(batch, files)

    return await run_in_threadpool(look)


async def check_backlog(services: Services) -> None:
    """Make sure that there is room for more work.

    Raises:
        OverloadedError: Too many batches wait to be worked on.
    """
    waiting = await run_in_threadpool(services.repository.unfinished_batches)
    if len(waiting) >= services.settings.max_open_batches:
        raise OverloadedError(
            f"{len(waiting)} batches wait to be worked on, and no more are taken. Wait as long as "
            "the Retry-After header says and send the request again.",
            _BACKLOG_RETRY_S,
        )


def key_of_upload(request: Request, services: Services, name: str | None) -> IdempotencyKey | None:
    """A client's name for an upload, with what tells it from the same name of another client.

    Args:
        request: The request that it came with.
        services: The service.
        name: The Idempotency-Key, if there is one.

    Raises:
        MalformedRequestError: It is empty, too long, or holds odd characters.
    """
    if name is None:
        return None
    if not 0 < len(name) <= LONGEST_IDEMPOTENCY_KEY or not (name.isascii() and name.isprintable()):
        raise MalformedRequestError(
            f"The Idempotency-Key must be 1 to {LONGEST_IDEMPOTENCY_KEY} printable ASCII "
            "characters; a random UUID is a good one."
        )
    shown = shown_key(request.scope)
    holder = None if shown is None else shown.key_id
    return IdempotencyKey(name, holder, keys_required=services.settings.require_keys)
