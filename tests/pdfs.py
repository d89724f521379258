"""Draws small PDFs for tests: a report, and whatever a test puts on a page."""

import io
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

import pikepdf
from reportlab.lib.pagesizes import LETTER
from reportlab.pdfgen.canvas import Canvas

from aktr.reading.page import Page
from aktr.reading.pdf.processor import PDFProcessor
from aktr.settings import Limits

WIDTH, HEIGHT = LETTER
SIZE: Final = 11
"""Points of the print."""

Painter = Callable[[Canvas], None]


class Print(NamedTuple):
    """Text at a place of the page."""

    x: float
    y: float
    """Of the base line, in points from the lower edge."""
    text: str


REPORT: Final = (
    Print(200, 740, "Airman Knowledge Test Report"),
    Print(72, 700, "NAME: DOE, JANE ANN"),
    Print(72, 676, "FAA TRACKING NUMBER (FTN): C1234567"),
    Print(340, 676, "EXAM ID: 90000020260214001"),
    Print(72, 652, "EXAM: Private Pilot Airplane (PAR)"),
    Print(72, 628, "EXAM DATE: 02/14/2026"),
    Print(340, 628, "EXAM SITE: ABS60104"),
    Print(72, 604, "SCORE: 93%"),
    Print(200, 604, "GRADE: Pass"),
    Print(340, 604, "TAKE: 1"),
    Print(72, 570, "A single code may represent more than one incorrect response."),
    Print(72, 546, "PA.I.B.K1a PA.I.C.K2 PA.III.A.K8 PA.VI.A.K1"),
    Print(72, 512, "EXPIRATION DATE: 02/29/2028"),
)
"""A report as a testing centre prints it; its values are invented."""

_NINES_AS_EIGHTS: Final = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CMapName /Mistaken def 1 begincodespacerange <00> <FF> endcodespacerange
2 beginbfrange <00> <38> <0000> <3A> <FF> <003A> endbfrange
1 beginbfchar <39> <0038> endbfchar endcmap end end"""

REPORT_CODES: Final = ("PA.I.B.K1a", "PA.I.C.K2", "PA.III.A.K8", "PA.VI.A.K1")


def make_pdf(*painters: Painter, size: tuple[float, float] = LETTER) -> bytes:
    """A PDF with a page for each painter."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=size, invariant=1)
    for paint in painters:
        canvas.setFont("Helvetica", SIZE)
        paint(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def prints(texts: Sequence[Print]) -> Painter:
    """Draws texts in the order given."""

    def paint(canvas: Canvas) -> None:
        for text in texts:
            canvas.drawString(text.x, text.y, text.text)

    return paint


def report_pdf() -> bytes:
    """A PDF of one page that holds the report."""
    return make_pdf(prints(REPORT))


def mistaken_report_pdf() -> bytes:
    """The same with a text layer that can be read and takes each 9 for an 8."""

    def mistake(pdf: pikepdf.Pdf) -> None:
        for font in pdf.pages[0].Resources.Font.values():
            font.ToUnicode = pdf.make_stream(_NINES_AS_EIGHTS)

    return edited(report_pdf(), mistake)


def last_day_pdf() -> bytes:
    """A PDF of that report, of a test on the last day of the calendar, that never runs out."""
    texts = [
        Print(
            each.x,
            each.y,
            each.text.replace("02/14/2026", "12/31/9999").replace("20260214", "99991231"),
        )
        for each in REPORT
        if not each.text.startswith("EXPIRATION")
    ]
    return make_pdf(prints(texts))


def numbered_pdf(name: str, number: str, test: int) -> bytes:
    """A PDF of that report, of somebody with an old identity number where the FTN stands.

    Args:
        name: Who it is of.
        number: The number.
        test: Tells the tests apart, 1 to 9; the later ones are of later days.
    """
    changes = {
        "DOE, JANE ANN": name,
        "C1234567": number,
        "90000020260214001": f"9000002026021{test}00{test}",
        "02/14/2026": f"02/1{test}/2026",
    }
    texts = []
    for each in REPORT:
        text = each.text
        for old, new in changes.items():
            text = text.replace(old, new)
        texts.append(Print(each.x, each.y, text))
    return make_pdf(prints(texts))


def edited(pdf: bytes, edit: Callable[[pikepdf.Pdf], None]) -> bytes:
    """A PDF after something was done to its objects."""
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        edit(document)
        document.save(buffer)
    return buffer.getvalue()


def read(pdf: bytes) -> tuple[Page, ...]:
    """Its pages, as they are read."""
    return PDFProcessor(Limits()).read(pdf)


def read_texts(pdf: bytes) -> list[str]:
    """The lines of its first page."""
    return [line.text for line in read(pdf)[0].lines]
