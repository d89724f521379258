"""Forms as other people would design them: each says the same in its own way."""

from datetime import date

import pytest

from aktr.reading.lines import gather_lines
from aktr.reading.page import Box, Page, ReadBy, Word
from aktr.report.confidence import REVIEW_BELOW
from aktr.report.model import Grade
from aktr.report.parse.lines.sheet import lines_of
from aktr.report.parse.lines.wrapped_rows import unwrap_rows
from designed_forms import HEAD, TAIL, TWO_IN_ONE, read
from typed_pages import CODES, VALUES, codes, values

CAPTIONS_UNDER_LINES = """
DOE, JANE ANN                                C1234567
             Name of applicant                            FTN

Private Pilot Airplane (PAR)
                                 Exam title and code

90000020260214001           ABS60104              02/14/2026
                 Exam ID              Site                   Date of exam

93%         Pass          1         02/29/2028
    Percent      Grade      Take               Valid through
"""
RUN_ON = """
Name DOE, JANE ANN • FTN C1234567 • Exam ID 90000020260214001
Exam Private Pilot Airplane (PAR) • Date 02/14/2026 • Site ABS60104
Score 93% • Grade PASS • Take 1 • Exp. Date 02/29/2028
"""
ABBREVIATED = """
APPL NAME: DOE, JANE ANN
FTN: C1234567  EXAM ID: 90000020260214001
EXAM: Private Pilot Airplane (PAR)
EXAM DT: 02/14/2026  SITE ID: ABS60104
SCR: 93  GRD: PASS  TK NO: 01  EXP DT: 02/29/2028
"""
LABELS_BEHIND = """
DOE, JANE ANN                 ◀ Name          C1234567            ◀ FTN
Private Pilot Airplane (PAR)  ◀ Exam          90000020260214001   ◀ Exam ID
02/14/2026                    ◀ Exam date     ABS60104            ◀ Exam site
93%                           ◀ Score         Pass                ◀ Grade
1                             ◀ Take          02/29/2028          ◀ Expiration date
"""
COUNTED = """
Item 1. Name of applicant:
   DOE, JANE ANN
Item 2. FAA tracking number (FTN):
   C1234567
Item 3. Test taken:
   Private Pilot Airplane (PAR)
Item 4. Exam ID:
   90000020260214001
Item 5. Date of test:
   02/14/2026
Item 6. Test site:
   ABS60104
Item 7. Score in percent:
   93%
Item 8. Result:
   Pass
Item 9. Take:
   1
Item 10. Report void after:
   02/29/2028
"""
TOWN_BELOW_CENTRE = """
Name        DOE, JANE ANN                     FTN               C1234567

Exam        Private Pilot Airplane (PAR)      Testing center    ABS60104
                                                                Waco, TX

Exam ID     90000020260214001                 Examined          02/14/2026

Score       93%  (passing: 70%)               Grade             PASS

Take        1                                 Expiration date   02/29/2028
"""


@pytest.mark.parametrize(
    "form",
    [
        CAPTIONS_UNDER_LINES,
        RUN_ON,
        ABBREVIATED,
        LABELS_BEHIND,
        TWO_IN_ONE,
        COUNTED,
        TOWN_BELOW_CENTRE,
    ],
    ids=[
        "captions under lines",
        "bullets between values",
        "shortened labels",
        "labels behind values",
        "two labels of one cell",
        "items counted",
        "town below the centre",
    ],
)
def test_a_form_says_the_same_in_its_own_way(form: str) -> None:
    report = read(HEAD + form + TAIL)
    assert values(report) == VALUES
    assert codes(report) == CODES


LETTER = """
PSI Services LLC

May 21, 2026

Jane Ann Doe


Subject: Airman Knowledge Test Report
FTN: C1234567
Exam ID: 90000020260521001

Dear {addressee}:

On {date} you completed the Private Pilot - Airplane (PAR) airman knowledge
test at testing center ABS60104. Your score was 93 percent and the grade is Pass. This
was your first attempt (take 1).

You gave incorrect answers in the subject areas with these codes: PA.I.B.K1a, PA.I.C.K2,
PA.III.A.K8, PA.VI.A.K1. A single code may represent more than one incorrect response.

This report expires on May 31, 2028.
"""


@pytest.mark.parametrize("day", ["May 21, 2026", "Thursday, May 21, 2026", "21 May 2026"])
def test_a_letter_tells_its_values_in_sentences(day: str) -> None:
    report = read(LETTER.format(addressee="Jane Ann Doe", date=day))

    assert report.name.value == "Jane Ann Doe"
    assert report.name.confidence > REVIEW_BELOW
    assert report.exam_date.value == date(2026, 5, 21)
    assert report.exam == "Private Pilot - Airplane (PAR)"
    assert (report.score.value, report.grade.value, report.take.value) == (93, Grade.PASS, 1)
    assert codes(report) == CODES


def test_a_letter_to_an_applicant_has_the_name_in_its_address() -> None:
    name = read(LETTER.format(addressee="Applicant", date="May 21, 2026")).name

    assert name.value == "Jane Ann Doe"
    assert name.confidence < REVIEW_BELOW


NARROW = """
Applicant Name   DOE, JANE ANN              FTN                   C1234567
Exam Title       Private Pilot     Exam Identification   9000002026021400
                 Airplane (PAR)                                   1
Exam Date        2026-02-          Exam Site             ABS60104
                 14
Score            93%                        Grade                 Pass
Take             1                          Expiration Date       2028-02-29
"""


def test_what_is_broken_in_a_narrow_cell_is_whole() -> None:
    report = read(HEAD + NARROW + TAIL)

    assert report.exam_id.value == VALUES["exam_id"]
    assert report.exam_date.value == VALUES["exam_date"]


def test_two_labels_in_one_column_are_not_one_that_goes_on() -> None:
    words = [
        Word("Test", Box(56, 133, 74, 144)),
        Word("PAR", Box(158, 133, 180, 144)),
        Word("ABS60104", Box(462, 146, 501, 157)),
        Word("Exam", Box(56, 155, 81, 166)),
        Word("ID", Box(83, 155, 94, 166)),
    ]
    page = Page(1, 612, 792, gather_lines(words), ReadBy.PDF_TEXT)
    assert len(unwrap_rows(lines_of(page, page.lines))) == 3


HEADING_IN_TWO_LINES = """
Name           FTN       Exam ID            Exam  Tested      Site      Score  Grade  Expiration
                                                                                      Date

DOE, JANE ANN  C1234567  90000020260214001  PAR   02/14/2026  ABS60104  93%    Pass   02/29/2028
"""


def test_a_row_of_labels_may_go_on_below_itself() -> None:
    report = read(HEAD + HEADING_IN_TWO_LINES + TAIL)

    assert report.exam_date.value == VALUES["exam_date"]
    assert report.expiration_date.value == VALUES["expiration_date"]


def test_codes_may_follow_on_a_sentence() -> None:
    tail = """
Each code stands for an area in which the applicant gave one or more wrong answers. A single
code may represent more than one incorrect response. PA.I.B.K1a / PA.I.C.K2 /
PA.III.A.K8 / PA.VI.A.K1
"""
    assert codes(read(HEAD + TWO_IN_ONE + tail)) == CODES


def test_what_let_an_applicant_to_the_test_is_not_the_block_of_the_instructor() -> None:
    form = TWO_IN_ONE + "AUTHORIZATION: Instructor endorsement\n\nCODES: "
    assert codes(read(HEAD + form + TAIL.splitlines()[-1])) == CODES


def test_an_applicant_id_that_the_second_page_repeats_is_no_ftn() -> None:
    first = TWO_IN_ONE.replace("FTN: C1234567", "APPLICANT ID: A6271841").replace("2026", "2016")
    second = "DOE, JANE ANN    Applicant ID A6271841    Exam ID 90000020160214001\n\nPLT044 PLT112"

    report = read(HEAD + first.replace("2028", "2018"), second)

    assert (report.ftn.value, report.applicant_id.value) == (None, "A6271841")


def test_a_title_without_a_label_has_the_dash_that_is_printed() -> None:
    form = TWO_IN_ONE.replace("EXAM: Private Pilot Airplane", "Private Pilot – Airplane      ")
    assert read(HEAD + form + TAIL).exam == "Private Pilot – Airplane (PAR)"


def test_a_dash_in_another_face_stands_on_its_line() -> None:
    words = [
        Word("RATING", Box(10, 192, 40, 200), 1.0),
        Word("-", Box(43, 196, 46, 200), 1.0),
        Word("AIRPLANE", Box(49, 192, 90, 200), 1.0),
    ]
    assert [line.text for line in gather_lines(words)] == ["RATING - AIRPLANE"]


def test_a_rule_beside_a_name_is_no_part_of_it() -> None:
    form = TWO_IN_ONE.replace("DOE, JANE ANN  ", "DOE, JANE ANN —")
    assert read(HEAD + form + TAIL).name.value == "DOE, JANE ANN"


CAPTIONS_IN_BRACKETS = """
DOE, JANE ANN                                C1234567
(Name)                                       (FAA Tracking Number, FTN)

Private Pilot Airplane (PAR)
(Exam)

90000020260214001           02/14/2026              ABS60104
(Exam ID)                   (Exam Date)             (Exam Site)

93%         Pass          1         02/29/2028
(Score)     (Grade)       (Take)    (Expiration Date)
"""
TWO_LANGUAGES = """
Name / Nombre                                         DOE, JANE ANN
FAA Tracking Number (FTN) / Número de seguimiento     C1234567
Exam / Examen                                         Private Pilot Airplane (PAR)
Exam ID / Identificación del examen                   90000020260214001
Exam Date (mm/dd/yyyy) / Fecha del examen             02/14/2026
Exam Site / Centro de examen                          ABS60104
Score / Puntuación                                    93%
Grade / Calificación                                  Pass
Take / Intento                                        1
Expiration Date / Fecha de vencimiento                02/29/2028
"""
WORDS_OF_TWO_LANGUAGES = """
Name / Nom: DOE, JANE ANN
FAA Tracking Number (FTN) / No de suivi: C1234567
Exam / Examen: Private Pilot Airplane (PAR)
Exam ID / No d'examen: 90000020260214001
EXAM DATE / DATE DE L'EXAMEN: 02/14/2026
Exam Site / Site d'examen: ABS60104
Score / Note: 93%
Grade / Résultat: Pass
Take / Essai: 1
Expiration Date / Date d\u2019expiration: 02/29/2028
"""
REMARKS_BEHIND_LABELS = """
NAME (as shown on identification)            FAA TRACKING NUMBER (FTN)
DOE, JANE ANN                                C1234567

EXAM TITLE                                   TEST CODE
Private Pilot Airplane                       PAR

EXAM ID                    EXAM DATE         EXAM SITE
90000020260214001          02/14/2026        ABS60104

SCORE (%)        GRADE        TAKE           EXPIRATION DATE
93               PASS         1              02/29/2028
"""


@pytest.mark.parametrize("read_by", list(ReadBy))
@pytest.mark.parametrize(
    "form",
    [CAPTIONS_IN_BRACKETS, TWO_LANGUAGES, WORDS_OF_TWO_LANGUAGES, REMARKS_BEHIND_LABELS],
    ids=["captions in brackets", "two languages", "words of two", "remarks behind labels"],
)
def test_more_may_stand_at_a_label_than_its_words(form: str, read_by: ReadBy) -> None:
    report = read(HEAD + form + TAIL, read_by=read_by)
    assert values(report) == VALUES
    assert codes(report) == CODES


@pytest.mark.parametrize(
    "label",
    [
        "Last name, first name, middle",
        "Last Name, First Name MI",
        "LAST NAME, FIRST NAME, M.I.",
        "Surname, Given Names",
        "First name, middle initial, last name",
    ],
)
def test_a_label_may_say_in_which_order_a_name_is_written(label: str) -> None:
    beside = TWO_IN_ONE.replace("NAME: DOE, JANE ANN ", f"{label}: DOE, JANE ANN\n")
    above = TWO_IN_ONE.replace("NAME: DOE, JANE ANN  ", f"{label}\nDOE, JANE ANN\n\n")
    below = TWO_IN_ONE.replace("DOE, JANE ANN ", f"DOE, JANE ANN\n({label})\n")
    for form in (beside, above, below):
        assert values(read(HEAD + form + TAIL)) == VALUES


@pytest.mark.parametrize(
    "result",
    [
        "Score   93%    Grade / Take   Pass / 1",
        "Score   93%    Grade / Take   Pass /1",
        "Score   93%    Grade/Take     Pass/1",
        "Score / Grade / Take      93 / Pass / 1",
        "Take / Grade / Score:     1 / Pass / 93",
        "SCORE/GRADE/TAKE: 93%/Pass/1",
        "Score      Grade / Take\n93%        Pass / 1",
    ],
)
def test_labels_may_share_a_cell_as_their_values_do(result: str) -> None:
    form = TWO_IN_ONE.replace("GRADE / TAKE: Pass / 1", "").replace("SCORE: 93%", result)
    assert values(read(HEAD + form + TAIL)) == VALUES


def test_a_numeral_of_a_name_may_look_like_ones_on_a_picture() -> None:
    form = TWO_IN_ONE.replace("DOE, JANE ANN    ", "DOE 11, JANE ANN ")
    assert read(HEAD + form + TAIL, read_by=ReadBy.OCR).name.value == "DOE II, JANE ANN"


def test_a_speck_behind_a_name_is_no_part_of_it() -> None:
    form = TWO_IN_ONE.replace("DOE, JANE ANN ", "JANE ANN OKAFOR.")
    assert read(HEAD + form + TAIL, read_by=ReadBy.OCR).name.value == "JANE ANN OKAFOR"


def test_a_colon_that_looks_like_a_one_is_not_the_take() -> None:
    form = TWO_IN_ONE.replace("GRADE / TAKE: Pass / 1", "GRADE: Pass   TAKE. 1   2")
    take = read(HEAD + form + TAIL, read_by=ReadBy.OCR).take
    assert take.value == 2
    assert take.doubt


def test_the_list_ends_beside_a_column_of_text() -> None:
    form = (
        HEAD
        + TWO_IN_ONE
        + TAIL.replace("PA.VI.A.K1", "PA.VI.A.K1        for safe operation of the airplane")
    )
    assert [code.code for code in read(form).codes][-1] == "PA.VI.A.K1"


def test_a_code_in_a_row_of_codes_is_not_passed_over_in_silence() -> None:
    form = HEAD + TWO_IN_ONE + TAIL.replace("PA.VI.A.K1", "PA.VI.A.K1 for safe operation")
    report = read(form)
    assert report.codes[-1].code == "PA.VI.A.K1"
    assert report.codes[-1].confidence < 0.95


DESCRIBED = """
The codes below represent incorrectly answered questions.

PA.I.B.K1a    Certification requirements, recent experience, and the keeping
              of records, with what they say of the pilot, of the airplane
              and of the flight, and where in the airplane each of them
              has to be
"""


def test_a_list_goes_on_behind_a_long_description() -> None:
    rest = "PA.I.C.K2     Acceptable weather products and resources\n\nEndorsement of ________"
    report = read(HEAD + TWO_IN_ONE + DESCRIBED, rest)
    assert [code.code for code in report.codes] == ["PA.I.B.K1a", "PA.I.C.K2"]


def test_codes_of_a_page_that_does_not_go_on_are_for_a_person_to_look_at() -> None:
    report = read(HEAD + TWO_IN_ONE + TAIL + "\n\n\nA\n\nB\n\nC\n\nD", "PA.IX.B.R1    Another code")
    assert [each.candidates for each in report.unresolved_codes] == [("PA.IX.B.R1",)]


def test_a_grade_without_a_label_stands_beside_the_score() -> None:
    form = TWO_IN_ONE.replace(
        "SCORE: 93%                             GRADE / TAKE: Pass / 1",
        "Pass             Score   93%\nTAKE: 1",
    )
    report = read(HEAD + form + TAIL)
    assert report.grade.value is Grade.PASS
    assert report.score.value == 93


def test_two_grades_without_a_label_are_none() -> None:
    form = TWO_IN_ONE.replace(
        "SCORE: 93%                             GRADE / TAKE: Pass / 1",
        "PASS             FAIL            SCORE: 93%\nTAKE: 1",
    )
    assert read(HEAD + form + TAIL).grade.value is None


def test_a_line_of_the_next_column_is_no_part_of_a_title() -> None:
    form = TWO_IN_ONE.replace(
        "EXAM: Private Pilot Airplane (PAR)     EXAM ID: 90000020260214001",
        "EXAM: Private Pilot                                  Weather\n"
        "                                                     inlet).\n"
        "      Airplane (PAR)\nEXAM ID: 90000020260214001",
    )
    assert read(HEAD + form + TAIL).exam == "Private Pilot Airplane (PAR)"
