"""The look-up page: what pasted codes mean on a day, and which codes speak of something."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from aktr.acs.code import family_of
from aktr.api.routes.acs import (
    CatalogueOfRequest,
    get_code,
    search_codes,
)
from aktr.contract.acs_schemas import SearchAnswer, StandardCodeAnswer
from aktr.errors import UnknownAddressError
from aktr.pages.render import page

router = APIRouter(include_in_schema=False)

MOST_CODES: Final = 100
_LONGEST_PASTE: Final = 4000
_MOST_HITS: Final = 30
_BETWEEN_CODES: Final = re.compile(r"[\s,;|]+")
_AROUND_A_CODE: Final = "()[]{}<>\"'.:•*-–"
_LONGEST_CODE: Final = 40


@dataclass(frozen=True, slots=True)
class Found:
    """What became of one pasted code."""

    typed: str
    code: StandardCodeAnswer | None
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
    typed = codes_in(codes)
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
            "found": [_look_up(catalogue, code, day) for code in typed[:MOST_CODES]],
            "left_out": max(0, len(typed) - MOST_CODES),
            "hits": None if hits is None else hits.codes,
        },
    )


def codes_in(text: str) -> list[str]:
    """The codes of a pasted text, each once, in order; words around them are left out.

    What is left when nothing looks like a code is taken for misspelled codes.
    """
    pieces = [piece.strip(_AROUND_A_CODE) for piece in _BETWEEN_CODES.split(text)]
    words = list(dict.fromkeys(piece[:_LONGEST_CODE] for piece in pieces if piece))
    return [word for word in words if family_of(word) or any(c.isdigit() for c in word)] or words


def _look_up(catalogue: CatalogueOfRequest, code: str, day: date | None) -> Found:
    for spelling in dict.fromkeys((code, code.upper(), _as_printed(code))):
        try:
            return Found(code, get_code(catalogue, spelling, day), None)
        except UnknownAddressError as error:
            reason = error.message
    return Found(code, None, reason)


def _as_printed(code: str) -> str:
    """All capitals but the letter of a sub-element: "PA.I.B.K1a"."""
    return f"{code[:-1].upper()}{code[-1].lower()}"


def _day(on: str) -> tuple[date | None, bool]:
    """The day, and whether what was typed is none."""
    if not on.strip():
        return None, False
    try:
        return date.fromisoformat(on.strip()), False
    except ValueError:
        return None, True
