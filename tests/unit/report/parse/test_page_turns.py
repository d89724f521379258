"""Reports that are broken by the end of a page before they say enough to be one."""

import pytest

from aktr.errors import FileError
from typed_pages import VALUES, codes, parse, parse_one, values

HEAD = """
                    Airman Knowledge Test Report

A single code may represent more than one incorrect response.
"""
VALUES_OF_FORM = """
NAME: DOE, JANE ANN
FTN: C1234567
EXAM ID: 90000020260214001
EXAM: Private Pilot Airplane (PAR)
EXAM DATE: 02/14/2026
EXAM SITE: ABS60104
SCORE: 93%
GRADE: Pass
TAKE: 1
EXPIRATION DATE: 02/29/2028
"""


def test_a_list_in_front_of_the_values_goes_on_over_the_page() -> None:
    report = parse_one(
        f"{HEAD}\nPA.I.B.K1a\nPA.I.C.K2\n", f"PA.III.A.K8\nPA.VI.A.K1\n{VALUES_OF_FORM}"
    )
    assert codes(report) == ("PA.I.B.K1a", "PA.I.C.K2", "PA.III.A.K8", "PA.VI.A.K1")
    assert values(report) == VALUES
    assert report.pages == (1, 2)


def test_a_list_may_take_whole_pages_in_front_of_the_values() -> None:
    report = parse_one(
        f"{HEAD}\nPA.I.B.K1a\n", "PA.I.C.K2\nPA.III.A.K8", f"PA.VI.A.K1\n{VALUES_OF_FORM}"
    )
    assert codes(report) == ("PA.I.B.K1a", "PA.I.C.K2", "PA.III.A.K8", "PA.VI.A.K1")
    assert values(report) == VALUES


def test_the_values_may_be_broken_themselves() -> None:
    person, rest = VALUES_OF_FORM.split("EXAM ID", 1)
    report = parse_one(f"{HEAD}\nPA.I.B.K1a\n{person}", f"EXAM ID{rest}")
    assert codes(report) == ("PA.I.B.K1a",)
    assert values(report) == VALUES


def test_a_list_that_is_broken_belongs_to_the_report_behind_it_alone() -> None:
    first = VALUES_OF_FORM.replace("C1234567", "C7654321").replace("14001", "14002")
    one, other = parse(
        f"{HEAD}\nPA.I.F.K2f\n{first}", f"{HEAD}\nPA.I.B.K1a\n", f"PA.I.C.K2\n{VALUES_OF_FORM}"
    )
    assert codes(one) == ("PA.I.F.K2f",)
    assert not one.unresolved_codes
    assert codes(other) == ("PA.I.B.K1a", "PA.I.C.K2")


def test_a_list_with_a_heading_that_no_values_follow_is_doubted_at_the_report_behind_it() -> None:
    behind = f"{VALUES_OF_FORM}\nCodes: PA.VI.A.K1"
    report = parse_one(f"{HEAD}\nPA.I.B.K1a\nPA.I.C.K2\n", behind)
    assert codes(report) == ("PA.VI.A.K1",)
    assert [code.read_as for code in report.unresolved_codes] == ["PA.I.B.K1a", "PA.I.C.K2"]


def test_pages_of_two_persons_are_not_put_together() -> None:
    with pytest.raises(FileError):
        parse(
            f"{HEAD}\nNAME: ROE, RICHARD\nFTN: C7654321\n",
            "NAME: DOE, JANE ANN\nFTN: C1234567\nSCORE: 93%\n",
        )


def test_a_list_goes_on_above_the_next_report_of_a_text_that_runs_on() -> None:
    first = VALUES_OF_FORM.replace("C1234567", "C7654321").replace("14001", "14002")
    one, other = parse(
        f"{HEAD}{first}\nPA.I.F.K2f Weather\n",
        f"PA.I.F.K3 Flight planning\n{HEAD}{VALUES_OF_FORM}\nPA.I.B.K1a Airworthiness\n",
    )
    assert codes(one) == ("PA.I.F.K2f", "PA.I.F.K3")
    assert codes(other) == ("PA.I.B.K1a",)
    assert one.pages == (1, 2)
    assert other.pages == (2,)


def test_a_list_above_the_values_of_its_own_report_stays_there() -> None:
    first = VALUES_OF_FORM.replace("C1234567", "C7654321").replace("14001", "14002")
    one, other = parse(
        f"PA.I.F.K2f\n{HEAD}{first}", f"PA.I.B.K1a\nPA.I.C.K2\n{HEAD}{VALUES_OF_FORM}"
    )
    assert codes(one) == ("PA.I.F.K2f",)
    assert codes(other) == ("PA.I.B.K1a", "PA.I.C.K2")


@pytest.mark.parametrize(
    "head",
    [
        "Airman Knowledge Test Report (continued)",
        "Doe, Jane Ann                Page 2 of 2",
        "Airman Knowledge Test Report\n\nDOE, JANE ANN",
    ],
)
def test_a_page_that_says_so_holds_the_list_of_the_report_before(head: str) -> None:
    values_alone = f"{HEAD}{VALUES_OF_FORM}\nSee page 2 for the subject areas.\nPage 1 of 2"
    report = parse_one(values_alone, f"{head}\n\nPA.I.B.K1a Airworthiness\nPA.I.C.K2 Weather")
    assert codes(report) == ("PA.I.B.K1a", "PA.I.C.K2")
    assert not report.unresolved_codes


def test_the_list_of_a_page_that_does_not_say_so_is_doubted() -> None:
    report = parse_one(
        f"{HEAD}{VALUES_OF_FORM}\nDO NOT LOSE THIS REPORT",
        "Lesson plan for next week\n\nPA.I.B.K1a Airworthiness",
    )
    assert not codes(report)
    assert [code.read_as for code in report.unresolved_codes] == ["PA.I.B.K1a"]
