"""Results: the summary and the reports of a batch, one report, and one file at once."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Annotated, Final, Literal
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Header, Path, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from aktr.api.answers import accepted, json_response, refusal
from aktr.api.description import examples
from aktr.api.description.examples import example_answer, multipart_body
from aktr.api.description.problem_docs import problem_answer, problem_answers
from aktr.api.documents import (
    batch_answer,
    batch_url,
    entry_answer,
    facts_of,
    report_answer,
    summary_answer,
)
from aktr.api.etags import etag_of, holds_etag
from aktr.api.handling import (
    HandledUpload,
    IdempotencyKeyHeader,
    PreferHeader,
    handle_upload,
)
from aktr.api.services import BatchId, Services, ServicesOfRequest
from aktr.api.uploads import SINGLE_FILE_FIELDS, multipart_form, received_files, requested_options
from aktr.contract.batch_schemas import BatchAnswer, ReportPageAnswer
from aktr.contract.report_schemas import ReportAnswer, SingleReportAnswer
from aktr.contract.summary_schemas import SummaryAnswer
from aktr.db.records import BatchOptions
from aktr.errors import NotReadyError, UnknownAddressError
from aktr.processing.result import BatchStatus, FileStatus
from aktr.summary.facts import ReportFacts

router = APIRouter(prefix="/v1/extractor")

LARGEST_PAGE: Final = 50
_LAST_PAGE: Final = 1_000_000
"""Far beyond any batch, and small enough for the integers of every database."""

ETAG_HEADER: Final = {
    "ETag": {
        "description": "The version of the report, and what else of the answer can change; a "
        "correction sends it back in If-Match.",
        "schema": {"type": "string"},
        "example": '"1-5f0c9a1d7e42"',
    }
}

IfNoneMatchHeader = Annotated[
    str | None,
    Header(
        alias="If-None-Match",
        description="The ETag of the report that is known; if it is still the same, the answer is "
        "304 without a body.",
        openapi_examples={"one that was given": {"value": '"1-5f0c9a1d7e42"'}},
    ),
]
ReportId = Annotated[
    UUID,
    Path(
        description="The report; its address is a secret that opens it.",
        openapi_examples={"a report": {"value": examples.REPORT_ID}},
    ),
]


@router.get(
    "/batch/{batch_id}/summary",
    operation_id="getBatchSummary",
    summary="What the reports of a batch say about the class",
    tags=["Batches"],
    responses={
        200: example_answer(examples.SUMMARY, "The whole summary."),
        **problem_answers(404, 409, 410, 500),
    },
)
async def get_summary(services: ServicesOfRequest, batch_id: BatchId) -> SummaryAnswer:
    """Weak areas by frequency, scores, pass rate, attempts over time, and one study plan."""
    batch = await run_in_threadpool(services.repository.get_batch, batch_id)
    if batch.status is BatchStatus.PROCESSING:
        done = batch.successful_files + batch.failed_files
        raise NotReadyError(
            f"The batch is still being processed: {done} of {batch.total_files} files are done. "
            "Wait as long as the Retry-After header says and ask again."
        )
    if not BatchOptions.from_json(batch.options).generate_summary:
        raise UnknownAddressError(
            "This batch was made without a summary. Upload the files again with generate_summary "
            "set to true."
        )
    return await run_in_threadpool(summary_answer, batch, _stored_facts(services, batch_id))


def _stored_facts(services: Services, batch_id: UUID) -> Iterator[ReportFacts]:
    yield from facts_of(services.repository.list_reports(batch_id).entries)


@router.get(
    "/batch/{batch_id}/reports",
    operation_id="listBatchReports",
    summary="The reports of a batch, page by page",
    tags=["Batches"],
    responses={
        200: example_answer(examples.REPORT_PAGE, "One page."),
        **problem_answers(400, 404, 410, 500),
    },
)
def list_reports(
    services: ServicesOfRequest,
    batch_id: BatchId,
    page: Annotated[int, Query(ge=1, le=_LAST_PAGE, description="Which page, from 1.")] = 1,
    limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE, description="Entries on a page.")] = 10,
    status: Annotated[
        Literal["success", "failed"] | None,
        Query(description="Only these; both if not given.", examples=["failed"]),
    ] = None,
) -> ReportPageAnswer:
    """Lists what is finished, in order of the upload: reports, and files that gave none."""
    wanted = None if status is None else FileStatus(status)
    listed = services.repository.list_reports(batch_id, page, limit, wanted)
    same_tests = services.repository.same_tests(batch_id)
    pages = -(-listed.total // limit)

    def link(number: int) -> str:
        query = {"page": number, "limit": limit} | ({} if status is None else {"status": status})
        return f"{batch_url(batch_id)}/reports?{urlencode(query)}"

    return ReportPageAnswer(
        batch_id=batch_id,
        page=page,
        limit=limit,
        total=listed.total,
        reports=[entry_answer(entry, same_tests) for entry in listed.entries],
        next=link(page + 1) if page < pages else None,
        previous=link(min(page - 1, pages)) if page > 1 and pages else None,
    )


@router.get(
    "/results/{report_id}",
    operation_id="getReport",
    summary="One report, whole",
    tags=["Results"],
    response_model=ReportAnswer,
    responses={
        200: {**example_answer(examples.REPORT, "The report."), "headers": ETAG_HEADER},
        304: {"description": "The report is as it was.", "headers": ETAG_HEADER},
        **problem_answers(404, 410, 500),
    },
)
async def get_report(
    services: ServicesOfRequest, report_id: ReportId, if_none_match: IfNoneMatchHeader = None
) -> Response:
    """Values, codes with their official wording, and every check; does not lead to its batch."""

    def found() -> ReportAnswer:
        row = services.repository.get_report(report_id)
        same_tests = services.repository.same_tests(row.batch_id)
        return report_answer(row, same_tests.get(row.id, ()))

    answer = await run_in_threadpool(found)
    headers = {"ETag": etag_of(answer)}
    if if_none_match is not None and holds_etag(if_none_match, headers["ETag"]):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return json_response(answer, headers=headers)


@router.post(
    "/extract",
    operation_id="extractFile",
    summary="Read one file",
    tags=["Results"],
    response_model=SingleReportAnswer,
    responses={
        200: example_answer(examples.SINGLE_REPORT, "The report."),
        202: {
            **example_answer(examples.UNFINISHED_BATCH, "The file is stored and the work goes on."),
            "model": BatchAnswer,
            "headers": examples.LOCATION_HEADER,
        },
        422: problem_answer(422),
        **problem_answers(400, 408, 413, 429, 500, 503),
    },
    openapi_extra=multipart_body(
        SINGLE_FILE_FIELDS[0],
        {SINGLE_FILE_FIELDS[0]: "student1.pdf", "options": '{"force_ocr": true}'},
        options="BatchOptions",
    ),
)
async def extract_file(
    request: Request,
    services: ServicesOfRequest,
    idempotency_key: IdempotencyKeyHeader = None,
    _prefer: PreferHeader = None,
) -> Response:
    """Takes one file under `file` (or `files`, `files[]`) and answers with its report.

    It is kept as a batch of one file, so everything that can be done with a batch can be done with
    it. If the file holds several reports, the first one is the answer and the others stand in
    `further_reports`. `options` are those of a batch.
    """
    limits = services.settings.limits
    async with multipart_form(request, max_files=1) as form:
        options = requested_options(form)
        uploads = await received_files(form, limits, SINGLE_FILE_FIELDS)
    handled = await handle_upload(request, services, uploads, options, idempotency_key)
    return await run_in_threadpool(_report_response, services, handled)


def _report_response(services: Services, handled: HandledUpload) -> Response:
    listed = services.repository.list_reports(handled.batch.id)
    same_tests = services.repository.same_tests(handled.batch.id)
    if not handled.is_finished:
        return accepted(handled, batch_answer(handled.batch, listed.entries, same_tests))
    reports = [
        report_answer(entry.report, same_tests.get(entry.report.id, ()))
        for entry in listed.entries
        if entry.report is not None
    ]
    if not reports:
        return refusal(handled, listed.entries, {"batch_id": str(handled.batch.id)})
    first, *further = reports
    answer = SingleReportAnswer(**dict(first), batch_id=handled.batch.id, further_reports=further)
    return json_response(answer, headers=handled.headers)
