"""Sentences that tell a result may end their lines anywhere, and titles have neighbours."""

import pytest

from designed_forms import read
from typed_pages import VALUES, codes, values

PERSON = """
                  SUMMARY OF KNOWLEDGE TEST REPORT
Name: DOE, JANE ANN
FTN: C1234567
Exam ID: 90000020260214001
"""
CODES_OF_LETTER = """
The codes below identify the subject areas answered incorrectly.
PA.I.B.K1a, PA.I.C.K2, PA.III.A.K8, PA.VI.A.K1
"""


_TAKEN = "The applicant took the Private Pilot Airplane (PAR) test."
_RESULT = "Exam site: ABS60104. Score: 93%. Grade: Pass. Take: 1."


@pytest.mark.parametrize(
    "told",
    [
        f"""{_TAKEN} Exam
date: February 14, 2026. {_RESULT} Expiration
date: February 29, 2028.""",
        f"""{_TAKEN} Exam date: February 14,
2026. {_RESULT} Expiration date: February
29, 2028.""",
        f"""{_TAKEN} Exam date: 14 February
2026. {_RESULT} Expiration date: 29 February
2028.""",
    ],
)
def test_labels_and_dates_are_whole_that_a_line_end_breaks(told: str) -> None:
    report = read(f"{PERSON}{told}\n{CODES_OF_LETTER}")
    assert values(report) == VALUES
    assert len(codes(report)) == 4


@pytest.mark.parametrize(
    "exam",
    [
        "EXAM: .............. Private Pilot Airplane (PAR)",
        "EXAM: Private Pilot Airplane (PAR) response.",
    ],
)
def test_neither_leading_dots_nor_words_behind_the_code_belong_to_a_title(exam: str) -> None:
    report = read(
        f"{PERSON}{exam}\nEXAM DATE: 02/14/2026\nEXAM SITE: ABS60104\nSCORE: 93%\nGRADE: Pass\n"
        f"TAKE: 1\nEXPIRATION DATE: 02/29/2028\n{CODES_OF_LETTER}"
    )
    assert values(report) == VALUES


def test_a_numbered_code_beside_a_label_is_one_of_the_list() -> None:
    report = read(
        """
        Applicant and test          Codes
        Name of applicant           1. PA.I.B.K1a
        DOE, JANE ANN
        FTN
        C1234567
        Exam ID
        90000020260214001
        Score (%)
        98
        """
    )
    assert codes(report) == ("PA.I.B.K1a",)
