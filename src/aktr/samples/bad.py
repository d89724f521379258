"""Files that must be refused, one of each kind."""

import io
from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType
from typing import Final

from PIL import Image, ImageDraw, ImageFilter
from reportlab.lib.pagesizes import LETTER as LETTER_PAPER
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from aktr.errors import FileErrorType
from aktr.samples.chance import chance
from aktr.samples.decoys import ENDORSEMENTS, LETTER, STUDY_GUIDE, TYPED_NOTE
from aktr.samples.facts import Recipe, invent_facts
from aktr.samples.fonts import HELVETICA, TIMES
from aktr.samples.layouts import LAYOUTS, lay_out
from aktr.samples.printed import PrintedReport, draw_style, put_into_words
from aktr.samples.render import render_pdf, seal
from aktr.samples.sheet import Sheet
from aktr.samples.treatments import TREATMENTS
from aktr.samples.truth import FileTruth
from aktr.samples.wording import ACS_PARAGRAPHS, ISSUERS, LABEL_SETS, LETTERHEADS, Field, Separator

USER_PHRASE: Final = "checkride"
"""The password that opens the protected file."""


def make_bad_files(folder: Path) -> tuple[FileTruth, ...]:
    """Write the files that must be refused into a folder that exists.

    Returns:
        Each file with the word with which it must be refused.

    Raises:
        OSError: The folder cannot be written to.
    """
    for name, (make, _) in _BAD_FILES.items():
        (folder / f"bad-{name}.pdf").write_bytes(make())
    return tuple(
        FileTruth(
            file=f"bad-{name}.pdf",
            variant=name,
            layout=None,
            treatment=None,
            reports=(),
            error=error,
        )
        for name, (_, error) in _BAD_FILES.items()
    )


def _empty() -> bytes:
    return b""


def _truncated() -> bytes:
    """A download that broke off: the page is there, what leads to it is not."""
    pdf = _report()
    return pdf[: pdf.index(b"/Type /Pages")]


def _password_protected() -> bytes:
    return seal(_report(), user_password=USER_PHRASE)


def _text_named_pdf() -> bytes:
    return TYPED_NOTE.encode()


def _letter() -> bytes:
    return _text_page(LETTER)


def _study_guide() -> bytes:
    return _text_page(STUDY_GUIDE)


def _endorsements() -> bytes:
    return _text_page(ENDORSEMENTS)


def _blank_form() -> bytes:
    """The report's form with nothing filled in."""
    rng = chance("aktr-samples-blank")
    style = draw_style(rng, (":",))
    facts = invent_facts(rng, Recipe(exams=("PAR",)))
    form = put_into_words(rng, facts, style)
    empty = PrintedReport(
        letterhead=LETTERHEADS[0],
        pairs={
            field: type(form.identity)(f"{LABEL_SETS[0][field]}:", "")
            for field in Field
            if field is not Field.APPLICANT_ID
        },
        paragraphs=ACS_PARAGRAPHS,
        codes=(),
        separator=Separator.BLANK,
        statement=form.statement,
        issued_by=f"ISSUED BY: {ISSUERS['PSI']}",
    )
    return _pdf_of(empty)


def _picture() -> bytes:
    """A page that is one photo of a runway in fog: no text layer, and no text to find."""
    fog = Image.new("RGB", (850, 1100), (196, 202, 208))
    draw = ImageDraw.Draw(fog)
    for row in range(560):
        draw.line((0, row, 850, row), fill=(150 + row // 12, 168 + row // 14, 190 + row // 20))
    draw.polygon(((60, 1100), (790, 1100), (450, 560), (400, 560)), fill=(120, 122, 124))
    draw.polygon(((418, 1100), (432, 1100), (426, 560), (424, 560)), fill=(214, 214, 210))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=LETTER_PAPER, invariant=1, pageCompression=1)
    picture = fog.filter(ImageFilter.GaussianBlur(6))
    canvas.drawImage(ImageReader(picture), 0, 0, *LETTER_PAPER)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


_BAD_FILES: Final[MappingProxyType[str, tuple[Callable[[], bytes], FileErrorType]]] = (
    MappingProxyType(
        {
            "empty": (_empty, FileErrorType.EMPTY_FILE),
            "truncated": (_truncated, FileErrorType.INVALID_PDF),
            "password-protected": (_password_protected, FileErrorType.ENCRYPTED_PDF),
            "text-named-pdf": (_text_named_pdf, FileErrorType.UNSUPPORTED_TYPE),
            "letter": (_letter, FileErrorType.NOT_A_TEST_REPORT),
            "study-guide": (_study_guide, FileErrorType.NOT_A_TEST_REPORT),
            "endorsements": (_endorsements, FileErrorType.NOT_A_TEST_REPORT),
            "blank-form": (_blank_form, FileErrorType.NOT_A_TEST_REPORT),
            "image-only": (_picture, FileErrorType.UNREADABLE),
        }
    )
)


def _report() -> bytes:
    rng = chance("aktr-samples-bad")
    style = draw_style(rng, (":",))
    return _pdf_of(put_into_words(rng, invent_facts(rng, Recipe(exams=("PAR",))), style))


def _pdf_of(report: PrintedReport) -> bytes:
    sheet = lay_out(LAYOUTS["classic"], report, LETTER_PAPER, HELVETICA)
    return render_pdf([sheet], TREATMENTS["plain"], chance("aktr-samples-form"))


def _text_page(text: str) -> bytes:
    """A page of prose; paragraphs are parted by blank lines."""
    sheet = Sheet(LETTER_PAPER, TIMES, 12)
    margin, y = 72.0, 90.0
    for paragraph in text.split("\n\n"):
        for line in sheet.fill_lines(paragraph.split(), sheet.width - 2 * margin):
            sheet.text(margin, y, line)
            y += sheet.leading
        y += sheet.leading * 0.8
    return render_pdf([sheet], TREATMENTS["plain"], chance("aktr-samples-prose"))
