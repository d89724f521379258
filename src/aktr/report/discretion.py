"""What of a report is never stored or shown: all of a social security number but its end.

The applicant ID of reports before 2020-01-13 may be one, and one may stand where an FTN is meant.
"""

import re
from dataclasses import replace
from typing import Any, Final

from aktr.report.checked import CheckedReport
from aktr.report.model import FIELD_NAMES, KnowledgeTestReport, ReadValue

VISIBLE_ID_CHARACTERS: Final = 4
_SOCIAL_SECURITY_NUMBER: Final = re.compile(r"(?<!\d)\d{3}[- ]?\d{2}[- ]?(?=\d{4}(?!\d))")
"""What of a social security number is hidden: all before its last four digits."""
MASK: Final = "*"
"""Stands for each character that is hidden."""
_TREATED_APART: Final = frozenset({"applicant_id", "exam_id"})
"""The applicant ID is hidden whatever its shape; an exam ID in groups has that shape by chance."""


def discreet(checked: CheckedReport) -> CheckedReport:
    """The report as it may be stored and shown; a report that is so already stays as it is.

    Hidden are the applicant ID but for its last four characters, and in every other text that was
    read, or that quotes what was read, whatever looks like a social security number.
    """
    return replace(
        checked,
        report=discreet_report(checked.report),
        checks=tuple(
            replace(check, detail=discreet_text(check.detail)) for check in checked.checks
        ),
        review_reasons=tuple(map(discreet_text, checked.review_reasons)),
    )


def discreet_report(report: KnowledgeTestReport) -> KnowledgeTestReport:
    """What was read, without what is hidden; see :func:`discreet`."""
    shown: dict[str, Any] = {
        name: _hidden_in(getattr(report, name))
        for name in FIELD_NAMES
        if name not in _TREATED_APART
    }
    identifier = report.applicant_id
    shown["applicant_id"] = replace(
        identifier, value=masked(identifier.value), raw=masked(identifier.raw)
    )
    return replace(report, notes=tuple(map(discreet_text, report.notes)), **shown)


def masked(identifier: str | None) -> str | None:
    """The identifier with all but its last four characters hidden, all of it if it is so short."""
    if identifier is None:
        return None
    visible = identifier[-VISIBLE_ID_CHARACTERS:]
    if len(visible) == len(identifier):
        visible = ""
    return visible.rjust(len(identifier), MASK)


def _hidden_in(field: ReadValue[Any]) -> ReadValue[Any]:
    texts = {"value": field.value, "raw": field.raw, "doubt": field.doubt}
    # Words of an enumeration are texts as well, and must stay what they are.
    hidden: dict[str, Any] = {
        key: discreet_text(text) for key, text in texts.items() if type(text) is str
    }
    return replace(field, **hidden)


def discreet_text(text: str) -> str:
    """A text without what looks like the beginning of a social security number."""
    return _SOCIAL_SECURITY_NUMBER.sub(lambda found: MASK * len(found.group()), text)
