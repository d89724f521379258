"""The title of a test tells its code where a picture shows that damaged."""

from dataclasses import replace

import pytest

from aktr.acs.catalogue import load_catalogue
from aktr.reading.page import Box, Line, Page, ReadBy, Word
from aktr.report.parse import parse_reports
from aktr.report.repair.exams import with_test_codes
from typed_pages import changed, typed_page


def _shown(text: str, read_by: ReadBy = ReadBy.OCR) -> list[Word]:
    """The words of a page of one line."""
    words = tuple(
        Word(each, Box(100.0 * place, 0, 100.0 * place + 90, 12), 0.99)
        for place, each in enumerate(text.split())
    )
    page = Page(1, 600, 800, (Line(words),), read_by)
    return list(with_test_codes(page, load_catalogue()).lines[0].words)


@pytest.mark.parametrize(
    ("read", "code"),
    [
        ("EXAM TITLE: Fundanentals of Instructing (FOD)", "(FOI)"),
        ("EXAM GROUND INSTRUCTOR INSTRUMENT AGD", "(IGI)"),
        ("Exam: Private Pilot Airplane (P4R)", "(PAR)"),
        ("EXAM: Fundamentals of Instructing (FÖI)", "(FOI)"),
    ],
)
def test_the_title_tells_a_damaged_code_of_a_test(read: str, code: str) -> None:
    words = _shown(read)
    assert words[-1].text == code
    assert words[-1].read_as == read.rsplit(maxsplit=1)[-1]
    assert words[-1].confidence < 0.8


@pytest.mark.parametrize(
    "read",
    [
        "Exam: Private Pilot Airplane (PAT)",  # that is the code of another test
        "Exam: Private Pilot Airplane SITE: ABS12345",
        "Exam: Private Pilot Airplane PASS",
        "Exam: Fundamentals of Instructing FTN: A1234567",
        "Exam: Some Other Test (XYZ)",
    ],
)
def test_a_word_behind_a_title_that_is_no_damaged_code_stays(read: str) -> None:
    assert [word.text for word in _shown(read)] == read.split()


def test_a_name_in_a_column_beside_the_title_is_no_damaged_code() -> None:
    texts = (
        "PHAM, HOANG ANH".split(),
        "Flight Instructor Instrument Airplane (Added Rating)".split(),
    )
    words = tuple(
        Word(text, Box(100.0 * place + left, 0, 100.0 * place + left + 90, 12), 0.99)
        for left, column in zip((0, 500), texts, strict=True)
        for place, text in enumerate(column)
    )
    page = Page(1, 1200, 800, (Line(words),), ReadBy.OCR)

    assert with_test_codes(page, load_catalogue()).lines[0].words == words


def test_a_text_layer_is_left_as_it_is() -> None:
    text = "Fundamentals of Instructing (FOD)"
    assert [word.text for word in _shown(text, ReadBy.PDF_TEXT)] == text.split()


@pytest.mark.parametrize("seen", ["Prlvate Pllot Alrplone (PAR)", "Private Pilot Airplone (P4R)"])
def test_a_title_of_which_letters_are_in_doubt_is_that_of_its_test_and_stays_in_doubt(
    seen: str,
) -> None:
    page = typed_page(changed("Private Pilot Airplane (PAR)", seen))
    lines = tuple(
        Line(tuple(word._replace(confidence=0.6) for word in line.words)) for line in page.lines
    )

    (report,) = parse_reports([replace(page, lines=lines, read_by=ReadBy.OCR)], load_catalogue())

    assert (report.exam_title.value, report.exam_code.value) == ("Private Pilot Airplane", "PAR")
    assert report.exam_title.doubt is not None
