"""Sets of samples: the same every time, complete, and as their truth file says."""

import re
from collections import Counter
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import typer
from typer.testing import CliRunner

from aktr.cli.samples import samples
from aktr.errors import AktrError
from aktr.samples.generate import make_samples
from aktr.samples.layouts import LAYOUTS
from aktr.samples.treatments import TREATMENTS
from aktr.samples.truth import FileTruth, SampleTruth, read_truth
from aktr.samples.variants import VARIANTS


@pytest.fixture(scope="module")
def thirty(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, SampleTruth]:
    folder = tmp_path_factory.mktemp("thirty")
    return folder, make_samples(30, 7, folder)


def test_the_same_seed_makes_the_same_bytes(
    thirty: tuple[Path, SampleTruth], tmp_path: Path
) -> None:
    make_samples(30, 7, tmp_path)
    first = {path.name: path.read_bytes() for path in thirty[0].iterdir()}
    second = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert len(first) == 31
    assert first == second


def test_a_larger_count_only_adds_files(thirty: tuple[Path, SampleTruth], tmp_path: Path) -> None:
    fewer = make_samples(12, 7, tmp_path)
    assert fewer.files == thirty[1].files[:12]


def test_another_seed_makes_other_reports(thirty: tuple[Path, SampleTruth], tmp_path: Path) -> None:
    other = make_samples(5, 8, tmp_path)
    assert all(a.reports != b.reports for a, b in zip(other.files, thirty[1].files, strict=False))


@pytest.mark.parametrize("seed", [1, 7, 23])
def test_thirty_files_hold_every_variant_layout_and_treatment(seed: int, tmp_path: Path) -> None:
    files = make_samples(30, seed, tmp_path).files
    assert {file.variant for file in files} == set(VARIANTS)
    assert {file.layout for file in files} == set(LAYOUTS)
    assert {file.treatment for file in files} == set(TREATMENTS)
    counts = [len(report.codes) for file in files for report in file.reports]
    assert min(counts) == 0
    assert 1 in counts
    assert max(counts) >= 30


def test_the_truth_file_reads_back(thirty: tuple[Path, SampleTruth]) -> None:
    assert read_truth(thirty[0]) == thirty[1]


def test_the_truth_is_what_the_pages_say(thirty: tuple[Path, SampleTruth]) -> None:
    folder, truth = thirty
    for file in truth.files:
        on_pages = Counter(everything_on(folder / file.file))
        for report in file.reports:
            identity = report.ftn or report.applicant_id or ""
            fields = (report.name, identity, report.exam_id, report.exam, report.exam_site)
            wanted = Counter(squeezed("".join((*fields, *report.codes))))
            assert not wanted - on_pages, file


def test_text_in_reading_order_names_every_code(thirty: tuple[Path, SampleTruth]) -> None:
    folder, truth = thirty
    plain = [file for file in truth.files if file.treatment == "plain"]
    assert len(plain) > 5
    for file in plain:
        text = everything_on(folder / file.file)
        for report in file.reports:
            assert squeezed(report.name) in text, file
            assert all(code in text for code in report.codes), file


def test_a_retake_is_by_somebody_who_failed_before(thirty: tuple[Path, SampleTruth]) -> None:
    by_variant = {file.variant: file.reports[0] for file in thirty[1].files[:25]}
    failed, passed = by_variant["fail-filled-block"], by_variant["retake"]
    assert (failed.ftn, failed.take, failed.grade) == (passed.ftn, 1, "Fail")
    assert (passed.take, passed.grade) == (2, "Pass")
    assert failed.exam_date < passed.exam_date


def test_a_web_duplicate_is_the_same_test_again(thirty: tuple[Path, SampleTruth]) -> None:
    by_variant: dict[str, FileTruth] = {file.variant: file for file in thirty[1].files[:25]}
    original, copy = by_variant["psi-acs"].reports[0], by_variant["web-duplicate"].reports[0]
    assert (original.exam_id, original.ftn) == (copy.exam_id, copy.ftn)
    assert original.codes == copy.codes


def test_handwriting_names_codes_that_are_not_on_the_report(tmp_path: Path) -> None:
    """Without such a trap nobody would notice a reader that takes codes from the block."""
    truth = make_samples(100, 3, tmp_path)
    traps = 0
    for file in truth.files:
        if file.variant.startswith("fail-") and file.treatment == "plain":
            text = everything_on(tmp_path / file.file)
            tail = text[text.index("DONOTLOSETHISREPORT") :]
            found = re.findall(
                r"[A-Z]{2}\.[IVX]+\.[A-P]\.[KRS]\d+[a-m]?|(?:PLT|AM[GAP])\d{3}", tail
            )
            assert not set(found) & set(file.reports[0].codes)
            traps += bool(found)
    assert traps


def test_a_file_in_the_way_is_explained(tmp_path: Path) -> None:
    in_the_way = tmp_path / "samples"
    in_the_way.write_text("not a folder")
    with pytest.raises(AktrError, match="Name a folder"):
        make_samples(1, 7, in_the_way)


def test_the_command_prints_where_the_truth_is(tmp_path: Path) -> None:
    app = typer.Typer()
    app.command()(samples)
    out = tmp_path / "new" / "folder"
    result = CliRunner().invoke(app, ["--count", "2", "--seed", "3", "--out", str(out), "--bad"])
    assert result.exit_code == 0, result.output
    assert result.stdout.strip() == str(out / "truth.json")
    assert "files made" in result.stderr
    truth = read_truth(out)
    assert [file.file for file in truth.files[:2]] == [
        "001-psi-acs.pdf",
        "002-fail-filled-block.pdf",
    ]
    assert all((out / file.file).exists() for file in truth.files)
    assert all(bool(file.error) != bool(file.reports) for file in truth.files)


def everything_on(path: Path) -> str:
    """Text and form values of all pages, without white space."""
    with pypdfium2.PdfDocument(path) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    with pikepdf.open(path) as pdf:
        form = pdf.Root.get("/AcroForm")
        values = [str(field["/V"]) for field in form["/Fields"]] if form is not None else []
    return squeezed("".join([*pages, *values]))


def squeezed(text: str) -> str:
    return "".join(text.replace("\ufffe", "-").split())
