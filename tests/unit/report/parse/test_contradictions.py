"""What cannot be, or stands twice, is doubted; what the instructor wrote is no value."""

import pytest

from typed_pages import CODES, REPORT, VALUES, changed, codes, parse_one, values


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
