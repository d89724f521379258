"""Values at the side of the list, in rows of their own, are read as if they stood alone."""

from dataclasses import replace
from itertools import count

import pytest

from aktr.acs.catalogue import load_catalogue
from aktr.reading.lines import gather_lines
from aktr.reading.page import Box, Page, ReadBy, Word
from aktr.report.parse import parse_reports
from aktr.report.parse.lines.columns import column_by_column
from typed_pages import CODES, REPORT, VALUES, codes, typed_page, values

_SIDE = """NAME
DOE, JANE ANN
FTN
C1234567
EXAM ID
90000020260214001
EXAM TITLE
Private Pilot Airplane
(PAR)
EXAM DATE
02/14/2026
EXAM SITE
ABS60104
SCORE
93
GRADE
Pass
TAKE
1
EXPIRATION DATE
02/29/2028"""
_LIST = """The Airman Certification Standards (ACS) codes listed
below represent incorrectly answered questions. These
codes may be found in the appropriate ACS document at
www.faa.gov/training_testing.
A single code may represent more than one incorrect
response.
PA.I.B.K1a
PA.I.C.K2
PA.III.A.K8
PA.VI.A.K1"""


def _placed(text: str, left: float, top: float, pitch: float) -> list[Word]:
    words = []
    for row, line in enumerate(text.split("\n")):
        x = left
        for word in line.split():
            box = Box(x, top + pitch * row, x + 6.0 * len(word), top + pitch * row + 11)
            words.append(Word(word, box))
            x = box.right + 6
    return words


def _page(pitch: float) -> Page:
    words = [
        *_placed("Airman Knowledge Test Report", 36, 36, 14),
        *_placed(_SIDE, 36, 70, 15),
        *_placed(_LIST, 240, 72, pitch),
        *_placed("DO NOT LOSE THIS REPORT", 150, 420, 14),
    ]
    return Page(1, 612, 792, gather_lines(words), ReadBy.PDF_TEXT)


@pytest.mark.parametrize("pitch", [13.0, 18.5, 22.0, 27.5])
@pytest.mark.parametrize("read_by", list(ReadBy))
def test_columns_with_rows_of_their_own_are_read_one_after_the_other(
    pitch: float, read_by: ReadBy
) -> None:
    page = replace(_page(pitch), read_by=read_by)

    (report,) = parse_reports([page], load_catalogue())

    assert values(report) == VALUES
    assert codes(report) == CODES


def test_a_short_list_beside_the_values_ends_where_text_goes_across_again() -> None:
    words = [
        *_placed("Airman Knowledge Test Report", 36, 36, 14),
        *_placed(_SIDE, 36, 70, 15),
        *_placed("A single code may represent more.\n" + "\n".join(CODES), 240, 74, 21),
        *_placed("AUTHORIZED INSTRUCTOR'S STATEMENT: (if applicable)", 36, 400, 14),
    ]
    page = Page(1, 612, 792, gather_lines(words), ReadBy.OCR)

    (report,) = parse_reports([page], load_catalogue())

    assert values(report) == VALUES
    assert codes(report) == CODES


def test_no_word_is_lost_or_read_twice() -> None:
    page = _page(18.5)
    # One that reaches into the strip between the columns parts them there.
    across = Word("stamp", Box(180, 171, 260, 182))
    lines = gather_lines([*(word for line in page.lines for word in line.words), across])

    ordered = column_by_column(lines)

    assert sorted(word for line in ordered for word in line.words) == sorted(
        word for line in lines for word in line.words
    )


def test_a_list_in_columns_is_never_torn() -> None:
    listed = "PLT023\nPLT345\n\nExpires: 10/31/2010\n\nLOSE\nOn (date) I gave"
    words = [
        *_placed(listed, 36, 100, 15),
        *_placed("PLT492\nPLT544\n\n\n\n\nhours of additional instruction in it", 240, 105, 17),
        *_placed("\n".join(["one line of running text"] * 8), 36, 300, 15),
    ]
    lines = gather_lines(words)

    assert column_by_column(lines) == lines


def test_a_table_stays_as_it_is() -> None:
    page = typed_page(REPORT)
    number = count()
    table = gather_lines(
        word
        for _ in range(12)
        for row in [next(number)]
        for word in (*_placed(f"LABEL {row}", 36, 30 + 14 * row, 14),
                     *_placed(f"VALUE {row}", 300, 31 + 14 * row, 14))
    )  # fmt: skip

    assert column_by_column(page.lines) == page.lines
    assert column_by_column(table) == table


NARROW_COLUMN = """
                    Airman Knowledge Test Report
NAME: DOE, JANE ANN           FTN
EXAM: Private Pilot           C1234567
      Airplane (PAR)
PA.I.B.K1a PA.I.C.K2          Exam ID
PA.III.A.K8 PA.VI.A.K1        90000020260214001

                              Exam date
                              02/14/2026

                              Exam site           SCORE 93%  GRADE Pass
                              ABS60104            TAKE 1

                              Expiration date
                              02/29/2028
"""


@pytest.mark.parametrize("lower", [0.0, 5.0, 8.0])
def test_rows_of_the_next_column_need_not_be_level_with_a_label_and_its_value(lower: float) -> None:
    page = typed_page(NARROW_COLUMN)
    words = [
        word._replace(
            box=word.box._replace(top=word.box.top + lower, bottom=word.box.bottom + lower)
        )
        if word.box.left > 320
        else word
        for line in page.lines
        for word in line.words
    ]
    (report,) = parse_reports([replace(page, lines=gather_lines(words))], load_catalogue())
    assert report.exam_site.value == "ABS60104"
    assert report.score.value == 93


def test_a_bent_sheet_does_not_part_labels_from_their_values() -> None:
    labels = "NAME\nFTN\nEXAM\nEXAM DATE\nEXAM SITE\nEXAM ID\nTAKE\nGRADE\nSCORE\nEXPIRATION DATE"
    beside = (
        "DOE, JANE ANN\nC1234567\nPrivate Pilot Airplane (PAR)\n02/14/2026\nABS60104\n"
        "90000020260214001\n1\nPass\n93%\n02/29/2028"
    )
    below = f"A single code may represent more than one incorrect response.\n{' '.join(CODES)}"
    lines = gather_lines(
        [
            *_placed("Airman Knowledge Test Report", 36, 36, 14),
            *_placed(labels, 36, 70, 15),
            *_placed(beside, 240, 76, 15),
            *_placed("The Airman Certification Standards (ACS) codes listed", 240, 250, 14),
            *_placed("below represent incorrectly answered questions and may", 240, 264, 14),
            *_placed("be found in the appropriate ACS document of the FAA.", 240, 278, 14),
            *_placed(below, 36, 310, 14),
        ]
    )

    rows = [line.text for line in column_by_column(lines)]

    assert rows == [line.text for line in lines]
