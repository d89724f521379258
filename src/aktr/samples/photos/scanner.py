"""Scans and faxes of a sheet."""

from random import Random
from typing import Final

import cv2
import numpy as np

from aktr.samples.chance import chance
from aktr.samples.photos.kinds import Difficulty
from aktr.samples.photos.paper import Paper
from aktr.samples.photos.pixels import Image, add_noise, blotches, multiplied, random_numbers
from aktr.samples.photos.severity import ScanSeverity

FINE_LINES: Final = 196
STANDARD_LINES: Final = 98
"""Lines in an inch of a fax, ITU-T T.4; there are 204 dots in an inch of a line."""
FAX_DPI: Final = 200
_SMALLEST_TYPE_FOR_STANDARD_PT: Final = 9.4


def scan(paper: Paper, severity: ScanSeverity, name: str) -> Image:
    """Scan a sheet that was printed at the resolution of the scanner.

    Returns:
        Grey scans have three equal channels.
    """
    rng = chance(name)
    image = _laid_askew(paper.image, severity.skew_deg, rng)
    image = np.asarray(
        cv2.GaussianBlur(image, (0, 0), max(0.3, severity.blur * paper.type_px)), np.uint8
    )
    ink = np.asarray(255 - image, np.uint8)
    darkness = multiplied(ink, np.full((2, 2), severity.contrast), (1, 1, 1))
    paper_tone = 1 - 0.35 * (1 - severity.contrast)
    light = 1 - 0.05 * blotches(random_numbers(f"{name}-light"), 16, 16, 3)
    image = multiplied(np.asarray(255 - darkness, np.uint8), light * paper_tone, (1, 1, 1))
    numbers = random_numbers(f"{name}-noise")
    if severity.colour:
        return add_noise(image, numbers, severity.noise)
    grey = add_noise(
        np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), np.uint8), numbers, severity.noise
    )
    return np.asarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR), np.uint8)


def fax_lines(difficulty: Difficulty, type_size: float) -> int:
    """Lines in an inch: standard only for a hard fax of a page in type large enough for it."""
    if difficulty is Difficulty.HARD and type_size >= _SMALLEST_TYPE_FOR_STANDARD_PT:
        return STANDARD_LINES
    return FINE_LINES


def fax(paper: Paper, severity: ScanSeverity, lines: int, name: str) -> Image:
    """Send a sheet by fax.

    Args:
        paper: Printed at 200 dots per inch.
        severity: Its noise becomes specks; contrast moves the threshold.
        lines: In an inch; every line of the standard resolution comes out twice.
        name: Decides on the specks.

    Returns:
        0 and 255 only.
    """
    rng = chance(name)
    grey = cv2.cvtColor(_laid_askew(paper.image, severity.skew_deg, rng), cv2.COLOR_BGR2GRAY)
    height, width = grey.shape
    rows = round(height * lines / FINE_LINES)
    grey = cv2.resize(grey, (width, rows), interpolation=cv2.INTER_AREA)
    numbers = random_numbers(f"{name}-noise")
    rough = add_noise(np.asarray(grey, np.uint8), numbers, 3 * severity.noise)
    threshold = 150 + 35 * severity.contrast
    black = np.where(rough < threshold, 0, 255).astype(np.uint8)
    specks = numbers.random(black.shape, dtype=np.float32)
    black[specks < severity.noise * 0.0001] = 0
    black[specks > 1 - severity.noise * 0.0008] = 255
    full = cv2.resize(black, (width, height), interpolation=cv2.INTER_NEAREST)
    return np.asarray(cv2.cvtColor(full, cv2.COLOR_GRAY2BGR), np.uint8)


def _laid_askew(image: Image, degrees: float, rng: Random) -> Image:
    """The sheet as it went through the feeder, with the white of the lid around it."""
    height, width = image.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1 - abs(degrees) * 0.004)
    turn[:, 2] += np.array([rng.uniform(-4, 4), rng.uniform(-4, 4)])
    lid = (rng.randint(236, 250),) * 3
    return np.asarray(
        cv2.warpAffine(image, turn, (width, height), flags=cv2.INTER_LINEAR, borderValue=lid),
        np.uint8,
    )
