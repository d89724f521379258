"""Bent and slanted lines of text become straight strips, and words on a level page."""

from io import BytesIO
from itertools import pairwise

import cv2
import numpy as np
import pypdfium2 as pdfium2
import pytest
from numpy.typing import NDArray
from reportlab.pdfgen.canvas import Canvas

from aktr.reading.lines import gather_lines
from aktr.reading.vision.networks.models import load_models
from aktr.reading.vision.page_reader import read_page
from aktr.reading.vision.picture.decode import Grey, Picture
from aktr.reading.vision.places.detect import TextRegion
from aktr.reading.vision.places.flow import Flow
from aktr.reading.vision.places.lone_letters import find_lone_letters
from aktr.reading.vision.places.strips import STRETCH, STRIP_HEIGHT, cut_strip
from aktr.reading.vision.text.pieces import pieces_of

_ROWS = (
    "PA.I.A.K1 PA.II.B.R2a PA.III.C.S4 PA.IV.D.K3b PA.V.E.R1",
    "EXAM ID: 98765432109876543",
    "The codes listed below represent incorrectly answered questions.",
    "PLT012, PLT345, PLT067, PLT089, PLT101, PLT112",
    "DO NOT LOSE THIS REPORT",
    "EXPIRATION DATE: 11/30/2028",
)


def _page(rows: tuple[str, ...] = _ROWS, dpi: int = 150) -> Grey:
    file = BytesIO()
    canvas = Canvas(file, pagesize=(612, 400))
    canvas.setFont("Helvetica", 11)
    for index, row in enumerate(rows):
        canvas.drawString(60, 340 - 44 * index, row)
    canvas.save()
    document = pdfium2.PdfDocument(file.getvalue())
    bitmap = document[0].render(scale=dpi / 72, grayscale=True)
    grey: Grey = np.array(bitmap.to_numpy(), dtype=np.uint8).reshape(bitmap.height, bitmap.width)
    return grey


def _bent(page: Grey, depth: float) -> Grey:
    """The page as if its sheet hung through in the middle, by some pixels."""
    height, width = page.shape
    x, y = np.meshgrid(np.arange(width), np.arange(height))
    lower = y - depth * np.sin(np.pi * x / width)
    return np.asarray(
        cv2.remap(
            page,
            x.astype(np.float32),
            lower.astype(np.float32),
            cv2.INTER_LINEAR,
            borderValue=(255.0,),
        ),
        dtype=np.uint8,
    )


def _tilted(page: Grey, degrees: float) -> Grey:
    height, width = page.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return np.asarray(
        cv2.warpAffine(page, turn, (width, height), borderValue=(255.0,)), dtype=np.uint8
    )


def _read(page: Grey) -> list[str]:
    reading = read_page(Picture(page), load_models())
    return [line.text for line in gather_lines(reading.words)]


@pytest.mark.parametrize(
    "page",
    [_page(), _tilted(_page(), 4), _tilted(_page(), -4), _bent(_page(), 25)],
    ids=["straight", "left", "right", "bent"],
)
def test_rows_stay_whole_however_the_sheet_lies(page: Grey) -> None:
    assert _read(page) == list(_ROWS)


@pytest.mark.parametrize("quarter_turns", [1, 2, 3])
def test_a_page_is_read_whichever_way_up_it_lies(quarter_turns: int) -> None:
    turned = np.ascontiguousarray(np.rot90(_page(), quarter_turns))
    reading = read_page(Picture(turned), load_models())

    assert [line.text for line in gather_lines(reading.words)] == list(_ROWS)
    assert reading.quarter_turns == (4 - quarter_turns) % 4


def test_a_page_that_fills_a_quarter_of_the_picture_is_read() -> None:
    page = _page(dpi=130)
    desk = np.full((page.shape[0] * 3, page.shape[1] * 2), 90, dtype=np.uint8)
    desk[500 : 500 + page.shape[0], 600 : 600 + page.shape[1]] = page

    assert _read(desk) == list(_ROWS)


def test_words_stand_where_the_picture_shows_them() -> None:
    page = _page()
    reading = read_page(Picture(page), load_models())
    box = next(word.box for word in reading.words if word.text == "98765432109876543")

    dark = np.argwhere(page[int(box.top) : int(box.bottom)] < 128)
    assert dark[:, 1].min() < box.left < dark[:, 1].max()
    assert box.right == pytest.approx(dark[:, 1].max(), abs=6)
    inside = page[int(box.top) : int(box.bottom), int(box.left) : int(box.right)]
    assert (inside < 128).mean() > 0.1


def test_a_lone_digit_is_found() -> None:
    rows = ("EXAM DATE: 11/30/2026 EXAM SITE: ABS60104", "SCORE: 80% GRADE: PASS")
    page = _page(rows)
    with_take = _page((rows[0], rows[1] + " " * 20 + "TAKE:" + " " * 20 + "1"))

    assert "TAKE" not in " ".join(_read(page))
    assert _read(with_take)[1].endswith("TAKE: 1")


@pytest.mark.parametrize("gap", [7, 12, 40])
def test_a_lone_digit_is_found_however_close_to_the_edge_of_its_cell(gap: int) -> None:
    page = np.full((300, 900), 230, dtype=np.uint8)
    digit = slice(140, 162), slice(600, 604)
    page[digit] = 30
    for top in (110, 190):
        page[top : top + 3, 60:700] = 30
    for left in (60, 600 - gap - 3, 700):
        page[110:193, left : left + 3] = 30
    regions = [TextRegion(80.0, 200.0, np.array([0.0, 151.0]), 40.0)]

    found = find_lone_letters(page, regions, Flow(regions, (900, 300)))

    assert [region.left < 600 and region.right > 604 for region in found] == [True]


def test_edges_of_table_cells_are_not_read() -> None:
    page = _page(("NAME: DOE, JANE", "FTN: C1234567", "EXAM ID: 98765432109876543"))
    for x in (112, 420, 700, 1100):
        page[20:400, x : x + 3] = 0

    text = " ".join(_read(page))

    assert "|" not in text
    assert "C1234567" in text


def test_words_are_told_apart_through_rough_grain() -> None:
    page = _page(("NAME: NIAMH CHANDRASEKARAN", "EXAM DATE: 11/30/2026", *_ROWS)).astype(np.float64)
    grain = np.random.default_rng(5).normal(0, 24, page.shape)
    grainy = np.clip(90 + 0.4 * page + grain, 0, 255).astype(np.uint8)

    text = "\n".join(_read(grainy))

    assert "NIAMH CHANDRASEKARAN" in text
    assert "EXAM DATE: 11/30/2026" in text


def test_a_strip_follows_the_curve_of_its_line() -> None:
    picture = np.full((300, 900), 255, dtype=np.uint8)
    x = np.arange(900)
    scaled = 2 * x / 899 - 1
    middle = 150 + 40 * scaled**2
    for offset in (-1, 0, 1):
        picture[np.round(middle + offset).astype(int), x] = 0

    strip = cut_strip(picture, TextRegion(0.0, 899.0, np.array([40.0, 0.0, 150.0]), 30.0))

    dark_rows = strip.pixels[:, 20:-20].argmin(axis=0)
    assert dark_rows.min() >= STRIP_HEIGHT // 2 - 4
    assert dark_rows.max() <= STRIP_HEIGHT // 2 + 3


def test_pieces_cover_a_strip_without_gap_or_overlap_of_what_they_answer_for() -> None:
    page = _page(("PA.I.A.K1,PA.II.B.R2a,PA.III.C.S4,PA.IV.D.K3b,PA.V.E.R1,PA.VI.A.K2",))
    strip = cut_strip(page, TextRegion(110.0, 1150.0, np.array([120.0]), 44.0))

    pieces = list(pieces_of(strip))

    assert len(pieces) > 2
    assert all(piece.last - piece.first <= 420 for piece in pieces)
    assert all(a.last == b.first for a, b in pairwise(pieces))
    assert all(piece.start <= piece.first < piece.last <= piece.end for piece in pieces)
    ink = np.flatnonzero(strip.ink > 0.5)
    assert pieces[0].first <= ink[0]
    assert ink[-1] < pieces[-1].last


def test_rows_that_converge_keep_their_levels() -> None:
    # Perspective: the left edge of the page is higher than the right one.
    def row(y: float, left: float, right: float) -> TextRegion:
        slope = (500 - y) * 0.0001
        middle = (left + right) / 2
        return TextRegion(
            left,
            right,
            np.array([slope * (right - left) / 2, y + slope * (middle - 500)]),
            20.0,
        )

    levels = range(50, 1000, 50)
    regions = [row(y, *span) for y in levels for span in ((50.0, 450.0), (550.0, 950.0))]
    flow = Flow(regions, (1000, 1000))

    x = np.array([(region.left + region.right) / 2 for region in regions])
    y = np.array([float(r.y_at(x[i : i + 1])[0]) for i, r in enumerate(regions)])

    expected = np.repeat(np.array(levels, dtype=np.float64), 2)
    assert np.abs(flow.levels(x, y) - expected).max() < 2.5


def test_rows_keep_their_levels_where_one_corner_of_the_sheet_curls_up() -> None:
    def lowered(x: NDArray[np.float64], y: float) -> NDArray[np.float64]:
        """How far the curl takes a row down towards the left edge."""
        return np.asarray(150 * (1 - x / 1000) ** 2 * (1 - y / 1000) ** 2)

    def row(y: float, left: float, right: float) -> TextRegion:
        x = np.linspace(left, right, 20)
        scaled = 2 * (x - left) / (right - left) - 1
        return TextRegion(left, right, np.polyfit(scaled, y + lowered(x, y), 2), 20.0)

    # As on a form: labels and values above, whole lines below.
    spans = [*[((50.0, 200.0), (400.0, 650.0))] * 9, *[((50.0, 950.0),)] * 10]
    tops = range(50, 1000, 50)
    regions = [
        row(y, *span) for y, row_spans in zip(tops, spans, strict=True) for span in row_spans
    ]
    flow = Flow(regions, (1000, 1000))

    for y in tops[:9]:
        x = np.array([125.0, 525.0])
        levels = flow.levels(x, y + lowered(x, y))
        assert abs(levels[0] - levels[1]) < 5


@pytest.mark.parametrize(("place", "cuts"), [(40, 1), (90, 0)])
def test_a_streak_through_a_letter_is_told_from_a_rule_beside_it(place: int, cuts: int) -> None:
    picture: Grey = np.full((48, 120), 250, dtype=np.uint8)
    cv2.ellipse(picture, (40, 24), (14, 12), 0, 0, 360, (20,), 3)
    picture[:, place : place + 2] = 20
    region = TextRegion(0.0, 120.0, np.array([24.0]), 48.0)

    strip = cut_strip(picture, region)

    assert len(strip.cuts) == cuts
    assert all(left < (place + 1) * STRETCH < right for left, right in strip.cuts)
    assert strip.pixels[:4].min() > 200


def test_a_letter_keeps_the_strokes_that_a_streak_crosses() -> None:
    picture: Grey = np.full((48, 120), 250, dtype=np.uint8)
    cv2.ellipse(picture, (40, 24), (14, 12), 0, 0, 360, (20,), 3)
    picture[:, 40:42] = 20

    strip = cut_strip(picture, TextRegion(0.0, 120.0, np.array([24.0]), 48.0))

    streak = strip.pixels[:, round(41 * STRETCH)]
    assert len(strip.cuts) == 1
    assert streak[8:18].min() < 60
    assert streak[30:40].min() < 60
    assert streak[20:28].min() > 200


def test_a_letter_that_the_camera_sharpened_is_no_rule() -> None:
    # Paper in the shade; inside the letter it is as bright as sharpening makes it.
    picture: Grey = np.full((48, 160), 180, dtype=np.uint8)
    cv2.ellipse(picture, (80, 24), (14, 12), 0, 0, 360, (20,), 3)
    cv2.ellipse(picture, (80, 24), (3, 9), 0, 0, 360, (250,), cv2.FILLED)

    strip = cut_strip(picture, TextRegion(0.0, 160.0, np.array([24.0]), 48.0))

    assert strip.cuts == ()
    assert strip.pixels[:, round(80 * STRETCH)].min() < 60
