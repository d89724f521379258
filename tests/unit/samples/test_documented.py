"""The page on samples names everything there is."""

import re
from pathlib import Path

import pytest

from aktr.samples.bad import make_bad_files
from aktr.samples.layouts import LAYOUTS
from aktr.samples.one_test import EXAMS
from aktr.samples.treatments import TREATMENTS
from aktr.samples.variants import VARIANTS

PAGE = (Path(__file__).parents[3] / "docs" / "samples.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [*LAYOUTS, *TREATMENTS])
def test_layouts_and_treatments_are_documented(name: str) -> None:
    assert f"`{name}`" in PAGE


@pytest.mark.parametrize("name", list(VARIANTS))
def test_variants_are_documented(name: str) -> None:
    stem, _, ending = name.rpartition("-")
    assert f"`{name}`" in PAGE or (f"`{stem}-" in PAGE and f"`-{ending}`" in PAGE)


def test_bad_files_are_documented(tmp_path: Path) -> None:
    for file in make_bad_files(tmp_path):
        assert f"`{file.file}`" in PAGE
        assert f"`{file.error}`" in PAGE


def test_tests_of_which_there_are_classes_are_documented() -> None:
    row = next(line for line in PAGE.splitlines() if line.startswith("| `--exam`"))
    assert re.findall(r"\b[A-Z]{3}\b", row) == list(EXAMS)
