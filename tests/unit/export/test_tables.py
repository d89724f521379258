"""CSV, XLSX and JSON: complete, streamed, and without anything that acts as a formula."""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aktr.acs.catalogue import Catalogue
from aktr.export.csv_export import csv_lines
from aktr.export.json_export import json_chunks
from aktr.export.records import ClassFile, Entry, ExportedReport, Passage
from aktr.export.rows import (
    CHECK_COLUMNS,
    CODE_COLUMNS,
    REPORT_COLUMNS,
    SHARED_COLUMNS,
    code_rows,
    report_row,
    shared_rows,
)
from aktr.export.xlsx_export import write_shared_workbook, write_workbook
from aktr.report.model import ReadValue
from aktr.summary.privacy import share
from class_samples import planted

FORMULAS = ['=HYPERLINK("http://x","y")', "+1+1", "-2+3", "@SUM(1)", "＝1", "\t=1", "\r=1", " =1"]


def parsed(lines: Iterator[str]) -> list[dict[str, str]]:
    text = "".join(lines)
    assert text.startswith("\ufeff")
    return list(csv.DictReader(StringIO(text[1:], newline="")))


def workbook_of(entries: tuple[Entry, ...] | list[Entry]) -> bytes:
    target, passage = BytesIO(), Passage()
    write_workbook(target, passage.through(entries), passage.summary)
    return target.getvalue()


def sheet(content: bytes, name: str) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(BytesIO(content))
    return [tuple(cell.value for cell in row) for row in book[name].iter_rows()]


def test_one_row_for_each_report_and_each_failed_file(entries: tuple[Entry, ...]) -> None:
    rows = parsed(csv_lines(REPORT_COLUMNS, map(report_row, entries)))
    assert len(rows) == 13
    assert list(rows[0]) == list(REPORT_COLUMNS)
    first = rows[0]
    assert (first["name"], first["ftn"], first["score"]) == ("DOE1, JANE ANN", "C0000001", "81")
    assert first["codes"] == "PA.I.C.K2 PA.I.E.K1"
    assert first["number_of_codes"] == "2"
    last = rows[-1]
    assert (last["status"], last["error_type"]) == ("failed", "INVALID_PDF")
    assert (last["name"], last["number_of_codes"]) == ("", "")


def test_one_row_for_each_report_and_code(entries: tuple[Entry, ...]) -> None:
    rows = parsed(csv_lines(CODE_COLUMNS, (row for one in entries for row in code_rows(one))))
    expected = sum(len(one.checked.codes) for one in entries if isinstance(one, ExportedReport))
    assert len(rows) == expected
    assert rows[0]["code"] == "PA.I.C.K2"
    assert rows[0]["area_of_operation"] == "I. Preflight Preparation"
    assert rows[0]["source"] == "FAA-S-ACS-6C"
    assert rows[0]["description"]


def test_the_wording_of_an_element_holds_what_it_lists(make: Callable[..., ExportedReport]) -> None:
    entry = make(1, ("PA.VI.A.K4",))
    wording = "Selection of appropriate: Route; Altitude(s); Checkpoints"
    assert parsed(csv_lines(CODE_COLUMNS, code_rows(entry)))[0]["description"] == wording
    book = openpyxl.load_workbook(BytesIO(workbook_of((entry,))))
    for sheet in ("Codes", "Class", "Plan"):
        rows = [[cell.value for cell in row] for row in book[sheet].iter_rows()]
        assert rows[1][rows[0].index("description")] == wording


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_of_csv_is_a_formula(make: Callable[..., ExportedReport], formula: str) -> None:
    entry = planted(make(1), formula)
    for columns, rows in (
        (REPORT_COLUMNS, [report_row(entry)]),
        (CODE_COLUMNS, list(code_rows(entry))),
    ):
        for row in parsed(csv_lines(columns, rows)):
            assert not any(
                cell.lstrip().startswith(("=", "+", "-", "@", "＝")) for cell in row.values()
            )


@given(st.text())
def test_any_text_stays_one_harmless_cell(text: str) -> None:
    (row,) = parsed(csv_lines(["cell"], [[text]]))
    assert list(row) == ["cell"]
    assert row["cell"] in (text, f"'{text}")
    assert not row["cell"].lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_of_a_workbook_is_a_formula(
    make: Callable[..., ExportedReport], formula: str
) -> None:
    content = workbook_of([planted(make(1), formula)])
    book = openpyxl.load_workbook(BytesIO(content))
    seen = 0
    for page in book:
        for row in page.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                if isinstance(cell.value, str) and cell.value.lstrip(" �").startswith("="):
                    seen += 1
                    marked = cell.value.lstrip(" ").startswith("=")
                    assert cell.quotePrefix is marked
    assert seen or "=" not in formula
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for name in archive.namelist():
            assert b"<f>" not in archive.read(name)
            assert b"<hyperlink " not in archive.read(name)


def test_a_workbook_has_reports_codes_class_and_plan(
    entries: tuple[Entry, ...], class_file: ClassFile
) -> None:
    content = workbook_of(entries)
    assert len(sheet(content, "Reports")) == 14
    assert sheet(content, "Reports")[0] == REPORT_COLUMNS
    scores = [row[REPORT_COLUMNS.index("score")] for row in sheet(content, "Reports")[1:13]]
    assert scores == [81, 82, 62, *range(84, 93)]
    weak = sheet(content, "Class")
    assert [row[0] for row in weak[1:]] == [
        one.code for one in class_file.summary.common_weak_areas
    ]
    checks = sheet(content, "Checks")
    assert checks[0] == CHECK_COLUMNS
    outcomes = {row[CHECK_COLUMNS.index("outcome")] for row in checks[1:]}
    assert "ok" in outcomes
    assert "not-applicable" not in outcomes
    plan = sheet(content, "Plan")
    assert len(plan) - 1 == len(class_file.summary.common_weak_areas)
    assert plan[0][-2:] == ("date", "initials")


def test_rows_are_written_as_they_come(make: Callable[..., ExportedReport]) -> None:
    taken = 0

    def stream() -> Iterator[Entry]:
        nonlocal taken
        for number in range(1, 6):
            taken = number
            yield make(number)

    lines = csv_lines(REPORT_COLUMNS, map(report_row, stream()))
    next(lines)
    assert taken == 0
    next(lines)
    assert taken == 1
    chunks = json_chunks({"a": 1}, stream(), lambda: None)
    next(chunks)
    next(chunks)
    assert taken == 1


def test_json_is_one_document_with_every_report_and_the_summary(
    entries: tuple[Entry, ...], class_file: ClassFile
) -> None:
    passage = Passage()
    text = "".join(
        json_chunks(
            {"batch_id": "b"}, passage.through(entries), lambda: passage.summary().to_json()
        )
    )
    document = json.loads(text)
    assert document["batch_id"] == "b"
    assert document["reports"] == [json.loads(json.dumps(one.document)) for one in entries]
    assert document["summary"] == json.loads(json.dumps(class_file.summary.to_json()))
    empty = json.loads("".join(json_chunks({"batch_id": "b"}, (), lambda: None)))
    assert empty == {"batch_id": "b", "reports": [], "summary": None}


def test_old_identity_numbers_are_hidden(make: Callable[..., ExportedReport]) -> None:
    entry = make(1, name="DOE, JANE 123-45-6789")
    read = replace(entry.checked.report, applicant_id=ReadValue("987654321", "987654321"))
    entry = replace(entry, checked=replace(entry.checked, report=read))
    for text in (json.dumps([entry.document, report_row(entry)]), repr(entry.facts)):
        assert "123-45" not in text
        assert "98765" not in text
        assert "DOE, JANE" in text


def test_the_shared_tables_hold_codes_only(class_file: ClassFile, catalogue: Catalogue) -> None:
    shared = share(class_file.reports, catalogue)
    rows = parsed(csv_lines(SHARED_COLUMNS, shared_rows(shared)))
    assert rows
    assert all(int(row["frequency"]) >= 5 for row in rows)
    target = io.BytesIO()
    write_shared_workbook(target, shared)
    assert [row[0] for row in sheet(target.getvalue(), "Codes")[1:]] == [
        row["code"] for row in rows
    ]
    assert len(sheet(target.getvalue(), "Plan")) == 1 + len(shared.lessons)
