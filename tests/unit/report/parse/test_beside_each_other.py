"""Reports that stand beside each other: in the columns of a comparison, or two pages on one."""

from datetime import date

import pytest

from aktr.report.model import Grade
from typed_pages import CODES, VALUES, codes, parse, parse_one, values

OTHER = VALUES | {
    "name": "ROE, RICHARD",
    "ftn": "C7654321",
    "exam_id": "90000020260301002",
    "exam_title": "Instrument Rating Airplane",
    "exam_code": "IRA",
    "exam_date": date(2026, 3, 1),
    "exam_site": "LAS18796",
    "score": 60,
    "grade": Grade.FAIL,
    "take": 2,
    "expiration_date": date(2028, 3, 31),
}
COMPARED = """
Airman Knowledge Test Reports, side by side

Name               DOE, JANE ANN                   ROE, RICHARD
FTN                C1234567                        C7654321
Exam I.D.          90000020260214001               90000020260301002
Knowledge Test     Private Pilot Airplane (PAR)    Instrument Rating Airplane
                                                   (IRA)
Test Date          02/14/2026                      03/01/2026
Test Site          ABS60104                        LAS18796
Percentage         93                              60
Outcome            Passed                          Failed
Take No.           First                           Second
Valid Through      02/29/2028                      03/31/2028
Codes              PA.I.B.K1a                      IR.I.A.K2
                   PA.I.C.K2                       IR.I.B.K2f
                   PA.III.A.K8
                   PA.VI.A.K1

A single code may represent more than one incorrect response on the test that was taken.
"""
TWO_PAGES_ON_ONE = """
Your test results                               Your test results
Test taker    DOE, JANE ANN                     Test taker    ROE, RICHARD
FTN           C1234567                          FTN           C7654321
Exam ID       90000020260214001                 Exam ID       90000020260301002
Exam          Private Pilot Airplane (PAR)      Exam          Instrument Rating Airplane (IRA)
Date          02/14/2026                        Date          03/01/2026
Site          ABS60104                          Site          LAS18796
Score         93 %                              Score         60 %
Grade         Pass                              Grade         Fail
Take          1                                 Take          2

PA.I.B.K1a  PA.I.C.K2  PA.III.A.K8              IR.I.A.K2  IR.I.B.K2f
PA.VI.A.K1
                                                Valid through 03/31/2028
Valid through 02/29/2028
"""


@pytest.mark.parametrize("form", [COMPARED, TWO_PAGES_ON_ONE], ids=["compared", "two on one"])
def test_each_column_is_a_report(form: str) -> None:
    one, other = parse(form)
    assert values(one) == VALUES
    assert codes(one) == CODES
    assert values(other) == OTHER
    assert codes(other) == ("IR.I.A.K2", "IR.I.B.K2f")
    assert not one.unresolved_codes
    assert not other.unresolved_codes


@pytest.mark.parametrize("lost", ["C7654321", "ROE, RICHARD", "Failed", "Second"])
def test_a_value_that_one_column_lacks_is_not_taken_from_another_one(lost: str) -> None:
    one, other = parse(COMPARED.replace(lost, " " * len(lost)))
    assert values(one) == VALUES
    missing = {name for name, value in OTHER.items() if values(other)[name] != value}
    assert len(missing) == 1
    assert values(other)[missing.pop()] is None


def test_a_second_exam_id_on_the_line_of_the_first_makes_no_second_report() -> None:
    form = f"""
                    Airman Knowledge Test Report
Name: DOE, JANE ANN
FTN: C1234567
Exam ID: 90000020260214001        Exam ID: 90000020250301002
Exam: Private Pilot Airplane (PAR)
Exam Date: 02/14/2026             Exam Site: ABS60104
Score: 93 %     Grade: Pass       Take: 1
{" ".join(CODES)}
Expiration Date: 02/29/2028
"""
    report = parse_one(form)
    assert values(report) == VALUES
    assert report.exam_id.doubt is not None
