"""What an operator's Prometheus asks for."""

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.concurrency import run_in_threadpool

from aktr.api.services import ServicesOfRequest
from aktr.errors import UnknownAddressError
from aktr.metrics import Workload, written

router = APIRouter(include_in_schema=False)


@router.get("/metrics")
async def get_metrics(services: ServicesOfRequest) -> Response:
    """Everything that is counted, if the operator wants it to be seen.

    Raises:
        UnknownAddressError: The operator does not.
    """
    if not services.settings.metrics:
        raise UnknownAddressError("This server shows no metrics. AKTR_METRICS=true turns them on.")
    workload = Workload(services.repository.workload)
    return Response(await run_in_threadpool(written, workload), media_type=CONTENT_TYPE_LATEST)
