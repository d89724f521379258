"""A class beside an earlier one: what moved, test by test."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from aktr.api.export_files import comparison_of
from aktr.api.handling import state_of
from aktr.api.services import BatchId, ServicesOfRequest
from aktr.pages.render import page
from aktr.summary.comparison import CodeChange, ExamComparison

router = APIRouter(prefix="/batches", include_in_schema=False)

_ADDRESS: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_LONGEST_ADDRESS: Final = 500
_MOST_CODES: Final = 15
"""In each list; what moved less is in the files."""


@dataclass(frozen=True, slots=True)
class Moves:
    """Codes that moved in one direction, those that moved most first."""

    shown: Sequence[CodeChange]
    left_out: int


@dataclass(frozen=True, slots=True)
class ExamView:
    """Two classes on the same test."""

    exam: ExamComparison
    more: Moves
    """Codes that are missed more often than before."""
    less: Moves
    reworded: Moves
    """Codes by which the classes were not asked the same: neither more nor less."""
    unchanged: int


@router.get("/{batch_id}/comparison")
async def comparison_page(
    request: Request,
    services: ServicesOfRequest,
    batch_id: BatchId,
    earlier: Annotated[str, Query(alias="with", max_length=_LONGEST_ADDRESS)] = "",
) -> HTMLResponse:
    """Pass rate, scores and weak areas of two classes; asks again if no class was named."""
    state = await state_of(services, batch_id)
    other = address_in(earlier)
    if other is None or other == batch_id:
        status = HTTPStatus.UNPROCESSABLE_ENTITY if earlier else HTTPStatus.OK
        shown = {"state": state, "typed": earlier, "is_same": other == batch_id}
        return page(request, "compare", shown, status=status)
    before = await state_of(services, other)

    def show() -> HTMLResponse:
        comparison = comparison_of(services, batch_id, other)
        exams = [exam_view(exam) for exam in comparison.exams]
        data = {"state": state, "before": before, "comparison": comparison, "exams": exams}
        return page(request, "comparison", data)

    return await run_in_threadpool(show)


def address_in(typed: str) -> UUID | None:
    """The batch that somebody means who pasted its address, with or without what is around it."""
    found = _ADDRESS.search(typed)
    return None if found is None else UUID(found[0])


def exam_view(exam: ExamComparison) -> ExamView:
    """What moved on one test, for the worse and for the better."""
    found = [*exam.newly_missed, *exam.missed_in_both, *exam.no_longer_missed]
    moved = [one for one in found if one.is_of_one_subject]
    return ExamView(
        exam,
        _moves([one for one in moved if one.change > 0]),
        _moves([one for one in moved if one.change < 0]),
        _moves([one for one in found if not one.is_of_one_subject]),
        sum(one.change == 0 for one in moved),
    )


def _moves(changes: list[CodeChange]) -> Moves:
    # Sorting keeps the order of codes where two of them moved as far.
    ordered = sorted(changes, key=lambda one: -abs(one.change))
    return Moves(ordered[:_MOST_CODES], max(0, len(ordered) - _MOST_CODES))
