"""The catalogue in the package holds what the FAA's documents hold.

Counts and wordings here were taken from the official PDF files and from independent extracts of
the others, not from the package.
"""

import csv
import re
import subprocess
import sys
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from aktr.acs.catalogue import Catalogue
from aktr.acs.code import AcsCode
from aktr.acs.references import chapters_for, resolve

DAY = date(2026, 2, 14)

COUNTS = {
    "PA": (368, 396, 428, 231),
    "CA": (363, 379, 450, 226),
    "IR": (90, 103, 145, 43),
    "AA": (316, 308, 403, 106),
    "FI": (109, 12, 24, 73),
    "AI": (575, 484, 541, 266),
    "PH": (312, 323, 290, 148),
    "IH": (89, 90, 123, 42),
    "HI": (417, 351, 323, 143),
    "CP": (362, 371, 356, 177),
    "IP": (91, 101, 143, 42),
    "IL": (486, 420, 397, 190),
    "PI": (174, 150, 196, 54),
    "AM": (495, 181, 519, 11),
    "UA": (176, 0, 0, 45),
    # With the rows put back that the collected lists lack: 35, 1, 1 and 2.
    "CH": (318, 334, 297, 148),
    "PL": (372, 397, 360, 187),
    "AP": (287, 313, 348, 128),
    "MC": (29, 0, 0, 7),
}
"""Knowledge, risk management and skill codes by prefix, and the sub-elements among them."""

RESTORED_PARENTS = {
    "AP": "I.B.K2",
    "MC": "I.B.K1 I.B.K3",
    "PL": "X.B.K2",
    "CH": """I.B.K1 I.B.K3 I.C.K2 I.C.K3 I.C.R1 I.C.R2 I.D.K3 I.F.K2 I.G.K1 I.H.K1 II.A.K3 II.D.K1
        IV.B.K6 IV.C.K6 IV.D.K6 IX.A.R2 IX.B.R2 V.A.R2 V.A.R3 V.B.R2 V.C.R2 V.C.R3 V.D.R2 V.D.R3
        V.E.R2 V.E.R3 V.F.R2 V.F.R3 VII.A.K4 VII.A.K5 VIII.D.K2 VIII.G.K1 VIII.I.K1 VIII.J.K1
        VIII.K.K3""",
}

MENDED_HYPHENS = {
    "Single-Pilot": ["CA.I.H.K4", "FI.I.F.K6", "AI.II.A.K4"],
    "pressure-demand": ["AI.II.N.K3a"],
    "straight-and-level": ["AI.IX.D.S6"],
    "high-density": [
        "AI.X.A.R4", "AI.X.B.R7", "AP.IV.D.R5", "AP.IV.E.R5", "CP.VIII.A.R4", "IL.XII.A.R4",
        "PL.IX.A.R4",
    ],
}  # fmt: skip

ARCHIVED = {
    "PA": """III.A.R3 IV.A.S10 IV.I.S5 IV.K.S7 VIII.E.K1a VIII.E.K1b VIII.E.K1c VIII.E.K1d VIII.E.R2
        VIII.E.R6 VIII.F.S3 IX.C.K1a IX.C.K1b IX.C.K1c IX.C.K1d XII.A.R2 XII.A.S1 XII.B.R2""",
    "CA": """I.F.K2f IV.A.S10 IV.I.S5 IV.K.S7 IX.C.K1a IX.C.K1b IX.C.K1c IX.C.K1d XI.A.R2 XI.A.S1
        XI.B.R2""",
    "IR": "IV.B.R2 VII.C.R2",
    "AA": """IV.B.R2 V.A.S2 V.B.S2 V.C.S2 VI.F.R3 VI.F.R3a VI.F.R3b VI.H.R3 VI.H.R3a VI.H.R3b
        VIII.A.R2 VIII.B.R2""",
}

WORDINGS = Path(__file__).with_name("official_wordings.csv")


def test_there_are_nineteen_prefixes_and_15485_codes(catalogue: Catalogue) -> None:
    assert set(catalogue.prefixes) == set(COUNTS)
    assert sum(len(catalogue.codes_of_prefix(prefix)) for prefix in COUNTS) == 15_485


@pytest.mark.parametrize("prefix", COUNTS)
def test_each_prefix_has_its_codes_of_each_kind(prefix: str, catalogue: Catalogue) -> None:
    codes = [AcsCode.parse(code) for code in catalogue.codes_of_prefix(prefix)]
    kinds = Counter(code.kind for code in codes)
    letters = sum(bool(code.letter) for code in codes)
    assert (kinds["K"], kinds["R"], kinds["S"], letters) == COUNTS[prefix]


def test_each_code_has_wording_headings_and_parent(catalogue: Catalogue) -> None:
    for prefix in COUNTS:
        for code in catalogue.codes_of_prefix(prefix):
            entry = catalogue.lookup(code, DAY)
            assert entry is not None
            assert entry.description == entry.description.strip() != ""
            assert entry.area_title
            assert entry.task_title
            assert entry.provenance
            assert entry.in_force
            if entry.parent_code:
                assert entry.parent_description
                assert entry.parent_code in catalogue


@pytest.mark.parametrize(
    "row",
    list(csv.DictReader(WORDINGS.read_text(encoding="utf-8").splitlines())),
    ids=lambda row: row["code"],
)
def test_wordings_titles_and_pages_are_those_of_the_official_pdfs(
    row: dict[str, str], catalogue: Catalogue
) -> None:
    entry = catalogue.lookup(row["code"], date(2024, 5, 31))
    assert entry is not None
    found = {
        "code": entry.code,
        "document": entry.document,
        "area_title": entry.area_title,
        "task_title": entry.task_title,
        "text": entry.description,
        "printed_page": str(entry.printed_page),
        "pdf_page": str(entry.pdf_page),
    }
    assert found == row


def test_the_39_parents_that_the_lists_lack_are_back_and_say_so(catalogue: Catalogue) -> None:
    restored = [
        f"{prefix}.{rest}" for prefix, rests in RESTORED_PARENTS.items() for rest in rests.split()
    ]
    assert len(restored) == 39
    for code in restored:
        entry = catalogue.lookup(code, DAY)
        assert entry is not None
        assert "wording of the sibling" in entry.provenance


@pytest.mark.parametrize(
    ("code", "wording"),
    [
        ("CH.I.B.K1", "General airworthiness requirements and compliance for a helicopter"),
        ("CH.IX.A.R2", "Effects of:"),
        ("CH.V.E.R3", "Planning for:"),
        ("PL.X.B.K2", "Flight instruments as they relate to:"),
    ],
)
def test_a_restored_parent_reads_as_its_sibling(
    code: str, wording: str, catalogue: Catalogue
) -> None:
    entry = catalogue.lookup(code, DAY)
    assert entry is not None
    assert entry.description.startswith(wording)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("CA.I.I.R3", "CA.1.I.R3"),
        ("CA.I.I.R4", "CA.1.I.R4"),
        ("IH.II.A.R2", "IH.IL.A.R2"),
    ],
)
def test_mistyped_codes_stand_under_their_right_name(
    right: str, wrong: str, catalogue: Catalogue
) -> None:
    assert right in catalogue
    assert wrong not in catalogue


@pytest.mark.parametrize(
    ("code", "words"),
    [(code, words) for words, codes in MENDED_HYPHENS.items() for code in codes],
)
def test_lost_hyphens_are_back(code: str, words: str, catalogue: Catalogue) -> None:
    entry = catalogue.lookup(code, DAY)
    assert entry is not None
    assert words in entry.description
    assert words.replace("-", " ") not in entry.description


@pytest.mark.parametrize(
    "code",
    ["IL.VII.B.R8", "IL.XV.B.K6", "HI.X.C.S11", "HI.XIII.A.S4", "PL.V.F.S6", "PH.VI.C.R8",
     "PH.X.A.S4"],
)  # fmt: skip
def test_numbers_that_the_documents_leave_out_are_not_invented(
    code: str, catalogue: Catalogue
) -> None:
    assert code not in catalogue


def test_exactly_the_43_archived_codes_are_archived_and_have_a_former_text(
    catalogue: Catalogue,
) -> None:
    wanted = {f"{prefix}.{rest}" for prefix, rests in ARCHIVED.items() for rest in rests.split()}
    assert len(wanted) == 43
    entries = [
        catalogue.lookup(code, DAY)
        for prefix in catalogue.prefixes
        for code in catalogue.codes_of_prefix(prefix)
    ]
    archived = {entry.code: entry for entry in entries if entry and entry.archived}
    assert set(archived) == wanted
    assert all(entry.former_text and entry.former_document for entry in archived.values())


@pytest.mark.parametrize(
    ("code", "former"),
    [
        ("PA.III.A.R3", "Confirmation or expectation bias."),
        ("CA.I.F.K2f", "Weight and balance"),
        ("AA.VI.F.R3a", "Missed Approach"),
        # Section 8 of the Companion Guide misprints these two; its section 3 has them right.
        ("PA.IX.C.K1a", "Engine roughness or overheat"),
        ("PA.IX.C.K1b", "Carburetor or induction icing"),
        ("PA.IX.C.K1c", "Loss of oil pressure"),
    ],
)
def test_an_archived_code_keeps_what_it_meant(code: str, former: str, catalogue: Catalogue) -> None:
    entry = catalogue.lookup(code, DAY)
    assert entry is not None
    assert entry.description == "[Archived]"
    assert entry.former_text == former
    assert entry.full_description.endswith(former)


@pytest.mark.parametrize(
    ("prefix", "count"),
    [("PLT", 551), ("AMG", 115), ("AMA", 101), ("AMP", 73), ("RIG", 44), ("IAR", 32)],
)
def test_learning_statements_are_whole(prefix: str, count: int, catalogue: Catalogue) -> None:
    assert len(catalogue.codes_of_prefix(prefix)) == count


@pytest.mark.parametrize("code", ["PLT299", "PLT339", "AMG114", "AMA049"])
def test_learning_statements_that_never_were_are_not_there(code: str, catalogue: Catalogue) -> None:
    assert code not in catalogue


def test_the_matrix_has_91_tests_and_three_are_retired(catalogue: Catalogue) -> None:
    tests = catalogue.tests()
    assert sum(not test.retired for test in tests.values()) == 91
    assert {test.code for test in tests.values() if test.retired} == {"UGR", "PRE", "RMP"}
    assert {test.passing_score for test in tests.values()} == {70}
    assert [test.code for test in tests.values() if test.validity_months == 60] == ["ATM"]


@pytest.mark.parametrize(
    ("code", "questions", "minutes", "prefixes", "prints"),
    [
        ("PAR", 60, 120, ("PA",), "acs"),
        ("CAX", 100, 150, ("CA",), "acs"),
        ("ATM", 125, 210, ("AA",), "acs"),
        ("AMA", 100, 120, ("AM.II",), "acs"),
        ("FIA", 100, 150, ("AI", "FI"), "acs"),
        ("FII", 50, 150, ("PLT",), "lsc"),
        ("RIG", 50, 120, ("RIG",), "lsc"),
        ("SHF", 40, 120, (), "unknown"),
    ],
)
def test_a_test_is_as_the_matrix_says(
    code: str,
    questions: int,
    minutes: int,
    prefixes: tuple[str, ...],
    prints: str,
    catalogue: Catalogue,
) -> None:
    test = catalogue.knowledge_test(code)
    assert test is not None
    assert (test.questions, test.allotted_minutes) == (questions, minutes)
    assert (test.prefixes, test.prints) == (prefixes, prints)


def test_a_part_of_the_mechanic_test_prints_codes_of_its_own_area_only(
    catalogue: Catalogue,
) -> None:
    general = catalogue.knowledge_test("AMG")
    assert general is not None
    assert general.expects("AM.I.A.K1") is True
    assert general.expects("AM.II.A.K1") is False
    assert general.expects("AMG003") is False


def test_nothing_is_said_of_codes_where_the_standard_is_not_known(catalogue: Catalogue) -> None:
    sport = catalogue.knowledge_test("SHF")
    assert sport is not None
    assert sport.expects("PA.I.A.K1") is None


def test_the_study_chapters_reach_nearly_every_knowledge_element(catalogue: Catalogue) -> None:
    knowledge = [
        code
        for prefix in ("PA", "IR", "CA", "AA", "FI", "AI", "UA", "AM")
        for code in catalogue.codes_of_prefix(prefix)
        if AcsCode.parse(code).kind == "K"
    ]
    without = [code for code in knowledge if not chapters_for(code)]
    assert len(knowledge) == 2492
    assert len(without) <= 100


def test_every_reference_of_every_task_has_a_title(catalogue: Catalogue) -> None:
    for edition in catalogue.all_editions():
        for task_id, task in edition.load().tasks.items():
            entry = next(code for code in edition.load().elements if code.startswith(task_id))
            found = catalogue.lookup(entry, edition.effective)
            assert found is not None
            untitled = [name for name in found.references if resolve(name).title is None]
            assert not untitled, f"{task_id}: {task.references}"


def test_borrowed_references_name_a_task_of_the_same_title(catalogue: Catalogue) -> None:
    borrowed = 0
    for edition in catalogue.all_editions():
        for task in edition.load().tasks.values():
            if task.borrowed_from is None:
                continue
            borrowed += 1
            lenders = catalogue.held_editions(task.borrowed_from[:2])
            lender = lenders[-1].load().tasks[task.borrowed_from]
            assert lender.title.split(" (")[0].casefold() == task.title.split(" (")[0].casefold()
    assert borrowed > 100


def test_helicopters_do_not_borrow_the_airplane_handbook(catalogue: Catalogue) -> None:
    entry = catalogue.lookup("PH.I.C.K2", DAY)
    assert entry is not None
    assert entry.references_borrowed_from == "PA.I.C"
    assert "FAA-H-8083-28" in entry.references
    assert "FAA-H-8083-3" not in entry.references


def test_the_index_says_of_each_edition_what_its_file_says(catalogue: Catalogue) -> None:
    for item in catalogue.all_editions():
        edition = item.load()
        assert (item.document, item.title) == (edition.document, edition.title)
        assert item.effective == edition.effective
        assert set(item.prefixes) == set(edition.prefixes)
        assert set(item.prefixes) == {code[:2] for code in edition.elements}
        assert {code.rpartition(".")[0] for code in edition.elements} == set(edition.tasks)


def test_importing_the_catalogue_brings_no_pdf_reader_and_no_settings() -> None:
    program = (
        "import sys, aktr.acs, aktr.acs.catalogue; "
        "print(*sorted({'pypdfium2', 'pydantic', 'typer', 'fastapi'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    assert done.stdout.strip() == ""


NOTHING_LISTED = {
    # The next element of the task, PL.X.B.K2, has the same wording and the list of it.
    "PL.X.B.K1",
}
"""Elements that announce a list which the standard does not have under them."""


@pytest.mark.parametrize("prefix", [*COUNTS])
def test_whatever_announces_a_list_has_one(prefix: str, catalogue: Catalogue) -> None:
    days = [DAY, *(each.effective for each in catalogue.held_editions(prefix))]
    for code in catalogue.codes_of_prefix(prefix):
        for day in days:
            entry = catalogue.lookup(code, day)
            assert entry is not None
            announces = re.search(r"(?::|\b(?:including|such as|include)[.:]?)$", entry.wording)
            assert not announces or code in NOTHING_LISTED, (code, day, entry.wording)


@pytest.mark.parametrize("prefix", [*COUNTS])
def test_an_element_lists_exactly_its_sub_elements_of_that_edition(
    prefix: str, catalogue: Catalogue
) -> None:
    for edition in catalogue.held_editions(prefix):
        listed = set()
        for code in catalogue.codes_of_prefix(prefix):
            entry = catalogue.lookup(code, edition.effective)
            assert entry is not None
            for one in entry.sub_elements:
                part = catalogue.lookup(one.code, edition.effective)
                assert part is not None
                assert (part.parent_code, part.description) == (code, one.description)
                assert entry.document != edition.document or not part.archived
                listed.add(one.code)
        assert listed >= {
            code
            for code, element in edition.load().elements.items()
            if code.startswith(prefix) and code[-1].islower() and element.text != "[Archived]"
        }


def test_an_element_names_what_it_lists_on_that_day(catalogue: Catalogue) -> None:
    head = catalogue.lookup("PA.VI.A.K4", DAY)
    assert head is not None
    assert head.wording == "Selection of appropriate: Route; Altitude(s); Checkpoints"
    # The lists of these were archived with 6C, and their elements worded anew.
    after = catalogue.lookup("PA.IX.C.K1", DAY)
    before = catalogue.lookup("PA.IX.C.K1", date(2024, 5, 31) - timedelta(days=1))
    assert after is not None
    assert before is not None
    assert (after.sub_elements, len(before.sub_elements)) == ((), 4)
