"""What was stamped over a value hides it from the first reading only."""

from datetime import date
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium2
import pytest
from PIL import Image, ImageDraw, ImageFont

from aktr.processing.coordinator import read_reports
from aktr.settings import Limits
from pdfs import REPORT, REPORT_CODES, make_pdf, prints

DPI = 200


def face(size: int) -> ImageFont.FreeTypeFont:
    spec = find_spec("reportlab")
    assert spec is not None
    assert spec.origin is not None
    return ImageFont.truetype(str(Path(spec.origin).parent / "fonts" / "VeraBd.ttf"), size)


def stamped_scan(colour: tuple[int, int, int], left: float, top: float, mode: str = "RGB") -> bytes:
    """The report in colour, with a date stamp whose ink lets the print shine through.

    Args:
        colour: Of the ink.
        left: In points from the left edge of the page, as the next from its top.
        top: Where the stamp stands.
        mode: Of the scan, in colour or in grey.
    """
    page = pdfium2.PdfDocument(make_pdf(prints(REPORT)))[0]
    sheet = page.render(scale=DPI / 72).to_pil().convert("RGB")
    ink = Image.new("RGB", sheet.size, "white")
    stamp = Image.new("RGB", (620, 110), "white")
    ImageDraw.Draw(stamp).text((10, 5), "OCT 04 2025", font=face(72), fill=colour)
    turned = stamp.rotate(4, expand=True, fillcolor="white", resample=Image.Resampling.BICUBIC)
    ink.paste(turned, (round(left * DPI / 72), round(top * DPI / 72)))
    file = BytesIO()
    seen = Image.fromarray(np.minimum(np.asarray(sheet), np.asarray(ink)))
    seen.convert(mode).save(file, "JPEG", quality=85)
    return file.getvalue()


@pytest.mark.parametrize(
    ("colour", "mode"),
    [
        ((60, 80, 180), "RGB"),
        ((200, 60, 70), "RGB"),
        ((150, 150, 150), "RGB"),
        ((150, 150, 150), "L"),
    ],
    ids=["blue", "red", "grey", "grey-scan"],
)
@pytest.mark.parametrize(("left", "top"), [(170, 92), (330, 140), (120, 140)])
def test_values_under_a_stamp_are_read(
    colour: tuple[int, int, int], mode: str, left: float, top: float
) -> None:
    (checked,) = read_reports(stamped_scan(colour, left, top, mode), Limits())

    report = checked.report
    values = (report.ftn.value, report.exam_id.value, report.exam_date.value, report.score.value)
    assert values == ("C1234567", "90000020260214001", date(2026, 2, 14), 93)
    assert report.exam_site.value == "ABS60104"
    assert tuple(code.code for code in report.codes) == REPORT_CODES
