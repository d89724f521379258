"""Whether the service is alive and whether it can take work."""

import asyncio
import logging

from fastapi import APIRouter
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from aktr import __version__
from aktr.api.description.examples import example_answer
from aktr.api.description.problem_docs import problem_answers
from aktr.api.services import Services, ServicesOfRequest
from aktr.contract.batch_schemas import AliveAnswer, ReadyAnswer
from aktr.errors import OverloadedError

logger = logging.getLogger(__name__)
router = APIRouter(tags=["Operation"])

_PARTS = ("database", "reading processes", "store of uploads")
_DATABASE_TIME_S = 5.0
_READER_TIME_S = 5.0
_RETRY_AFTER_S = 5


@router.head("/health", include_in_schema=False)
@router.get(
    "/health",
    operation_id="getHealth",
    summary="Is the process alive?",
    responses={
        200: example_answer({"status": "ok", "version": __version__}),
        **problem_answers(500),
    },
)
async def get_health() -> AliveAnswer:
    """Answers as long as the process can answer at all, and looks at nothing else."""
    return AliveAnswer()


@router.head("/ready", include_in_schema=False)
@router.get(
    "/ready",
    operation_id="getReadiness",
    summary="Can it take work?",
    responses={
        200: example_answer(ReadyAnswer().model_dump()),
        **problem_answers(500, 503),
    },
)
async def get_readiness(services: ServicesOfRequest) -> ReadyAnswer:
    """Asks the database, the reading processes and the store of uploads; looks for room on disk.

    Processes that are all busy are ready as long as they get done with files: then what is uploaded
    has to wait, and will be read.
    """
    answers = await asyncio.gather(
        _database_answers(services),
        services.pool.is_at_work(_READER_TIME_S),
        run_in_threadpool(services.repository.store_answers),
    )
    silent = [part for part, is_there in zip(_PARTS, answers, strict=True) if not is_there]
    if silent:
        raise OverloadedError(
            f"No answer from: {', '.join(silent)}. Try again in a moment; if it stays so, look "
            "at the server's log.",
            _RETRY_AFTER_S,
        )
    if await run_in_threadpool(services.disks.are_full):
        logger.error("there is no room for uploads: %s", services.disks.described())
        raise OverloadedError(
            "The disk of this server is full, so it can store no uploads. Tell whoever runs it; "
            "its log names the place.",
            _RETRY_AFTER_S,
        )
    return ReadyAnswer()


async def _database_answers(services: Services) -> bool:
    try:
        await asyncio.wait_for(run_in_threadpool(services.repository.ping), _DATABASE_TIME_S)
    except (SQLAlchemyError, TimeoutError):
        logger.exception("the database does not answer")
        return False
    return True
