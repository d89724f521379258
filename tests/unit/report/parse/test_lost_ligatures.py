"""Text layers in which another sign stands for the letters of a ligature."""

import pytest

from aktr.report.confidence import REVIEW_BELOW
from designed_forms import HEAD, TAIL, read
from typed_pages import VALUES, values

FORM = """
Name:         {name}
FTN:          C1234567
Title:        {title}
Exam ID:      90000020260214001
Exam date:    02/14/2026
Exam site:    ABS60104
Score:        93%
Grade:        Pass
{attempt}:    1
{until}:      02/29/2028
"""
WHOLE = {"name": "DOE, JANE ANN", "attempt": "Attempt", "until": "Valid until"}


@pytest.mark.parametrize("sign", ["\x18", ":", "G", "\ue01c", "&"])
def test_the_title_of_the_test_has_its_letters(sign: str) -> None:
    form = FORM.format(title=f"Instrument Ra{sign}ng Airplane (IRA)", **WHOLE)
    report = read(HEAD + form + TAIL.replace("PA.", "IR."))
    assert report.exam == "Instrument Rating Airplane (IRA)"
    assert report.exam_code.confidence > REVIEW_BELOW


def test_labels_are_understood_without_their_ligatures() -> None:
    form = FORM.format(
        name="DOE, JANE ANN",
        title="Private Pilot Airplane (PAR)",
        attempt="AFempt",
        until="Valid unGl",
    )
    assert values(read(HEAD + form + TAIL)) == VALUES


@pytest.mark.parametrize("name", ["Doe, Be\x18na", "DOE, JANE \x19"])
def test_a_name_without_its_letters_is_for_a_person(name: str) -> None:
    form = FORM.format(title="Private Pilot Airplane (PAR)", **(WHOLE | {"name": name}))
    assert read(HEAD + form + TAIL).name.confidence < REVIEW_BELOW


@pytest.mark.parametrize("sign", ["\x18", "\ue001"])
def test_an_unknown_letter_is_shown_as_such(sign: str) -> None:
    name = f"LE GOFF, G{sign}RARD"
    form = FORM.format(title="Private Pilot Airplane (PAR)", **(WHOLE | {"name": name}))
    shown = read(HEAD + form + TAIL).name
    assert shown.value == "LE GOFF, G\ufffdRARD"
    assert shown.confidence < REVIEW_BELOW


def test_a_name_with_a_sign_that_stands_for_letters_is_for_a_person() -> None:
    form = FORM.format(title="Instrument RaGng Airplane (IRA)", **(WHOLE | {"name": "Doe, BeGna"}))
    assert read(HEAD + form + TAIL).name.confidence < REVIEW_BELOW


@pytest.mark.parametrize("name", ["MacLeod, Fiona", "O'Brien-Doe, DeeAnn", "DOE-SMITH, J."])
def test_capitals_and_hyphens_in_a_name_are_no_lost_letters(name: str) -> None:
    form = FORM.format(title="Private Pilot Airplane (PAR)", **(WHOLE | {"name": name}))
    report = read(HEAD + form + TAIL)
    assert report.name.value == name
    assert report.name.confidence > REVIEW_BELOW
