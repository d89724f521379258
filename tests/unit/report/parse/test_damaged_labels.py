"""Labels of which a picture shows some letters wrongly lead to their values all the same."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from aktr.acs.catalogue import load_catalogue
from aktr.reading.page import Line, Page, ReadBy, Word
from aktr.report.model import KnowledgeTestReport
from aktr.report.parse import parse_reports
from typed_pages import REPORT, VALUES, changed, typed_page, values


def _seen(text: str, unsure: Sequence[str] = (), read_by: ReadBy = ReadBy.OCR) -> list[Page]:
    """The report as a picture shows it, with some words of which the reader was unsure."""
    page = typed_page(text)

    def word(each: Word) -> Word:
        return each._replace(confidence=0.6 if each.text in unsure else 0.98)

    lines = tuple(Line(tuple(map(word, line.words))) for line in page.lines)
    return [replace(page, lines=lines, read_by=read_by)]


def _read(text: str, unsure: Sequence[str] = ()) -> KnowledgeTestReport:
    (report,) = parse_reports(_seen(text, unsure), load_catalogue())
    return report


@pytest.mark.parametrize(
    ("label", "seen", "unsure"),
    [
        ("TAKE:", "IAKE:", "IAKE:"),
        ("EXAM SITE:", "EXAM SHE:", "SHE:"),
        ("TAKE:", "lake:", ""),
        ("TAKE:", "TAKEr", ""),
        ("GRADE:", "GradeI", ""),
        ("NAME:", "Natme.", "Natme."),
        ("SCORE:", "SCONE:", "SCONE:"),
        ("SCORE:", "Sçøre:", ""),
        ("SCORE:", "SCORE,", ""),
        ("NAME:", "Naine:", "Naine:"),
        ("TAKE:", "9.TAXE:", "9.TAXE:"),
        ("EXPIRATION DATE:", "EXPIRAION DATE;", "EXPIRAION"),
        ("FAA TRACKING NUMBER (FTN):", "FAA TRACKlNG NUMBEP:", "NUMBEP:"),
    ],
)
def test_a_damaged_label_is_known_by_its_letters_and_its_value(
    label: str, seen: str, unsure: str
) -> None:
    text = changed(label, seen)
    assert values(_read(text, [unsure])) == VALUES


def test_a_long_label_that_lost_a_letter_is_known_however_clear_the_others_are() -> None:
    assert values(_read(changed("EXAM DATE:", "XAM DATE:"))) == VALUES


def test_a_damaged_heading_is_no_name_of_an_airman() -> None:
    heading = "Airman Knowledge Test Report"
    report = _read(changed(heading, "AIRMAN KNOWLEDGETEST REPURT"))
    assert values(report) == VALUES
    assert report.name.doubt is None


def test_what_a_damaged_label_leads_to_is_not_held_for_sure() -> None:
    report = _read(changed("TAKE:", "IAKE:"), ["IAKE:"])
    assert report.take.confidence <= 0.85


def test_words_that_were_read_clearly_are_no_damaged_label() -> None:
    report = _read(changed("TAKE: 1", "LAKE: 3"))
    assert report.take.value is None


def test_no_second_value_is_read_where_the_label_was_found() -> None:
    text = changed("TAKE: 1", "TAKE: 1\nIAKE: 2")
    assert _read(text, ["IAKE:"]).take.value == 1


def test_what_has_not_the_form_of_the_field_is_no_value() -> None:
    text = changed("TAKE: 1", "IAKE: of it what you will")
    assert _read(text, ["IAKE:"]).take.value is None


def test_a_text_layer_has_no_damaged_labels() -> None:
    pages = _seen(changed("TAKE:", "IAKE:"), ["IAKE:"], ReadBy.PDF_TEXT)
    (report,) = parse_reports(pages, load_catalogue())
    assert report.take.value is None


def test_two_places_that_could_be_the_label_are_none() -> None:
    assert "TAKE: 1" in REPORT
    text = changed("TAKE: 1", "IAKE: 1\nTAKF: 2")
    assert _read(text, ["IAKE:", "TAKF:"]).take.value is None
