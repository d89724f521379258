"""Writes PDFs object by object, as no well-behaved program would."""

import zlib
from collections.abc import Callable, Mapping, Sequence

LETTER = b"[0 0 612 792]"
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """The body of a stream object; its length is given, everything else by the caller."""
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries, len(content), content)


def flate(content: bytes, entries: bytes = b"") -> bytes:
    """The body of a compressed stream object."""
    return stream(zlib.compress(content, 9), entries + b" /Filter /FlateDecode")


def pdf(objects: Mapping[int, bytes], *, root: int = 1, trailer: bytes = b"") -> bytes:
    """A PDF of these objects with a table in which each is found."""
    target = bytearray(b"%PDF-1.7\n")
    places = {}
    for number, body in objects.items():
        places[number] = len(target)
        target += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(target)
    target += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in places.items():
        target += b"%d 1\n%010d 00000 n \n" % (number, place)
    size = max(objects) + 1
    target += b"trailer\n<< /Size %d /Root %d 0 R %s >>\n" % (size, root, trailer)
    target += b"startxref\n%d\n%%%%EOF\n" % start
    return bytes(target)


def one_page(
    contents: bytes,
    resources: bytes = b"/Font << /F 5 0 R >>",
    others: Mapping[int, bytes] | None = None,
    *,
    media_box: bytes = LETTER,
    page_entries: bytes = b"",
) -> bytes:
    """A PDF of one page.

    Args:
        contents: The body of its content stream, object 4.
        resources: What its resources hold; object 5 is a font.
        others: Further objects, from number 6.
        media_box: Its size.
        page_entries: Further entries of the page.
    """
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox %s /Contents 4 0 R /Resources << %s >> %s >>"
        % (media_box, resources, page_entries)
    )
    return pdf(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: page,
            4: contents,
            5: FONT,
            **(others or {}),
        }
    )


def compressed_objects(
    objects: Mapping[int, bytes], pack: Callable[[bytes], bytes] = zlib.compress
) -> bytes:
    """A PDF whose objects all stand in one object stream, compressed in any way."""
    numbers = b""
    bodies = b""
    for number, body in objects.items():
        numbers += b"%d %d " % (number, len(bodies))
        bodies += body + b"\n"
    holder, table = max(objects) + 1, max(objects) + 2
    target = bytearray(b"%PDF-1.7\n")
    holder_place = len(target)
    entries = b"/Type /ObjStm /N %d /First %d" % (len(objects), len(numbers))
    target += b"%d 0 obj\n%s\nendobj\n" % (
        holder,
        stream(pack(numbers + bodies), entries + b" /Filter /FlateDecode"),
    )
    table_place = len(target)
    rows = _rows([*objects], holder, holder_place, table_place)
    entries = b"/Type /XRef /Size %d /W [1 4 2] /Root 1 0 R" % (table + 1)
    target += b"%d 0 obj\n%s\nendobj\n" % (table, flate(rows, entries))
    target += b"startxref\n%d\n%%%%EOF\n" % table_place
    return bytes(target)


def _rows(numbers: Sequence[int], holder: int, holder_place: int, table_place: int) -> bytes:
    rows = b""
    for number in range(holder + 2):
        if number in numbers:
            row = (2, holder, numbers.index(number))
        elif number == holder:
            row = (1, holder_place, 0)
        elif number == holder + 1:
            row = (1, table_place, 0)
        else:
            row = (0, 0, 65535)
        rows += row[0].to_bytes(1) + row[1].to_bytes(4) + row[2].to_bytes(2)
    return rows
