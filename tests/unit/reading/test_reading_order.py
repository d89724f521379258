"""Lines come out as a person reads them, however the file holds the characters."""

import unicodedata
from collections.abc import Iterator, Sequence
from random import Random

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.pagesizes import LETTER
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from aktr.reading.lines import gather_lines
from aktr.reading.page import Box, Page, ReadBy, TextLayer, Word
from pdfs import (
    HEIGHT,
    REPORT,
    SIZE,
    WIDTH,
    Painter,
    Print,
    edited,
    make_pdf,
    prints,
    read,
    read_texts,
)

LINES = [
    "Airman Knowledge Test Report",
    "NAME: DOE, JANE ANN",
    "FAA TRACKING NUMBER (FTN): C1234567 EXAM ID: 90000020260214001",
    "EXAM: Private Pilot Airplane (PAR)",
    "EXAM DATE: 02/14/2026 EXAM SITE: ABS60104",
    "SCORE: 93% GRADE: Pass TAKE: 1",
    "A single code may represent more than one incorrect response.",
    "PA.I.B.K1a PA.I.C.K2 PA.III.A.K8 PA.VI.A.K1",
    "EXPIRATION DATE: 02/29/2028",
]
"""What the report says, line by line."""


def pieces(separator: str | None) -> Iterator[Print]:
    """The report in words, or with an empty separator in characters, each at its place."""
    for x, y, text in REPORT:
        position = 0
        for part in text.split() if separator is None else list(text):
            position = text.index(part, position)
            if part != " ":
                yield Print(x + stringWidth(text[:position], "Helvetica", SIZE), y, part)
            position += len(part)


WORDS = tuple(pieces(None))
CHARACTERS = tuple(pieces(""))


def test_a_page_is_read_line_by_line_with_its_size() -> None:
    page = read(make_pdf(prints(REPORT)))[0]
    assert [line.text for line in page.lines] == LINES
    assert (page.number, page.width, page.height) == (1, WIDTH, HEIGHT)
    assert (page.rotation, page.read_by, page.text_layer) == (
        0,
        ReadBy.PDF_TEXT,
        TextLayer.USABLE,
    )
    assert not page.mended
    assert not page.under_picture


@given(st.permutations(REPORT))
@settings(max_examples=25, deadline=None)
def test_runs_drawn_in_any_order_give_the_same_lines(order: list[Print]) -> None:
    assert read_texts(make_pdf(prints(order))) == LINES


@given(st.permutations(WORDS))
@settings(max_examples=50, deadline=None)
def test_words_drawn_in_any_order_give_the_same_lines(order: list[Print]) -> None:
    assert read_texts(make_pdf(prints(order))) == LINES


def test_characters_drawn_one_by_one_make_words() -> None:
    assert read_texts(make_pdf(prints(CHARACTERS))) == LINES


@given(st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_characters_drawn_in_any_order_make_words(random: Random) -> None:
    order = list(CHARACTERS)
    random.shuffle(order)
    assert read_texts(make_pdf(prints(order))) == LINES


@given(st.lists(st.text("ABCabc0123.,:-", min_size=1), min_size=1, max_size=40), st.randoms())
def test_gathering_depends_on_places_and_not_on_order(texts: list[str], random: Random) -> None:
    words = [
        Word(text, Box(60.0 * (index % 4), 20.0 * (index // 4), 60.0 * (index % 4) + 40, 0))
        for index, text in enumerate(texts)
    ]
    words = [word._replace(box=word.box._replace(bottom=word.box.top + 12)) for word in words]
    shuffled = list(words)
    random.shuffle(shuffled)
    assert gather_lines(shuffled) == gather_lines(words)


@pytest.mark.parametrize("spacing", [1.0, 2.0, 4.0, 7.0])
def test_letter_spaced_text_is_closed(spacing: float) -> None:
    def paint(canvas: Canvas) -> None:
        for x, y, text in REPORT:
            if x < 200 or y > 720:
                canvas.drawString(30, y, text, charSpace=spacing)

    spaced = [line.text for line in read(make_pdf(paint, size=(1400, HEIGHT)))[0].lines]
    assert spaced == [
        "Airman Knowledge Test Report",
        *(text for x, y, text in REPORT if x < 200 and y < 720),
    ]


@pytest.mark.parametrize("cut", range(1, len("PA.II.A.K1")))
def test_a_word_drawn_in_two_pieces_is_one(cut: int) -> None:
    """Programs that print a form and fill it in later do so."""
    start, rest = "PA.II.A.K1"[:cut], "PA.II.A.K1"[cut:]
    x = 72 + stringWidth(start, "Helvetica", SIZE)
    texts = [Print(x, 480, rest), *REPORT, Print(72, 480, start)]
    assert read_texts(make_pdf(prints(texts))) == [*LINES, "PA.II.A.K1"]


@pytest.mark.parametrize("blank", [1.5, 2.0, 3.0])
@pytest.mark.parametrize("name", ["RAO, PRIYA ANN", "Rao, Priya Ann", "MACGILLIVRAY JO III"])
def test_names_set_close_to_each_other_stay_apart(name: str, blank: float) -> None:
    """Programs that place each word by itself may leave less room than a blank takes."""
    words: list[Print] = []
    x = 72.0
    for word in name.split():
        words.append(Print(x, 480, word))
        x += stringWidth(word, "Helvetica", SIZE) + blank
    assert read_texts(make_pdf(prints([*REPORT, *words]))) == [*LINES, name]


def test_codes_in_columns_of_single_letters_are_not_glued() -> None:
    row = [Print(72 + 60 * index, 700, letter) for index, letter in enumerate("ABCDEF")]
    assert read_texts(make_pdf(prints([*REPORT[:1], *row])))[1] == "A B C D E F"


def turned(texts: tuple[Print, ...], degrees: int) -> Painter:
    """Draws texts so that the page has to be turned clockwise by some degrees to be read."""

    def paint(canvas: Canvas) -> None:
        height, width = (HEIGHT, WIDTH) if degrees == 180 else LETTER
        if degrees == 90:
            canvas.transform(0, 1, -1, 0, HEIGHT, 0)
        elif degrees == 180:
            canvas.transform(-1, 0, 0, -1, width, height)
        elif degrees == 270:
            canvas.transform(0, -1, 1, 0, 0, WIDTH)
        prints(texts)(canvas)

    return paint


def place(page: Page, text: str) -> tuple[float, float]:
    """Where a word begins, as fractions of the page."""
    for line in page.lines:
        for word in line.words:
            if word.text == text:
                return word.box.left / page.width, word.box.bottom / page.height
    raise AssertionError(f"{text} was not read")


UPRIGHT_PLACE = (72 / WIDTH, 1 - 604 / HEIGHT)
"""Of the word "SCORE:"."""


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_page_that_lies_on_its_side_is_turned_upright(degrees: int) -> None:
    size = LETTER if degrees == 180 else (HEIGHT, WIDTH)
    page = read(make_pdf(turned(REPORT, degrees), size=size))[0]
    assert [line.text for line in page.lines] == LINES
    assert page.rotation == degrees
    assert (page.width, page.height) == (WIDTH, HEIGHT)
    assert place(page, "SCORE:") == pytest.approx(UPRIGHT_PLACE, abs=0.006)


@pytest.mark.parametrize("declared", [90, 180, 270])
def test_a_declared_turn_of_the_page_is_undone_by_the_file_itself(declared: int) -> None:
    size = LETTER if declared == 180 else (HEIGHT, WIDTH)
    pdf = edited(
        make_pdf(turned(REPORT, 360 - declared), size=size),
        lambda document: document.pages[0].rotate(360 - declared, relative=False),
    )
    page = read(pdf)[0]
    assert [line.text for line in page.lines] == LINES
    assert page.rotation == 0, "a viewer shows this page upright"


@pytest.mark.parametrize("declared", [90, 180, 270])
def test_a_page_turned_by_its_declaration_alone_is_turned_back(declared: int) -> None:
    pdf = edited(
        make_pdf(prints(REPORT)),
        lambda document: document.pages[0].rotate(declared, relative=False),
    )
    page = read(pdf)[0]
    assert [line.text for line in page.lines] == LINES
    assert page.rotation == (360 - declared) % 360
    assert place(page, "SCORE:") == pytest.approx(UPRIGHT_PLACE, abs=0.006)


@pytest.mark.parametrize("tilt", [-1.5, -0.7, 0.7, 1.5])
def test_a_slightly_tilted_page_keeps_its_lines(tilt: float) -> None:
    def paint(canvas: Canvas) -> None:
        canvas.translate(WIDTH / 2, HEIGHT / 2)
        canvas.rotate(tilt)
        canvas.translate(-WIDTH / 2, -HEIGHT / 2)
        prints(REPORT)(canvas)

    assert read_texts(make_pdf(paint)) == LINES


def test_a_line_goes_on_behind_its_word_though_a_stamp_stands_higher() -> None:
    form = [("Name:", 188, 291), ("DOE,", 310, 449), ("JANE", 463, 562)]
    words = [Word(text, Box(left, 413, right, 442)) for text, left, right in form]
    words += [Word("ANN", Box(575, 416, 680, 445)), Word("Stamped", Box(1488, 398, 1640, 430))]
    assert [line.text for line in gather_lines(words)] == ["Name: DOE, JANE ANN Stamped"]


@pytest.mark.parametrize("angle", [30, 45, 60, 90])
def test_a_stamp_across_the_page_is_not_read(angle: float) -> None:
    def paint(canvas: Canvas) -> None:
        prints(REPORT)(canvas)
        canvas.translate(WIDTH / 2, HEIGHT / 2)
        canvas.rotate(angle)
        canvas.drawCentredString(0, 0, "PA.I.A.K9 SCORE: 12%")

    assert read_texts(make_pdf(paint)) == LINES


def test_a_hyphen_at_a_line_end_stays_and_joins_nothing() -> None:
    texts = [*REPORT[:2], Print(72, 660, "PA.I.B.K1a PA.I-"), Print(72, 646, "C.K2 PA.III.A.K8")]
    assert read_texts(make_pdf(prints(texts)))[2:] == ["PA.I.B.K1a PA.I-", "C.K2 PA.III.A.K8"]


@pytest.mark.parametrize("shift", [0.0, 0.3, 0.6])
def test_bold_print_made_by_printing_twice_is_read_once(shift: float) -> None:
    again = [Print(x + shift, y, text) for x, y, text in REPORT]
    line_by_line = [text for pair in zip(REPORT, again, strict=True) for text in pair]
    assert read_texts(make_pdf(prints(line_by_line))) == LINES
    assert read_texts(make_pdf(prints([*REPORT, *again]))) == LINES


def test_a_word_that_is_printed_twice_side_by_side_stays_twice() -> None:
    assert read_texts(make_pdf(prints([*REPORT, Print(72, 480, "NEW YORK YORK")])))[-1] == (
        "NEW YORK YORK"
    )


def test_print_of_different_sizes_stays_on_its_line() -> None:
    def paint(canvas: Canvas) -> None:
        prints(REPORT[:2])(canvas)
        canvas.setFont("Helvetica", 7)
        canvas.drawString(72, 650, "SCORE:")
        canvas.setFont("Helvetica-Bold", 16)
        canvas.drawString(104, 648, "93%")

    assert read_texts(make_pdf(paint))[-1] == "SCORE: 93%"


def test_text_outside_the_visible_part_of_the_page_is_not_read() -> None:
    texts = [*REPORT, Print(-300, 500, "SCORE: 12%"), Print(72, 900, "SCORE: 13%")]
    assert read_texts(make_pdf(prints(texts))) == LINES


def test_places_are_those_of_the_part_that_the_crop_box_shows() -> None:
    def crop(document: pikepdf.Pdf) -> None:
        document.pages[0].cropbox = pikepdf.Array([50, 500, 562, 760])

    page = read(edited(make_pdf(prints([*REPORT, Print(72, 100, "PA.I.A.K9")])), crop))[0]
    assert [line.text for line in page.lines] == LINES
    assert (page.width, page.height) == (512, 260)
    assert place(page, "SCORE:") == pytest.approx((22 / 512, 1 - 104 / 260), abs=0.015)


@pytest.mark.parametrize(
    ("printed", "read_as"),
    [
        ("Certi\ufb01cate of\ufb01ce", "Certificate office"),
        ("PA\u2010I PA\u2011I PA\u2212I", "PA-I PA-I PA-I"),
        ("PA\u200b.I\u200c.B\u200d.K1a", "PA.I.B.K1a"),
        ("P\u2060A.I.C.K2\ufeff", "PA.I.C.K2"),
        ("\u202eDOE\u202c \u2067JA\u2069NE\u200e \u061cANN\u200f", "DOE JANE ANN"),
        ("\uff30\uff21.I.C.K2", "PA.I.C.K2"),
    ],
    ids=["ligatures", "hyphens", "zero width", "joiners", "direction marks", "full width"],
)
def test_signs_that_look_alike_are_read_alike(printed: str, read_as: str) -> None:
    """The font's own table says which characters are meant, whatever the bytes are."""
    pdf = make_pdf(prints(REPORT))
    assert read_texts(edited(pdf, lambda document: _add_line(document, printed)))[-1] == read_as


def test_a_ligature_in_front_of_a_hyphen_at_a_line_end_stays_in_its_word() -> None:
    def add(document: pikepdf.Pdf) -> None:
        _add_line(document, [*"Weight-Shi", "ft", "-"])
        document.pages[0].contents_add(b"q BT /F1 11 Tf 72 446 Td (Control) Tj ET Q")

    assert read_texts(edited(make_pdf(prints(REPORT)), add))[-2:] == ["Weight-Shift-", "Control"]


def _add_line(document: pikepdf.Pdf, text: Sequence[str]) -> None:
    """Write a line in a font whose codes 1, 2, 3 ... stand for the characters of the text.

    Args:
        document: On its first page.
        text: Its characters, or several for a ligature.
    """
    pairs = "\n".join(
        f"<{code:02X}> <{sign.encode('utf-16-be').hex()}>" for code, sign in enumerate(text, 1)
    )
    table = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
        "1 begincodespacerange <00> <FF> endcodespacerange\n"
        f"{len(text)} beginbfchar\n{pairs}\nendbfchar\nendcmap end end"
    )
    widths = [0 if unicodedata.category(sign[0]) == "Cf" else 560 * len(sign) for sign in text]
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.TrueType,
        BaseFont=pikepdf.Name("/Helvetica"),
        FirstChar=1,
        LastChar=len(text),
        Widths=pikepdf.Array(widths),
        ToUnicode=document.make_stream(table.encode()),
    )
    page = document.pages[0]
    page.obj.Resources.Font["/Own"] = document.make_indirect(font)
    codes = bytes(range(1, len(text) + 1)).hex()
    page.contents_add(f"q BT /Own 11 Tf 72 460 Td <{codes}> Tj ET Q".encode())
