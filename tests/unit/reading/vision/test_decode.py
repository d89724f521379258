"""Bytes of a picture become grey pixels the right way round, or a refusal that says why."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from aktr.errors import FileError, FileErrorType
from aktr.reading.sniff import FileKind
from aktr.reading.vision.picture.decode import Grey, decode_pictures
from aktr.settings import Limits

_HEIC = Path(__file__).parent / "half_dark.heic"
"""400 x 300 pixels: the left half black, the right half white."""
_ORIENTATION = 0x0112


def _half_dark(mode: str = "L", size: tuple[int, int] = (400, 300)) -> Image.Image:
    """A white picture whose left half is black."""
    picture = Image.new("L", size, 255)
    picture.paste(0, (0, 0, size[0] // 2, size[1]))
    return picture.convert(mode)


def _encoded(picture: Image.Image, name: str, **options: Any) -> bytes:  # noqa: ANN401 - Pillow's
    file = BytesIO()
    picture.save(file, name, **options)
    return file.getvalue()


def _decode(content: bytes, kind: FileKind, max_pages: int = 5) -> list[Grey]:
    limits = Limits(max_pages=max_pages)
    return [picture.grey for picture in decode_pictures(content, kind, limits)]


def _refusal(content: bytes, kind: FileKind, max_pages: int = 5) -> FileError:
    with pytest.raises(FileError) as caught:
        _decode(content, kind, max_pages)
    return caught.value


def _is_half_dark(grey: Grey) -> bool:
    middle = grey.shape[1] // 2
    return bool(grey[:, : middle - 8].max() < 40 and grey[:, middle + 8 :].min() > 215)


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        (FileKind.JPEG, _encoded(_half_dark(), "JPEG")),
        (FileKind.JPEG, _encoded(_half_dark("RGB"), "JPEG", progressive=True)),
        (FileKind.JPEG, _encoded(_half_dark("CMYK"), "JPEG")),
        (FileKind.PNG, _encoded(_half_dark("RGB"), "PNG")),
        (FileKind.PNG, _encoded(_half_dark("P"), "PNG")),
        (FileKind.PNG, _encoded(_half_dark("1"), "PNG")),
        (FileKind.WEBP, _encoded(_half_dark("RGB"), "WEBP")),
        (FileKind.TIFF, _encoded(_half_dark("1"), "TIFF", compression="group4")),
        (FileKind.HEIF, _HEIC.read_bytes()),
    ],
    ids=lambda value: value.value if isinstance(value, FileKind) else f"{len(value)} bytes",
)
def test_every_kind_of_file_gives_the_same_picture(kind: FileKind, content: bytes) -> None:
    (grey,) = _decode(content, kind)

    assert grey.shape == (300, 400)
    assert _is_half_dark(grey)


@pytest.mark.parametrize(
    ("orientation", "transposed"),
    [
        (1, None),
        (2, Image.Transpose.FLIP_LEFT_RIGHT),
        (3, Image.Transpose.ROTATE_180),
        (6, Image.Transpose.ROTATE_90),
        (8, Image.Transpose.ROTATE_270),
    ],
)
def test_a_photo_is_turned_as_the_camera_was_held(
    orientation: int, transposed: Image.Transpose | None
) -> None:
    stored = _half_dark()
    if transposed is not None:
        stored = stored.transpose(transposed)
    exif = Image.Exif()
    exif[_ORIENTATION] = orientation

    (grey,) = _decode(_encoded(stored, "JPEG", exif=exif.tobytes()), FileKind.JPEG)

    assert grey.shape == (300, 400)
    assert _is_half_dark(grey)


def test_sixteen_bits_a_pixel_are_scaled_and_not_cut_off() -> None:
    deep = np.full((300, 400), 65535, dtype=np.uint16)
    deep[:, :200] = 1000

    (grey,) = _decode(_encoded(Image.fromarray(deep), "PNG"), FileKind.PNG)

    assert _is_half_dark(grey)


def test_transparent_paper_is_white() -> None:
    picture = Image.new("RGBA", (400, 300), (0, 0, 0, 0))
    picture.paste((0, 0, 0, 255), (0, 0, 200, 300))

    (grey,) = _decode(_encoded(picture, "PNG"), FileKind.PNG)

    assert _is_half_dark(grey)


def test_a_tiff_gives_all_its_pages() -> None:
    pages = [_half_dark(), Image.new("L", (320, 280), 255)]
    content = _encoded(pages[0], "TIFF", save_all=True, append_images=pages[1:])

    assert [grey.shape for grey in _decode(content, FileKind.TIFF)] == [(300, 400), (280, 320)]


def test_a_tiff_with_too_many_pages_is_refused() -> None:
    content = _encoded(_half_dark(), "TIFF", save_all=True, append_images=[_half_dark()] * 2)

    error = _refusal(content, FileKind.TIFF, max_pages=2)

    assert error.error_type is FileErrorType.TOO_MANY_PAGES
    assert "more than 2 pages" in error.message


def test_a_large_photo_is_decoded_smaller_and_in_full_on_demand() -> None:
    (picture,) = decode_pictures(
        _encoded(_half_dark(size=(4000, 3000)), "JPEG"), FileKind.JPEG, Limits()
    )

    assert picture.grey.shape == (1500, 2000)
    assert _is_half_dark(picture.grey)
    assert picture.in_full().shape == (3000, 4000)


@pytest.mark.parametrize("side", [12_000, 30_000])
def test_a_bomb_is_refused_by_its_header(side: int) -> None:
    # 30 000 squared are 900 MB when decoded, and 110 KB in the file.
    bomb = _encoded(Image.new("1", (side, side)), "PNG")

    assert _refusal(bomb, FileKind.PNG).error_type is FileErrorType.TOO_MANY_PIXELS


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        (FileKind.JPEG, _encoded(Image.effect_noise((400, 300), 90), "JPEG")),
        (FileKind.PNG, _encoded(Image.effect_noise((400, 300), 90), "PNG")),
        (FileKind.WEBP, _encoded(Image.effect_noise((400, 300), 90), "WEBP")),
        (FileKind.TIFF, _encoded(Image.effect_noise((400, 300), 90), "TIFF")),
        (FileKind.HEIF, _HEIC.read_bytes()),
    ],
    ids=lambda value: value.value if isinstance(value, FileKind) else "",
)
@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content[: len(content) // 2],
        lambda content: content[: len(content) * 9 // 10],
        lambda content: content[:20],
    ],
    ids=["half", "nine-tenths", "head"],
)
def test_a_file_that_was_cut_off_is_refused(
    kind: FileKind, content: bytes, damage: Callable[[bytes], bytes]
) -> None:
    error = _refusal(damage(content), kind)

    assert error.error_type is FileErrorType.INVALID_IMAGE
    assert "cut off" in error.message


def test_a_thumbnail_is_refused_with_advice() -> None:
    error = _refusal(_encoded(_half_dark(size=(160, 120)), "JPEG"), FileKind.JPEG)

    assert error.error_type is FileErrorType.UNREADABLE
    assert "160 x 120" in error.message


@pytest.mark.parametrize(
    ("mode", "limits"),
    [
        ("L", Limits(max_pixels=1_000_000)),
        ("L", Limits(max_decoded_bytes=4_500_000)),
        ("RGBA", Limits(max_decoded_bytes=12_000_000)),
    ],
)
def test_how_much_a_picture_may_hold_is_set(mode: str, limits: Limits) -> None:
    content = _encoded(_half_dark(mode, (1200, 1000)), "PNG")

    assert len(_decode(content, FileKind.PNG)) == 1
    with pytest.raises(FileError) as refused:
        list(decode_pictures(content, FileKind.PNG, limits))
    assert refused.value.error_type is FileErrorType.TOO_MANY_PIXELS


@pytest.mark.parametrize("name", ["TIFF", "PNG"])
def test_a_fax_with_half_as_many_lines_as_dots_gets_square_pixels(name: str) -> None:
    content = _encoded(_half_dark(size=(800, 300)), name, dpi=(204, 98))

    (grey,) = _decode(content, FileKind[name])

    assert grey.shape == (round(300 * 204 / 98), 800)
    assert _is_half_dark(grey)


def test_lines_and_dots_of_a_fax_on_its_side_are_exchanged() -> None:
    exif = Image.Exif()
    exif[_ORIENTATION] = 6
    content = _encoded(_half_dark(size=(800, 300)), "TIFF", dpi=(204, 102), exif=exif)

    (grey,) = _decode(content, FileKind.TIFF)

    assert grey.shape == (800, 600)


@pytest.mark.parametrize("dpi", [(0, 0), (300, 300), (300, 290), (300, 1)])
def test_resolutions_that_say_nothing_change_nothing(dpi: tuple[int, int]) -> None:
    (grey,) = _decode(_encoded(_half_dark(), "TIFF", dpi=dpi), FileKind.TIFF)

    assert grey.shape == (300, 400)
