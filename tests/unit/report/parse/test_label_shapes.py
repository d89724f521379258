"""Labels behind their values, in two languages, torn, led to by dots, or shortened."""

import pytest

from aktr.acs.catalogue import load_catalogue
from aktr.reading.lines import gather_lines
from aktr.reading.page import Box, Page, ReadBy, Word
from aktr.report.confidence import REVIEW_BELOW
from aktr.report.parse import parse_reports
from aktr.report.parse.lines.whole_labels import with_whole_labels
from designed_forms import HEAD, TAIL, read
from typed_pages import CODES, VALUES, codes, typed_page, values

VALUE_BEFORE_LABEL = """
        DOE, JANE ANN                  Applicant Name
                   C1234567            FTN
Private Pilot Airplane (PAR)           Test Title
          90000020260214001            Exam ID No.
          February 14, 2026            Exam Date
                   ABS60104            Testing Center ID
          93% (56 of 60 correct) Final Score
                       PASS Pass/Fail
                          1 Attempt
          February 29, 2028            Valid Until
"""
TWO_LANGUAGES = """
Nom du candidat / Applicant name                 Num\u00e9ro FAA / FTN
DOE, JANE ANN                                    C1234567

\u00c9preuve / Knowledge test
Private Pilot Airplane (PAR)

N.o d'\u00e9preuve / Exam ID        Centre / Test site        Date de l'\u00e9preuve / Exam date
90000020260214001            ABS60104                  02/14/2026

Points / Score               R\u00e9sultat / Grade          Essai / Take
93%                          Pass                      1

Fin / Expires (mm/jj/aaaa - mm/dd/yyyy)
02/29/2028
"""
LED_TO_COLONS = """
APPLICANT ...............: DOE, JANE ANN
FTN .....................: C1234567
EXAM ID .................: 90000020260214001
TEST ____________________: Private Pilot Airplane (PAR)
TESTED ON________________: 02/14/2026
TEST SITE ...............: ABS60104
SCORE:................... 93%
GRADE ...................: Pass
TAKE ....................: 1
VALID UNTIL .............: 02/29/2028
"""
OF_A_PROGRAM = """
REC TYPE > KNOWLEDGE TEST
REC NBR > 410047
LAST UPD > 02MAR2026 17:54
STU NAME > DOE, JANE ANN
STU NO > S-7302
FTN > C1234567
TEST CD > PAR
TST NAME > Private Pilot Airplane
KT EXAM ID > 90000020260214001
KT DATE > 14FEB2026
EX SITE > ABS60104
KT SCR > 93
MIN SCR > 70
P/F > Pass
ATT NBR > 1
KT EXP > 29FEB2028
"""
TORN = """
CANDIDA TE NAME        DOE, JANE ANN
F T N                  C1234567
E XA M I D             90000020260214001
T EST TI TLE           Private Pilot Airplane (PAR)
D AT E OF T EST        02/14/2026
T EST CE NT ER         ABS60104
PER CEN T SCO RE       93%
OU TCO ME              Pass
TA K E                 1
EXPIRA TION DA TE      02/29/2028
"""


@pytest.mark.parametrize(
    "form",
    [VALUE_BEFORE_LABEL, TWO_LANGUAGES, LED_TO_COLONS, OF_A_PROGRAM, TORN],
    ids=["values before", "two languages", "dots to a colon", "short words", "torn"],
)
def test_labels_of_any_shape_lead_to_their_values(form: str) -> None:
    report = read(HEAD + form + TAIL)
    assert values(report) == VALUES
    assert codes(report) == CODES


OF_A_CLASS = """
Name              FTN       Exam ID            Exam  Exam date   Site      Score  Grade  Expires

DOE, JANE ANN     C1234567  90000020260214001  PAR   02/14/2026  ABS60104  93%    Pass   02/29/2028

Class average score: 84%   passed on first take: 5   best score: 97%
"""


def test_figures_of_a_class_are_none_of_the_student() -> None:
    report = read(HEAD + OF_A_CLASS + TAIL)
    assert (report.score.value, report.score.doubt) == (93, None)
    assert report.take.value is None


OF_A_SYSTEM = """
Trainee                           Stu. no.
DOE, JANE ANN                     S-4328

FAA written                       FAA FTN
Private Pilot Airplane (PAR)      C1234567

KT exam ID            Test ctr.      KT date        KT score %
90000020260214001     ABS60104       02/14/2026     93

Pass/Fail             Att. no.       KT exp.
P                     1              02/29/2028

Practice tests (school)
Date           Practice test      Score    Result
01/08/2026     Practice 1         66%      practice only
01/14/2026     Practice 2         91%      practice only

61.35 endors. dt.     Instr.                  Instr. cert. exp.
01/08/2026            Ann Example             05/31/2027
"""


def test_tests_of_a_school_beside_the_report_are_no_second_result() -> None:
    report = read(OF_A_SYSTEM + TAIL)
    assert values(report) == VALUES
    assert report.score.confidence > REVIEW_BELOW


def _words(left: float, top: float, *texts: str, blank: float = 4.0) -> list[Word]:
    """Some words of a line, in a print of which each letter takes five points."""
    words = []
    for text in texts:
        words.append(Word(text, Box(left, top, left + 5 * len(text), top + 10)))
        left += 5 * len(text) + blank
    return words


def test_a_torn_label_and_a_number_in_the_next_column_are_not_one_word() -> None:
    page = typed_page(HEAD + OF_A_CLASS + TAIL)
    spaced = [
        *_words(40, 700, "TA", "K", "E", blank=3),
        *_words(240, 700, "2"),
        *_words(40, 720, "D", "AT", "E", "TA", "KE", "N", blank=3),
        *_words(240, 720, "14", "FEB", "2026"),
    ]
    words = [word for line in page.lines for word in line.words]
    whole = Page(1, page.width, page.height, gather_lines([*words, *spaced]), ReadBy.PDF_TEXT)
    (report,) = parse_reports([whole], load_catalogue())
    assert report.take.value == 2
    assert report.exam_date.value == VALUES["exam_date"]


@pytest.mark.parametrize("take", ["Take: first Score: 93%", "Take: FIRST   Score: 93%"])
def test_a_word_for_the_first_take_is_its_value(take: str) -> None:
    form = LED_TO_COLONS.replace("SCORE:................... 93%\n", "")
    form = form.replace("TAKE ....................: 1", take)
    assert values(read(HEAD + form + TAIL)) == VALUES


@pytest.mark.parametrize(
    "label",
    ["LAST N AME, FIR ST NAME", "APPL ICANT FULL NA ME", "EX AMIN EE NAME", "NAM E OF AIR MAN"],
)
def test_no_piece_of_a_torn_label_is_taken_for_a_name(label: str) -> None:
    form = TORN.replace("CANDIDA TE NAME        ", f"{label:<25} ")
    assert values(read(HEAD + form + TAIL)) == VALUES


def test_words_that_only_ask_for_a_name_are_none() -> None:
    form = TORN.replace("CANDIDA TE NAME        DOE, JANE ANN", "APPLICANT    LEGAL NAME")
    name = read(HEAD + form + TAIL).name
    assert name.value is None or name.confidence < REVIEW_BELOW


def test_a_label_that_is_whole_ends_where_its_words_end() -> None:
    form = TORN.replace("OU TCO ME              Pass", "Passing grade 70 percent\nGrade   Pass")
    assert values(read(HEAD + form + TAIL)) == VALUES


@pytest.mark.parametrize(
    ("glued", "parts"),
    [
        ("Take-1", ["Take", "1"]),
        ("SCORE.87%", ["SCORE", "87%"]),
        ("FTN:C1234567", ["FTN:", "C1234567"]),
        ("LEEFTN:", ["LEE", "FTN:"]),
    ],
)
def test_what_joins_a_label_and_its_value_is_part_of_neither(glued: str, parts: list[str]) -> None:
    words = with_whole_labels((Word(glued, Box(0, 0, 90, 10)),), glued)

    assert [word.text for word in words] == parts
    assert words[0].box.right == words[1].box.left
