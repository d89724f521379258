"""Titles of tests that wrap in a cell of a form whose other cells stand beside them."""

import pytest

from typed_pages import CODES, VALUES, codes, parse_one, values

TITLED = VALUES | {
    "exam_title": "Aviation Maintenance Technician Airframe",
    "exam_code": "AMA",
}
LABELS_UNDER_VALUES = """
                    Airman Knowledge Test Report
DOE, JANE ANN                 C1234567
applicant name                ftn

90000020260214001             Aviation Maintenance Technician
exam id                       Airframe (AMA)
                              examination

02/14/2026                    ABS60104
date of test                  site

93%                           Pass
score achieved                grade

1
attempt

valid until: 02/29/2028
"""
NARROW_BOXES = """
                    Airman Knowledge Test Report
NAME         DOE, JANE ANN      FTN         C1234567

EXAM ID      90000020260214001  EXAM        Aviation Maintenance
                                            Technician Airframe
                                            (AMA)

EXAM DATE    02/14/2026         EXAM SITE   ABS60104

SCORE        93%                GRADE       Pass

TAKE         1

EXPIRATION DATE: 02/29/2028
"""


@pytest.mark.parametrize("form", [LABELS_UNDER_VALUES, NARROW_BOXES], ids=["under", "boxes"])
@pytest.mark.parametrize("gap", [2, 1])
def test_a_title_that_wraps_is_read_whole(form: str, gap: int) -> None:
    if gap == 1:
        form = form.replace("90000020260214001  EXAM ", "90000020260214001 EXAM  ")
    report = parse_one(f"{form}\n{' '.join(CODES)}\n")
    assert values(report) == TITLED
    assert codes(report) == CODES
