"""A hole in a list of codes that is printed in columns is told."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aktr.acs.catalogue import load_catalogue
from aktr.acs.code import CodeFamily
from aktr.reading.page import ReadBy
from aktr.report.model import KnowledgeTestReport, Place, ReadCode, UnresolvedCode
from aktr.report.repair.code_grid import with_hole_noted

CODES: Final = tuple(load_catalogue().codes_of_prefix("PA"))
Cell = tuple[int, int]


def at(row: int, column: int) -> Place:
    left, top = 0.1 + 0.2 * column, 0.4 + 0.03 * row
    return Place(1, left, top, left + 0.12, top + 0.015)


def report(
    cells: Sequence[Cell], torn: Sequence[Cell] = (), read_by: ReadBy = ReadBy.OCR
) -> KnowledgeTestReport:
    return KnowledgeTestReport(
        read_by,
        (1,),
        codes=tuple(
            ReadCode(CODES[number], CODES[number], CodeFamily.ACS, at(*cell))
            for number, cell in enumerate(cells)
        ),
        unresolved_codes=tuple(UnresolvedCode("PA.???", at(*cell)) for cell in torn),
    )


def by_rows(count: int, columns: int) -> list[Cell]:
    return [divmod(number, columns) for number in range(count)]


def without(cells: Sequence[Cell], *holes: Cell) -> list[Cell]:
    return [cell for cell in cells if cell not in holes]


@pytest.mark.parametrize(
    ("hole", "row"), [((0, 1), 1), ((1, 0), 2), ((1, 3), 2), ((2, 2), 3), ((3, 0), 4)]
)
def test_a_hole_in_a_grid_is_a_reason_to_look(hole: Cell, row: int) -> None:
    (note,) = with_hole_noted(report(without(by_rows(14, 4), hole))).notes
    assert f"in row {row} of the list" in note


def test_two_codes_lost_at_the_end_of_a_row_leave_a_hole() -> None:
    assert with_hole_noted(report(without(by_rows(26, 5), (4, 3), (4, 4)))).notes


def test_codes_that_follow_on_each_other_as_words_do_stand_in_no_grid() -> None:
    cells = without(by_rows(18, 4), (1, 3))
    run_on = with_hole_noted(
        replace(
            report(cells),
            codes=tuple(
                replace(code, code="PA.I.B.K1a", place=replace(place, right=place.left + 0.17))
                for code in report(cells).codes
                if (place := code.place) is not None
            ),
        )
    )

    assert with_hole_noted(report(cells)).notes
    assert not run_on.notes


def test_what_is_torn_is_no_hole() -> None:
    cells = without(by_rows(14, 4), (1, 2))
    assert with_hole_noted(report(cells, torn=[(1, 2)])).notes == ()


@pytest.mark.parametrize(
    "cells",
    [
        by_rows(14, 4),
        by_rows(12, 4),
        by_rows(13, 4),
        without(by_rows(15, 3), (4, 2), (3, 2)),
        without(by_rows(14, 4), (0, 0)),
        without(by_rows(14, 2), (3, 1)),
        without(by_rows(7, 4), (0, 2)),
        [],
    ],
    ids=[
        "rows",
        "full",
        "one in the last row",
        "columns",
        "a label in front",
        "two columns",
        "two rows",
        "none",
    ],
)
def test_a_list_that_just_ends_has_no_hole(cells: Sequence[Cell]) -> None:
    before = report(cells)
    assert with_hole_noted(before) == before


def test_a_text_layer_hides_nothing() -> None:
    before = report(without(by_rows(14, 4), (1, 2)), read_by=ReadBy.PDF_TEXT)
    assert with_hole_noted(before) == before


@given(st.integers(0, 60), st.integers(1, 7))
def test_no_whole_grid_has_a_hole(count: int, columns: int) -> None:
    assert with_hole_noted(report(by_rows(count, columns))).notes == ()


@given(st.integers(3, 6), st.integers(3, 8), st.data())
def test_every_hole_with_a_code_right_of_it_and_below_is_found(
    columns: int, rows: int, data: st.DataObject
) -> None:
    row = data.draw(st.integers(0, rows - 2))
    column = data.draw(st.integers(0, columns - 2))
    cells = without(by_rows(rows * columns, columns), (row, column))
    notes = with_hole_noted(report(cells)).notes
    assert bool(notes) == ((row, column) != (0, 0))


@given(st.lists(st.tuples(st.floats(0.05, 0.85), st.integers(0, 5)), max_size=30))
def test_lines_that_just_run_on_are_no_grid_or_say_so_in_a_sentence(
    ends: list[tuple[float, int]],
) -> None:
    codes = tuple(
        ReadCode(
            CODES[n],
            CODES[n],
            CodeFamily.ACS,
            Place(1, x, 0.4 + 0.03 * y, x + 0.1, 0.415 + 0.03 * y),
        )
        for n, (x, y) in enumerate(ends)
    )
    got = with_hole_noted(KnowledgeTestReport(ReadBy.OCR, (1,), codes=codes))
    assert all(note.startswith("Nothing was read beside ") for note in got.notes)
