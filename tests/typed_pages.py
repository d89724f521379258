"""Pages set like a typewriter's, for tests of what is made of the words on them."""

from dataclasses import replace
from datetime import date
from typing import Any, Final

from aktr.acs.catalogue import load_catalogue
from aktr.reading.lines import gather_lines
from aktr.reading.page import Box, Page, ReadBy, Word
from aktr.report.model import FIELD_NAMES, Grade, KnowledgeTestReport
from aktr.report.parse import parse_reports

_ADVANCE, _PITCH, _HEIGHT = 6.0, 14.0, 11.0
"""Of a character, of a line and of the print, in points."""

REPORT: Final = """
                    Airman Knowledge Test Report

NAME: DOE, JANE ANN
FAA TRACKING NUMBER (FTN): C1234567          EXAM ID: 90000020260214001
EXAM: Private Pilot Airplane (PAR)
EXAM DATE: 02/14/2026                        EXAM SITE: ABS60104
SCORE: 93%               GRADE: Pass         TAKE: 1

The Airman Certification Standards (ACS) codes listed below represent incorrectly
answered questions. These ACS codes and their associated Areas of Operation, Tasks and
Elements may be found in the appropriate ACS document at www.faa.gov/training_testing.

A single code may represent more than one incorrect response.

PA.I.B.K1a PA.I.C.K2 PA.III.A.K8 PA.VI.A.K1

EXPIRATION DATE: 02/29/2028

                    DO NOT LOSE THIS REPORT

AUTHORIZED INSTRUCTOR'S STATEMENT: (if applicable)
On ____________ (date) I gave the above named applicant ______ hours of additional
instruction, covering each subject area shown to be deficient, and consider the
applicant competent to pass the knowledge test.
Name ________________________  Cert. No. ______________  Type ________
Signature ______________________________________
"""
"""A report as a testing centre prints it; its values are invented."""

CODES: Final = ("PA.I.B.K1a", "PA.I.C.K2", "PA.III.A.K8", "PA.VI.A.K1")
VALUES: Final[dict[str, Any]] = {
    "name": "DOE, JANE ANN",
    "ftn": "C1234567",
    "applicant_id": None,
    "exam_id": "90000020260214001",
    "exam_title": "Private Pilot Airplane",
    "exam_code": "PAR",
    "exam_date": date(2026, 2, 14),
    "exam_site": "ABS60104",
    "score": 93,
    "grade": Grade.PASS,
    "take": 1,
    "expiration_date": date(2028, 2, 29),
}
"""What the report says."""


def typed_page(text: str, number: int = 1) -> Page:
    """A page on which every character of the text takes the same room."""
    rows = text.split("\n")
    words = [
        Word(
            "".join(letters),
            Box(
                36 + _ADVANCE * start,
                36 + _PITCH * row,
                36 + _ADVANCE * (start + len(letters)),
                36 + _PITCH * row + _HEIGHT,
            ),
        )
        for row, line in enumerate(rows)
        for start, letters in _words(line)
    ]
    return Page(
        number=number,
        width=72 + _ADVANCE * max(100, *(len(row) for row in rows)),
        height=72 + _PITCH * max(60, len(rows)),
        lines=gather_lines(words),
        read_by=ReadBy.PDF_TEXT,
    )


def on_a_picture(form: str) -> KnowledgeTestReport:
    """The report of a typed form that a reader of pictures has read."""
    (report,) = parse_reports([replace(typed_page(form), read_by=ReadBy.OCR)], load_catalogue())
    return report


def _words(line: str) -> list[tuple[int, list[str]]]:
    words: list[tuple[int, list[str]]] = []
    before = " "
    for column, letter in enumerate(line):
        if not letter.isspace():
            if before.isspace():
                words.append((column, []))
            words[-1][1].append(letter)
        before = letter
    return words


def changed(old: str, new: str, text: str = REPORT) -> str:
    """The report with one passage replaced."""
    assert text.count(old) == 1, f"{old!r} stands in the report {text.count(old)} times"
    return text.replace(old, new)


def parse(*texts: str) -> tuple[KnowledgeTestReport, ...]:
    """The reports on some pages."""
    pages = [typed_page(text, number) for number, text in enumerate(texts, start=1)]
    return parse_reports(pages, load_catalogue())


def parse_one(*texts: str) -> KnowledgeTestReport:
    """The one report on some pages."""
    (report,) = parse(*texts)
    return report


def values(report: KnowledgeTestReport) -> dict[str, Any]:
    """The value of each field."""
    return {name: getattr(report, name).value for name in FIELD_NAMES}


def codes(report: KnowledgeTestReport) -> tuple[str, ...]:
    """The codes in printed order."""
    return tuple(code.code for code in report.codes)
