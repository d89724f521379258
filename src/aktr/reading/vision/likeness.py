"""How like the drawings of letters a shape is."""

from collections.abc import Sequence
from functools import cache
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from aktr.reading.vision.glyphs import ABOVE, BODY, Darkness, drawings

_COMPARED: Final = slice(ABOVE - 3, ABOVE + BODY + 3)
"""Rows of the grid in which letters of like bodies differ."""
_SHIFTS: Final = [(row, column) for row in (-1, 0, 1) for column in (-2, -1, 0, 1, 2)]


def likeness(cell: Darkness, letters: Sequence[str]) -> list[float]:
    """How like each of some letters a shape is, 0 to 1, whatever the face."""
    shifts = np.stack([shifted[_COMPARED].ravel() for shifted in moved(cell)])
    shifts /= np.maximum(1e-6, np.linalg.norm(shifts, axis=1, keepdims=True))
    alike = (_directions(letters) @ shifts.T).max(axis=1).reshape(-1, len(letters))
    return [float(value) for value in alike.max(axis=0)]


@cache
def _directions(letters: Sequence[str]) -> NDArray[np.float32]:
    """The drawings of letters as vectors of length 1: a row for each face, sharpness and letter."""
    grids = drawings(letters).grids[:, :, _COMPARED]
    unit = grids / np.linalg.norm(grids, axis=(2, 3), keepdims=True)
    return np.asarray(unit.reshape(-1, unit.shape[2] * unit.shape[3]), dtype=np.float32)


def moved(cell: Darkness) -> list[NDArray[np.float32]]:
    """A shape where it is and a little aside, as its edges are not certain."""
    rows, columns = cell.shape
    wide = np.asarray(cv2.copyMakeBorder(cell, 1, 1, 2, 2, cv2.BORDER_WRAP), dtype=np.float32)
    return [
        wide[1 - down : 1 - down + rows, 2 - right : 2 - right + columns] for down, right in _SHIFTS
    ]
