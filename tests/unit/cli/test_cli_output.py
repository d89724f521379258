"""Results as text, JSON and CSV."""

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aktr.cli.output import CSV_COLUMNS, CsvWriter, JsonWriter, ReportWriter, opened
from aktr.cli.text import TextWriter
from aktr.errors import AktrError, FileErrorType
from aktr.processing.document import JsonObject, failed_document, report_document
from aktr.report.checked import CheckedReport


@pytest.fixture
def good(checked: CheckedReport) -> JsonObject:
    return report_document(
        checked, report_id="r1", file_name="class/one.pdf", position=1, processing_time_ms=45
    )


def bad(name: str = "two.pdf", message: str = "Damaged. Download it again.") -> JsonObject:
    return failed_document(
        file_name=name,
        position=2,
        error_type=FileErrorType.INVALID_PDF,
        message=message,
        processing_time_ms=1,
    )


def written(
    writer_type: type[JsonWriter | CsvWriter | TextWriter],
    *documents: JsonObject,
    summary: JsonObject | None = None,
) -> str:
    stream = io.StringIO()
    writer: ReportWriter = writer_type(stream)
    for document in documents:
        writer.add(document)
    writer.finish(summary)
    return stream.getvalue()


def test_json_is_one_document_with_every_report(good: JsonObject) -> None:
    document = json.loads(written(JsonWriter, good, bad(), summary={"total_files": 2}))
    assert document == {"reports": [good, bad()], "summary": {"total_files": 2}}


def test_json_without_reports_is_a_document_too() -> None:
    assert json.loads(written(JsonWriter)) == {"reports": [], "summary": None}


def test_csv_has_one_row_for_each_report_and_each_failed_file(good: JsonObject) -> None:
    rows = list(csv.DictReader(io.StringIO(written(CsvWriter, good, bad()))))
    assert [row["status"] for row in rows] == ["success", "failed"]
    assert tuple(rows[0]) == CSV_COLUMNS
    assert rows[0]["codes"] == "PA.I.C.K2"
    assert (rows[0]["score"], rows[0]["grade"], rows[0]["needs_review"]) == ("88", "Pass", "yes")
    assert rows[0]["error_type"] == ""
    assert (rows[1]["error_type"], rows[1]["name"]) == ("INVALID_PDF", "")
    assert "Download it again" in rows[1]["error_message"]


@given(st.text(min_size=1))
def test_no_text_in_csv_starts_a_formula(name: str) -> None:
    (row,) = csv.DictReader(io.StringIO(written(CsvWriter, bad(name=name)), newline=""))
    assert row["file_name"][0] not in "=+-@\t\r\n"
    assert len(row["file_name"]) - len(name) in (0, 1)


def test_text_names_failed_files_before_any_report(good: JsonObject) -> None:
    text = written(TextWriter, good, bad())
    assert text.index("INVALID_PDF") < text.index("DOE, JANE ANN")
    assert "Download it again" in text


def test_text_shows_what_a_person_asks_for_first(good: JsonObject) -> None:
    text = " ".join(written(TextWriter, good).split())
    for fact in (
        "DOE, JANE ANN",
        "Private Pilot Airplane (PAR)",
        "score 88, Pass, take 1",
        "expires 2028-02-29",
        "PA.I.C.K2",
        "Acceptable weather products.",
        "I. Preflight Preparation; C. Weather Information",
        "FAA-S-ACS-6C, p. 12",
    ):
        assert fact in text


def test_text_shows_the_applicant_id_of_a_report_from_before_the_ftn(good: JsonObject) -> None:
    assert "FTN C1234567, exam ID" in written(TextWriter, good)
    good["metadata"]["ftn"] = None
    good["fields"]["applicant_id"]["value"] = None
    assert "FTN (not read), exam ID" in written(TextWriter, good)
    good["fields"]["applicant_id"]["value"] = "*****4167"
    text = written(TextWriter, good)
    assert "applicant ID *****4167, exam ID" in text
    assert "FTN" not in text


def test_text_says_what_to_check_and_what_was_repaired(good: JsonObject) -> None:
    text = " ".join(written(TextWriter, good).split())
    assert "Check this: One code is not clearly any one code." in text
    assert "PA.I.B.K8? is not clearly any one code; could be PA.I.B.K3, PA.I.B.K8." in text
    assert "Read as PA.l.C.K2." in text


def test_text_lets_no_document_steer_the_terminal(good: JsonObject) -> None:
    metadata = {**good["metadata"], "name": "DOE\x1b[2J, JANE"}
    text = written(TextWriter, {**good, "metadata": metadata, "codes": []})
    assert "\x1b" not in text
    assert "No codes." in text


def test_an_output_file_appears_only_when_it_is_complete(tmp_path: Path) -> None:
    out = tmp_path / "results.json"
    out.write_text("earlier")
    with opened(out) as stream:
        stream.write("half")
        stream.flush()
        assert out.read_text() == "earlier"
    assert out.read_text() == "half"
    assert list(tmp_path.iterdir()) == [out]


def test_an_output_file_that_was_not_finished_leaves_nothing(tmp_path: Path) -> None:
    out = tmp_path / "results.json"
    with pytest.raises(KeyboardInterrupt), opened(out):
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []


def test_an_output_file_in_no_folder_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(AktrError, match="in a folder that exists"), opened(tmp_path / "no" / "x"):
        pass
