"""How the lines of text run over a page that is skewed, bent or seen from the side."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from aktr.reading.vision.places.detect import TextRegion

_STEPS: Final = 12
_FEWEST_REGIONS: Final = 6
_TERMS: Final = 6
_CURLED: Final = 0.008
"""By how much half of the slopes are off, at least, if a sheet is bent in more ways than one that
lies askew or hangs through: it may curl up at one corner."""
_TERMS_OF_CURLED: Final = 8

Points = NDArray[np.float64]


class Flow:
    """How the lines of text run over a page: the slope at every point.

    A line of text follows the slopes; where it crosses the middle of the page is its level. So
    skew, perspective and a bent sheet are undone in one step.

    Args:
        regions: The pieces of text on the page.
        size: Width and height of the picture.
    """

    def __init__(self, regions: Sequence[TextRegion], size: tuple[int, int]) -> None:
        self._half = np.array(size, dtype=np.float64) / 2
        long = [region for region in regions if region.width > 3 * region.height]
        self._terms = _TERMS if len(long) >= 3 * _FEWEST_REGIONS else 3
        if len(long) < _FEWEST_REGIONS:
            self._terms = 1
        self._weights, error = self._fitted(long)
        if error > _CURLED and self._terms == _TERMS:
            self._terms = _TERMS_OF_CURLED
            self._weights, _ = self._fitted(long)

    def levels(self, x: Points, y: Points) -> Points:
        """The y at which the lines through some points cross the middle of the page."""
        step = (self._half[0] - x) / _STEPS
        x, y = x.copy(), y.copy()
        for _ in range(_STEPS):
            slope = self.slopes(x, y)
            y = y + step * self.slopes(x + step / 2, y + step / 2 * slope)
            x = x + step
        return y

    def heights(self, x: Points, levels: Points) -> Points:
        """The y at which the lines of some levels are at other points: the way back.

        Args:
            x: Where, from left to right.
            levels: What :meth:`levels` gives for the line.
        """
        step = (x - self._half[0]) / _STEPS
        x, y = np.full_like(x, self._half[0]), levels.copy()
        for _ in range(_STEPS):
            slope = self.slopes(x, y)
            y = y + step * self.slopes(x + step / 2, y + step / 2 * slope)
            x = x + step
        return y

    @property
    def skew(self) -> float:
        """The slope in the middle of the page."""
        return float(self._weights[0])

    def _fitted(self, regions: Sequence[TextRegion]) -> tuple[Points, float]:
        """The weights of the terms, and by how much half of the slopes are off."""
        if not regions:
            return np.zeros(self._terms), 0.0
        xs, ys, slopes, weights = [], [], [], []
        for region in regions:
            x = region.left + region.width * np.array([0.15, 0.5, 0.85])
            xs.append(x)
            ys.append(region.y_at(x))
            slopes.append(region.slope_at(x))
            weights.append(np.full(3, region.width / region.height))
        x, y, slope, weight = (np.concatenate(parts) for parts in (xs, ys, slopes, weights))
        columns = self._columns(x, y)
        for _ in range(3):
            root = np.sqrt(weight)
            fitted = np.linalg.lstsq(columns * root[:, None], slope * root, rcond=None)[0]
            error = np.abs(columns @ fitted - slope)
            weight = weight / (1 + (error / (2 * np.median(error) + 1e-4)) ** 2)
        return np.asarray(fitted, dtype=np.float64), float(np.median(error))

    def slopes(self, x: Points, y: Points) -> Points:
        """The slopes of the lines at some points: pixels down for each pixel to the right."""
        return np.asarray(self._columns(x, y) @ self._weights, dtype=np.float64)

    def _columns(self, x: Points, y: Points) -> Points:
        across = x / self._half[0] - 1
        down = y / self._half[1] - 1
        terms = [np.ones_like(x), across, down, across**2, across * down, across**3]
        terms += [down**2, across * down**2]
        return np.stack(terms[: self._terms], axis=-1)
