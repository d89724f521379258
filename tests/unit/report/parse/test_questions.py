"""Forms that ask for each value in a question."""

import pytest

from typed_pages import CODES, VALUES, codes, parse_one, values

ANSWERS_BELOW = """
Your knowledge test report explained

Who took the test?
  DOE, JANE ANN
What is the FAA Tracking Number (FTN)?
  C1234567
What is the exam ID?
  90000020260214001
Which test was taken?
  Private Pilot Airplane (PAR)
When did you take the test?
  02/14/2026
Where (test site)?
  ABS60104
What was the score?
  93
Passed or failed?
  Pass
Which attempt was it?
  1
When does the report expire?
  02/29/2028
Which codes were missed?
PA.I.B.K1a, PA.I.C.K2, PA.III.A.K8, PA.VI.A.K1
"""
ANSWERS_BESIDE = """
                    Airman Knowledge Test Report

Whose report is this?                 DOE, JANE ANN
What is your FTN?                     C1234567
Number of the test?                   90000020260214001
What test was it?                     Private Pilot Airplane (PAR)
On which day did you take it?         02/14/2026
At which testing center?              ABS60104
What was the passing score?           70
How many percent were scored?         93
Did you pass or fail?                 Pass
How many times did you sit the test?  1
How long is it valid?                 02/29/2028
When was this report printed?         02/15/2026

PA.I.B.K1a, PA.I.C.K2, PA.III.A.K8, PA.VI.A.K1
"""


@pytest.mark.parametrize("form", [ANSWERS_BELOW, ANSWERS_BESIDE], ids=["below", "beside"])
def test_an_answer_is_the_value_for_which_its_question_asks(form: str) -> None:
    report = parse_one(form)
    assert values(report) == VALUES
    assert codes(report) == CODES


def test_questions_that_explain_a_report_are_no_labels() -> None:
    faq = """

What was the score?
A score of 70 is the least that passes.
When does the report expire?
Reports of tests taken on 03/01/2026 expire on 03/31/2028.
Where (test site)?
"""
    form = "\n".join(
        f"{label}: {value}"
        for label, value in (
            ("Name", "DOE, JANE ANN"),
            ("FTN", "C1234567"),
            ("Exam ID", "90000020260214001"),
            ("Exam", "Private Pilot Airplane (PAR)"),
            ("Exam date", "02/14/2026"),
            ("Exam site", "ABS60104"),
            ("Score", "93%"),
            ("Grade", "Pass"),
            ("Take", "1"),
            ("Expiration date", "02/29/2028"),
        )
    )
    assert values(parse_one(f"Airman Knowledge Test Report\n\n{form}{faq}")) == VALUES
