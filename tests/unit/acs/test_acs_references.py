"""References taken apart, titled, and handbook chapters."""

import json
from pathlib import Path

import pytest

import aktr.acs
from aktr.acs.catalogue import Catalogue
from aktr.acs.explain import describe
from aktr.acs.references import ReferenceKind, chapters_for, resolve, split_references

DATA = Path(aktr.acs.__file__).parent / "data"

MAINTENANCE_SERIES = ("FAA-H-8083-30", "FAA-H-8083-31", "FAA-H-8083-32")
"""Handbooks that no reference line held names: the mechanic standard's are not held."""


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("", ()),
        (
            "14 CFR parts 61, 68, 91; AC 68-1; FAA-H-8083-2, FAA-H-8083-3",
            ("14 CFR part 61", "14 CFR part 68", "14 CFR part 91", "AC 68-1", "FAA-H-8083-2",
             "FAA-H-8083-3"),
        ),
        ("14 CFR part 91, AC 91-92; AIM", ("14 CFR part 91", "AC 91-92", "AIM")),
        ("14 CFR parts 91; AIM", ("14 CFR part 91", "AIM")),
        (
            "14 CFR parts 61, 91, 119.1(e); AC 68-1",
            ("14 CFR part 61", "14 CFR part 91", "14 CFR section 119.1(e)", "AC 68-1"),
        ),
        (
            "14 CFR parts 47, 48, 89, and 107, subpart B; AC 107-2",
            ("14 CFR part 47", "14 CFR part 48", "14 CFR part 89", "14 CFR part 107, subpart B",
             "AC 107-2"),
        ),
        ("14 CFR parts 89 and 107; AIM", ("14 CFR part 89", "14 CFR part 107", "AIM")),
        ("AC 107-2, 150/5200-32; AIM", ("AC 107-2", "AC 150/5200-32", "AIM")),
        ("SAFOs 09013, 10017", ("SAFO 09013", "SAFO 10017")),
        ("AC 90-100, AC 90-105; POH/ AFM.", ("AC 90-100", "AC 90-105", "POH/AFM")),
        ("AIM; NOTAMS; AIM", ("AIM", "NOTAMs")),
        (
            "AIM; USCG Navigation Rules, International-Inland; POH/AFM",
            ("AIM", "USCG Navigation Rules, International-Inland", "POH/AFM"),
        ),
        (
            "14 CFR parts 1, 61; 49 CFR part 830; AIM",
            ("14 CFR part 1", "14 CFR part 61", "49 CFR part 830", "AIM"),
        ),
    ],
)  # fmt: skip
def test_a_reference_line_names_one_publication_each(line: str, names: tuple[str, ...]) -> None:
    assert split_references(line) == names


@pytest.mark.parametrize(
    ("name", "title", "kind"),
    [
        ("FAA-H-8083-25", "Pilot's Handbook of Aeronautical Knowledge", ReferenceKind.HANDBOOK),
        ("FAA-H-8083-9", "Aviation Instructor's Handbook", ReferenceKind.HANDBOOK),
        ("14 CFR part 91", "General Operating and Flight Rules", ReferenceKind.REGULATION),
        (
            "14 CFR section 119.1(e)",
            "Certification: Air Carriers and Commercial Operators",
            ReferenceKind.REGULATION,
        ),
        (
            "14 CFR part 107, subpart B",
            "Small Unmanned Aircraft Systems (sUAS)",
            ReferenceKind.REGULATION,
        ),
        ("AC 91-92", "Pilot’s Guide to a Preflight Briefing", ReferenceKind.ADVISORY_CIRCULAR),
        (
            "14 CFR part 71",
            (
                "Designation of Class A, B, C, D, and E Airspace Areas; Air Traffic Service "
                "Routes; and Reporting Points"
            ),
            ReferenceKind.REGULATION,
        ),
        ("AC 00-0", None, ReferenceKind.ADVISORY_CIRCULAR),
        ("something else", None, ReferenceKind.OTHER),
    ],
)
def test_references_have_the_titles_that_the_faa_lists(
    name: str, title: str | None, kind: ReferenceKind
) -> None:
    assert (resolve(name).title, resolve(name).kind) == (title, kind)


@pytest.mark.parametrize(
    ("code", "chapters"),
    [
        ("PA.I.C.K3h", {"FAA-H-8083-25C": ["12"], "FAA-H-8083-28A": ["22"]}),
        ("PA.I.C.K2c", {"FAA-H-8083-25C": ["13"], "FAA-H-8083-28A": ["27"]}),
        ("PA.I.C.K1", {"FAA-H-8083-25C": ["13"], "FAA-H-8083-28A": ["2", "3"]}),
        ("PA.I.F.K2f", {"FAA-H-8083-25C": ["10"]}),
        ("PA.I.E.K1", {"FAA-H-8083-25C": ["15"]}),
        ("IR.VI.B.K1", {"FAA-H-8083-16B": ["4"], "FAA-H-8083-15B": ["10"]}),
        ("FI.I.B.K5", {"FAA-H-8083-9B": ["3"]}),
        ("UA.V.A.K7", {"FAA-G-8082-22": ["7"], "FAA-H-8083-25C": ["14"]}),
        ("AM.III.M.K1", {"FAA-H-8083-32B": ["7"]}),
        ("AA.I.G.K1", {}),
        ("PH.I.A.K1", {}),
        ("PLT044", {}),
    ],
)
def test_the_most_particular_entry_of_the_mapping_counts(
    code: str, chapters: dict[str, list[str]]
) -> None:
    found = chapters_for(code)
    assert {
        handbook.handbook: [chapter.number for chapter in handbook.chapters] for handbook in found
    } == chapters
    assert {handbook.mapped_by for handbook in found} <= {"aktr"}


def test_the_mapping_names_only_what_exists(catalogue: Catalogue) -> None:
    mapping = json.loads((DATA / "chapters.json").read_text(encoding="utf-8"))
    tasks = {task for edition in catalogue.all_editions() for task in edition.load().tasks}
    assert [key for key in mapping["codes"] if key not in tasks and key not in catalogue] == []
    subjects = {subject for subject in mapping["codes"].values() if subject is not None}
    assert subjects == set(mapping["subjects"])
    for handbooks in mapping["subjects"].values():
        for handbook, numbers in handbooks.items():
            assert set(numbers) <= set(mapping["handbooks"][handbook]["chapters"])


def test_handbooks_of_the_mapping_are_those_that_references_name() -> None:
    mapping = json.loads((DATA / "chapters.json").read_text(encoding="utf-8"))
    for handbook in mapping["handbooks"].values():
        if not handbook["series"].startswith(MAINTENANCE_SERIES):
            title = resolve(handbook["series"]).title
            assert title is not None
            assert title.replace("–", "-") == handbook["title"]


def test_every_field_of_an_answer_is_documented(catalogue: Catalogue) -> None:
    entry = catalogue.lookup("PA.I.B.K1a")
    assert entry is not None
    page = Path(__file__).parents[3] / "docs" / "catalogue.md"
    section = page.read_text(encoding="utf-8").split("## The fields of an answer")[1]
    table = section.split("\n## ")[0]
    missing = [field for field in describe(entry) if f"`{field}`" not in table]
    assert missing == []
