"""A page of a PDF as a picture, at the resolution that reads best."""

import ctypes
from typing import Any, Final

import numpy as np
import pypdfium2 as pdfium2
import pypdfium2.raw as pdfium

from aktr.reading.pdfium_faces import use_own_faces
from aktr.reading.vision.picture.decode import Grey, MakeGrey, Picture

use_own_faces()

_POINTS: Final = 72
"""Points to an inch."""
_USUAL_DPI: Final = 200
_LOWEST_DPI: Final = 170
_HIGHEST_DPI: Final = 300
"""Letters of 10 points are then as high as the readers want them."""
_MOST_PIXELS: Final = 12_000_000
_MOST_OF_PAGE: Final = 0.5


def render_page(
    document: pdfium2.PdfDocument, index: int, make_grey: MakeGrey | None = None
) -> Picture:
    """Draw a page with its form fields.

    Args:
        document: An open PDF, its form environment made if it has a form.
        index: Position of the page, from 0.
        make_grey: Makes the grey pixels of a picture in colour; the usual way when left out.

    Returns:
        The page as it is shown, at the resolution of the scan in it, within limits.
    """
    page = document[index]
    try:
        width, height = page.get_size()
        dpi = min(_HIGHEST_DPI, max(_LOWEST_DPI, _scan_dpi(page.raw, width * height)))
        scale = min(dpi / _POINTS, (_MOST_PIXELS / max(1.0, width * height)) ** 0.5)
        bitmap = page.render(scale=scale, grayscale=make_grey is None)
        grey: Grey = (
            make_grey(bitmap.to_pil().convert("RGB"))
            if make_grey is not None
            else np.array(bitmap.to_numpy(), dtype=np.uint8).reshape(bitmap.height, bitmap.width)
        )
        bitmap.close()
    finally:
        page.close()
    return Picture(grey)


def _scan_dpi(raw_page: Any, page_area: float) -> float:  # noqa: ANN401 - a C handle
    """The resolution of the picture that fills the page, or the usual one if there is none."""
    for index in range(pdfium.FPDFPage_CountObjects(raw_page)):
        item = pdfium.FPDFPage_GetObject(raw_page, index)
        if pdfium.FPDFPageObj_GetType(item) != pdfium.FPDF_PAGEOBJ_IMAGE:
            continue
        edges = [ctypes.c_float() for _ in range(4)]
        pixels = [ctypes.c_uint(), ctypes.c_uint()]
        if not pdfium.FPDFPageObj_GetBounds(item, *edges):
            continue
        if not pdfium.FPDFImageObj_GetImagePixelSize(item, *pixels):
            continue
        left, bottom, right, top = (edge.value for edge in edges)
        area = (right - left) * (top - bottom)
        if area > _MOST_OF_PAGE * page_area:
            return _POINTS * float((pixels[0].value * pixels[1].value / area) ** 0.5)
    return _USUAL_DPI
