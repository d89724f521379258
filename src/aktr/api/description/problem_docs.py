"""How the problems of each route stand in the OpenAPI document."""

from typing import Any, Final

from aktr.api.problems import (
    STATUS_DETAILS,
    STATUS_TITLES,
    problem_type,
)
from aktr.api.protection.form import COMPRESSED_BODY
from aktr.contract.problem_schemas import PROBLEM_MEDIA_TYPE

_INSTANCE: Final = "urn:uuid:5b1f0c3e-8f0a-4f3c-9d3d-3c8f6f0e7a11"
_RETRY_AFTER: Final = frozenset({409, 429, 503, 507})

PROBLEM_SCHEMA_NAME: Final = "Problem"

_EXAMPLE_DETAILS: Final = {
    **STATUS_DETAILS,
    400: "There is no file in this request. Send each file as a part named files[].",
    401: "This server answers holders of a key only. Send yours in the header Authorization, after "
    "the word Bearer.",
    403: "The key of this request is not good for this: it cannot write. Ask whoever runs this "
    "server for one that can.",
    409: "The batch is still being processed: 12 of 30 files are done. Wait as long as the "
    "Retry-After header says and ask again.",
    410: "The time for which this result is kept is over and it was deleted. Upload the files "
    "again.",
    412: "Somebody else changed this report meanwhile. Fetch it again, look at what changed, and "
    "send the correction with the new ETag in If-Match.",
    415: COMPRESSED_BODY,
    428: "Send the ETag of the report that you looked at in the If-Match header, or * to correct "
    "it whatever others have changed.",
    422: "No file gave a report; errors says for each what is wrong and what to do about it.",
    429: "More uploads came from this client, where a batch counts as one, than are allowed: at "
    "most 120 in 1 minute. Wait 20 seconds and try again.",
    503: "200 batches wait to be worked on, and no more are taken. Wait as long as the "
    "Retry-After header says and send the request again.",
}

_EXAMPLE_ERRORS: Final[dict[int, list[dict[str, Any]]]] = {
    422: [
        {
            "detail": "This file is empty (0 bytes). Download or scan the report again and upload "
            "that file.",
            "position": 1,
            "file_name": "student1.pdf",
            "type": "EMPTY_FILE",
        }
    ],
}


def problem_answers(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The descriptions of the problems that a route can answer with.

    Args:
        statuses: Their HTTP statuses.
    """
    return {status: problem_answer(status) for status in statuses}


def problem_answer(
    status: int,
    *,
    detail: str | None = None,
    errors: list[dict[str, Any]] | None = None,
    extensions: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """The description of one problem, with an example.

    Args:
        status: Its HTTP status.
        detail: The detail of the example, if not the usual one.
        errors: The single causes of the example, if not the usual ones.
        extensions: Members of the example beyond those of RFC 9457.
    """
    example = {
        "type": problem_type(STATUS_TITLES[status]),
        "title": STATUS_TITLES[status],
        "status": status,
        "detail": detail or _EXAMPLE_DETAILS[status],
        "instance": _INSTANCE,
        "errors": _EXAMPLE_ERRORS.get(status, []) if errors is None else errors,
        **(extensions or {}),
    }
    answer: dict[str, Any] = {
        "description": STATUS_TITLES[status],
        "content": {
            PROBLEM_MEDIA_TYPE: {
                "schema": {"$ref": f"#/components/schemas/{PROBLEM_SCHEMA_NAME}"},
                "example": example,
            }
        },
    }
    if status in _RETRY_AFTER:
        answer["headers"] = {
            "Retry-After": {
                "description": "Seconds to wait.",
                "schema": {"type": "integer"},
                "example": 1,
            }
        }
    return answer
