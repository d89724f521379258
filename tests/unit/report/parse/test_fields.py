"""Fields are found by what their labels mean, wherever their values stand."""

from datetime import date

import pytest

from aktr.report.model import Grade
from typed_forms import FORMS, PARAGRAPH
from typed_pages import CODES, REPORT, VALUES, changed, codes, parse_one, values


@pytest.mark.parametrize("form", FORMS)
def test_values_are_found_on_whatever_side_of_their_labels_they_stand(form: str) -> None:
    report = parse_one(FORMS[form])
    assert values(report) == VALUES
    assert codes(report) == CODES
    assert report.unresolved_codes == ()
    assert report.notes == ()


@pytest.mark.parametrize("form", FORMS)
def test_the_case_of_labels_does_not_matter(form: str) -> None:
    words = ("NAME", "FTN", "EXAM", "ID", "DATE", "SITE", "SCORE", "GRADE", "TAKE", "EXPIRATION")
    text = FORMS[form]
    for word in words:
        text = text.replace(f"{word}:", f"{word.title()}:").replace(f"{word} ", f"{word.title()} ")
    text = text.replace("Ftn", "FTN").replace("Id:", "ID:").replace("Id ", "ID ")
    assert values(parse_one(text)) == VALUES


LABELS = {
    ("name", "NAME:"): (
        "APPLICANT NAME:",
        "Applicant's Name:",
        "Name of Applicant:",
        "AIRMAN:",
        "CANDIDATE NAME:",
        "Test Taker:",
        "NAME (LAST, FIRST MIDDLE):",
        "Name -",
        "N A M E:",
    ),
    ("ftn", "FAA TRACKING NUMBER (FTN):"): (
        "FTN:",
        "FTN",
        "FAA Tracking Number:",
        "Tracking Number:",
        "FAA TRACKING NO.:",
        "FTN #:",
        "F T N:",
    ),
    ("exam_id", "EXAM ID:"): (
        "Exam ID Number:",
        "EXAM ID #:",
        "Knowledge Test Exam ID:",
        "TEST ID:",
        "Examination ID:",
        "Exam Number:",
    ),
    ("exam_title", "EXAM:"): (
        "EXAM TITLE:",
        "Test:",
        "Test Title:",
        "Knowledge Test:",
        "EXAMINATION:",
        "Exam Name:",
        "Title of Exam:",
        "Exam/Test Title:",
    ),
    ("exam_date", "EXAM DATE:"): (
        "DATE:",
        "Test Date:",
        "Date of Exam:",
        "DATE OF TEST:",
        "Date Taken:",
        "Administered on:",
        "EXAM DATE (MM/DD/YYYY):",
    ),
    ("exam_site", "EXAM SITE:"): (
        "SITE:",
        "Test Center:",
        "Testing Center ID:",
        "Exam Site ID:",
        "FACILITY:",
        "Test Site Code:",
    ),
    ("score", "SCORE:"): ("Exam Score:", "SCORE (%):", "Percent:", "Your Score:", "Final Score:"),
    ("grade", "GRADE:"): ("Result:", "Exam Result:", "PASS/FAIL:", "Outcome:", "Status:"),
    ("take", "TAKE:"): ("Attempt:", "Take #:", "Attempt Number:", "Number of Takes:", "TAKE NO.:"),
    ("expiration_date", "EXPIRATION DATE:"): (
        "EXPIRES:",
        "Expires on:",
        "Expiration:",
        "Valid until:",
        "VALID THROUGH:",
        "Exp. Date:",
        "Report Expires:",
        "Expiration Date (24 months):",
    ),
}


@pytest.mark.parametrize(
    ("field", "printed", "other"),
    [(*key, other) for key, others in LABELS.items() for other in others],
)
def test_labels_are_known_in_other_words(field: str, printed: str, other: str) -> None:
    assert values(parse_one(changed(printed, other))) == VALUES, f"{field} is called {other!r}"


@pytest.mark.parametrize(
    "line",
    [
        "DATE OF BIRTH: 07/04/1999",
        "Date Printed: 03/01/2026",
        "REPORT DATE: 02/15/2026",
        "MINIMUM PASSING SCORE: 70%",
        "Number of Questions: 60",
        "PREVIOUS SCORE: 61%",
        "Confirmation Number: 12345678901234567",
        "PROCTOR: SMITH, ALEX",
        "Address: 12 Elm Street, Springfield",
        "Phone: 555-0123     Email: someone@example.org",
        "Passing Score: 70     Time Allowed: 150",
    ],
)
def test_labels_of_other_things_lead_to_none_of_the_fields(line: str) -> None:
    text = changed("SCORE: 93%", f"{line}\nSCORE: 93%")
    assert values(parse_one(text)) == VALUES


def test_score_and_grade_may_share_a_cell() -> None:
    text = changed("SCORE: 93%               GRADE: Pass", "RESULT: 93% PASS")
    assert values(parse_one(text)) == VALUES


def test_an_applicant_id_of_the_years_before_2020_is_no_ftn() -> None:
    text = changed("FAA TRACKING NUMBER (FTN): C1234567", "APPLICANT ID: 123-45-6789")
    text = text.replace("02/14/2026", "02/14/2018").replace("02/29/2028", "02/29/2020")
    report = parse_one(text)
    assert (report.applicant_id.value, report.ftn.value) == ("123-45-6789", None)
    assert report.exam_date.value == date(2018, 2, 14)


def test_exam_id_and_ftn_are_known_by_their_form_under_unknown_labels() -> None:
    text = changed("FAA TRACKING NUMBER (FTN): C1234567", "Vorgang: C1234567")
    text = changed("EXAM ID: 90000020260214001", "Aktenzeichen: 90000020260214001", text)
    report = parse_one(text)
    assert values(report) == VALUES
    assert report.ftn.confidence < 1.0
    assert report.exam_id.confidence < 1.0


@pytest.mark.parametrize(
    ("field", "label"),
    [(field, label) for field, label in LABELS if field not in {"exam_title", "ftn"}],
)
def test_a_value_that_is_not_printed_is_not_invented(field: str, label: str) -> None:
    start = REPORT.index(label) + len(label)
    printed = REPORT[start:].split("\n")[0].split("   ")[0]
    report = parse_one(REPORT[:start] + " " * len(printed) + REPORT[start + len(printed) :])
    read = getattr(report, field)
    assert (read.value, read.confidence) == (None, 0.0)
    assert {**values(report), field: None} == {**VALUES, field: None}


def test_a_value_is_shown_where_it_stands_on_the_page() -> None:
    report = parse_one(REPORT)
    place = report.score.place
    assert place is not None
    assert report.score.raw == "93%"
    assert place.page == 1
    assert place.left == pytest.approx((36 + 6 * len("SCORE: ")) / 672, abs=0.0002)
    assert place.right == pytest.approx((36 + 6 * len("SCORE: 93%")) / 672, abs=0.0002)
    assert place.top == pytest.approx((36 + 14 * 7) / 912, abs=0.001)
    assert report.grade.value is Grade.PASS
    assert report.score.confidence == 1.0


ROW_UNDER_LABELS = f"""
                 Airman Knowledge Test Report

NAME: DOE, JANE ANN
FTN: C1234567
EXAM ID: 90000020260214001
EXAM: Private Pilot Airplane (PAR)
EXAM DATE: 02/14/2026
EXAM SITE: ABS60104
EXPIRATION DATE: 02/29/2028
          SCORE          GRADE          TAKE
          93 %           Pass           1

{PARAGRAPH}
"""


def test_results_may_stand_under_their_labels_on_a_form_with_the_rest_beside() -> None:
    assert values(parse_one(ROW_UNDER_LABELS)) == VALUES
