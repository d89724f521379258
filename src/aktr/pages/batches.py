"""The page of a batch: progress while it is read, then the class; and what can be done with it."""

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

from aktr.api.handling import state_of
from aktr.api.routes.batches import (
    cancel_batch,
    delete_batch,
    retry_failed_files,
    retry_file,
)
from aktr.api.routes.share import share_batch, withdraw_share
from aktr.api.services import BatchId, FilePosition, Services, ServicesOfRequest
from aktr.contract.batch_schemas import BatchStateAnswer
from aktr.pages.class_view import ClassView, Order, class_view
from aktr.pages.files import room_in
from aktr.pages.render import page, time_left
from aktr.pages.wording import wording_for
from aktr.processing.result import BatchStatus

router = APIRouter(prefix="/batches", include_in_schema=False)


@router.get("/{batch_id}")
async def batch_page(
    request: Request,
    services: ServicesOfRequest,
    batch_id: BatchId,
    exam: Annotated[str | None, Query(max_length=20)] = None,
    sort: Order = Order.UPLOAD,
) -> HTMLResponse:
    """Progress while files are open, then what the reports say about the class."""
    state = await state_of(services, batch_id)
    if state.status is BatchStatus.PROCESSING:
        return _progress_page(request, state)

    def show() -> HTMLResponse:
        view = class_view(services, state, exam, sort)
        return _class_page(request, services, state, view)

    return await run_in_threadpool(show)


@router.post("/{batch_id}/files/{position}/retry")
async def retry(services: ServicesOfRequest, batch_id: BatchId, position: FilePosition) -> Response:
    """Reads a failed file again."""
    await retry_file(Response(), services, batch_id, position)
    return _back_to(batch_id)


@router.post("/{batch_id}/retry")
async def retry_all(
    services: ServicesOfRequest, batch_id: BatchId, only_cancelled: bool = False
) -> Response:
    """Reads every failed file again, or those that were not read because of a stop."""
    await retry_failed_files(Response(), services, batch_id, only_cancelled)
    return _back_to(batch_id)


@router.post("/{batch_id}/cancel")
async def cancel(services: ServicesOfRequest, batch_id: BatchId) -> Response:
    """Stops the work; what is finished is shown."""
    await cancel_batch(services, batch_id)
    return _back_to(batch_id)


@router.post("/{batch_id}/share")
async def share(services: ServicesOfRequest, batch_id: BatchId) -> Response:
    """Makes the link without names, and shows it."""
    await share_batch(Response(), services, batch_id)
    return _back_to(batch_id, "#share")


@router.post("/{batch_id}/share/withdraw")
async def withdraw(services: ServicesOfRequest, batch_id: BatchId) -> Response:
    """Makes the link lead nowhere."""
    await withdraw_share(services, batch_id)
    return _back_to(batch_id, "#share")


@router.get("/{batch_id}/delete")
async def ask_before_deleting(
    request: Request, services: ServicesOfRequest, batch_id: BatchId
) -> HTMLResponse:
    """Asks once more before everything is deleted."""
    return page(request, "delete", {"state": await state_of(services, batch_id)})


@router.post("/{batch_id}/delete")
async def delete(services: ServicesOfRequest, batch_id: BatchId) -> Response:
    """Deletes the batch."""
    await delete_batch(services, batch_id)
    return RedirectResponse("/deleted", HTTPStatus.SEE_OTHER)


deleted_router = APIRouter(include_in_schema=False)


@deleted_router.get("/deleted")
async def deleted_page(request: Request) -> HTMLResponse:
    """Says that everything was deleted."""
    return page(request, "deleted", {})


def _progress_page(request: Request, state: BatchStateAnswer) -> HTMLResponse:
    words = wording_for(request.headers.get("accept-language", ""))
    shown = {"state": state, "messages": words.within("progress")}
    return page(request, "progress", shown)


def _class_page(
    request: Request, services: Services, state: BatchStateAnswer, view: ClassView
) -> HTMLResponse:
    link = services.repository.share_of(state.batch_id)
    unit, left = time_left(state.expires_at, datetime.now(UTC))
    return page(
        request,
        "class",
        {
            "state": state,
            "view": view,
            "orders": list(Order),
            "left": left,
            "left_unit": unit,
            "share_url": link and f"{request.base_url}shared/{link.id}",
            **room_in(services, state),
        },
    )


def _back_to(batch_id: UUID, part: str = "") -> Response:
    return RedirectResponse(f"/batches/{batch_id}{part}", HTTPStatus.SEE_OTHER)
