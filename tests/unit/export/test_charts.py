"""Charts: well formed, described in words, and true."""

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aktr.export.charts import Chart, score_bands, score_line, score_strip, share_bars

SVG = "{http://www.w3.org/2000/svg}"


def parsed(chart: Chart) -> ET.Element:
    root = ET.fromstring(chart.svg)  # noqa: S314 - our own text
    assert root.attrib["role"] == "img"
    assert root.findtext(f"{SVG}title") == chart.alt
    return root


def heights(root: ET.Element, name: str = "bar") -> list[float]:
    return [float(bar.attrib["height"]) for bar in root.iter(f"{SVG}rect")
            if bar.attrib["class"].split()[0] == name]  # fmt: skip


def test_columns_are_as_high_as_their_counts() -> None:
    chart = score_bands({"0-69": 1, "70-79": 2, "80-89": 4, "90-100": 0}, "Reports")
    bars = heights(parsed(chart))
    assert bars[2] == pytest.approx(2 * bars[1], abs=0.2)
    assert bars[1] == pytest.approx(2 * bars[0], abs=0.2)
    assert bars[3] == 0
    assert chart.alt == "Reports. 0-69: 1, 70-79: 2, 80-89: 4, 90-100: 0."


def test_a_band_that_is_left_out_says_so() -> None:
    chart = score_bands({"0-69": None, "70-79": None, "80-89": 12, "90-100": 0}, "Reports")
    assert len(heights(parsed(chart))) == 2
    assert chart.svg.count("not shown") == 2 + 2 * 2


@given(st.lists(st.integers(0, 100), max_size=60))
def test_every_score_has_its_dot_inside_the_picture(scores: list[int]) -> None:
    root = parsed(score_strip(scores, "Scores"))
    dots = list(root.iter(f"{SVG}circle"))
    assert len(dots) == len(scores)
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    for dot in dots:
        assert 0 <= float(dot.attrib["cx"]) <= width
        assert 0 <= float(dot.attrib["cy"]) <= height
    across = sorted(float(dot.attrib["cx"]) for dot in dots)
    assert len(set(across)) == len(set(scores))


def test_very_many_scores_become_columns() -> None:
    chart = score_strip([80] * 5000 + [90] * 2500, "Scores", (80.0, 80.0, 90.0))
    root = parsed(chart)
    assert not list(root.iter(f"{SVG}circle"))
    tall = heights(root)
    assert tall[0] == pytest.approx(2 * tall[1], abs=0.2)
    assert len(chart.svg) < 5000


@given(st.text(), st.floats(-10, 1000))
def test_any_label_is_escaped_and_any_bar_stays_inside(label: str, share: float) -> None:
    clean = "".join(one for one in label if one.isprintable())
    root = parsed(share_bars([(clean, share, clean)], "Shares"))
    full = next(bar for bar in root.iter(f"{SVG}rect") if bar.attrib["class"] == "whole")
    bar = next(bar for bar in root.iter(f"{SVG}rect") if bar.attrib["class"] == "bar")
    assert 0 <= float(bar.attrib["width"]) <= float(full.attrib["width"])


def test_attempts_go_from_left_to_right() -> None:
    chart = score_line([62, None, 88], "Scores")
    root = parsed(chart)
    places = [float(dot.attrib["cx"]) for dot in root.iter(f"{SVG}circle")]
    assert places == sorted(places)
    assert len(places) == 2
    assert chart.alt == "Scores: 62 to unknown to 88"
    assert parsed(score_line([], "Scores")) is not None
