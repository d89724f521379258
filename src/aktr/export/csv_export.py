"""CSV that any spreadsheet opens and no cell of which is a formula."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from typing import Final

from aktr.export.rows import Cell, starts_formula

BYTE_ORDER_MARK: Final = "\ufeff"
"""Without it Excel takes UTF-8 for the code page of the country."""


def csv_lines(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """A table as CSV, RFC 4180, row by row; nothing is kept.

    Args:
        columns: Headings of the columns.
        rows: Cells in the order of the headings.
    """
    buffer = StringIO()
    writer = csv.writer(buffer)
    buffer.write(BYTE_ORDER_MARK)
    writer.writerow(columns)
    yield _taken(buffer)
    for row in rows:
        writer.writerow(list(map(harmless, row)))
        yield _taken(buffer)


def _taken(buffer: StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text


def harmless(cell: Cell) -> str | int | float:
    """The cell as a spreadsheet takes it for what it is: text is never a formula."""
    if cell is None:
        return ""
    return f"'{cell}" if isinstance(cell, str) and starts_formula(cell) else cell
