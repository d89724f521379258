"""Fields are found by what their labels mean, wherever their values stand."""

from datetime import date

import pytest

from aktr.report.model import Grade
from typed_pages import CODES, REPORT, VALUES, changed, codes, parse_one, values

PARAGRAPH = "A single code may represent more than one incorrect response.\n\n" + " ".join(CODES)

BELOW = f"""
                 Airman Knowledge Test Report

NAME                            FTN           EXAM ID
DOE, JANE ANN                   C1234567      90000020260214001

EXAM                                          EXAM SITE
Private Pilot Airplane (PAR)                  ABS60104

EXAM DATE       SCORE        GRADE       TAKE       EXPIRATION DATE
02/14/2026      93%          Pass        1          02/29/2028

{PARAGRAPH}
"""

ABOVE = f"""
                 Airman Knowledge Test Report

DOE, JANE ANN            C1234567             90000020260214001
Name                     FTN                  Exam ID


Private Pilot Airplane (PAR)                  ABS60104
Exam                                          Exam Site


02/14/2026      93%          Pass        1          02/29/2028
Exam Date       Score        Grade       Take       Expiration Date


{PARAGRAPH}
"""

WITHOUT_COLONS = f"""
                 Airman Knowledge Test Report

Name                 DOE, JANE ANN
FAA Tracking Number  C1234567
Exam ID              90000020260214001
Exam                 Private Pilot Airplane (PAR)
Exam Date            02/14/2026
Exam Site            ABS60104
Score                93%
Grade                Pass
Take                 1
Expiration Date      02/29/2028

{PARAGRAPH}
"""

RUN_ON = f"""
                 Airman Knowledge Test Report

NAME: DOE, JANE ANN FTN: C1234567 EXAM ID: 90000020260214001
EXAM: Private Pilot Airplane (PAR) EXAM DATE: 02/14/2026 EXAM SITE: ABS60104
SCORE: 93% GRADE: Pass TAKE: 1 EXPIRATION DATE: 02/29/2028

{PARAGRAPH}
"""

GLUED = f"""
                 Airman Knowledge Test Report

NAME:DOE, JANE ANN     FTN:C1234567     EXAM ID:90000020260214001
EXAM:Private Pilot Airplane (PAR)
EXAM DATE:02/14/2026   EXAM SITE:ABS60104
SCORE:93%   GRADE:Pass   TAKE:1
EXPIRATION DATE:02/29/2028

{PARAGRAPH}
"""

DOTTED = f"""
                 Airman Knowledge Test Report

Name ............... DOE, JANE ANN
FTN ................ C1234567
Exam ID ............ 90000020260214001
Exam ............... Private Pilot Airplane (PAR)
Exam Date .......... 02/14/2026
Exam Site .......... ABS60104
Score .............. 93%
Grade .............. Pass
Take ............... 1
Expiration Date .... 02/29/2028

{PARAGRAPH}
"""

RIGHT_ALIGNED = f"""
                 Airman Knowledge Test Report

                    NAME :  DOE, JANE ANN
     FAA TRACKING NUMBER :  C1234567
                 EXAM ID :  90000020260214001
                    EXAM :  Private Pilot Airplane (PAR)
               EXAM DATE :  02/14/2026
               EXAM SITE :  ABS60104
                   SCORE :  93%
                   GRADE :  Pass
                    TAKE :  1
         EXPIRATION DATE :  02/29/2028

{PARAGRAPH}
"""

FORMS = {
    "beside": REPORT,
    "below": BELOW,
    "above": ABOVE,
    "without colons": WITHOUT_COLONS,
    "run on": RUN_ON,
    "glued": GLUED,
    "dotted": DOTTED,
    "right aligned": RIGHT_ALIGNED,
}


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


NAMES = [
    "DOE, JANE ANN",
    "Doe, Jane",
    "JANE ANN DOE",
    "O'NEIL, MARY-KATE",
    "VAN DER BERG, JAN PIETER",
    "DE LA CRUZ, MARIA DEL CARMEN",
    "SMITH JR., JOHN Q.",
    "MÜLLER, JÖRG",
    "D’ANGELO, LUCA",
    "LI, NA",
    "GRADE, SCORE",
    "PASS, TAKE",
    "DATE, MASAMUNE",
    "ST. JOHN-SMYTHE, AURELIA III",
    "NAME, FIRST",
    "MAY, APRIL JUNE",
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", ["beside", "below", "without colons", "dotted"])
def test_names_are_kept_as_printed(name: str, form: str) -> None:
    cell = "DOE, JANE ANN" + " " * 15 if form == "below" else "DOE, JANE ANN"
    text = changed(cell, name.ljust(len(cell)), FORMS[form])
    assert values(parse_one(text)) == {**VALUES, "name": name}


def test_a_name_that_wraps_inside_its_cell_is_put_together() -> None:
    text = changed(
        "NAME: DOE, JANE ANN\n",
        "NAME: WOLFESCHLEGELSTEINHAUSEN-BERGERDORFF,  SITE: ABS60104\n      HUBERT BLAINE\n",
        changed("                        EXAM SITE: ABS60104", ""),
    )
    assert values(parse_one(text)) == {
        **VALUES,
        "name": "WOLFESCHLEGELSTEINHAUSEN-BERGERDORFF, HUBERT BLAINE",
    }


def test_a_name_in_parts_is_put_together() -> None:
    text = changed(
        "NAME: DOE, JANE ANN", "LAST NAME: DOE      FIRST NAME: JANE      MIDDLE NAME: ANN"
    )
    assert values(parse_one(text)) == VALUES


@pytest.mark.parametrize(
    ("cell", "title", "code"),
    [
        ("Private Pilot Airplane (PAR)", "Private Pilot Airplane", "PAR"),
        ("(PAR) Private Pilot Airplane", "Private Pilot Airplane", "PAR"),
        ("PAR - Private Pilot Airplane", "Private Pilot Airplane", "PAR"),
        ("Private Pilot Airplane - PAR", "Private Pilot Airplane", "PAR"),
        ("PRIVATE PILOT AIRPLANE [PAR]", "PRIVATE PILOT AIRPLANE", "PAR"),
        ("Private Pilot Airplane", "Private Pilot Airplane", "PAR"),
        ("PAR", None, "PAR"),
        ("Instrument Rating Airplane (IRA)", "Instrument Rating Airplane", "IRA"),
        ("Unmanned Aircraft General - Small (UAG)", "Unmanned Aircraft General - Small", "UAG"),
        ("An Entirely New Test (QZX)", "An Entirely New Test", "QZX"),
    ],
)
def test_title_and_code_of_the_test_are_told_apart(cell: str, title: str | None, code: str) -> None:
    report = parse_one(changed("Private Pilot Airplane (PAR)", cell))
    assert (report.exam_title.value, report.exam_code.value) == (title, code)
    assert (report.exam_code.doubt is not None) == (code == "QZX")
    assert {**values(report), "exam_title": "", "exam_code": ""} == {
        **VALUES,
        "exam_title": "",
        "exam_code": "",
    }


def test_title_and_code_in_cells_of_their_own_belong_together() -> None:
    text = changed(
        "EXAM: Private Pilot Airplane (PAR)",
        "EXAM TITLE: Private Pilot Airplane           EXAM CODE: PAR",
    )
    assert values(parse_one(text)) == VALUES


def test_a_title_that_wraps_is_put_together() -> None:
    text = changed(
        "EXAM: Private Pilot Airplane (PAR)\n",
        "EXAM: Flight Instructor Instrument Airplane\n      (Added Rating) (AIF)\n",
    )
    wrapped = parse_one(text)
    whole = parse_one(text.replace("\n      (Added", " (Added"))
    assert wrapped.exam_title.value == whole.exam_title.value
    assert wrapped.exam_code.value == whole.exam_code.value == "AIF"


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
    ("field", "old", "new"),
    [
        ("score", "SCORE: 93%", "SCORE: 93%  SCORE: 88%"),
        ("exam_date", "EXAM DATE: 02/14/2026", "EXAM DATE: 02/14/2026  EXAM DATE: 02/15/2026"),
        (
            "exam_id",
            "EXAM ID: 90000020260214001",
            "EXAM ID: 90000020260214001\nEXAM ID: 90000020260214002",
        ),
        ("ftn", "NAME: DOE", "FAA TRACKING NUMBER (FTN): C7654321\nNAME: DOE"),
        ("grade", "GRADE: Pass", "GRADE: Pass  GRADE: Fail"),
        ("grade", "GRADE: Pass", "GRADE: Pass / Fail"),
    ],
)
def test_values_that_contradict_each_other_are_doubted(field: str, old: str, new: str) -> None:
    read = getattr(parse_one(changed(old, new)), field)
    assert read.doubt
    assert read.confidence <= 0.5


def test_the_same_value_printed_twice_is_no_doubt() -> None:
    report = parse_one(REPORT + "\n\nNAME: DOE, JANE ANN    EXAM ID: 90000020260214001\n")
    assert values(report) == VALUES
    assert all(getattr(report, name).doubt is None for name in VALUES)


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


FILLED_IN = """
AUTHORIZED INSTRUCTOR'S STATEMENT: (if applicable)
On 03/01/2026 (date) I gave the above named applicant 3 hours of additional
instruction, covering PA.II.A.K1 and PA.II.B.K2, and consider the
applicant competent to pass the knowledge test.
Name SMITH, ALEX           Cert. No. 7654321CFI    Type CFI   Score 100
Date: 03/01/2026   Take: 2
Signature Alex Smith
"""


def test_nothing_is_taken_from_what_the_instructor_wrote() -> None:
    head = REPORT[: REPORT.index("AUTHORIZED INSTRUCTOR")]
    report = parse_one(head + FILLED_IN)
    assert values(report) == VALUES
    assert codes(report) == CODES
    assert report.unresolved_codes == ()


def test_the_form_goes_on_behind_the_statement() -> None:
    head = REPORT[: REPORT.index("EXPIRATION DATE")]
    report = parse_one(head + FILLED_IN + "\nEXPIRATION DATE: 02/29/2028\nISSUED BY: PSI")
    assert values(report) == VALUES


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


def test_characters_that_were_read_for_two_fields_are_doubted() -> None:
    form = changed(
        "SCORE: 93%               GRADE: Pass         TAKE: 1",
        "SCORE:                   GRADE: Pass         TAKE:\n93 %",
    )
    report = parse_one(form)
    both = [value for value in (report.score, report.take) if value.value is not None]
    assert both
    assert all(value.doubt for value in both[1:])


@pytest.mark.parametrize("printed", ["888%", "1000 %", "8 8%", "1 00%"])
def test_a_score_that_cannot_be_gives_way_to_no_number_nearby(printed: str) -> None:
    form = changed(
        "SCORE: 93%               GRADE: Pass         TAKE: 1",
        f"SCORE: {printed}\n       2\nGRADE: Pass         TAKE: 1",
    )
    score = parse_one(form).score
    assert score.value is None
    assert score.raw == printed
    assert score.doubt


def test_the_sentence_about_the_standards_holds_no_name() -> None:
    """In justified text, a gap behind the word "Airman" makes it look like a label."""
    form = changed(
        "The Airman Certification Standards (ACS) codes listed below represent incorrectly",
        "The codes listed below represent questions that were missed; the\n"
        "Airman   Certification Standards explain every one. They represent incorrectly",
    )
    name = parse_one(form).name
    assert (name.value, name.doubt) == (VALUES["name"], None)
