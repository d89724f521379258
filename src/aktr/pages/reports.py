"""The page of one report, where doubtful values are corrected or confirmed in place."""

import re
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool

from aktr.api.protection.sizes import LARGEST_CORRECTION
from aktr.api.routes.corrections import correct_report
from aktr.api.routes.results import ReportId
from aktr.api.services import Services, ServicesOfRequest
from aktr.contract.correction_schemas import ReportCorrection
from aktr.errors import PreconditionFailedError, UnknownAddressError
from aktr.pages.render import page
from aktr.pages.report_view import Fault, Problem, plain_values, report_view, typed_or
from aktr.report.correction import CODE, CODES, UNRESOLVED
from aktr.report.model import FIELD_NAMES

router = APIRouter(prefix="/reports", include_in_schema=False)

_NUMBERS: Final = frozenset({"score", "take"})
_DIGITS: Final = re.compile(r"\d{1,9}", re.ASCII)
_BETWEEN_CODES: Final = re.compile(r"[\s,;]+")
_LONGEST_NAME: Final = 200


@router.get("/{report_id}")
async def report_page(
    request: Request,
    services: ServicesOfRequest,
    report_id: ReportId,
    saved: Annotated[str | None, Query(max_length=_LONGEST_NAME)] = None,
) -> HTMLResponse:
    """One report: what was read, how sure that is, what follows from it."""
    return await run_in_threadpool(_show, request, services, report_id, saved=saved)


@router.post("/{report_id}/corrections", max_body_size=LARGEST_CORRECTION)
async def correct(request: Request, services: ServicesOfRequest, report_id: ReportId) -> Response:
    """Takes what a person says about one value, and shows the report again."""
    said = plain_values(await request.form())
    try:
        return await _take(request, services, report_id, said)
    except UnknownAddressError:
        # Another copy may have taken its place while somebody was typing.
        what = said.get("what")
        shown = {"field": what if what in FIELD_NAMES else None, "typed": _typed(said)}
        return page(request, "report_gone", shown, status=HTTPStatus.NOT_FOUND)


async def _take(
    request: Request, services: Services, report_id: ReportId, said: dict[str, str]
) -> Response:
    what = said.get("what", "")
    heard = correction_of(said)
    try:
        correction = ReportCorrection.model_validate(heard)
    except ValidationError:
        is_empty = not heard and (what in FIELD_NAMES or what.startswith(CODE))
        typed, fault = said.get("value", ""), Fault.about(what)
        problem = Problem(what, None, Fault.EMPTY) if is_empty else Problem(what, typed, fault)
        return await run_in_threadpool(_show, request, services, report_id, problem=problem)
    version = f'"{said.get("version", "")}"'
    try:
        await correct_report(Response(), services, report_id, correction, version)
    except PreconditionFailedError:
        problem = Problem(what, _typed(said), None)
        return await run_in_threadpool(_show, request, services, report_id, problem=problem)
    back = request.url_for("report_page", report_id=report_id)
    shown = back.include_query_params(saved=what)
    # Else the next thing to look at, or that all is done, is in focus, which a part would prevent.
    part = "#values" if said.get("from") == "values" else ""
    return RedirectResponse(f"{shown.path}?{shown.query}{part}", HTTPStatus.SEE_OTHER)


def _typed(said: dict[str, str]) -> str | None:
    """What a person typed or chose; None if a value was confirmed or said to be absent."""
    is_typed = said.get("do", "save") == "save" or "candidate" in said
    return said.get("candidate", said.get("value", "")) if is_typed else None


def correction_of(said: dict[str, str]) -> dict[str, Any]:
    """What was said in a form about one value, as the API takes corrections.

    An empty box says nothing: a slip must not take a value away, and browsers send no day for one
    that is half typed.

    Args:
        said: ``what`` the value is, ``do`` (save, confirm, absent, remove) or a ``candidate``,
            and the ``value``.
    """
    what, do, value = said.get("what", ""), said.get("do", "save"), said.get("value", "").strip()
    if do == "confirm":
        return {"confirm": [what]}
    if what in FIELD_NAMES:
        return _field_correction(what, do, value)
    codes = _codes_in(said.get("candidate") or value)
    if what.startswith(CODE):
        return _code_correction(what, do, codes)
    if what == CODES or what.startswith(UNRESOLVED):
        return {"codes": {"add": codes}}
    return {}


def _codes_in(written: str) -> list[str]:
    return [code for code in _BETWEEN_CODES.split(written) if code]


def _field_correction(name: str, do: str, value: str) -> dict[str, Any]:
    if do == "absent":
        return {"fields": {name: None}}
    return {"fields": {name: _field_value(name, value)}} if value else {}


def _code_correction(what: str, do: str, codes: list[str]) -> dict[str, Any]:
    old = what.removeprefix(CODE)
    if do == "remove":
        return {"codes": {"add": [], "remove": [old]}}
    if codes == [old] and do == "save":
        return {"confirm": [what]}
    return {"codes": {"add": codes, "remove": [old]}} if codes else {}


def _show(
    request: Request,
    services: Services,
    report_id: ReportId,
    *,
    problem: Problem | None = None,
    saved: str | None = None,
) -> HTMLResponse:
    row = services.repository.get_report(report_id)
    view = report_view(services, row, problem=problem, saved=saved)
    status = HTTPStatus.OK
    if problem is not None:
        is_at_fault = problem.fault is not None
        status = HTTPStatus.UNPROCESSABLE_ENTITY if is_at_fault else HTTPStatus.PRECONDITION_FAILED
    return page(request, "report", {"view": view, "typed_or": typed_or}, status=status)


def _field_value(name: str, value: str) -> str | int:
    return int(value) if name in _NUMBERS and _DIGITS.fullmatch(value) else value
