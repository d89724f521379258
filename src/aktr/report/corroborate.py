"""Lets values that confirm each other be as sure as that makes them.

A reader of pictures is sure or unsure of strokes. It does not know that an expiration date follows
from an exam date, or that a title belongs to a code. Where two values that were read apart agree
in such a way, an error in either would have to be matched by just the right error in the other; so
both may be believed. Nothing is changed but the certainty, and nothing that disagrees is touched.
"""

import re
from dataclasses import replace
from typing import Any, Final, TypeVar

from aktr.acs.catalogue import Catalogue
from aktr.acs.model import passing_score
from aktr.acs.validity import possible_validity_months
from aktr.reading.page import ReadBy
from aktr.report.checks.arithmetic import end_of_month_after
from aktr.report.model import Grade, KnowledgeTestReport, ReadValue
from aktr.report.repair.exam_id_date import DATE_IN_EXAM_ID
from aktr.report.values.exam import official_titles, title_key
from aktr.report.values.readers import YEAR_OF_TWO_DIGITS

ValueT = TypeVar("ValueT")
Raised = dict[str, Any]
"""New values of fields, by their names."""

_CONFIRMED: Final = 0.97
"""Confidence in a value that another one, read elsewhere on the page, confirms."""
_ONE_OF_FEW: Final = 0.93
"""Confidence in a value of which only a handful exist, none of which looks like another."""
_ONE_STROKE: Final = re.compile(r"\W*[1Il|!]\W*")
_RARE_TAKE: Final = 5
_LIKE_ONE: Final = 7
_PERFECTLY_CLEAR: Final = 0.98
_TO_BE_LOOKED_AT: Final = 0.75
_HOPELESS: Final = 0.3
"""Confidence below which strokes were hardly seen; agreement is then chance as well as not."""


def corroborate(report: KnowledgeTestReport, catalogue: Catalogue) -> KnowledgeTestReport:
    """A report with the certainty of its values raised where they confirm each other.

    Args:
        report: As read; of one with a text layer only years of two digits need that.
        catalogue: Which tests and codes exist.
    """
    raised: Raised = {}
    if report.read_by is not ReadBy.OCR:
        _confirm_years(report, catalogue, raised)
        return replace(report, **raised) if raised else report
    _confirm_dates(report, catalogue, raised)
    _confirm_years(report, catalogue, raised)
    _confirm_exam(report, catalogue, raised)
    _confirm_result(report, catalogue, raised)
    _confirm_take(report, raised)
    return replace(report, **raised)


def _confirm_years(report: KnowledgeTestReport, catalogue: Catalogue, raised: Raised) -> None:
    """Years of two digits, if one date follows from the other: no test was taken in 1925.

    That also tells in which order day, month and year are printed.
    """
    if _expires_as_it_should(report, catalogue):
        for name in ("exam_date", "expiration_date"):
            value = getattr(report, name)
            if value.doubt == YEAR_OF_TWO_DIGITS and value.confidence >= _HOPELESS:
                raised[name] = replace(value, doubt=None, confidence=_CONFIRMED)


def _expires_as_it_should(report: KnowledgeTestReport, catalogue: Catalogue) -> bool:
    """Whether the expiration date follows from the exam date."""
    exam, expiration = report.exam_date.value, report.expiration_date.value
    if exam is None or expiration is None:
        return False
    test = catalogue.knowledge_test(report.exam_code.value or "")
    months = possible_validity_months(test, exam)
    return any(expiration == end_of_month_after(exam, each) for each in months)


def _confirm_dates(report: KnowledgeTestReport, catalogue: Catalogue, raised: Raised) -> None:
    exam = report.exam_date.value
    if exam is None:
        return
    if _expires_as_it_should(report, catalogue):
        # Only year and month of the exam date follow from it, but the strokes of one line are read
        # alike: the day is as sure as the rest of its date.
        raised["expiration_date"] = _raised(report.expiration_date, _CONFIRMED)
        raised["exam_date"] = _raised(report.exam_date, _ONE_OF_FEW)
    if (report.exam_id.value or "")[DATE_IN_EXAM_ID] == exam.strftime("%Y%m%d"):
        raised["exam_date"] = _raised(report.exam_date, _CONFIRMED)


def _confirm_exam(report: KnowledgeTestReport, catalogue: Catalogue, raised: Raised) -> None:
    test = catalogue.knowledge_test(report.exam_code.value or "")
    title = report.exam_title.value
    if test is None or not title:
        return
    if title_key(title) in map(title_key, official_titles(test)):
        raised["exam_title"] = _raised(report.exam_title, _CONFIRMED)
        raised["exam_code"] = _raised(report.exam_code, _CONFIRMED)


def _confirm_result(report: KnowledgeTestReport, catalogue: Catalogue, raised: Raised) -> None:
    score, grade = report.score.value, report.grade.value
    needed = passing_score(catalogue.knowledge_test(report.exam_code.value or ""))
    if grade is not None and (score is None or (score >= needed) == (grade is Grade.PASS)):
        raised["grade"] = _raised(report.grade, _ONE_OF_FEW)


def _confirm_take(report: KnowledgeTestReport, raised: Raised) -> None:
    """A take of one stroke: a take is a number, and only a 1 is one, whichever letter was read.

    One of five and more is so rare that a digit which stands alone is more often misread, if it
    is not perfectly clear; a 7 may be a 1 even then.
    """
    take = report.take.value or 0
    if take >= _RARE_TAKE and (take == _LIKE_ONE or report.take.confidence < _PERFECTLY_CLEAR):
        raised["take"] = replace(
            report.take, confidence=min(report.take.confidence, _TO_BE_LOOKED_AT)
        )
    if report.take.value == 1 and _ONE_STROKE.fullmatch(report.take.raw or ""):
        raised["take"] = _raised(report.take, _ONE_OF_FEW)


def _raised(value: ReadValue[ValueT], confidence: float) -> ReadValue[ValueT]:
    if value.value is None or value.doubt or value.confidence < _HOPELESS:
        return value
    return replace(value, confidence=max(value.confidence, confidence))
