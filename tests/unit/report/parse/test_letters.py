"""Letters of instructors, who tell the report in sentences of their own."""

from datetime import date

import pytest

from aktr.report.confidence import REVIEW_BELOW
from aktr.report.model import Grade
from designed_forms import read
from typed_pages import codes

HEAD_OF_LETTER = """
Example Aviation Academy
Springfield, ZZ

May 23, 2026

To whom it may concern:

"""
END_OF_LETTER = """

Please keep this letter with the application.

Pat Sample
Chief instructor
"""
LETTERS = [
    """
Jane Ann Doe, FAA tracking number C1234567, sat the Private Pilot Airplane (PAR) knowledge
test on May 21, 2026 at testing center ABS60104. The exam ID is 90000020260521001. This was
the applicant's second take of the test. The score was 93 percent, a passing grade (70
percent is needed). The result stays valid through May 31, 2028.

The questions answered incorrectly carry the codes PA.I.B.K1a, PA.I.C.K2, PA.III.A.K8
and PA.VI.A.K1.
""",
    """
I am writing about my applicant Jane Ann Doe (FTN C1234567). On 05/21/2026, on the second
attempt, the applicant passed the Private Pilot Airplane (PAR) test with 93% at site
ABS60104; the exam ID of that test is 90000020260521001, and the report expires on
05/31/2028. It is take 2.

The report lists PA.I.B.K1a, PA.I.C.K2, PA.III.A.K8 and PA.VI.A.K1 as the codes of the
missed questions.
""",
    """
According to the report with exam ID 90000020260521001, Jane Ann Doe passed the Private
Pilot Airplane (PAR) examination. It was taken on 21 May 2026 at center ABS60104 and scored
93 percent; it was attempt number 2. The applicant's FTN is C1234567. The report is good
until 31 May 2028. The codes that it has for questions missed are PA.I.B.K1a, PA.I.C.K2,
PA.III.A.K8 and PA.VI.A.K1.
""",
    """
Deficient areas: PA.I.B.K1a, PA.I.C.K2, PA.III.A.K8 and PA.VI.A.K1. These come from the
Private Pilot Airplane (PAR) knowledge test that Jane Ann Doe took on May 21, 2026 (exam
ID 90000020260521001, exam site ABS60104, take 2), where the score was 93% and the grade
Pass. The expiration date on the report is May 31, 2028; the FAA tracking number is
C1234567.

The applicant has logged 24.7 hours and scored 82% in our own stage check on Apr 11, 2026.
""",
]


@pytest.mark.parametrize("letter", LETTERS, ids=["sat", "passed with", "passed", "took"])
def test_a_letter_tells_everything_in_words_of_its_own(letter: str) -> None:
    report = read(HEAD_OF_LETTER + letter + END_OF_LETTER)

    assert report.name.value == "Jane Ann Doe"
    assert report.name.confidence > REVIEW_BELOW
    assert report.ftn.value == "C1234567"
    assert report.exam == "Private Pilot Airplane (PAR)"
    assert report.exam_id.value == "90000020260521001"
    assert report.exam_date.value == date(2026, 5, 21)
    assert report.exam_site.value == "ABS60104"
    assert (report.score.value, report.grade.value) == (93, Grade.PASS)
    assert report.take.value == 2
    assert report.expiration_date.value == date(2028, 5, 31)
    assert codes(report) == ("PA.I.B.K1a", "PA.I.C.K2", "PA.III.A.K8", "PA.VI.A.K1")
    assert report.unresolved_codes == ()
    assert all(code.confidence > REVIEW_BELOW for code in report.codes)


@pytest.mark.parametrize(
    "sentence",
    [
        "Codes such as PA.I.A.K1 and PA.I.A.K2 are printed for each of the missed questions.",
        "The questions of PA.I.A.K1 were answered correctly and none was missed in that area.",
        "A code like PA.I.A.K1 may stand for more than one of the questions that were missed.",
        "On an earlier test the questions missed by the applicant were those of PA.I.A.K1.",
    ],
)
def test_a_sentence_that_only_speaks_of_a_code_tells_none(sentence: str) -> None:
    report = read(HEAD_OF_LETTER + LETTERS[0] + sentence + END_OF_LETTER)
    assert not {"PA.I.A.K1", "PA.I.A.K2"}.intersection(codes(report))


COMPARED = """
                    Airman Knowledge Test Report
Name: DOE, JANE ANN                 FTN: C1234567
Exam: Private Pilot Airplane (PAR)  Exam ID: 90000020260214001
Exam date: 02/14/2026               Exam site: ABS60104
Score: 93%    Grade: Pass   Take: 1   Expires: 02/29/2028

Codes missed
{own}

{heading}
Fundamentals of Instructing (FOI), 01/29/2025: 90%, passed. Codes then: FI.I.A.K2; FI.I.B.K14;
{foreign}
"""


@pytest.mark.parametrize("heading", ["Kept for the study plan", "Earlier test of this student"])
def test_codes_behind_the_title_of_another_test_are_none_of_this_one(heading: str) -> None:
    form = COMPARED.format(own="PA.I.B.K1a PA.I.C.K2", heading=heading, foreign="FI.I.C.K7")
    report = read(form)
    assert codes(report) == ("PA.I.B.K1a", "PA.I.C.K2")
    assert report.unresolved_codes == ()


def test_codes_that_may_be_of_this_test_are_never_left_out() -> None:
    form = COMPARED.format(own="PA.I.B.K1a", heading="Kept", foreign="PA.I.C.K2")
    assert {"PA.I.B.K1a", "PA.I.C.K2"} <= set(codes(read(form)))


def test_a_list_is_kept_that_would_be_empty_without_the_codes_of_another_test() -> None:
    form = COMPARED.format(own="", heading="Kept", foreign="FI.I.C.K7")
    assert codes(read(form)) == ("FI.I.A.K2", "FI.I.B.K14", "FI.I.C.K7")


NUMBERED = """
                    Airman Knowledge Test Report
Name: DOE, JANE ANN                 FTN: C1234567
Exam: Private Pilot Airplane (PAR)  Exam ID: 90000020260214001
Codes missed
1. PA.I.C.K2
  Weather products required for preflight planning, current and forecast, such as:
2. PA.I.C.K2b
  Surface Analysis Chart
3. PA.I.H.K1a
  Hypoxia
"""


def test_a_numbered_code_below_a_subject_that_ends_in_such_as_is_listed() -> None:
    assert codes(read(NUMBERED)) == ("PA.I.C.K2", "PA.I.C.K2b", "PA.I.H.K1a")


def test_of_two_persons_with_a_number_neither_is_certain() -> None:
    letter = LETTERS[1].replace(
        "I am writing about my applicant",
        "I, Pat Sample, FAA tracking number A7654321, certify about my Student",
    )
    report = read(HEAD_OF_LETTER + letter + END_OF_LETTER)
    assert report.name.value == "Jane Ann Doe"
    assert report.ftn.doubt


def test_the_mark_that_passes_is_no_grade() -> None:
    form = COMPARED.format(own="PA.I.B.K1a", heading="", foreign="").replace(
        "Grade: Pass", "Pass mark 70%"
    )
    assert read(form).grade.value is None
