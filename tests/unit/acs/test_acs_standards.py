"""Timelines: what answers when editions are held, changed, or known by name only."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aktr.acs.standards import Answer, KnownRevision, Standard
from invented_standards import edition, held

FIRST = edition("FAA-S-ACS-98A", date(2020, 1, 1), {"ZZ.I.A.K1": "One.", "ZZ.I.A.K2": "Two."})
SECOND = edition(
    "FAA-S-ACS-98C",
    date(2024, 1, 1),
    {"ZZ.I.A.K1": "One, reworded.", "ZZ.I.A.K2": "[Archived]", "ZZ.I.A.K3": "Three."},
)
THIRD = edition("FAA-S-ACS-98D", date(2026, 1, 1), {"ZZ.I.A.K1": "One, again."})

STANDARD = Standard(
    "ZZ",
    [held(THIRD), held(FIRST), held(SECOND)],
    [
        KnownRevision("FAA-S-ACS-98", date(2018, 1, 1)),
        KnownRevision("FAA-S-ACS-98B", date(2022, 1, 1)),
        KnownRevision(
            "FAA-S-ACS-98C (Change 1)",
            date(2025, 1, 1),
            "FAA-S-ACS-98C",
            frozenset({"ZZ.I.A.K4"}),
        ),
    ],
)


def ask(code: str, on: date) -> Answer | None:
    return STANDARD.answer(code, STANDARD.period(on))


@pytest.mark.parametrize(
    ("on", "text", "in_force", "had_it"),
    [
        (date(2017, 12, 31), "One.", False, None),
        (date(2018, 1, 1), "One.", False, None),
        (date(2020, 1, 1), "One.", True, True),
        (date(2021, 12, 31), "One.", True, True),
        (date(2022, 1, 1), "One, reworded.", False, None),
        (date(2024, 1, 1), "One, reworded.", True, True),
        (date(2025, 6, 1), "One, reworded.", True, True),
        (date(2026, 1, 1), "One, again.", True, True),
    ],
)
def test_the_edition_in_force_answers_or_the_next_one(
    on: date, text: str, in_force: bool, had_it: bool | None
) -> None:
    answer = ask("ZZ.I.A.K1", on)
    assert answer is not None
    assert (answer.element.text, answer.in_force) == (text, in_force)
    assert answer.in_edition_in_force is had_it


@pytest.mark.parametrize(
    ("code", "on", "document", "note"),
    [
        ("ZZ.I.A.K3", date(2021, 1, 1), "FAA-S-ACS-98C", "Not in FAA-S-ACS-98A, the edition in"),
        ("ZZ.I.A.K1", date(2022, 1, 1), "FAA-S-ACS-98C", "FAA-S-ACS-98B was in force on that"),
        ("ZZ.I.A.K3", date(2026, 1, 1), "FAA-S-ACS-98C", "Not in FAA-S-ACS-98D, the edition in"),
        ("ZZ.I.A.K1", date(2018, 1, 1), "FAA-S-ACS-98A", "FAA-S-ACS-98 was in force on that day"),
    ],
)
def test_what_another_edition_answers_is_said(
    code: str, on: date, document: str, note: str
) -> None:
    answer = ask(code, on)
    assert answer is not None
    assert answer.edition.document == document
    assert answer.note is not None
    assert answer.note.startswith(note)
    assert answer.note.endswith(f"answered from {document}.")


def test_what_no_edition_has_is_not_answered() -> None:
    assert ask("ZZ.I.A.K9", date(2024, 1, 1)) is None
    assert ask("ZZ.I.A.K4", date(2025, 1, 1)) is None
    assert "ZZ.I.A.K9" not in STANDARD
    assert "ZZ.I.A.K3" in STANDARD


def test_an_imported_edition_takes_the_place_of_its_name_in_the_timeline() -> None:
    standard = Standard("ZZ", [held(FIRST)], [KnownRevision(FIRST.document, date(2019, 1, 1))])
    answer = standard.answer("ZZ.I.A.K1", standard.period(date(2019, 6, 1)))
    assert answer is not None
    assert not answer.in_force


def test_the_former_text_is_that_of_the_last_edition_that_had_one() -> None:
    assert STANDARD.former_text("ZZ.I.A.K2", SECOND.effective) == ("Two.", "FAA-S-ACS-98A")
    assert STANDARD.former_text("ZZ.I.A.K2", FIRST.effective) is None


@given(
    days=st.lists(
        st.dates(date(2000, 1, 1), date(2040, 1, 1)), min_size=1, max_size=5, unique=True
    ),
    on=st.dates(date(1990, 1, 1), date(2050, 1, 1)),
)
def test_with_every_edition_held_the_last_one_begun_answers(days: list[date], on: date) -> None:
    held_editions = [
        held(edition(f"FAA-S-ACS-{n}", day, {"ZZ.I.A.K1": day.isoformat()}))
        for n, day in enumerate(days)
    ]
    standard = Standard("ZZ", held_editions)
    answer = standard.answer("ZZ.I.A.K1", standard.period(on))
    assert answer is not None
    begun = [day for day in days if day <= on]
    assert answer.element.text == (max(begun) if begun else min(days)).isoformat()
    assert answer.in_force is bool(begun)
