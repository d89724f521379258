"""Whether lines of a cell are one text, where no gap tells the rows of a roster apart."""

from typing import Final

import pytest

from aktr.report.parse.lines.sheet import SheetLine, lines_of
from aktr.report.parse.rosters.columns import Column
from aktr.report.parse.rosters.wraps import are_wrapped
from aktr.report.values.label_phrases import CODES
from typed_pages import typed_page

WIDEST: Final = "WIDEST-NAME, JANE"
"""What fills its column."""


def _rows(*cells: str) -> list[list[SheetLine]]:
    """Rows with one column, of which the lines are parted by strokes."""
    rows = []
    for cell in cells:
        page = typed_page("\n".join(line.strip() for line in cell.split("|")))
        rows.append(lines_of(page, page.lines))
    return rows


def _are_wrapped(meaning: str, *cells: str, in_middle: bool = False) -> bool:
    column = Column(meaning, (), 0, 1000)
    return are_wrapped(_rows(*cells), [column], in_middle=in_middle)


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("UNDERWOOD-ROE, | JANE ANN", True),
        ("UNDERWOOD, JANE | ELIZABETH ANN", True),
        ("JANE ELIZABETH | UNDERWOOD", True),
        ("DOE, JANE | ANN", False),
        ("UNDERWOOD, JANE | ROE, RICHARD", False),
        ("JANE UNDERWOOD | RICHARD ROE", False),
        ("UNDERWOOD, JANE | TOTAL", False),
        ("UNDERWOOD, JANE | 12", False),
        ("UNDERWOOD,", False),
    ],
)
def test_a_name_ends_where_its_column_is_full_and_is_no_second_one(name: str, is_one: bool) -> None:
    assert _are_wrapped("name", WIDEST, name) is is_one


@pytest.mark.parametrize(
    ("titles", "are_whole"),
    [
        (("Private Pilot | Airplane (PAR)", "Parachute (RIG)"), True),
        (("Private Pilot", "Airplane (PAR) | Parachute (RIG)"), False),
        (("Private Pilot | Airplane (PAR) | Parachute (RIG)", "Parachute (RIG)"), False),
        (("Private Pilot | Airplane", "Instrument | Rating"), False),
    ],
)
def test_a_title_ends_with_the_code_of_its_test(titles: tuple[str, ...], are_whole: bool) -> None:
    assert _are_wrapped("exam", *titles) is are_whole


@pytest.mark.parametrize(
    ("lists", "in_middle", "are_whole"),
    [
        (("PLT001, PLT002, | PLT003", "PLT004"), False, True),
        (("PLT001, PLT002, | PLT003", "PLT004"), True, True),
        (("PLT001, PLT002 | PLT003", "PLT004,"), False, False),
        (("PLT001 PLT002 | PLT003", "PLT004"), False, True),
        (("PLT001 PLT002 | PLT003", "PLT004"), True, False),
    ],
)
def test_a_list_goes_on_where_a_sign_says_so(
    lists: tuple[str, ...], in_middle: bool, are_whole: bool
) -> None:
    assert _are_wrapped(CODES, *lists, in_middle=in_middle) is are_whole
