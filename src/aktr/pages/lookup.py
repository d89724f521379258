"""The look-up page: what pasted codes mean on a day, and which codes speak of something."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from aktr.acs.catalogue import Catalogue
from aktr.acs.explain import describe
from aktr.api.routes.acs import CatalogueOfRequest, search_codes, why_unknown
from aktr.contract.acs_schemas import SearchAnswer, StandardCodeAnswer
from aktr.export.plan_layout import shortened
from aktr.pages.render import page
from aktr.report.repair.typed_codes import TypedCode, typed_codes

router = APIRouter(include_in_schema=False)

MOST_CODES: Final = 100
_LONGEST_PASTE: Final = 4000
_MOST_HITS: Final = 30
_MOST_WORDS: Final = 20
_LONGEST_WORDS: Final = 60


@dataclass(frozen=True, slots=True)
class Found:
    """What became of one pasted code."""

    typed: str
    code: StandardCodeAnswer | None
    is_read_otherwise: bool
    """Whether more than the case of letters was put right to find it."""
    reason: str | None
    """Why nothing was found, and what is alike."""


@router.get("/lookup")
def lookup_page(
    request: Request,
    catalogue: CatalogueOfRequest,
    codes: Annotated[str, Query(max_length=_LONGEST_PASTE)] = "",
    q: Annotated[str, Query(max_length=200)] = "",
    on: Annotated[str, Query(max_length=10)] = "",
) -> HTMLResponse:
    """The meaning of each pasted code, or the codes that hold all the words."""
    day, day_is_wrong = _day(on)
    typed = typed_codes(codes, catalogue)
    shaped = [one for one in typed if one.is_shaped]
    words = [
        shortened(one.typed, _LONGEST_WORDS, is_part=False) for one in typed if not one.is_shaped
    ]
    found = [_look_up(catalogue, one, day) for one in shaped[:MOST_CODES]]
    hits: SearchAnswer | None = None
    if q.strip():
        hits = search_codes(catalogue, q, _MOST_HITS, None, day)
    return page(
        request,
        "lookup",
        {
            "codes": codes,
            "q": q,
            "on": on,
            "day_is_wrong": day_is_wrong,
            "found": found,
            "explained": sum(one.code is not None for one in found),
            "left_out": max(0, len(shaped) - MOST_CODES),
            "words": words[:_MOST_WORDS],
            "more_words": max(0, len(words) - _MOST_WORDS),
            "hits": None if hits is None else hits.codes,
            "meant": None if hits is None or hits.codes else catalogue.respelled(q, day),
        },
    )


def _look_up(catalogue: Catalogue, one: TypedCode, day: date | None) -> Found:
    typed = shortened(one.typed, _LONGEST_WORDS, is_part=False)
    entry = None if one.code is None else catalogue.lookup(one.code, day)
    if entry is None:
        return Found(typed, None, False, why_unknown(one.code or one.typed, catalogue))
    code = StandardCodeAnswer.model_validate(describe(entry))
    return Found(typed, code, one.is_read_otherwise, None)


def _day(on: str) -> tuple[date | None, bool]:
    """The day, and whether what was typed is none."""
    if not on.strip():
        return None, False
    try:
        return date.fromisoformat(on.strip()), False
    except ValueError:
        return None, True
