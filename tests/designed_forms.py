"""What forms of other designs have in common, for tests of how they are read."""

from dataclasses import replace
from typing import Final

from aktr.acs.catalogue import load_catalogue
from aktr.reading.page import ReadBy
from aktr.report.model import KnowledgeTestReport
from aktr.report.parse import parse_reports
from typed_pages import typed_page

HEAD: Final = """
                    Airman Knowledge Test Report
"""
TAIL: Final = """
The Airman Certification Standards (ACS) codes listed below represent incorrectly
answered questions. A single code may represent more than one incorrect response.

PA.I.B.K1a PA.I.C.K2 PA.III.A.K8 PA.VI.A.K1
"""


def read(*texts: str, read_by: ReadBy = ReadBy.PDF_TEXT) -> KnowledgeTestReport:
    """The one report on some pages."""
    pages = [
        replace(typed_page(text), number=number, read_by=read_by)
        for number, text in enumerate(texts, 1)
    ]
    (report,) = parse_reports(pages, load_catalogue())
    return report


TWO_IN_ONE: Final = """
NAME: DOE, JANE ANN                    FTN: C1234567
EXAM: Private Pilot Airplane (PAR)     EXAM ID: 90000020260214001
EXAM DATE: 02/14/2026                  EXAM SITE: ABS60104
SCORE: 93%                             GRADE / TAKE: Pass / 1
EXPIRATION DATE: 02/29/2028
"""
