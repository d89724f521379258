"""The class without names, for whoever has the link."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from aktr.api.routes.share import ShareId, summary_behind
from aktr.api.services import ServicesOfRequest
from aktr.contract.share_schemas import SHARED_PAGE_PATH
from aktr.export.charts import score_bands
from aktr.pages.render import page

router = APIRouter(include_in_schema=False)


@router.get(f"{SHARED_PAGE_PATH}/{{share_id}}")
async def shared_page(
    request: Request, services: ServicesOfRequest, share_id: ShareId
) -> HTMLResponse:
    """Weak areas, scores and lessons; nothing that could be about a single person."""

    def show() -> HTMLResponse:
        summary = summary_behind(services, share_id)
        charts = [
            score_bands(exam.distribution, f"Reports by score on {exam.exam_code}")
            for exam in summary.by_exam
        ]
        exams = list(zip(summary.by_exam, charts, strict=True))
        return page(request, "shared", {"summary": summary, "exams": exams})

    return await run_in_threadpool(show)
