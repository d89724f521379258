"""Answers that are not simply a document with status 200."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.responses import Response

from aktr.api.documents import SameTests, batch_answer, batch_url, failed_files
from aktr.api.handling import HandledUpload
from aktr.api.problems import problem_response
from aktr.db.records import ReportEntry
from aktr.processing.result import BatchStatus


def json_response(
    document: BaseModel,
    status: int = HTTPStatus.OK,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A document as JSON."""
    return Response(
        document.model_dump_json(),
        status_code=status,
        headers=dict(headers or {}),
        media_type="application/json",
    )


def batch_response(
    handled: HandledUpload, entries: Sequence[ReportEntry], same_tests: SameTests
) -> Response:
    """The answer to an upload: the whole batch, what there is of it so far, or all the reasons.

    Args:
        handled: The upload.
        entries: The results that are there.
        same_tests: The other reports of the same test, by report.
    """
    answer = batch_answer(handled.batch, entries, same_tests)
    if handled.batch.status is BatchStatus.FAILED:
        return refusal(handled, entries, {"batch": answer.model_dump(mode="json")})
    if not handled.is_finished:
        return accepted(handled, answer)
    return json_response(answer, headers=handled.headers)


def accepted(handled: HandledUpload, document: BaseModel) -> Response:
    """The answer to an upload on which the work goes on."""
    location = {"Location": batch_url(handled.batch.id)}
    return json_response(document, HTTPStatus.ACCEPTED, handled.headers | location)


def refusal(
    handled: HandledUpload, entries: Sequence[ReportEntry], extensions: Mapping[str, Any]
) -> JSONResponse:
    """The answer to an upload of which no file gave a report.

    Args:
        handled: The upload.
        entries: Its files, all failed.
        extensions: Members of the problem beyond those of RFC 9457.
    """
    return problem_response(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "No file gave a report; errors says for each what is wrong and what to do about it.",
        errors=failed_files(entries),
        headers=handled.headers,
        extensions=extensions,
    )
