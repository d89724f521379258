"""How long a report of a knowledge test holds: the one place that knows the months."""

from datetime import date
from typing import Final

from aktr.acs.model import KnowledgeTest

STANDARD_MONTHS: Final = 24
"""Calendar months of every test but the ATM; also what is taken for a test that is not known."""
ATM_MONTHS: Final = 60
ATM_LONGER_SINCE: Final = date(2014, 8, 1)
"""First day of the ATM test after the airline certification training programme was required."""


def validity_months(test: KnowledgeTest | None, exam_date: date) -> int:
    """Calendar months after the month of the test until its report expires.

    Args:
        test: The test as the catalogue has it, with the months of today; None if it is not known.
        exam_date: The day of the test.
    """
    if test is None or exam_date < ATM_LONGER_SINCE:
        return STANDARD_MONTHS
    return test.validity_months


def possible_validity_months(test: KnowledgeTest | None, exam_date: date) -> frozenset[int]:
    """The same where a test that is not known may be any test.

    Args:
        test: The test; None if it is not known.
        exam_date: The day of the test.
    """
    months = frozenset({validity_months(test, exam_date)})
    if test is None and exam_date >= ATM_LONGER_SINCE:
        return months | {ATM_MONTHS}
    return months
