"""Words stand apart where a font gives all of its letters one wide box."""

from pdfs import read_texts
from raw_pdf import FONT, one_page, stream

LETTERS = "AEHMNSTVW"
ADVANCE = 600
BLANK = 220


def printed_with_wide_boxes(*words: str) -> bytes:
    """A line of words by a Type 3 font whose letters have the box of its widest sign."""
    first = ord("A")
    differences = b" ".join(b"%d /%c" % (letter, letter) for letter in LETTERS.encode())
    widths = b" ".join(b"%d" % ADVANCE for _ in range(first, ord("W") + 1))
    glyph = stream(b"600 0 0 0 500 700 d1 50 0 400 700 re f")
    procedures = b" ".join(b"/%c 7 0 R" % letter for letter in LETTERS.encode())
    font = (
        b"<< /Type /Font /Subtype /Type3 /FontBBox [-150 -220 670 900] "
        b"/FontMatrix [0.001 0 0 0.001 0 0] /CharProcs << %s >> "
        b"/Encoding << /Type /Encoding /Differences [%s] >> /FirstChar %d /LastChar %d "
        b"/Widths [%s] /Resources << >> >>"
    ) % (procedures, differences, first, ord("W"), widths)
    content = b"BT /T 12 Tf 72 700 Td "
    for word in words:
        content += b"(%s) Tj %.2f 0 Td " % (
            word.encode(),
            12 * (len(word) * ADVANCE + BLANK) / 1000,
        )
    return one_page(stream(content + b"ET"), b"/Font << /T 6 0 R >>", {6: font, 7: glyph})


def test_words_of_a_font_with_one_wide_box_stand_apart() -> None:
    assert read_texts(printed_with_wide_boxes("MATTHEW", "S", "VANESSA")) == ["MATTHEW S VANESSA"]


def test_a_letter_that_hangs_over_a_blank_does_not_touch_the_next_word() -> None:
    widths = b" ".join({"f": b"100", " ": b"200"}.get(chr(code), b"560") for code in range(32, 127))
    font = FONT[:-2] + b"/FirstChar 32 /LastChar 126 /Widths [%s] >>" % widths
    content = stream(b"BT /F 12 Tf 72 700 Td (one of your name of it) Tj ET")
    pdf = one_page(content, b"/Font << /F 6 0 R >>", {6: font})
    assert read_texts(pdf) == ["one of your name of it"]
