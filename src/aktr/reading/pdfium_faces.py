"""The faces that PDFium draws with where a PDF brings none along: its own, on every machine.

PDFium takes the nearest face that the machine has, if there is one. Letters of pictures are
compared with what it draws, and words of PDFs are as wide as its faces are: the same file would be
read with another certainty on a machine with other faces.
"""

from functools import cache

import pypdfium2.raw as pdfium


@cache
def use_own_faces() -> None:
    """Let PDFium know no face of this machine; later calls do nothing."""
    pdfium.FPDF_SetSystemFontInfo(None)
