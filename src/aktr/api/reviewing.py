"""What a report's document says for the sake of those who look it over.

To each value: how sure it is, whether a person has stated it, and where its picture is. To the
report: what there is to look at, and what was said.
"""

from typing import Any, Final
from urllib.parse import quote

from aktr.contract.report_schemas import State
from aktr.db.models import Report
from aktr.db.stored_report import checked_report, reading_of, statements_on
from aktr.db.types import JsonObject
from aktr.report.certainty import Certainty
from aktr.report.correction import CODE, CODES, UNRESOLVED, Action, Standing, to_plain
from aktr.report.model import KnowledgeTestReport
from aktr.report.review import review_items

PAGE: Final = "page:"
"""Before the number of a page whose picture is wanted, from 1."""
_STATES: Final = {Action.CORRECT.value: State.CORRECTED, Action.CONFIRM.value: State.CONFIRMED}


def add_review(document: JsonObject, row: Report, url: str) -> None:
    """Add to a report's document what a person who looks it over needs.

    Args:
        document: The document; changed in place.
        row: The report.
        url: Its address.
    """
    checked = checked_report(row)
    standing = Standing(statements_on(row))
    reading = reading_of(row)
    latest = {each["what"]: each for each in row.corrections}
    evidence = _Evidence(url)
    for name, shown in document["fields"].items():
        said = latest.get(name)
        value = getattr(checked.report, name)
        is_absent = said is not None and value.value is None
        shown |= {
            "read": to_plain(getattr(reading, name).value),
            "certainty": None if is_absent else Certainty.of_field(value),
            "state": State.READ if said is None else _STATES[said["action"]],
            "stated_at": None if said is None else said["made_at"],
            "evidence_url": evidence.of(name, shown["place"]),
        }
    for shown in document["codes"]:
        _add_to_code(shown, reading, standing, latest)
        shown["evidence_url"] = evidence.of(CODE + shown["code"], shown["place"])
    for shown in document["unresolved_codes"]:
        shown["evidence_url"] = evidence.of(UNRESOLVED + shown["read_as"], shown["place"])
    document |= {
        "version": row.version,
        "certainty": Certainty.of(row.confidence),
        "review": [
            {"what": item.what, "reason": item.reason, "evidence_url": evidence.about(item.what)}
            for item in review_items(checked, standing)
        ],
        "corrections": list(latest.values()),
    }
    first_page = f"{PAGE}{min(row.pages, default=1)}"
    for item in document["review"]:
        item["evidence_url"] = item["evidence_url"] or evidence.at(first_page)


def _add_to_code(
    shown: JsonObject,
    reading: KnowledgeTestReport,
    standing: Standing,
    latest: dict[str, Any],
) -> None:
    code = shown["code"]
    is_stated = standing.is_stated(code)
    state = State.READ
    if is_stated:
        was_read = any(each.code == code for each in reading.codes)
        state = State.CONFIRMED if was_read else State.ADDED
    said = latest.get(CODE + code) or latest.get(CODES)
    shown |= {
        "read_as": shown["read_as"] or None,
        "certainty": Certainty.of(shown["confidence"]),
        "state": state,
        "stated_at": said["made_at"] if is_stated and said else None,
    }


class _Evidence:
    """Addresses of the pictures of a report's values.

    Args:
        url: Address of the report.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._known: dict[str, str] = {}

    def at(self, what: str) -> str:
        return f"{self._url}/evidence/{quote(what, safe=':')}"

    def of(self, what: str, place: JsonObject | None) -> str | None:
        """The address of a value's picture; None if it has no place."""
        if place is None:
            return None
        return self._known.setdefault(what, self.at(what))

    def about(self, what: str) -> str | None:
        """The address of the picture of what was asked for before."""
        return self._known.get(what)
