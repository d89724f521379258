"""Shared links: a class without names for whoever has the link, until it is withdrawn."""

from http import HTTPStatus
from pathlib import Path as FilePath
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Response
from starlette.concurrency import run_in_threadpool

from aktr.acs.catalogue import load_catalogue
from aktr.api.description.examples import example_answer
from aktr.api.description.problem_docs import problem_answer, problem_answers
from aktr.api.description.share_examples import CLASS_OF_FIVE, SHARE, SHARE_ID
from aktr.api.export_files import shared_summary
from aktr.api.services import BatchId, Services, ServicesOfRequest
from aktr.contract.share_schemas import SHARED_PAGE_PATH, SHARED_PATH, ShareAnswer
from aktr.db.models import BatchReport, Share
from aktr.summary.privacy import SharedSummary, share

router = APIRouter(prefix="/v1/extractor", tags=["Batches"])

ShareId = Annotated[
    UUID,
    Path(
        description="The shared link; its address is a secret that opens the summary.",
        openapi_examples={"a link": {"value": SHARE_ID}},
    ),
]
# The package's own standards: what an operator imported does not belong into an example.
_EXAMPLE = share(CLASS_OF_FIVE, load_catalogue(FilePath(__file__).parent / "no-standards"))


@router.post(
    "/batch/{batch_id}/share",
    operation_id="shareBatch",
    summary="Share a class without names",
    status_code=HTTPStatus.CREATED,
    response_model=ShareAnswer,
    responses={
        201: example_answer(SHARE, "The new link."),
        200: {**example_answer(SHARE, "The link that the batch has."), "model": ShareAnswer},
        **problem_answers(404, 410, 429, 500),
    },
)
async def share_batch(
    response: Response, services: ServicesOfRequest, batch_id: BatchId
) -> ShareAnswer:
    """Gives the batch a link to its summary without names, FTNs and small groups.

    A batch has one link at a time; asking again gives the same one. It leads neither to the batch
    nor to any report, and ends with the batch.
    """

    def shared() -> tuple[Share, bool, BatchReport]:
        link, is_new = services.repository.share_batch(batch_id)
        return link, is_new, services.repository.get_batch(batch_id)

    link, is_new, batch = await run_in_threadpool(shared)
    if not is_new:
        response.status_code = HTTPStatus.OK
    return share_answer(link, batch)


@router.delete(
    "/batch/{batch_id}/share",
    operation_id="withdrawShare",
    summary="Withdraw the shared link of a class",
    status_code=HTTPStatus.NO_CONTENT,
    responses={204: {"description": "No link leads there."}, **problem_answers(404, 410, 500)},
)
async def withdraw_share(services: ServicesOfRequest, batch_id: BatchId) -> None:
    """Makes the link lead nowhere at once and for ever; sharing again gives another one."""
    await run_in_threadpool(services.repository.withdraw_share, batch_id)


@router.get(
    "/shared/{share_id}",
    operation_id="getSharedSummary",
    summary="A class without names",
    responses={
        200: example_answer(_EXAMPLE.to_json(), "The summary without names."),
        404: problem_answer(
            404,
            detail="Nothing is shared under this address. The link may have been withdrawn; ask "
            "the person who sent it for a new one.",
        ),
        **problem_answers(409, 410, 500),
    },
)
async def get_shared(services: ServicesOfRequest, share_id: ShareId) -> SharedSummary:
    """Weak areas, scores and lessons, without any figure that counts fewer than five people."""
    return await run_in_threadpool(summary_behind, services, share_id)


def summary_behind(services: Services, share_id: UUID) -> SharedSummary:
    """The class without names to which a link leads.

    Raises:
        UnknownAddressError: There is no such link, or it was withdrawn.
        ExpiredError: The time of its batch is over.
        NotReadyError: The batch is still being processed.
    """
    batch_id = services.repository.shared_batch(share_id)
    return shared_summary(services, batch_id, load_catalogue())


def share_answer(link: Share, batch: BatchReport) -> ShareAnswer:
    """A link as it is shown.

    Args:
        link: The link.
        batch: The batch to which it leads.
    """
    return ShareAnswer(
        share_id=link.id,
        url=f"{SHARED_PATH}/{link.id}",
        page_url=f"{SHARED_PAGE_PATH}/{link.id}",
        created_at=link.created_at,
        expires_at=batch.expires_at,
    )
