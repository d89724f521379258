"""An exam ID that holds the exam date, but for a digit that a picture shows as another one.

In most exam IDs that are known the digits 7 to 14 are the date of the test; no document says so.
Eight digits are not nearly a date by chance: one of the two values was misread then.
"""

import re
from dataclasses import replace
from datetime import date
from typing import Final

from aktr.reading.page import ReadBy
from aktr.report.model import KnowledgeTestReport

DATE_IN_EXAM_ID: Final = slice(6, 14)
"""Digits of an exam ID that often are the exam date as YYYYMMDD (observed, in no document)."""
_MONTH: Final = slice(4, 6)
_DAY: Final = slice(6, 8)
_MONTH_AND_DAY: Final = slice(4, 8)
_MOST_MISREAD: Final = 2
_SURE: Final = 0.95
"""Confidence in both values from which two dates that differ are taken as printed."""


def with_date_compared(report: KnowledgeTestReport) -> KnowledgeTestReport:
    """A report whose exam ID is in doubt, or put right in doubt, if it nearly holds the exam date.

    Args:
        report: As read; one with a text layer is returned as it is.
    """
    exam_id, exam_date = report.exam_id, report.exam_date
    if report.read_by is not ReadBy.OCR or exam_id.value is None or exam_date.value is None:
        return report
    held, printed = exam_id.value[DATE_IN_EXAM_ID], exam_date.value.strftime("%Y%m%d")
    if not _is_nearly(held, printed):
        return report
    wrong = None
    if not _is_date(held):
        wrong = "is no date"
    elif exam_id.confidence < _SURE and _is_month_confirmed(report, held):
        wrong = "the expiration date does not follow from"
    if wrong is not None:
        doubt = f"digits 7 to 14 read {held}, which {wrong}, and the test was on {printed}."
        start, end = DATE_IN_EXAM_ID.start, DATE_IN_EXAM_ID.stop
        value = exam_id.value[:start] + printed + exam_id.value[end:]
        exam_id = replace(exam_id, value=value, repaired=True, doubt=exam_id.doubt or doubt)
        return replace(report, exam_id=exam_id)
    # A test may be moved to another day after its ID was given, but hardly to another year.
    is_other_day = held[_MONTH_AND_DAY] != printed[_MONTH_AND_DAY]
    is_other_day = is_other_day and not _may_lack_a_stroke(exam_date.raw or "", held, printed)
    if is_other_day and min(exam_id.confidence, exam_date.confidence) >= _SURE:
        return report
    doubt = f"the exam ID has {held} in it, and the exam date is {printed}."
    if exam_id.confidence <= exam_date.confidence:
        return replace(report, exam_id=replace(exam_id, doubt=exam_id.doubt or doubt))
    return replace(report, exam_date=replace(exam_date, doubt=exam_date.doubt or doubt))


def _may_lack_a_stroke(raw: str, held: str, printed: str) -> bool:
    """Whether one of two strokes is lost in a date printed without zeros: 11/1 for 11/11."""
    alone = re.findall(r"(?<!\d)\d(?!\d)", raw)
    return any(
        printed[part] == f"0{digit}" and held[part] in {f"1{digit}", f"{digit}1"}
        for part in (_MONTH, _DAY)
        for digit in alone
    )


def _is_nearly(held: str, printed: str) -> bool:
    """Whether two dates of eight digits differ in one or two."""
    if len(held) != len(printed):
        return False
    differing = sum(digit != other for digit, other in zip(held, printed, strict=True))
    return 0 < differing <= _MOST_MISREAD


def _is_month_confirmed(report: KnowledgeTestReport, held: str) -> bool:
    """Whether the expiration date follows from the exam date and not from the one in the exam ID.

    Reports expire at the end of a calendar month: see ``aktr.report.checks.arithmetic``.
    """
    exam_date, expiration = report.exam_date.value, report.expiration_date.value
    return (
        exam_date is not None
        and expiration is not None
        and expiration.month == exam_date.month != int(held[_MONTH])
    )


def _is_date(digits: str) -> bool:
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True
