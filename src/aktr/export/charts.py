"""Charts as SVG, for pages and for paper.

Every shape has both a class, for the style sheet of a page, and its own colour, for paper. All is
told by position, length and a label, never by colour alone, so that a copy in black and white says
the same. Each chart describes itself in ``<title>``.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from aktr.acs.model import PASSING_SCORE
from aktr.summary.statistics import FAILING_BAND

FONT: Final = "Libertinus Serif, Georgia, serif"
INK: Final = "#1a1a1a"
_DARK: Final = "#2f4b6e"
_LIGHT: Final = "#b9c6d6"
_RULE: Final = "#8a8a8a"
_LOWEST_SHOWN: Final = 30
_MOST_DOTS: Final = 300
"""Of more scores the strip shows columns."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture and what it says in words."""

    svg: str
    alt: str


def score_bands(distribution: Mapping[str, int | None], title: str) -> Chart:
    """Columns for the bands of a distribution; a band that is left out has a question mark.

    Args:
        distribution: Number of reports by band, in order.
        title: What is counted.
    """
    width, height, base, top = 260, 132, 104, 18
    highest = max((count or 0 for count in distribution.values()), default=0) or 1
    slot = (width - 20) / len(distribution)
    parts = [_line(8, base, width - 8, base, INK, 0.8)]
    for number, (band, count) in enumerate(distribution.items()):
        x = 14 + number * slot
        middle = x + (slot - 8) / 2
        if count is None:
            parts.append(_text(middle, base - 5, "not shown", 9, "middle"))
        else:
            tall = (base - top) * count / highest
            failing = band == FAILING_BAND
            fill, kind = (_LIGHT, "bar failing") if failing else (_DARK, "bar")
            parts.append(_rect(x, base - tall, slot - 8, tall, fill, kind))
            parts.append(_text(middle, base - tall - 4, str(count), 10, "middle"))
        parts.append(_text(middle, base + 12, band, 10, "middle"))
    parts.append(_text(width / 2, height - 3, "score in per cent", 9, "middle"))
    told = ", ".join(
        f"{band}: {'not shown' if count is None else count}" for band, count in distribution.items()
    )
    return _chart(width, height, parts, f"{title}. {told}.")


def score_strip(
    scores: Sequence[int], title: str, quartiles: tuple[float, float, float] | None = None
) -> Chart:
    """One dot for each score on a scale, the passing score marked, the middle half boxed.

    Args:
        scores: Per cent.
        title: Whose scores these are.
        quartiles: Lower quartile, median, upper quartile.
    """
    width, left, right = 260, 12, 248
    counts = Counter(scores)
    tallest = max(counts.values(), default=1)
    step = min(7.0, 70 / tallest)
    base = 20 + step * tallest + 14
    lowest = min(_LOWEST_SHOWN, *scores) if scores else _LOWEST_SHOWN

    def at(score: float) -> float:
        return left + (right - left) * (score - lowest) / (100 - lowest)

    parts = [_line(left, base, right, base, INK, 0.8)]
    if quartiles is not None:
        low, middle, high = map(at, quartiles)
        parts.append(_rect(low, base - 9, max(high - low, 1), 6, _LIGHT, "box"))
        parts.append(_line(middle, base - 10, middle, base - 2, INK, 1.6))
    for mark in range(-(-lowest // 10) * 10, 101, 10):
        parts.append(_line(at(mark), base, at(mark), base + 3, INK, 0.8))
        parts.append(_text(at(mark), base + 13, str(mark), 9, "middle"))
    parts.append(_line(at(PASSING_SCORE), 12, at(PASSING_SCORE), base, _RULE, 0.8, "3 2"))
    parts.append(_text(at(PASSING_SCORE), 9, "pass", 9, "middle"))
    dotted = len(scores) <= _MOST_DOTS
    for score, count in sorted(counts.items()):
        if dotted:
            parts += [
                _dot(at(score), base - 14 - step * level, min(2.6, step / 2.2))
                for level in range(count)
            ]
        else:
            parts.append(
                _rect(at(score) - 1.2, base - 11 - step * count, 2.4, step * count, _DARK, "bar")
            )
    told = f"{len(scores)} scores"
    if scores:
        told += f" from {min(scores)} to {max(scores)}"
    if quartiles is not None:
        told += f", half of them between {quartiles[0]:g} and {quartiles[2]:g}"
    return _chart(width, base + 20, parts, f"{title}. {told}.")


def share_bars(rows: Sequence[tuple[str, float, str]], title: str) -> Chart:
    """Bars for shares of a whole.

    Args:
        rows: Label, per cent, and what to write behind the bar.
        title: What is compared.
    """
    width, label, line = 520, 190, 15
    full = width - label - 110
    parts = []
    for number, (name, share, written) in enumerate(rows):
        y = 4 + number * line
        long = full * min(max(share, 0.0), 100.0) / 100
        parts.append(_text(label - 6, y + 9, _short(name, 41), 9, "end"))
        parts.append(_rect(label, y, full, 10, "#eeeeee", "whole"))
        parts.append(_rect(label, y, long, 10, _DARK, "bar"))
        parts.append(_text(label + full + 6, y + 9, written, 9, "start"))
    told = "; ".join(f"{name}: {written}" for name, _, written in rows)
    return _chart(width, 8 + line * len(rows), parts, f"{title}. {told}.")


def score_scale(score: int | None, passing: int, title: str) -> Chart:
    """One score on the scale from 0 to 100, with the passing score marked.

    Args:
        score: Per cent; None shows the scale alone.
        passing: Per cent that is needed.
        title: Whose score it is.
    """
    width, left, right, base = 420, 14, 406, 40

    def at(value: float) -> float:
        return left + (right - left) * value / 100

    parts = [
        _rect(left, base - 8, right - left, 8, "#eeeeee", "whole"),
        _line(at(passing), base - 16, at(passing), base, INK, 1.2, "3 2"),
        _text(at(passing), base - 20, f"pass {passing}", 11, "middle"),
    ]
    parts += [_text(at(mark), base + 15, str(mark), 11, "middle") for mark in range(0, 101, 10)]
    told = f"not read; {passing} is needed"
    if score is not None:
        kind = "bar" if score >= passing else "bar failing"
        parts.insert(1, _rect(left, base - 8, at(score) - left, 8, _DARK, kind))
        parts.append(_dot(at(score), base - 4, 6.5))
        told = f"{score} of 100; {passing} is needed"
    return _chart(width, base + 20, parts, f"{title}: {told}.")


@dataclass(frozen=True, slots=True)
class Slope:
    """The attempts of one person."""

    who: str
    scores: tuple[int | None, ...]
    """Per cent, oldest first; unknown ones are left out."""


def score_slopes(slopes: Sequence[Slope], title: str) -> Chart:
    """A line for each person from the first attempt to the last, the passing score marked.

    Args:
        slopes: The people; those with fewer than two known scores have no line.
        title: What is shown.
    """
    width, left, right, top, base = 520, 40, 300, 14, 214
    known = [one for one in slopes if sum(score is not None for score in one.scores) > 1]
    lowest = min([_LOWEST_SHOWN, *(s for one in known for s in one.scores if s is not None)])
    last = max((len(one.scores) for one in known), default=2) - 1

    def at(attempt: int, score: float) -> tuple[float, float]:
        high = base - (base - top) * (score - lowest) / (100 - lowest)
        return left + (right - left) * attempt / last, high

    parts = [
        _line(left, at(0, PASSING_SCORE)[1], right, at(0, PASSING_SCORE)[1], _RULE, 0.8, "3 2")
    ]
    parts += [
        _text(left - 8, at(0, mark)[1] + 4, str(mark), 11, "end")
        for mark in range(-(-lowest // 10) * 10, 101, 10)
    ]
    parts += [
        _text(at(attempt, 0)[0], base + 18, f"attempt {attempt + 1}", 11, "middle")
        for attempt in range(last + 1)
    ]
    free_from = float(top)
    for one in sorted(known, key=lambda one: -_last_score(one)):
        points = [at(n, score) for n, score in enumerate(one.scores) if score is not None]
        drawn = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        parts.append(
            f'<polyline class="line" points="{drawn}" fill="none" stroke="{_DARK}" '
            'stroke-width="1.6"/>'
        )
        parts += [_dot(x, y, 3.2) for x, y in points]
        # Names of people with like scores stand one below the other.
        free_from = max(points[-1][1] + 4, free_from)
        label = f"{_short(one.who, 22)} {_last_score(one)}"
        parts.append(_text(points[-1][0] + 10, free_from, label, 11, "start"))
        free_from += 13
    told = "; ".join(
        f"{one.who}: " + " to ".join("unknown" if s is None else str(s) for s in one.scores)
        for one in slopes
    )
    return _chart(width, max(base + 26, free_from), parts, f"{title}. {told}.")


def _last_score(one: Slope) -> int:
    return next(score for score in reversed(one.scores) if score is not None)


def score_line(scores: Sequence[int | None], title: str) -> Chart:
    """The scores of several attempts, one after the other; unknown ones are left out."""
    known = [(number, score) for number, score in enumerate(scores) if score is not None]
    width, height = 90, 26
    span = max(len(scores) - 1, 1)
    points = [
        (6 + (width - 30) * number / span, 21 - 16 * (min(max(score, 40), 100) - 40) / 60)
        for number, score in known
    ]
    drawn = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    parts = [f'<polyline class="line" points="{drawn}" fill="none" stroke="{_DARK}"/>']
    parts += [_dot(x, y, 2) for x, y in points]
    if points:
        parts.append(_text(points[-1][0] + 5, points[-1][1] + 3, str(known[-1][1]), 9, "start"))
    told = " to ".join("unknown" if score is None else str(score) for score in scores)
    return _chart(width, height, parts, f"{title}: {told}")


def _chart(width: float, height: float, parts: Sequence[str], alt: str) -> Chart:
    described = escape(alt)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" '
        f'width="{width:g}" height="{height:g}" role="img" aria-label="{described}" '
        f'font-family="{FONT}"><title>{described}</title>{"".join(parts)}</svg>'
    )
    return Chart(svg, alt)


def _dot(x: float, y: float, radius: float) -> str:
    return f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{_DARK}"/>'


def _rect(x: float, y: float, wide: float, tall: float, fill: str, name: str) -> str:
    edge = f' stroke="{INK}" stroke-width="0.4"' if fill == _LIGHT else ""
    return (
        f'<rect class="{name}" x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{tall:.1f}" '
        f'fill="{fill}"{edge}/>'
    )


def _line(
    x1: float, y1: float, x2: float, y2: float, stroke: str, wide: float, dashes: str = ""
) -> str:
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return (
        f'<line class="rule" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" '
        f'stroke="{stroke}" stroke-width="{wide:g}"{dashed}/>'
    )


def _text(x: float, y: float, text: str, size: float, anchor: str) -> str:
    return (
        f'<text class="label" x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" fill="{INK}" '
        f'text-anchor="{anchor}">{escape(text)}</text>'
    )


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
