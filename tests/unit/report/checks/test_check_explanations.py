"""Codes with the wording of the day of the test."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from aktr.acs.catalogue import Catalogue
from aktr.acs.code import CodeFamily
from aktr.report.explain import explain
from aktr.report.model import KnowledgeTestReport, ReadCode

Build = Callable[..., KnowledgeTestReport]
CHANGE = date(2024, 5, 31)


def test_a_code_is_explained_in_full(catalogue: Catalogue, build: Build) -> None:
    code = explain(build(("PA.I.C.K2",)), catalogue)[0]
    assert code.known
    assert code.description is not None
    assert "weather" in code.description.lower()
    assert (code.area, code.area_title) == ("I", "Preflight Preparation")
    assert (code.task, code.task_title) == ("C", "Weather Information")
    assert (code.kind, code.family, code.document) == ("knowledge", "acs", "FAA-S-ACS-6C")
    assert "14 CFR part 91" in code.references
    assert code.page_number is not None


def test_a_sub_element_has_the_wording_of_its_parent_before_it(
    catalogue: Catalogue, build: Build
) -> None:
    parent, child = explain(build(("PA.I.B.K1", "PA.I.B.K1a")), catalogue)
    assert parent.description is not None
    assert child.description is not None
    assert child.description.startswith(parent.description)
    assert len(child.description) > len(parent.description)


def test_an_element_brings_what_it_lists_on_the_day_of_the_test(
    catalogue: Catalogue, build: Build
) -> None:
    code = explain(build(("PA.VI.A.K4",)), catalogue)[0]
    assert code.description == "Selection of appropriate:"
    assert [one.description for one in code.sub_elements] == ["Route", "Altitude(s)", "Checkpoints"]


def test_the_exam_date_decides_the_edition(catalogue: Catalogue, build: Build) -> None:
    before, after = (
        explain(build(("PA.I.B.K1a",), exam_date=day), catalogue)[0]
        for day in (CHANGE - timedelta(days=1), CHANGE)
    )
    assert (before.document, after.document) == ("FAA-S-ACS-6B", "FAA-S-ACS-6C")


def test_an_archived_code_keeps_its_former_wording(catalogue: Catalogue, build: Build) -> None:
    archived = next(
        code
        for code in catalogue.codes_of_prefix("PA")
        if (entry := catalogue.lookup(code, CHANGE)) and entry.archived and entry.former_text
    )
    code = explain(build((archived,)), catalogue)[0]
    assert code.description is not None
    assert "[Archived]" not in code.description
    assert code.note is not None
    assert "Archived in FAA-S-ACS-6C" in code.note


def test_a_code_that_was_archived_later_is_not_called_archived(
    catalogue: Catalogue, build: Build
) -> None:
    code = explain(build(("CA.IX.C.K1b",), exam_code="CAX", exam_date=date(2022, 1, 1)), catalogue)[
        0
    ]
    assert code.description is not None
    assert code.description.endswith("Carburetor or induction icing")
    assert code.note is not None
    assert "Archived in" not in code.note
    assert "its wording on that day is not held" in code.note
    assert "The wording is that of FAA-G-ACS-2" in code.note


def test_codes_without_areas_have_none(catalogue: Catalogue, build: Build) -> None:
    code = explain(build(("PLT044",), exam_code="FII"), catalogue)[0]
    assert code.known
    assert code.description
    assert (code.area, code.task, code.kind) == (None, None, "learning statement")


def test_an_unknown_code_is_kept_and_said_to_be_unknown(catalogue: Catalogue, build: Build) -> None:
    codes = explain(build(("PA.I.C.K29", "PLT299", "H301")), catalogue)
    assert [code.code for code in codes] == ["PA.I.C.K29", "PLT299", "H301"]
    assert not any(code.known for code in codes)
    assert all(code.description is None and code.note for code in codes)
    assert (codes[0].area, codes[0].task) == ("I", "C")


def test_without_an_exam_date_the_wording_of_today_answers(
    catalogue: Catalogue, build: Build
) -> None:
    report = build(("PA.I.B.K1a",), exam_date=None)
    code = explain(report, catalogue, CHANGE - timedelta(days=1))[0]
    assert code.document == "FAA-S-ACS-6B"
    assert code.note is not None
    assert code.note.startswith("The exam date was not read")


def test_what_was_read_stays_beside_the_code(catalogue: Catalogue, build: Build) -> None:
    read = ReadCode(
        "PA.I.C.K2", "PA.l.C.K2", CodeFamily.ACS, confidence=0.9, repaired=True, times_read=2
    )
    code = explain(replace(build(), codes=(read,)), catalogue)[0]
    assert (code.read_as, code.repaired, code.confidence) == ("PA.l.C.K2", True, 0.9)
    assert code.note is not None
    assert "2 times" in code.note
