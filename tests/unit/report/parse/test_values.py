"""What one cell says: every accepted form gives its value, the rest gives none."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aktr.report.model import Grade
from aktr.report.values.readers import (
    READERS,
    read_applicant_id,
    read_date,
    read_exam_id,
    read_ftn,
    read_grade,
    read_name,
    read_score,
    read_take,
)
from aktr.report.values.sites import read_site

DATE_FORMS = {
    "02/14/2026": "%m/%d/%Y",
    "02-14-2026": "%m-%d-%Y",
    "02.14.2026": "%m.%d.%Y",
    "02 / 14 / 2026": "%m / %d / %Y",
    "2026-02-14": "%Y-%m-%d",
    "2026/02/14": "%Y/%m/%d",
    "February 14, 2026": "%B %d, %Y",
    "Feb 14, 2026": "%b %d, %Y",
    "FEB. 14 2026": "%b. %d %Y",
    "14 February 2026": "%d %B %Y",
    "14-Feb-2026": "%d-%b-%Y",
    "02\u201314\u20132026": "%m\u2013%d\u2013%Y",
    "2026\u201002\u201014": "%Y\u2010%m\u2010%d",
    "14\u2013Feb\u20132026": "%d\u2013%b\u2013%Y",
    "02\u221214\u22122026": "%m\u2212%d\u2212%Y",
    "14FEB2026": "%d%b%Y",
}


@pytest.mark.parametrize("form", DATE_FORMS.values(), ids=DATE_FORMS)
@given(day=st.dates(date(1990, 1, 1), date(2099, 12, 31)), upper=st.booleans())
def test_a_date_comes_back_from_every_form(form: str, day: date, upper: bool) -> None:
    printed = day.strftime(form)
    reading = read_date(f"on {printed.upper() if upper else printed} at noon")
    assert reading is not None
    assert reading.value == day
    assert (reading.doubt, reading.sure) == (None, True)
    assert (reading.start, reading.end) == (3, 3 + len(printed))


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_date_without_leading_zeros_comes_back(day: date) -> None:
    reading = read_date(f"{day.month}/{day.day}/{day.year}")
    assert reading is not None
    assert reading.value == day


@given(st.dates(date(1980, 1, 1), date(2079, 12, 31)))
def test_a_year_of_two_digits_is_read_and_doubted(day: date) -> None:
    reading = read_date(day.strftime("%m/%d/%y"))
    assert reading is not None
    assert reading.value == day
    assert reading.doubt
    assert not reading.sure


@pytest.mark.parametrize(
    "printed",
    [
        "14/02/2026",
        "02/30/2026",
        "00/10/2026",
        "13/01/2026",
        "02/29/2027",
        "2026-14-02",
        "February 31, 2026",
    ],
)
def test_a_date_that_cannot_be_has_no_value_and_a_doubt(printed: str) -> None:
    reading = read_date(printed)
    assert reading is not None
    assert reading.value is None
    assert printed in (reading.doubt or "")


@pytest.mark.parametrize(
    "printed",
    [
        "",
        "today",
        "02142026",
        "02/14",
        "2026",
        "1234567/14/2026",
        "02/14/20261",
        "12/3456",
        "Feb 2026",
        "14:02:26",
        "1/2/3/4",
        "90000020260214001",
    ],
)
def test_what_is_no_date_is_none(printed: str) -> None:
    assert read_date(printed) is None


@pytest.mark.parametrize(
    ("printed", "score"),
    [
        ("88%", 88),
        ("88 %", 88),
        ("88", 88),
        ("100%", 100),
        ("0%", 0),
        ("088", 88),
        ("88.0%", 88),
        ("88.00", 88),
        ("88 percent", 88),
        ("88 per cent", 88),
        ("88 pct", 88),
        ("88/100", 88),
        ("88 out of 100", 88),
        ("88 (passing 70)", 88),
        ("53 of 60 (88%)", 88),
        ("(53/60) 88%", 88),
        ("Passed with 88%", 88),
    ],
)
def test_scores_are_read_as_per_cent(printed: str, score: int) -> None:
    reading = read_score(printed)
    assert reading is not None
    assert (reading.value, reading.doubt) == (score, None)


@pytest.mark.parametrize("printed", ["101%", "880", "120 %", "8 8", "9 3 0"])
def test_a_score_that_cannot_be_has_no_value_and_a_doubt(printed: str) -> None:
    reading = read_score(printed)
    assert reading is not None
    assert reading.value is None
    assert reading.doubt


@pytest.mark.parametrize(
    "printed",
    [
        "",
        "Pass",
        "53 of 60",
        "53/60",
        "53 / 60",
        "88.5",
        "68,5 %",
        "1,000,000",
        "N/A",
        "AA.I.B.K2a, K8",
    ],
)
def test_what_is_no_score_is_none(printed: str) -> None:
    assert read_score(printed) is None


@given(st.integers(0, 100), st.sampled_from(["%", " %", "", " percent", "/100", ".0%"]))
def test_any_score_comes_back(score: int, unit: str) -> None:
    reading = read_score(f"{score}{unit}")
    assert reading is not None
    assert reading.value == score


@pytest.mark.parametrize(
    ("printed", "grade"),
    [
        ("Pass", Grade.PASS),
        ("PASS", Grade.PASS),
        ("P", Grade.PASS),
        ("F", Grade.FAIL),
        ("passed", Grade.PASS),
        ("P A S S".replace(" ", ""), Grade.PASS),
        ("Fail", Grade.FAIL),
        ("FAILED", Grade.FAIL),
        ("Failure", Grade.FAIL),
        ("88% - Pass", Grade.PASS),
        ("Did not pass", Grade.FAIL),
    ],
)
def test_grades_are_pass_or_fail(printed: str, grade: Grade) -> None:
    reading = read_grade(printed)
    assert reading is not None
    assert reading.value is grade


@pytest.mark.parametrize("printed", ["Pass/Fail", "PASS FAIL", "Passed? Failed?", "Pass/Not pass"])
def test_both_grades_at_once_are_doubted(printed: str) -> None:
    reading = read_grade(printed)
    assert reading is not None
    assert reading.value is None
    assert reading.doubt


@pytest.mark.parametrize("printed", ["", "P 1", "Passenger", "compass", "A", "88%", "Failsafe"])
def test_what_is_no_grade_is_none(printed: str) -> None:
    assert read_grade(printed) is None


@pytest.mark.parametrize(
    ("printed", "take"),
    [
        ("1", 1),
        ("02", 2),
        ("1st", 1),
        ("2nd attempt", 2),
        ("third", 3),
        ("First", 1),
        ("#4", 4),
        ("12", 12),
    ],
)
def test_takes_are_counted_from_one(printed: str, take: int) -> None:
    reading = read_take(printed)
    assert reading is not None
    assert reading.value == take


@pytest.mark.parametrize(
    "printed", ["", "0", "00", "123", "1.5", "2/3", "88%", "none", "PA.I.C.K7,", "K2a"]
)
def test_what_is_no_take_is_none(printed: str) -> None:
    assert read_take(printed) is None


@pytest.mark.parametrize(
    ("printed", "ftn"),
    [
        ("C1234567", "C1234567"),
        ("c1234567", "C1234567"),
        ("C 1234567", "C1234567"),
        ("C-1234567", "C1234567"),
        ("(FTN) A7654321", "A7654321"),
    ],
)
def test_tracking_numbers_are_a_letter_and_seven_digits(printed: str, ftn: str) -> None:
    reading = read_ftn(printed)
    assert reading is not None
    assert (reading.value, reading.sure) == (ftn, True)


@pytest.mark.parametrize("printed", ["C123456", "C12345678", "1234567", "CC1234567"])
def test_another_number_in_its_place_is_unusual_or_none(printed: str) -> None:
    reading = read_ftn(printed)
    assert reading is None or not reading.sure


@given(st.from_regex(r"\A[0-9]{17}\Z"), st.lists(st.integers(1, 16), max_size=5))
def test_an_exam_id_comes_back_from_any_groups(digits: str, cuts: list[int]) -> None:
    for separator in " -\u2013":
        printed = separator.join(
            digits[start:end]
            for start, end in zip(
                [0, *sorted(set(cuts))], [*sorted(set(cuts)), len(digits)], strict=True
            )
        )
        reading = read_exam_id(f"No. {printed}")
        assert reading is not None
        assert (reading.value, reading.sure) == (digits, True)


@pytest.mark.parametrize("printed", ["9000002026021400", "900000202602140011", "AB9000002026"])
def test_an_exam_id_of_another_length_is_kept_as_unusual(printed: str) -> None:
    reading = read_exam_id(printed)
    assert reading is not None
    assert (reading.value, reading.sure) == (printed, False)


def test_what_is_no_exam_id_is_none() -> None:
    assert read_exam_id("see above") is None
    assert read_exam_id("1234") is None


@pytest.mark.parametrize("printed", ["123-45-6789", "123456789", "XXX-XX-6789", "C1234567"])
def test_applicant_ids_keep_their_form(printed: str) -> None:
    reading = read_applicant_id(printed)
    assert reading is not None
    assert reading.value == printed


@pytest.mark.parametrize(
    ("printed", "site", "sure"),
    [
        ("ABS60104", "ABS60104", True),
        ("ABS 60104", "ABS60104", True),
        ("Springfield Flying Club (ABS60104)", "ABS60104", True),
        ("LAS40302", "LAS40302", True),
        ("Springfield Flying Club", "Springfield Flying Club", False),
        ("SUITE 210, ABS60104", "ABS60104", True),
        ("BOOTH 03", "BOOTH 03", False),
        ("ROOM 1204", "ROOM 1204", False),
        ("12 Elm Street, Austin, TX 78701", "12 Elm Street, Austin, TX 78701", False),
    ],
)
def test_a_site_is_its_code_or_all_that_is_printed(printed: str, site: str, sure: bool) -> None:
    reading = read_site(printed)
    assert reading is not None
    assert (reading.value, reading.sure) == (site, sure)


@pytest.mark.parametrize("printed", ["ABS9 9167", "A BS99167", "ABS99 1 67"])
def test_a_site_whose_characters_stand_apart_is_put_together_and_doubted(printed: str) -> None:
    reading = read_site(printed)
    assert reading is not None
    assert (reading.value, reading.sure) == ("ABS99167", False)
    assert reading.doubt is not None


@pytest.mark.parametrize(
    "printed",
    ["PA.IV.D.R4", "PLT123", "PLT 123, PLT124", "A single code may represent more.", "• Fee: $175"],
)
def test_codes_sentences_and_sums_are_no_sites(printed: str) -> None:
    assert read_site(printed) is None


@pytest.mark.parametrize("printed", ["____", "N/A", "-", "", " . . . ", "None"])
def test_rules_and_words_for_nothing_are_no_values(printed: str) -> None:
    for field, reader in READERS.items():
        assert reader(printed) is None, field


@pytest.mark.parametrize(
    "printed", ["C1234567", "12 Elm Street", "(print clearly)", "Exam Date", "KNOWLEDGE TEST", "A"]
)
def test_what_is_no_name_is_none(printed: str) -> None:
    assert read_name(printed) is None


def test_a_number_behind_a_name_is_none_of_it_and_leaves_a_doubt() -> None:
    reading = read_name("Jane A Doe 6")
    assert reading is not None
    assert (reading.value, reading.end) == ("Jane A Doe", 10)
    assert reading.doubt
    assert read_name("Room 6") is None


def test_a_word_of_a_sentence_is_no_sure_name() -> None:
    for text, sure in (("see", False), ("Jane", True)):
        reading = read_name(text)
        assert reading is not None
        assert reading.sure is sure


@pytest.mark.parametrize("field", sorted(READERS))
@given(text=st.text(max_size=40) | st.from_regex(re.compile(r"[0-9A-Za-z/.,% -]{0,40}", re.ASCII)))
def test_a_reading_lies_inside_its_cell(field: str, text: str) -> None:
    reading = READERS[field](text)
    if reading is not None:
        assert 0 <= reading.start < reading.end <= len(text)
        assert reading.value is not None or reading.doubt


@pytest.mark.parametrize("printed", ["FAIL (passing score 70%)", "Failed. Passing grade: 70"])
def test_what_is_needed_to_pass_is_no_grade(printed: str) -> None:
    reading = read_grade(printed)
    assert reading is not None
    assert (reading.value, reading.doubt) == (Grade.FAIL, None)


@pytest.mark.parametrize(
    ("printed", "score"),
    [
        ("Fail Passing Score 70", None),
        ("Fail (minimum 70%)", None),
        ("64 (at least 70% is needed)", 64),
        ("Passing score 70%. Score 64%", 64),
    ],
)
def test_the_score_that_is_asked_for_is_no_score(printed: str, score: int | None) -> None:
    reading = read_score(printed)
    assert (reading and reading.value) == score
