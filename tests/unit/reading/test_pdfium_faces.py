"""What PDFium draws is the same on every machine, whatever faces are installed there."""

import pytest

from aktr.reading.vision.letters.glyphs import BLURS, drawings

DARKNESS = (0.1511, 0.2080, 0.1294, 0.1276, 0.1756, 0.1167, 0.1576, 0.2363)
"""Of Z and its relatives in PDFium's own Helvetica, Times and Courier, on the grid of letters.

Other faces or a new PDFium draw them otherwise: then accuracy has to be measured again.
"""


def test_letters_are_drawn_with_the_faces_of_pdfium_itself() -> None:
    grids = drawings(("Z", "Ž", "Ż", "Ź")).grids
    sharp = grids.mean(axis=(1, 2, 3))[:: len(BLURS)]
    assert list(sharp[: len(DARKNESS)]) == pytest.approx(DARKNESS, abs=1e-3)
