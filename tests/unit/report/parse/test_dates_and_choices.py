"""Dates in an order that the form asks for, and grades that are ticked."""

from datetime import date

import pytest

from aktr.report.model import Grade
from aktr.report.parse.lines.date_order import read_date_in_order, told_order
from aktr.report.values.choices import marked_grade, offers_both_grades
from designed_forms import HEAD, TAIL, read
from typed_pages import VALUES, typed_page, values

DAY_FIRST = """
Name        DOE, JANE ANN                     FTN               C1234567
Exam        Private Pilot Airplane (PAR)      Testing center    ABS60104
Exam ID     90000020260203001
Exam date (dd/mm/yyyy)            03/02/2026
Expires (dd/mm/yyyy)              29/02/2028
Score       93%                               Grade             PASS
Take        1
"""
BOXES = """
Candidate
DOE, JANE ANN

FTN             Exam ID
C1234567        90000020260214001

Test                              Test code
Private Pilot Airplane            PAR

Date Administered
{order}             Testing Center Number       Score (%)
{day}               ABS60104                    93

Pass/Fail                      Attempt No.         Expires
                                                   {order}
{grade}                        1                   {end}
"""


def test_a_label_tells_in_which_order_its_date_is_written() -> None:
    report = read(HEAD + DAY_FIRST + TAIL)
    assert report.exam_date.value == date(2026, 2, 3)
    assert report.expiration_date.value == VALUES["expiration_date"]


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("Exam date (dd/mm/yyyy)", "DMY"),
        ("Date (MM-DD-YYYY)", "MDY"),
        ("Fecha (dd/mm/aaaa)", "DMY"),
        ("YYYY-MM-DD", "YMD"),
        ("Exam date", None),
        ("dd/dd/yyyy", None),
    ],
)
def test_an_order_is_told_by_each_part_once(text: str, order: str | None) -> None:
    assert told_order(text) == order


def test_a_name_of_a_month_needs_no_order() -> None:
    reading = read_date_in_order("3 Feb 2026", "MDY")
    assert reading is not None
    assert reading.value == date(2026, 2, 3)


@pytest.mark.parametrize(
    ("order", "day", "end"),
    [
        ("Day Month Year", "14  02    2026", "29  02    2028"),
        ("MM  DD  YYYY  ", "02  14  2026  ", "02  29  2028  "),
        ("YYYY  MM  DD  ", "20260214      ", "20280229      "),
        ("DD  MM  YYYY  ", "1402 20 26    ", "29.02.2028    "),
    ],
)
def test_the_words_above_boxes_tell_what_is_in_them(order: str, day: str, end: str) -> None:
    form = BOXES.format(order=order, day=day, end=end, grade="X PASS     FAIL")
    assert values(read(HEAD + form + TAIL)) == VALUES


@pytest.mark.parametrize(
    ("cell", "grade"),
    [
        ("x Pass       Fail", Grade.PASS),
        ("  Pass     x Fail", Grade.FAIL),
        ("Pass x       Fail  ", Grade.PASS),
        ("Pass    x    Fail", None),
        ("Pass         Fail", None),
        ("\u2610 Pass   \u2611 Fail", Grade.FAIL),
    ],
)
def test_a_mark_belongs_to_the_grade_that_it_stands_at(cell: str, grade: Grade | None) -> None:
    words = typed_page(cell).lines[0].words
    assert offers_both_grades(words)
    assert marked_grade(words) == grade


def test_a_sentence_with_both_grades_offers_no_choice() -> None:
    words = typed_page("Pass (a score below 70 is a Fail )").lines[0].words
    assert not offers_both_grades(words)


OFFERED = """
Name        DOE, JANE ANN                     FTN               C1234567
Exam        Private Pilot Airplane (PAR)      Testing center    ABS60104
Exam ID     90000020260214001                 Examined          02/14/2026
Score       93%                               Take              1
Result      {}
"""


@pytest.mark.parametrize(
    ("cell", "grade"),
    [("\u2611 Pass      \u2610 Fail", Grade.PASS), ("Pass         Fail", None)],
)
def test_of_two_grades_apart_none_holds_without_a_tick(cell: str, grade: Grade | None) -> None:
    report = read(HEAD + OFFERED.format(cell) + TAIL)
    assert report.grade.value == grade
    assert bool(report.grade.doubt) is (grade is None)
