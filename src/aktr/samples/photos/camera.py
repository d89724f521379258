"""A phone's photo of a sheet on a desk."""

from dataclasses import dataclass
from random import Random
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from aktr.samples.chance import chance
from aktr.samples.photos.desk import Scene, lay_on_desk
from aktr.samples.photos.paper import Paper
from aktr.samples.photos.pixels import (
    Field,
    Image,
    add_noise,
    blotches,
    multiplied,
    random_numbers,
)
from aktr.samples.photos.severity import CameraSeverity

_COARSE: Final = 32
"""Positions and light are worked out for every 32nd pixel and interpolated between."""
_FILL: Final = 0.93
"""Share of the frame, in its tighter direction, that the sheet takes."""

Grid = npt.NDArray[np.float32]


def frame_size(megapixels: float) -> tuple[int, int]:
    """Height and width of an upright frame of 4 to 3, in pixels."""
    width = round((megapixels * 1e6 * 3 / 4) ** 0.5 / 16) * 16
    return width * 4 // 3, width


def scale_for(megapixels: float, page_height: float) -> float:
    """Pixels in a point of the printed sheet that give a photo all the detail it can show."""
    return frame_size(megapixels)[0] * _FILL * 0.92 / page_height


def take_photo(paper: Paper, severity: CameraSeverity, name: str) -> Image:
    """Photograph a sheet.

    Args:
        paper: The sheet, with its marks.
        severity: The circumstances.
        name: Decides on the desk, the point of view and where light comes from.
    """
    rng = chance(name)
    scene = lay_on_desk(paper, "thumb" in severity.marks, rng)
    view = _point_of_view(scene, severity, rng)
    photo = _seen_from(scene, view, severity, rng)
    photo = _lit(photo, severity, rng)
    if "glare" in severity.marks:
        photo = _with_glare(photo, severity.mark_strength, rng)
    type_px = paper.sheet.size * view.page_height / paper.sheet.height
    photo = _blurred(photo, severity, type_px, rng)
    return add_noise(photo, random_numbers(f"{name}-noise"), severity.noise)


@dataclass(frozen=True, slots=True)
class _View:
    """Where the corners of the page come to lie in the frame."""

    height: int
    width: int
    page_height: float
    """Of the page in the frame, in pixels, about."""
    to_scene: npt.NDArray[np.float64]
    """3 x 3: homogeneous pixels of the frame to pixels of the scene."""


def _point_of_view(scene: Scene, severity: CameraSeverity, rng: Random) -> _View:
    height, width = frame_size(severity.megapixels)
    page_height, page_width = scene.page_height, scene.page_width
    corners = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * (page_width / 2, page_height / 2)
    shifts = [(rng.uniform(-1, 1), rng.uniform(-1, 1)) for _ in corners]
    largest = max(max(abs(x), abs(y)) for x, y in shifts)
    corners += np.array(shifts) / largest * severity.perspective * page_height
    angle = np.radians(severity.skew_deg)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    corners = corners @ turn
    room = np.array((width, height))
    zoom = float((room * _FILL / np.ptp(corners, axis=0)).min()) * rng.uniform(0.94, 1.0)
    corners *= zoom
    corners -= (corners.max(axis=0) + corners.min(axis=0)) / 2
    slack = (room * 0.985 - np.ptp(corners, axis=0)) / 2
    corners += room / 2 + slack * (rng.uniform(-0.9, 0.9), rng.uniform(-0.9, 0.9))
    matrix = cv2.getPerspectiveTransform(
        corners.astype(np.float32), scene.page_corners.astype(np.float32)
    )
    return _View(height, width, page_height * zoom, np.asarray(matrix, np.float64))


def _seen_from(scene: Scene, view: _View, severity: CameraSeverity, rng: Random) -> Image:
    """The scene in perspective, the sheet bent."""
    rows, columns = view.height // _COARSE + 2, view.width // _COARSE + 2
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float64) * _COARSE
    points = np.stack([x, y, np.ones_like(x)], axis=-1) @ view.to_scene.T
    u, v = points[..., 0] / points[..., 2], points[..., 1] / points[..., 2]
    left, top = scene.page_corners[0]
    across = (u - left) / scene.page_width
    down = (v - top) / scene.page_height
    phase, waves = rng.uniform(0, np.pi), rng.uniform(0.7, 1.5)
    bow = np.sin(waves * np.pi * across + phase) * rng.choice((-1, 1))
    v = v + severity.curl * scene.page_height * bow * (0.6 + 0.4 * np.cos(np.pi * down))
    if "folds" in severity.marks:
        kink = np.abs((down * 3 + 0.5) % 1 - 0.5) * 2
        u = u + 0.004 * severity.mark_strength * scene.page_width * (kink - 0.5) * across
    u = _folded_back(u, left, scene.image.shape[1])
    v = _folded_back(v, top, scene.image.shape[0])
    size = (columns * _COARSE, rows * _COARSE)
    maps = [_interpolated(grid, size)[: view.height, : view.width] for grid in (u, v)]
    return np.asarray(
        cv2.remap(scene.image, maps[0], maps[1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE),
        np.uint8,
    )


def _folded_back(
    places: npt.NDArray[np.float64], margin: float, size: int
) -> npt.NDArray[np.float64]:
    """Places beyond the scene, mirrored to and fro in the desk at its edge, never into the page."""
    beyond = np.maximum(-places, places - (size - 1))
    depth = margin * 0.9
    inward = np.abs((beyond / depth + 1) % 2 - 1) * depth
    inside = np.where(places < 0, inward, size - 1 - inward)
    return np.where(beyond > 0, inside, places)


def _interpolated(grid: npt.NDArray[np.float64], size: tuple[int, int]) -> Grid:
    """A coarse grid at full size, its points exactly where they belong."""
    shift = np.array([[_COARSE, 0, 0], [0, _COARSE, 0]], np.float64)
    full = cv2.warpAffine(
        grid.astype(np.float32),
        shift,
        size,
        flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.asarray(full, np.float32)


def _lit(photo: Image, severity: CameraSeverity, rng: Random) -> Image:
    """Light from one side, darker corners, perhaps the shadow of the hand that holds the phone."""
    rows, columns = photo.shape[0] // 8, photo.shape[1] // 8
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32) / (rows, columns, 1)[0]
    x = x * rows / columns
    angle = rng.uniform(0, 2 * np.pi)
    slope = (x - 0.5) * np.cos(angle) + (y - 0.5) * np.sin(angle)
    slope = (slope - slope.min()) / np.ptp(slope)
    corners = 1 - 0.25 * (1 - severity.light) * ((x - 0.5) ** 2 + (y - 0.5) ** 2)
    light = (severity.light + (1 - severity.light) * slope) * corners
    light *= 1 + 0.05 * (blotches(random_numbers(str(angle)), rows, columns, 4) - 0.5)
    if "hand-shadow" in severity.marks:
        light *= 1 - (0.15 + 0.35 * severity.mark_strength) * _hand_shadow(rows, columns, rng)
    warmth, tint = severity.warmth, rng.uniform(-0.03, 0.03)
    channels = (1 - max(warmth, 0), 1 - tint - 0.3 * abs(warmth), 1 + min(warmth, 0))
    return multiplied(photo, light, tuple(severity.exposure * channel for channel in channels))


def _hand_shadow(rows: int, columns: int, rng: Random) -> Field:
    """Silhouette of a hand with a phone that reaches in from an edge, 1 where it is darkest."""
    shade = np.zeros((rows, columns), np.uint8)
    unit = columns * rng.uniform(0.3, 0.42)
    x, y = rng.uniform(0.2, 0.8) * columns, rows * rng.uniform(0.72, 0.95)
    lean = rng.uniform(-0.35, 0.35)
    for finger in range(4):
        angle = lean + (finger - 1.5) * 0.22 - np.pi / 2
        length = unit * (1.1, 1.3, 1.25, 1.0)[finger]
        tip = (round(x + np.cos(angle) * length), round(y + np.sin(angle) * length))
        cv2.line(shade, (round(x), round(y)), tip, 255, round(unit * 0.2), cv2.LINE_AA)
    palm = (round(unit * 0.5), round(unit * 0.55))
    cv2.ellipse(shade, (round(x), round(y)), palm, 0, 0, 360, 255, -1)
    arm = (round(x - lean * 2 * unit), rows + round(unit))
    cv2.line(shade, (round(x), round(y)), arm, 255, round(unit * 0.7), cv2.LINE_AA)
    soft = cv2.GaussianBlur(shade, (0, 0), columns * rng.uniform(0.006, 0.03))
    return np.asarray(soft / 255, np.float32)


def _with_glare(photo: Image, strength: float, rng: Random) -> Image:
    """A lamp mirrored in the sheet; print in it turns grey and stays."""
    rows, columns = photo.shape[0] // 8, photo.shape[1] // 8
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32) / columns
    at_x, at_y = rng.uniform(0.2, 0.8), rng.uniform(0.2, 0.8) * rows / columns
    size_x, size_y = rng.uniform(0.08, 0.2), rng.uniform(0.08, 0.2)
    spot = np.exp(-(((x - at_x) / size_x) ** 2) - ((y - at_y) / size_y) ** 2)
    darkness = np.asarray(255 - photo, np.uint8)
    return np.asarray(
        255 - multiplied(darkness, 1 - (0.25 + 0.35 * strength) * spot, (1, 1, 1)), np.uint8
    )


def _blurred(photo: Image, severity: CameraSeverity, type_px: float, rng: Random) -> Image:
    deviation = severity.blur * type_px
    photo = np.asarray(cv2.GaussianBlur(photo, (0, 0), max(deviation, 0.3)), np.uint8)
    length = severity.motion * type_px
    if length < 1.5:
        return photo
    angle = rng.uniform(0, np.pi)
    reach = int(np.ceil(length / 2))
    kernel = np.zeros((2 * reach + 1,) * 2, np.float32)
    for step in np.linspace(-length / 2, length / 2, 4 * reach):
        column, row = round(reach + np.cos(angle) * step), round(reach + np.sin(angle) * step)
        kernel[row, column] = 1
    return np.asarray(cv2.filter2D(photo, -1, kernel / kernel.sum()), np.uint8)
