"""The program ``aktr`` as a user runs it: a process with arguments, streams and an exit code."""

import csv
import io
import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from aktr.cli.main import app
from aktr.samples.generate import make_samples
from pdfs import last_day_pdf, numbered_pdf

AKTR = Path(sys.executable).with_name("aktr")
GOOD = 5
SECONDS_FOR_HELP = 0.5
LARGE = {
    "PIL", "alembic", "asyncio", "cv2", "fastapi", "jinja2", "numpy", "onnxruntime",
    "opentelemetry", "pebble", "pikepdf", "pydantic", "pypdfium2", "reportlab", "rich",
    "sqlalchemy", "starlette", "typst", "uvicorn",
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sample reports and, beside them, one file of each kind that must be refused."""
    folder = tmp_path_factory.mktemp("class")
    make_samples(GOOD, 7, folder, bad=True)
    return folder


@pytest.fixture(scope="module")
def good_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*.pdf") if not path.name.startswith("bad-"))


@pytest.fixture(scope="module")
def bad_files(folder: Path) -> list[Path]:
    return sorted(folder.glob("bad-*"))


@pytest.fixture(scope="module")
def folder_as_json(folder: Path) -> subprocess.CompletedProcess[str]:
    """The whole folder, read once with a summary."""
    return aktr("extract", "--json", "--summary", folder)


def environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AKTR_")}
    return {**kept, "AKTR_WORKERS": "2", **more}


def aktr(*arguments: str | Path, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [AKTR, *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=110,
        stdin=subprocess.DEVNULL,
        env=environment(**settings),
    )


def documents_of(run: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    documents: list[dict[str, Any]] = json.loads(run.stdout)["reports"]
    return documents


def test_help_answers_at_once_and_lists_every_command() -> None:
    before = _processor_time_of_children()
    run = aktr("--help")
    taken = _processor_time_of_children() - before
    assert run.returncode == 0
    for command in ("extract", "serve", "db", "acs", "samples"):
        assert f"\n  {command} " in run.stdout
    assert taken < SECONDS_FOR_HELP


@pytest.mark.parametrize("module", ["aktr.cli.main", "aktr.cli.acs"])
def test_help_and_looking_up_a_code_load_nothing_that_is_large(module: str) -> None:
    program = f"import {module}, sys; print(*(name.partition('.')[0] for name in sys.modules))"
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert not LARGE & set(run.stdout.split())


def _processor_time_of_children() -> float:
    """Seconds of work, which a busy machine does not lengthen as it does the time on the clock."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def test_a_wrong_command_line_is_exit_code_2_with_a_hint() -> None:
    run = aktr("extrakt")
    assert run.returncode == 2
    assert "Did you mean 'extract'?" in run.stderr
    assert aktr("extract").returncode == 2
    assert aktr("extract", ".", "--json", "--csv").returncode == 2


def test_a_wrong_setting_is_exit_code_2_and_named() -> None:
    run = aktr("extract", "x.pdf", AKTR_RETENTION_HOURS="soon")
    assert run.returncode == 2
    assert "AKTR_RETENTION_HOURS" in run.stderr
    assert "Traceback" not in run.stderr


def test_good_files_are_read_and_the_exit_code_is_0(good_files: list[Path]) -> None:
    run = aktr("extract", "--json", *good_files)
    assert run.returncode == 0, run.stderr
    documents = documents_of(run)
    assert {document["position"] for document in documents} == set(range(1, GOOD + 1))
    assert all(document["status"] == "success" for document in documents)
    assert all(document["metadata"]["exam_id"] for document in documents)


def test_every_file_of_a_folder_ends_as_a_report_or_a_reason(
    folder_as_json: subprocess.CompletedProcess[str], good_files: list[Path], bad_files: list[Path]
) -> None:
    assert folder_as_json.returncode == 3, folder_as_json.stderr
    documents = documents_of(folder_as_json)
    outcome = {Path(document["file_name"]).name: document["status"] for document in documents}
    assert outcome == {path.name: "success" for path in good_files} | {
        path.name: "failed" for path in bad_files
    }
    for document in documents:
        if document["status"] == "failed":
            assert len(document["error"]["message"]) > 40


def test_when_all_files_fail_the_exit_code_is_4(bad_files: list[Path]) -> None:
    run = aktr("extract", *bad_files)
    assert run.returncode == 4
    assert f"Files without a report: {len(bad_files)}" in run.stdout


def test_nothing_to_read_is_exit_code_5_and_named(tmp_path: Path) -> None:
    run = aktr("extract", tmp_path / "nowhere.pdf", tmp_path)
    assert run.returncode == 5
    assert "nowhere.pdf" in run.stdout
    assert "Check the spelling" in run.stdout
    assert "This folder holds no file" in run.stdout


def test_one_wrong_path_does_not_stop_the_others(good_files: list[Path]) -> None:
    run = aktr("extract", "--json", "nowhere.pdf", good_files[0])
    assert run.returncode == 3
    assert [document["status"] for document in documents_of(run)] == ["failed", "success"]


def test_a_folder_may_hold_more_files_than_a_batch(tmp_path: Path) -> None:
    for number in range(40):
        (tmp_path / f"{number}.pdf").write_bytes(b"")
    run = aktr("extract", "--csv", tmp_path)
    rows = list(csv.DictReader(io.StringIO(run.stdout)))
    assert [Path(row["file_name"]).name for row in rows] == [f"{n}.pdf" for n in range(40)]
    assert {row["error_type"] for row in rows} == {"EMPTY_FILE"}


def test_results_are_alone_on_stdout_and_the_rest_is_on_stderr(good_files: list[Path]) -> None:
    talking = aktr("extract", "--json", good_files[0])
    assert (
        talking.stderr
        == "Files: 1, read: 1, failed: 0. Reports: 1, to be checked by a person: 0.\n"
    )
    quiet = aktr("extract", "--json", "--quiet", good_files[0])
    assert quiet.stderr == ""
    assert json.loads(quiet.stdout)["summary"] is None
    assert [d["report_id"] for d in documents_of(quiet)] == [
        d["report_id"] for d in documents_of(talking)
    ]


def test_the_summary_counts_the_reports(
    folder_as_json: subprocess.CompletedProcess[str],
) -> None:
    document = json.loads(folder_as_json.stdout)
    ids = {report["report_id"] for report in document["reports"]}
    counted = document["summary"]["aggregated_codes"]
    assert counted
    assert {report for code in counted for report in code["reports"]} <= ids


def test_the_page_for_people_holds_names_codes_and_the_class(
    folder_as_json: subprocess.CompletedProcess[str], good_files: list[Path]
) -> None:
    page = aktr("extract", "--summary", *good_files).stdout
    for report in documents_of(folder_as_json):
        if report["status"] == "failed":
            continue
        assert report["metadata"]["name"] in page
        assert all(code["code"] in page for code in report["codes"])
    assert "The class" in page


def test_a_test_of_the_last_day_of_the_calendar_is_printed_with_the_class(
    good_files: list[Path], tmp_path: Path
) -> None:
    far = tmp_path / "far.pdf"
    far.write_bytes(last_day_pdf())
    out = tmp_path / "class.pdf"

    run = aktr("extract", far, good_files[0], "--json", "--pdf", out)

    assert run.returncode == 0, run.stderr
    assert "9999-12-31" in run.stdout
    assert out.read_bytes().startswith(b"%PDF")


def test_old_identity_numbers_are_hidden_in_the_summary_too_and_make_nobody_one(
    tmp_path: Path,
) -> None:
    people = [
        ("DOE, JIM", "123456789", 1),
        ("DOE, JIM", "123456789", 2),
        ("ROE, MARY", "987656789", 3),
    ]
    for name, number, test in people:
        (tmp_path / f"{test}.pdf").write_bytes(numbered_pdf(name, number, test))

    run = aktr("extract", tmp_path, "--json", "--summary")

    assert "123456789" not in run.stdout
    assert "987656789" not in run.stdout
    documents = json.loads(run.stdout)
    assert [report["metadata"]["ftn"] for report in documents["reports"]] == ["*****6789"] * 3
    (attempts,) = documents["summary"]["attempts"]
    assert (attempts["name"], attempts["matched_by"]) == ("DOE, JIM", "name")
    ids = [report["report_id"] for report in documents["reports"]]
    assert attempts["reports"] == ids[:2]


def test_results_in_a_file_are_those_of_stdout(good_files: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "class.csv"
    run = aktr("extract", "--csv", "--out", out, *good_files)
    assert (run.returncode, run.stdout) == (0, "")
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8"))))
    assert len(rows) >= GOOD


def test_a_reader_that_stops_reading_is_no_error_to_complain_about(tmp_path: Path) -> None:
    for number in range(2000):
        (tmp_path / f"{number}.pdf").write_bytes(b"")
    with subprocess.Popen(
        [AKTR, "extract", "--csv", tmp_path],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    ) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        assert program.stdout.readline().startswith(b"position")
        program.stdout.close()
        assert program.stderr.read() == b""
        assert program.wait(30) == 141


def test_a_report_is_not_written_over(good_files: list[Path], tmp_path: Path) -> None:
    report = tmp_path / "report.pdf"
    report.write_bytes(good_files[0].read_bytes())
    for option in ("--out", "--pdf", "--xlsx"):
        run = aktr("extract", report, "--json", option, report)
        assert run.returncode == 2
        assert f"{option} would be written over" in run.stderr
        assert report.read_bytes() == good_files[0].read_bytes()
    run = aktr("extract", report, "--out", tmp_path / "x", "--pdf", tmp_path / "x")
    assert run.returncode == 2
    assert list(tmp_path.iterdir()) == [report]


def test_what_is_sent_to_stdin_is_read(good_files: list[Path]) -> None:
    with good_files[0].open("rb") as sent:
        run = subprocess.run(
            [AKTR, "extract", "--json", "-"],
            stdin=sent,
            capture_output=True,
            text=True,
            check=False,
            env=environment(),
        )
    assert run.returncode == 0, run.stderr
    assert [document["file_name"] for document in documents_of(run)] == ["stdin"]
    assert aktr("extract", "-", "-").returncode == 2


def test_whether_a_file_may_be_opened_is_not_asked_before_all_others_are_read(
    good_files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Root may open everything, whatever the mode of the file says.
    monkeypatch.setattr(os, "access", lambda *_, **__: False)
    run = CliRunner().invoke(app, ["extract", "--json", str(good_files[0])])
    assert run.exit_code == 0, run.output


def test_a_full_disk_is_said_to_be_one(good_files: list[Path]) -> None:
    with Path("/dev/full").open("w") as full:
        run = subprocess.run(
            [AKTR, "extract", good_files[0]],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            env=environment(),
        )
    assert run.returncode == 1
    assert "no room for the output (No space left on device)" in run.stderr
    assert len(run.stderr.splitlines()) == 1


def test_a_damaged_edition_is_named_once_and_before_anything_is_read(
    good_files: list[Path], tmp_path: Path
) -> None:
    damaged = tmp_path / "standards" / "FAA-S-ACS-99.json"
    damaged.parent.mkdir()
    damaged.write_text("garbage")
    for arguments in (
        ["extract", good_files[0]],
        ["extract", "--from", good_files[0].parent, "--out", tmp_path / "r.parquet"],
        ["serve", "--port", "0"],
    ):
        run = aktr(*arguments, AKTR_DATA_DIR=str(tmp_path))
        assert (run.returncode, run.stdout) == (1, "")
        (line,) = run.stderr.splitlines()
        assert str(damaged) in line


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
@pytest.mark.parametrize(
    ("number", "exit_code", "is_in_background"),
    [
        (signal.SIGINT, 130, False),
        (signal.SIGTERM, 143, False),
        (signal.SIGHUP, 129, False),
        (signal.SIGTERM, 143, True),
        (signal.SIGHUP, 129, True),
    ],
)
def test_ctrl_c_and_its_like_end_the_workers_and_leave_no_half_file(
    number: int,
    exit_code: int,
    is_in_background: bool,
    folder: Path,
    good_files: list[Path],
    tmp_path: Path,
) -> None:
    out = tmp_path / "class.json"
    many = [str(path) for path in good_files] * 400
    # What a script starts with "&" ignores Ctrl-C.
    deaf = ["sh", "-c", 'trap "" INT; exec "$@"', "sh"] if is_in_background else []
    # What tests under nohup start would ignore the end of its terminal.
    hearing = ["env", "--default-signal=HUP"]
    with subprocess.Popen(
        [*hearing, *deaf, AKTR, "extract", "--json", "--out", out, *many],
        stderr=subprocess.PIPE,
        env=environment(),
        start_new_session=True,
        cwd=folder,
    ) as program:
        try:
            _wait_until(lambda: len(_group(program.pid)) > 2)
            os.killpg(program.pid, number)
            assert program.wait(30) == exit_code
            assert program.stderr is not None
            said = program.stderr.read()
            assert b"Traceback" not in said
            assert b"leaked" not in said
            _wait_until(lambda: _group(program.pid) == [])
        finally:
            if _group(program.pid):
                os.killpg(program.pid, signal.SIGKILL)
    assert list(tmp_path.iterdir()) == []


def _group(leader: int) -> list[int]:
    """The living processes of a process group."""
    members = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(fields[2]) == leader and fields[0] != "Z":
            members.append(int(status.parent.name))
    return members


def _wait_until(condition: Callable[[], bool], seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.05)
