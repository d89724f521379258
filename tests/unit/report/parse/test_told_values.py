"""Values told in sentences, ticked in boxes, wrapped in their cell, or damaged in a picture."""

from dataclasses import replace
from datetime import date

import pytest

from aktr.acs.catalogue import load_catalogue
from aktr.reading.page import Line, ReadBy
from aktr.report.confidence import REVIEW_BELOW
from aktr.report.corroborate import corroborate
from aktr.report.model import Grade, KnowledgeTestReport, ReadValue
from aktr.report.parse import parse_reports
from aktr.report.values.choices import chosen_grade
from aktr.report.values.readers import YEAR_OF_TWO_DIGITS
from typed_pages import REPORT, VALUES, changed, on_a_picture, parse_one, typed_page, values

_RESULT = "SCORE: 93%               GRADE: Pass         TAKE: 1"
_EXPIRES = "EXPIRATION DATE: 02/29/2028"


@pytest.mark.parametrize(
    "told",
    [
        "Your score on this test is 93 % and your grade is PASS. This was take 1.",
        "You received a score of 93 percent, grade PASS, on take 1 of this test.",
        "You have passed the knowledge test.\nYou scored a 93% on your first attempt.",
        "Score: 93 %. Grade: PASS. Take: 1.",
        "Your score was 93 percent and your grade is PASS. This was\ntake 1 of the test.",
        "You passed the test on your first attempt with a score of 93. Grade: Pass. Take: 1.",
        "You passed with a score of 93 out of 100. Grade: Pass. Take: 1.",
        "On your first attempt you earned a final score of 93/100. Grade: Pass.",
    ],
)
def test_a_letter_tells_the_result_in_sentences(told: str) -> None:
    letter = changed(_RESULT, f"Dear Applicant:\n\n{told}")
    letter = changed(
        _EXPIRES, "This report expires on February 29, 2028. Keep this letter.", letter
    )

    assert values(parse_one(letter)) == VALUES


LETTER = """
                     Gulf Coast Aeronautics
        FAA Knowledge Testing Center - 6176 Airport Road, Prescott, AZ 86301

June 13, 2026

To whom it may concern:
{told}

According to the Airman Knowledge Test Report, questions with the following ACS codes were
answered incorrectly: PA.I.B.K1a PA.I.C.K2 PA.III.A.K8 PA.VI.A.K1

Sincerely,

Kelly Abernathy
Test Center Administrator
"""


@pytest.mark.parametrize(
    "told",
    [
        """
This letter confirms that DOE, JANE ANN (FTN C1234567) took the Private Pilot Airplane (PAR)
knowledge test at our testing center, exam site ABS60104, on February 14, 2026. The exam ID is
90000020260214001. The applicant passed with a score of 93 percent. This was take 1 of this
test. The expiration date
is February 29, 2028.""",
        """
We hereby certify that Ms. DOE, JANE ANN, FTN C1234567, has taken the Private Pilot Airplane
(PAR) knowledge test, exam ID 90000020260214001, at exam site ABS60104 on Saturday, February
14, 2026, and has passed the test with a score of 93%. This was her first attempt. The date of
expiration is 02/29/2028.""",
        """
This states that the applicant, DOE, JANE ANN, completed the Private Pilot Airplane (PAR)
knowledge test dated 14 February 2026 on the first attempt at exam site ABS60104, exam ID
90000020260214001, FTN C1234567. The applicant passed and scored 93 percent. It is valid until
February 29, 2028.""",
        """
Subject: Airman knowledge test of DOE, JANE ANN

It is certified that on 14 Feb 2026 the above-named candidate, whose FTN is C1234567, took the
Private Pilot Airplane (PAR) test, exam ID 90000020260214001, at exam site ABS60104. The score is 93
%; the test was passed (grade: Pass). It was the candidate's first attempt. It is valid until
February 29, 2028.""",
        """
here are the results for DOE, JANE ANN (FTN C1234567):

    Test: Private Pilot Airplane (PAR)
    When: 02/14/2026
    Where: center ABS60104
    Exam ID: 90000020260214001
    Score: 93%, grade: Pass
    Take: 1
    Expires: 02/29/2028
""",
    ],
)
def test_a_letter_confirms_who_took_which_test(told: str) -> None:
    report = parse_one(LETTER.format(told=told))

    assert values(report) == VALUES
    assert report.name.confidence < 1


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("This letter confirms that Gulf Coast Aeronautics has given the test.", None),
        ("I certify that Jane Ann Doe took ground school on June 1, 2026.", "Jane Ann Doe"),
    ],
)
def test_a_letter_may_confirm_something_else(told: str, name: str | None) -> None:
    report = parse_one(changed("NAME: DOE, JANE ANN", told, changed("EXAM DATE: 02/14/2026 ", "")))

    assert (report.name.value, report.exam_date.value) == (name, None)


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("This letter confirms that DATE, MEI LIN (FTN C1234567) sat it.", "DATE, MEI LIN"),
        ("The results of Fundamentals Glider (FTN C1234567) are final.", None),
        ("Re: results for Westwind Flying Club", None),
        ("The results of Jane Doe are final.", None),
    ],
)
def test_results_are_those_of_a_person(told: str, name: str | None) -> None:
    assert parse_one(changed("NAME: DOE, JANE ANN", f"{told}\n")).name.value == name


def test_the_subject_of_a_letter_is_for_a_person_to_confirm() -> None:
    subject = changed("NAME: DOE, JANE ANN", "Re: test results for Mei Okonkwo\n")
    alone = parse_one(subject).name
    above = "The above applicant took the test.\n\nThe Airman"
    named = parse_one(changed("The Airman", above, subject)).name

    assert alone.value == named.value == "Mei Okonkwo"
    assert alone.doubt
    assert alone.confidence < REVIEW_BELOW
    assert not named.doubt


@pytest.mark.parametrize(
    ("told", "grade"),
    [
        ("The test was not passed.", Grade.FAIL),
        ("Your exam was passed.", Grade.PASS),
        ("The test was passed or failed.", None),
        ("The test was failed, for 70 is the passing score.", Grade.FAIL),
        ("Your grade is therefore FAIL. The passing level is 70.", Grade.FAIL),
        ("An earlier test was failed.", None),
        ("This test was failed by one in ten.", None),
    ],
)
def test_a_test_was_passed_or_not(told: str, grade: Grade | None) -> None:
    assert parse_one(changed(_RESULT, told)).grade.value is grade


def test_a_sentence_may_begin_with_where() -> None:
    note = "Where two sites share a room, ABS11111 counts.\n"
    assert values(parse_one(changed("EXAM: ", f"{note}EXAM: "))) == VALUES


def test_a_sentence_may_name_the_day_of_the_week_and_show_a_take_as_a_stroke() -> None:
    letter = changed(_RESULT, "You received a score of 93%, grade PASS, on take l of this test.")
    letter = changed(_EXPIRES, "This report expires on TUE, FEB 29, 2028. Keep this.", letter)

    assert values(on_a_picture(letter)) == VALUES


def test_a_value_told_over_two_lines_is_as_unsure_as_the_second() -> None:
    form = changed(_EXPIRES, "This report expires on February 29,\n2028. Keep this letter.")
    page = replace(typed_page(form), read_by=ReadBy.OCR)
    lines = tuple(
        Line(tuple(w._replace(confidence=0.4) if w.text == "2028." else w for w in line.words))
        for line in page.lines
    )
    (report,) = parse_reports([replace(page, lines=lines)], load_catalogue())

    assert report.expiration_date.value == VALUES["expiration_date"]
    assert report.expiration_date.confidence == 0.4


@pytest.mark.parametrize(
    "rule",
    [
        "The minimum passing score is 70 percent.",
        "A score of at least 70% is required; the grade PASS or FAIL is shown.",
        "A score of 70% or higher passes the test.",
        "A score of 70 percent is needed to pass.",
        "You must have passed the test before take 3.",
        "An applicant's second attempt may follow after 14 days.",
    ],
)
def test_a_sentence_about_the_rules_tells_no_result(rule: str) -> None:
    report = parse_one(changed(_RESULT, rule))

    assert (report.score.value, report.grade.value, report.take.value) == (None, None, None)


@pytest.mark.parametrize(
    "told", ["You did not pass with a score of 56%.", "You failed with 56 percent."]
)
def test_a_score_told_in_a_sentence_is_no_number_of_the_list_below_the_grade(told: str) -> None:
    result = f"{told}\n\nGrade: fail\nThe codes of the questions you missed: AA.I.B.K2a, AA.VI.H.K1"
    report = parse_one(changed(_RESULT, result))

    assert (report.score.value, report.grade.value) == (56, Grade.FAIL)
    assert report.score.confidence < 1


@pytest.mark.parametrize(
    "told", ["Your result: Not passed.", "Dear Applicant:\n\nYou did not pass this test."]
)
def test_not_passed_is_a_failure(told: str) -> None:
    assert parse_one(changed(_RESULT, told)).grade.value is Grade.FAIL


def test_a_sentence_behind_a_date_does_not_hide_it() -> None:
    note = "Keep this letter; the report must be presented at the practical test."

    assert values(parse_one(changed(_EXPIRES, f"{_EXPIRES}. {note}"))) == VALUES


@pytest.mark.parametrize(
    ("printed", "grade"),
    [
        ("[ ] Pass [X] Fail", Grade.FAIL),
        ("\u2610 Pass \u2612 Fail", Grade.FAIL),
        ("\u2612PASS \u2610FAIL", Grade.PASS),
        ("Pass \u2611 Fail \u2610", Grade.PASS),
        ("PASSED (x)  FAILED ( )", Grade.PASS),
        ("_X_ Fail ___ Pass", Grade.FAIL),
        ("Pass Fail", None),
        ("[X] Pass [X] Fail", None),
        ("[ ] Pass [ ] Fail", None),
        ("[X] Pass Fail", None),
        ("[ ] Pass [X] Pass", None),
    ],
)
def test_of_both_words_the_one_with_the_mark_holds(printed: str, grade: Grade | None) -> None:
    assert chosen_grade(printed) is grade


def test_a_ticked_grade_is_read_and_one_without_a_tick_is_asked_about() -> None:
    ticked = parse_one(changed("GRADE: Pass ", "GRADE: [X] Pass [ ] Fail "))
    open_one = parse_one(changed("GRADE: Pass ", "GRADE: Pass Fail "))

    assert (ticked.grade.value, ticked.grade.doubt) == (Grade.PASS, None)
    assert open_one.grade.value is None
    assert open_one.grade.doubt


def test_a_date_may_go_on_below_in_its_cell() -> None:
    form = changed("EXAM DATE: 02/14/2026   ", "EXAM DATE: 14 Feb\n           2026")
    form = changed("                     EXAM SITE: ABS60104", "     EXAM SITE: ABS60104", form)

    assert parse_one(form).exam_date.value == date(2026, 2, 14)


@pytest.mark.parametrize(
    ("read", "day"),
    [
        ("APRIL II, 2026", date(2026, 4, 11)),
        ("APRIL ll, 2026", date(2026, 4, 11)),
        ("I1 Apr 2026", date(2026, 4, 11)),
        ("APRIL 2I, 2026", date(2026, 4, 21)),
        ("JUN 29. 2026", date(2026, 6, 29)),
        ("30-0CT-2017", date(2017, 10, 30)),
        ("21 0ct 2017", date(2017, 10, 21)),
        ("N0V 2, 2017", date(2017, 11, 2)),
    ],
)
def test_signs_of_a_date_that_look_like_others_are_put_right(read: str, day: date) -> None:
    report = on_a_picture(changed("EXAM DATE: 02/14/2026", f"EXAM DATE: {read}"))

    assert report.exam_date.value == day
    assert report.exam_date.confidence > REVIEW_BELOW


@pytest.mark.parametrize("read_by", list(ReadBy))
def test_a_year_of_two_digits_is_sure_if_the_other_date_confirms_it(read_by: ReadBy) -> None:
    short = changed("02/14/2026", "02/14/26", changed("02/29/2028", "02/29/28"))
    page = replace(typed_page(short), read_by=read_by)
    (alone,) = parse_reports([page], load_catalogue())

    assert alone.exam_date.doubt
    confirmed = corroborate(alone, load_catalogue())
    assert (confirmed.exam_date.value, confirmed.exam_date.doubt) == (date(2026, 2, 14), None)
    assert confirmed.exam_date.confidence > REVIEW_BELOW
    assert not confirmed.expiration_date.doubt
    contradicted = replace(alone, expiration_date=replace(alone.expiration_date, value=None))
    assert corroborate(contradicted, load_catalogue()).exam_date.doubt


@pytest.mark.parametrize(
    ("test", "exam", "expires", "confirmed"),
    [
        ("ATM", date(2014, 7, 31), date(2016, 7, 31), True),
        ("ATM", date(2014, 7, 31), date(2019, 7, 31), False),
        ("ATM", date(2014, 8, 1), date(2019, 8, 31), True),
        ("ATM", date(2014, 8, 1), date(2016, 8, 31), False),
        (None, date(2014, 7, 31), date(2016, 7, 31), True),
        (None, date(2014, 7, 31), date(2019, 7, 31), False),
        (None, date(2014, 8, 1), date(2016, 8, 31), True),
        (None, date(2014, 8, 1), date(2019, 8, 31), True),
    ],
)
def test_dates_confirm_each_other_by_the_months_of_the_test_on_its_day(
    test: str | None, exam: date, expires: date, confirmed: bool
) -> None:
    unsure = ReadValue(exam, "", None, 0.6, doubt=YEAR_OF_TWO_DIGITS)
    report = KnowledgeTestReport(
        read_by=ReadBy.PDF_TEXT,
        pages=(1,),
        exam_code=ReadValue(test),
        exam_date=unsure,
        expiration_date=replace(unsure, value=expires),
    )

    found = corroborate(report, load_catalogue())

    assert (found.exam_date.doubt is None) is confirmed


def test_a_title_with_a_hyphen_behind_instructor_is_one_title() -> None:
    report = parse_one(
        changed("Private Pilot Airplane (PAR)", "Flight Instructor - Gyroplane (FRG)")
    )

    assert report.exam_title.value == "Flight Instructor - Gyroplane"
    assert report.exam_code.value == "FRG"


@pytest.mark.parametrize(("day", "is_old"), [("02/14/2016", True), ("02/14/2026", False)])
def test_a_letter_with_seven_digits_is_one_number_not_two(day: str, is_old: bool) -> None:
    form = changed("FAA TRACKING NUMBER (FTN):", "ID NUMBER:", changed("02/14/2026", day))
    report = parse_one(form)

    number = VALUES["ftn"]
    found = (report.applicant_id.value, report.ftn.value)
    assert found == ((number, None) if is_old else (None, number))


def test_an_exam_id_may_stand_right_behind_the_last_word_of_its_label() -> None:
    report = on_a_picture(changed("EXAM ID: 9", "EXAM ID NO9", REPORT))

    assert report.exam_id.value == VALUES["exam_id"]


CERTIFICATE = """
                    Airman Knowledge Test Report

                      This report is issued to
                          DOE, JANE ANN
                           FTN C1234567
             for the test Private Pilot Airplane (PAR)
                 taken on 02/14/2026 at ABS60104
                    Exam ID 90000020260214001
                Score: 93 %   Grade: PASS   Take: 1
                    Valid through 02/29/2028
"""


def test_a_certificate_names_its_owner_and_the_centre_in_its_sentences() -> None:
    report = parse_one(CERTIFICATE)
    assert values(report) == VALUES
    assert report.name.doubt is report.exam_site.doubt is None


def test_a_letter_may_call_its_reader_in_a_line_that_is_no_salutation() -> None:
    told = "Attention: DOE, JANE ANN\n\nYou passed the test on your first attempt with 93 %."
    letter = changed(_RESULT, told).replace("NAME: DOE, JANE ANN", "")
    assert parse_one(letter).name.value == "DOE, JANE ANN"


def test_who_is_called_in_a_letter_about_another_person_is_nobody_of_it() -> None:
    told = "Attention: ROE, RICHARD\n\nThe applicant passed the test with 93 %. Take: 1."
    letter = changed(_RESULT, told).replace("NAME: DOE, JANE ANN", "")
    assert parse_one(letter).name.value is None


def test_the_score_that_a_test_asks_for_is_none_without_its_sign_either() -> None:
    told = "Applicants pass with a score of 70 or higher. Grade: Pass. Take: 1."
    assert parse_one(changed(_RESULT, told)).score.value is None
