"""Evidence over HTTP: the cut-out is the part of the page on which the value stands."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import cv2
import httpx2
import numpy as np
import pikepdf
import pypdfium2 as pdfium2
import pytest
from numpy.typing import NDArray
from PIL import Image
from reportlab.lib.pagesizes import letter
from reportlab.pdfgen.canvas import Canvas

from aktr.reading.sniff import FileKind
from aktr.reading.vision.networks.models import load_models
from aktr.reading.vision.page_reader import read_page
from aktr.reading.vision.picture.decode import decode_pictures
from aktr.settings import KeepUploads, Limits
from api_service import RunningService, Samples, StartService

EXTRACT = "/v1/extractor/batch/extract"
DPI = 200
Pixels = NDArray[np.uint8]
LINES = (
    "Airman Knowledge Test Report",
    "NAME: DOE, JANE ANN",
    "FTN: C1234567   EXAM ID: 90123420260214001",
    "EXAM: Private Pilot Airplane (PAR)",
    "EXAM DATE: 02/14/2026   EXAM SITE: ABS60104",
    "SCORE: 98%   GRADE: Pass   TAKE: 1",
    "PA.I.C.K2",
    "EXPIRATION DATE: 02/29/2028",
)


OLD_LINES = (
    "Airman Knowledge Test Report",
    "NAME: DOE, JANE ANN",
    "APPLICANT ID: 900126789   EXAM ID: 90123420180214001",
    "EXAM: Private Pilot Airplane (PAR)",
    "EXAM DATE: 02/14/2018   EXAM SITE: ABS60104",
    "SCORE: 98%   GRADE: Pass   TAKE: 1",
    "PA.I.C.K2",
    "EXPIRATION DATE: 02/29/2020",
)


def sheet(size: float = 1.0, lines: Sequence[str] = LINES) -> bytes:
    """A report on US Letter, or on something so many times as large."""
    target = BytesIO()
    page = Canvas(target, pagesize=(letter[0] * size, letter[1] * size), pageCompression=0)
    page.scale(size, size)
    for number, line in enumerate(lines):
        page.drawString(72, 720 - 24 * number, line)
    page.save()
    return target.getvalue()


def pixels_of(png: bytes) -> Pixels:
    picture = Image.open(BytesIO(png))
    assert (picture.format, picture.mode) == ("PNG", "L")
    return np.asarray(picture, dtype=np.uint8)


def upload(client: httpx2.Client, content: bytes) -> list[dict[str, Any]]:
    answer = client.post(EXTRACT, files=[("files", ("a.pdf", content))])
    assert answer.status_code == 200, answer.text
    reports: list[dict[str, Any]] = answer.json()["reports"]
    return reports


def page_as_people_see_it(content: bytes, number: int, turns: int = 0) -> Pixels:
    """The page rendered by itself and turned upright."""
    with pdfium2.PdfDocument(content) as document:
        picture = document[number - 1].render(scale=DPI / 72, grayscale=True).to_pil()
    return np.rot90(np.asarray(picture, dtype=np.uint8), turns)


def part(page: Pixels, place: dict[str, float]) -> Pixels:
    height, width = page.shape
    rows = slice(int(place["top"] * height), int(np.ceil(place["bottom"] * height)))
    columns = slice(int(place["left"] * width), int(np.ceil(place["right"] * width)))
    return page[rows, columns]


def assert_shows(cut_out: Pixels, value: Pixels) -> None:
    """The value's pixels are somewhere in the cut-out, and some of them are ink."""
    assert value.min() < 128, "there is no ink where the value is said to stand"
    assert cut_out.shape[0] < 400
    assert cut_out.shape[0] >= value.shape[0]
    assert cut_out.shape[1] >= value.shape[1]
    differences = cv2.matchTemplate(cut_out, value, cv2.TM_SQDIFF)
    assert float(differences.min()) / value.size < 60


def places(report: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Every value with a picture, by the address of the picture."""
    shown = [*report["fields"].values(), *report["codes"], *report["unresolved_codes"]]
    for value in shown:
        assert (value["evidence_url"] is None) == (value["place"] is None)
    return {value["evidence_url"]: value["place"] for value in shown if value["place"]}


def test_each_value_of_a_report_is_shown_where_it_stands(
    client: httpx2.Client, samples: Samples
) -> None:
    truth = next(each for each in samples.good if each.reports[0].codes)
    content = samples.content(truth)
    report = upload(client, content)[0]
    page = page_as_people_see_it(content, report["pages"][0], _turns(report, content))
    shown = places(report)
    assert len(shown) >= 10
    for address, place in list(shown.items())[::3]:
        answer = client.get(address)
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"] == "image/png"
        assert "no-store" in answer.headers["cache-control"]
        assert answer.headers["content-disposition"].startswith("inline")
        assert_shows(pixels_of(answer.content), part(page, place))


def _turns(report: dict[str, Any], content: bytes) -> int:
    """Quarter turns under which there is ink at every place of the report."""
    return max(
        range(4),
        key=lambda turns: sum(
            part(page_as_people_see_it(content, place["page"], turns), place).min() < 128
            for place in places(report).values()
        ),
    )


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
@pytest.mark.parametrize("stored", ["flag", "drawn"])
def test_a_page_is_upright_however_it_is_stored(
    client: httpx2.Client, degrees: int, stored: str
) -> None:
    upright = sheet()
    content = _flagged(upright, degrees) if stored == "flag" else _drawn(upright, degrees)
    report = upload(client, content)[0]
    page = page_as_people_see_it(upright, 1)
    whole = pixels_of(client.get(f"{report['url']}/evidence/page:1").content)
    assert whole.shape == page.shape
    assert float(np.abs(whole.astype(int) - page).mean()) < 2
    score = report["fields"]["score"]
    cut_out = pixels_of(client.get(score["evidence_url"]).content)
    assert_shows(cut_out, part(page, score["place"]))


def _flagged(content: bytes, degrees: int) -> bytes:
    """The page turned by its rotation flag: viewers show it lying, its text reads lying."""
    target = BytesIO()
    with pikepdf.open(BytesIO(content)) as pdf:
        pdf.pages[0].rotate(degrees, relative=False)
        pdf.save(target)
    return target.getvalue()


def _drawn(content: bytes, degrees: int) -> bytes:
    """The page drawn lying, with the flag that makes viewers show it upright."""
    target = BytesIO()
    with pikepdf.open(BytesIO(content)) as pdf:
        page = pdf.pages[0]
        width, height = (float(page.mediabox[index]) for index in (2, 3))
        by_degrees = {
            0: (1, 0, 0, 1, 0, 0),
            90: (0, 1, -1, 0, height, 0),
            180: (-1, 0, 0, -1, width, height),
            270: (0, -1, 1, 0, 0, width),
        }
        matrix = " ".join(f"{number:g}" for number in by_degrees[degrees])
        page.contents_add(f"q {matrix} cm\n".encode(), prepend=True)
        page.contents_add(b"\nQ")
        if degrees in (90, 270):
            page.mediabox = pikepdf.Array([0, 0, height, width])
            if "/CropBox" in page:
                page.cropbox = page.mediabox
        page.rotate(degrees, relative=False)
        pdf.save(target)
    return target.getvalue()


@pytest.mark.parametrize("turns", [0, 1])
def test_a_photo_is_shown_upright(client: httpx2.Client, turns: int) -> None:
    page = page_as_people_see_it(sheet(), 1)
    target = BytesIO()
    Image.fromarray(np.rot90(page, turns)).save(target, "JPEG", quality=90)
    report = upload(client, target.getvalue())[0]
    assert report["read_by"] == "ocr"
    whole = pixels_of(client.get(f"{report['url']}/evidence/page:1").content)
    assert whole.shape[0] > whole.shape[1]
    score = report["fields"]["score"]
    cut_out = pixels_of(client.get(score["evidence_url"]).content)
    assert_shows(cut_out, part(page, score["place"]))


def _tilted(degrees: float) -> bytes:
    """A photo of an old report that was held askew."""
    page = page_as_people_see_it(sheet(lines=OLD_LINES), 1)
    target = BytesIO()
    picture = Image.fromarray(page).rotate(degrees, expand=True, fillcolor=255)
    picture.save(target, "JPEG", quality=90)
    return target.getvalue()


@pytest.mark.parametrize(
    "content",
    [sheet(lines=OLD_LINES), _tilted(0), _tilted(-3), _tilted(7)],
    ids=["pdf", "level", "askew", "steep"],
)
def test_of_an_applicant_id_only_the_last_four_characters_are_shown(
    client: httpx2.Client, content: bytes
) -> None:
    report = upload(client, content)[0]
    assert report["fields"]["applicant_id"]["value"] == "*****6789"
    seen = {"page:1": ("JANE", "6789"), "applicant_id": ("6789",), "name": ("JANE",)}
    for what, expected in seen.items():
        picture = client.get(f"{report['url']}/evidence/{what}")
        assert picture.status_code == 200
        shown = _text_on(picture.content)
        assert all(text in shown for text in expected), "what may be seen is legible"
        assert "900" not in shown
        assert "012" not in shown.replace("90123420180214001", "")


def _text_on(png: bytes) -> str:
    """Everything that is legible on a picture, at the size of a page."""
    picture = Image.open(BytesIO(png))
    paper = Image.new("L", (1700, max(1000, picture.height)), 255)
    paper.paste(picture, (0, 0))
    target = BytesIO()
    paper.save(target, "PNG")
    words = read_page(
        next(decode_pictures(target.getvalue(), FileKind.PNG, Limits())), load_models()
    )
    return " ".join(word.text for word in words.words)


def test_a_corrected_value_is_shown_where_it_was_read(
    client: httpx2.Client, samples: Samples
) -> None:
    report = upload(client, samples.content(samples.good[0]))[0]
    address = report["fields"]["score"]["evidence_url"]
    before = client.get(address).content
    body = {"fields": {"score": 1}, "codes": {"add": ["ZZ.I.A.K9"]}}
    found = client.patch(report["url"], json=body, headers={"If-Match": "*"}).json()
    assert found["fields"]["score"]["evidence_url"] == address
    assert client.get(address).content == before
    added = next(code for code in found["codes"] if code["code"] == "ZZ.I.A.K9")
    assert added["evidence_url"] is None
    assert client.get(f"{report['url']}/evidence/code:ZZ.I.A.K9").status_code == 404


@pytest.mark.parametrize(
    "what", ["password", "code:ZZ.I.A.K9", "page:0", "page:21", "page:x", "applicant_id", "a/../b"]
)
def test_what_has_no_place_has_no_picture(
    client: httpx2.Client, samples: Samples, what: str
) -> None:
    truth = next(each for each in samples.good if each.reports[0].exam_id)
    report = upload(client, samples.content(truth))[0]
    assert report["fields"]["applicant_id"]["place"] is None
    answer = client.get(f"{report['url']}/evidence/{what}")
    assert answer.status_code == 404
    assert what not in answer.text


def test_the_other_pages_of_the_file_are_not_shown(client: httpx2.Client) -> None:
    with (
        pikepdf.open(BytesIO(sheet())) as first,
        pikepdf.open(BytesIO(sheet())) as second,
    ):
        first.pages.extend(second.pages)
        target = BytesIO()
        first.save(target)
    reports = upload(client, target.getvalue())
    assert [report["pages"] for report in reports] == [[1], [2]]
    for report, own, other in zip(reports, (1, 2), (2, 1), strict=True):
        assert client.get(f"{report['url']}/evidence/page:{own}").status_code == 200
        assert client.get(f"{report['url']}/evidence/page:{other}").status_code == 404


def test_without_the_upload_there_is_no_picture(
    start_service: StartService, samples: Samples
) -> None:
    service: RunningService = start_service(keep_uploads=KeepUploads.UNTIL_DONE, workers=1)
    with service.client() as client:
        report = upload(client, samples.content(samples.good[0]))[0]
        service.app.state.services.repository.drop_uploads()
        answer = client.get(f"{report['url']}/evidence/score")
        assert answer.status_code == 410
        assert "paper" in answer.json()["detail"]
        assert client.get(report["url"]).status_code == 200


def test_a_page_as_large_as_a_wall_gives_a_picture_of_bounded_size(client: httpx2.Client) -> None:
    report = upload(client, sheet(18))[0]
    whole = pixels_of(client.get(f"{report['url']}/evidence/page:1").content)
    assert 1000 < max(whole.shape) <= 2400
    assert whole.min() < 128
