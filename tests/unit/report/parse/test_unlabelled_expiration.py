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


@pytest.mark.parametrize(
    ("exam_date", "found", "other"),
    [("07/31/2014", "07/31/2016", "07/31/2019"), ("08/01/2014", "08/31/2019", "08/31/2016")],
)
def test_how_long_an_airline_pilots_report_holds_depends_on_the_day_of_the_test(
    exam_date: str, found: str, other: str
) -> None:
    text = (
        REPORT.replace("Private Pilot Airplane (PAR)", "ATP Multiengine Airplane (ATM)")
        .replace("02/14/2026", exam_date)
        .replace(LABELLED, f"Use it in time:  {found}\n\nor later:  {other}")
    )
    (report,) = parse_reports([typed_page(text)], load_catalogue())

    assert report.exam_code.value == "ATM"
    assert f"{report.expiration_date.value:%m/%d/%Y}" == found
