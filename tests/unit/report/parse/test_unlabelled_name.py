"""A name without a label is found by where it stands, for a person to confirm."""

from dataclasses import replace

import pytest

from aktr.acs.catalogue import load_catalogue
from aktr.reading.page import Line, ReadBy
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


BESIDE_A_BAR = """
                              FEDERAL AVIATION ADMINISTRATION
FTN                           Airman Knowledge Test Report
C1161054
                              Mei Okonkwo, II
Exam ID
71099018768456315
                              Private Pilot Airplane (PAR)
Exam Date
07/11/2024                    Score 87%     Grade PASS
                              PA.I.A.K1, PA.I.B.K2
Exam Site
ABS31592

Take
1

Expiration Date
07/31/2026
"""


def test_a_name_may_stand_above_the_test_where_the_ftn_has_a_column_of_its_own() -> None:
    name = read(BESIDE_A_BAR, ReadBy.PDF_TEXT).name
    assert name.value == "Mei Okonkwo, II"
    assert name.doubt


@pytest.mark.parametrize("above", ["Dear Mei", "Attn: Mei Okonkwo"])
def test_the_salutation_of_a_letter_is_no_name(above: str) -> None:
    assert read(HEADLINE.replace("MEI OKONKWO II", above), ReadBy.PDF_TEXT).name.value is None


@pytest.mark.parametrize(("scale", "name"), [(1.0, None), (1.6, "MEI OKONKWO II")])
def test_a_name_in_large_print_heads_the_form_beside_its_edge(
    scale: float, name: str | None
) -> None:
    page = typed_page(HEADLINE.replace("FTN C1161054", "   FTN C1161054"))
    lines = tuple(
        Line(
            tuple(
                word._replace(box=word.box._replace(top=word.box.bottom - scale * word.box.height))
                for word in line.words
            )
        )
        if line.words[0].text == "MEI"
        else line
        for line in page.lines
    )
    (report,) = parse_reports([replace(page, lines=lines)], load_catalogue())
    assert report.name.value == name
