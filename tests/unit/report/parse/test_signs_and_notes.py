"""Signs, notes and other numbers around values are told from them."""

import pytest

from aktr.reading.lines import gather_lines
from aktr.reading.page import Box, Page, ReadBy, Word
from aktr.report.confidence import REVIEW_BELOW
from aktr.report.parse.lines.sheet import lines_of
from designed_forms import HEAD, TAIL, TWO_IN_ONE, read
from typed_pages import CODES, VALUES, changed, codes, on_a_picture, values

DASHES_BEHIND_LABELS = """
NAME — DOE, JANE ANN
FAA TRACKING NUMBER (FTN) — C1234567
EXAM — Private Pilot Airplane (PAR)
EXAM ID — 90000020260214001
EXAM DATE — 02/14/2026
EXAM SITE — ABS60104
SCORE — 93%
GRADE — Pass
TAKE — 1
EXPIRATION DATE — 02/29/2028
"""
RECORD = """
010 NAME                > DOE, JANE ANN
020 FAA-TRACKING-NBR    > C1234567
030 EXAM-ID             > 90000020260214001
040 EXAM                > Private Pilot Airplane (PAR)
050 EXAM-DATE           > 02-14-2026
060 EXAM-SITE           > ABS60104
070 SCORE               > 93
080 GRADE               > P
090 TAKE                > 01
100 EXPIRATION-DATE     > 02-29-2028
"""
KEYS = """
name=DOE, JANE ANN; ftn=C1234567; exam id=90000020260214001;
exam=Private Pilot Airplane (PAR); exam date=2026-02-14; exam site=ABS60104;
score=93; grade=PASS; take=1; expiration date=2028-02-29
"""
LABELS_IN_BRACKETS = """
DOE, JANE ANN (name)
C1234567 (FAA tracking number, FTN)
Private Pilot Airplane (PAR) (exam)
90000020260214001 (exam ID)          ABS60104 (exam site)
February 14, 2026 (exam date)        February 29, 2028 (expiration date)
93% (score)          Passed (grade)           First (take)
"""
REQUIREMENTS_BESIDE = """
Name: DOE, JANE ANN          FTN: C1234567
Exam: Private Pilot Airplane (PAR)
Exam ID: 90000020260214001

Item               This exam       Requirement or note
Exam date          02/14/2026      -
Exam site          ABS60104        approved centers only
Score              93%             70% or higher to pass
Grade              PASS            PASS or FAIL
Take               1               see the rules of your certificate
Expiration date    02/29/2028      24 calendar months
"""
SUBJECTS = """
Name        DOE, JANE ANN                  FTN         C1234567
Exam        Private Pilot Airplane (PAR)   Exam ID     90000020260214001
Exam date   02/14/2026                     Exam site   ABS60104
Take        1

Subject area             Questions   Correct   Percent
Weather                  16          13        81%
Regulations              12          12        100%

Overall score: 93%   Grade: Pass (minimum passing score 70%)
Expiration date: 02/29/2028
"""
VALID_FROM_TO = """
NAME: DOE, JANE ANN                    FTN: C1234567
EXAM: Private Pilot Airplane (PAR)     EXAM ID: 90000020260214001
EXAM DATE: 02/14/2026                  EXAM SITE: ABS60104
SCORE: 93%        GRADE: Pass          TAKE: 1

VALID FROM 02/14/2026 TO 02/29/2028
"""


@pytest.mark.parametrize(
    "form",
    [
        DASHES_BEHIND_LABELS,
        RECORD,
        KEYS,
        LABELS_IN_BRACKETS,
        REQUIREMENTS_BESIDE,
        SUBJECTS,
        VALID_FROM_TO,
    ],
    ids=[
        "dashes behind labels",
        "a record of a program",
        "keys and values",
        "labels in brackets behind values",
        "requirements beside values",
        "subjects with scores of their own",
        "valid from one day to another",
    ],
)
def test_signs_and_notes_around_values_are_no_part_of_them(form: str) -> None:
    report = read(HEAD + form + TAIL)
    assert values(report) == VALUES
    assert codes(report) == CODES


def test_the_number_of_a_licence_is_no_applicant_id() -> None:
    form = TWO_IN_ONE + "Photo ID: GA driver license   ID no.: D7761160429\n"
    assert read(HEAD + form + TAIL).applicant_id.value is None


def test_initials_beside_a_title_are_none_of_it() -> None:
    form = TWO_IN_ONE.replace("Airplane (PAR)    ", "Airplane SS       ")
    form += "EXAM CODE: PAR\n"
    assert read(HEAD + form + TAIL, read_by=ReadBy.OCR).exam == "Private Pilot Airplane (PAR)"


def test_a_list_goes_on_beside_the_block_of_the_instructor() -> None:
    tail = """
PA.I.B.K1a      The codes represent incorrectly answered questions.
PA.I.C.K2
                AUTHORIZED INSTRUCTOR'S STATEMENT
PA.III.A.K8     Instruction given in each subject area shown to be deficient.
PA.VI.A.K1      Applicant is considered competent to pass the test.
"""
    assert codes(read(HEAD + TWO_IN_ONE + tail)) == CODES


def test_a_name_that_may_go_on_below_its_label_is_to_be_looked_at() -> None:
    form = VALID_FROM_TO.replace("DOE, JANE ANN ", "DOE, JANE ANN\nMARGUERITE    ")
    assert read(HEAD + form + TAIL).name.confidence < REVIEW_BELOW


def test_labels_of_two_lines_beside_larger_print_are_whole() -> None:
    small = [("NAME", 47, 73), ("OF", 75, 73), ("APPLICANT", 47, 81)]
    words = [Word(text, Box(x, y, x + 5 * len(text), y + 10), 1.0) for text, x, y in small]
    words += [Word("DOE,", Box(125, 75, 150, 89), 1.0), Word("JANE", Box(154, 75, 180, 89), 1.0)]
    (line,) = gather_lines(words)
    assert line.text == "NAME OF APPLICANT DOE, JANE"


def test_a_label_that_a_producer_or_a_picture_has_torn_is_whole() -> None:
    words = [
        Word("Exam", Box(47, 73, 70, 83)),
        Word("S", Box(75, 73, 80, 83)),
        Word("ite", Box(82, 74, 95, 83)),
        Word("ABS60104", Box(140, 73, 190, 83)),
    ]
    page = Page(1, 612, 792, gather_lines(words), ReadBy.PDF_TEXT)
    (line,) = lines_of(page, page.lines)
    assert line.text == "Exam Site ABS60104"


def test_a_label_of_capitals_that_a_picture_has_torn_is_whole() -> None:
    words = [
        Word("EXPIR", Box(47, 73, 76, 83)),
        Word("ATION", Box(77, 73, 105, 83)),
        Word("DATE:", Box(110, 73, 135, 83)),
        Word("02/28/2023", Box(140, 73, 190, 83)),
    ]
    page = Page(1, 612, 792, gather_lines(words, in_pieces=False), ReadBy.OCR)
    (line,) = lines_of(page, page.lines)
    assert line.text == "EXPIRATION DATE: 02/28/2023"


@pytest.mark.parametrize(
    ("read_as", "title"),
    [
        ("Private Pilot—AirpIane ", "Private Pilot—Airplane"),
        ("Private Pilot-AirpIane ", "Private Pilot-Airplane"),
    ],
)
def test_a_dash_that_touches_its_words_on_a_picture_is_kept_for_a_person_to_confirm(
    read_as: str, title: str
) -> None:
    form = TWO_IN_ONE.replace("Private Pilot Airplane ", read_as)
    report = read(HEAD + form + TAIL, read_by=ReadBy.OCR)

    assert report.exam == f"{title} (PAR)"
    assert report.exam_title.doubt


def test_a_hyphen_of_the_official_title_is_no_doubt() -> None:
    form = TWO_IN_ONE.replace(
        "Private Pilot Airplane (PAR)", "Private Pilot Weight-Shift-ControI (PWS)"
    )
    report = read(HEAD + form + TAIL, read_by=ReadBy.OCR)

    assert report.exam == "Private Pilot Weight-Shift-Control (PWS)"
    assert report.exam_title.doubt is None


@pytest.mark.parametrize("stroke", ["/", "|", "\\"])
def test_values_of_one_cell_are_parted_by_the_stroke_that_a_picture_shows(stroke: str) -> None:
    joined = f"Score / Grade / Take   93% {stroke} Pass {stroke} 1"
    report = on_a_picture(changed("SCORE: 93%               GRADE: Pass         TAKE: 1", joined))

    assert values(report) == VALUES


@pytest.mark.parametrize("colon", [":", ".", ";", "-"])
def test_a_score_that_touches_its_label_is_one_whatever_the_colon_was_read_as(colon: str) -> None:
    report = on_a_picture(changed("SCORE: 93%", f"SCORE{colon}93%"))

    assert values(report) == VALUES
