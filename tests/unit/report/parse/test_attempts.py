"""Several tests told one under the other on a page, with no heading of a report between them."""

from typing import Final

import pytest

from aktr.report.model import KnowledgeTestReport
from typed_pages import CODES, changed, codes, parse, parse_one

TITLE: Final = "Private Pilot Airplane (PAR)\n"
PERSON: Final = "Name       DOE, JANE ANN            FTN        C1234567\n"
FAILED: Final = """
Exam ID    90000020260110001        Exam site  ABS60105
Exam date  01/10/2026               Take       1
Score      63%                      Grade      Failed
Expiration date  01/31/2028
ACS codes: PA.I.A.K1, PA.I.B.K1a,
PA.VI.B.K4
"""
PASSED: Final = f"""
Exam ID    90000020260214001        Exam site  ABS60104
Exam date  02/14/2026               Take       2
Score      93%                      Grade      Passed
Expiration date  02/29/2028
ACS codes: {", ".join(CODES)}
"""


def _told(report: KnowledgeTestReport) -> tuple[object, ...]:
    fields = (report.name, report.ftn, report.exam_id, report.exam_code, report.exam_site)
    result = (report.take, report.score, report.exam_date, report.expiration_date)
    assert not any(field.doubt for field in (*fields, *result))
    *texts, taken, expires = (field.value for field in (*fields, *result))
    return (*texts, str(taken), str(expires), codes(report))


FIRST: Final = (
    *("DOE, JANE ANN", "C1234567", "90000020260110001", "PAR", "ABS60105", 1, 63),
    *("2026-01-10", "2028-01-31", ("PA.I.A.K1", "PA.I.B.K1a", "PA.VI.B.K4")),
)
SECOND: Final = (
    *("DOE, JANE ANN", "C1234567", "90000020260214001", "PAR", "ABS60104", 2, 93),
    *("2026-02-14", "2028-02-29", CODES),
)


@pytest.mark.parametrize(
    ("page", "reports"),
    [
        (f"{TITLE}{PERSON}{FAILED}\n{TITLE}{PERSON}{PASSED}", [FIRST, SECOND]),
        (f"{TITLE}{PERSON}{PASSED}\n{TITLE}{PERSON}{FAILED}", [SECOND, FIRST]),
        (f"{PERSON}\n{TITLE}{FAILED}\n{TITLE}{PASSED}", [FIRST, SECOND]),
        (f"{PERSON}Exam {TITLE}{FAILED}\n{PASSED}", [FIRST, SECOND]),
        (f"{PERSON}Exam {TITLE}\nAttempt 1{FAILED}\nAttempt 2{PASSED}", [FIRST, SECOND]),
    ],
    ids=["each in full", "last one first", "one person", "one exam", "with titles"],
)
def test_a_history_of_attempts_has_a_report_for_each(
    page: str, reports: list[tuple[object, ...]]
) -> None:
    assert [_told(report) for report in parse(f"Test history\n\n{page}")] == reports


@pytest.mark.parametrize(
    "repeated",
    [
        PASSED,
        PASSED.replace("ACS codes", "Codes"),
        "\nExam ID    90000020260214001   Score  93%\n",
        # Two IDs and one date: one of the IDs is misprinted, or is none.
        PASSED.replace("90000020260214001", "90000020260214002"),
    ],
    ids=["in full", "with another label", "in part", "with another exam ID"],
)
def test_a_report_that_repeats_its_values_is_one(repeated: str) -> None:
    report = parse_one(f"Test history\n\n{TITLE}{PERSON}{PASSED}\nInstructor's copy\n{repeated}")

    assert codes(report) == CODES
    assert bool(report.exam_id.doubt) is ("90000020260214002" in repeated)


def test_a_result_that_is_told_of_two_tests_is_of_neither() -> None:
    passed = changed("Exam date  02/14/2026               ", "", PASSED)
    report = parse_one(f"Test history\n\n{TITLE}{PERSON}{FAILED}\n{TITLE}{PERSON}{passed}")

    assert report.exam_id.doubt


def test_an_exam_id_of_another_test_in_a_note_is_asked_about() -> None:
    page = f"Test history\n\n{TITLE}{PERSON}{PASSED}"

    assert not parse_one(f"{page}\nConfirmation number: 90000020260110001").exam_id.doubt
    assert parse_one(f"{page}\nSee also 90000020260110001.").exam_id.doubt


OTHER_PERSON: Final = "Name       ROE, RICHARD             Applicant ID  445566778\n"
EARLIER: Final = """
Exam ID    90000020140110001        Exam site  LAS40302
Exam date  01/10/2014               Take       1
Score      63%                      Grade      Failed
Expiration date  01/31/2016
Codes: PLT078, PLT140
"""


@pytest.mark.parametrize(
    "page",
    [
        "Archive\n\n{passed}\n{earlier}",
        "Computer Test Report no. 1 of 2\n{passed}\nComputer Test Report no. 2 of 2\n{earlier}",
        "Airman Computer Test Report (1/2)\n{passed}\nAirman Computer Test Report (2/2)\n{earlier}",
    ],
    ids=["without headings", "counted", "numbered"],
)
def test_reports_of_two_persons_on_a_page_keep_what_is_theirs(page: str) -> None:
    passed, earlier = f"{PERSON}Exam {TITLE}{PASSED}", f"{OTHER_PERSON}Exam {TITLE}{EARLIER}"
    new, old = parse(page.format(passed=passed, earlier=earlier))

    assert (new.name.value, new.ftn.value, new.applicant_id.value) == (
        "DOE, JANE ANN",
        "C1234567",
        None,
    )
    assert (old.name.value, old.ftn.value, old.applicant_id.value) == (
        "ROE, RICHARD",
        None,
        "445566778",
    )
    assert (codes(new), codes(old)) == (CODES, ("PLT078", "PLT140"))


def test_reports_of_two_persons_that_cannot_be_parted_are_asked_about() -> None:
    turned = "FTN        A7654321                Name       ROE, RICHARD\n"
    report = parse_one(
        f"Archive\n\n{PERSON}Exam {TITLE}{PASSED}\n{turned}Exam {TITLE}{FAILED}",
    )

    assert report.exam_id.doubt
    assert report.name.doubt


MAIL: Final = """Knowledge test results
1 message

From: Flight School <office@example.org>
To: dispatch@example.org
Date: {date}

here are the two reports that came in this week:

"""
EACH: Final = """
Name: {name}
FTN: {ftn}
Exam ID: {exam_id}
Exam: Private Pilot Airplane (PAR)
{date}
Score: 93
Grade: Pass
Codes: PA.I.B.K1a, PA.I.C.K2

"""
ONE: Final = EACH.format(
    name="DOE, JANE ANN", ftn="C1234567", exam_id="90000020260214001", date="Exam Date: 02/14/2026"
)
ANOTHER: Final = EACH.format(
    name="ROE, RICHARD", ftn="A7654321", exam_id="90000020260110001", date="Exam Date: 01/10/2026"
)


@pytest.mark.parametrize("sent", ["Sat, Mar 14, 2026 at 9:11 AM", "03/14/2026"])
def test_reports_in_a_mail_are_parted_and_do_not_have_its_date(sent: str) -> None:
    reports = parse(MAIL.format(date=sent) + ONE + "-----\n" + ANOTHER)

    assert [(report.name.value, str(report.exam_date.value)) for report in reports] == [
        ("DOE, JANE ANN", "2026-02-14"),
        ("ROE, RICHARD", "2026-01-10"),
    ]
    assert not any(report.exam_date.doubt for report in reports)


def test_a_date_that_may_be_of_each_test_below_it_is_asked_about() -> None:
    without = ANOTHER.replace("Exam Date: 01/10/2026\n", "")
    (report,) = parse(MAIL.format(date="03/14/2026") + ONE + "-----\n" + without)

    assert report.exam_id.doubt


def test_a_result_above_two_tests_is_asked_about() -> None:
    mail = MAIL.format(date="03/14/2026") + "Name: COE, CARL\nScore: 88\nGrade: Pass\n\n"
    (report,) = parse(mail + ONE + "-----\n" + ANOTHER)

    assert report.exam_id.doubt
