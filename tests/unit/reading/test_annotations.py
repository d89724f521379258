"""Filled-in form fields and typed notes are read where they stand."""

from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from pdfs import HEIGHT, REPORT, WIDTH, edited, make_pdf, prints, read, read_texts

HEADING = "Airman Knowledge Test Report"


def form(draw: Callable[[Canvas], None]) -> bytes:
    """A page with the report's heading, one label and some fields."""

    def paint(canvas: Canvas) -> None:
        prints(REPORT[:1])(canvas)
        canvas.drawString(72, 600, "NAME:")
        draw(canvas)

    return make_pdf(paint)


def test_a_text_field_stands_on_the_line_of_its_label() -> None:
    pdf = form(
        lambda canvas: canvas.acroForm.textfield(
            name="name", value="DOE, JANE ANN", x=120, y=594, width=200, height=18
        )
    )
    assert read_texts(pdf) == [HEADING, "NAME: DOE, JANE ANN"]


def test_a_field_of_several_lines_keeps_them() -> None:
    pdf = form(
        lambda canvas: canvas.acroForm.textfield(
            name="codes",
            value="PA.I.B.K1a PA.I.C.K2\nPA.III.A.K8",
            x=72,
            y=500,
            width=400,
            height=60,
            fieldFlags="multiline",
            maxlen=500,
        )
    )
    assert read_texts(pdf)[2:] == ["PA.I.B.K1a PA.I.C.K2", "PA.III.A.K8"]


def test_a_long_text_is_wrapped_inside_its_field_and_no_word_is_lost() -> None:
    codes = " ".join(f"PA.I.C.K{number}" for number in range(1, 25))
    pdf = form(
        lambda canvas: canvas.acroForm.textfield(
            name="codes",
            value=codes,
            x=72,
            y=400,
            width=300,
            height=120,
            fieldFlags="multiline",
            maxlen=500,
        )
    )
    lines = read(pdf)[0].lines[2:]
    assert len(lines) > 1
    assert " ".join(line.text for line in lines) == codes
    for line in lines:
        assert line.box.left >= 72 - 1
        assert line.box.right <= 372 + 1
        assert line.box.top >= HEIGHT - 520 - 1
        assert line.box.bottom <= HEIGHT - 400 + 1


def test_the_chosen_word_of_a_list_is_read() -> None:
    pdf = form(
        lambda canvas: canvas.acroForm.choice(
            name="grade", value="Pass", options=["Pass", "Fail"], x=120, y=594, width=80, height=18
        )
    )
    assert read_texts(pdf) == [HEADING, "NAME: Pass"]


@pytest.mark.parametrize("rectangle", [[120, 594, 320, 594], [120, 594, 120, 612], [9, 9, 9, 9]])
def test_a_field_without_an_area_shows_nothing(rectangle: list[int]) -> None:
    """Found by damaging the numbers of a form."""
    pdf = form(
        lambda canvas: canvas.acroForm.textfield(
            name="name", value="DOE, JANE ANN", x=120, y=594, width=200, height=18
        )
    )

    def flatten(document: pikepdf.Pdf) -> None:
        document.pages[0].Annots[0].Rect = pikepdf.Array(rectangle)

    assert read_texts(edited(pdf, flatten)) == [HEADING, "NAME:"]


def test_an_empty_field_says_nothing() -> None:
    pdf = form(
        lambda canvas: canvas.acroForm.textfield(
            name="name", value="", x=120, y=594, width=200, height=18
        )
    )
    assert read_texts(pdf) == [HEADING, "NAME:"]


def test_boxes_of_a_form_show_which_one_is_ticked() -> None:
    def draw(canvas: Canvas) -> None:
        for x, word, checked in ((120, "Pass", False), (200, "Fail", True)):
            canvas.acroForm.checkbox(name=word, x=x, y=598, size=12, checked=checked)
            canvas.drawString(x + 18, 600, word)

    assert read_texts(form(draw)) == [HEADING, "NAME: \u2610 Pass \u2611 Fail"]


def annotated(**entries: Any) -> bytes:  # noqa: ANN401 - whatever an annotation holds
    """The form with one more annotation."""

    def annotate(document: pikepdf.Pdf) -> None:
        annotation = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Rect=pikepdf.Array([120, 594, 320, 612]), **entries
        )
        page = document.pages[0].obj
        page.Annots = pikepdf.Array([document.make_indirect(annotation)])

    return edited(form(lambda _: None), annotate)


def test_a_note_typed_on_the_page_is_read_where_it_stands() -> None:
    pdf = annotated(Subtype=pikepdf.Name.FreeText, Contents=pikepdf.String("DOE, JANE ANN"))
    assert read_texts(pdf) == [HEADING, "NAME: DOE, JANE ANN"]


@pytest.mark.parametrize("flag", [2, 32], ids=["hidden", "no view"])
def test_a_note_that_no_viewer_shows_is_not_read(flag: int) -> None:
    pdf = annotated(Subtype=pikepdf.Name.FreeText, Contents=pikepdf.String("DOE, JANE ANN"), F=flag)
    assert read_texts(pdf) == [HEADING, "NAME:"]


@pytest.mark.parametrize("kind", ["Text", "Popup", "Highlight"])
def test_a_remark_that_opens_on_a_click_is_no_part_of_the_page(kind: str) -> None:
    pdf = annotated(
        Subtype=pikepdf.Name(f"/{kind}"), Contents=pikepdf.String("PA.I.A.K9 SCORE: 12%")
    )
    assert read_texts(pdf) == [HEADING, "NAME:"]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_fields_are_turned_with_their_page(turn: int) -> None:
    def rotate(document: pikepdf.Pdf) -> None:
        document.pages[0].rotate(turn, relative=False)

    pdf = form(
        lambda canvas: canvas.acroForm.textfield(
            name="name", value="JANE", x=120, y=594, width=200, height=18
        )
    )
    page = read(edited(pdf, rotate))[0]
    assert [line.text for line in page.lines] == [HEADING, "NAME: JANE"]
    assert (page.width, page.height) == (WIDTH, HEIGHT)
