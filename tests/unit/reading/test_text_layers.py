"""A text layer that is missing or says nothing is said to be so, and its noise is not read."""

import pikepdf
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from aktr.reading.page import Box, TextLayer, Word
from aktr.reading.text_layer import judge_text_layer
from pdfs import HEIGHT, REPORT, WIDTH, edited, make_pdf, prints, read


def picture(canvas: Canvas) -> None:
    canvas.drawImage(ImageReader(Image.new("L", (85, 110), 180)), 0, 0, WIDTH, HEIGHT)


def judged(text: str) -> TextLayer:
    return judge_text_layer(Word(word, Box(0, 0, 1, 1)) for word in text.split())


def test_a_page_that_is_a_picture_has_no_text_layer() -> None:
    page = read(make_pdf(picture))[0]
    assert page.text_layer is TextLayer.MISSING
    assert page.lines == ()


def test_a_picture_with_a_page_number_has_none_that_is_of_use() -> None:
    def paint(canvas: Canvas) -> None:
        picture(canvas)
        canvas.drawString(300, 20, "1/1")

    page = read(make_pdf(paint))[0]
    assert page.text_layer is TextLayer.USELESS
    assert page.lines == ()


def test_letters_drawn_as_outlines_are_no_text_layer() -> None:
    def paint(canvas: Canvas) -> None:
        for index in range(40):
            canvas.rect(72 + 8 * index, 600, 5, 8, fill=1)

    assert read(make_pdf(paint))[0].text_layer is TextLayer.MISSING


def test_a_blank_page_is_blank_and_lacks_nothing() -> None:
    page = read(make_pdf(lambda _: None))[0]
    assert page.text_layer is TextLayer.USABLE
    assert page.lines == ()


def test_pages_are_judged_one_by_one() -> None:
    pages = read(make_pdf(picture, prints(REPORT), lambda _: None))
    assert [(page.number, page.text_layer) for page in pages] == [
        (1, TextLayer.MISSING),
        (2, TextLayer.USABLE),
        (3, TextLayer.USABLE),
    ]


@pytest.mark.parametrize("shift", [1, 7, 13, 400])
def test_a_font_whose_table_names_wrong_letters_makes_the_layer_useless(shift: int) -> None:
    def map_wrongly(document: pikepdf.Pdf) -> None:
        table = (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
            "1 begincodespacerange <00> <FF> endcodespacerange\n"
            f"1 beginbfrange <21> <7A> <{0x21 + shift:04X}> endbfrange\nendcmap end end"
        )
        for font in document.pages[0].obj.Resources.Font.values():
            font.ToUnicode = document.make_stream(table.encode())

    page = read(edited(make_pdf(prints(REPORT), picture), map_wrongly))[0]
    assert page.text_layer is TextLayer.USELESS
    assert page.lines == ()


@pytest.mark.parametrize(
    ("text", "layer"),
    [
        ("", TextLayer.MISSING),
        ("NAME: SCORE: GRADE:", TextLayer.USABLE),
        ("the report of this", TextLayer.USABLE),
        ("name name name", TextLayer.USELESS),
        ("xq PA.I.B.K1a zz", TextLayer.USABLE),
        ("xq PLT078 zz", TextLayer.USABLE),
        ("1 2 3 4 5 6 7 8 9", TextLayer.USELESS),
        ("Name: Date/Time (ID)", TextLayer.USABLE),
        ("Scanned to file %I'* #As@ '(A)+ >it? copy for B", TextLayer.USELESS),
        (
            "Bmkrwd Grwltq Hxzzlp Trwqsd Plkjhg Mnbvcx Qwrtps Dfghjk Lzxcvb Nmqwrt Ypsdfg Hjklz",
            TextLayer.USELESS,
        ),
        (
            "Sehr geehrte Damen, unsere Heizung macht seltsame Geräusche seit gestern, bitte komme",
            TextLayer.USABLE,
        ),
    ],
)
def test_words_are_told_from_noise(text: str, layer: TextLayer) -> None:
    assert judged(text) is layer
