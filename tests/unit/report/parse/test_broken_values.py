"""Values that narrow cells break over lines, and tables so tight that their cells touch."""

from datetime import date

import pytest

from aktr.acs.catalogue import load_catalogue
from aktr.reading.lines import gather_lines
from aktr.reading.page import Box, Page, ReadBy, Word
from aktr.report.confidence import REVIEW_BELOW
from aktr.report.model import KnowledgeTestReport
from aktr.report.parse import parse_reports
from designed_forms import HEAD, TAIL, read
from typed_pages import CODES, VALUES, codes, typed_page, values

NARROW = """
Examination       Private Pilot Airplane (PAR)
Name              DOE, JANE ANN              FTN                  C1234567
Knowledge Test    90000020260214             Testing Center       ABS60104
Exam ID           001                        Number
Exam Date         02/14/2026                 Expiration Date      02/29/2028
Percent Score     93%                        Test Result          PASS
Attempt No.       1
"""
BOX_BESIDE = """
Applicant     DOE, JANE ANN                             Codes of questions
Exam          Private Pilot Airplane (PAR)              answered incorrectly
FTN           C1234567
                                                        PA.I.B.K1a{0}PA.I.
Tested On     02/14/2026                                C.K2{0}PA.III.A.K
                                                        8{0}P
Exam Site     ABS60104                                  A.VI.A.K1

Score         93%
Result        Pass
Take          1
Expires       02/29/2028
Exam ID       9000002026021
              4001
"""


@pytest.mark.parametrize("printed", ["90000020260214", "900000 20260214", "900000-20260214-"])
def test_an_exam_id_goes_on_below_itself_whatever_its_label_does(printed: str) -> None:
    form = NARROW.replace("90000020260214     ", printed.ljust(19))

    assert values(read(HEAD + form + TAIL)) == VALUES


@pytest.mark.parametrize("separator", ["; ", ","])
def test_codes_of_a_narrow_box_are_whole(separator: str) -> None:
    report = read(HEAD + BOX_BESIDE.format(separator))
    assert codes(report) == CODES
    assert report.unresolved_codes == ()
    assert values(report) == VALUES


LEARNING_STATEMENTS = """
FTN           C1234567                                  PLT002,PLT249,PL
                                                        T400,PLT531,PLT5
Tested On     02/14/2026                                38
"""


def test_a_learning_statement_code_may_break_anywhere() -> None:
    form = BOX_BESIDE[: BOX_BESIDE.index("FTN")] + LEARNING_STATEMENTS
    form += BOX_BESIDE[BOX_BESIDE.index("Score") :]
    report = read(HEAD + form)
    assert codes(report) == ("PLT002", "PLT249", "PLT400", "PLT531", "PLT538")


def test_a_number_below_a_whole_code_is_none_of_it() -> None:
    report = read(HEAD + NARROW + TAIL.replace("PA.I.B.K1a", "PA.I.B.K1a PA.I.H.K1\n2 "))
    assert "PA.I.H.K12" not in codes(report)
    assert "PA.I.H.K1" in codes(report)


def _line(top: float, *words: tuple[float, str]) -> list[Word]:
    """Words of one line, each at its left edge, in a print with letters of five points."""
    return [Word(text, Box(left, top, left + 5 * len(text), top + 10)) for left, text in words]


def _read_with(words: list[Word], text: str) -> KnowledgeTestReport:
    page = typed_page(text)
    own = [word for line in page.lines for word in line.words]
    whole = Page(1, 900, page.height, gather_lines([*own, *words]), ReadBy.PDF_TEXT)
    (report,) = parse_reports([whole], load_catalogue())
    return report


def test_a_word_that_is_not_level_with_a_title_is_none_of_it() -> None:
    words = [
        *_line(500, (40, "Exam"), (120, "Private"), (159, "Pilot"), (188, "Airplane")),
        *_line(496, (236, "answered")),
        *_line(512, (120, "(PAR)")),
    ]
    report = _read_with(words, HEAD + NARROW.replace("Examination", "Booking   ") + TAIL)
    assert report.exam == "Private Pilot Airplane (PAR)"


def test_cells_of_a_tight_heading_keep_their_labels() -> None:
    words = [
        *_line(600, (30, "Name"), (135, "FAA"), (154, "FTN"), (192, "Exam"), (216, "ID")),
        *_line(600, (285, "Exam"), (390, "Date"), (452, "Testing"), (503, "Final")),
        *_line(600, (553, "Result"), (602, "Attempt"), (660, "Expires")),
        *_line(611, (390, "Administered"), (452, "Center"), (503, "Score"), (602, "No.")),
        *_line(631, (30, "DOE,"), (54, "JANE"), (78, "ANN"), (135, "C1234567")),
        *_line(631, (192, "90000020260214001"), (285, "PAR"), (390, "02/14/2026")),
        *_line(631, (452, "ABS60104"), (503, "93"), (553, "Pass"), (602, "1"), (660, "02/29/2028")),
    ]
    report = _read_with(words, HEAD + TAIL)
    assert report.exam_site.value == "ABS60104"
    assert report.exam_date.value == date(2026, 2, 14)
    assert report.take.value == 1


TWO_LABELS_AT_A_WRAPPED_ONE = [
    *_line(500, (40, "APPLICANT"), (90, "NAME"), (160, "DOE,"), (185, "JANE"), (210, "ANN")),
    *_line(500, (456, "AREAS"), (486, "FOUND")),
    *_line(514, (456, "DEFICIENT")),
    *_line(520, (40, "EXAM"), (66, "TAKEN"), (160, "PAR")),
    *_line(540, (456, "PA.I.B.K1a,"), (516, "PA.I.C.K2")),
]


def test_rows_beside_a_label_of_two_lines_stay_rows() -> None:
    form = NARROW.replace("Name  ", "Seat  ").replace("DOE, JANE ANN", "12           ")
    report = _read_with(TWO_LABELS_AT_A_WRAPPED_ONE, HEAD + form)
    assert report.name.value == "DOE, JANE ANN"
    assert report.name.confidence > REVIEW_BELOW


SHARED_HEAD = """
Name: DOE, JANE ANN                 FTN No.: C1234567

                    Airman Knowledge Test Report
Test: Fundamentals of Instructing (FOI)
Exam ID: 90000020250228001          Test Site: ABS60104
Date of Exam: 02/28/2025            Expires: 02/28/2027
Score: 90%                          Result: PASS
Attempt: 1
FI.I.C.K6

                    Airman Knowledge Test Report
Test: Private Pilot Airplane (PAR)
Exam ID: 90000020260214001          Test Site: ABS60104
Date of Exam: 02/14/2026            Expires: 02/29/2028
Score: 93%                          Result: PASS
Attempt: 1
PA.I.B.K1a PA.I.C.K2
"""


def test_a_name_above_the_first_of_several_reports_is_that_of_each() -> None:
    reports = parse_reports([typed_page(SHARED_HEAD)], load_catalogue())
    assert [report.exam_code.value for report in reports] == ["FOI", "PAR"]
    assert {(report.name.value, report.ftn.value) for report in reports} == {
        ("DOE, JANE ANN", "C1234567")
    }


def test_other_numbers_above_each_other_are_no_exam_id() -> None:
    form = """
Phone           5550142123
Certificate     1234567
"""
    report = read(HEAD + form + NARROW.replace("90000020260214 ", "90000020260214001 ") + TAIL)
    assert report.exam_id.value == VALUES["exam_id"]


BOXES_AT_CODES = """
[x] PA.I.A.K1      [ ] PA.I.B.K1a      [x] PA.I.C.K2
"""


def test_a_code_with_an_empty_box_counts_in_doubt() -> None:
    form = NARROW.replace("90000020260214 ", "90000020260214001 ")
    report = read(HEAD + form + "\nCodes missed\n" + BOXES_AT_CODES)
    doubtful = [code.code for code in report.codes if code.confidence < REVIEW_BELOW]
    assert doubtful == ["PA.I.B.K1a"]
