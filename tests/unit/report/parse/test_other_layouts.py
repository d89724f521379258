"""Sheets set in other ways than label and value side by side are read as well."""

from collections.abc import Callable

import pytest

from aktr.acs.catalogue import load_catalogue
from aktr.reading.lines import gather_lines
from aktr.reading.page import Box, Page, ReadBy, Word
from aktr.report.confidence import REVIEW_BELOW
from aktr.report.model import Grade, KnowledgeTestReport
from aktr.report.parse import parse_reports
from aktr.report.parse.lines.enumerators import without_enumerators
from aktr.report.parse.lines.sheet import lines_of
from typed_pages import CODES, VALUES, codes, values

_ADVANCE, _HEIGHT = 6.0, 11.0


def _set(text: str, left: float, top: float, *, centred: bool = False) -> list[Word]:
    """A line of type of one width, from its left edge or around its middle."""
    x = left - _ADVANCE * len(text) / 2 if centred else left
    words = []
    for part in text.split(" "):
        right = x + _ADVANCE * len(part)
        words.append(Word(part, Box(x, top, right, top + _HEIGHT)))
        x = right + _ADVANCE
    return words


def _read(words: list[Word], read_by: ReadBy = ReadBy.OCR) -> KnowledgeTestReport:
    (report,) = parse_reports([Page(1, 612, 792, gather_lines(words), read_by)], load_catalogue())
    return report


_LIST = [
    *_set("The Airman Certification Standards (ACS) codes listed below represent", 36, 330),
    *_set("incorrectly answered questions.", 36, 344),
    *_set(" ".join(CODES), 36, 370),
]
_HEADING = [
    *_set("Federal Aviation Administration", 306, 30, centred=True),
    *_set("Airman Knowledge Test Report", 306, 46, centred=True),
]
_ROWS = (
    (("NAME", "DOE, JANE ANN"),),
    (("FTN", "C1234567"), ("EXAM ID", "90000020260214001")),
    (("EXAM", "Private Pilot Airplane (PAR)"),),
    (("DATE", "02/14/2026"), ("SITE", "ABS60104")),
    (("TAKE", "1"), ("SCORE", "93%"), ("GRADE", "Pass")),
    (("EXPIRATION DATE", "02/29/2028"),),
)


def _counted(number_of: Callable[[int], str]) -> list[Word]:
    """The form with a number in front of each label, and the values below."""
    words = [*_HEADING, *_LIST]
    count = 0
    for index, row in enumerate(_ROWS):
        for column, (label, value) in enumerate(row):
            count += 1
            left, top = 36 + 190.0 * column, 76 + 40.0 * index
            words += _set(f"{number_of(count)} {label}", left, top)
            words += _set(value, left, top + 15)
    return words


@pytest.mark.parametrize("read_by", list(ReadBy))
@pytest.mark.parametrize("number", ["{}.", "{})", "({})"])
def test_labels_may_be_counted_like_the_boxes_of_a_form(number: str, read_by: ReadBy) -> None:
    report = _read(_counted(number.format), read_by)

    assert values(report) == VALUES
    assert codes(report) == CODES


def test_a_number_may_have_lost_its_dot_on_a_picture() -> None:
    words = _counted(lambda count: f"{count}" if count % 2 else f"{count}.")

    assert values(_read(words)) == VALUES


def test_a_number_before_one_label_counts_nothing() -> None:
    words = gather_lines(_set("TAKE: 1. SCORE: 93% GRADE: Pass", 36, 200))
    page = Page(1, 612, 792, words, ReadBy.OCR)
    lines = lines_of(page, page.lines)

    assert without_enumerators(lines) is lines


@pytest.mark.parametrize("read_by", list(ReadBy))
def test_a_value_centred_over_its_label_is_whole(read_by: ReadBy) -> None:
    words = [*_HEADING, *_LIST]
    for index, row in enumerate(_ROWS):
        for column, (label, value) in enumerate(row):
            middle, top = 306 + 150 * (column - (len(row) - 1) / 2), 76 + 42 * index
            words += _set(value, middle, top, centred=True)
            words += _set(label, middle, top + 15, centred=True)

    report = _read(words, read_by)

    assert values(report) == VALUES
    assert codes(report) == CODES


def test_a_note_beside_a_label_is_not_its_value() -> None:
    words = [*_HEADING, *_LIST, Word("Copy", Box(440, 88, 480, 112))]
    words.append(Word("File", Box(490, 88, 520, 112)))
    pairs = [pair for row in _ROWS for pair in row]
    for index, (label, value) in enumerate(pairs[:6]):
        words += _set(value, 306, 76 + 34 * index, centred=True)
        words += _set(label, 306, 90 + 34 * index, centred=True)

    assert _read(words).name.value == VALUES["name"]


@pytest.mark.parametrize("read_by", list(ReadBy))
def test_words_of_the_heading_beside_the_values_are_no_labels(read_by: ReadBy) -> None:
    words = list(_LIST)
    for row, text in enumerate(
        ("U.S. Department of Transportation", "Federal Aviation", "Administration", "",
         "AIRMAN KNOWLEDGE", "TEST REPORT")
    ):  # fmt: skip
        if text:
            words += _set(text, 36, 44 + 19 * row)
    pairs = [pair for row in _ROWS for pair in row]
    for row, (label, value) in enumerate(pairs):
        words += [*_set(label, 300, 36 + 23 * row), *_set(value, 410, 36 + 23 * row)]

    report = _read(words, read_by)

    assert values(report) == VALUES
    assert codes(report) == CODES


def test_values_and_codes_under_headings_of_their_own_are_one_report() -> None:
    words = _set("Airman Knowledge Test Report", 20, 20)
    top = 60.0
    for label, value in (pair for row in _ROWS for pair in row):
        words += [*_set(label, 36, top), *_set(value, 36, top + 14)]
        top += 36
    words += _set("AIRMAN KNOWLEDGE TEST REPORT", 300, 67)
    for row, text in enumerate(
        ("The codes below represent questions", "that were answered incorrectly at the",
         "testing centre of this report here.", *CODES)
    ):  # fmt: skip
        words += _set(text, 300, 92 + 21 * row)

    report = _read(words)

    assert values(report) == VALUES
    assert codes(report) == CODES


def test_a_label_may_go_on_over_four_lines_of_its_cell() -> None:
    words = [*_HEADING, *_LIST]
    for row, part in enumerate(("FAA", "TRACKING", "NUMBER", "(FTN):")):
        words += _set(part, 320, 76 + 15 * row)
    words += [*_set("APPLICANT", 36, 91), *_set("NAME:", 36, 106)]
    words += [*_set("DOE, JANE ANN", 130, 98), *_set("C1234567", 420, 98)]
    words += [*_set("EXAM ID:", 36, 160), *_set("90000020260214001", 130, 160)]
    words += [*_set("EXAM:", 320, 160), *_set("Private Pilot Airplane (PAR)", 420, 160)]
    words += [*_set("EXAM DATE:", 36, 185), *_set("02/14/2026", 130, 185)]
    words += [*_set("SCORE:", 320, 185), *_set("93%", 420, 185)]

    report = _read(words)

    assert (report.name.value, report.ftn.value) == (VALUES["name"], VALUES["ftn"])


def test_cells_of_two_columns_are_never_torn_from_their_labels() -> None:
    words = [
        *_set("United States Department of Transportation", 36, 20),
        *_set("Airman Knowledge Test Report (AKTR)", 36, 40),
        *_LIST,
    ]
    rows = (
        ("FAA Tracking Number:", "C1234567", "Name:", "DOE, JANE ANN"),
        ("Exam ID:", "90000020260214001", "Exam:", "Private Pilot Airplane (PAR)"),
        ("Exam Site:", "ABS60104", "Exam Date:", "02/14/2026"),
        ("Score:", "93%", "Grade:", "Pass"),
        ("Take:", "1", "Expires:", "02/29/2028"),
    )
    for row, cells in enumerate(rows):
        for left, cell, down in zip((36, 170, 320, 400), cells, (0, 0, 0, 4), strict=True):
            words += _set(cell, left, 70 + 26 * row + down)

    report = _read(words)

    assert values(report) == VALUES
    assert codes(report) == CODES


def _read_with(**changed: str) -> KnowledgeTestReport:
    """A plain form with other values, or more: keywords are labels."""
    usual = {
        "NAME": "DOE, JANE ANN",
        "FTN": "C1234567",
        "EXAM ID": "90000020260214001",
        "SCORE": "93%",
    }
    words = [*_HEADING, *_LIST]
    for row, (label, value) in enumerate((usual | changed).items()):
        words += _set(f"{label}: {value}", 36, 80 + 20 * row)
    return _read(words)


def test_a_zero_behind_a_name_is_the_letter_in_doubt() -> None:
    name = _read_with(NAME="DOE, JANE 0").name

    assert name.value == "DOE, JANE O"
    assert name.doubt


def test_a_letter_in_the_digits_of_an_ftn_is_put_right() -> None:
    ftn = _read_with(FTN="CO683901").ftn

    assert ftn.value == "C0683901"
    assert ftn.repaired


def test_a_small_l_in_the_code_of_a_test_is_put_right() -> None:
    assert _read_with(EXAM="Military Competence Instructor (MCl)").exam_code.value == "MCI"


def test_a_last_letter_of_a_title_that_stands_apart_is_no_doubt() -> None:
    read = _read_with(EXAM="Unmanned Aircraft General - Smal l (UAG)").exam_title

    assert (read.value, read.doubt) == ("Unmanned Aircraft General - Small", None)


@pytest.mark.parametrize("lean", [-11.0, 11.0])
def test_values_far_from_their_labels_on_a_leaning_sheet_are_theirs(lean: float) -> None:
    words = [*_HEADING, *_LIST]
    for row, (label, value) in enumerate(pair for each in _ROWS for pair in each):
        words += _set(label, 36, 90 + 21 * row)
        words += _set(value, 380, 90 + 21 * row + lean)

    report = _read(words)

    assert values(report) == VALUES
    assert codes(report) == CODES


def test_a_name_on_a_leaning_row_is_to_be_looked_at() -> None:
    words = [*_HEADING, *_LIST]
    for row, (label, value) in enumerate(pair for each in _ROWS for pair in each):
        words += [*_set(label, 36, 90 + 21 * row), *_set(value, 380, 79 + 21 * row)]

    assert _read(words).name.confidence < REVIEW_BELOW


def test_the_instructors_block_may_stand_beside_the_form() -> None:
    words = _set("Airman Knowledge Test Report", 36, 20)
    top = 50.0
    for label, value in (pair for row in _ROWS for pair in row):
        words += _set(f"{label}: {value}", 36, top)
        top += 21
    for text in ("The codes below represent questions", "that were answered incorrectly.", *CODES):
        words += _set(text, 36, top)
        top += 21
    for row, text in enumerate(
        ("AUTHORIZED INSTRUCTOR'S STATEMENT:", "On ______ (date) I gave the above",
         "named applicant ______ hours of", "additional instruction, covering",
         "each subject area shown to be", "deficient, and consider the",
         "applicant competent to pass.", "Name _______________________",
         "Cert. No. ________ Type ____", "Signature __________________")
    ):  # fmt: skip
        words += _set(text, 330, 68 + 18 * row)

    report = _read(words)

    assert values(report) == VALUES
    assert codes(report) == CODES


def test_a_stamp_that_stands_askew_beside_a_row_does_not_tear_it() -> None:
    row = [
        Word("AI.VIII.A.K2", Box(157, 1127, 301, 1148)),
        Word("AI.VIII.A.R2", Box(323, 1127, 468, 1148)),
        Word("AI.VIII.B.K1", Box(489, 1126, 633, 1148)),
        Word("FILE", Box(1129, 1117, 1211, 1154)),
        Word("COPY", Box(1222, 1108, 1330, 1145)),
    ]

    (line,) = gather_lines(row)

    assert line.words == tuple(row)


def test_a_title_in_a_narrow_column_goes_on_beside_labels_of_another() -> None:
    words = [*_HEADING, *_LIST]
    words += [*_set("NAME", 36, 76), *_set("EXAM", 240, 76), *_set("SCORE", 430, 76)]
    words += [
        *_set("DOE, JANE ANN", 36, 90),
        *_set("Private Pilot", 240, 90),
        *_set("93%", 430, 90),
    ]
    words += [*_set("FTN", 36, 104), *_set("Airplane", 240, 104), *_set("GRADE", 430, 104)]
    words += [*_set("C1234567", 36, 118), *_set("(PAR)", 240, 118), *_set("Pass", 430, 118)]

    report = _read(words)

    assert report.exam_title.value == VALUES["exam_title"]
    assert report.exam_code.value == VALUES["exam_code"]
    assert report.ftn.value == VALUES["ftn"]


def test_a_centre_with_its_town_wraps_beside_a_label_at_half_height() -> None:
    words = [*_HEADING, *_LIST]
    rows = (("Name", "DOE, JANE ANN"), ("Exam ID", "90000020260214001"), ("Score", "93%"),
            ("Exam", "Private Pilot Airplane (PAR)"))  # fmt: skip
    for row, (label, value) in enumerate(rows):
        words += [*_set(label, 36, 80 + 40 * row), *_set(value, 180, 80 + 40 * row)]
    words += _set("Exam site", 36, 240)
    words += [*_set("ABS60104 - Harbor City College,", 180, 231), *_set("Long Beach, CA", 180, 249)]

    assert _read(words).exam_site.value == "ABS60104"


def test_a_name_goes_on_right_below_where_lines_stand_far_apart() -> None:
    words = [*_HEADING, *_LIST, *_set("EDWARD", 132, 100)]
    for row, (label, value) in enumerate(
        (
            ("NAME", "DOE, JANE"),
            ("EXAM ID", "90000020260214001"),
            ("SCORE", "93%"),
            ("EXAM", "Private Pilot Airplane (PAR)"),
        )
    ):
        words += [*_set(f"{label}:", 36, 80 + 42 * row), *_set(value, 132, 80 + 42 * row)]

    assert _read(words).name.value == "DOE, JANE EDWARD"


def test_the_code_of_the_test_may_stand_beside_the_word_code() -> None:
    words = [*_HEADING, *_LIST, *_set("(Added Rating)", 132, 118)]
    for row, (label, value) in enumerate(
        (("Name", "DOE, JANE ANN"), ("Exam", "Flight Instructor Instrument Helicopter"), ("", ""),
         ("Code", "HIF"), ("Exam ID", "90000020260214001"), ("Score", "93%"))
    ):  # fmt: skip
        if label:
            words += [*_set(label, 36, 80 + 24 * row), *_set(value, 132, 80 + 24 * row)]

    report = _read(words)

    assert report.exam_code.value == "HIF"
    assert report.exam_title.value == "Flight Instructor Instrument Helicopter (Added Rating)"


def test_a_single_code_behind_a_bullet_counts_among_values() -> None:
    words = list(_HEADING)
    for row, (label, value) in enumerate(pair for each in _ROWS for pair in each):
        words += [*_set(label, 36, 80 + 24 * row), *_set(value, 170, 80 + 24 * row)]
    words += [*_set("Codes", 420, 80), *_set("- PA.I.C.K2", 420, 104)]

    assert codes(_read(words)) == ("PA.I.C.K2",)


def test_a_number_glued_to_its_label_is_its_value() -> None:
    words = [
        *_HEADING,
        *_LIST,
        *_set("NAME: DOE, JANE ANN", 36, 80),
        *_set("EXAM ID: 90000020260214001", 36, 104),
        *_set("FAA TRACKING NUMBER (FTNC1234567", 36, 117),
    ]
    words += _set("SCORE 93% GRADE PASS ATTEMPT1 EXPIRES 2/29/2028", 36, 130)

    report = _read(words)

    assert report.take.value == 1
    assert report.ftn.value == "C1234567"


def test_a_dash_that_touches_label_and_value_parts_them() -> None:
    words = [
        *_HEADING,
        *_LIST,
        *_set("NAME - DOE, JANE ANN", 36, 80),
        *_set("EXAM ID - 90000020260214001", 36, 104),
        *_set("FTN\u2013C1234567", 36, 117),
        *_set("Score-93% Grade\u2013Pass Take-1 Expires - 2/29/2028", 36, 130),
    ]

    report = _read(words)

    assert (report.score.value, report.take.value) == (93, 1)
    assert report.grade.value is Grade.PASS
    assert report.ftn.value == "C1234567"


@pytest.mark.parametrize(
    ("read", "centre"),
    [("PS160104", "PSI60104"), ("ABSO0104", "ABS00104"), ("C0T60104", "C0T60104")],
)
def test_a_centre_has_three_letters_and_five_digits(read: str, centre: str) -> None:
    assert _read_with(SITE=read).exam_site.value == centre
