"""What stands below a name is part of it only if it can be nothing else."""

from dataclasses import replace

import pytest

from aktr.acs.catalogue import load_catalogue
from aktr.reading.page import Line
from aktr.report.confidence import REVIEW_BELOW
from aktr.report.parse import parse_reports
from designed_forms import HEAD, TAIL, TWO_IN_ONE, read
from typed_pages import typed_page

NAME = "Castellanos, Brianna James"
RECORD = """
Student name           {name}
{row}
FTN                    C1234567
Exam ID                90000020260214001
Test taken             Private Pilot Airplane (PAR)
Test date              02/14/2026
Score                  93 %
Result                 Pass
"""
STACKED = """
Student name
{name}
{row}
FTN
C1234567
Exam ID
90000020260214001
Test taken
Private Pilot Airplane (PAR)
Test date
02/14/2026
Score
93 %
Result
Pass
"""
ROWS = [
    ("Student no.", "S-98011"),
    ("Enrollment no.", "2024-11"),
    ("Class", "Spring Cohort"),
    ("Course", "Private Ground"),
    ("Home address", "Tulsa OK"),
    ("Advisor", "Dr. Jane Wu"),
    ("Lodge", "North Field"),
    ("Major", "Aviation Science"),
    ("Section", "B"),
]


@pytest.mark.parametrize(("label", "value"), ROWS, ids=[label for label, _ in ROWS])
def test_a_label_that_nobody_knows_is_no_part_of_the_name_above_it(label: str, value: str) -> None:
    report = read(HEAD + RECORD.format(name=NAME, row=label.ljust(23) + value) + TAIL)
    assert report.name.value == NAME
    assert report.name.confidence >= REVIEW_BELOW


@pytest.mark.parametrize(("label", "value"), ROWS, ids=[label for label, _ in ROWS])
def test_a_label_below_a_name_that_stands_below_its_own_is_no_part_of_it(
    label: str, value: str
) -> None:
    name = read(HEAD + STACKED.format(name=NAME, row=f"{label}\n{value}") + TAIL).name
    assert name.value == NAME


@pytest.mark.parametrize(
    ("form", "indent"), [(RECORD, " " * 23), (STACKED, "")], ids=["beside", "below"]
)
def test_a_name_goes_on_in_its_own_column(form: str, indent: str) -> None:
    row = indent + "James"
    report = read(HEAD + form.format(name="Castellanos, Brianna", row=row) + TAIL)
    assert report.name.value == NAME


def test_a_name_may_go_on_where_its_label_begins_for_a_person_to_confirm() -> None:
    report = read(HEAD + RECORD.format(name="Castellanos, Brianna", row="James") + TAIL)
    assert report.name.value in {NAME, "Castellanos, Brianna"}
    assert report.name.confidence < REVIEW_BELOW


@pytest.mark.parametrize("beside", ["NONE", "Weather Services", "Open"])
def test_what_stands_far_to_the_right_is_no_part_of_a_name(beside: str) -> None:
    row = " " * 60 + beside
    report = read(HEAD + STACKED.format(name="Castellanos, Brianna", row=row) + TAIL)
    assert report.name.value == "Castellanos, Brianna"


def test_a_label_may_follow_on_the_sign_for_a_number() -> None:
    form = STACKED.format(name=NAME, row="").replace("Result\nPass\n", "")
    form += "Result   Take #   Expires On\nPass     1        02/29/2028\n"
    report = read(HEAD + form + TAIL)
    assert report.take.value == 1
    assert str(report.expiration_date.value) == "2028-02-29"


PARTS = "Last name: DOE   Suffix: {suffix}   First name: JANE   Middle name: ANN"


@pytest.mark.parametrize(
    ("suffix", "name"), [("JR", "DOE JR, JANE ANN"), ("III", "DOE III, JANE ANN"), ("", None)]
)
def test_a_suffix_may_have_a_cell_of_its_own(suffix: str, name: str | None) -> None:
    form = TWO_IN_ONE.replace(
        "NAME: DOE, JANE ANN ", PARTS.format(suffix=suffix.ljust(3)) + "\n" + " " * 39
    )
    assert read(HEAD + form + TAIL).name.value == (name or "DOE, JANE ANN")


def test_a_suffix_apart_from_the_whole_name_is_asked_about() -> None:
    form = TWO_IN_ONE.replace("NAME: DOE, JANE ANN ", "NAME: DOE, JANE ANN   SUFFIX: JR\n")
    report = read(HEAD + form + TAIL)
    assert report.name.doubt
    assert report.name.confidence < REVIEW_BELOW


def test_a_label_that_nobody_knows_ends_the_name_before_it() -> None:
    beside = TWO_IN_ONE.replace("NAME: DOE, JANE ANN ", "NAME: DOE, JANE ANN  Lodge: North\n")
    report = read(HEAD + beside + TAIL)
    assert report.name.value == "DOE, JANE ANN"
    close = read(HEAD + beside.replace("ANN  Lodge", "ANN Lodge") + TAIL)
    assert close.name.value == "DOE, JANE ANN"
    assert close.name.confidence < REVIEW_BELOW or close.name.doubt


@pytest.mark.parametrize("below", ["TULSA, OKLAHOMA", "SKY PREP ACADEMY", "CADET SERGEANT"])
def test_what_follows_below_a_whole_name_that_had_room_is_for_a_person_to_confirm(
    below: str,
) -> None:
    form = TWO_IN_ONE.replace("\nEXAM:", f"\n      {below}\nEXAM:", 1)
    name = read(HEAD + form + TAIL).name
    assert name.value is not None
    assert name.value.startswith("DOE, JANE ANN")
    assert name.confidence < REVIEW_BELOW


def test_a_name_that_ends_its_narrow_cell_goes_on_below() -> None:
    form = TWO_IN_ONE.replace(
        "NAME: DOE, JANE ANN                    FTN: C1234567",
        "NAME: WORTHINGTON-DOE, JANE  FTN: C1234567\n      ANNABELLE",
    )
    name = read(HEAD + form + TAIL).name
    assert name.value == "WORTHINGTON-DOE, JANE ANNABELLE"
    assert name.confidence >= REVIEW_BELOW


@pytest.mark.parametrize("stamp", ["COPY", "VERIFIED", "RECEIVED"])
def test_a_stamp_beside_a_name_leaves_it_in_doubt(stamp: str) -> None:
    report = read(HEAD + RECORD.format(name=f"DOE, JANE ANN {stamp}", row="") + TAIL)

    assert report.name.value is not None
    assert report.name.doubt == "A stamp seems to stand in it."


def test_a_stamp_above_a_name_and_beside_it_is_no_part_of_it() -> None:
    stamp = " " * 60 + "COPY"
    form = TWO_IN_ONE.replace("NAME:", f"{stamp}\nNAME:", 1).replace(" FTN:", "\nFTN:", 1)
    page = typed_page(HEAD + form + TAIL)
    lines = tuple(_lower(line) if line.text == "COPY" else line for line in page.lines)

    (report,) = parse_reports([replace(page, lines=lines)], load_catalogue())

    assert report.name.value == "DOE, JANE ANN"
    assert report.name.doubt is None


def _lower(line: Line) -> Line:
    """A line nearly as low as the next one, as no form prints it."""
    return Line(
        tuple(
            word._replace(
                box=word.box._replace(
                    top=word.box.top + word.box.height / 2,
                    bottom=word.box.bottom + word.box.height / 2,
                )
            )
            for word in line.words
        )
    )
