"""Letters of values that a file does not name."""

from collections.abc import Iterable
from typing import Final

from aktr.reading.page import Page
from aktr.report.model import FIELD_NAMES, KnowledgeTestReport

SHOWN_FOR_NONE: Final = "\ufffd"
"""What is shown for a letter that nobody knows."""


def pages_with_unknown_letters(
    pages: Iterable[Page], reports: Iterable[KnowledgeTestReport]
) -> frozenset[int]:
    """The numbers of pages that lack letters of a value, or of what may be the name.

    Most that lack letters lack a quotation mark or a dash of the small print, and nothing else.

    Args:
        pages: The pages of a file.
        reports: What was read of them.
    """
    lacking = {page.number for page in pages if page.lacks_letters}
    of_values = {
        number
        for report in reports
        if report.name.value is None or any(map(_is_unknown, _values(report)))
        for number in report.pages
    }
    return frozenset(lacking & of_values)


def _values(report: KnowledgeTestReport) -> Iterable[object]:
    return (getattr(report, name).value for name in FIELD_NAMES)


def _is_unknown(value: object) -> bool:
    return isinstance(value, str) and SHOWN_FOR_NONE in value
