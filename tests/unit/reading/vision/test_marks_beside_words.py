"""Dashes, boxes and ticks: marks that the readers take for one another or pass over."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from aktr.reading.vision.places.detect import TextRegion
from aktr.reading.vision.places.strips import STRETCH, STRIP_HEIGHT, cut_strip
from aktr.reading.vision.text.recognise import Character
from aktr.reading.vision.words.dashes import with_measured_dashes
from aktr.reading.vision.words.tick_boxes import with_seen_boxes
from aktr.reading.vision.words.ticks import without_ticks
from aktr.reading.vision.words.words import StripWord
from drawn_words import as_read, face, printed_word

_SIZE = 40
_BOXES = "\u2610\u2612"


def _line(
    printed: str,
    read: str | None = None,
    sure: float = 0.9,
    blur: float = 0.8,
    name: str = "Vera.ttf",
) -> list[StripWord]:
    """The words of a printed line on one strip; boxes are drawn, as no face has them."""
    font = face(name)
    wide = dict.fromkeys(_BOXES, "M")
    shown = "".join(wide.get(sign, sign) for sign in printed)
    edges = [20 + font.getlength(shown[:index]) for index in range(len(shown) + 1)]
    sheet = Image.new("L", (round(edges[-1]) + 20, 2 * _SIZE), 250)
    pen = ImageDraw.Draw(sheet)
    for sign, left, right in zip(printed, edges, edges[1:], strict=False):
        if sign in _BOXES:
            box = (left + 3, 32, right - 3, 32 + right - left - 6)
            pen.rectangle(box, outline=20, width=2)
            if sign == "\u2612":
                pen.line((box[:2], box[2:]), fill=20, width=3)
                pen.line((box[0], box[3], box[2], box[1]), fill=20, width=3)
        else:
            pen.text((left, _SIZE / 2), sign, font=font, fill=20)
    picture = np.asarray(sheet.filter(ImageFilter.GaussianBlur(blur)))
    strip = cut_strip(picture, TextRegion(0, sheet.width, np.array([_SIZE * 1.1]), _SIZE * 1.3))
    scale = STRETCH * STRIP_HEIGHT / strip.region.height
    words: list[StripWord] = []
    start = 0
    for word in (read or printed).split(" "):
        places = [(edges[i] + edges[i + 1]) / 2 for i in range(start, start + len(word))]
        letters = tuple(
            Character(letter, place * scale, sure, "", 0.0)
            for letter, place in zip(word, places, strict=True)
            if letter not in _BOXES
        )
        if letters:
            left, right = round(edges[start] * scale), round(edges[start + len(word)] * scale)
            words.append(StripWord(strip, letters, left, right))
        start += len(word) + 1
    return words


def _texts(words: list[StripWord]) -> str:
    return " ".join(word.text for word in words)


@pytest.mark.parametrize("blur", [0.5, 1.5, 2.5])
@pytest.mark.parametrize("title", ["Private Pilot {} Airplane", "Ground Instructor {} Advanced"])
def test_a_dash_is_told_from_a_hyphen_by_its_length(title: str, blur: float) -> None:
    for printed, sure in (("-", 0.95), ("\u2013", 0.8)):
        words = _line(title.format(printed), title.format("-"), sure, blur)

        assert _texts(with_measured_dashes(words)) == title.format(printed)


def test_a_reader_that_is_sure_of_what_length_denies_leaves_a_doubt() -> None:
    title = "Private Pilot {} Airplane"
    words = with_measured_dashes(_line(title.format("\u2013"), title.format("-"), 0.99))

    assert words[2].confidence <= 0.6


@pytest.mark.parametrize(("sure", "is_doubted"), [(0.9, False), (0.7, True)])
def test_a_reader_that_is_unsure_of_a_hyphen_wants_a_short_one(
    sure: float, is_doubted: bool
) -> None:
    """In bold type that is wider than Helvetica an en dash is as long as its hyphens."""
    words = _line("Sport Pilot \u2013 Simplified", "Sport Pilot - Simplified", sure)
    pixels = words[2].strip.pixels.copy()
    pixels[:, words[2].left + 15 : words[2].right] = 250
    strip = replace(words[2].strip, pixels=pixels)
    measured = with_measured_dashes([word._replace(strip=strip) for word in words])

    assert (measured[2].confidence <= 0.7) == is_doubted


@pytest.mark.parametrize("name", ["VeraBd.ttf", "VeraBI.ttf"])
@pytest.mark.parametrize("blur", [0.5, 1.5, 2.5])
def test_in_wide_faces_a_dash_is_at_least_in_doubt(blur: float, name: str) -> None:
    title = "Private Pilot {} Airplane"
    for printed in "-\u2013":
        words = _line(title.format(printed), title.format("-"), blur=blur, name=name)
        dash = with_measured_dashes(words)[2]

        assert dash.text == printed or dash.confidence <= 0.6


@pytest.mark.parametrize(("sure", "is_doubted"), [(0.98, False), (0.85, True)])
def test_among_capitals_alone_length_tells_nothing(sure: float, is_doubted: bool) -> None:
    title = "PRIVATE PILOT {} AIRPLANE"
    words = with_measured_dashes(_line(title.format("\u2013"), title.format("-"), sure))

    assert _texts(words) == title.format("-")
    assert (words[2].confidence <= 0.6) == is_doubted


@pytest.mark.parametrize(("hyphen", "sure"), [(0.4, 0.97), (0.7, 0.6), (1.0, 0.6)])
def test_in_type_of_one_width_only_a_short_hyphen_is_certain(hyphen: float, sure: float) -> None:
    """Liberation Mono has hyphens of two fifths of a letter, and Courier's are like en dashes."""
    dash = with_measured_dashes(_typewritten("Rating Airplane EU Part - FCL Conversion", hyphen))[4]

    assert dash.text == "-"
    assert dash.confidence == pytest.approx(sure)


def _typewritten(text: str, hyphen: float) -> list[StripWord]:
    """Words whose letters are all as wide, as blocks, and a dash that is so many letters long."""
    pitch, height = 30, 2 * _SIZE
    sheet = Image.new("L", ((len(text) + 2) * pitch, height), 250)
    pen = ImageDraw.Draw(sheet)
    for place, sign in enumerate(text, start=1):
        middle = (place + 0.5) * pitch
        if sign == "-":
            half = hyphen * pitch / 2
            pen.rectangle((middle - half, 42, middle + half - 1, 45), fill=20)
        elif sign != " ":
            pen.rectangle((middle - 9, 30, middle + 9, 58), fill=20)
    region = TextRegion(0, sheet.width, np.array([_SIZE * 1.1]), STRIP_HEIGHT * STRETCH)
    strip = cut_strip(np.asarray(sheet.filter(ImageFilter.GaussianBlur(0.8))), region)
    words = []
    start = 1
    for word in text.split(" "):
        middles = [(start + index + 0.5) * pitch for index in range(len(word))]
        letters = tuple(
            Character(letter, middle, 0.97, "", 0.0)
            for letter, middle in zip(word, middles, strict=True)
        )
        words.append(StripWord(strip, letters, start * pitch, (start + len(word)) * pitch))
        start += len(word) + 1
    return words


def test_a_dash_with_a_narrow_blank_behind_it_is_measured_as_well() -> None:
    *before, dash, behind, last = _line(
        "EU Part \u2013 FCL Conversion", "EU Part - FCL Conversion", 0.8
    )
    glued = StripWord(dash.strip, dash.characters + behind.characters, dash.left, behind.right)

    measured = with_measured_dashes([*before, glued, last])

    assert _texts(measured) == "EU Part \u2013 FCL Conversion"


def test_a_dash_that_was_read_as_a_low_line_is_measured() -> None:
    title = "Private Pilot {} Airplane"
    words = with_measured_dashes(_line(title.format("\u2013"), title.format("_"), 0.5))

    assert _texts(words) == title.format("\u2013")


def test_a_low_line_stays_one() -> None:
    text = "Signature _ Certificate"

    assert _texts(with_measured_dashes(_line(text))) == text


@pytest.mark.parametrize("blur", [0.5, 1.5])
@pytest.mark.parametrize("printed", ["\u2610 Pass \u2612 Fail", "\u2612 PASS \u2610 FAIL"])
def test_boxes_before_both_words_are_seen(printed: str, blur: float) -> None:
    assert _texts(with_seen_boxes(_line(printed, blur=blur))) == printed


@pytest.mark.parametrize(
    "printed", ["\u2610 Pass \u2610 Fail", "\u2612 Pass \u2612 Fail", "Pass Fail", "\u2612 Pass"]
)
def test_boxes_that_leave_it_open_are_no_help(printed: str) -> None:
    words = _line(printed)

    assert with_seen_boxes(words) == words


@pytest.mark.parametrize(
    ("read", "codes"),
    [
        ("/PLT107", ["PLT107"]),
        ("PLT219/PLT255/", ["PLT219", "PLT255"]),
        ("/PA.I.C.K2a", ["PA.I.C.K2a"]),
        ("\u2022PA.I.C.K2a", ["PA.I.C.K2a"]),
        ("JPLT010,", ["PLT010,"]),
        ("VRIG012VRIG027", ["RIG012", "RIG027"]),
        ("VCA.I.C.K3IVCA.II.E.K1", ["CA.I.C.K3I", "CA.II.E.K1"]),
        ("IR.III.B.S2JIR.VI.A.R2a", ["IR.III.B.S2", "IR.VI.A.R2a"]),
        ("PA.IX.B.K2bV", ["PA.IX.B.K2b"]),
        (".VPA.I.A.K3", ["PA.I.A.K3"]),
        (".PLT228", ["PLT228"]),
        ("-FI.I.D.K7", ["FI.I.D.K7"]),
        ("PA.VI.DK2JPA.VIL.B.K1", ["PA.VI.DK2", "PA.VIL.B.K1"]),
        ("CA.V.A.K2/CA.V.B.K1", ["CA.V.A.K2", "CA.V.B.K1"]),
        ("AM.III.A.K2", ["AM.III.A.K2"]),
        ("PA.I.B.K1j", ["PA.I.B.K1j"]),
        ("C1234567V", ["C1234567V"]),
        ("10/19/25", ["10/19/25"]),
        ("Pass/Fail", ["Pass/Fail"]),
        ("PLT107", ["PLT107"]),
    ],
)
def test_a_tick_is_no_part_of_a_code(read: str, codes: list[str]) -> None:
    parts = list(without_ticks(printed_word(read, as_read(read))))

    assert [part.text for part in parts] == codes
    assert all(one.right <= other.left for one, other in pairwise(parts))


def test_a_doubtful_tick_leaves_no_doubt_in_its_code() -> None:
    read = as_read("/PLT107", {0: (0.3, "J", 0.2)})
    (code,) = without_ticks(printed_word("/PLT107", read))

    assert code.confidence > 0.9
