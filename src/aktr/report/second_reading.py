"""One report out of two readings of the same paper.

Where two readings of a picture differ, one of them is wrong, and where only one has a value, the
other one lost it. What is taken here is more often right than either; it is surer only where both
read the same and the second is beyond doubt. What only one of them has read is left for a person to
confirm.
"""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final

from aktr.reading.page import ReadBy
from aktr.report.model import FIELD_NAMES, KnowledgeTestReport, ReadValue
from aktr.report.repair.code_readings import codes_of_both

Complaints = Callable[[KnowledgeTestReport], int]
"""How many cross-checks a report does not pass."""

_IN_DISPUTE: Final = 0.60
"""Confidence in a value for which the other reading has another one."""
_READ_ONCE: Final = 0.75
"""Confidence in a value that the other reading does not have."""
_BEHIND_NAMES: Final = frozenset("II III IV JR JR. Jr Jr. SR SR. Sr Sr.".split())
_CERTAIN: Final = 0.90
_BEYOND_DOUBT: Final = 0.97
"""Confidence of the second reading from which it settles a doubt of the first about other fields,
of which names are the most: of 105 values that the second was only sure of, 4 were wrong."""
_FORMED: Final = frozenset(("ftn", "exam_id", "exam_site"))
"""Fields whose values are long, of digits but for a few letters, and of one form each."""
_HARDLY_SEEN: Final = 0.50
"""Up to here a reading that differs from a certain one says nothing."""


def with_second_reading(
    first: Sequence[KnowledgeTestReport],
    second: Sequence[KnowledgeTestReport],
    complaints: Complaints,
) -> tuple[KnowledgeTestReport, ...]:
    """Put two readings of the same pages together.

    Args:
        first: The reports of the first reading, in page order; none if it found none.
        second: Those of the second, some of the same pages.
        complaints: Tells which of two values goes better with the rest of the report.

    Returns:
        The reports of the first reading, each with what the second has put right in it; or those
        of the second, for a person to confirm, if there were none.
    """
    if not first:
        return tuple(_as_read_once(report) for report in second)
    return tuple(
        _put_together(report, other, complaints)
        if (other := _same_paper(report, first, second)) is not None
        else report
        for report in first
    )


def _same_paper(
    report: KnowledgeTestReport,
    first: Sequence[KnowledgeTestReport],
    second: Sequence[KnowledgeTestReport],
) -> KnowledgeTestReport | None:
    """The other reading of a report, if there is no doubt that it is one."""
    if report.read_by is not ReadBy.OCR:
        return None
    here = [other for other in second if other.pages == report.pages]
    if len(here) != 1 or sum(other.pages == report.pages for other in first) != 1:
        return None
    return here[0] if here[0].read_by is ReadBy.OCR else None


def _put_together(
    first: KnowledgeTestReport, second: KnowledgeTestReport, complaints: Complaints
) -> KnowledgeTestReport:
    codes, unresolved = codes_of_both(first, second, in_dispute=_IN_DISPUTE, once=_READ_ONCE)
    report = replace(first, codes=codes, unresolved_codes=unresolved)
    for name in FIELD_NAMES:
        report = _with_better(report, name, getattr(second, name), complaints)
    return report


def _with_better(
    report: KnowledgeTestReport, name: str, other: ReadValue[Any], complaints: Complaints
) -> KnowledgeTestReport:
    own: ReadValue[Any] = getattr(report, name)
    if other.value is None or (name == "exam_title" and _differ_by_open_dash(own, other)):
        return report
    if other.value == own.value:
        needed = _CERTAIN if name in _FORMED else _BEYOND_DOUBT
        return _with_value(report, name, _confirmed(own, other, needed))
    if own.value is None:
        return _with_value(report, name, _at_most(other, _READ_ONCE))
    difference = complaints(_with_value(report, name, other)) - complaints(report)
    if difference == 0 and _says_nothing(other, own):
        return report
    if difference == 0 and _says_nothing(own, other):
        return _with_value(report, name, _at_most(other, _READ_ONCE))
    better = _longer_by_numeral(own, other)
    if better is None:
        better = other if _is_better(other, own, difference) else own
    return _with_value(report, name, _at_most(better, _IN_DISPUTE))


def _differ_by_open_dash(own: ReadValue[str], other: ReadValue[str]) -> bool:
    """Whether a title is in doubt and the second reading of it has another dash.

    How long a dash is, the same print tells no better the second time.
    """
    if own.doubt is None or own.value is None or other.value is None or own.value == other.value:
        return False
    return _letters(own.value) == _letters(other.value)


def _confirmed(own: ReadValue[Any], other: ReadValue[Any], needed: float) -> ReadValue[Any]:
    """A value that is sure if the second reading of it is.

    The first doubts one for a pen's ring around it as well, which the second takes out; what is
    doubted for the shape of a digit, or for a mark that may be lost, both doubt.
    """
    is_sure = other.confidence >= needed and other.doubt is None
    if own.doubt is None and is_sure and _IN_DISPUTE <= own.confidence < _CERTAIN:
        return replace(own, confidence=_CERTAIN)
    return own


def _longer_by_numeral(own: ReadValue[Any], other: ReadValue[Any]) -> ReadValue[Any] | None:
    """The name with the numeral behind it that only one of two readings has, or None.

    Nothing makes strokes behind a name, and a piece as short as they are is easily lost.
    """
    if not (isinstance(own.value, str) and isinstance(other.value, str)):
        return None
    shorter, longer = sorted((own.value, other.value), key=len)
    name, _, last = longer.rpartition(" ")
    if last not in _BEHIND_NAMES or _letters(name) != _letters(shorter):
        return None
    if longer == own.value:
        return own
    return replace(
        own, value=f"{own.value} {last}", raw=f"{own.raw} {last}", place=other.place or own.place
    )


def _says_nothing(value: ReadValue[Any], other: ReadValue[Any]) -> bool:
    return value.confidence <= _HARDLY_SEEN and other.confidence >= _CERTAIN


def _with_value(
    report: KnowledgeTestReport, name: str, value: ReadValue[Any]
) -> KnowledgeTestReport:
    changed: dict[str, Any] = {name: value}
    return replace(report, **changed)


def _is_better(other: ReadValue[Any], own: ReadValue[Any], difference: int) -> bool:
    """Whether the second reading's value is to be taken: by the checks, what it says, the print."""
    if difference:
        return difference < 0
    if (other.doubt is None) != (own.doubt is None):
        return other.doubt is None
    ours, theirs = own.value, other.value
    if isinstance(ours, str) and isinstance(theirs, str) and _letters(ours) == _letters(theirs):
        # A poor picture takes marks, dots and blanks away and adds none.
        fullness = len(_marks(theirs)) - len(_marks(ours))
        if fullness:
            return fullness > 0
    return other.confidence > own.confidence


def _letters(text: str) -> str:
    return "".join(each for each in _decomposed(text) if each.isalnum())


def _marks(text: str) -> str:
    return "".join(each for each in _decomposed(text) if not each.isalnum())


_WITH_STROKES: Final = str.maketrans({"Ø": "O/", "ø": "o/", "Ł": "L/", "ł": "l/", "Đ": "D/"})


def _decomposed(text: str) -> str:
    """Each letter parted from its marks, as which strokes through it count, too."""
    return unicodedata.normalize("NFD", text.translate(_WITH_STROKES))


def _at_most(value: ReadValue[Any], confidence: float) -> ReadValue[Any]:
    return replace(value, confidence=min(value.confidence, confidence))


def _as_read_once(report: KnowledgeTestReport) -> KnowledgeTestReport:
    fields: dict[str, Any] = {
        name: _at_most(getattr(report, name), _READ_ONCE) for name in FIELD_NAMES
    }
    codes = tuple(
        replace(code, confidence=min(code.confidence, _READ_ONCE)) for code in report.codes
    )
    return replace(report, codes=codes, **fields)
