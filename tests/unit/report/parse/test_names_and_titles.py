"""Names and titles, which have no form of their own, are kept whole and as printed."""

from dataclasses import replace

import pytest

from aktr.acs.catalogue import load_catalogue
from aktr.reading.lines import gather_lines
from aktr.reading.page import Line, Word
from aktr.report.parse import parse_reports
from typed_forms import FORMS
from typed_pages import VALUES, changed, parse_one, typed_page, values

NAMES = [
    "DOE, JANE ANN",
    "Doe, Jane",
    "JANE ANN DOE",
    "O'NEIL, MARY-KATE",
    "VAN DER BERG, JAN PIETER",
    "DE LA CRUZ, MARIA DEL CARMEN",
    "SMITH JR., JOHN Q.",
    "MÜLLER, JÖRG",
    "D’ANGELO, LUCA",
    "LI, NA",
    "GRADE, SCORE",
    "PASS, TAKE",
    "DATE, MASAMUNE",
    "ST. JOHN-SMYTHE, AURELIA III",
    "NAME, FIRST",
    "MAY, APRIL JUNE",
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", ["beside", "below", "without colons", "dotted"])
def test_names_are_kept_as_printed(name: str, form: str) -> None:
    cell = "DOE, JANE ANN" + " " * 15 if form == "below" else "DOE, JANE ANN"
    text = changed(cell, name.ljust(len(cell)), FORMS[form])
    assert values(parse_one(text)) == {**VALUES, "name": name}


def test_small_words_inside_a_name_are_part_of_it() -> None:
    # Beside a label without a colon, only what looks like a name is one.
    form = changed("NAME: DOE, JANE ANN", "NAME Rosa Mary dos Santos")

    assert parse_one(form).name.value == "Rosa Mary dos Santos"


def test_a_name_that_wraps_inside_its_cell_is_put_together() -> None:
    text = changed(
        "NAME: DOE, JANE ANN\n",
        "NAME: WOLFESCHLEGELSTEINHAUSEN-BERGERDORFF,  SITE: ABS60104\n      HUBERT BLAINE\n",
        changed("                        EXAM SITE: ABS60104", ""),
    )
    assert values(parse_one(text)) == {
        **VALUES,
        "name": "WOLFESCHLEGELSTEINHAUSEN-BERGERDORFF, HUBERT BLAINE",
    }


def test_a_name_in_parts_is_put_together() -> None:
    text = changed(
        "NAME: DOE, JANE ANN", "LAST NAME: DOE      FIRST NAME: JANE      MIDDLE NAME: ANN"
    )
    assert values(parse_one(text)) == VALUES


@pytest.mark.parametrize(
    ("cell", "title", "code"),
    [
        ("Private Pilot Airplane (PAR)", "Private Pilot Airplane", "PAR"),
        ("(PAR) Private Pilot Airplane", "Private Pilot Airplane", "PAR"),
        ("PAR - Private Pilot Airplane", "Private Pilot Airplane", "PAR"),
        ("Private Pilot Airplane - PAR", "Private Pilot Airplane", "PAR"),
        ("PRIVATE PILOT AIRPLANE [PAR]", "PRIVATE PILOT AIRPLANE", "PAR"),
        ("Private Pilot Airplane", "Private Pilot Airplane", "PAR"),
        ("PAR", None, "PAR"),
        ("Instrument Rating Airplane (IRA)", "Instrument Rating Airplane", "IRA"),
        ("Unmanned Aircraft General - Small (UAG)", "Unmanned Aircraft General - Small", "UAG"),
        ("An Entirely New Test (QZX)", "An Entirely New Test", "QZX"),
    ],
)
def test_title_and_code_of_the_test_are_told_apart(cell: str, title: str | None, code: str) -> None:
    report = parse_one(changed("Private Pilot Airplane (PAR)", cell))
    assert (report.exam_title.value, report.exam_code.value) == (title, code)
    assert (report.exam_code.doubt is not None) == (code == "QZX")
    assert {**values(report), "exam_title": "", "exam_code": ""} == {
        **VALUES,
        "exam_title": "",
        "exam_code": "",
    }


def test_title_and_code_in_cells_of_their_own_belong_together() -> None:
    text = changed(
        "EXAM: Private Pilot Airplane (PAR)",
        "EXAM TITLE: Private Pilot Airplane           EXAM CODE: PAR",
    )
    assert values(parse_one(text)) == VALUES


def test_a_title_that_wraps_is_put_together() -> None:
    text = changed(
        "EXAM: Private Pilot Airplane (PAR)\n",
        "EXAM: Flight Instructor Instrument Airplane\n      (Added Rating) (AIF)\n",
    )
    wrapped = parse_one(text)
    whole = parse_one(text.replace("\n      (Added", " (Added"))
    assert wrapped.exam_title.value == whole.exam_title.value
    assert wrapped.exam_code.value == whole.exam_code.value == "AIF"


@pytest.mark.parametrize(
    ("first", "second", "title", "code"),
    [
        ("Flight Instructor Helic-", "opter (FRH)", "Flight Instructor Helicopter", "FRH"),
        ("Instrument Rat-", "ing Airplane (IRA)", "Instrument Rating Airplane", "IRA"),
        (
            "Airline Transport Pilot Multi-",
            "engine Airplane (ATM)",
            "Airline Transport Pilot Multi-engine Airplane",
            "ATM",
        ),
    ],
)
def test_a_hyphen_at_the_end_of_a_line_is_of_the_title_only_if_that_has_one(
    first: str, second: str, title: str, code: str
) -> None:
    report = parse_one(
        changed("EXAM: Private Pilot Airplane (PAR)\n", f"EXAM: {first}\n      {second}\n")
    )
    assert (report.exam_title.value, report.exam_code.value) == (title, code)


def test_the_lines_of_a_name_may_stand_above_and_below_those_of_the_cell_beside_it() -> None:
    """A cell of one line stands in the middle beside one of two."""
    page = typed_page(
        changed(
            "NAME: DOE, JANE ANN\nFAA TRACKING NUMBER (FTN): C1234567          EXAM ID",
            "NAME: SAMPLE, JANE\n                      FTN: C1234567\nEXAMPLE\n\nEXAM ID",
        )
    )
    shifts = {"FTN:": -6.5, "C1234567": -6.5, "EXAMPLE": -13.0}

    def shifted(word: Word) -> Word:
        top = word.box.top + shifts.get(word.text, 0)
        return word._replace(box=word.box._replace(top=top, bottom=top + 7))

    words = [shifted(word) for line in page.lines for word in line.words]
    (report,) = parse_reports([replace(page, lines=gather_lines(words))], load_catalogue())
    assert report.name.value == "SAMPLE, JANE EXAMPLE"
    assert report.ftn.value == "C1234567"


def test_the_lines_of_a_title_may_stand_as_far_apart_as_those_of_a_table() -> None:
    text = changed(
        "EXAM: Private Pilot Airplane (PAR)\n",
        "EXAM: Airline Transport Pilot Single Engine\n      Airplane Canadian Conversion (ASC)\n",
    )
    page = typed_page(text)
    small = [
        Line(tuple(w._replace(box=w.box._replace(bottom=w.box.top + 7)) for w in line.words))
        for line in page.lines
    ]
    (report,) = parse_reports([replace(page, lines=tuple(small))], load_catalogue())

    title = "Airline Transport Pilot Single Engine Airplane Canadian Conversion"
    assert (report.exam_title.value, report.exam_code.value) == (title, "ASC")
    assert report.exam_date.value == VALUES["exam_date"]


def test_the_sentence_about_the_standards_holds_no_name() -> None:
    """In justified text, a gap behind the word "Airman" makes it look like a label."""
    form = changed(
        "The Airman Certification Standards (ACS) codes listed below represent incorrectly",
        "The codes listed below represent questions that were missed; the\n"
        "Airman   Certification Standards explain every one. They represent incorrectly",
    )
    name = parse_one(form).name
    assert (name.value, name.doubt) == (VALUES["name"], None)


@pytest.mark.parametrize("name", ["DATE, MEI", "DATE MEI LIN", "Mei Lin Date", "PAGE MEI II"])
@pytest.mark.parametrize("label", ["NAME: ", "NAME ", "NAME          "])
def test_a_surname_may_be_a_word_of_a_label(label: str, name: str) -> None:
    beside = parse_one(changed("NAME: DOE, JANE ANN", f"{label}{name}"))
    below = parse_one(changed("DOE, JANE ANN", name.ljust(13), FORMS["below"]))
    assert values(beside) == values(below) == {**VALUES, "name": name}


def test_words_of_the_form_behind_a_label_are_no_name() -> None:
    form = changed("NAME: DOE, JANE ANN", "APPLICANT DATE SIGNED\n\n")
    assert parse_one(form).name.value is None


def test_the_blanks_of_a_title_may_be_wide() -> None:
    wrapped = "EXAM: Recreational            Pilot\n      Gyroplane (RPG)\n"
    report = parse_one(changed("EXAM: Private Pilot Airplane (PAR)\n", wrapped))
    assert report.exam_title.value == "Recreational Pilot Gyroplane"
    assert not report.exam_title.doubt


def test_a_title_that_lacks_words_of_its_line_is_in_doubt() -> None:
    title = "EXAM: (PAR) Airplane           valid for Private Pilot"
    report = parse_one(changed("EXAM: Private Pilot Airplane (PAR)", title))
    assert report.exam_title.value == "Airplane"
    assert report.exam_title.doubt
