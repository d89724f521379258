"""From data to a page: templates, words, and the headers that every page has."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from http import HTTPStatus
from typing import Any, Final

from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from starlette.requests import HTTPConnection

from aktr.acs.model import SubElement, in_full
from aktr.api.problems import NEVER_STORED, SAFE_HEADERS
from aktr.export.plan_layout import shortened
from aktr.pages.assets import asset_url
from aktr.pages.wording import wording_for
from aktr.summary.meanings import other_meanings, value_of

PAGE_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Content security policy of every page: only our own files, and no script or style inside a
page, so that text from a paper can never act."""

ACCEPTED_TYPES: Final = ".pdf,.jpg,.jpeg,.png,.heic,.heif,.tif,.tiff,.webp,application/pdf,image/*"
"""What browsers offer where files are chosen; what a file is, its content tells."""

PAGE_HEADERS: Final = {**SAFE_HEADERS, **NEVER_STORED, "Content-Security-Policy": PAGE_POLICY}

_LONGEST_PARENT: Final = 70
_MINUTE_S: Final = 60
_HOUR_S: Final = 3600
_DAY_S: Final = 86400


def page(
    request: HTTPConnection,
    template: str,
    data: Mapping[str, Any],
    *,
    status: int = HTTPStatus.OK,
    headers: Mapping[str, str] | None = None,
) -> HTMLResponse:
    """A page as an answer.

    Args:
        request: The request; its language decides the words.
        template: Name of the template, without ``.html``.
        data: What it shows.
        status: HTTP status.
        headers: Headers beyond those that every page has.
    """
    words = wording_for(request.headers.get("accept-language", ""))
    rendered = _environment().get_template(f"{template}.html").render(t=words, **data)
    return HTMLResponse(rendered, status, headers={**PAGE_HEADERS, **(headers or {})})


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("aktr.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals["asset"] = asset_url
    environment.globals["accepted_types"] = ACCEPTED_TYPES
    environment.filters |= {"day": _day, "moment": _moment, "svg": _svg, "number": _number}
    environment.filters |= {"wording": worded, "other_meanings": other_meanings}
    return environment


@dataclass(frozen=True, slots=True)
class Words:
    """The wording of a code, taken apart."""

    own: str
    """With the sub-elements of an element that heads a list of them."""
    parent: str
    """What stands before it in the standard, shortened; empty for an element of its own."""


def worded(code: Any, longest: int | None = None) -> Words:  # noqa: ANN401 - stored or shared
    """The wording of a code: its own words, and those of the element to which it belongs.

    Args:
        code: Anything with ``code`` and ``description``, and perhaps ``sub_elements``.
        longest: Characters of its own words, where there is little room for a long list.
    """
    name, wording = value_of(code, "code"), value_of(code, "description") or ""
    listed = [
        SubElement(value_of(one, "code"), value_of(one, "description"))
        for one in value_of(code, "sub_elements", ())
    ]
    if listed:
        whole = in_full(wording, listed)
        return Words(whole if longest is None else shortened(whole, longest, is_part=False), "")
    parent, _, own = wording.rpartition(": ")
    if parent and name[-1].islower():
        return Words(own, shortened(parent, _LONGEST_PARENT, is_part=False))
    return Words(wording, "")


def time_left(until: datetime, now: datetime) -> tuple[str, int]:
    """What is left until a moment: the name of the unit, days to minutes, and how many."""
    seconds = max(0, int((until - now).total_seconds()))
    if seconds >= 2 * _DAY_S:
        return "days", seconds // _DAY_S
    if seconds >= 2 * _HOUR_S:
        return "hours", seconds // _HOUR_S
    return "minutes", -(-seconds // _MINUTE_S)


@pass_context
def _day(context: Context, value: date | str | None) -> str:
    """A day as people in aviation write it without doubt about month and day: 14 Feb 2026."""
    if value is None:
        return "–"
    parsed = date.fromisoformat(value) if isinstance(value, str) else value
    month = context["t"]("site.months").split()[parsed.month - 1]
    return f"{parsed.day} {month} {parsed.year}"


@pass_context
def _moment(context: Context, value: datetime) -> str:
    utc = value.astimezone(UTC)
    return f"{_day(context, utc.date())}, {utc:%H:%M} UTC"


def _svg(drawn: str) -> Markup:
    """A chart of our own making, which has escaped every text in it."""
    return Markup(drawn)  # noqa: S704 - see above


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:g}"
