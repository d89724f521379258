"""The start page, the upload of a browser without scripts, and what is said about privacy."""

from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from aktr.api.handling import store_upload
from aktr.api.services import ServicesOfRequest
from aktr.api.uploads import multipart_form, received_files
from aktr.db.records import BatchOptions
from aktr.pages.render import page
from aktr.pages.wording import wording_for
from aktr.settings import MEBIBYTE, KeepUploads, Settings, VisionUse

router = APIRouter(include_in_schema=False)


@router.get("/")
async def start_page(request: Request, services: ServicesOfRequest) -> HTMLResponse:
    """Where files are chosen; every limit is said before anything is sent."""
    words = wording_for(request.headers.get("accept-language", ""))
    shown = {**_promises(services.settings), "messages": words.within("upload")}
    return page(request, "start", shown)


@router.post("/")
async def upload(request: Request, services: ServicesOfRequest) -> Response:
    """Takes the files of the form and leads to the page of their batch."""
    limits = services.settings.limits
    async with multipart_form(request, limits.max_files) as form:
        uploads = await received_files(form, limits)
    batch, _ = await store_upload(services, uploads, BatchOptions())
    return RedirectResponse(f"/batches/{batch.id}", HTTPStatus.SEE_OTHER)


@router.get("/privacy")
async def privacy_page(request: Request, services: ServicesOfRequest) -> HTMLResponse:
    """What is stored, for how long, and who can see it."""
    settings = services.settings
    return page(
        request,
        "privacy",
        {
            **_promises(settings),
            "keeps_uploads": settings.keep_uploads is KeepUploads.UNTIL_EXPIRY,
        },
    )


def _promises(settings: Settings) -> dict[str, Any]:
    """What is said of this service before anything is sent to it."""
    limits = settings.limits
    return {
        "max_files": limits.max_files,
        "max_file_bytes": limits.max_file_bytes,
        "max_request_bytes": limits.max_request_bytes,
        "max_file_mb": f"{limits.max_file_bytes / MEBIBYTE:g}",
        "max_request_mb": f"{limits.max_request_bytes / MEBIBYTE:g}",
        "max_pages": limits.max_pages,
        "retention_hours": f"{settings.retention_hours:g}",
        "asks_hosted_model": settings.vision.use is not VisionUse.OFF,
    }
