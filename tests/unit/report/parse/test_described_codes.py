"""Lists that run on as a paragraph and tell the subject of each code behind it."""

import pytest

from typed_pages import CODES, VALUES, changed, codes, parse_one, values

LIST = " ".join(CODES)


@pytest.mark.parametrize(
    "printed",
    [
        (
            "PA.I.B.K1a (Certificates and documents); PA.I.C.K2 (Light gun signals); PA.III.A.K8\n"
            "(Runway lighting); PA.VI.A.K1 (Pilotage)."
        ),
        (
            "PA.I.B.K1a (Density altitude (and its effects) on\ntakeoff), PA.I.C.K2 (Load\n"
            "factor (60 degrees)), PA.III.A.K8 (Signals), and PA.VI.A.K1 (Pilotage)"
        ),
        (
            "PA.I.B.K1a (Types of airspace: Class\nB, C and D); PA.I.C.K2 (Wing\n"
            "flaps); PA.III.A.K8 (Signals); PA.VI.A.K1 (Pilotage)"
        ),
        (
            "PA.I.B.K1a - Certificates; PA.I.C.K2 - weather products and where they come from;\n"
            "PA.III.A.K8 - runway lighting; PA.VI.A.K1 - pilotage"
        ),
    ],
)
def test_codes_of_a_paragraph_count_wherever_its_lines_break(printed: str) -> None:
    report = parse_one(changed(LIST, printed))
    assert codes(report) == CODES
    assert not report.unresolved_codes
    assert all(code.confidence == 1.0 for code in report.codes)
    assert values(report) == VALUES


def test_a_code_in_the_subject_of_another_one_is_not_of_the_list() -> None:
    printed = "PA.I.B.K1a (Weather; compare PA.I.C.K2 (Sources)); PA.III.A.K8 (Lighting)"
    assert codes(parse_one(changed(LIST, printed))) == ("PA.I.B.K1a", "PA.III.A.K8")


@pytest.mark.parametrize(
    "legend",
    [
        (
            "How to read a code (example only, not one of your results): PA.XI.A.K1: PA =\n"
            "applicable ACS; XI = Area of Operation; A = Task; K1 = Task element (Knowledge 1)."
        ),
        "How a code is made: PA.XI.A.K1: PA = applicable ACS; XI = Area of Operation; A = Task.",
        "Codes, just an example of one: PA.XI.A.K1 (area, task and element).",
    ],
)
def test_a_code_that_shows_how_codes_are_made_is_not_of_the_list(legend: str) -> None:
    report = parse_one(changed(LIST, f"{legend}\n\nYour codes\n\n{LIST}"))
    assert codes(report) == CODES
    assert not report.unresolved_codes
