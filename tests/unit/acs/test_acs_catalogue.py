"""Which edition answers on which day, near misses, search."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aktr.acs.catalogue import Catalogue, UnknownEditionError
from aktr.acs.code import CodeFamily
from aktr.acs.model import CodeEntry, ElementSort

LAST_DAY_OF_6B = date(2024, 5, 30)
FIRST_DAY_OF_6C = date(2024, 5, 31)


def answer(catalogue: Catalogue, code: str, on: date | None = None) -> CodeEntry:
    entry = catalogue.lookup(code, on)
    assert entry is not None
    return entry


def test_the_edition_changes_on_its_effective_day(catalogue: Catalogue) -> None:
    before = answer(catalogue, "PA.I.B.K1a", LAST_DAY_OF_6B)
    after = answer(catalogue, "PA.I.B.K1a", FIRST_DAY_OF_6C)
    assert (before.document, before.description) == (
        "FAA-S-ACS-6B",
        "Certificate location and expiration dates",
    )
    assert (after.document, after.description) == (
        "FAA-S-ACS-6C",
        "Location and expiration dates of required aircraft certificates",
    )
    assert before.in_force
    assert after.in_force
    assert after.edition_note is None


def test_today_is_asked_when_no_day_is_given(catalogue: Catalogue) -> None:
    assert catalogue.lookup("PA.I.B.K1a") == catalogue.lookup("PA.I.B.K1a", FIRST_DAY_OF_6C)


def test_a_parent_is_worded_as_in_the_same_edition(catalogue: Catalogue) -> None:
    before = answer(catalogue, "PA.I.B.K3a", LAST_DAY_OF_6B)
    after = answer(catalogue, "PA.I.B.K3a", FIRST_DAY_OF_6C)
    assert before.parent_code == after.parent_code == "PA.I.B.K3"
    assert before.parent_description is not None
    assert before.parent_description.endswith("to include:")
    assert after.parent_description is not None
    assert after.parent_description.endswith("including:")


def test_a_code_that_is_archived_later_is_live_before(catalogue: Catalogue) -> None:
    entry = answer(catalogue, "PA.III.A.R3", LAST_DAY_OF_6B)
    assert not entry.archived
    assert entry.description == "Confirmation or expectation bias."
    assert entry.former_text is None


def test_no_code_is_archived_before_the_edition_that_archived_it(catalogue: Catalogue) -> None:
    for prefix in catalogue.prefixes:
        for code in catalogue.codes_of_prefix(prefix):
            later = answer(catalogue, code, date(2026, 1, 1))
            if not later.archived:
                continue
            earlier = answer(catalogue, code, LAST_DAY_OF_6B)
            assert not earlier.archived
            assert "[Archived]" not in f"{earlier.description} {earlier.parent_description}"
            assert earlier.is_worded or earlier.description == "[Wording not held]"
            assert earlier.full_description.endswith(
                earlier.description if earlier.is_worded else later.former_text or ""
            )
            assert earlier.is_worded or "is not held" in (earlier.edition_note or "")


@pytest.mark.parametrize(
    ("code", "on", "document", "had_it", "note"),
    [
        ("PA.I.B.K1e", LAST_DAY_OF_6B, "FAA-S-ACS-6C", False, "Not in FAA-S-ACS-6B"),
        ("PA.I.C.K3l", LAST_DAY_OF_6B, "FAA-S-ACS-6C", True, "Added by FAA-S-ACS-6B (with Change"),
        ("PA.I.C.K3l", date(2019, 6, 5), "FAA-S-ACS-6C", False, "Not in FAA-S-ACS-6B,"),
        ("PA.I.B.K1a", date(2018, 6, 10), "FAA-S-ACS-6B", None, "FAA-S-ACS-6A (Change 1) was in"),
        ("PA.I.B.K1a", date(2015, 1, 1), "FAA-S-ACS-6B", None, "No edition in force on that day"),
        ("CA.I.A.K1", LAST_DAY_OF_6B, "FAA-S-ACS-7B", None, "FAA-S-ACS-7A (Change 1) was in"),
        ("IR.I.A.K1", LAST_DAY_OF_6B, "FAA-S-ACS-8C", None, "FAA-S-ACS-8B (with Change 1) was in"),
        ("PH.I.A.K1", LAST_DAY_OF_6B, "FAA-S-ACS-15", None, "No edition in force on that day"),
        ("UA.I.A.K1", date(2021, 4, 5), "FAA-S-ACS-10B", None, "No edition in force on that day"),
        ("PLT044", date(2019, 1, 1), "Learning Statement Reference Guide", None, "only one held"),
        ("AMG003", date(2023, 8, 1), "Learning Statement Reference Guide", False, "valid only"),
    ],
)
def test_an_answer_from_another_edition_says_so(
    code: str, on: date, document: str, had_it: bool | None, note: str, catalogue: Catalogue
) -> None:
    entry = answer(catalogue, code, on)
    assert entry.document.startswith(document)
    assert entry.in_force is False
    assert entry.in_edition_in_force is had_it
    assert entry.edition_note is not None
    assert note in entry.edition_note


def test_a_change_that_is_not_held_is_mentioned(catalogue: Catalogue) -> None:
    entry = answer(catalogue, "PA.I.B.K1a", LAST_DAY_OF_6B)
    assert entry.edition_note is not None
    assert "Change 1) of 2019-06-06 is not held" in entry.edition_note
    assert answer(catalogue, "PA.I.B.K1a", date(2019, 6, 5)).edition_note is None


@pytest.mark.parametrize("code", ["UA.I.A.K1", "AM.I.A.K1", "PH.I.A.K1", "PLT044", "RIG001"])
def test_nothing_is_remarked_where_the_edition_in_force_answers(
    code: str, catalogue: Catalogue
) -> None:
    entry = answer(catalogue, code, date(2024, 6, 1))
    assert entry.in_force
    assert entry.edition_note is None


@settings(deadline=None)
@given(on=st.dates(date(1990, 1, 1), date(2060, 1, 1)))
def test_every_code_of_the_present_is_answered_on_any_day(on: date, catalogue: Catalogue) -> None:
    for code in ("PA.I.C.K2", "PA.IX.C.K1a", "CA.I.A.K1", "AA.VI.F.R3a", "UA.I.B.K1", "PLT044"):
        entry = answer(catalogue, code, on)
        assert entry.in_force or entry.edition_note


def test_a_learning_statement_has_its_line_and_no_headings(catalogue: Catalogue) -> None:
    entry = answer(catalogue, "PLT044", FIRST_DAY_OF_6C)
    assert entry.family is CodeFamily.LEARNING_STATEMENT
    assert entry.kind is ElementSort.LEARNING_STATEMENT
    assert entry.description == "Interpret ATC communications / instructions / terminology"
    assert (entry.area, entry.task, entry.task_id, entry.references) == ("", "", "", ())


@pytest.mark.parametrize("code", ["PA.I.B.K99", "ZZ.I.A.K1", "PLT999", "A20", "", "PA", "PL.", "§"])
def test_what_does_not_exist_is_not_found(code: str, catalogue: Catalogue) -> None:
    assert catalogue.lookup(code) is None
    assert code not in catalogue


def test_membership_is_of_any_edition(catalogue: Catalogue) -> None:
    assert "PA.I.B.K1e" in catalogue
    assert "PLT044" in catalogue
    assert 44 not in catalogue


def test_codes_of_a_prefix_come_in_the_order_of_the_document(catalogue: Catalogue) -> None:
    codes = catalogue.codes_of_prefix("PA")
    assert codes[:3] == ("PA.I.A.K1", "PA.I.A.K2", "PA.I.A.K3")
    assert codes.index("PA.I.B.K1e") == codes.index("PA.I.B.K1d") + 1
    assert catalogue.codes_of_prefix("ZZ") == ()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("PA.l.C.K2", "PA.I.C.K2"),
        ("PA.1.C.K2", "PA.I.C.K2"),
        ("PA I C K2", "PA.I.C.K2"),
        ("pa.i.b.k1a", "PA.I.B.K1a"),
        ("CA.1.I.R3", "CA.I.I.R3"),
        ("IH.IL.A.R2", "IH.II.A.R2"),
        ("PA.I.B.K1z", "PA.I.B.K1"),
        ("PA.I.C.K9", "PA.I.C.K1"),
        ("PX.I.A.K1", "PA.I.A.K1"),
        ("PLT55", "PLT550"),
        ("PLT299", "PLT290"),
    ],
)
def test_near_misses_are_offered(typed: str, meant: str, catalogue: Catalogue) -> None:
    near = catalogue.near(typed)
    assert meant in near
    assert len(near) <= 5
    assert all(code in catalogue for code in near)


@pytest.mark.parametrize("typed", ["", "...", "hello world", "ZZZZZZ", "12345"])
def test_nothing_is_offered_where_nothing_is_alike(typed: str, catalogue: Catalogue) -> None:
    assert catalogue.near(typed) == []


@settings(deadline=None)
@given(text=st.text(max_size=30))
def test_anything_may_be_looked_up_and_searched(text: str, catalogue: Catalogue) -> None:
    catalogue.lookup(text)
    assert len(catalogue.near(text, limit=3)) <= 3
    assert len(catalogue.search(text, limit=3)) <= 3


def test_search_finds_all_words_in_any_order_and_number(catalogue: Catalogue) -> None:
    found = [entry.code for entry in catalogue.search("icing carburetors", 10)]
    assert "PA.IX.C.K1b" in found
    assert found == [entry.code for entry in catalogue.search("ICING Carburetor", 10)]


def test_search_puts_a_codes_own_words_before_its_headings(catalogue: Catalogue) -> None:
    hits = catalogue.search("thunderstorms", 50, prefix="PA")
    assert hits[0].code == "PA.I.C.K3h"


def test_search_looks_into_parents_and_tasks(catalogue: Catalogue) -> None:
    found = {entry.code for entry in catalogue.search("airworthiness expiration", prefix="PA.")}
    assert "PA.I.B.K1a" in found


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("PA.I.B.K1a", ["PA.I.B.K1a"]),
        ("PA.I.B.K3 ", ["PA.I.B.K3", "PA.I.B.K3a", "PA.I.B.K3b", "PA.I.B.K3c", "PA.I.B.K3d"]),
        ("MC.III", ["MC.III.A.K1"]),
        ("PLT044", ["PLT044"]),
    ],
)
def test_search_for_a_code_finds_what_stands_under_it(
    words: str, found: list[str], catalogue: Catalogue
) -> None:
    assert [entry.code for entry in catalogue.search(words)][: len(found)] == found


def test_a_code_of_a_standard_that_is_not_held_is_not_corrected(catalogue: Catalogue) -> None:
    assert catalogue.lookup("SH.I.A.K1") is None
    assert catalogue.near("SH.I.A.K1") == []
    assert set(catalogue.not_held) == {"SH", "FH"}
    assert catalogue.not_held["SH"].startswith("FAA-S-ACS-26, Sport Pilot for Helicopter")


def test_search_keeps_to_prefix_and_limit(catalogue: Catalogue) -> None:
    hits = catalogue.search("weather", 7, prefix="UA")
    assert len(hits) == 7
    assert all(hit.code.startswith("UA") for hit in hits)
    assert catalogue.search("weather", 0) == []


@pytest.mark.parametrize("words", ["", "   ", "the of and", "xyzzy", "weather xyzzy", "'", "()"])
def test_search_for_nothing_finds_nothing(words: str, catalogue: Catalogue) -> None:
    assert catalogue.search(words) == []


def test_editions_are_named_by_number_or_letter(catalogue: Catalogue) -> None:
    assert catalogue.edition("6b").document == "FAA-S-ACS-6B"
    assert catalogue.edition("FAA-S-ACS-6B") == catalogue.edition("6B")
    with pytest.raises(UnknownEditionError, match="FAA-S-ACS-6C"):
        catalogue.edition("6Z")
