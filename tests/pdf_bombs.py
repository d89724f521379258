"""Small PDFs that would take for ever, or fill the memory, if they were simply opened."""

import base64
import io
import zlib
from collections.abc import Callable
from types import MappingProxyType
from typing import Final

import pikepdf

from raw_pdf import LETTER, compressed_objects, flate, one_page, pdf, stream

MEGABYTE: Final = 1024 * 1024
_WORDS: Final = b"BT /F 9 Tf 72 700 Td (Airman Knowledge Test Report) Tj ET\n"
_BLANKS: Final = b" " * MEGABYTE


def deflated(parts: int, part: bytes = _BLANKS, head: bytes = b"") -> bytes:
    """Some bytes and then many times the same ones, compressed without being held as a whole."""
    packer = zlib.compressobj(9)
    first = packer.compress(head + part) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(part) + packer.flush(zlib.Z_FULL_FLUSH)
    # A full flush forgets what came before, so that a block can be said again. The checksum at the
    # end is then wrong, which readers notice, if at all, when all is unpacked.
    return first + again * (parts - 1) + packer.flush()


def flate_of_blanks() -> bytes:
    """Eight megabytes that become eight gigabytes of blanks between two words."""
    return one_page(stream(deflated(8000), b"/Filter /FlateDecode"))


def flate_twice() -> bytes:
    """Thirty kilobytes that become thirty gigabytes."""
    content = zlib.compress(deflated(30_000), 9)
    return one_page(stream(content, b"/Filter [/FlateDecode /FlateDecode]"))


def flate_by_another_name() -> bytes:
    """The same, with a filter whose name is written in another way and stands elsewhere."""
    return one_page(stream(deflated(3000), b"/Filter 6 0 R"), others={6: b"[/#46l#61teDecode]"})


def flate_in_hexadecimal() -> bytes:
    content = zlib.compress(deflated(5000), 9).hex().encode() + b">"
    return one_page(stream(content, b"/Filter [/AHx /Fl /Fl]"))


def flate_in_base_85() -> bytes:
    content = base64.a85encode(zlib.compress(deflated(5000), 9)) + b"~>"
    return one_page(stream(content, b"/Filter [/A85 /Fl /Fl]"))


def run_lengths() -> bytes:
    """Nine megabytes of "128 times a blank"."""
    return one_page(stream(b"\x81 " * (9 * MEGABYTE // 2) + b"\x80", b"/Filter /RunLengthDecode"))


def lzw() -> bytes:
    """A stream of LZW codes, each of which stands for one blank more than the one before."""
    return one_page(stream(_lzw_of_blanks(300), b"/Filter /LZWDecode"))


def _lzw_of_blanks(rounds: int) -> bytes:
    bits: list[str] = []
    for _ in range(rounds):
        width, known = 9, 258
        bits.append(f"{32:09b}")
        while known < 4093:
            bits.append(f"{known:0{width}b}")
            known += 1
            width = next(w for w in (9, 10, 11, 12) if known + 1 < 2**w or w == 12)
        bits.append(f"{256:0{width}b}")
    joined = "".join(bits) + "0" * 8
    return int(joined[: len(joined) // 8 * 8], 2).to_bytes(len(joined) // 8)


def object_stream() -> bytes:
    """All objects in one stream, with gigabytes of blanks behind them."""
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox %s >>" % LETTER,
    }
    return compressed_objects(objects, lambda plain: deflated(1500, head=plain))


def many_objects() -> bytes:
    """A million objects in one stream."""
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox %s /Contents 4 0 R >>" % LETTER,
    }
    count = 500_000
    plain = dict.fromkeys(range(4, 20), b"null")
    small = compressed_objects({**objects, **plain})
    filler = b"".join(b"%d 0 obj\n[]\nendobj\n" % number for number in range(30, count))
    return small.replace(b"%PDF-1.7\n", b"%PDF-1.7\n", 1)[:-1] + b"\n" + filler[: 9 * MEGABYTE]


def nested_forms() -> bytes:
    """Twelve forms, each of which shows the next one ten times: a billion times one word."""
    depth = 12
    forms = {}
    for level in range(depth):
        calls = b"/X Do " * 10 if level < depth - 1 else _WORDS
        inner = b"/XObject << /X %d 0 R >>" % (7 + level) if level < depth - 1 else b""
        entries = (
            b"/Type /XObject /Subtype /Form /BBox %s /Resources << /Font << /F 5 0 R >> %s >>"
            % (LETTER, inner)
        )
        forms[6 + level] = stream(calls, entries)
    resources = b"/Font << /F 5 0 R >> /XObject << /X 6 0 R >>"
    return one_page(stream(b"/X Do"), resources, forms)


def form_in_itself() -> bytes:
    form = stream(
        b"/X Do /X Do",
        b"/Type /XObject /Subtype /Form /BBox %s /Resources << /XObject << /X 6 0 R >> >>" % LETTER,
    )
    return one_page(stream(b"/X Do"), b"/XObject << /X 6 0 R >>", {6: form})


def many_words() -> bytes:
    """Three million words on one page, in forty kilobytes."""
    return one_page(
        stream(deflated(60, _WORDS * (MEGABYTE // len(_WORDS))), b"/Filter /FlateDecode")
    )


def many_rules() -> bytes:
    """Millions of lines on one page."""
    line = b"0 0 m 9 9 l S\n"
    return one_page(stream(deflated(50, line * (MEGABYTE // len(line))), b"/Filter /FlateDecode"))


def deep_graphics_states() -> bytes:
    return one_page(stream(deflated(40, b"q " * (MEGABYTE // 2)), b"/Filter /FlateDecode"))


def deep_arrays() -> bytes:
    """An array in an array, a million deep."""
    return one_page(
        stream(_WORDS), others={6: b"[" * MEGABYTE + b"]" * MEGABYTE}, page_entries=b"/A 6 0 R"
    )


def deep_arrays_in_contents() -> bytes:
    return one_page(stream(deflated(20, b"[" * MEGABYTE), b"/Filter /FlateDecode"))


def _tree(pages: dict[int, bytes]) -> bytes:
    return pdf({1: b"<< /Type /Catalog /Pages 2 0 R >>", **pages})


def page_tree_in_itself() -> bytes:
    return _tree({2: b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 3 >>"})


def page_tree_in_a_ring() -> bytes:
    return _tree(
        {
            2: b"<< /Type /Pages /Kids [3 0 R 3 0 R] /Count 8 >>",
            3: b"<< /Type /Pages /Kids [4 0 R 4 0 R] /Parent 2 0 R /Count 4 >>",
            4: b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Parent 3 0 R /Count 2 >>",
        }
    )


def page_tree_that_doubles() -> bytes:
    """Forty levels, each of which holds the next one twice: a million million pages."""
    levels = 40
    nodes = {
        2 + level: b"<< /Type /Pages /Kids [%d 0 R %d 0 R] /Count 20 >>" % (3 + level, 3 + level)
        for level in range(levels)
    }
    return _tree({**nodes, 2 + levels: b"<< /Type /Page /MediaBox %s >>" % LETTER})


def deep_page_tree() -> bytes:
    levels = 50_000
    nodes = {
        2 + level: b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (3 + level)
        for level in range(levels)
    }
    return _tree({**nodes, 2 + levels: b"<< /Type /Page /MediaBox %s >>" % LETTER})


def pages_that_are_only_counted() -> bytes:
    return _tree({2: b"<< /Type /Pages /Kids [] /Count 2147483647 >>"})


def one_page_many_times() -> bytes:
    kids = b"3 0 R " * 200_000
    return _tree(
        {
            2: b"<< /Type /Pages /Kids [%s] /Count 200000 >>" % kids,
            3: b"<< /Type /Page /Parent 2 0 R /MediaBox %s >>" % LETTER,
        }
    )


def huge_page() -> bytes:
    """A page of a million inches with a picture on it, so that it has to be drawn."""
    side = b"72000000"
    picture = flate(
        b"\x80" * 10_000,
        b"/Type /XObject /Subtype /Image /Width 100 /Height 100 /ColorSpace /DeviceGray "
        b"/BitsPerComponent 8",
    )
    return one_page(
        stream(b"q %s 0 0 %s 0 0 cm /I Do Q" % (side, side)),
        b"/XObject << /I 6 0 R >>",
        {6: picture},
        media_box=b"[0 0 %s %s]" % (side, side),
    )


def sliver_page() -> bytes:
    """A page ten million times as long as it is wide."""
    return one_page(stream(b"0 0 1 9 re f"), media_box=b"[0 0 0.5 14000]", resources=b"")


def picture_bomb() -> bytes:
    """A picture of four thousand million pixels, in half a megabyte."""
    picture = stream(
        deflated(500, b"\x00" * MEGABYTE),
        b"/Type /XObject /Subtype /Image /Width 65000 /Height 65000 /ColorSpace /DeviceGray "
        b"/BitsPerComponent 1 /Filter /FlateDecode",
    )
    return one_page(
        stream(b"q 612 0 0 792 0 0 cm /I Do Q"), b"/XObject << /I 6 0 R >>", {6: picture}
    )


def fax_bomb() -> bytes:
    """A fax of four thousand million pixels, in a few bytes."""
    picture = stream(
        b"\x80" * 9000,
        b"/Type /XObject /Subtype /Image /Width 65000 /Height 65000 /ColorSpace /DeviceGray "
        b"/BitsPerComponent 1 /Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns 65000 "
        b"/Rows 65000 >>",
    )
    return one_page(
        stream(b"q 612 0 0 792 0 0 cm /I Do Q"), b"/XObject << /I 6 0 R >>", {6: picture}
    )


def tiles() -> bytes:
    """A pattern of tiles a thousandth of a point wide, over a whole page."""
    pattern = stream(
        b"0 0 1 1 re f",
        b"/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 1 1] /XStep 0.001 "
        b"/YStep 0.001 /Resources << >> /Matrix [0.01 0 0 0.01 0 0]",
    )
    return one_page(
        stream(b"/Pattern cs /P scn 0 0 612 792 re f"), b"/Pattern << /P 6 0 R >>", {6: pattern}
    )


def cross_references_in_a_ring() -> bytes:
    content = one_page(stream(_WORDS))
    start = content.rindex(b"startxref")
    place = content[start:].split()[1]
    return content.replace(b"trailer\n<< ", b"trailer\n<< /Prev %s " % place)


def filter_that_is_itself() -> bytes:
    return one_page(stream(_WORDS, b"/Filter 6 0 R"), others={6: b"6 0 R"})


def character_map() -> bytes:
    """A font that maps every number to a long text, thousands of times."""
    ranges = b"100 beginbfrange\n" + b"<0000> <ffff> <0041>\n" * 100 + b"endbfrange\n"
    cmap = b"begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange\n" + ranges * 2000
    font = (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /ToUnicode 7 0 R "
        b"/DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A /CIDSystemInfo << "
        b"/Registry (A) /Ordering (I) /Supplement 0 >> >>] >>"
    )
    return one_page(
        stream(b"BT /G 9 Tf 72 700 Td <00410042> Tj ET " + _WORDS),
        b"/Font << /F 5 0 R /G 6 0 R >>",
        {6: font, 7: flate(cmap)},
    )


def glyphs_in_glyphs() -> bytes:
    """Letters drawn by a procedure that writes with the same letters."""
    letter = stream(b"1000 0 d0 BT /G 9 Tf (aaaaaaaaaa) Tj ET")
    font = (
        b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1 1] /FontMatrix [1 0 0 1 0 0] "
        b"/CharProcs << /a 7 0 R >> /Encoding << /Differences [97 /a] >> /FirstChar 97 "
        b"/LastChar 97 /Widths [1] /Resources << /Font << /G 6 0 R >> >> >>"
    )
    return one_page(
        stream(b"BT /G 9 Tf 72 700 Td (aaaaaaaaaa) Tj ET"),
        b"/Font << /G 6 0 R >>",
        {6: font, 7: letter},
    )


def annotations() -> bytes:
    """Two hundred thousand times the same note on a page."""
    note = b"<< /Type /Annot /Subtype /FreeText /Rect [0 0 612 792] /Contents (%s) >>" % (
        b"word " * 2000
    )
    return one_page(
        stream(_WORDS), others={6: note}, page_entries=b"/Annots [%s]" % (b"6 0 R " * 200_000)
    )


def many_beginnings_of_streams() -> bytes:
    """A million times the beginning of a picture in a stream that never ends."""
    return b"%PDF-1.7\n1 0 obj" + b"/Subtype/Image stream\n" * 400_000


def streams_in_one_another() -> bytes:
    """Pictures that all have the same end."""
    return b"%PDF-1.7\n" + (b"1 0 obj<</Subtype/Image>>stream\n" + b"x" * 470) * 18_000


def long_annotations() -> bytes:
    """Fewer notes than are allowed, with a million words in each."""
    text = b"(%s)" % (b"w " * 100_000)
    note = b"<< /Type /Annot /Subtype /FreeText /Rect [0 0 612 792] /Contents 7 0 R >>"
    return one_page(
        stream(_WORDS),
        others={6: note, 7: text},
        page_entries=b"/Annots [%s]" % (b"6 0 R " * 20_000),
    )


def damaged_flate() -> bytes:
    """A bomb whose table of objects is missing, so that the file has to be mended first."""
    content = flate_of_blanks()
    return content[: content.rindex(b"xref\n0 1")]


def encrypted_flate() -> bytes:
    """A bomb in a file that opens without a password and is encrypted all the same."""
    small = one_page(stream(deflated(600), b"/Filter /FlateDecode"))
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(small)) as document:
        document.save(target, encryption=pikepdf.Encryption(owner="tower", user="", R=4))
    return target.getvalue()


PDF_BOMBS: Final[MappingProxyType[str, Callable[[], bytes]]] = MappingProxyType(
    {
        make.__name__.replace("_", " "): make
        for make in (
            flate_of_blanks,
            flate_twice,
            flate_by_another_name,
            flate_in_hexadecimal,
            flate_in_base_85,
            run_lengths,
            lzw,
            object_stream,
            many_objects,
            nested_forms,
            form_in_itself,
            many_words,
            many_rules,
            deep_graphics_states,
            deep_arrays,
            deep_arrays_in_contents,
            page_tree_in_itself,
            page_tree_in_a_ring,
            page_tree_that_doubles,
            deep_page_tree,
            pages_that_are_only_counted,
            one_page_many_times,
            huge_page,
            sliver_page,
            picture_bomb,
            fax_bomb,
            tiles,
            cross_references_in_a_ring,
            filter_that_is_itself,
            character_map,
            glyphs_in_glyphs,
            annotations,
            long_annotations,
            many_beginnings_of_streams,
            streams_in_one_another,
            damaged_flate,
            encrypted_flate,
        )
    }
)
