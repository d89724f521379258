"""Letters that a font does not name are said to be unknown, and are read from the picture."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from aktr.reading.page import Box, Line, Page, ReadBy, Word
from aktr.reading.pdf.processor import PDFProcessor
from aktr.settings import Limits
from pdfs import report_pdf
from raw_pdf import FONT, one_page, stream

CERTAIN = 0.85
_FONT = FONT[:-2] + b"/Encoding /WinAnsiEncoding >>"
_REPORT = (
    b"BT /F 12 Tf 72 700 Td (Name: LE GOFF, %s) Tj 0 -20 Td (Score: 93 Grade: Pass Take: 1) Tj ET"
)


def report_of(name: bytes) -> bytes:
    """A PDF with a given name in a font that has no letters for the codes 1, 2, 3 ..."""
    return one_page(stream(_REPORT % name), b"/Font << /F 6 0 R >>", {6: _FONT})


def as_picture(page: Page, words: Sequence[str], confidence: float = 0.97) -> Page:
    """A page as its picture would be read: at twice the size, with other letters in its name."""
    (*label, first, last), *rest = (line.words for line in page.lines)
    name = [
        word._replace(text=text, confidence=confidence)
        for word, text in zip((first, last), words, strict=True)
    ]
    lines = ((*label, *name), *rest)
    return replace(
        page,
        width=2 * page.width,
        height=2 * page.height,
        lines=tuple(Line(tuple(map(_doubled, words))) for words in lines),
        read_by=ReadBy.OCR,
        lacks_letters=False,
    )


def _doubled(word: Word) -> Word:
    return word._replace(box=Box(*(2 * edge for edge in word.box)))


def read_with_picture(name: bytes, shown: Sequence[str], confidence: float = 0.97) -> Word:
    """The last name as it is read where the picture of the page shows some words for it."""
    (page,) = PDFProcessor(Limits()).read(
        report_of(name),
        lambda _, pages: tuple(as_picture(page, shown, confidence) for page in pages),
        letters=frozenset({1}),
    )
    assert page.read_by is ReadBy.PDF_TEXT
    assert [line.text for line in page.lines[1:]] == ["Score: 93 Grade: Pass Take: 1"]
    return page.lines[0].words[-1]


def test_a_page_says_that_letters_of_it_are_unknown() -> None:
    (page,) = PDFProcessor(Limits()).read(report_of(rb"G\001RARD"))
    assert page.lacks_letters
    assert not PDFProcessor(Limits()).read(report_pdf())[0].lacks_letters


def test_the_code_of_an_unknown_letter_is_none_of_a_hyphen() -> None:
    """PDFium has the same number for a hyphen at the end of a line."""
    (page,) = PDFProcessor(Limits()).read(report_of(rb"\002ZT\002RK"))
    assert page.lacks_letters
    assert "-" not in page.lines[0].text


def test_unknown_letters_are_read_from_the_picture_and_nothing_else_is() -> None:
    name = read_with_picture(rb"G\001RARD", ("1E GOFF,", "GÉRARD"))
    assert (name.text, name.confidence) == ("GÉRARD", 0.97)


def test_words_that_the_picture_does_not_part_are_found_in_it() -> None:
    assert read_with_picture(rb"G\001RARD", ("", "GOFF,GÉRARD")).text == "GÉRARD"


@pytest.mark.parametrize("shown", ["GÑRARD", "GĚRARD", "GĞRARD"])
def test_accents_that_pictures_confuse_are_in_doubt(shown: str) -> None:
    name = read_with_picture(rb"G\001RARD", ("GOFF,", shown))
    assert name.text == shown
    assert name.confidence < CERTAIN


def test_an_accent_is_certain_if_the_number_of_its_letter_says_the_same() -> None:
    """The letters of old typesetters have the numbers of Latin-1, though the file does not say."""
    font = FONT[:-2] + b"/Encoding << /Type /Encoding /Differences [241 /glyph241] >> >>"
    text = stream(_REPORT % rb"MU\361OZ")
    pdf = one_page(text, b"/Font << /F 6 0 R >>", {6: font})
    assert PDFProcessor(Limits()).read(pdf)[0].lacks_letters
    (page,) = PDFProcessor(Limits()).read(
        pdf,
        lambda _, pages: tuple(as_picture(page, ("GOFF,", "MUñOZ")) for page in pages),
        letters=frozenset({1}),
    )
    name = page.lines[0].words[-1]
    assert (name.text, name.confidence) == ("MUñOZ", 0.97)


@pytest.mark.parametrize("shown", ["GERARD", "GÉRAND", "GARAND", ""])
def test_what_does_not_agree_with_the_rest_of_the_word_is_not_believed(shown: str) -> None:
    """An E has a name in this file: what has none is not an E, but one with an accent."""
    name = read_with_picture(rb"G\001RARD", ("GOFF,", shown))
    assert name.text.startswith("G")
    assert name.text.endswith("RARD")
    assert "E" not in name.text
    assert "É" not in name.text


def test_an_illegible_picture_leaves_the_page_as_it_was() -> None:
    pdf = report_of(rb"G\001RARD")
    assert PDFProcessor(Limits()).read(pdf, lambda _, pages: pages) == PDFProcessor(Limits()).read(
        pdf
    )
