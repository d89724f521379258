"""Tables in whose cells labels and values go on below are read cell by cell."""

from collections.abc import Iterator, Sequence

import pytest

from aktr.acs.catalogue import load_catalogue
from aktr.reading.lines import gather_lines
from aktr.reading.page import Box, Page, ReadBy, Word
from aktr.report.model import KnowledgeTestReport
from aktr.report.parse import parse_reports
from typed_pages import VALUES, changed, parse_one, values

_HEIGHT, _LEADING = 11.0, 13.0
_COLUMNS = (60.0, 140.0, 330.0, 450.0)
Cell = tuple[str, ...]
Row = Sequence[Cell]

WRAPPED: Sequence[Row] = (
    (("NAME:",), ("DOE, JANE ANN",), ("FAA TRACKING", "NUMBER (FTN):"), ("C1234567",)),
    (
        ("EXAM", "TITLE:"),
        ("Private Pilot", "Airplane (PAR)"),
        ("KNOWLEDGE TEST", "EXAM ID:"),
        ("90000020260214001",),
    ),
    (("TEST", "DATE:"), ("02/14/2026",), ("EXAM SITE:",), ("ABS60104",)),
    (("SCORE:",), ("93%",), ("GRADE:",), ("Pass",)),
    (("TAKE:",), ("1",), ("EXPIRATION", "DATE:"), ("02/29/2028",)),
)


def _words(text: str, left: float, top: float, advance: float, blank: float) -> Iterator[Word]:
    for part in text.split(" "):
        right = left + advance * len(part)
        yield Word(part, Box(left, top, right, top + _HEIGHT))
        left = right + blank


def _table(
    rows: Sequence[Row],
    *,
    middle: bool = True,
    padding: float = 10.0,
    blank: float = 3.0,
) -> Iterator[Word]:
    top = 100.0
    for row in rows:
        most = max(len(cell) for cell in row)
        for left, cell in zip(_COLUMNS, row, strict=True):
            start = top + (most - len(cell)) * _LEADING / 2 if middle else top
            for number, text in enumerate(cell):
                yield from _words(text, left, start + number * _LEADING, 5.0, blank)
        top += most * _LEADING + padding


def _parsed(words: Iterator[Word], read_by: ReadBy = ReadBy.PDF_TEXT) -> KnowledgeTestReport:
    heading = _words("AIRMAN KNOWLEDGE TEST REPORT", 200, 60, 6, 4)
    codes = _words("PA.I.B.K1a PA.I.C.K2 PA.III.A.K8 PA.VI.A.K1", 60, 400, 5, 4)
    lines = gather_lines([*heading, *words, *codes])
    page = Page(1, 600, 800, lines, read_by)
    (report,) = parse_reports([page], load_catalogue())
    return report


@pytest.mark.parametrize("middle", [True, False])
@pytest.mark.parametrize("read_by", ReadBy)
def test_labels_and_values_that_wrap_in_their_cells_are_read_whole(
    read_by: ReadBy, middle: bool
) -> None:
    report = _parsed(_table(WRAPPED, middle=middle), read_by)
    assert values(report) == VALUES
    assert report.name.raw == "DOE, JANE ANN"


def test_wide_blanks_inside_a_title_do_not_stir_its_lines_together() -> None:
    report = _parsed(_table(WRAPPED, blank=12.0))
    assert values(report) == VALUES


def test_a_form_without_colons_is_read_cell_by_cell_too() -> None:
    bare = [[tuple(line.rstrip(":") for line in cell) for cell in row] for row in WRAPPED]
    assert values(_parsed(_table(bare))) == VALUES


def test_a_colon_alone_on_its_line_ends_the_label_above_it() -> None:
    rows = [*WRAPPED[:3], (("TEST SCORE", ":"), ("93%",), ("GRADE:",), ("Pass",)), WRAPPED[4]]
    assert values(_parsed(_table(rows))) == VALUES


def test_a_value_of_more_lines_than_its_label_is_read_whole() -> None:
    title = ("Private", "Pilot", "Airplane", "(PAR)")
    row = (("EXAM", "TITLE:"), title, *WRAPPED[1][2:])
    for middle in (True, False):
        report = _parsed(_table([WRAPPED[0], row, *WRAPPED[2:]], middle=middle))
        assert values(report) == VALUES


def test_labels_on_lines_of_equal_distance_stay_labels_of_their_own() -> None:
    rows = [
        (("NAME:",), ("DOE, JANE ANN",), ("FTN:",), ("C1234567",)),
        (("EXAM",), ("Private Pilot Airplane (PAR)",), ("EXAM ID:",), ("90000020260214001",)),
        (("DATE:",), ("02/14/2026",), ("EXAM SITE:",), ("ABS60104",)),
        (("SCORE:",), ("93%",), ("GRADE:",), ("Pass",)),
        (("TAKE:",), ("1",), ("EXPIRES:",), ("02/29/2028",)),
    ]
    assert values(_parsed(_table(rows, padding=0.0))) == VALUES


def test_a_section_with_the_name_of_a_label_is_no_row_of_a_table() -> None:
    report = parse_one(changed("EXAM: Private", "EXAM\nTITLE: Private"))
    assert values(report) == VALUES


def test_a_title_goes_on_past_a_line_that_only_another_cell_has() -> None:
    rows = [row for row in WRAPPED if row[0] != ("EXAM", "TITLE:")]
    title = [
        *_words("Private Pilot", 140, 300, 5, 3),
        *_words("EXAM ID:", 330, 308, 5, 3),
        *_words("90000020260214001", 450, 308, 5, 3),
        *_words("EXAM:", 60, 316, 5, 3),
        *_words("Airplane (PAR)", 140, 316, 5, 3),
    ]
    assert values(_parsed(iter([*_table(rows), *title]))) == VALUES
