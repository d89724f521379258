"""Reports that somebody printed as the data which a program exchanges."""

import json
from typing import Any

import pytest

from typed_pages import CODES, REPORT, VALUES, codes, parse, parse_one, values

DATA: dict[str, Any] = {
    "name": "DOE, JANE ANN",
    "ftn": "C1234567",
    "examId": "90000020260214001",
    "exam": "Private Pilot Airplane (PAR)",
    "examDate": "02/14/2026",
    "examSite": "ABS60104",
    "score": 93,
    "grade": "Pass",
    "take": 1,
    "expirationDate": "02/29/2028",
    "codes": list(CODES),
}
NESTED = {
    "applicant": {"full_name": "DOE, JANE ANN", "ftn": "C1234567"},
    "exam": {
        "id": "90000020260214001",
        "title": "Private Pilot Airplane (PAR)",
        "date": "02/14/2026",
        "site": "ABS60104",
    },
    "result": {"score": "93%", "grade": "Pass", "take": "1"},
    "expiration_date": "02/29/2028",
    "acs_codes": [{"code": code, "description": "An element of a task"} for code in CODES],
}
OTHER = DATA | {"name": "ROE, RICHARD", "ftn": "C7654321", "examId": "90000020260214002"}


@pytest.mark.parametrize("data", [DATA, NESTED], ids=["flat", "nested"])
@pytest.mark.parametrize("indent", [1, 4])
def test_an_object_is_a_report(data: dict[str, Any], indent: int) -> None:
    report = parse_one(json.dumps(data, indent=indent))
    assert values(report) == VALUES
    assert codes(report) == CODES
    assert not report.unresolved_codes


def test_each_object_is_a_report_whatever_page_it_ends_on() -> None:
    text = json.dumps({"reports": [DATA, OTHER, DATA | {"examId": "90000020260214003"}]}, indent=2)
    lines = text.split("\n")
    for cut in range(10, len(lines) - 10, 5):
        pages = [lines[:cut], lines[cut:]]
        printed = [
            "\n".join([*page, "", f"https://school.example/print   {number}/2"])
            for number, page in enumerate(pages, 1)
        ]
        one, other, last = parse(*printed)
        assert values(one) == VALUES
        assert values(other) == VALUES | {
            "name": "ROE, RICHARD",
            "ftn": "C7654321",
            "exam_id": "90000020260214002",
        }
        assert last.exam_id.value == "90000020260214003"
        assert codes(one) == codes(other) == codes(last) == CODES


@pytest.mark.parametrize("printed", ["900000-20260214-001", "900000 20260214 001"])
def test_the_exam_id_may_stand_in_groups(printed: str) -> None:
    assert values(parse_one(json.dumps(DATA | {"examId": printed}, indent=2))) == VALUES


def test_a_value_that_the_data_has_not_is_none() -> None:
    report = parse_one(json.dumps(DATA | {"grade": None, "name": None}, indent=2))
    assert report.grade.value is None
    assert report.name.value is None


def test_letters_that_a_program_has_written_as_numbers_are_letters() -> None:
    report = parse_one(json.dumps(DATA | {"name": "PEÑA, MARÍA"}, indent=2))
    assert report.name.value == "PEÑA, MARÍA"


def test_earlier_reports_in_an_object_are_reports_of_their_own() -> None:
    earlier = DATA | {"examId": "90000020250214009", "codes": ["PA.I.F.K2f"]}
    one, other = parse(json.dumps(DATA | {"earlier": [earlier]}, indent=2))
    assert codes(one) == CODES
    assert codes(other) == ("PA.I.F.K2f",)


def test_a_report_on_another_page_is_not_lost_to_the_data() -> None:
    one, other = parse(REPORT, json.dumps(OTHER, indent=2))
    assert values(one) == VALUES
    assert other.name.value == "ROE, RICHARD"
