"""Corrections: what people say about reports, and what they said before."""

from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Body, Header, Response
from starlette.concurrency import run_in_threadpool

from aktr.api.description.examples import (
    CORRECTION_EXAMPLES,
    HISTORY,
    REPORT_CORRECTED,
    example_answer,
)
from aktr.api.description.problem_docs import problem_answer, problem_answers
from aktr.api.documents import history_answer, report_answer
from aktr.api.etags import etag_of, versions_of
from aktr.api.protection.sizes import LARGEST_CORRECTION, correction_too_large
from aktr.api.routes.results import ETAG_HEADER, ReportId
from aktr.api.services import ServicesOfRequest
from aktr.contract.correction_schemas import ReportCorrection
from aktr.contract.report_schemas import HistoryAnswer, ReportAnswer
from aktr.errors import PreconditionRequiredError, UnprocessableError
from aktr.report.correction import NothingThereError
from aktr.work.summaries import summary_of_class

router = APIRouter(prefix="/v1/extractor/results", tags=["Results"])

_NOT_FOUND_IN_IT: Final = (
    "The report does not hold all that is to be removed or confirmed. Fetch it again: metadata and "
    "codes show what it holds, and review names what can be confirmed."
)

IfMatchHeader = Annotated[
    str | None,
    Header(
        alias="If-Match",
        description="The ETag of the report that was looked at; * for whichever is the present "
        "one.",
        openapi_examples={"the first version": {"value": '"1"'}, "any": {"value": "*"}},
    ),
]


@router.patch(
    "/{report_id}",
    operation_id="correctReport",
    summary="Correct or confirm values of a report",
    max_body_size=LARGEST_CORRECTION,
    responses={
        200: {
            **example_answer(REPORT_CORRECTED, "The report as it stands now."),
            "headers": ETAG_HEADER,
        },
        422: problem_answer(422, detail=_NOT_FOUND_IN_IT, errors=[]),
        413: problem_answer(413, detail=correction_too_large()),
        **problem_answers(400, 404, 408, 410, 412, 428, 500),
    },
)
async def correct_report(
    response: Response,
    services: ServicesOfRequest,
    report_id: ReportId,
    correction: Annotated[ReportCorrection, Body(openapi_examples=CORRECTION_EXAMPLES)],
    if_match: IfMatchHeader = None,
) -> ReportAnswer:
    """Takes what a person read on the paper; the checks and the class summary are made anew.

    What was read is kept beside it, and reading the file again never overwrites a correction.
    `If-Match` must be sent, so that nobody corrects what somebody else has just changed.
    """
    if if_match is None:
        raise PreconditionRequiredError(
            "Send the ETag of the report that you looked at in the If-Match header, or * to "
            "correct it whatever others have changed."
        )
    expected = versions_of(if_match)

    def correct() -> ReportAnswer:
        row = services.repository.correct_report(
            report_id, correction.to_change(), summary_of_class, expected
        )
        same_tests = services.repository.same_tests(row.batch_id)
        return report_answer(row, same_tests.get(row.id, ()))

    try:
        answer = await run_in_threadpool(correct)
    except NothingThereError as error:
        raise UnprocessableError(_NOT_FOUND_IN_IT) from error
    response.headers["ETag"] = etag_of(answer)
    return answer


@router.get(
    "/{report_id}/history",
    operation_id="getReportHistory",
    summary="Everything that people said about a report",
    responses={
        HTTPStatus.OK.value: example_answer(HISTORY, "All corrections, oldest first."),
        **problem_answers(404, 410, 500),
    },
)
async def get_history(services: ServicesOfRequest, report_id: ReportId) -> HistoryAnswer:
    """Which value was set to what, and when; what was read stands in the report itself."""
    return history_answer(await run_in_threadpool(services.repository.get_report, report_id))
