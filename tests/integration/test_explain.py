"""``aktr extract --explain`` shows the whole trail of one file."""

import subprocess
from pathlib import Path

import pytest

from aktr.samples.generate import make_samples
from aktr.samples.truth import FileTruth

AKTR = Path(__file__).parents[2] / ".venv" / "bin" / "aktr"


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[FileTruth, ...]]:
    folder = tmp_path_factory.mktemp("samples")
    return folder, tuple(make_samples(2, 11, folder, bad=True).files)


def explained(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [AKTR, "extract", "--explain", *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_trail_holds_what_was_seen_read_and_checked(
    samples: tuple[Path, tuple[FileTruth, ...]],
) -> None:
    folder, files = samples
    truth = files[0].reports[0]
    done = explained(str(folder / files[0].file))
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0].startswith("Type by content: application/pdf")
    assert any(line.startswith("  label ") and "means exam_id" in line for line in lines)
    assert any(line.startswith(f"  exam_id: {truth.exam_id} (read as ") for line in lines)
    for code in truth.codes:
        assert any(line.startswith(f"  code {code} (read as ") for line in lines)
    assert sum(" check " in line for line in lines) >= 19 * len(files[0].reports)


def test_of_an_applicant_id_the_trail_holds_the_last_four_characters(tmp_path: Path) -> None:
    made = make_samples(11, 7, tmp_path).files
    truth = next(file for file in made if file.reports and file.reports[0].applicant_id)
    identifier = truth.reports[0].applicant_id
    assert identifier is not None
    done = explained(str(tmp_path / truth.file))
    assert done.returncode == 0, done.stderr
    assert identifier[:-4] not in done.stdout
    masked = "*" * (len(identifier) - 4) + identifier[-4:]
    assert f"  applicant_id: {masked} (read as “{masked}”" in done.stdout
    assert any(line.startswith("  | ") and masked in line for line in done.stdout.splitlines())


def test_a_file_without_a_report_shows_what_was_seen_and_why_it_is_none(
    samples: tuple[Path, tuple[FileTruth, ...]],
) -> None:
    folder, files = samples
    letter = next(file for file in files if file.error == "NOT_A_TEST_REPORT")
    done = explained(str(folder / letter.file))
    assert done.returncode == 0, done.stderr
    assert "Sheet 1: no test report" in done.stdout
    assert "No report: NOT_A_TEST_REPORT" in done.stdout


def test_a_file_that_cannot_be_opened_ends_with_its_word(
    samples: tuple[Path, tuple[FileTruth, ...]],
) -> None:
    folder, files = samples
    empty = next(file for file in files if file.error == "EMPTY_FILE")
    done = explained(str(folder / empty.file))
    assert done.returncode == 4
    assert done.stderr.startswith("EMPTY_FILE: ")
    assert done.stdout == ""


@pytest.mark.parametrize("arguments", [("a.pdf", "b.pdf"), ("a.pdf", "--json")])
def test_it_takes_one_file_and_no_other_form(arguments: tuple[str, ...]) -> None:
    done = explained(*arguments)
    assert done.returncode == 2
    assert "--explain takes one file" in done.stderr
