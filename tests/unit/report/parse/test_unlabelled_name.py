"""A name without a label is found by where it stands, for a person to confirm."""

from dataclasses import replace

import pytest

from aktr.acs.catalogue import load_catalogue
from aktr.reading.page import ReadBy
from aktr.report.confidence import REVIEW_BELOW
from aktr.report.model import KnowledgeTestReport
from aktr.report.parse import parse_reports
from typed_pages import typed_page

COLUMN = """
                 U.S. DEPARTMENT OF TRANSPORTATION
                 Airman Knowledge Test Report
Name:            Mei Okonkwo, II
FTN:             C1161054
Exam ID:         71099018768456315
Exam:            Private Pilot Airplane (PAR)
Exam Date:       07/11/2024
Exam Site:       ABS31592
Score:           87%
Grade:           PASS
Take:            1
PA.I.A.K1, PA.I.B.K2
Expiration Date: 07/31/2026
"""


def read(text: str, read_by: ReadBy = ReadBy.OCR) -> KnowledgeTestReport:
    (report,) = parse_reports([replace(typed_page(text), read_by=read_by)], load_catalogue())
    return report


@pytest.mark.parametrize("read_by", list(ReadBy))
def test_the_text_above_the_other_values_is_the_name_for_a_person_to_confirm(
    read_by: ReadBy,
) -> None:
    name = read(COLUMN.replace("Name:", "     "), read_by).name
    assert name.value == "Mei Okonkwo, II"
    assert name.place is not None
    assert name.confidence < REVIEW_BELOW
    assert name.doubt


def test_a_name_with_its_label_is_as_sure_as_ever() -> None:
    name = read(COLUMN).name
    assert (name.value, name.doubt) == ("Mei Okonkwo, II", None)
    assert name.confidence > REVIEW_BELOW


@pytest.mark.parametrize(
    "text",
    [
        COLUMN.replace("Name:            Mei Okonkwo, II\n", ""),
        COLUMN.replace("Name:            Mei Okonkwo, II", "                 Mei Okonkwo, II 7 4"),
        COLUMN.replace("Name:            Mei Okonkwo, II", "     Mei Okonkwo, II"),
        COLUMN.replace("Name:            Mei Okonkwo, II", "                 Federal Aviation"),
    ],
    ids=["no name", "no name's signs", "another column", "words of the form"],
)
def test_what_may_be_something_else_is_no_name(text: str) -> None:
    assert read(text).name.value is None


HEADLINE = COLUMN.replace("Name:            Mei Okonkwo, II", "\nMEI OKONKWO II").replace(
    "FTN:             C1161054", "FTN C1161054\n"
)


def test_a_name_may_head_the_form_above_the_ftn() -> None:
    assert read(HEADLINE, ReadBy.PDF_TEXT).name.value == "MEI OKONKWO II"
    assert read(HEADLINE.replace("MEI OKONKWO II", "PSI SERVICES LLC")).name.value is None
