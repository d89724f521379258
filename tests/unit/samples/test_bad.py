"""Each bad file is bad in the one way its word says."""

from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from aktr.errors import FileErrorType
from aktr.samples.bad import USER_PHRASE, make_bad_files


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("bad")
    return {file.variant: folder / file.file for file in make_bad_files(folder)}


def text_of(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as document:
        return " ".join(page.get_textpage().get_text_range() for page in document)


def test_there_is_one_of_each(tmp_path: Path) -> None:
    errors = {file.variant: file.error for file in make_bad_files(tmp_path)}
    assert errors == {
        "empty": FileErrorType.EMPTY_FILE,
        "truncated": FileErrorType.INVALID_PDF,
        "password-protected": FileErrorType.ENCRYPTED_PDF,
        "text-named-pdf": FileErrorType.UNSUPPORTED_TYPE,
        "letter": FileErrorType.NOT_A_TEST_REPORT,
        "study-guide": FileErrorType.NOT_A_TEST_REPORT,
        "endorsements": FileErrorType.NOT_A_TEST_REPORT,
        "blank-form": FileErrorType.NOT_A_TEST_REPORT,
        "image-only": FileErrorType.UNREADABLE,
    }


def test_the_same_bytes_every_time(bad: dict[str, Path], tmp_path: Path) -> None:
    for file in make_bad_files(tmp_path):
        assert (tmp_path / file.file).read_bytes() == bad[file.variant].read_bytes()


def test_empty_has_no_byte(bad: dict[str, Path]) -> None:
    assert bad["empty"].stat().st_size == 0


def test_truncated_begins_like_a_pdf_and_cannot_be_opened(bad: dict[str, Path]) -> None:
    assert bad["truncated"].read_bytes().startswith(b"%PDF-")
    with pytest.raises(pypdfium2.PdfiumError):
        pypdfium2.PdfDocument(bad["truncated"])


def test_protected_opens_with_its_password_only(bad: dict[str, Path]) -> None:
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(bad["password-protected"])
    with pikepdf.open(bad["password-protected"], password=USER_PHRASE) as pdf:
        assert len(pdf.pages) == 1


def test_text_is_no_pdf(bad: dict[str, Path]) -> None:
    assert b"%PDF" not in bad["text-named-pdf"].read_bytes()


@pytest.mark.parametrize("name", ["letter", "study-guide", "endorsements"])
def test_decoys_speak_of_codes(bad: dict[str, Path], name: str) -> None:
    assert "PA.I.C.K2" in text_of(bad[name])


def test_blank_form_has_labels_and_no_values(bad: dict[str, Path]) -> None:
    text = text_of(bad["blank-form"])
    assert "FAA TRACKING NUMBER (FTN):" in text
    assert "EXPIRATION DATE:" in text
    assert not any(character.isdigit() for character in text)


def test_image_only_has_no_text(bad: dict[str, Path]) -> None:
    assert text_of(bad["image-only"]).strip() == ""
