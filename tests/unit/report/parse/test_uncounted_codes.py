"""No code of a text layer is lost in silence: it counts, a sentence explains it, or it is named."""

import pytest

from aktr.report.confidence import REVIEW_BELOW
from aktr.report.model import KnowledgeTestReport
from typed_pages import CODES, REPORT, VALUES, changed, codes, parse_one, values

LIST = " ".join(CODES)
CELLS = (
    ("Name", "DOE, JANE", "ANN"),
    ("FTN", "C1234567", ""),
    ("Exam ID", "90000020260214001", ""),
    ("Exam", "Private Pilot Airplane", "(PAR)"),
    ("Exam Date", "02/14/2026", ""),
    ("Site", "ABS60104", ""),
    ("Score", "93", ""),
    ("Grade", "Pass", ""),
    ("Take", "1", ""),
    ("Expires", "02/29/2028", ""),
)
"""A row of a table: labels, and the two lines of each value."""


def table(label: str, first: str, second: str) -> KnowledgeTestReport:
    """A row whose list is wrapped in the last cell, close behind the cell before."""
    lines = zip(*CELLS, strict=True)
    rows = [
        "".join(cell.ljust(max(map(len, own)) + 2) for cell, own in zip(line, CELLS, strict=True))
        for line in lines
    ]
    rows = [row[:-1] + last for row, last in zip(rows, (label, first, second), strict=True)]
    return parse_one("                 Airman Knowledge Test Report\n\n" + "\n".join(rows))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("PA.I.B.K1a, PA.I.C.K2,", "PA.III.A.K8, PA.VI.A.K1"),
        ("PA.I.B.K1a PA.I.C.K2 PA.III.A.K8", "PA.VI.A.K1"),
        ("PA.I.B.K1a; PA.I.C.K2; PA.III.A.K8; PA.VI.A.K1", ""),
    ],
)
def test_codes_below_a_label_of_codes_count_beside_other_values(first: str, second: str) -> None:
    report = table("Codes", first, second)
    assert values(report) == VALUES
    assert codes(report) == CODES
    assert report.unresolved_codes == ()


def test_codes_right_behind_a_label_count_in_any_cell() -> None:
    row = "TAKE: 1  Codes PA.I.B.K1a, PA.I.C.K2, PA.III.A.K8, PA.VI.A.K1"
    assert codes(parse_one(changed(LIST, "").replace("TAKE: 1", row))) == CODES


def test_the_column_of_codes_ends_where_something_else_begins() -> None:
    printed = "Codes\nPA.I.B.K1a PA.I.C.K2\nPA.III.A.K8 PA.VI.A.K1\nPlan of study\nsee PA.II.A.K1"
    report = parse_one(changed(LIST, printed))
    assert codes(report) == CODES
    assert report.unresolved_codes == ()


@pytest.mark.parametrize(
    "printed",
    [
        "We found PA.II.A.K1 to be of this list.",
        "Weather and PA.II.A.K1 as well.",
        "Remark: question 12 PA.II.A.K1",
        "Question 12 was PA.II.A.K1, seen too late.",
        "Hazards such as ice and rain PA.II.A.K1",
        "How to read charts, where they would be PA.II.A.K1",
    ],
)
def test_a_code_that_no_rule_counts_is_named(printed: str) -> None:
    report = parse_one(changed(LIST, f"{LIST}\n\n{printed}"))
    assert codes(report) == CODES
    assert [code.candidates for code in report.unresolved_codes] == [("PA.II.A.K1",)]


def test_codes_of_a_table_under_an_unknown_label_are_named() -> None:
    report = table("Topics", "PA.I.B.K1a, PA.I.C.K2,", "PA.III.A.K8, PA.VI.A.K1")
    named = {candidate for code in report.unresolved_codes for candidate in code.candidates}
    assert named | set(codes(report)) == set(CODES)


@pytest.mark.parametrize(
    "printed",
    [
        "Read PA.II.A.K1 like this: the standard, the area, the task, the element: an example.",
        "As an example of the many codes that there are in the standards we take\nPA.II.A.K1 here.",
        "A code has four parts, such as PA.II.A.K1, PA.II.A.K2 and PA.II.A.K3 have.",
        "All of PA.II.A.K1 and PA.II.A.K2 stand for knowledge.",
        "Subjects, see also PA.II.A.K1",
        "The codes of a previous test, of which PA.II.A.K1 was one, are not repeated.",
        "Your earlier report had the code PA.II.A.K1 on it.",
        "In PA.II.A.K1 the letters PA stand for Private Pilot Airplane.",
        "Area II, element K1 (formerly PA.II.A.K1)",
        "An instrument rating report has codes of its own, IR.I.A.K1 and others of them.",
    ],
)
def test_what_a_sentence_explains_is_not_asked_about(printed: str) -> None:
    report = parse_one(changed(LIST, f"{LIST}\n\n{printed}"))
    assert codes(report) == CODES
    assert report.unresolved_codes == ()


def test_what_an_instructor_writes_is_not_asked_about() -> None:
    filled = "instruction, covering each subject area PA.II.A.K1 shown to be deficient, and"
    printed = REPORT.replace(
        "instruction, covering each subject area shown to be deficient, and", filled
    )
    assert printed != REPORT
    assert parse_one(printed).unresolved_codes == ()


def test_a_code_that_counts_on_one_page_is_not_asked_about_on_another() -> None:
    report = parse_one(REPORT, "Exam ID: 90000020260214001\n\nof these, PA.I.C.K2 most often")
    assert codes(report) == CODES
    assert report.unresolved_codes == ()


def test_a_list_below_the_block_to_sign_is_named() -> None:
    block = REPORT[REPORT.index("AUTHORIZED") :]
    report = parse_one(changed(LIST, CODES[0]) + f"\nACS codes: {' '.join(CODES[1:])}\n")
    assert block in changed(LIST, CODES[0])
    named = {candidate for code in report.unresolved_codes for candidate in code.candidates}
    assert named | set(codes(report)) == set(CODES)


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("PA.I.B.K1a, K2, R1", ["PA.I.B.K2", "PA.I.B.R1"]),
        ("PA.I.B.K1a/K2", ["PA.I.B.K2"]),
        ("PA.I.B.K1a, C.K2", ["PA.I.C.K2"]),
        ("PA.I.B.K1a and K2\nPA.III.A.K8", ["PA.I.B.K1a", "PA.I.B.K2"]),
        ('PA.I.B.K1a\n"      K2\nPA.III.A.K8', ["PA.I.B.K2"]),
        ("PLT078, 140, 221", ["PLT140", "PLT221"]),
        ("PLT 078 140 221", ["PLT140", "PLT221"]),
        ("PLT078, PLT139-141", ["PLT141"]),
        ("PA.I.B.K1(a)\nPA.I.C.K2", ["PA.I.B.K1a"]),
        ("PA.I.B.K1.a\nPA.I.C.K2", ["PA.I.B.K1a"]),
        ("PA.I.B.K1-a\nPA.I.C.K2", ["PA.I.B.K1a"]),
        ("PA.I.C.K2 PA.I.B.K1 a", ["PA.I.B.K1a"]),
    ],
)
def test_a_code_of_which_only_the_end_is_printed_is_named(printed: str, meant: list[str]) -> None:
    report = parse_one(changed(LIST, printed))
    assert [code.candidates[0] for code in report.unresolved_codes] == meant


@pytest.mark.parametrize(
    "printed",
    [
        "PA.I.B.K1a    Certification requirements, K and R\nPA.I.C.K2     Weather",
        "PLT078 93%\nPLT140 100%",
        "PA.I.B.K1 - a pilot's certificates\nPA.I.C.K2 - a briefing",
        "PLT078   Page 140\nPLT140   Page 141",
        "PA.I.B.K1a\n2 PA.I.C.K2",
    ],
)
def test_what_stands_behind_a_code_and_is_no_end_of_one_is_not_asked_about(printed: str) -> None:
    assert parse_one(changed(LIST, printed)).unresolved_codes == ()


@pytest.mark.parametrize(
    "heading",
    [
        "Codes missed on previous attempt:",
        "Last test:",
        "Correct:",
        "Questions answered correctly:",
        "Codes mastered:",
    ],
)
@pytest.mark.parametrize("gap", [" ", "\n"])
def test_a_list_of_other_questions_is_in_doubt(heading: str, gap: str) -> None:
    report = parse_one(changed(LIST, f"Codes missed:\n{LIST}\n{heading}{gap}PA.II.A.K1 PA.II.A.K2"))
    certain = tuple(code.code for code in report.codes if code.confidence >= REVIEW_BELOW)
    assert certain == CODES


def test_the_next_heading_ends_a_list_of_other_questions() -> None:
    report = parse_one(changed(LIST, f"Previous test:\nPA.II.A.K1\nCodes missed today:\n{LIST}"))
    certain = tuple(code.code for code in report.codes if code.confidence >= REVIEW_BELOW)
    assert certain == CODES


@pytest.mark.parametrize(
    "printed",
    [
        "Total codes: {count}\n{codes}",
        "Number of missed codes: {count}\n{codes}",
        "Missed codes ({count}):\n{codes}",
        "{codes}\n{count} codes listed",
    ],
)
def test_a_form_may_count_its_codes(printed: str) -> None:
    agreed = parse_one(changed(LIST, printed.format(count=len(CODES), codes=LIST)))
    assert codes(agreed) == CODES
    assert agreed.notes == ()
    other = parse_one(changed(LIST, printed.format(count=len(CODES) + 2, codes=LIST)))
    assert other.notes == ("The form says that it has 6 codes, but 4 were read.",)


def test_a_number_of_questions_is_no_number_of_codes() -> None:
    printed = f"Questions missed: 6. A code may stand for 2 questions.\n{LIST}"
    assert parse_one(changed(LIST, printed)).notes == ()
