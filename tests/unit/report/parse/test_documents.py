"""Which pages are reports, where one ends and the next begins, and what is none."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aktr.acs.catalogue import load_catalogue
from aktr.errors import FileError, FileErrorType
from aktr.reading.lines import gather_lines
from aktr.reading.page import Box, Page, ReadBy, TextLayer, Word
from aktr.report.model import FIELD_NAMES, Grade, KnowledgeTestReport, ReadValue
from aktr.report.parse import parse_reports
from typed_pages import (
    CODES,
    REPORT,
    VALUES,
    changed,
    codes,
    parse,
    parse_one,
    typed_page,
    values,
)

HEAD = REPORT[: REPORT.index("AUTHORIZED")]
SECOND = (
    HEAD.replace("DOE, JANE ANN", "ROE, RICHARD")
    .replace("C1234567", "A7654321")
    .replace("90000020260214001", "90000020260301002")
    .replace("02/14/2026", "03/01/2026")
    .replace("93%", "68%")
    .replace("Pass", "Fail")
    .replace("02/29/2028", "03/31/2028")
    .replace(" ".join(CODES), "PA.II.A.K1 PA.II.B.K2")
)
SECOND_VALUES = {
    **VALUES,
    "name": "ROE, RICHARD",
    "ftn": "A7654321",
    "exam_id": "90000020260301002",
    "exam_date": date(2026, 3, 1),
    "score": 68,
    "grade": Grade.FAIL,
    "expiration_date": date(2028, 3, 31),
}
SECOND_CODES = ("PA.II.A.K1", "PA.II.B.K2")

LETTER = """
Dear students,

please bring your test report to the next lesson. Whoever has a score below 70 % will get
additional training in PA.I.B.K1a and PA.I.C.K2 before the retest. The exam date is on the
calendar; the exam site is the same as last year. Do not lose the report.

Alex Smith, flight instructor
"""


def beside(left: str, right: str) -> str:
    """Two texts side by side."""
    rows = [text.split("\n") for text in (left, right)]
    count = max(map(len, rows))
    padded = [row + [""] * (count - len(row)) for row in rows]
    return "\n".join(f"{a.ljust(96)}{b}" for a, b in zip(*padded, strict=True))


def assert_both(*texts: str) -> None:
    first, second = parse(*texts)
    assert (values(first), codes(first)) == (VALUES, CODES)
    assert (values(second), codes(second)) == (SECOND_VALUES, SECOND_CODES)


def test_two_reports_on_two_pages_are_two() -> None:
    assert_both(REPORT, SECOND)
    assert [report.pages for report in parse(REPORT, SECOND)] == [(1,), (2,)]


def test_two_reports_one_under_the_other_are_two() -> None:
    assert_both(HEAD + "\n\n" + SECOND)


def test_two_reports_side_by_side_are_two() -> None:
    assert_both(beside(HEAD, SECOND))


def test_a_report_goes_on_at_the_top_of_the_column_beside_it() -> None:
    person, codes_of_second = SECOND.split("A single code", 1)
    third = changed("90000020260301002", "90000020260301003", SECOND)
    left = f"{HEAD}\n\n{person}"
    right = f"A single code{codes_of_second}\n\n{third}"
    first, second, last = parse(beside(left, right))
    assert (values(first), codes(first)) == (VALUES, CODES)
    assert (values(second), codes(second)) == (SECOND_VALUES, SECOND_CODES)
    assert (last.exam_id.value, codes(last)) == ("90000020260301003", SECOND_CODES)


def test_a_report_is_found_behind_other_pages() -> None:
    report = parse_one(LETTER, "", REPORT)
    assert values(report) == VALUES
    assert codes(report) == CODES
    assert report.pages == (3,)


def test_a_report_that_goes_on_over_the_page_is_one() -> None:
    cut = REPORT.index("PA.III.A.K8")
    report = parse_one(REPORT[:cut], REPORT[cut:])
    assert values(report) == VALUES
    assert codes(report) == CODES
    assert report.pages == (1, 2)


def test_a_second_page_that_names_the_same_exam_belongs_to_the_first() -> None:
    cut = REPORT.index("PA.III.A.K8")
    heading = "EXAM ID: 90000020260214001      Page 2 of 2\n\n"
    report = parse_one(REPORT[:cut], heading + REPORT[cut:])
    assert values(report) == VALUES
    assert codes(report) == CODES


def test_a_page_with_nothing_on_it_is_unreadable() -> None:
    with pytest.raises(FileError, match="take the picture again") as refused:
        parse("")
    assert refused.value.error_type is FileErrorType.UNREADABLE


def test_a_second_page_of_other_matter_adds_nothing() -> None:
    guide = (
        "Study guide\n\nPA.II.A.K1   Preflight assessment\nPA.II.B.K2   Flight deck management\n"
    )
    report = parse_one(REPORT, guide)
    assert codes(report) == CODES
    assert report.pages == (1,)


def test_the_same_report_printed_twice_is_given_twice() -> None:
    first, second = parse(REPORT, REPORT)
    assert values(first) == values(second) == VALUES


NOT_REPORTS = {
    "letter": LETTER,
    "study guide": """
        Private Pilot study guide: codes of the Airman Certification Standards

        PA.I.B.K1a   Certificates and documents
        PA.I.C.K2    Acceptable weather products
        PA.III.A.K8  Runway incursion avoidance
        Date: 02/14/2026
        """,
    "blank form": REPORT.replace("DOE, JANE ANN", "____________")
    .replace("C1234567", "________")
    .replace("90000020260214001", "_________________")
    .replace("Private Pilot Airplane (PAR)", "____________")
    .replace("02/14/2026", "__/__/____")
    .replace("ABS60104", "________")
    .replace("93%", "____")
    .replace("Pass ", "____ ")
    .replace("TAKE: 1", "TAKE: _")
    .replace(" ".join(CODES), "")
    .replace("02/29/2028", "__/__/____"),
    "empty form": "\n".join(line.split(":")[0] + ":" for line in HEAD.split("\n") if ":" in line),
    "appointment": """
        Appointment confirmation

        Name: DOE, JANE ANN
        FTN: C1234567
        Test: Private Pilot Airplane (PAR)
        Scheduled for: 02/14/2026 09:00
        Test Center: ABS60104
        Bring a photo ID. You will get your score at the end of the test.
        """,
    "mock test": """
        Springfield Flying Club - mock test

        Student: DOE, JANE ANN
        Test: Private Pilot mock exam
        Date: 02/14/2026
        Score: 88%     Grade: Pass
        Missed codes: PA.I.B.K1a PA.I.C.K2
        """,
    "endorsements": """
        Endorsements

        I certify that Jane Ann Doe has received the required training of 14 CFR 61.105. I have
        determined that she is prepared for the Private Pilot Airplane (PAR) knowledge test.
        Date: 02/14/2026      Signature: Alex Smith      CFI No.: 7654321CFI  Exp.: 02/29/2028
        """,
    "foreign exam": """
        Civil Aviation Authority of Somewhere
        Theoretical examination result

        Name: DOE, JANE ANN
        Candidate number: 55512
        Subject: Air Law        Date: 14/02/2026
        Result: 88% Pass        Attempt: 1
        """,
    "list of tests": """
        Knowledge tests: number of questions and passing scores

        Private Pilot Airplane (PAR)        60    150 minutes    passing score: 70
        Instrument Rating Airplane (IRA)    60    150 minutes    passing score: 70
        """,
    "invoice": """
        Invoice 90000020260214001

        Name: DOE, JANE ANN
        Date: 02/14/2026
        Knowledge test, Private Pilot Airplane          175.00
        """,
}


@pytest.mark.parametrize("text", NOT_REPORTS.values(), ids=NOT_REPORTS)
def test_what_is_no_report_is_refused_with_what_to_do(text: str) -> None:
    with pytest.raises(FileError, match=r"Upload the page headed") as refused:
        parse(text)
    assert refused.value.error_type is FileErrorType.NOT_A_TEST_REPORT


def picture(number: int) -> Page:
    return Page(number, 612, 792, (), ReadBy.PDF_TEXT, text_layer=TextLayer.MISSING)


def test_pages_without_text_are_no_reason_to_say_that_there_is_no_report() -> None:
    with pytest.raises(FileError) as refused:
        parse_reports([picture(1)], load_catalogue())
    assert refused.value.error_type is FileErrorType.UNREADABLE
    with pytest.raises(FileError, match="Page 2") as refused:
        parse_reports([typed_page(LETTER), picture(2)], load_catalogue())
    assert refused.value.error_type is FileErrorType.UNREADABLE


def test_a_page_that_was_not_read_is_mentioned_in_the_report() -> None:
    (report,) = parse_reports([typed_page(REPORT), picture(2)], load_catalogue())
    assert values(report) == VALUES
    (note,) = report.notes
    assert note.startswith("Page 2 ")


def test_how_the_file_was_read_is_mentioned_in_the_report() -> None:
    page = typed_page(REPORT)
    mended = Page(1, page.width, page.height, page.lines, ReadBy.PDF_TEXT, mended=True)
    scanned = Page(1, page.width, page.height, page.lines, ReadBy.PDF_TEXT, under_picture=True)
    (report,) = parse_reports([mended], load_catalogue())
    assert ["damaged" in note for note in report.notes] == [True]
    (report,) = parse_reports([scanned], load_catalogue())
    assert ["picture" in note for note in report.notes] == [True]


def test_no_value_is_surer_than_the_words_it_was_read_from() -> None:
    page = typed_page(REPORT)
    lines = tuple(
        line._replace(words=tuple(word._replace(confidence=0.7) for word in line.words))
        for line in page.lines
    )
    (report,) = parse_reports(
        [Page(1, page.width, page.height, lines, ReadBy.OCR)], load_catalogue()
    )
    assert report.read_by is ReadBy.OCR
    assert all(getattr(report, name).confidence <= 0.7 for name in FIELD_NAMES)
    assert all(code.confidence == 0.7 for code in report.codes)


VOCABULARY = sorted(
    {word for text in (REPORT, SECOND, *NOT_REPORTS.values()) for word in text.split()}
    | {
        "PA.",
        "I.",
        "-",
        "1.",
        "(2)",
        "a",
        "PLT",
        "078",
        "PA.1.C.K2",
        "12/",
        "°",
        "\u0130",
        "ß",
        ":",
    }
)
ANY_WORD = st.sampled_from(VOCABULARY) | st.text(
    st.characters(exclude_categories=("Z", "C")), min_size=1, max_size=8
)


@given(
    st.lists(
        st.lists(st.tuples(ANY_WORD, st.sampled_from([" ", "  ", "     "])), max_size=8).map(
            lambda words: "".join(word + gap for word, gap in words)
        ),
        max_size=25,
    ),
    st.integers(0, 20),
)
@settings(max_examples=150, deadline=None)
def test_no_text_breaks_the_parser(lines: list[str], cut: int) -> None:
    """Lines of any words, with a whole report among them or not."""
    whole = [*lines[:cut], *(HEAD.split("\n") if cut < 10 else ()), *lines[cut:]]
    reports: tuple[KnowledgeTestReport, ...] = ()
    word = FileErrorType.NOT_A_TEST_REPORT
    try:
        reports = parse("\n".join(whole))
    except FileError as refused:
        word = refused.error_type
    nothing = not any(line.strip() for line in whole)
    assert word is (FileErrorType.UNREADABLE if nothing else FileErrorType.NOT_A_TEST_REPORT)
    for report in reports:
        for name in FIELD_NAMES:
            assert_sound(getattr(report, name))
        names = codes(report)
        assert len(set(names)) == len(names)


@given(
    st.lists(
        st.tuples(
            ANY_WORD, st.floats(-50, 650), st.floats(-50, 850), st.floats(0, 200), st.floats(0, 40)
        ),
        max_size=60,
    )
)
@settings(max_examples=60, deadline=None)
def test_no_places_of_words_break_the_parser(
    words: list[tuple[str, float, float, float, float]],
) -> None:
    lines = gather_lines(
        Word(text, Box(left, top, left + width, top + height))
        for text, left, top, width, height in words
    )
    page = Page(1, 612, 792, lines, ReadBy.OCR)
    try:
        reports = parse_reports([page, typed_page(REPORT, 2)], load_catalogue())
    except FileError as refused:
        pytest.fail(f"the report on page 2 is lost: {refused.message}")
    assert values(reports[-1]) == VALUES


def assert_sound(read: ReadValue[object]) -> None:
    """What holds for any value, whatever it was read from."""
    assert 0.0 <= read.confidence <= 1.0
    if read.value is None:
        assert read.confidence == 0.0
    else:
        assert read.raw
        assert read.place is not None
        place = read.place
        assert 0.0 <= place.left <= place.right <= 1.0
        assert 0.0 <= place.top <= place.bottom <= 1.0


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("DO NOT LOSE THIS REPORT", "A score of 70% is needed to pass. Grade: Pass or Fail."),
        ("DO NOT LOSE THIS REPORT", "Legend: Take 1 is the first attempt, take 2 the second."),
        ("DO NOT LOSE THIS REPORT", "This report expires 24 calendar months after the exam date."),
        ("DO NOT LOSE THIS REPORT", "NAME is printed as in IACRA; FTN as in IACRA."),
        ("DO NOT LOSE THIS REPORT", "If your grade is Fail, a retest needs an endorsement."),
        ("DO NOT LOSE THIS REPORT", "Printed on 03/02/2026 at 14:05 by center ABS60104"),
    ],
)
def test_sentences_about_the_fields_are_no_values(old: str, new: str) -> None:
    report = parse_one(changed(old, new))
    assert values(report) == VALUES
    assert {name for name in FIELD_NAMES if getattr(report, name).doubt} == set()
