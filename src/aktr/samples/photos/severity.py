"""How badly a picture is treated.

Blur is counted in type sizes (1 is the height of the body type), because what a person can still
read depends on the blur in relation to the letters, not on pixels.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from types import MappingProxyType
from typing import Final

from aktr.samples.photos.kinds import Difficulty

MARKS: Final = ("stamp", "seal", "coffee", "folds", "faded", "thumb", "hand-shadow", "glare")
"""What else may have happened to the sheet or the picture; ``aktr.samples.photos.marks`` and
``camera`` draw them."""
PAPER_MARKS: Final = ("stamp", "seal", "coffee", "folds", "faded")
FAX_MARKS: Final = ("stamp", "folds")
"""In black and white the others would cover print instead of shading it."""

Range = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraSeverity:
    """Everything that makes a photo worse than the page."""

    megapixels: float
    perspective: float
    """Largest shift of a corner, as a share of the page's height."""
    skew_deg: float
    """Clockwise."""
    curl: float
    """Height of the bow of a straight line, as a share of the page's height."""
    light: float
    """Light at the darkest place over light at the brightest."""
    exposure: float
    """White of the brightest paper, 1 for 255."""
    blur: float
    """Standard deviation, in type sizes."""
    motion: float
    """Length of the smear, in type sizes."""
    noise: float
    """Standard deviation, in grey levels of 255."""
    jpeg_quality: int
    warmth: float
    """Share by which red is stronger than blue; negative for cold light."""
    mark_strength: float
    """0 to 1: how strong each of the marks is."""
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanSeverity:
    """Everything that makes a scan worse than the page."""

    skew_deg: float
    blur: float
    """Standard deviation, in type sizes."""
    noise: float
    jpeg_quality: int
    contrast: float
    """Difference between paper and ink, 1 for black on white."""
    colour: bool
    mark_strength: float
    marks: tuple[str, ...]


_CAMERA: Final[Mapping[Difficulty, Mapping[str, Range]]] = MappingProxyType(
    {
        Difficulty.EASY: {
            "perspective": (0.0, 0.025),
            "skew_deg": (0.2, 3.0),
            "curl": (0.0, 0.003),
            "light": (0.8, 0.97),
            "exposure": (0.88, 1.0),
            "blur": (0.012, 0.028),
            "motion": (0.0, 0.03),
            "noise": (1.0, 3.0),
            "jpeg_quality": (78, 92),
            "warmth": (-0.05, 0.08),
            "mark_strength": (0.2, 0.45),
        },
        Difficulty.MEDIUM: {
            "perspective": (0.02, 0.05),
            "skew_deg": (1.5, 5.0),
            "curl": (0.003, 0.009),
            "light": (0.6, 0.8),
            "exposure": (0.72, 0.95),
            "blur": (0.028, 0.042),
            "motion": (0.04, 0.09),
            "noise": (3.0, 6.0),
            "jpeg_quality": (58, 75),
            "warmth": (-0.1, 0.16),
            "mark_strength": (0.4, 0.7),
        },
        Difficulty.HARD: {
            "perspective": (0.045, 0.08),
            "skew_deg": (3.0, 8.0),
            "curl": (0.008, 0.018),
            "light": (0.42, 0.62),
            "exposure": (0.6, 0.85),
            "blur": (0.042, 0.055),
            "motion": (0.08, 0.14),
            "noise": (5.0, 9.0),
            "jpeg_quality": (42, 55),
            "warmth": (-0.16, 0.25),
            "mark_strength": (0.6, 1.0),
        },
    }
)

_SCAN: Final[Mapping[Difficulty, Mapping[str, Range]]] = MappingProxyType(
    {
        Difficulty.EASY: {
            "skew_deg": (0.0, 0.5),
            "blur": (0.01, 0.02),
            "noise": (0.5, 2.5),
            "jpeg_quality": (80, 92),
            "contrast": (0.88, 1.0),
            "mark_strength": (0.2, 0.45),
        },
        Difficulty.MEDIUM: {
            "skew_deg": (0.5, 1.6),
            "blur": (0.02, 0.03),
            "noise": (2.0, 5.0),
            "jpeg_quality": (60, 78),
            "contrast": (0.7, 0.85),
            "mark_strength": (0.4, 0.7),
        },
        Difficulty.HARD: {
            "skew_deg": (1.2, 3.0),
            "blur": (0.03, 0.042),
            "noise": (4.0, 8.0),
            "jpeg_quality": (40, 58),
            "contrast": (0.58, 0.74),
            "mark_strength": (0.6, 1.0),
        },
    }
)
_MARK_COUNTS: Final = MappingProxyType(
    {Difficulty.EASY: (0, 1), Difficulty.MEDIUM: (1, 2), Difficulty.HARD: (2, 3)}
)
SMALLEST_PHOTO: Final = 8.0
"""Megapixels."""
_SMALL_TYPE_PT: Final = 8.5


def draw_marks(rng: Random, difficulty: Difficulty, possible: tuple[str, ...]) -> tuple[str, ...]:
    """Draw none to three of the possible marks, more of them the harder the picture."""
    count = min(rng.randint(*_MARK_COUNTS[difficulty]), len(possible))
    drawn = rng.sample(possible, count)
    return tuple(mark for mark in possible if mark in drawn)


def draw_camera_severity(
    rng: Random, difficulty: Difficulty, type_size: float, marks: tuple[str, ...]
) -> CameraSeverity:
    """Draw the circumstances of a photo.

    Args:
        rng: The source of chance.
        difficulty: Decides on the ranges.
        type_size: Of the body text in points; nobody takes a picture of small print from afar.
        marks: Drawn before, because two pictures of one sheet have the same.
    """
    drawn = _draw(rng, _CAMERA[difficulty])
    sizes = (12.2,) if type_size < _SMALL_TYPE_PT else (SMALLEST_PHOTO, 9.6, 12.2)
    return CameraSeverity(
        megapixels=rng.choice(sizes),
        perspective=drawn["perspective"],
        skew_deg=drawn["skew_deg"] * rng.choice((-1, 1)),
        curl=drawn["curl"],
        light=drawn["light"],
        exposure=drawn["exposure"],
        blur=drawn["blur"],
        motion=drawn["motion"],
        noise=drawn["noise"],
        jpeg_quality=round(drawn["jpeg_quality"]),
        warmth=drawn["warmth"],
        mark_strength=drawn["mark_strength"],
        marks=marks,
    )


def draw_scan_severity(rng: Random, difficulty: Difficulty, marks: tuple[str, ...]) -> ScanSeverity:
    """Draw the circumstances of a scan of a sheet that has these marks."""
    drawn = _draw(rng, _SCAN[difficulty])
    return ScanSeverity(
        skew_deg=drawn["skew_deg"] * rng.choice((-1, 1)),
        blur=drawn["blur"],
        noise=drawn["noise"],
        jpeg_quality=round(drawn["jpeg_quality"]),
        contrast=drawn["contrast"],
        colour=rng.random() < 0.4,
        mark_strength=drawn["mark_strength"],
        marks=marks,
    )


def _draw(rng: Random, ranges: Mapping[str, Range]) -> dict[str, float]:
    return {name: round(rng.uniform(*limits), 4) for name, limits in ranges.items()}
