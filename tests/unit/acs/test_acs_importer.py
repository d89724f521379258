"""An official PDF becomes an edition, whole or not at all."""

from datetime import date
from pathlib import Path

import pytest

from aktr.acs import editions
from aktr.acs.catalogue import load_catalogue
from aktr.acs.chronology import ContradictedDayError
from aktr.acs.importer import EffectiveDateMissingError, numbering_gaps, read_edition
from aktr.acs.pdf_lines import NotAStandardError
from aktr.acs.store import StandardsFolderError, save_edition
from aktr.errors import AktrError
from invented_standards import BODY, COVER, WHOLE_DOCUMENT, edition, write_pdf

DAY = date(2031, 12, 1)


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    return write_pdf(tmp_path / "kite_acs_99.pdf", WHOLE_DOCUMENT)


def test_a_pdf_becomes_an_edition(pdf: Path) -> None:
    read = read_edition(pdf, DAY)
    assert read.document == "FAA-S-ACS-99A"
    assert read.title == "Kite Pilot for Tethered Category"
    assert read.published == "November 2031"
    assert read.effective == DAY
    assert read.prefixes == ("ZZ",)
    assert len(read.elements) == 9
    assert read.elements["ZZ.I.A.R1"].text == "Single-Kite tangles and Risk taking."
    assert "kite_acs_99.pdf" in read.source


def test_the_day_is_read_where_it_is_printed(tmp_path: Path) -> None:
    printed = COVER + "\nMaterial in FAA-S-ACS-99A will be effective June 11, 2032. All else"
    path = write_pdf(tmp_path / "a.pdf", [printed, *BODY])
    assert read_edition(path).effective == date(2032, 6, 11)


def test_the_day_must_be_given_where_it_is_not_printed(pdf: Path) -> None:
    with pytest.raises(EffectiveDateMissingError, match="--effective YYYY-MM-DD"):
        read_edition(pdf)
    assert read_edition(pdf, known_days={"FAA-S-ACS-99A": DAY}).effective == DAY


def test_another_day_than_the_printed_one_is_refused(tmp_path: Path) -> None:
    printed = COVER + "\nMaterial in FAA-S-ACS-99A will be effective June 11, 2032. All else"
    path = write_pdf(tmp_path / "a.pdf", [printed, *BODY])
    assert read_edition(path, date(2032, 6, 11)).effective == date(2032, 6, 11)
    with pytest.raises(ContradictedDayError, match="prints that it is in force from 2032-06-11"):
        read_edition(path, DAY)


@pytest.mark.parametrize(
    ("document", "day"),
    [
        ("FAA-S-ACS-99A", date(2031, 11, 30)),
        ("FAA-S-ACS-99A", date(2032, 1, 1)),
        ("FAA-S-ACS-99", date(2031, 12, 1)),
        ("FAA-S-ACS-99 (Change 1)", date(2032, 1, 1)),
        ("FAA-S-ACS-99A (Change 1)", date(2031, 11, 30)),
        ("FAA-S-ACS-99B", date(2031, 12, 1)),
        ("FAA-S-ACS-99C", date(2030, 1, 1)),
    ],
)
def test_a_day_that_contradicts_what_is_known_is_refused(
    pdf: Path, document: str, day: date
) -> None:
    with pytest.raises(ContradictedDayError, match=r"Nothing was changed") as refusal:
        read_edition(pdf, DAY, {document: day})
    assert document in refusal.value.message
    assert str(day) in refusal.value.message


def test_a_day_that_fits_with_what_is_known_is_taken(pdf: Path) -> None:
    known = {
        "FAA-S-ACS-99": date(2020, 1, 1),
        "FAA-S-ACS-99 (Change 1)": date(2021, 1, 1),
        "FAA-S-ACS-99A": DAY,
        "FAA-S-ACS-99A (Change 1)": DAY,
        "FAA-S-ACS-99B": date(2040, 1, 1),
        "FAA-S-ACS-9": date(2050, 1, 1),
        "Learning Statement Reference Guide": date(2023, 8, 1),
    }
    assert read_edition(pdf, DAY, known).effective == DAY


@pytest.mark.parametrize(
    ("pages", "reason"),
    [
        (["An invoice\nfor two kites"], "is not an Airman Certification Standard"),
        ([COVER], "no task with references and coded elements"),
        ([COVER, BODY[0].replace("ZZ.I.A.K1 Kites, including:", "")], "without ZZ.I.A.K1"),
        ([COVER, BODY[0], BODY[1] + "\nZZ.II.A.S1 Again."], "ZZ.II.A.S1 stands in it twice"),
        ([COVER, BODY[0], BODY[1] + "\nZZ.III.A.S1 Lost."], "ZZ.III.A.S1 on page 3"),
        ([COVER, BODY[0], BODY[1] + "\nZZ.II.A.S2"], "ZZ.II.A.S2 has no text"),
    ],
)
def test_what_is_not_understood_in_full_is_refused(
    pages: list[str], reason: str, tmp_path: Path
) -> None:
    path = write_pdf(tmp_path / "strange.pdf", pages)
    with pytest.raises(NotAStandardError, match=reason) as refusal:
        read_edition(path, DAY)
    assert "strange.pdf" in refusal.value.message


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n%%EOF", b"a text file"])
def test_what_is_no_pdf_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "broken.pdf"
    path.write_bytes(content)
    with pytest.raises(NotAStandardError, match=r"broken\.pdf cannot be opened"):
        read_edition(path, DAY)


def test_an_edition_comes_back_from_its_file_as_it_went_in(pdf: Path, tmp_path: Path) -> None:
    read = read_edition(pdf, DAY)
    path = save_edition(read, tmp_path / "standards")
    assert editions.load(path) == read
    assert [entry.name for entry in path.parent.iterdir()] == ["FAA-S-ACS-99A.json"]


def test_an_imported_edition_answers_from_its_day_on(pdf: Path, tmp_path: Path) -> None:
    folder = tmp_path / "standards"
    before = load_catalogue(folder)
    assert "ZZ.I.A.K1" not in before
    save_edition(read_edition(pdf, DAY), folder)
    entry = load_catalogue(folder).lookup("ZZ.I.A.K1a", DAY)
    assert entry is not None
    assert entry.full_description == "Kites, including: Box kites"
    assert entry.in_force
    assert "ZZ.I.A.K1" not in before


def test_a_failed_import_leaves_the_folder_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "standards"
    path = save_edition(edition("FAA-S-ACS-99", DAY, {"ZZ.I.A.K1": "Old."}), folder)
    content = path.read_bytes()

    def full_disk(_self: Path, _target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full_disk)
    with pytest.raises(StandardsFolderError, match="No space left on device"):
        save_edition(edition("FAA-S-ACS-99", DAY, {"ZZ.I.A.K1": "New."}), folder)
    assert path.read_bytes() == content
    assert list(folder.iterdir()) == [path]


def test_a_folder_that_cannot_be_made_is_a_plain_refusal(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    with pytest.raises(StandardsFolderError, match="AKTR_DATA_DIR"):
        save_edition(edition("FAA-S-ACS-99", DAY, {"ZZ.I.A.K1": "x"}), blocked / "standards")


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"format": 9}', "\ufeff{", '{"format":1}'])
def test_a_damaged_edition_is_named_and_never_answered_from(content: str, tmp_path: Path) -> None:
    (tmp_path / "FAA-S-ACS-99A.json").write_text(content, encoding="utf-8")
    with pytest.raises(AktrError, match=r"FAA-S-ACS-99A\.json"):
        load_catalogue(tmp_path)


def test_numbers_and_letters_that_are_left_out_are_reported() -> None:
    codes = ["ZZ.I.A.K1", "ZZ.I.A.K1a", "ZZ.I.A.K1c", "ZZ.I.A.K3", "ZZ.I.A.R1"]
    gaps = numbering_gaps(edition("FAA-S-ACS-99", DAY, dict.fromkeys(codes, "x")))
    assert gaps == ["ZZ.I.A.K1b", "ZZ.I.A.K2"]
