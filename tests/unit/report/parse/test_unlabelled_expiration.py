"""The day on which a report must expire is found where no label led to it."""

from datetime import date

import pytest

from aktr.acs.catalogue import load_catalogue
from aktr.report.confidence import REVIEW_BELOW
from aktr.report.model import KnowledgeTestReport
from aktr.report.parse import parse_reports
from typed_pages import REPORT, typed_page

LABELLED = "EXPIRATION DATE: 02/29/2028"


def read(instead: str) -> KnowledgeTestReport:
    assert LABELLED in REPORT
    page = typed_page(REPORT.replace(LABELLED, instead))
    (report,) = parse_reports([page], load_catalogue())
    return report


def test_a_date_by_itself_on_which_the_report_must_expire_is_its_expiration_date() -> None:
    expires = read("Use it in time:  02/29/2028").expiration_date

    assert expires.value == date(2028, 2, 29)
    assert expires.confidence >= REVIEW_BELOW


@pytest.mark.parametrize("instead", ["Printed:  02/28/2028", "Seen until 02/29/2028 by us", "-"])
def test_no_other_date_is(instead: str) -> None:
    assert read(instead).expiration_date.value is None
