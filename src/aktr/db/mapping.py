"""Between a report as it was checked and a report as it is stored.

Whatever a document holds must be storable: one odd character or number in one file must never
undo the transaction that stores the others.
"""

import math
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from aktr.db.models import Report
from aktr.db.types import JsonArray, JsonObject
from aktr.report.checked import CheckedReport
from aktr.report.correction import CODE, CODES, Action
from aktr.report.discretion import discreet
from aktr.report.model import FIELD_NAMES
from aktr.summary.facts import CodeFacts, ReportFacts, Said

_LARGEST_TAKE = 999
_CODE_FACTS = tuple(field.name for field in fields(CodeFacts))


def plain_object(value: object) -> JsonObject:
    """A dataclass or a dict of the report model as JSON holds it.

    Args:
        value: A dataclass, or a dict with strings as keys.

    Returns:
        Dicts, lists, strings, numbers, booleans and None only; dates in ISO 8601.

    Raises:
        TypeError: The value is, or holds, something that no report and no summary holds.
    """
    if isinstance(value, dict):
        return {storable(str(key)): _plain(item) for key, item in value.items()}
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(f"{type(value).__name__} cannot be stored as JSON")


def plain_array(values: Iterable[object]) -> JsonArray:
    """Values of the report model as JSON holds them; see :func:`plain_object`."""
    return [_plain(value) for value in values]


def _plain(value: object) -> object:
    # In the order of how often each occurs: a batch holds tens of thousands of values.
    if isinstance(value, str):
        return storable(str(value))
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, tuple | list):
        return plain_array(value)
    if isinstance(value, date | UUID):
        return _written(value)
    return plain_object(value)


def _written(value: date | UUID) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def storable(text: str) -> str:
    """The text with U+FFFD for what PostgreSQL or UTF-8 cannot hold: NUL, half surrogate pairs."""
    if text.isascii() and "\x00" not in text:
        return text
    halves = text.replace("\x00", "\ufffd").encode("utf-16", "surrogatepass")
    return halves.decode("utf-16", "replace")


def to_row(
    checked: CheckedReport,
    *,
    batch_id: UUID,
    position: int,
    part: int,
    file_name: str,
    processing_time_ms: int,
    created_at: datetime,
) -> Report:
    """A checked report as a row, without its applicant ID but for the last four characters.

    Args:
        checked: The report.
        batch_id: The batch to which it belongs.
        position: Position of its file in the upload, from 1.
        part: Position of the report in its file, from 1.
        file_name: Name of its file.
        processing_time_ms: Time that its file took.
        created_at: When it was stored.

    Returns:
        A row that belongs to no session yet.
    """
    return Report(
        batch_id=batch_id,
        position=position,
        part=part,
        file_name=storable(file_name),
        processing_time_ms=processing_time_ms,
        created_at=created_at,
        version=1,
        corrections=[],
        **columns_of(checked),
    )


def columns_of(checked: CheckedReport) -> dict[str, Any]:
    """What a row holds of a report itself, by column.

    Args:
        checked: The report; stored without its applicant ID but for the last four characters.
    """
    checked = discreet(checked)
    report = checked.report
    times_read = [code.times_read for code in report.codes]
    return {
        "read_by": report.read_by,
        "name": _text(report.name.value),
        "ftn": _text(report.ftn.value),
        "exam_id": _text(report.exam_id.value),
        "exam_title": _text(report.exam_title.value),
        "exam_code": _text(report.exam_code.value),
        "exam_date": report.exam_date.value,
        "exam_site": _text(report.exam_site.value),
        "score": _within(report.score.value, 0, 100),
        "grade": report.grade.value,
        "take": _within(report.take.value, 1, _LARGEST_TAKE),
        "expiration_date": report.expiration_date.value,
        "confidence": min(1.0, max(0.0, checked.confidence)),
        "needs_review": checked.needs_review,
        "fields": {name: plain_object(getattr(report, name)) for name in FIELD_NAMES},
        "codes": [
            plain_object(code) | {"times_read": times}
            for code, times in zip(checked.codes, times_read, strict=True)
        ],
        "unresolved_codes": plain_array(report.unresolved_codes),
        "checks": plain_array(checked.checks),
        "review_reasons": plain_array(checked.review_reasons),
        "pages": plain_array(report.pages),
        "notes": plain_array(report.notes),
        "checked_on": checked.checked_on,
    }


def to_json(row: Report) -> JsonObject:
    """A stored report, whole, as JSON holds it: one entry for each column, by its name."""
    names = [column.name for column in Report.__table__.columns]
    return plain_object({name: getattr(row, name) for name in names})


def to_facts(row: Report) -> ReportFacts:
    """What a summary needs of a stored report."""
    title, code = row.exam_title, row.exam_code
    return ReportFacts(
        report_id=str(row.id),
        position=row.position,
        file_name=row.file_name,
        first_page=min(row.pages, default=1),
        name=row.name,
        ftn=row.ftn,
        exam_id=row.exam_id,
        exam=f"{title} ({code})" if title and code else title or code,
        exam_code=code,
        exam_date=row.exam_date,
        expiration_date=row.expiration_date,
        score=row.score,
        grade=None if row.grade is None else row.grade.value,
        take=row.take,
        confidence=row.confidence,
        needs_review=row.needs_review,
        codes=tuple({code["code"]: _to_code_facts(code) for code in row.codes}.values()),
        said=said_about(row),
    )


def said_about(row: Report) -> Said | None:
    """What a person said about a stored report, as far as a summary needs it."""
    read = row.reading
    if not row.corrections or read is None:
        return None
    changed = [each for each in row.corrections if each["action"] != Action.CONFIRM.value]
    day = read["exam_date"]["value"]
    return Said(
        changed_at=datetime.fromisoformat(changed[-1]["made_at"]) if changed else None,
        stated=_stated(row.corrections),
        name=read["name"]["value"],
        exam_code=read["exam_code"]["value"],
        exam_date=date.fromisoformat(day) if day else None,
        score=read["score"]["value"],
        codes=tuple(code["code"] for code in read["codes"]),
    )


def _stated(corrections: JsonArray) -> tuple[tuple[str, datetime], ...]:
    # Later statements are further back, so the last one of each value stays.
    latest = {
        value: datetime.fromisoformat(each["made_at"])
        for each in corrections
        if (value := _value_of(each)) is not None
    }
    return tuple(sorted(latest.items()))


def _value_of(statement: JsonObject) -> str | None:
    """The field, or the list of codes, of which a person says what it holds."""
    what: str = statement["what"]
    if what in FIELD_NAMES or what == CODES:
        return what
    # Who confirms one code has said nothing of the others.
    changes_list = what.startswith(CODE) and statement["action"] != Action.CONFIRM.value
    return CODES if changes_list else None


def _to_code_facts(stored: JsonObject) -> CodeFacts:
    # Reports that were stored by earlier versions lack some of them.
    return CodeFacts.from_json({name: stored[name] for name in _CODE_FACTS if name in stored})


def _text(value: str | None) -> str | None:
    return None if value is None else storable(value)


def _within(value: int | None, lowest: int, highest: int) -> int | None:
    """A number that a search may rely on; what was read stays in ``fields`` all the same."""
    return value if value is not None and lowest <= value <= highest else None
