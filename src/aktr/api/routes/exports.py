"""Results as files to hand over, classes side by side, and what has to be signed."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Response
from starlette.concurrency import run_in_threadpool

from aktr.acs.catalogue import load_catalogue
from aktr.api.description.examples import BATCH_ID, example_answer
from aktr.api.description.exports_examples import COMPARISON, FILE_ANSWER, PAPERWORK
from aktr.api.description.problem_docs import problem_answer, problem_answers
from aktr.api.documents import report_answer
from aktr.api.export_files import (
    COMPARED_WITH_ITSELF,
    BatchExport,
    comparison_of,
    exported_report,
    file_answer,
    finished_batch,
    today,
    without_names,
)
from aktr.api.routes.results import ReportId
from aktr.api.services import BatchId, ServicesOfRequest
from aktr.contract.export_schemas import Format, Names, Table
from aktr.errors import MalformedRequestError
from aktr.export.report_layout import report_pdf
from aktr.paperwork import Paperwork, load_wordings, prepare
from aktr.summary.comparison import ClassComparison

router = APIRouter(prefix="/v1/extractor")


FormatOfBatch = Annotated[Format, Query(description="Kind of file.", examples=["pdf"])]
NamesOfExport = Annotated[
    Names,
    Query(
        description="`without`: the class summary only, without names, FTNs and addresses of "
        "reports, and without any figure that counts fewer than five people."
    ),
]
TableOfExport = Annotated[
    Table, Query(description="CSV only: one row for each report, or for each report and code.")
]
EarlierBatch = Annotated[
    UUID | None,
    Query(
        description="PDF and JSON with names: an earlier batch to compare this one with.",
        examples=[BATCH_ID],
    ),
]


@router.get(
    "/batch/{batch_id}/export",
    operation_id="exportBatch",
    summary="A batch as a file",
    tags=["Batches"],
    response_class=Response,
    responses={
        200: FILE_ANSWER,
        422: problem_answer(422, detail=COMPARED_WITH_ITSELF, errors=[]),
        **problem_answers(400, 404, 409, 410, 500),
    },
)
async def export_batch(
    services: ServicesOfRequest,
    batch_id: BatchId,
    format: FormatOfBatch,  # noqa: A002 - the name of the contract
    names: NamesOfExport = Names.WITH,
    table: TableOfExport = Table.REPORTS,
    compare: EarlierBatch = None,
) -> Response:
    """Gives the finished batch as CSV, XLSX, JSON or PDF.

    Text in CSV and XLSX never acts as a formula. The PDF is tagged for screen readers and fits
    US Letter; a study plan for a class of 30 takes three pages at most.
    """
    if compare is not None and (names is Names.WITHOUT or format in (Format.CSV, Format.XLSX)):
        raise MalformedRequestError(
            "A comparison stands in PDF and JSON exports with names. Leave out compare, or ask "
            "for one of these."
        )
    batch = await run_in_threadpool(finished_batch, services, batch_id)
    if names is Names.WITHOUT:
        return await run_in_threadpool(without_names, services, batch_id, format)
    export = BatchExport(services, batch, compare, table)
    return await run_in_threadpool(export.response, format)


@router.get(
    "/batch/{batch_id}/comparison",
    operation_id="compareBatches",
    summary="A class beside an earlier one",
    tags=["Batches"],
    responses={
        200: example_answer(COMPARISON, "Test by test, what changed."),
        422: problem_answer(422, detail=COMPARED_WITH_ITSELF, errors=[]),
        **problem_answers(400, 404, 409, 410, 500),
    },
)
async def compare_batches(
    services: ServicesOfRequest,
    batch_id: BatchId,
    earlier: Annotated[
        UUID, Query(alias="with", description="The earlier batch.", examples=[BATCH_ID])
    ],
) -> ClassComparison:
    """Compares scores, pass rate and codes of two finished batches on the tests both have."""
    return await run_in_threadpool(comparison_of, services, batch_id, earlier)


@router.get(
    "/results/{report_id}/export",
    operation_id="exportReport",
    summary="One report as a file",
    tags=["Results"],
    response_class=Response,
    responses={200: FILE_ANSWER, **problem_answers(400, 404, 410, 500)},
)
async def export_report(
    services: ServicesOfRequest,
    report_id: ReportId,
    format: Annotated[  # noqa: A002 - the name of the contract
        Literal["pdf", "json"], Query(description="Kind of file.", examples=["pdf"])
    ],
) -> Response:
    """Gives the report with its study plan and its paperwork as PDF, or whole as JSON."""

    def made() -> bytes:
        row = services.repository.get_report(report_id)
        if format == "json":
            same_tests = services.repository.same_tests(row.batch_id)
            return report_answer(row, same_tests.get(row.id, ())).model_dump_json().encode()
        wordings = load_wordings(services.settings.data_dir)
        return report_pdf(exported_report(row), load_catalogue(), wordings, today())

    return file_answer(await run_in_threadpool(made), Format(format), "report")


@router.get(
    "/results/{report_id}/paperwork",
    operation_id="getPaperwork",
    summary="What has to be signed, until when, and what the examiner will ask",
    tags=["Results"],
    responses={
        200: example_answer(PAPERWORK, "The paperwork of one report."),
        **problem_answers(404, 410, 500),
    },
)
async def get_paperwork(services: ServicesOfRequest, report_id: ReportId) -> Paperwork:
    """Endorsement wordings with name and test filled in, each with its document and source."""
    row = await run_in_threadpool(services.repository.get_report, report_id)

    def made() -> Paperwork:
        wordings = load_wordings(services.settings.data_dir)
        return prepare(exported_report(row).facts, load_catalogue(), wordings, today())

    return await run_in_threadpool(made)
