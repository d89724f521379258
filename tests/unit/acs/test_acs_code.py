"""The grammar of codes."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aktr.acs.catalogue import Catalogue
from aktr.acs.code import (
    ACS_CODE_PATTERN,
    ROMAN_AREAS,
    AcsCode,
    CodeFamily,
    ElementKind,
    family_of,
)

KINDS: tuple[ElementKind, ...] = ("K", "R", "S")

well_formed = st.builds(
    AcsCode,
    prefix=st.from_regex(r"\A[A-Z]{2}\Z"),
    area=st.sampled_from(ROMAN_AREAS),
    task=st.sampled_from("ABCDEFGHIJKLMNOP"),
    kind=st.sampled_from(KINDS),
    number=st.integers(1, 99),
    letter=st.sampled_from(["", *"abcdefghijklm"]),
)


@given(well_formed)
def test_a_code_is_what_its_text_says(code: AcsCode) -> None:
    assert AcsCode.parse(code.text) == code
    assert re.fullmatch(ACS_CODE_PATTERN, code.text)
    assert family_of(code.text) is CodeFamily.ACS


@given(well_formed)
def test_a_sub_element_belongs_to_the_element_without_its_letter(code: AcsCode) -> None:
    if code.letter:
        assert code.parent == code.text[:-1]
        assert AcsCode.parse(code.text[:-1]).parent is None
    else:
        assert code.parent is None
    assert code.text.startswith(f"{code.task_id}.")
    assert code.task_id.startswith(f"{code.area_id}.")


@given(st.text(max_size=14))
def test_whatever_is_taken_for_a_code_reads_the_same_again(text: str) -> None:
    try:
        code = AcsCode.parse(text)
    except ValueError:
        assert family_of(text) is not CodeFamily.ACS
    else:
        assert code.text == text


@pytest.mark.parametrize(
    "text",
    [
        "PA.IIII.A.K1",  # no such numeral
        "PA.XVII.A.K1",  # beyond the largest area
        "PA.VX.A.K1",
        "PA.1.A.K1",
        "PA.I.Q.K1",
        "PA.I.A.T1",
        "PA.I.A.K0",
        "PA.I.A.K01",
        "PA.I.A.K100",
        "PA.I.A.K1n",
        "PA.I.A.K1A",
        "pa.I.A.K1",
        "PA I A K1",
        "PA.I.A",
        "PA.I.A.K1\n",
        "PA.I.A.K١",  # an Arabic-Indic digit is no digit of a code
        "",
    ],
)
def test_what_breaks_the_grammar_is_no_code(text: str) -> None:
    assert family_of(text) is None
    with pytest.raises(ValueError, match="not an ACS code"):
        AcsCode.parse(text)


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("PLT044", CodeFamily.LEARNING_STATEMENT),
        ("AMG003", CodeFamily.LEARNING_STATEMENT),
        ("IAR001", CodeFamily.LEARNING_STATEMENT),
        ("XYZ001", None),
        ("PLT44", None),
        ("A20", CodeFamily.SUBJECT_MATTER),
        ("H301", CodeFamily.SUBJECT_MATTER),
        ("H3011", None),
    ],
)
def test_families_are_told_apart_by_form(text: str, family: CodeFamily | None) -> None:
    assert family_of(text) is family


def test_codes_sort_as_the_standards_print_them() -> None:
    printed = ["PA.I.A.K2", "PA.I.A.K10", "PA.I.A.R1", "PA.I.B.K1", "PA.IX.A.K1", "PA.X.A.K1a"]
    shuffled = sorted(printed)
    assert shuffled != printed
    assert sorted(shuffled, key=lambda code: AcsCode.parse(code).sort_key) == printed


def test_every_code_of_the_catalogue_follows_the_grammar(catalogue: Catalogue) -> None:
    for prefix in catalogue.prefixes:
        for code in catalogue.codes_of_prefix(prefix):
            assert AcsCode.parse(code).text == code
