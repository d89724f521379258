"""Accents that are printed as signs of their own are read as parts of their letters."""

import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from pdfs import REPORT, SIZE, Painter, Print, make_pdf, prints, read, read_texts

LEFT, LINE = 72, 480
CERTAIN = 0.85


def width(text: str) -> float:
    return float(stringWidth(text, "Helvetica", SIZE))


def with_accent(name: str, letter: int, accent: str, order: str) -> Painter:
    """Prints a name below the report, and an accent over or under one of its letters.

    Args:
        name: Without the accent.
        letter: Which of its letters has it.
        accent: The accent.
        order: When the accent is printed: "before" or "behind" its letter, or "last".
    """
    start = LEFT + width(name[:letter])
    middle = start + width(name[letter]) / 2
    mark = Print(middle - width(accent) / 2, LINE + 2 * name[letter].isupper(), accent)
    cut = letter + (order == "behind")
    pieces = [
        Print(LEFT, LINE, name[:cut]),
        mark,
        Print(LEFT + width(name[:cut]), LINE, name[cut:]),
    ]
    if order == "last":
        pieces = [Print(LEFT, LINE, name), mark]

    def paint(canvas: Canvas) -> None:
        prints([*REPORT, *pieces])(canvas)

    return paint


@pytest.mark.parametrize("order", ["before", "behind", "last"])
@pytest.mark.parametrize(
    ("name", "letter", "accent", "whole"),
    [
        ("Luis Jose Ramos", 8, "\u00b4", "Luis Jos\u00e9 Ramos"),
        ("Munoz, Ana", 2, "\u02dc", "Mu\u00f1oz, Ana"),
        ("Franca, Rui", 4, "\u00b8", "Fran\u00e7a, Rui"),
        ("MULLER, UWE", 1, "\u00a8", "M\u00dcLLER, UWE"),
        ("Lefevre, Anne", 3, "`", "Lef\u00e8vre, Anne"),
    ],
)
def test_an_accent_is_read_with_the_letter_that_it_stands_on(
    name: str, letter: int, accent: str, whole: str, order: str
) -> None:
    texts = read_texts(make_pdf(with_accent(name, letter, accent, order)))
    assert texts[-1] == whole


@pytest.mark.parametrize("accent", ["\u00b8", "\u00a8", "\u02c6"])
def test_an_accent_that_stands_on_no_letter_is_in_doubt(accent: str) -> None:
    """Which letter it belongs to is not guessed from the order of the file."""
    page = read(make_pdf(prints([*REPORT, Print(LEFT, LINE, f"Gune{accent}sli, Umut")])))[0]
    name, *others = page.lines[-1].words
    assert name.text == f"Gune{accent}sli,"
    assert name.confidence < CERTAIN
    assert all(word.confidence == 1 for word in others)


def test_an_acute_accent_between_letters_is_an_apostrophe() -> None:
    pdf = make_pdf(prints([*REPORT, Print(LEFT, LINE, "O\u00b4Brien, Seth")]))
    assert read_texts(pdf)[-1] == "O'Brien, Seth"
