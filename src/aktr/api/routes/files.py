"""Files of a batch that is there: another copy in the place of one, others behind the last."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool

from aktr.api.answers import json_response
from aktr.api.description import examples
from aktr.api.description.examples import example_answer, multipart_body
from aktr.api.description.files_examples import NO_FILE_ADDED, NOT_TAKEN
from aktr.api.description.problem_docs import problem_answer, problem_answers
from aktr.api.documents import batch_url
from aktr.api.handling import (
    IdempotencyKeyHeader,
    check_backlog,
    key_of_upload,
    state_of,
)
from aktr.api.problems import problem_response
from aktr.api.routes.batches import HANDOVER_S
from aktr.api.services import BatchId, FilePosition, Services, ServicesOfRequest
from aktr.api.uploads import (
    FILE_FIELDS,
    SINGLE_FILE_FIELDS,
    multipart_form,
    received_files,
    requested_file_options,
)
from aktr.contract.batch_schemas import BatchStateAnswer
from aktr.contract.problem_schemas import ProblemDetail
from aktr.db.records import NewUpload

router = APIRouter(prefix="/v1/extractor/batch", tags=["Batches"])

_TAKEN: Final = {
    "model": BatchStateAnswer,
    "headers": examples.LOCATION_HEADER,
}


@router.put(
    "/{batch_id}/files/{position}",
    operation_id="replaceFile",
    summary="Put another copy in the place of a file",
    status_code=HTTPStatus.ACCEPTED,
    response_model=BatchStateAnswer,
    responses={
        202: {
            **example_answer(examples.BATCH_STATE, "The copy is stored and is being read."),
            **_TAKEN,
        },
        422: problem_answer(422, detail=NOT_TAKEN),
        **problem_answers(400, 404, 408, 409, 410, 413, 429, 500, 503),
    },
    openapi_extra=multipart_body(
        SINGLE_FILE_FIELDS[0],
        {SINGLE_FILE_FIELDS[0]: "student2-new-scan.pdf", "options": '{"force_ocr": true}'},
        options="FileOptions",
    ),
)
async def replace_file(
    request: Request,
    services: ServicesOfRequest,
    batch_id: BatchId,
    position: FilePosition,
    even_if_read: Annotated[
        bool,
        Query(description="Replace the file even if it gave its report, which is deleted."),
    ] = False,
    even_if_corrected: Annotated[
        bool,
        Query(
            description="Replace it even if a person corrected or confirmed values of that report; "
            "what they said is deleted with it."
        ),
    ] = False,
) -> Response:
    """Takes one file under `file` and reads it instead of the one at this position.

    The file keeps its position and gets the name of the copy; the bytes of the old one are deleted.
    The copy is stored before the answer, which does not wait for the reading. A copy that is
    refused unread (empty, too large, neither PDF nor picture) replaces nothing. The same copy sent
    twice is read once. `options` may say `force_ocr`; the others are those of the batch.
    """
    await state_of(services, batch_id)
    async with multipart_form(request, 1) as form:
        limits = services.settings.limits
        options = requested_file_options(form)
        (copy,) = await received_files(form, limits, SINGLE_FILE_FIELDS, position)
    if copy.refused is not None:
        return _refusal([copy], NOT_TAKEN)
    await _wait_for_a_turn(services, batch_id)
    await run_in_threadpool(
        services.repository.replace_file,
        batch_id,
        copy,
        even_if_read=even_if_read,
        even_if_corrected=even_if_corrected,
        force_ocr=options.force_ocr,
    )
    return await _taken(services, batch_id)


@router.post(
    "/{batch_id}/files",
    operation_id="addFiles",
    summary="Add files to a batch",
    status_code=HTTPStatus.ACCEPTED,
    response_model=BatchStateAnswer,
    responses={
        202: {
            **example_answer(examples.BATCH_STATE, "The files are stored and are being read."),
            **_TAKEN,
        },
        422: problem_answer(422, detail=NO_FILE_ADDED),
        **problem_answers(400, 404, 408, 409, 410, 413, 429, 500, 503),
    },
    openapi_extra=multipart_body(
        FILE_FIELDS[0],
        {FILE_FIELDS[0]: ["student31.pdf"], "options": '{"force_ocr": false}'},
        options="FileOptions",
        is_list=True,
    ),
)
async def add_files(
    request: Request,
    services: ServicesOfRequest,
    batch_id: BatchId,
    idempotency_key: IdempotencyKeyHeader = None,
) -> Response:
    """Takes files under `files[]` (or `files`) and reads them as further files of the batch.

    Their positions go on behind the last one, up to as many files as one upload may have. All are
    stored before the answer, which does not wait for the reading. A file that is refused unread
    becomes a failed entry with its reason, as in an upload; only if all are, none is added.
    `options` may say `force_ocr`; the others are those of the batch.
    """
    key = key_of_upload(request, services, idempotency_key)
    state = await state_of(services, batch_id)
    limits = services.settings.limits
    async with multipart_form(request, limits.max_files) as form:
        options = requested_file_options(form)
        uploads = await received_files(form, limits, first=state.total_files + 1)
    if all(upload.refused is not None for upload in uploads):
        return _refusal(uploads, NO_FILE_ADDED)
    await _wait_for_a_turn(services, batch_id)
    is_new = await run_in_threadpool(
        services.repository.add_files,
        batch_id,
        uploads,
        limits.max_files,
        key,
        force_ocr=options.force_ocr,
    )
    return await _taken(services, batch_id, {} if is_new else {"Idempotent-Replayed": "true"})


async def _wait_for_a_turn(services: Services, batch_id: UUID) -> None:
    """Let work on the batch that is nearly done come to its end, and refuse what is too much."""
    await check_backlog(services)
    await services.dispatcher.wait(batch_id, HANDOVER_S)


async def _taken(
    services: Services, batch_id: UUID, headers: Mapping[str, str] | None = None
) -> Response:
    await services.dispatcher.submit(batch_id)
    state = await state_of(services, batch_id)
    location = {"Location": batch_url(batch_id)}
    return json_response(state, HTTPStatus.ACCEPTED, {**location, **(headers or {})})


def _refusal(uploads: Sequence[NewUpload], detail: str) -> JSONResponse:
    """The answer to files of which none can be read."""
    return problem_response(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        detail,
        errors=[
            ProblemDetail(
                detail=upload.refused[1],
                position=upload.position,
                file_name=upload.name,
                type=upload.refused[0],
            )
            for upload in uploads
            if upload.refused is not None
        ],
    )
