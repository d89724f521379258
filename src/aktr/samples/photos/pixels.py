"""Pictures as arrays, and the few operations on them that are needed everywhere."""

from typing import Final, TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

Image: TypeAlias = npt.NDArray[np.uint8]
"""Height x width x 3, blue, green, red, 0 to 255."""
Field: TypeAlias = npt.NDArray[np.float32]
"""Height x width; a share of 1 for every place, at any resolution."""

_GAIN_STEPS: Final = 200
"""Steps of a factor of 1: finer than a grey level wherever noise follows."""


def random_numbers(name: str) -> np.random.Generator:
    """A source of random arrays that gives the same numbers for the same name."""
    return np.random.default_rng(list(name.encode()))


def multiplied(image: Image, gain: npt.NDArray[np.floating], channels: tuple[float, ...]) -> Image:
    """The picture times a field of any resolution and a factor for each channel, up to 1.27."""
    factors = np.clip(gain[..., None] * np.array(channels) * _GAIN_STEPS, 0, 255)
    height, width = image.shape[:2]
    full = cv2.resize(factors.astype(np.uint8), (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.multiply(image, full, scale=1 / _GAIN_STEPS), np.uint8)


def inked(image: Image, coverage: Field, ink: tuple[int, int, int]) -> Image:
    """The picture with an ink on it that lets print below it show through.

    Args:
        image: The paper.
        coverage: 0 to 1, height and width of the picture.
        ink: Blue, green and red of the ink on white paper.
    """
    absorbed = (255 - np.array(ink, np.float32)) / 255
    return np.asarray(image * (1 - coverage[..., None] * absorbed), np.uint8)


def blotches(rng: np.random.Generator, height: int, width: int, cells: int) -> Field:
    """Smooth random values from 0 to 1, about ``cells`` ups and downs across."""
    coarse = rng.random((max(2, cells * height // width), max(2, cells)), dtype=np.float32)
    smooth = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    return np.clip(np.asarray(smooth, np.float32), 0, 1)


def add_noise(image: Image, rng: np.random.Generator, deviation: float) -> Image:
    """The picture with noise of a normal distribution, in grey levels."""
    if deviation <= 0:
        return image
    rows = np.asarray(_NORMAL_QUANTILES * deviation, np.int8)
    raw = rng.integers(0, 256, image.shape, dtype=np.uint8)
    return np.asarray(cv2.add(image, cv2.LUT(raw, rows), dtype=cv2.CV_8U), np.uint8)


def _normal_quantiles() -> npt.NDArray[np.float64]:
    """The 256 quantiles of a normal distribution: random bytes become noise by one look-up."""
    sample = np.random.default_rng(0).standard_normal(256 * 400)
    return np.asarray(np.sort(sample).reshape(256, 400).mean(axis=1))


_NORMAL_QUANTILES: Final = _normal_quantiles()
