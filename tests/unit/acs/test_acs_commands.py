"""``aktr acs …`` as a user calls it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from aktr.acs.chronology import ContradictedDayError
from aktr.acs.editions import EditionFileError
from aktr.acs.importer import EffectiveDateMissingError
from aktr.acs.pdf_lines import NotAStandardError
from aktr.cli.acs import app
from invented_standards import WHOLE_DOCUMENT, write_pdf


@pytest.fixture
def standards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("AKTR_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data" / "standards"


def acs(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments, catch_exceptions=False)


@pytest.mark.usefixtures("standards")
def test_show_gives_wording_parent_place_and_what_to_study() -> None:
    result = acs("show", "PA.I.B.K1a", "--on", "2026-02-14")
    assert result.exit_code == 0
    for expected in (
        "PA.I.B.K1: General airworthiness requirements",
        "Location and expiration dates of required aircraft certificates",
        "I. Preflight Preparation / B. Airworthiness Requirements",
        "FAA-S-ACS-6C, in force from 2024-05-31, page 2, page 10 of the PDF",
        "14 CFR part 39, Airworthiness Directives",
        "mapped by aktr, not by the FAA",
        "FAA-H-8083-25C: 9 Flight Manuals and Other Documents",
    ):
        assert expected in result.stdout


@pytest.mark.usefixtures("standards")
def test_show_on_an_earlier_day_answers_with_that_days_wording() -> None:
    result = acs("show", "PA.I.B.K1a", "--on", "2018-12-01")
    assert "Certificate location and expiration dates" in result.stdout
    assert "FAA-S-ACS-6B" in result.stdout


@pytest.mark.usefixtures("standards")
def test_show_names_what_is_alike_and_shows_the_rest() -> None:
    result = acs("show", "PA.I.C.K99", "PLT044")
    assert result.exit_code == 1
    assert "there is no code PA.I.C.K99. Did you mean PA.I.C.K" in result.stderr
    assert "Interpret ATC communications" in result.stdout


@pytest.mark.usefixtures("standards")
def test_show_takes_codes_in_any_form_and_says_how_it_read_them() -> None:
    result = acs("show", "pa.i.c.k3l", "PA,I,C,K2", "PLT", "44")
    assert result.exit_code == 0
    assert [line for line in result.stdout.splitlines() if line[:1] in "PL" and line[:1]] == [
        "PA.I.C.K3l  (knowledge)", "PA.I.C.K2  (knowledge)", "PLT044  (learning statement)"
    ]  # fmt: skip
    assert result.stderr.splitlines() == [
        "aktr: read PA,I,C,K2 as PA.I.C.K2.",
        "aktr: read PLT 44 as PLT044.",
    ]


@pytest.mark.usefixtures("standards")
def test_show_names_words_and_tasks_that_are_no_codes() -> None:
    result = acs("show", "PA.I.C.K2", "foo", "pa.i.c", "H301")
    assert result.exit_code == 1
    assert "there is no code foo." in result.stderr
    assert "pa.i.c is no code but an area or a task. Use: aktr acs search pa.i.c" in result.stderr
    assert "H301 is a subject matter knowledge code of AC 60-25" in result.stderr


@pytest.mark.usefixtures("standards")
def test_show_lists_what_an_element_heads() -> None:
    lines = acs("show", "PA.VI.A.K4", "--on", "2025-01-01").stdout.splitlines()
    assert [line.strip() for line in lines[1:5]] == [
        "Selection of appropriate:",
        "PA.VI.A.K4a: Route",
        "PA.VI.A.K4b: Altitude(s)",
        "PA.VI.A.K4c: Checkpoints",
    ]


@pytest.mark.usefixtures("standards")
def test_show_tells_which_standard_is_not_held() -> None:
    result = acs("show", "SH.I.A.K1")
    assert result.exit_code == 1
    assert "belongs to FAA-S-ACS-26" in result.stderr
    assert "aktr acs import" in result.stderr


@pytest.mark.usefixtures("standards")
def test_show_does_not_let_input_steer_the_terminal() -> None:
    result = acs("show", "\x1b[31mPA")
    assert "\x1b" not in result.stderr


@pytest.mark.usefixtures("standards")
def test_json_is_for_programs() -> None:
    shown = json.loads(acs("show", "PA.I.C.K2", "PLT044", "--json").stdout)
    assert [item["code"] for item in shown] == ["PA.I.C.K2", "PLT044"]
    found = json.loads(acs("search", "carburetor", "icing", "--limit", "3", "--json").stdout)
    assert len(found) == 3
    editions = json.loads(acs("editions", "--json").stdout)
    assert {"FAA-S-ACS-6B", "FAA-S-ACS-6C"} <= {item["document"] for item in editions}
    changed = json.loads(acs("diff", "6B", "6C", "--json").stdout)
    assert len(changed["added"]) == 103


@pytest.mark.usefixtures("standards")
def test_search_prints_codes_with_their_parents() -> None:
    result = acs("search", "airworthiness", "expiration", "--prefix", "PA.I")
    assert "PA.I.B.K1a  General airworthiness requirements" in result.stdout
    assert "Preflight Preparation / Airworthiness Requirements [FAA-S-ACS-6C]" in result.stdout


@pytest.mark.usefixtures("standards")
def test_search_without_a_hit_says_so() -> None:
    result = acs("search", "xyzzy")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "Nothing found" in result.stderr
    assert "Did you mean carburetor icing?" in acs("search", "carburator", "icing").stderr


@pytest.mark.usefixtures("standards")
def test_search_takes_prefixes_and_tasks_in_small_letters() -> None:
    assert acs("search", "icing", "--prefix", "pa").stdout.startswith("PA.")
    assert acs("search", "pa.i.c", "--limit", "1").stdout.startswith("PA.I.C.K1")


@pytest.mark.usefixtures("standards")
def test_diff_shows_wordings_before_and_after() -> None:
    result = acs("diff", "6B", "6C")
    assert "103 added, 18 archived" in result.stdout
    assert "- Requirements for certification, recent flight experience" in result.stdout
    assert "+ Certification requirements, recent flight experience" in result.stdout


@pytest.mark.usefixtures("standards")
def test_diff_refuses_editions_of_different_standards() -> None:
    result = acs("diff", "6B", "7B")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "none in common" in result.stderr


@pytest.mark.usefixtures("standards")
def test_search_does_not_repeat_the_words_of_an_element_that_was_just_shown() -> None:
    shown = acs("search", "PA.I.C.K2", "--limit", "3").stdout
    assert shown.count("Acceptable weather products") == 1
    assert "\nPA.I.C.K2a  Airport Observations" in shown


@pytest.mark.usefixtures("standards")
def test_show_does_not_call_archived_what_was_not_yet() -> None:
    shown = acs("show", "CA.IX.C.K1b", "--on", "2022-01-01").stdout
    assert shown.startswith("CA.IX.C.K1b  (knowledge)\n")
    assert "[Archived]" not in shown
    assert "[Wording not held]" in shown
    assert "before it was archived: Carburetor or induction icing" in shown
    assert "its wording on that day is not held" in " ".join(shown.split())


def test_import_adds_an_edition_and_reports_on_it(standards: Path, tmp_path: Path) -> None:
    pdf = write_pdf(tmp_path / "kites.pdf", WHOLE_DOCUMENT)
    result = acs("import", str(pdf), "--effective", "2031-12-01")
    assert result.exit_code == 0
    assert "FAA-S-ACS-99A Kite Pilot for Tethered Category, in force from 2031-12-01" in (
        result.stdout
    )
    assert "9 codes (6 knowledge, 1 risk management, 2 skill) in 3 tasks" in result.stdout
    assert "No earlier edition is held" in result.stdout
    assert [path.name for path in standards.iterdir()] == ["FAA-S-ACS-99A.json"]
    assert "Box kites" in acs("show", "ZZ.I.A.K1a").stdout


def test_importing_again_compares_with_what_was_held(standards: Path, tmp_path: Path) -> None:
    pdf = write_pdf(tmp_path / "kites.pdf", WHOLE_DOCUMENT)
    acs("import", str(pdf), "--effective", "2031-12-01")
    changed = [page.replace("Knots.", "Knots and loops.") for page in WHOLE_DOCUMENT]
    result = acs("import", str(write_pdf(pdf, changed)))
    assert "the edition held before: 0 added, 0 archived, 1 reworded, 0 gone, 8 unchanged" in (
        result.stdout
    )
    assert len(list(standards.iterdir())) == 1


def test_an_edition_keeps_its_day_and_its_place(standards: Path, tmp_path: Path) -> None:
    pdf = write_pdf(tmp_path / "kites.pdf", WHOLE_DOCUMENT)
    acs("import", str(pdf), "--effective", "2031-12-01")
    before = (standards / "FAA-S-ACS-99A.json").read_text()
    with pytest.raises(ContradictedDayError, match="is in force from 2031-12-01"):
        acs("import", str(pdf), "--effective", "2032-12-01")
    older = [page.replace("ACS-99A", "ACS-99") for page in WHOLE_DOCUMENT]
    with pytest.raises(ContradictedDayError, match="FAA-S-ACS-99 is older than FAA-S-ACS-99A"):
        acs("import", str(write_pdf(pdf, older)), "--effective", "2032-12-01")
    assert [path.read_text() for path in standards.iterdir()] == [before]
    # Of this one only the day is known.
    packaged = [page.replace("ACS-99A", "ACS-7A") for page in WHOLE_DOCUMENT]
    with pytest.raises(ContradictedDayError, match="FAA-S-ACS-7A is in force from 2018-06-11"):
        acs("import", str(write_pdf(pdf, packaged)), "--effective", "2019-01-01")


def test_a_file_that_is_no_standard_changes_nothing(standards: Path, tmp_path: Path) -> None:
    other = write_pdf(tmp_path / "invoice.pdf", ["An invoice"])
    with pytest.raises(NotAStandardError, match=r"invoice\.pdf is not an Airman"):
        acs("import", str(other))
    undated = write_pdf(tmp_path / "kites.pdf", WHOLE_DOCUMENT)
    with pytest.raises(EffectiveDateMissingError, match="FAA-S-ACS-99A"):
        acs("import", str(undated))
    assert not standards.exists()


def test_a_damaged_edition_stops_every_look_up(standards: Path) -> None:
    standards.mkdir(parents=True)
    (standards / "FAA-S-ACS-99A.json").write_text("{")
    with pytest.raises(EditionFileError, match="import the PDF again"):
        acs("show", "PA.I.C.K2")
