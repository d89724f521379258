"""What a person does not see on the paper is not read, and what is seen is."""

from collections.abc import Callable

import pikepdf
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from pdfs import HEIGHT, REPORT, WIDTH, edited, make_pdf, prints, read, read_texts

HIDDEN = "PA.I.A.K9 SCORE: 12%"
SEEN = read_texts(make_pdf(prints(REPORT)))


def with_report(draw: Callable[[Canvas], None]) -> bytes:
    """The report, and whatever is drawn after it."""

    def paint(canvas: Canvas) -> None:
        prints(REPORT)(canvas)
        draw(canvas)

    return make_pdf(paint)


def white(canvas: Canvas) -> None:
    canvas.setFillGray(1)
    canvas.drawString(72, 480, HIDDEN)


def nearly_white(canvas: Canvas) -> None:
    canvas.setFillGray(0.999)
    canvas.drawString(72, 480, HIDDEN)


def transparent(canvas: Canvas) -> None:
    canvas.setFillAlpha(0)
    canvas.drawString(72, 480, HIDDEN)


def under_a_white_box(canvas: Canvas) -> None:
    canvas.drawString(72, 480, HIDDEN)
    canvas.setFillGray(1)
    canvas.rect(60, 470, 300, 24, stroke=0, fill=1)


def under_a_black_box(canvas: Canvas) -> None:
    canvas.drawString(72, 480, HIDDEN)
    canvas.rect(60, 470, 300, 24, stroke=0, fill=1)


def under_a_picture(canvas: Canvas) -> None:
    canvas.drawString(72, 480, HIDDEN)
    canvas.drawImage(ImageReader(Image.new("RGB", (30, 3), "white")), 60, 470, 300, 24)


def in_no_ink(canvas: Canvas) -> None:
    canvas.drawString(72, 480, HIDDEN, mode=3)


def inside_a_drawing(canvas: Canvas) -> None:
    canvas.beginForm("stamp")
    canvas.setFont("Helvetica", 11)
    canvas.setFillGray(1)
    canvas.drawString(72, 480, HIDDEN)
    canvas.endForm()
    canvas.doForm("stamp")


WAYS_TO_HIDE = [
    white,
    nearly_white,
    transparent,
    under_a_white_box,
    under_a_black_box,
    under_a_picture,
    in_no_ink,
    inside_a_drawing,
]


@pytest.mark.parametrize("hide", WAYS_TO_HIDE, ids=lambda hide: hide.__name__)
def test_what_does_not_show_is_not_read(hide: Callable[[Canvas], None]) -> None:
    assert read_texts(with_report(hide)) == SEEN


@pytest.mark.parametrize("turn", [90, 180, 270])
@pytest.mark.parametrize("hide", [white, under_a_white_box], ids=lambda hide: hide.__name__)
def test_nor_on_a_page_that_was_turned(hide: Callable[[Canvas], None], turn: int) -> None:
    def rotate(document: pikepdf.Pdf) -> None:
        document.pages[0].rotate(turn, relative=False)

    assert read_texts(edited(with_report(hide), rotate)) == SEEN


def test_a_correction_over_a_covered_value_is_read() -> None:
    def cover_and_print_anew(canvas: Canvas) -> None:
        under_a_white_box(canvas)
        canvas.setFillGray(0)
        canvas.drawString(72, 480, "PA.II.A.K1")

    assert read_texts(with_report(cover_and_print_anew)) == [*SEEN, "PA.II.A.K1"]


def test_white_print_on_a_dark_bar_is_read() -> None:
    def paint(canvas: Canvas) -> None:
        canvas.setFillGray(0.1)
        canvas.rect(60, 470, 400, 24, stroke=0, fill=1)
        canvas.setFillGray(1)
        canvas.drawString(72, 480, "RESULT OF THIS TEST: PASS")

    assert read_texts(with_report(paint)) == [*SEEN, "RESULT OF THIS TEST: PASS"]


def test_print_on_a_light_ground_and_inside_frames_is_read() -> None:
    def paint(canvas: Canvas) -> None:
        canvas.setFillGray(0.95)
        canvas.rect(0, 0, WIDTH, HEIGHT, stroke=0, fill=1)
        canvas.rect(60, 590, 400, 60, stroke=1, fill=0)
        canvas.setFillGray(0)
        prints(REPORT)(canvas)

    assert read_texts(make_pdf(paint)) == SEEN


@pytest.mark.parametrize("pale", [0.75, 0.9])
def test_pale_print_is_read(pale: float) -> None:
    def paint(canvas: Canvas) -> None:
        canvas.setFillGray(pale)
        prints(REPORT)(canvas)

    assert read_texts(make_pdf(paint)) == SEEN


@pytest.mark.parametrize("shown", [True, False])
def test_a_layer_is_read_only_if_it_is_switched_on(shown: bool) -> None:
    def put_on_a_layer(document: pikepdf.Pdf) -> None:
        layer = document.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=pikepdf.String("Notes"))
        )
        default = pikepdf.Dictionary(Order=pikepdf.Array([layer]))
        default["/ON" if shown else "/OFF"] = pikepdf.Array([layer])
        document.Root.OCProperties = pikepdf.Dictionary(OCGs=pikepdf.Array([layer]), D=default)
        page = document.pages[0]
        page.obj.Resources.Properties = pikepdf.Dictionary(Notes=layer)
        page.contents_add(f"/OC /Notes BDC BT /F1 11 Tf 72 480 Td ({HIDDEN}) Tj ET EMC".encode())

    pdf = edited(make_pdf(prints(REPORT)), put_on_a_layer)
    assert read_texts(pdf) == ([*SEEN, HIDDEN] if shown else SEEN)


def test_text_that_lies_unseen_under_a_picture_of_the_page_is_read_and_said_to_be() -> None:
    """Scanner software puts what it made out into the file, in no ink."""

    def paint(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(Image.new("L", (85, 110), 200)), 0, 0, WIDTH, HEIGHT)
        for x, y, text in REPORT:
            canvas.drawString(x, y, text, mode=3)

    page = read(make_pdf(paint))[0]
    assert page.under_picture
    assert [line.text for line in page.lines] == SEEN
    assert not read(make_pdf(prints(REPORT)))[0].under_picture
