"""What changed between two editions."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from aktr.acs.catalogue import Catalogue
from aktr.acs.compare import compare_editions, normalised
from invented_standards import edition

DAY = date(2024, 5, 31)
CODES = [f"ZZ.I.A.K{number}" for number in range(1, 8)]

wordings = st.dictionaries(
    st.sampled_from(CODES), st.sampled_from(["One.", "Two.", "[Archived]"]), min_size=1
)


def test_added_archived_gone_and_reworded_codes_are_told_apart() -> None:
    older = edition("A", DAY, {"ZZ.I.A.K1": "Same.", "ZZ.I.A.K2": "Old.", "ZZ.I.A.K3": "x"})
    newer = edition("B", DAY, {"ZZ.I.A.K1": "Same.", "ZZ.I.A.K2": "New.", "ZZ.I.A.K4": "y"})
    archiving = edition("C", DAY, {"ZZ.I.A.K1": "[Archived]"})
    result = compare_editions(older, newer)
    assert (result.added, result.removed, result.unchanged) == (("ZZ.I.A.K4",), ("ZZ.I.A.K3",), 1)
    assert [(row.code, row.before, row.after) for row in result.reworded] == [
        ("ZZ.I.A.K2", "Old.", "New.")
    ]
    assert compare_editions(older, archiving).archived == ("ZZ.I.A.K1",)


@given(wordings, wordings)
def test_every_code_is_counted_once(before: dict[str, str], after: dict[str, str]) -> None:
    result = compare_editions(edition("A", DAY, before), edition("B", DAY, after))
    in_newer = len(result.added) + len(result.archived) + len(result.reworded) + result.unchanged
    assert in_newer == len(after)
    assert len(before) - len(result.removed) + len(result.added) == len(after)
    assert compare_editions(edition("A", DAY, before), edition("A", DAY, before)).unchanged == len(
        before
    )


def test_typesetting_is_no_change_of_wording() -> None:
    assert normalised("pilot’s  choice – or “not”") == normalised('pilot\'s choice - or "not"')
    assert normalised("Single-Pilot") != normalised("Single Pilot")


def test_6c_adds_103_codes_to_6b_and_archives_18(catalogue: Catalogue) -> None:
    result = compare_editions(catalogue.edition("6B"), catalogue.edition("6C"))
    assert (len(result.added), len(result.archived), len(result.removed)) == (103, 18, 0)
    assert result.unchanged + len(result.reworded) + 18 == 1089
