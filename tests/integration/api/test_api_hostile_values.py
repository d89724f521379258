"""What a hostile PDF says of a person acts nowhere: not on pages, in tables or in files."""

import csv
import io
import re
import zipfile
from collections.abc import Sequence

import httpx2
import pytest

from pdfs import REPORT, Print, last_day_pdf, make_pdf, prints, report_pdf

EXTRACT = "/v1/extractor/batch/extract"
HOSTILE = (
    '<script>alert("x")</script>',
    "DOE, <b>JANE</b>",
    'DOE, JANE" onmouseover="alert(1)',
    "{{7*7}}, JANE",
    '=HYPERLINK("http://evil.example","JANE")',
    "=CMD, JANE",
    "@SUM, JANE",
    "+DOE, JANE",
    "-DOE, JANE",
)
"""Printed where the name stands; what is taken for a name is shown, the rest as what was read."""
PLACES = ("NAME: ", "EXAM SITE: ")
BEGINS_FORMULA = re.compile(r"[=+\-@\t\r]")
ACTS = re.compile(r"<script(?![^>]* src=)|<b>JANE|\sonmouseover=\"|\b49\b")


def hostile_report(number: int, place: str, value: str) -> bytes:
    """The report with a value of somebody who means harm."""

    def changed(text: str) -> str:
        text = text.replace("C1234567", f"C12345{number:02}")
        text = text.replace("90000020260214001", f"90000020260214{number:03}")
        return f"{place}{value}" if text.startswith(place) else text

    texts: Sequence[Print] = [Print(each.x, each.y, changed(each.text)) for each in REPORT]
    return make_pdf(prints(texts))


@pytest.fixture
def batch(client: httpx2.Client) -> dict[str, object]:
    values = [(place, value) for place in PLACES for value in HOSTILE]
    form = [
        ("files[]", (f"{value}.pdf", hostile_report(number, place, value)))
        for number, (place, value) in enumerate(values)
    ]
    answer = client.post(EXTRACT, files=form)
    assert answer.status_code == 200, answer.text
    found: dict[str, object] = answer.json()
    return found


def test_hostile_values_are_text_wherever_they_are_shown(
    client: httpx2.Client, batch: dict[str, object]
) -> None:
    reports = batch["reports"]
    assert isinstance(reports, list)
    said = {str(report["fields"]["name"]["value"]) for report in reports if "fields" in report}
    assert {"=CMD, JANE", "DOE, <b>JANE</b>", "+DOE, JANE"} <= said, "else nothing is tried here"

    addresses = [f"/batches/{batch['batch_id']}"]
    addresses += [f"/reports/{report['report_id']}" for report in reports if report["report_id"]]
    for address in addresses:
        page = client.get(address, headers={"Accept": "text/html"})
        assert page.status_code == 200
        assert ACTS.search(page.text) is None, address

    export = f"/v1/extractor/batch/{batch['batch_id']}/export"
    for table in ("reports", "codes"):
        content = client.get(f"{export}?format=csv&table={table}").content.decode("utf-8-sig")
        cells = [cell for row in csv.reader(io.StringIO(content)) for cell in row]
        assert any("CMD, JANE" in cell for cell in cells)
        assert [cell for cell in cells if BEGINS_FORMULA.match(cell)] == []
    workbook = zipfile.ZipFile(io.BytesIO(client.get(f"{export}?format=xlsx").content))
    sheets = [name for name in workbook.namelist() if name.startswith("xl/worksheets/")]
    assert sheets
    for name in sheets:
        content = workbook.read(name).decode()
        assert "<f>" not in content
        assert "evil.example" not in "".join(re.findall(r"<hyperlink [^>]*>", content))
    assert client.get(f"{export}?format=pdf").content.startswith(b"%PDF")


def test_a_test_of_the_last_day_of_the_calendar_takes_nothing_from_the_class(
    client: httpx2.Client,
) -> None:
    form = [("files[]", ("far.pdf", last_day_pdf())), ("files[]", ("good.pdf", report_pdf()))]
    batch = client.post(EXTRACT, files=form).json()
    far = batch["reports"][0]
    assert (far["metadata"]["exam_date"], far["metadata"]["expiration_date"]) == (
        "9999-12-31",
        None,
    ), "else nothing is tried here"

    report, whole = far["url"], f"/v1/extractor/batch/{batch['batch_id']}"
    addresses = [f"/batches/{batch['batch_id']}", f"/reports/{far['report_id']}"]
    addresses += [f"{report}/paperwork", f"{report}/export?format=pdf", f"{whole}/summary"]
    addresses += [f"{whole}/export?format={kind}" for kind in ("pdf", "xlsx", "csv", "json")]
    assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(
        addresses, 200
    )
    paperwork = client.get(f"{report}/paperwork").json()
    assert (paperwork["expires_on"], paperwork["days_left"]) == (None, None)
