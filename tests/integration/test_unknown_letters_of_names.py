"""A name whose letters the file does not name is read from the picture of its page."""

from io import BytesIO
from typing import Final, NoReturn

import pikepdf
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from aktr.processing.coordinator import find_reports, read_reports
from aktr.reading.page import ReadBy
from aktr.reading.pages import read_pages
from aktr.reading.sniff import FileKind
from aktr.report.confidence import REVIEW_BELOW
from aktr.settings import Limits
from pdfs import REPORT, REPORT_CODES, SIZE, edited

FACE: Final = "Vera"


def report_without_letters(name: str, *small_print: str) -> bytes:
    """A report in a font that brings a sign for each letter and names only those of ASCII."""
    pdfmetrics.registerFont(TTFont(FACE, f"{FACE}.ttf"))
    buffer = BytesIO()
    canvas = Canvas(buffer, invariant=1)
    canvas.setFont(FACE, SIZE - 1)
    for x, y, text in REPORT:
        canvas.drawString(x, y, text.replace("DOE, JANE ANN", name))
    for row, text in enumerate(small_print):
        canvas.drawString(72, 440 - 20 * row, text)
    canvas.save()

    def forget(document: pikepdf.Pdf) -> None:
        for font in document.pages[0].Resources.Font.values():
            if "/ToUnicode" in font:
                del font["/ToUnicode"]

    return edited(buffer.getvalue(), forget)


def no_pictures() -> NoReturn:
    raise AssertionError("a picture was asked for")


def test_letters_of_a_name_come_from_the_picture_and_all_else_from_the_text() -> None:
    (checked,) = read_reports(report_without_letters("LE GOFF, G\u00c9RARD"), Limits())
    report = checked.report
    assert report.name.value == "LE GOFF, G\u00c9RARD"
    assert report.name.confidence >= REVIEW_BELOW
    assert report.read_by is ReadBy.PDF_TEXT
    assert report.ftn.confidence == 1
    assert tuple(code.code for code in report.codes) == REPORT_CODES


def test_what_the_small_print_lacks_is_not_looked_for() -> None:
    """Most files that lack letters lack the apostrophe of the instructor's statement."""
    content = report_without_letters("DOE, JANE ANN", "AUTHORIZED INSTRUCTOR\u2019S STATEMENT")
    pages = read_pages(FileKind.PDF, content, Limits(), no_pictures)
    assert pages[0].lacks_letters
    (report,) = find_reports(pages, content, Limits(), no_pictures).reports
    assert report.name.value == "DOE, JANE ANN"
