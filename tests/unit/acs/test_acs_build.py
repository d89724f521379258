"""Building from collected sources: faults mended, parents restored, references borrowed."""

import json
import os
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from aktr.acs.assembly import dataset
from aktr.acs.assembly.borrow import with_borrowed_references
from aktr.acs.assembly.checks import Check, run_checks
from aktr.acs.assembly.command import app
from aktr.acs.assembly.dataset import Erratum, Row
from aktr.acs.catalogue import Catalogue
from aktr.acs.editions import Edition, Task
from invented_standards import edition

DAY = date(2024, 5, 31)

SOURCES = os.environ.get("ACS_SOURCES")


def rows_of(tmp_path: Path, texts: Mapping[str, str], *errata: Erratum) -> dict[str, Row]:
    folder = tmp_path / dataset.FOLDER
    folder.mkdir()
    items = [
        {"code": code, "description": text, "area": "Kites", "task": "Box Kites"}
        for code, text in texts.items()
    ]
    (folder / "ZZ.json").write_text(json.dumps(items), encoding="utf-8")
    return dataset.read_rows(tmp_path, "ZZ.json", errata)


def row(text: str, task_title: str = "Box Kites") -> Row:
    return Row(text, "Kites", task_title)


def test_mistyped_codes_and_lost_hyphens_are_mended_and_say_so(tmp_path: Path) -> None:
    rows = rows_of(
        tmp_path,
        {"ZZ.1.A.K1": "Kites.", "ZZ.I.A.K2": "Single Pilot kites.", "ZZ.I.A.K3": "Strings."},
        Erratum("ZZ.json", "ZZ.1.A.K1", "mistyped", "ZZ.I.A.K1"),
        Erratum(
            "ZZ.json",
            "ZZ.I.A.K2",
            "lost hyphen",
            '"Single Pilot" should read "Single-Pilot"',
        ),
        Erratum("YY.json", "ZZ.I.A.K3", "mistyped", "ZZ.I.A.K9"),
    )
    assert {code: item.text for code, item in rows.items()} == {
        "ZZ.I.A.K1": "Kites.",
        "ZZ.I.A.K2": "Single-Pilot kites.",
        "ZZ.I.A.K3": "Strings.",
    }
    assert "ZZ.1.A.K1" in rows["ZZ.I.A.K1"].provenance
    assert "hyphen" in rows["ZZ.I.A.K2"].provenance
    assert rows["ZZ.I.A.K3"].provenance == ""


def test_a_correction_that_does_not_fit_stops_the_build(tmp_path: Path) -> None:
    erratum = Erratum("ZZ.json", "ZZ.I.A.K1", "lost hyphen", '"a b" should read "a-b"')
    with pytest.raises(ValueError, match=r"ZZ\.I\.A\.K1"):
        rows_of(tmp_path, {"ZZ.I.A.K1": "Kites."}, erratum)


def test_letters_of_sub_elements_are_cut_off(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, {"ZZ.I.A.K1a": "a. Box kites", "ZZ.I.A.K1b": "Delta kites"})
    assert [item.text for item in rows.values()] == ["Box kites", "Delta kites"]


def test_a_missing_parent_reads_as_the_sibling_that_the_list_of_faults_names() -> None:
    rows = {"ZZ.I.A.K1a": row("Box kites")}
    fault = Erratum(
        "ZZ.json", "ZZ.I.A.K1", "missing parent element", "sibling YY.I.A.K1: Kites, including:"
    )
    dataset.restore_parents(rows, [fault], {})
    assert rows["ZZ.I.A.K1"].text == "Kites, including:"
    assert "YY.I.A.K1" in rows["ZZ.I.A.K1"].provenance


def test_a_missing_parent_without_such_a_sibling_reads_as_its_like_elsewhere() -> None:
    rows = {"ZZ.I.A.K1a": row("Box kites"), "ZZ.I.A.K1b": row("Delta kites")}
    others = {
        "YY.I.A.K1": row("Kinds of kites:"),
        "YY.I.A.K1a": row("Box kites"),
        "YY.I.A.K1b": row("Delta kites."),
        "XX.I.A.K1": row("Some kites:"),
        "XX.I.A.K1a": row("Box kites"),
    }
    dataset.restore_parents(rows, [], rows | others)
    assert rows["ZZ.I.A.K1"].text == "Kinds of kites:"


def test_a_missing_parent_without_any_sibling_stops_the_build() -> None:
    with pytest.raises(ValueError, match=r"ZZ\.I\.A\.K1"):
        dataset.restore_parents({"ZZ.I.A.K1a": row("Box kites")}, [], {})


def lending(prefix: str, references: str) -> Edition:
    item = edition(f"FAA-S-ACS-{prefix}", DAY, {f"{prefix}.I.A.K1": "Kites."})
    task = Task("Kite Selection (BOX)", references=references)
    return replace(item, tasks={f"{prefix}.I.A": task})


def test_references_are_borrowed_from_the_nearest_relative_and_say_so() -> None:
    editions = [
        lending("PA", "AIM; FAA-H-8083-3"),
        lending("CA", "AC 91-92; FAA-H-8083-3"),
        lending("CP", ""),
        lending("CH", ""),
        lending("AM", ""),
    ]
    tasks = {
        task_id: task
        for item in with_borrowed_references(editions)
        for task_id, task in item.tasks.items()
    }
    assert (tasks["CP.I.A"].references, tasks["CP.I.A"].borrowed_from) == (
        "AC 91-92; FAA-H-8083-3",
        "CA.I.A",
    )
    assert (tasks["CH.I.A"].references, tasks["CH.I.A"].borrowed_from) == ("AC 91-92", "CA.I.A")
    assert tasks["PA.I.A"].borrowed_from is None
    assert (tasks["AM.I.A"].references, tasks["AM.I.A"].borrowed_from) == ("", None)


def test_a_check_passes_only_if_something_was_compared_and_nothing_is_wrong() -> None:
    assert not Check("nothing", 0).passed
    assert Check("all", 3, notes=["known"]).passed
    assert not Check("one", 3, faults=["wrong"]).passed


def test_the_command_wants_a_folder_of_sources(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["build", str(tmp_path / "nowhere")])
    assert result.exit_code == 2


@pytest.mark.skipif(SOURCES is None, reason="ACS_SOURCES names no folder of sources")
def test_the_package_equals_its_sources(catalogue: Catalogue) -> None:
    failed = [check for check in run_checks(Path(SOURCES or ""), catalogue) if not check.passed]
    assert failed == []
