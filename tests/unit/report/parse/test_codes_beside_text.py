"""Lists in a column of their own, beside which sentences run that do not belong to them."""

from aktr.report.confidence import REVIEW_BELOW
from typed_pages import codes, parse_one

FORM = """
                    Airman Knowledge Test Report
Codes                   Name:              DOE, JANE ANN
PA.I.B.K1a              FTN:               C1234567
PA.I.C.K2               Exam ID:           90000020260214001
PA.III.A.K8             Exam:              Private Pilot Airplane (PAR)
PA.VI.A.K1              Exam Date:         02/14/2026
PA.VI.A.K2              Score:             83 %
PA.VI.B.K1              Grade:             Pass

PA.I.D.K1               Airman Certification Standards (ACS) codes listed below
PA.I.E.K1               represent incorrectly answered questions. ACS codes can be
PA.I.F.K1               found in the appropriate ACS.
"""


def test_a_code_between_others_of_its_column_counts_whatever_is_said_beside_it() -> None:
    report = parse_one(FORM)
    assert codes(report)[-3:] == ("PA.I.D.K1", "PA.I.E.K1", "PA.I.F.K1")
    assert all(code.confidence == 1.0 for code in report.codes)


def test_a_code_at_the_end_of_its_column_is_in_doubt_if_a_sentence_may_explain_it() -> None:
    report = parse_one(FORM.replace("PA.I.F.K1  ", "           "))
    assert codes(report)[-2:] == ("PA.I.D.K1", "PA.I.E.K1")
    assert report.codes[-1].confidence < REVIEW_BELOW


def test_a_code_that_a_sentence_explains_below_a_list_is_no_more_than_mentioned() -> None:
    report = parse_one(f"{FORM}\n\nPA.I.G.K1 represents area I, task G, element K1.\n")
    assert codes(report)[-1] == "PA.I.F.K1"
