"""Words stay whole where room between letters makes a text layer seem to be full of blanks."""

import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from pdfs import HEIGHT, Painter, make_pdf, read_texts
from raw_pdf import FONT, one_page, stream

LINES = [
    "NAME: MCALLISTER, IRIS TITTA JR",
    "EXAM: Flight Instructor Instrument Airplane (FII)",
    "EXAM SITE: ABS11714, listed first",
    "FTN: C1112345",
]
SIZE = 12
PITCH = 7.2


def spaced(face: str, gap: float) -> Painter:
    """Prints the lines letter by letter, with some room behind each."""

    def paint(canvas: Canvas) -> None:
        canvas.setFont(face, SIZE)
        for row, line in enumerate(LINES):
            x = 72.0
            for letter in line:
                if letter != " ":
                    canvas.drawString(x, 720 - 20 * row, letter)
                x += stringWidth(letter, face, SIZE) + gap

    return paint


def _escaped(letter: str) -> bytes:
    return (f"\\{letter}" if letter in "()" else letter).encode()


def typewritten() -> bytes:
    """The lines in a font whose letters take twice the room that it says they do."""
    content = b"BT /F %d Tf " % SIZE
    for row, line in enumerate(LINES):
        for column, letter in enumerate(line):
            if letter != " ":
                place = 72 + PITCH * column, 720 - 20 * row
                content += b"1 0 0 1 %.1f %d Tm (%s) Tj " % (*place, _escaped(letter))
    widths = b" ".join([b"293"] * 95)
    font = FONT.replace(b"/Helvetica", b"/Courier")[:-2] + (
        b"/FirstChar 32 /LastChar 126 /Widths [%s] >>" % widths
    )
    return one_page(stream(content + b"ET"), b"/Font << /F 6 0 R >>", {6: font})


@pytest.mark.parametrize("face", ["Helvetica", "Times-Roman"])
@pytest.mark.parametrize("gap", [0, 0.5, 1.0, 1.4, 1.5, 1.6, 1.8, 2.2])
def test_letter_spaced_words_are_whole(face: str, gap: float) -> None:
    assert read_texts(make_pdf(spaced(face, gap), size=(900, HEIGHT))) == LINES


def test_typewritten_words_are_whole_though_the_font_says_that_letters_are_narrow() -> None:
    assert read_texts(typewritten()) == LINES
