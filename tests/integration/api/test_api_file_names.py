"""A file name of any kind is shown as it is told to be, and does nothing anywhere."""

import csv
import io
import zipfile

import httpx2
import pikepdf
import pytest

from aktr.reading.sniff import sniff
from api_service import Samples
from pdfs import report_pdf
from raw_pdf import one_page, stream

EXTRACT = "/v1/extractor/batch/extract"
NAMES = {
    "traversal": ("../../../etc/passwd.pdf", "passwd.pdf"),
    "windows": ("C:\\Users\\ann\\..\\report.pdf", "report.pdf"),
    "long": ("ä" * 300 + ".pdf", "ä" * 251 + ".pdf"),
    "control": ("a\x01b\x1b[31mred\x7f.pdf", "a b [31mred .pdf"),
    "direction": ("invoice\u202efdp.exe", "invoice fdp.exe"),
    "joiners": ("a\u200bb\ufeffc\u2028d.pdf", "a b c d.pdf"),
    "emoji": ("🛩️ PAR 👩🏽‍✈️.pdf", "🛩️ PAR 👩🏽 ✈️.pdf"),
    "formula": ("=HYPERLINK(1)", "=HYPERLINK(1)"),
    "command": ("@SUM(1+1)|cmd", "@SUM(1+1)|cmd"),
    "markup": ("<img src=x onerror=alert(1)>.pdf", "<img src=x onerror=alert(1)>.pdf"),
    "template": ("{{7*7}}${7*7}#{7*7}.pdf", "{{7*7}}${7*7}#{7*7}.pdf"),
    "typesetting": ("#panic(1) #read(name) *a* $x$ @b <c>.pdf",) * 2,
    "quotes": ("it's; filename*=x.pdf",) * 2,
    "dots": ("..", "file 11"),
    "nothing": ("   ", "file 12"),
}


@pytest.fixture
def batch(client: httpx2.Client) -> dict[str, object]:
    # By hand, because clients put some of these names into other words.
    content = report_pdf()
    form = b""
    for place, (name, _) in enumerate(NAMES.values()):
        form += (
            b'--form\r\nContent-Disposition: form-data; name="files[]"; filename="%s"'
            % name.encode()
        )
        form += b"\r\n\r\n%s%s\r\n" % (content, b"\n" * place)
    head = {"Content-Type": "multipart/form-data; boundary=form"}
    answer = client.post(EXTRACT, content=form + b"--form--\r\n", headers=head)
    assert answer.status_code == 200, answer.text
    body: dict[str, object] = answer.json()
    return body


def shown_names() -> list[str]:
    return [
        f"file {place}" if shown.startswith("file ") else shown
        for place, (_, shown) in enumerate(NAMES.values(), 1)
    ]


def test_names_are_kept_for_display_and_act_nowhere(
    client: httpx2.Client, batch: dict[str, object]
) -> None:
    reports = batch["reports"]
    assert isinstance(reports, list)
    assert [report["file_name"] for report in reports] == shown_names()
    url = str(batch["url"])

    table = client.get(f"{url}/export?format=csv")
    rows = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"))))
    assert [row["file_name"].lstrip("'") for row in rows] == shown_names()
    assert not [row for row in rows if row["file_name"][0] in "=+-@\t\r"]

    workbook = client.get(f"{url}/export?format=xlsx")
    with zipfile.ZipFile(io.BytesIO(workbook.content)) as book:
        for part in book.namelist():
            content = book.read(part)
            assert b"<img" not in content
            assert b"<f>" not in content
            assert b"<hyperlink " not in content

    printed = client.get(f"{url}/export?format=pdf")
    assert printed.status_code == 200
    with pikepdf.open(io.BytesIO(printed.content)) as document:
        assert "/JavaScript" not in document.Root.get("/Names", {})
    assert b"root:" not in printed.content

    for answer in (table, workbook, printed):
        header = answer.headers["content-disposition"]
        assert header.startswith('attachment; filename="class-')
        assert not [name for name, _ in NAMES.values() if name in header]


POLYGLOTS = {
    "a page in front of a PDF": b"<html><script>alert(1)</script>" + report_pdf(),
    "an archive behind a PDF": report_pdf() + b"PK\x03\x04" + bytes(200),
    "a program in front of a PDF": b"MZ" + bytes(500) + report_pdf(),
    "a picture in front of a PDF": b"\xff\xd8\xff\xe0" + report_pdf(),
    "a PDF in front of a picture": b"%PDF-1.7\n\x89PNG\r\n\x1a\n" + bytes(500),
    "a PDF far behind": bytes(2000) + report_pdf(),
    "a script in a PDF": one_page(stream(b""), page_entries=b"/AA << /O << /S /JavaScript >> >>"),
    "a drawing with a script": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
}


REPORTS_ALL_THE_SAME = {
    "a page in front of a PDF",
    "an archive behind a PDF",
    "a program in front of a PDF",
}
"""As every reader of PDFs takes them."""


@pytest.mark.parametrize("what", POLYGLOTS)
def test_what_a_file_is_told_to_be_never_counts(client: httpx2.Client, what: str) -> None:
    content = POLYGLOTS[what]
    answers = [
        client.post("/v1/extractor/extract", files={"file": (f"a.{ending}", content, claimed)})
        for ending, claimed in (("pdf", "text/html"), ("exe", "application/pdf"))
    ]
    if what in REPORTS_ALL_THE_SAME:
        assert [answer.status_code for answer in answers] == [200, 200]
        return
    assert [answer.status_code for answer in answers] == [422, 422]
    (word,) = {answer.json()["errors"][0]["type"] for answer in answers}
    if sniff(content) is None:
        assert word == "UNSUPPORTED_TYPE"
    else:
        assert word in {"INVALID_IMAGE", "INVALID_PDF", "UNREADABLE", "NOT_A_TEST_REPORT"}


def test_two_files_of_one_name_are_two_files(client: httpx2.Client, samples: Samples) -> None:
    contents = [samples.content(truth) for truth in samples.good[:2]]
    files = [("files[]", ("scan.pdf", content)) for content in contents]
    reports = client.post(EXTRACT, files=files).json()["reports"]
    assert [report["file_name"] for report in reports] == ["scan.pdf"] * 2
    assert len({report["report_id"] for report in reports}) == 2
