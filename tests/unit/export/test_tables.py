"""CSV, XLSX and JSON: complete, streamed, and without anything that acts as a formula."""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
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
    Copies,
    code_rows,
    report_row,
    shared_rows,
)
from aktr.export.xlsx_export import ClassWorkbook, write_shared_workbook, write_workbook
from aktr.report.model import ReadValue
from aktr.summary.privacy import share
from class_samples import planted

NONE = Copies(())
FORMULAS = ['=HYPERLINK("http://x","y")', "+1+1", "-2+3", "@SUM(1)", "＝1", "\t=1", "\r=1", " =1"]


def parsed(lines: Iterator[str]) -> list[dict[str, str]]:
    text = "".join(lines)
    assert text.startswith("\ufeff")
    return list(csv.DictReader(StringIO(text[1:], newline="")))


def workbook_of(entries: tuple[Entry, ...] | list[Entry]) -> bytes:
    target = BytesIO()
    write_workbook(target, entries, copies_in(entries))
    return target.getvalue()


def copies_in(entries: Iterable[Entry]) -> Copies:
    return Copies(one.facts for one in entries if isinstance(one, ExportedReport))


def sheet(content: bytes, name: str) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(BytesIO(content))
    return [tuple(cell.value for cell in row) for row in book[name].iter_rows()]


def test_one_row_for_each_report_and_each_failed_file(entries: tuple[Entry, ...]) -> None:
    rows = parsed(csv_lines(REPORT_COLUMNS, (report_row(one, NONE) for one in entries)))
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
    rows = parsed(csv_lines(CODE_COLUMNS, (row for one in entries for row in code_rows(one, NONE))))
    expected = sum(len(one.checked.codes) for one in entries if isinstance(one, ExportedReport))
    assert len(rows) == expected
    assert rows[0]["code"] == "PA.I.C.K2"
    assert rows[0]["area_of_operation"] == "I. Preflight Preparation"
    assert rows[0]["source"] == "FAA-S-ACS-6C"
    assert rows[0]["description"]


def test_the_wording_of_an_element_holds_what_it_lists(make: Callable[..., ExportedReport]) -> None:
    entry = make(1, ("PA.VI.A.K4",))
    wording = "Selection of appropriate: Route; Altitude(s); Checkpoints"
    assert parsed(csv_lines(CODE_COLUMNS, code_rows(entry, NONE)))[0]["description"] == wording
    book = openpyxl.load_workbook(BytesIO(workbook_of((entry,))))
    for sheet in ("Codes", "Class", "Plan"):
        rows = [[cell.value for cell in row] for row in book[sheet].iter_rows()]
        assert rows[1][rows[0].index("description")] == wording


def test_a_code_with_two_meanings_has_both_in_class_and_plan(
    make: Callable[..., ExportedReport],
) -> None:
    old = make(1, ("PA.VIII.A.K1b",), exam_date=date(2020, 10, 5))
    content = workbook_of((old, make(2, ("PA.VIII.A.K1b",)), make(3, ("PA.VIII.A.K1b",))))

    def rows_of(name: str) -> list[dict[str, Any]]:
        head, *rows = sheet(content, name)
        return [dict(zip(head, row, strict=True)) for row in rows]

    (weak,) = rows_of("Class")
    assert weak["description"].endswith("Indication of the aircraft attitude")
    assert "Correlation (pitch instruments/bank instruments)" in weak["also"]
    assert weak["also"].endswith("(FAA-S-ACS-6B: 1)")
    plan = rows_of("Plan")
    assert [(row["code"], row["editions"], row["who_missed_it"]) for row in plan] == [
        ("PA.VIII.A.K1b", "FAA-S-ACS-6C", "DOE2, JANE ANN; DOE3, JANE ANN"),
        ("PA.VIII.A.K1b", "FAA-S-ACS-6B", "DOE1, JANE ANN"),
    ]
    assert "Correlation" in plan[1]["description"]


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_of_csv_is_a_formula(make: Callable[..., ExportedReport], formula: str) -> None:
    entry = planted(make(1), formula)
    for columns, rows in (
        (REPORT_COLUMNS, [report_row(entry, NONE)]),
        (CODE_COLUMNS, list(code_rows(entry, NONE))),
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


@pytest.fixture
def copied(make: Callable[..., ExportedReport]) -> list[Entry]:
    """A test that two files show with other scores, and one of somebody else."""
    first = make(1, score=88)
    again = replace(make(1, score=90), report_id="again", position=2, file_name="photo.jpg")
    other = replace(make(2), position=3)
    return [first, again, other]


def test_a_row_says_that_it_is_a_copy_and_in_what_it_differs(copied: list[Entry]) -> None:
    copies = copies_in(copied)
    rows = parsed(csv_lines(REPORT_COLUMNS, (report_row(one, copies) for one in copied)))
    said = [(row["same_test_as"], row["copies_differ_in"]) for row in rows]
    assert said == [("", "score"), ("1", "score"), ("", "")]
    codes = parsed(csv_lines(CODE_COLUMNS, (r for one in copied for r in code_rows(one, copies))))
    assert [row["same_test_as"] for row in codes] == ["", "", "1", "1", "", ""]
    reports = sheet(workbook_of(copied), "Reports")
    at = reports[0].index("same_test_as")
    assert [row[at] for row in reports[1:]] == [None, "1", None]


def test_a_workbook_that_is_written_as_files_are_read_tells_copies_at_its_end(
    copied: list[Entry],
) -> None:
    target, passage = BytesIO(), Passage()
    workbook = ClassWorkbook(target)
    for entry in passage.through(copied):
        workbook.add(entry)
    workbook.finish(passage.summary(), passage.reports)
    assert "same_test_as" not in sheet(target.getvalue(), "Reports")[0]
    assert sheet(target.getvalue(), "Copies")[1:] == [
        ("1", "scan1.pdf", "DOE1, JANE ANN", "PAR", 88, "score", None),
        ("2", "photo.jpg", "DOE1, JANE ANN", "PAR", 90, "score", "1"),
    ]


def test_days_of_a_workbook_are_days_and_odd_ones_stay_text(
    make: Callable[..., ExportedReport],
) -> None:
    old = make(2, exam_date=date(1899, 12, 31))
    rows = sheet(workbook_of([make(1), old]), "Reports")
    at = REPORT_COLUMNS.index("exam_date")
    assert [str(row[at]) for row in rows[1:]] == ["2026-02-14 00:00:00", "1899-12-31"]
    book = openpyxl.load_workbook(BytesIO(workbook_of([make(1)])))
    assert book["Reports"].cell(2, at + 1).number_format == "yyyy-mm-dd"


def test_the_plan_of_a_workbook_says_who_needs_a_lesson(
    make: Callable[..., ExportedReport],
) -> None:
    reports = [make(1, ("PA.I.C.K2",)), make(2, ("PA.I.C.K2", "PA.I.E.K1"))]
    plan = sheet(workbook_of(list(reports)), "Plan")
    rows = [dict(zip(plan[0], row, strict=True)) for row in plan[1:]]
    both = "DOE1, JANE ANN; DOE2, JANE ANN"
    assert [(row["code"], row["needed_by"], row["who_needs_it"]) for row in rows] == [
        ("PA.I.C.K2", 2, both),
        ("PA.I.E.K1", 2, both),
    ]
    assert [(row["missed_by"], row["who_missed_it"]) for row in rows] == [
        (2, both),
        (1, "DOE2, JANE ANN"),
    ]


def test_rows_are_written_as_they_come(make: Callable[..., ExportedReport]) -> None:
    taken = 0

    def stream() -> Iterator[Entry]:
        nonlocal taken
        for number in range(1, 6):
            taken = number
            yield make(number)

    lines = csv_lines(REPORT_COLUMNS, (report_row(one, NONE) for one in stream()))
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
    for text in (json.dumps([entry.document, report_row(entry, NONE)]), repr(entry.facts)):
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
