"""Pictures of samples: the same every time, as their truth says, and readable by a person."""

import io
from collections import Counter
from pathlib import Path

import numpy as np
import pi_heif
import pypdfium2
import pytest
import typer
from PIL import Image, ImageOps
from typer.testing import CliRunner

from aktr.cli.samples import samples
from aktr.reading.sniff import FileKind, sniff
from aktr.samples.generate import make_samples
from aktr.samples.photos.heic import heic
from aktr.samples.photos.kinds import ROUND, Difficulty, FileForm, PictureKind, Shot
from aktr.samples.photos.make import make_pictures
from aktr.samples.plan import plan_sample
from aktr.samples.truth import FileTruth, read_truth
from aktr.settings import Limits

pi_heif.register_heif_opener()

EXIF_ORIENTATION = 0x0112
FORMS = {
    "jpg": FileKind.JPEG,
    "png": FileKind.PNG,
    "webp": FileKind.WEBP,
    "tif": FileKind.TIFF,
    "heic": FileKind.HEIF,
    "pdf": FileKind.PDF,
}


def is_worth_making(shot: Shot) -> bool:
    """Photos of one difficulty are all alike but for their turn."""
    return shot.kind is not PictureKind.PHOTO or shot.difficulty is Difficulty.EASY or shot.twice


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> dict[Path, FileTruth]:
    folder = tmp_path_factory.mktemp("round")
    return {
        folder / file.file: file
        for index, shot in enumerate(ROUND)
        if is_worth_making(shot)
        for file in make_pictures(plan_sample(index, 0, []), index, 0, folder)
    }


def of_kind(pictures: dict[Path, FileTruth], kind: PictureKind) -> list[tuple[Path, FileTruth]]:
    return [(path, file) for path, file in pictures.items() if file.picture.kind == kind]  # type: ignore[union-attr] # the fixture holds files with a picture


def severity(file: FileTruth) -> dict[str, object]:
    assert file.picture is not None
    return file.picture.severity


def test_a_round_holds_every_kind_form_and_turn() -> None:
    assert {shot.kind for shot in ROUND} == set(PictureKind)
    assert {shot.form for shot in ROUND} == set(FileForm)
    photos = Counter(shot.difficulty for shot in ROUND if shot.kind is PictureKind.PHOTO)
    assert all(photos[difficulty] >= 5 for difficulty in Difficulty)
    for declared in (True, False):
        turns = {shot.turned for shot in ROUND if shot.turn_declared is declared}
        assert turns >= {90, 180, 270}
    assert any(shot.handwriting for shot in ROUND)


def test_every_file_is_of_the_format_that_its_name_says(pictures: dict[Path, FileTruth]) -> None:
    for path in pictures:
        content = path.read_bytes()
        assert sniff(content) is FORMS[path.suffix[1:]], path.name
        assert len(content) < Limits().max_file_bytes, path.name


def test_pictures_are_added_after_the_same_pdfs_and_the_truth_reads_back(tmp_path: Path) -> None:
    without = make_samples(2, 0, tmp_path / "without")
    made = make_samples(2, 0, tmp_path, photos=True)
    assert made.files[:2] == without.files
    assert all(file.picture for file in made.files[2:])
    assert read_truth(tmp_path) == made


def test_the_same_seed_makes_the_same_bytes(
    pictures: dict[Path, FileTruth], tmp_path: Path
) -> None:
    first = {path.name: path.read_bytes() for path in pictures}
    for index in (0, 3, 7, 9):
        for file in make_pictures(plan_sample(index, 0, []), index, 0, tmp_path):
            assert (tmp_path / file.file).read_bytes() == first[file.file]


def test_other_seeds_pair_other_reports_with_other_kinds(tmp_path: Path) -> None:
    kinds = set()
    for seed in range(4):
        sample = plan_sample(0, seed, [])
        made = make_pictures(sample, 0, seed, tmp_path)
        assert made[0].picture
        kinds.add((made[0].picture.kind, made[0].picture.difficulty))
    assert len(kinds) == 4


def test_photos_have_8_to_12_megapixels_and_show_a_coloured_desk(
    pictures: dict[Path, FileTruth],
) -> None:
    photos = of_kind(pictures, PictureKind.PHOTO)
    assert len(photos) >= 6
    for path, _ in photos:
        with Image.open(path) as image:
            assert 7.9e6 < image.width * image.height < 12.5e6
            edge = np.asarray(image.convert("L"))[:, :8]
            middle = np.asarray(image.convert("L"))[
                image.height // 3 : image.height // 2, image.width // 3 : image.width // 2
            ]
        assert abs(float(edge.mean()) - float(np.percentile(middle, 90))) > 5, path.name


def test_a_declared_turn_shows_the_picture_upright(pictures: dict[Path, FileTruth]) -> None:
    turned = [(p, f) for p, f in pictures.items() if severity(f)["turned"] in {90, 270}]
    assert {severity(file)["turn_declared"] for _, file in turned} == {True, False}
    for path, file in turned:
        if path.suffix == ".heic":
            with Image.open(path) as image:
                assert image.width < image.height
            continue
        with Image.open(path) as image:
            stored = image.getexif().get(EXIF_ORIENTATION, 1)
            shown = ImageOps.exif_transpose(image)
            assert image.width > image.height
        if severity(file)["turn_declared"]:
            assert stored == {90: 6, 270: 8}[int(str(severity(file)["turned"]))]
            assert shown.width < shown.height
        else:
            assert stored == 1


def test_a_heic_file_shows_the_picture_that_went_in() -> None:
    image = np.full((96, 160, 3), (190, 220, 240), np.uint8)
    image[20:50, 30:90] = (20, 30, 160)
    with Image.open(io.BytesIO(heic(image))) as shown:
        colours = np.asarray(shown.convert("RGB"))[:, :, ::-1]
    assert colours.shape == image.shape
    assert np.abs(colours.astype(int) - image).mean() < 6
    with Image.open(io.BytesIO(heic(image, turn=90))) as turned:
        assert np.array_equal(np.asarray(turned.convert("RGB"))[:, :, ::-1], np.rot90(colours, -1))


def test_a_fax_is_black_and_white(pictures: dict[Path, FileTruth]) -> None:
    faxes = of_kind(pictures, PictureKind.FAX)
    assert {severity(file)["fax_lines"] for _, file in faxes} == {98, 196}
    for path, _ in faxes:
        with Image.open(path) as image:
            assert image.mode == "1"
            assert round(image.info["dpi"][0]) == 200


def test_a_tiff_has_a_page_for_each_sheet(pictures: dict[Path, FileTruth]) -> None:
    pages = {}
    for path, file in pictures.items():
        if path.suffix == ".tif":
            with Image.open(path) as image:
                pages[file.treatment] = getattr(image, "n_frames", 1)
            assert len(file.reports) == (2 if file.treatment == "two-reports" else 1)
    assert pages["cover-letter"] == 2
    assert pages["two-reports"] == 2


@pytest.mark.parametrize("kind", [PictureKind.PICTURE_PDF, PictureKind.TEXT_LAYER_PDF])
def test_the_text_of_picture_pdfs_holds_nothing_of_the_report(
    pictures: dict[Path, FileTruth], kind: PictureKind
) -> None:
    for path, file in of_kind(pictures, kind):
        with pypdfium2.PdfDocument(path) as document:
            text = " ".join(page.get_textpage().get_text_range() for page in document)
        assert bool(text.strip()) is (kind is PictureKind.TEXT_LAYER_PDF)
        for report in file.reports:
            values = (*report.codes, *report.name.split(), report.exam_id, report.exam_code)
            assert not [value for value in values if value in text]


def test_two_photos_of_one_sheet_say_the_same_and_look_different(
    pictures: dict[Path, FileTruth],
) -> None:
    second = {file.picture.same_sheet_as: file for file in pictures.values() if file.picture}
    firsts = {file.file: (path, file) for path, file in pictures.items()}
    name = next(name for name in second if name)
    path, first = firsts[name]
    assert first.reports == second[name].reports
    assert severity(first)["marks"] == severity(second[name])["marks"]
    assert path.read_bytes() != (path.parent / second[name].file).read_bytes()


def test_a_screenshot_shows_more_than_the_page(pictures: dict[Path, FileTruth]) -> None:
    for path, file in of_kind(pictures, PictureKind.SCREENSHOT):
        scale = float(str(severity(file)["pixels_per_point"]))
        with Image.open(io.BytesIO(path.read_bytes())) as image:
            assert image.height > 792 * scale
            assert image.width > 612 * scale


def test_the_command_adds_pictures(tmp_path: Path) -> None:
    app = typer.Typer()
    app.command()(samples)
    result = CliRunner().invoke(app, ["--count", "1", "--photos", "--out", str(tmp_path)])
    assert result.exit_code == 0, result.output
    assert [bool(file.picture) for file in read_truth(tmp_path).files] == [False, True]
