"""Archives: every file is in the result once, whatever ends the reading, however often."""

import asyncio
import dataclasses
import json
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet
from typer.testing import CliRunner, Result

from aktr.cli.main import app
from aktr.corpus import run as corpus_run
from aktr.corpus.rows import FACTS
from aktr.corpus.run import CorpusRun
from aktr.corpus.table import ResultFile, digest, reports_in, schema
from aktr.errors import AktrError, FileErrorType
from aktr.samples.generate import make_samples
from aktr.samples.truth import SampleTruth
from aktr.settings import Limits, Settings
from aktr.summary import CodeFacts, ReportFacts
from pdfs import REPORT, Print, make_pdf, numbered_pdf, prints, report_pdf

FILES = 40


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, SampleTruth]:
    folder = tmp_path_factory.mktemp("archive")
    truth = make_samples(FILES, 5, folder / "in", bad=True)
    return folder / "in", truth


@pytest.fixture(scope="module")
def results(archive: tuple[Path, SampleTruth]) -> Path:
    """The whole archive, read by the command."""
    folder, _ = archive
    out = folder.parent / "results.parquet"
    ended = CliRunner().invoke(app, ["extract", "--from", str(folder), "--out", str(out)])
    assert ended.exit_code == 3, ended.output
    return out


def files_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix != ".json")


def read(paths: list[Path], out: Path, **limits: float) -> CorpusRun:
    settings = Settings(workers=2, limits=Limits.model_validate(limits))
    run = CorpusRun(settings, ResultFile(out), lambda _: None)
    asyncio.run(run.read(paths))
    return run


def rows(out: Path) -> list[dict[str, Any]]:
    read_rows: list[dict[str, Any]] = parquet.read_table(out).to_pylist()
    return read_rows


def test_every_file_of_an_archive_is_in_the_result(
    archive: tuple[Path, SampleTruth], results: Path
) -> None:
    _, truth = archive
    found = {(Path(row["source"]).name, row["part"]): row for row in rows(results)}
    expected = {
        (file.file, part)
        for file in truth.files
        for part in (range(1, len(file.reports) + 1) if file.reports else [None])
        if not file.file.endswith(".txt")
    }
    assert expected <= set(found)
    for file in truth.files:
        for part, report in enumerate(file.reports, start=1):
            row = found[file.file, part]
            assert (row["name"], row["score"]) == (report.name, report.score)
            assert [code["code"] for code in row["codes"]] == list(report.codes)
    assert not results.with_name("results.parquet.parts").exists()


def test_the_summary_of_an_archive_is_that_of_its_reports(
    archive: tuple[Path, SampleTruth], results: Path
) -> None:
    folder, truth = archive
    reports = list(reports_in(results))
    assert len(reports) == sum(len(file.reports) for file in truth.files)

    shown = CliRunner().invoke(app, ["summarise", str(results)])
    direct = CliRunner().invoke(app, ["extract", "-q", "--summary", str(folder)])

    assert shown.exit_code == 0, shown.output
    assert shown.stdout.startswith("The class")
    assert direct.stdout.endswith(shown.stdout)
    shared = CliRunner().invoke(app, ["summarise", "--without-names", str(results)])
    assert shared.exit_code == 0, shared.output
    names = {report.name for report in reports if report.name}
    assert not [name for name in names if name in shared.stdout]


def test_a_second_call_reads_what_is_new_or_changed_and_nothing_else(
    archive: tuple[Path, SampleTruth], tmp_path: Path
) -> None:
    folder, _ = archive
    paths = [path for path in files_in(folder) if path.suffix == ".pdf"][:6]
    copies = [tmp_path / path.name for path in paths]
    for path, copy in zip(paths, copies, strict=True):
        copy.write_bytes(path.read_bytes())
    out = tmp_path / "results.parquet"
    read(copies[:4], out)
    ResultFile(out).join()
    copies[0].write_bytes(b"%PDF- not a report any more")

    second = read(copies, out)
    ResultFile(out).join()

    assert second.counts.skipped == 3
    assert second.counts.read + second.counts.failed == 3
    sources = [row["source"] for row in rows(out)]
    assert set(sources) == {str(copy) for copy in copies}
    assert [row["status"] for row in rows(out) if row["source"] == str(copies[0])] == ["failed"]


def archive_of(folder: Path, *names: str) -> Path:
    folder.mkdir()
    for name in names:
        (folder / name).write_bytes(b"no report")
    return folder


def extract_from(place: Path | str, out: Path) -> Result:
    return CliRunner().invoke(app, ["extract", "-q", "--from", str(place), "--out", str(out)])


def test_two_archives_are_not_counted_together_by_mistake(tmp_path: Path) -> None:
    first, second = (archive_of(tmp_path / name, "1.pdf", "2.pdf") for name in ("a", "b"))
    out = tmp_path / "results.parquet"
    assert extract_from(first, out).exit_code == 4
    for place in (second, second / "*.pdf"):
        refused = extract_from(place, out)
        assert refused.exit_code == 2
        assert "the results of another archive" in refused.output
        assert {Path(row["source"]).parent for row in rows(out)} == {first}

    both = extract_from(tmp_path / "[ab]" / "*.pdf", out)
    assert both.exit_code == 4
    assert {Path(row["source"]).parent for row in rows(out)} == {first, second}


@pytest.mark.parametrize(("has_good", "code"), [(True, 3), (False, 4)])
def test_the_same_call_again_tells_of_the_same_failures(
    tmp_path: Path, has_good: bool, code: int
) -> None:
    folder = archive_of(tmp_path / "a", "1.pdf", "2.pdf")
    if has_good:
        (folder / "good.pdf").write_bytes(report_pdf())
    call = ["extract", "--from", str(folder), "--out", str(tmp_path / "results.parquet")]
    first, second = (CliRunner().invoke(app, call) for _ in range(2))

    assert (first.exit_code, second.exit_code) == (code, code)
    found = 3 if has_good else 2
    assert f"done by an earlier call: {found} (2 without a report)" in second.output


def test_a_table_that_was_not_named_is_what_is_missing(tmp_path: Path) -> None:
    folder = archive_of(tmp_path / "a", "1.pdf")
    ended = CliRunner().invoke(app, ["extract", "--from", str(folder)])

    assert ended.exit_code == 2
    assert "--out" in ended.output
    assert "nothing else" not in ended.output


def test_only_what_failed_for_a_cause_that_can_pass_is_read_again(tmp_path: Path) -> None:
    results = ResultFile(tmp_path / "results.parquet")
    causes = [None, *FileErrorType]
    results.add_part(
        [
            {
                "source": f"{cause}.pdf",
                "size": 1,
                "modified_ns": 1,
                "status": "failed" if cause else "success",
                "error_type": cause and cause.value,
            }
            for cause in causes
        ]
    )
    done = results.done()
    names = {digest(f"{cause}.pdf", 1, 1): cause for cause in causes}
    again = {cause for key, cause in names.items() if key not in done}
    assert again == {
        FileErrorType.TIMED_OUT,
        FileErrorType.OUT_OF_MEMORY,
        FileErrorType.INTERNAL,
        FileErrorType.CANCELLED,
    }
    assert [names[key] for key, is_read in done.items() if is_read] == [None]


LISTS = prints(
    [Print(each.x, each.y, each.text.replace("PA.I.C.K2", "PA.I.H.K1")) for each in REPORT]
)
"""A report with a code that heads a list."""


def test_an_archive_says_all_that_the_reports_said(tmp_path: Path) -> None:
    report, out = tmp_path / "report.pdf", tmp_path / "results.parquet"
    report.write_bytes(make_pdf(LISTS))
    direct = CliRunner().invoke(app, ["extract", "--json", "--summary", str(report)])
    assert extract_from(report, out).exit_code == 0
    archived = CliRunner().invoke(app, ["summarise", "--json", str(out)])

    said, kept = json.loads(direct.stdout), json.loads(archived.stdout)
    (of_report,) = said["reports"]
    said = json.loads(json.dumps(said["summary"]).replace(of_report["report_id"], f"{report}#1"))
    assert any(weak["sub_elements"] for weak in said["common_weak_areas"]), "else nothing is tried"
    assert kept == said


def test_an_archive_of_an_earlier_version_is_read_and_goes_on(tmp_path: Path) -> None:
    old, new = tmp_path / "old.pdf", tmp_path / "new.pdf"
    out = tmp_path / "results.parquet"
    old.write_bytes(make_pdf(LISTS))
    assert extract_from(tmp_path / "*.pdf", out).exit_code == 0
    table = parquet.read_table(out)
    place = table.schema.get_field_index("codes")
    codes = [
        [{name: code[name] for name in code if name != "sub_elements"} for code in of_row]
        for of_row in table["codes"].to_pylist()
    ]
    fields = [
        field for field in table.schema.field(place).type.value_type if field.name in codes[0][0]
    ]
    kind = pa.list_(pa.struct(fields))
    parquet.write_table(table.set_column(place, "codes", pa.array(codes, kind)), out)

    (before,) = reports_in(out)
    assert [code.sub_elements for code in before.codes if code.code == "PA.I.H.K1"] == [()]
    new.write_bytes(make_pdf(LISTS))
    assert extract_from(tmp_path / "*.pdf", out).exit_code == 0
    assert parquet.read_schema(out).equals(schema())
    by_name = {report.file_name: report for report in reports_in(out)}
    assert set(by_name) == {str(old), str(new)}
    assert by_name[str(old)].codes == before.codes
    assert any(code.sub_elements for code in by_name[str(new)].codes)


def test_every_value_of_a_summary_has_a_column() -> None:
    facts = {field.name for field in dataclasses.fields(ReportFacts)}
    # The first three are made of the place of the file, and nobody states values in an archive.
    assert facts - set(FACTS) == {"report_id", "position", "file_name", "said"}
    codes = schema().field("codes").type.value_type
    assert {field.name for field in codes} == {
        field.name for field in dataclasses.fields(CodeFacts)
    }


def test_an_archive_hides_what_has_the_shape_of_a_social_security_number(tmp_path: Path) -> None:
    report, out = tmp_path / "report.pdf", tmp_path / "results.parquet"
    report.write_bytes(numbered_pdf("DOE, JIM", "123456789", 1))
    assert extract_from(report, out).exit_code == 0
    (row,) = rows(out)
    assert row["ftn"] == "*****6789"
    assert "123456789" not in str(row)


def test_what_an_earlier_call_found_and_this_one_does_not_is_said(tmp_path: Path) -> None:
    folder = archive_of(tmp_path / "a", "1.pdf", "2.pdf")
    out = tmp_path / "results.parquet"
    assert "earlier calls" not in extract_from(folder, out).output
    assert "earlier calls" not in extract_from(folder, out).output
    (folder / "1.pdf").unlink()
    assert "holds 1 file of earlier calls" in extract_from(folder, out).output


def test_a_full_disk_is_said_to_be_one_and_leaves_no_half_file(tmp_path: Path) -> None:
    folder = archive_of(tmp_path / "a", "1.pdf")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, before[1]))
    try:
        with pytest.raises(AktrError, match="Make room on that disk"):
            read([folder / "1.pdf"], tmp_path / "results.parquet")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_a_pipe_in_an_archive_is_a_reason_and_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    out = tmp_path / "results.parquet"
    assert extract_from(tmp_path, out).exit_code == 4
    (row,) = rows(out)
    assert row["error_type"] == "UNREADABLE"
    assert "no file but a pipe" in row["error_message"]


KILLED = """
import asyncio, os, signal, sys
from pathlib import Path
from aktr.corpus import run
from aktr.corpus.table import ResultFile
from aktr.settings import Settings

run.ROWS_IN_PART, run.FILES_AT_ONCE = 5, 2
done = 0

def count(files):
    global done
    done += files
    if done >= 25:
        os.kill(os.getpid(), signal.SIGKILL)

paths = sorted(Path(sys.argv[1]).glob("*.pdf"))
reading = run.CorpusRun(Settings(workers=2), ResultFile(Path(sys.argv[2])), count)
if __name__ == "__main__":
    asyncio.run(reading.read(paths))
"""


def test_what_was_read_before_a_kill_is_not_read_again(
    archive: tuple[Path, SampleTruth], tmp_path: Path
) -> None:
    folder, _ = archive
    script, out = tmp_path / "killed.py", tmp_path / "results.parquet"
    script.write_text(KILLED)
    ended = subprocess.run(
        [sys.executable, str(script), str(folder), str(out)], check=False, env=dict(os.environ)
    )
    assert ended.returncode == -signal.SIGKILL
    assert not out.exists()

    paths = sorted(folder.glob("*.pdf"))
    second = read(paths, out)
    ResultFile(out).join()

    assert 15 <= second.counts.skipped <= 25
    assert second.counts.skipped + second.counts.read + second.counts.failed == len(paths)
    sources = {row["source"] for row in rows(out)}
    assert sources == {str(path) for path in paths}
    keys = [(row["source"], row["part"]) for row in rows(out)]
    assert len(keys) == len(set(keys)), "none is there twice"


def test_one_file_that_ends_its_process_costs_the_others_nothing(
    archive: tuple[Path, SampleTruth], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, _ = archive
    paths = sorted(folder.glob("*.pdf"))[:8]
    bomb = tmp_path / "bomb.pdf"
    bomb.write_bytes(_slow_pdf())
    monkeypatch.setattr(corpus_run, "FILES_AT_ONCE", 16)
    out = tmp_path / "results.parquet"

    run = read([*paths, bomb], out, file_timeout_s=2)
    ResultFile(out).join()

    by_source = {row["source"]: row for row in rows(out)}
    assert by_source[str(bomb)]["error_type"] in {"TIMED_OUT", "OUT_OF_MEMORY"}
    assert run.counts.read == sum(by_source[str(path)]["status"] == "success" for path in paths)
    assert run.counts.failed + run.counts.read == 9


def test_values_that_no_file_format_can_hold_do_not_stop_the_archive(tmp_path: Path) -> None:
    odd = tmp_path / os.fsdecode(b"odd \xff name.pdf")
    odd.write_bytes(b"no report")
    gone = tmp_path / "gone.pdf"
    out = tmp_path / "results.parquet"

    read([odd, gone], out)
    ResultFile(out).join()

    assert [row["error_type"] for row in rows(out)] == ["UNSUPPORTED_TYPE", "UNREADABLE"]


def test_a_cluster_gives_the_same_rows(
    archive: tuple[Path, SampleTruth], results: Path, tmp_path: Path
) -> None:
    pytest.importorskip("ray", reason="the extra ray is not installed")
    folder, _ = archive
    out = tmp_path / "results.parquet"
    call = [sys.executable, "-c", "from aktr.cli.main import main; main()", "extract", "--ray"]

    ended = subprocess.run(
        [*call, "--from", str(folder), "--out", str(out)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 3, ended.stderr
    assert sorted(map(str, rows(out))) == sorted(map(str, rows(results)))


def test_wrong_calls_are_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "none.parquet").write_bytes(b"not ours")
    calls = {
        ("extract", "--from", "x"): 2,
        ("extract",): 2,
        ("extract", "--from", str(tmp_path / "empty"), "--out", str(tmp_path / "r")): 5,
    }
    for arguments, code in calls.items():
        assert CliRunner().invoke(app, list(arguments)).exit_code == code, arguments
    for name in ("none.parquet", "missing.parquet"):
        ended = CliRunner().invoke(app, ["summarise", str(tmp_path / name)])
        assert ended.exit_code == 1
        assert "Traceback" not in ended.output


def _slow_pdf() -> bytes:
    """A small PDF with so many operators that no reader gets through in time."""
    content = b"BT /F1 1 Tf " + b"(x) Tj " * 1_000_000 + b"ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources"
            b" << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>"
        ),
        b"<< /Length %d >>\nstream\n" % len(content) + content + b"\nendstream",
    ]
    body = b"%PDF-1.4\n"
    for number, each in enumerate(objects, start=1):
        body += b"%d 0 obj\n" % number + each + b"\nendobj\n"
    return body + b"trailer << /Root 1 0 R >>\n"
