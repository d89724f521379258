"""Reports as a scanner gives them."""

from io import BytesIO

import numpy as np
import pypdfium2 as pdfium2
from PIL import Image

from pdfs import REPORT, make_pdf, prints


def scanned(name: str) -> Image.Image:
    """The report of somebody as a scanner gives it."""
    texts = [text._replace(text=text.text.replace("DOE, JANE ANN", name)) for text in REPORT]
    page = pdfium2.PdfDocument(make_pdf(prints(texts)))[0]
    bitmap = page.render(scale=150 / 72, grayscale=True)
    pixels = np.array(bitmap.to_numpy(), dtype=np.uint8)
    return Image.fromarray(pixels.reshape(bitmap.height, bitmap.width))


def scanned_tiff(pages: int) -> bytes:
    """A class that was scanned into one file, a page for each student."""
    file = BytesIO()
    first, *others = (scanned(f"DOE, JANE {'ABCDEFGH'[number]}") for number in range(pages))
    first.save(file, "TIFF", save_all=True, append_images=others)
    return file.getvalue()
