"""What happens to a sheet of paper: stamps, seals, coffee, folds, a printer short of toner.

Nothing here makes a value unreadable: stamps keep away from values, everything else lets print show
through.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from random import Random
from types import MappingProxyType
from typing import Final

import cv2
import numpy as np

from aktr.samples.chance import chance
from aktr.samples.photos.lettering import text_mask
from aktr.samples.photos.paper import Paper
from aktr.samples.photos.pixels import Field, blotches, inked, multiplied, random_numbers
from aktr.samples.sheet import TextRun
from aktr.samples.truth import ReportTruth

_STAMP_INKS: Final = ((60, 40, 190), (170, 60, 40), (110, 40, 120), (70, 110, 40))
_STAMP_WORDS: Final = ("RECEIVED", "COPY", "VERIFIED", "FILED", "ENTERED", "ORIGINAL")
_COFFEE: Final = (105, 150, 190)
_STAMP_TRIALS: Final = 60


def mark_paper(
    paper: Paper,
    reports: Iterable[ReportTruth],
    marks: tuple[str, ...],
    strength: float,
    name: str,
) -> tuple[Paper, tuple[str, ...]]:
    """Put marks on a sheet.

    Args:
        paper: The sheet.
        reports: What is printed on it, so that values can be kept clear of stamps.
        marks: Some of ``severity.MARKS``; those that do not concern the paper are left alone.
        strength: 0 to 1.
        name: Decides on places and forms.

    Returns:
        The marked sheet, and the marks without a stamp for which there was no room.
    """
    kept = []
    for mark in marks:
        rng = chance(f"{name}-{mark}")
        if mark == "stamp":
            stamped = _stamped(paper, _protected(paper, reports), strength, rng)
            if stamped is None:
                continue
            paper = stamped
        elif mark in _DRAW:
            paper = _DRAW[mark](paper, strength, rng)
        kept.append(mark)
    return paper, tuple(kept)


def _protected(paper: Paper, reports: Iterable[ReportTruth]) -> list[TextRun]:
    """Runs that hold a value, or part of one."""
    words = {
        word.lower()
        for report in reports
        for value in (report.name, report.exam, report.exam_site, report.grade)
        for word in value.split()
    }
    return [
        run
        for run in paper.sheet.runs
        if any(character.isdigit() for character in run.text)
        or words & set(run.text.lower().split())
    ]


def _stamped(paper: Paper, values: list[TextRun], strength: float, rng: Random) -> Paper | None:
    """A rubber stamp that overlaps print but no value; None if there is no such place."""
    width, height = rng.uniform(120, 165), rng.uniform(42, 55)
    for _ in range(_STAMP_TRIALS):
        x = rng.uniform(20, paper.sheet.width - width - 20)
        y = rng.uniform(30, paper.sheet.height - height - 30)
        reach = 22
        hit = any(
            x - reach < run.x + run.width
            and run.x < x + width + reach
            and y - reach < run.y
            and run.y - run.size < y + height + reach
            for run in values
        )
        if not hit:
            mask = _stamp_mask(paper.scale, width, height, rng)
            return _inked_at(paper, mask * (0.35 + 0.45 * strength), x, y, rng.choice(_STAMP_INKS))
    return None


def _stamp_mask(scale: float, width: float, height: float, rng: Random) -> Field:
    """A frame with two lines of text, turned a little, ink missing in places."""
    columns, rows = round(width * scale), round(height * scale)
    mask = np.zeros((rows, columns), np.uint8)
    cv2.rectangle(mask, (2, 2), (columns - 3, rows - 3), 255, max(1, round(1.6 * scale)))
    lines = (rng.choice(_STAMP_WORDS), "FRONT DESK")
    for line, size, top in zip(lines, (0.42, 0.2), (0.1, 0.64), strict=True):
        text = text_mask(line, rows * size)
        text = text[: rows - round(rows * top) - 4, : columns - 8]
        left = (columns - text.shape[1]) // 2
        area = mask[round(rows * top) :, left:]
        area = area[: text.shape[0], : text.shape[1]]
        np.maximum(area, text, out=area)
    turn = cv2.getRotationMatrix2D((columns / 2, rows / 2), rng.uniform(-9, 9), 0.9)
    mask = np.asarray(cv2.warpAffine(mask, turn, (columns, rows)), np.uint8)
    gaps = blotches(random_numbers(str(rng.random())), rows, columns, 40)
    return np.asarray(mask / 255 * np.clip(gaps * 1.6, 0.25, 1), np.float32)


def _seal(paper: Paper, strength: float, rng: Random) -> Paper:
    """A dry embossed seal: only the shadows of its relief are seen."""
    size = round(rng.uniform(90, 120) * paper.scale)
    relief = np.zeros((size, size), np.uint8)
    centre = (size // 2, size // 2)
    line = max(1, round(1.4 * paper.scale))
    for share in (0.47, 0.43, 0.27):
        cv2.circle(relief, centre, round(size * share), 255, line, cv2.LINE_AA)
    for spoke in range(36):
        angle = spoke * np.pi / 18
        inner, outer = 0.31 * size, (0.36 + 0.03 * (spoke % 3)) * size
        ends = [
            (round(centre[0] + r * np.cos(angle)), round(centre[1] + r * np.sin(angle)))
            for r in (inner, outer)
        ]
        cv2.line(relief, ends[0], ends[1], 255, line, cv2.LINE_AA)
    soft = cv2.GaussianBlur(relief, (0, 0), 0.5 * paper.scale).astype(np.float32) / 255
    step = max(1, round(paper.scale))
    shade = np.clip(soft - np.roll(soft, (-step, -step), (0, 1)), 0, 1)
    x = rng.uniform(30, paper.sheet.width - 150)
    y = rng.uniform(paper.sheet.height * 0.1, paper.sheet.height - 160)
    coverage = np.asarray(shade * (0.25 + 0.3 * strength), np.float32)
    return _inked_at(paper, coverage, x, y, (70, 70, 70))


def _coffee(paper: Paper, strength: float, rng: Random) -> Paper:
    """The ring of a cup, darker at its rim, not closed."""
    size = round(rng.uniform(190, 240) * paper.scale)
    v, u = np.mgrid[0:size, 0:size].astype(np.float32) / size - 0.5
    distance = np.hypot(u, v * rng.uniform(1.0, 1.08))
    rim = np.exp(-(((distance - 0.44) / 0.008) ** 2)) + 0.45 * np.exp(
        -(((distance - 0.425) / 0.016) ** 2)
    )
    gap = 0.55 + 0.45 * np.cos(np.arctan2(v, u) - rng.uniform(-np.pi, np.pi))
    spots = blotches(random_numbers(str(rng.random())), size, size, 30)
    coverage = np.clip(rim * gap * (0.5 + spots), 0, 1) * (0.3 + 0.6 * strength)
    x = rng.uniform(0, paper.sheet.width - 240)
    y = rng.uniform(0, paper.sheet.height - 240)
    return _inked_at(paper, np.asarray(coverage, np.float32), x, y, _COFFEE)


def _folds(paper: Paper, strength: float, rng: Random) -> Paper:
    """Folded in three for an envelope, or twice in the middle for a pocket."""
    image = paper.image.copy()
    height, width = image.shape[:2]
    crosses = rng.random() < 0.4
    for share in (0.5,) if crosses else (0.335, 0.668):
        _crease(image, round(height * share), strength, paper.scale)
    if crosses:
        # The array seen with its axes exchanged is the same memory.
        _crease(image.transpose(1, 0, 2), round(width / 2), strength, paper.scale)
    return replace(paper, image=image)


def _crease(image: np.ndarray, row: int, strength: float, scale: float) -> None:
    """Paper darkens towards a crease, which is itself a light line where toner has come off."""
    reach = round(14 * scale)
    for offset in range(-reach, reach):
        shade = 1 - (0.06 + 0.16 * strength) * (1 - abs(offset) / reach) ** 2
        if abs(offset) <= 0.35 * scale:
            shade = 1.0
        image[row + offset] = image[row + offset] * (shade if offset < 0 else (1 + shade) / 2)
    line = image[row : row + max(1, round(0.5 * scale))]
    line[:] = 255 - (255 - line) * (1 - 0.35 * strength)


def _faded(paper: Paper, strength: float, rng: Random) -> Paper:
    """A cartridge at its end: grey print in streaks along the way of the paper."""
    numbers = random_numbers(str(rng.random()))
    streaks = blotches(numbers, 64, 64, 14) * 0.5 + blotches(numbers, 1, 64, 9) * 0.5
    gain = 1 - strength * (0.3 + 0.38 * streaks)
    ink = multiplied(np.asarray(255 - paper.image, np.uint8), gain, (1, 1, 1))
    return replace(paper, image=np.asarray(255 - ink, np.uint8))


_DRAW: Final = MappingProxyType[str, Callable[[Paper, float, Random], Paper]](
    {"seal": _seal, "coffee": _coffee, "folds": _folds, "faded": _faded}
)


def _inked_at(paper: Paper, mask: Field, x: float, y: float, ink: tuple[int, int, int]) -> Paper:
    """Ink on the paper from a place on, cut off at the edges of the sheet."""
    image = paper.image.copy()
    top, left = round(y * paper.scale), round(x * paper.scale)
    part = image[top : top + mask.shape[0], left : left + mask.shape[1]]
    part[:] = inked(part, mask[: part.shape[0], : part.shape[1]], ink)
    return replace(paper, image=image)
