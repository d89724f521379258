"""Reading the layouts of the FAA's documents, with the traps each of them holds."""

import pytest

from aktr.acs.document import ParsedStandard, joined, parse_standard
from aktr.acs.model import ARCHIVED
from aktr.acs.pdf_lines import document_page
from invented_standards import (
    APPENDIX,
    BODY,
    CHANGES,
    CODES_ALONE,
    COVER,
    WHOLE_DOCUMENT,
    WITHOUT_COLONS,
)


def parse(*pages: str) -> ParsedStandard:
    return parse_standard([document_page(n, text) for n, text in enumerate(pages, start=1)])


def test_the_body_gives_each_code_once_in_order() -> None:
    parsed = parse(*WHOLE_DOCUMENT)
    assert list(parsed.elements) == [
        "ZZ.I.A.K1", "ZZ.I.A.K1a", "ZZ.I.A.K1b", "ZZ.I.A.K2", "ZZ.I.A.K3", "ZZ.I.A.R1",
        "ZZ.I.A.S1", "ZZ.I.B.K1", "ZZ.II.A.S1",
    ]  # fmt: skip
    assert parsed.repeated == []


def test_front_matter_contents_and_appendices_give_no_codes() -> None:
    parsed = parse(*WHOLE_DOCUMENT)
    assert "ZZ.I.A.K7" not in parsed.elements
    assert parsed.elements["ZZ.I.A.K1"].text == "Kites, including:"
    assert parse(COVER, CHANGES, APPENDIX).elements == {}


def test_headings_are_put_together_over_their_lines() -> None:
    parsed = parse(*WHOLE_DOCUMENT)
    assert parsed.areas == {"ZZ.I": "Preflight Preparation", "ZZ.II": "In Flight"}
    task = parsed.tasks["ZZ.I.A"]
    assert task.title == (
        "Kite Selection and Other Things That Take More Than One Line of a Heading (TETHERED)"
    )
    assert task.references == "14 CFR part 91; AC 00-6; FAA-H-8083-25, FAA-H-8083-28"
    assert task.objective == "To determine the applicant selects kites well."
    assert task.notes == ("One kite is enough.",)


def test_an_element_goes_over_the_page_without_header_or_page_number() -> None:
    element = parse(*WHOLE_DOCUMENT).elements["ZZ.I.A.K2"]
    assert element.text == (
        "A long element that goes over the end of this page and on the next one, as VY, and VX do."
    )
    assert (element.pdf_page, element.printed_page) == (4, 2)


def test_a_hyphen_at_a_line_end_is_put_back() -> None:
    page = BODY[1].replace("\x02", "-")
    assert parse(BODY[0], page).elements["ZZ.I.A.R1"].text == (
        "Single-Kite tangles and Risk taking."
    )


def test_letters_of_sub_elements_are_cut_off_and_archived_codes_are_kept() -> None:
    elements = parse(*WHOLE_DOCUMENT).elements
    assert elements["ZZ.I.A.K1a"].text == "Box kites"
    assert elements["ZZ.I.A.K3"].text == ARCHIVED


def test_labels_without_colon_and_codes_beside_their_text() -> None:
    parsed = parse(WITHOUT_COLONS)
    assert {code: row.text for code, row in parsed.elements.items()} == {
        "ZZ.I.A.K1": "Kites, to include:",
        "ZZ.I.A.K1a": "Box kites",
        "ZZ.I.A.R1": "Tangles.",
        "ZZ.I.A.S1": "Choose a kite.",
    }
    task = parsed.tasks["ZZ.I.A"]
    assert task.objective == "To determine that the applicant selects kites."
    assert task.notes == ("If K1 is selected, one kite is enough.",)
    assert parsed.elements["ZZ.I.A.K1"].printed_page == 4


def test_codes_on_lines_of_their_own_and_empty_sections() -> None:
    parsed = parse(CODES_ALONE)
    assert {code: row.text for code, row in parsed.elements.items()} == {
        "ZZ.I.A.K1": "Kites.",
        "ZZ.I.A.K1a": "Box kites",
    }
    assert parsed.elements["ZZ.I.A.K1"].printed_page == 7


def test_a_label_that_ends_an_element_is_no_label() -> None:
    page = WITHOUT_COLONS.replace(
        "ZZ.I.A.R1 Tangles.", "ZZ.I.A.R1 Tangles from lack of\nSkills\nor luck."
    )
    elements = parse(page).elements
    assert elements["ZZ.I.A.R1"].text == "Tangles from lack of Skills or luck."
    assert elements["ZZ.I.A.S1"].text == "Choose a kite."


@pytest.mark.parametrize(
    "empty", ["Skills\nN/A", "Skills [Intentionally left blank]", "Skills\n[Reserved]", "Skills:"]
)
def test_an_empty_section_does_not_stick_to_the_element_before(empty: str) -> None:
    page = WITHOUT_COLONS.partition("Skills")[0] + empty
    assert parse(page).elements["ZZ.I.A.R1"].text == "Tangles."


def test_a_note_before_the_objective_does_not_swallow_it() -> None:
    page = WITHOUT_COLONS.replace("Objective\n", "Note: Bring a kite.\nObjective\n")
    task = parse(page).tasks["ZZ.I.A"]
    assert task.objective == "To determine that the applicant selects kites."
    assert task.notes[0] == "Bring a kite."


def test_a_code_that_stands_twice_is_reported_and_keeps_its_first_text() -> None:
    doubled = CODES_ALONE.replace("ZZ.I.A.K1a\na. Box kites", "ZZ.I.A.K1\nSomething else.")
    parsed = parse(doubled)
    assert parsed.elements["ZZ.I.A.K1"].text == "Kites."
    assert parsed.repeated == ["ZZ.I.A.K1"]


def test_gaps_that_subscripts_leave_are_closed() -> None:
    assert joined(["speed or VY , +10/-5", "knots; VX ."]) == "speed or VY, +10/-5 knots; VX."
    assert joined(["a ; b", "", "c"]) == "a; b c"
