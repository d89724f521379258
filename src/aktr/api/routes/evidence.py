"""Evidence: pictures of the places on the paper where the values of a report were read."""

from typing import Annotated, Final

from fastapi import APIRouter, Path, Response
from starlette.concurrency import run_in_threadpool

from aktr.api.description.problem_docs import problem_answers
from aktr.api.reviewing import PAGE
from aktr.api.routes.results import ReportId
from aktr.api.services import Services, ServicesOfRequest
from aktr.db.models import Report
from aktr.db.stored_report import checked_report, reading_of
from aktr.errors import FileError, UnknownAddressError, UnprocessableError
from aktr.processing.evidence import cut_out
from aktr.processing.redaction import HiddenPart, hidden_parts
from aktr.report.correction import CODE, UNRESOLVED
from aktr.report.model import FIELD_NAMES, Place

router = APIRouter(prefix="/v1/extractor/results", tags=["Results"])

_HEADERS: Final = {
    "Cache-Control": "private, no-store",
    "Content-Disposition": 'inline; filename="evidence.png"',
}

WhatToShow = Annotated[
    str,
    Path(
        description="A field's name, `code:` with a code, `unresolved:` with the characters of an "
        "unresolved code, or `page:` with the number of a page of the report.",
        openapi_examples={
            "a field": {"value": "score"},
            "a code": {"value": "code:PA.I.C.K2"},
            "a page": {"value": "page:1"},
        },
    ),
]


@router.get(
    "/{report_id}/evidence/{what:path}",
    operation_id="getEvidence",
    summary="A picture of the place where a value was read",
    response_class=Response,
    responses={
        200: {
            "description": "The page around the value, upright, in grey.",
            "content": {
                "image/png": {
                    "schema": {"type": "string", "format": "binary"},
                    "example": "(a PNG picture)",
                }
            },
        },
        **problem_answers(404, 410, 422, 500),
    },
)
async def get_evidence(
    services: ServicesOfRequest, report_id: ReportId, what: WhatToShow
) -> Response:
    """Cuts the place out of the uploaded file, as long as the upload is kept.

    Of applicant IDs, which may be social security numbers, all but the last four characters are
    painted over wherever they were read.
    """
    report = await run_in_threadpool(services.repository.get_report, report_id)
    page, place = _where(report, what)
    content = await run_in_threadpool(services.repository.upload_of, report_id)
    hidden = await run_in_threadpool(_hidden, services, report)
    try:
        png = await services.pool.run(
            cut_out, content, services.settings.limits, page, place, report.read_by, hidden
        )
    except FileError as error:
        raise UnprocessableError(f"The page cannot be shown. {error.message}") from error
    return Response(png, media_type="image/png", headers=_HEADERS)


def _hidden(services: Services, report: Report) -> list[HiddenPart]:
    """What is painted over: other reports may stand on the same page."""
    return [
        part
        for row in services.repository.reports_of_file(report)
        for part in hidden_parts(reading_of(row))
    ]


def _where(row: Report, what: str) -> tuple[int, Place | None]:
    """The page to show, and the place on it; None for all of it.

    Raises:
        UnknownAddressError: The report holds no such value, or the value has no place.
    """
    # Other pages of the file may be another person's report.
    pages = {f"{PAGE}{number}": number for number in row.pages}
    if what in pages:
        return pages[what], None
    place = _places(row).get(what)
    if place is None:
        raise UnknownAddressError(
            "This report holds no such value, or nothing of it was found on the paper. The report "
            "gives the evidence_url of every value that has a place."
        )
    return place.page, place


def _places(row: Report) -> dict[str, Place | None]:
    report = checked_report(row).report
    places: dict[str, Place | None] = {name: getattr(report, name).place for name in FIELD_NAMES}
    places |= {CODE + code.code: code.place for code in report.codes}
    return places | {UNRESOLVED + code.read_as: code.place for code in report.unresolved_codes}
