"""How like the drawings of letters a shape is."""

from collections.abc import Sequence
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from aktr.reading.vision.letters.glyphs import ABOVE, BODY, Darkness, drawings

_COMPARED: Final = slice(ABOVE - 3, ABOVE + BODY + 3)
"""Rows of the grid in which letters of like bodies differ."""
_SHIFTS: Final = [(row, column) for row in (-1, 0, 1) for column in (-2, -1, 0, 1, 2)]


def likeness(cell: Darkness, letters: Sequence[str]) -> list[float]:
    """How like each of some letters a shape is, 0 to 1, whatever the face."""
    alike = (
        (_directions(letters) @ _of_length_one(np.stack(moved(cell))).T)
        .max(axis=1)
        .reshape(-1, len(letters))
    )
    return [float(value) for value in alike.max(axis=0)]


def likeness_to_each_other(cells: Sequence[Darkness]) -> NDArray[np.float32]:
    """How like each other some shapes are, 0 to 1, shape (shapes, shapes)."""
    stacked = np.stack(cells)
    shifts = _of_length_one(np.concatenate(moved(stacked)))
    alike = (shifts @ _of_length_one(stacked).T).reshape(-1, len(cells), len(cells))
    return np.asarray(alike.max(axis=0), dtype=np.float32)


def _of_length_one(cells: Darkness) -> NDArray[np.float32]:
    """What is compared of some shapes, as vectors: shape (shapes, compared cells)."""
    vectors = cells[:, _COMPARED].reshape(len(cells), -1)
    lengths = np.maximum(1e-6, np.linalg.norm(vectors, axis=1, keepdims=True))
    return np.asarray(vectors / lengths, dtype=np.float32)


@cache
def _directions(letters: Sequence[str]) -> NDArray[np.float32]:
    """The drawings of letters as vectors of length 1: a row for each face, sharpness and letter."""
    grids = drawings(letters).grids[:, :, _COMPARED]
    unit = grids / np.linalg.norm(grids, axis=(2, 3), keepdims=True)
    return np.asarray(unit.reshape(-1, unit.shape[2] * unit.shape[3]), dtype=np.float32)


def moved(cells: Darkness) -> list[Darkness]:
    """Shapes where they are and a little aside, as their edges are not certain.

    Args:
        cells: One shape or several: rows and columns come last.
    """
    rows, columns = cells.shape[-2:]
    # Slices of one wider array take a quarter of the time of rolling each by itself, or less.
    beside = [(0, 0)] * (cells.ndim - 2)
    wide = np.pad(cells, [*beside, (1, 1), (2, 2)], mode="wrap")
    return [
        wide[..., 1 - down : 1 - down + rows, 2 - right : 2 - right + columns]
        for down, right in _SHIFTS
    ]
