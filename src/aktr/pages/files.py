"""Bringing files into a class from its page: another copy of one, and further ones."""

from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID, uuid4

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from aktr.api.handling import LONGEST_IDEMPOTENCY_KEY
from aktr.api.routes.files import add_files, replace_file
from aktr.api.services import BatchId, FilePosition, Services, ServicesOfRequest
from aktr.contract.batch_schemas import BatchStateAnswer
from aktr.settings import MEBIBYTE

router = APIRouter(prefix="/batches", include_in_schema=False)


@router.post("/{batch_id}/files/{position}")
async def upload_copy(
    request: Request,
    services: ServicesOfRequest,
    batch_id: BatchId,
    position: FilePosition,
) -> Response:
    """Puts another copy in the place of a file that gave no report."""
    return _shown(await replace_file(request, services, batch_id, position), batch_id)


@router.post("/{batch_id}/files")
async def add(
    request: Request,
    services: ServicesOfRequest,
    batch_id: BatchId,
    key: Annotated[str | None, Query(max_length=LONGEST_IDEMPOTENCY_KEY)] = None,
) -> Response:
    """Adds files to the class."""
    return _shown(await add_files(request, services, batch_id, key), batch_id)


def room_in(services: Services, state: BatchStateAnswer) -> dict[str, Any]:
    """What the form for further files says.

    Args:
        services: Where the limits are.
        state: The batch.
    """
    limits = services.settings.limits
    return {
        "room": max(0, limits.max_files - state.total_files),
        "max_file_mb": f"{limits.max_file_bytes / MEBIBYTE:g}",
        "max_request_mb": f"{limits.max_request_bytes / MEBIBYTE:g}",
        # A button that is pressed twice sends it twice, and the files are added once.
        "add_key": str(uuid4()),
    }


def _shown(answer: Response, batch_id: UUID) -> Response:
    """The way to the progress of the class; a refusal is shown as it is."""
    if answer.status_code != HTTPStatus.ACCEPTED:
        return answer
    return RedirectResponse(f"/batches/{batch_id}", HTTPStatus.SEE_OTHER)
