"""Batches: upload, state, progress, deletion, another try for one file."""

import asyncio
from collections.abc import AsyncIterator
from http import HTTPStatus
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.sse import EventSourceResponse, ServerSentEvent
from starlette.concurrency import run_in_threadpool

from aktr.api.answers import batch_response
from aktr.api.description import examples
from aktr.api.description.examples import example_answer, multipart_body
from aktr.api.description.problem_docs import problem_answer, problem_answers
from aktr.api.documents import batch_url
from aktr.api.handling import (
    IdempotencyKeyHeader,
    PreferHeader,
    handle_upload,
    state_of,
    wait_until_finished,
)
from aktr.api.services import BatchId, FilePosition, Services, ServicesOfRequest
from aktr.api.uploads import FILE_FIELDS, multipart_form, received_files, requested_options
from aktr.contract.batch_schemas import BatchAnswer, BatchStateAnswer
from aktr.errors import RequestError
from aktr.processing.result import BatchStatus
from aktr.work.summaries import summary_of_class

router = APIRouter(prefix="/v1/extractor/batch", tags=["Batches"])

LONGEST_POLL_S: Final = 60
_EVENT_PERIOD_S: Final = 0.5
HANDOVER_S: Final = 5.0
"""Longest wait for work on a batch that is nearly done, before it is refused for that reason."""


@router.post(
    "/extract",
    operation_id="extractBatch",
    summary="Read a batch of files",
    response_model=BatchAnswer,
    responses={
        200: example_answer(examples.BATCH, "Every file has its report or its reason."),
        202: {
            **example_answer(
                examples.UNFINISHED_BATCH, "The files are stored and the work goes on."
            ),
            "model": BatchAnswer,
            "headers": examples.LOCATION_HEADER,
        },
        422: problem_answer(422, extensions={"batch": examples.FAILED_BATCH}),
        **problem_answers(400, 408, 413, 429, 500, 503),
    },
    openapi_extra=multipart_body(
        FILE_FIELDS[0],
        {
            FILE_FIELDS[0]: ["student1.pdf", "broken.pdf"],
            "options": '{"processing_mode": "auto", "generate_summary": true}',
        },
        options="BatchOptions",
        is_list=True,
    ),
)
async def extract_batch(
    request: Request,
    services: ServicesOfRequest,
    idempotency_key: IdempotencyKeyHeader = None,
    _prefer: PreferHeader = None,
) -> Response:
    """Takes files under `files[]` (or `files`), and `options` as JSON.

    Each file is read by itself: one that cannot be read becomes a failed entry with a reason and
    stops no other. All files are stored before the answer, which waits for the results for a while
    unless `Prefer: respond-async` is sent. Only if no file at all gave a report the answer is 422,
    and lists each reason.
    """
    limits = services.settings.limits
    async with multipart_form(request, limits.max_files) as form:
        options = requested_options(form)
        uploads = await received_files(form, limits)
    handled = await handle_upload(request, services, uploads, options, idempotency_key)

    def answer() -> Response:
        # Thirty reports are much to look up and to write down; others must not wait for that.
        entries = services.repository.list_reports(handled.batch.id).entries
        return batch_response(handled, entries, services.repository.same_tests(handled.batch.id))

    return await run_in_threadpool(answer)


@router.get(
    "/{batch_id}",
    operation_id="getBatch",
    summary="State and progress of a batch",
    responses={
        200: example_answer(examples.BATCH_STATE, "State and progress."),
        **problem_answers(400, 404, 410, 500),
    },
)
async def get_batch(
    services: ServicesOfRequest,
    batch_id: BatchId,
    wait: Annotated[
        int,
        Query(
            ge=0,
            le=LONGEST_POLL_S,
            description="Seconds to wait for the end of the work before answering.",
        ),
    ] = 0,
) -> BatchStateAnswer:
    """Says at once how far the batch is, or with `wait` as soon as it is finished."""
    await wait_until_finished(services, batch_id, wait)
    return await state_of(services, batch_id)


async def _first_state(services: ServicesOfRequest, batch_id: BatchId) -> BatchStateAnswer:
    """The state at the start of a stream.

    Looked up before the stream begins, so that an address without a batch is answered like
    everywhere else.
    """
    return await state_of(services, batch_id)


@router.get(
    "/{batch_id}/events",
    operation_id="watchBatch",
    summary="Progress of a batch as server-sent events",
    response_class=EventSourceResponse,
    responses={
        200: {
            "description": "A stream of states.",
            "content": {"text/event-stream": {"example": examples.EVENTS}},
        },
        **problem_answers(404, 410, 500),
    },
)
async def watch_batch(
    services: ServicesOfRequest,
    state: Annotated[BatchStateAnswer, Depends(_first_state)],
) -> AsyncIterator[ServerSentEvent]:
    """Sends the state whenever it changes: `progress` while files are open, `finished` at the end.

    The stream ends after `finished`, and after `gone` if the batch is deleted meanwhile.
    """
    while state.status is BatchStatus.PROCESSING:
        yield ServerSentEvent(event="progress", data=state)
        try:
            state = await _next_state(services, state)
        except RequestError as error:
            yield ServerSentEvent(event="gone", data={"detail": error.message})
            return
    yield ServerSentEvent(event="finished", data=state)


async def _next_state(services: Services, last: BatchStateAnswer) -> BatchStateAnswer:
    """The next state that differs; from the database, so that it is right whoever does the work."""
    while True:
        await asyncio.sleep(_EVENT_PERIOD_S)
        state = await state_of(services, last.batch_id)
        if state != last:
            return state


@router.delete(
    "/{batch_id}",
    operation_id="deleteBatch",
    summary="Delete a batch now",
    status_code=HTTPStatus.NO_CONTENT,
    responses={204: {"description": "Deleted."}, **problem_answers(404, 410, 500)},
)
async def delete_batch(services: ServicesOfRequest, batch_id: BatchId) -> None:
    """Deletes the batch with its files, reports and summary; unfinished work on it is given up."""
    await run_in_threadpool(services.repository.delete_batch, batch_id)


@router.post(
    "/{batch_id}/cancel",
    operation_id="cancelBatch",
    summary="Stop the work on a batch",
    responses={
        200: example_answer(examples.CANCELLED_STATE, "Nothing more of the batch is being read."),
        **problem_answers(404, 410, 500),
    },
)
async def cancel_batch(services: ServicesOfRequest, batch_id: BatchId) -> BatchStateAnswer:
    """Reads nothing more of the batch; what is finished stays, and is summarised.

    Every other file, also one that is just being read, becomes a failed entry with the word
    `CANCELLED`, and can be read by a retry. A finished batch stays as it is.
    """
    await run_in_threadpool(services.repository.cancel_batch, batch_id, summary_of_class)
    return await state_of(services, batch_id)


@router.post(
    "/{batch_id}/retry",
    operation_id="retryFailedFiles",
    summary="Read every failed file again",
    status_code=HTTPStatus.ACCEPTED,
    responses={
        202: {
            **example_answer(examples.BATCH_STATE, "The files are being read again."),
            "headers": examples.LOCATION_HEADER,
        },
        **problem_answers(400, 404, 409, 410, 429, 500),
    },
)
async def retry_failed_files(
    response: Response,
    services: ServicesOfRequest,
    batch_id: BatchId,
    only_cancelled: Annotated[
        bool,
        Query(description="Read only the files that were not read because the work was stopped."),
    ] = False,
) -> BatchStateAnswer:
    """Reads the stored bytes of all files that failed once more, for example after a busy hour."""
    await services.dispatcher.wait(batch_id, HANDOVER_S)
    await run_in_threadpool(
        services.repository.reopen_failed_files, batch_id, only_cancelled=only_cancelled
    )
    return await _work_again(response, services, batch_id)


@router.post(
    "/{batch_id}/files/{position}/retry",
    operation_id="retryFile",
    summary="Read a file again",
    status_code=HTTPStatus.ACCEPTED,
    responses={
        202: {
            **example_answer(examples.BATCH_STATE, "The file is being read again."),
            "headers": examples.LOCATION_HEADER,
        },
        **problem_answers(400, 404, 409, 410, 429, 500),
    },
)
async def retry_file(
    response: Response,
    services: ServicesOfRequest,
    batch_id: BatchId,
    position: FilePosition,
    even_if_read: Annotated[
        bool, Query(description="Read it again even if it gave its report; corrections are kept.")
    ] = False,
    force_ocr: Annotated[
        bool,
        Query(
            description="Read the pages of a PDF from their pictures, whatever text they have; "
            "together with even_if_read for a report that was read from text that is wrong."
        ),
    ] = False,
) -> BatchStateAnswer:
    """Reads the stored bytes of a file that failed once more; nothing is uploaded again.

    With `even_if_read` the same is done to a file that gave its reports, for example after newer
    standards were imported. The reports keep their addresses, and whatever a person corrected or
    confirmed stays as it is.
    """
    # A finished batch may still be in the hands of the dispatcher, which would not take it twice.
    await services.dispatcher.wait(batch_id, HANDOVER_S)
    await run_in_threadpool(
        services.repository.reopen_file,
        batch_id,
        position,
        even_if_read=even_if_read,
        force_ocr=force_ocr,
    )
    return await _work_again(response, services, batch_id)


async def _work_again(response: Response, services: Services, batch_id: UUID) -> BatchStateAnswer:
    await services.dispatcher.submit(batch_id)
    response.headers["Location"] = batch_url(batch_id)
    return await state_of(services, batch_id)
