"""Bytes of a picture file to grey pixels that stand as the camera was held.

Sizes are known from the header and refused before a pixel is decoded. A file that was cut off is
refused as well: half a report would look like a whole one.
"""

import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from io import BytesIO
from typing import Final

import cv2
import numpy as np
import pi_heif
from cv2.typing import MatLike
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from aktr.errors import FileError, FileErrorType
from aktr.reading.picture_parts import has_endless_parts, has_endless_scans
from aktr.reading.sniff import FileKind
from aktr.settings import Limits

Grey = NDArray[np.uint8]
"""A picture, one byte a pixel, shape (height, width); 0 is black."""
MakeGrey = Callable[[Image.Image], Grey]
"""Makes grey pixels of a picture in colour (RGB) or in grey (L)."""

_ENOUGH: Final = 1900
"""Pixels of the longer side from which more do not help: a letter page at 170 dpi."""
_ORIENTATION: Final = 0x0112
"""The EXIF tag with the turn of the camera."""
_SMALLEST_SIDE: Final = 200
_BYTES_A_PIXEL: Final = 4
"""Pillow takes as many for grey ones too when it turns or converts them."""
_BYTES_A_DEEP_PIXEL: Final = 10
"""Of 16 or 32 bits: the pixel, as a number, and scaled."""
_BYTES_ON_PAPER: Final = 12
"""The pixel with its transparency, white paper, and one laid on the other."""
_OBLONG: Final = (1.2, 4.0)
"""How much denser the pixels of a scan or fax may be one way than the other. Less changes nothing
for the readers, and more is a mistake in the file."""
_TURNED_SIDEWAYS: Final = 5
"""The first of the EXIF turns that exchange width and height."""
_CAMERA_TURNS: Final[Mapping[int, Callable[[Grey], MatLike]]] = {
    2: partial(cv2.flip, flipCode=1),
    3: partial(cv2.rotate, rotateCode=cv2.ROTATE_180),
    4: partial(cv2.flip, flipCode=0),
    5: cv2.transpose,
    6: partial(cv2.rotate, rotateCode=cv2.ROTATE_90_CLOCKWISE),
    7: lambda grey: cv2.transpose(cv2.rotate(grey, cv2.ROTATE_180)),
    8: partial(cv2.rotate, rotateCode=cv2.ROTATE_90_COUNTERCLOCKWISE),
}
"""What puts a picture upright, by its EXIF tag (CIPA DC-008, Orientation)."""
_FORMATS: Final = {
    FileKind.JPEG: ("JPEG",),
    FileKind.PNG: ("PNG",),
    FileKind.TIFF: ("TIFF",),
    FileKind.WEBP: ("WEBP",),
    FileKind.HEIF: ("HEIF",),
}

pi_heif.register_heif_opener(thumbnails=False)


class Picture:
    """One page of a picture file: at a size that will do, and finer if that does not.

    Args:
        grey: The picture, perhaps made smaller while it was decoded.
        finer: Decodes it in full, if that holds more.
    """

    def __init__(self, grey: Grey, finer: Callable[[], Grey] | None = None) -> None:
        self.grey = grey
        self._finer = finer

    def in_full(self) -> Grey:
        """All pixels there are."""
        return self._finer() if self._finer is not None else self.grey


def count_pages(content: bytes, kind: FileKind, limits: Limits) -> int:
    """The number of pages of a picture file; only TIFF has more than one.

    Raises:
        FileError: INVALID_IMAGE or TOO_MANY_PAGES.
    """
    if kind is not FileKind.TIFF:
        return 1
    with _opened(content, kind, limits) as picture:
        return _count_pages(picture, limits.max_pages)


def decode_pictures(
    content: bytes,
    kind: FileKind,
    limits: Limits,
    only: int | None = None,
    make_grey: MakeGrey | None = None,
) -> Iterator[Picture]:
    """Decode every page of a picture file, or one of them.

    Args:
        content: The file.
        kind: What it is, told by its content.
        limits: Pages, pixels and bytes that are accepted.
        only: Number of the one page to decode, from 1; there has to be such a page.
        make_grey: Makes the grey pixels of a picture in colour; the usual way when left out.

    Yields:
        One picture after the other, so that only one is in memory.

    Raises:
        FileError: INVALID_IMAGE, TOO_MANY_PIXELS, TOO_MANY_PAGES or UNREADABLE.
    """
    if has_endless_parts(content, kind):
        raise _invalid(kind)
    if kind is FileKind.JPEG:
        if has_endless_scans(content):
            raise _invalid(kind)
        grey, reduced = _decode_jpeg(content, limits, make_grey, reduced=True)
        finer = partial(_decode_jpeg, content, limits, make_grey, reduced=False)
        yield Picture(grey, (lambda: finer()[0]) if reduced else None)
        return
    with _opened(content, kind, limits) as picture:
        if only is not None:
            indices = range(only - 1, only)
        else:
            indices = range(_count_pages(picture, limits.max_pages) if kind is FileKind.TIFF else 1)
        for index in indices:
            picture.seek(index)
            _check_size(picture, limits)
            # Pillow may turn the picture while it loads it, and forgets then that it did.
            oblong = _oblong(picture)
            grey = _with_square_pixels(_upright_grey(picture, make_grey), oblong, limits)
            yield Picture(_of_useful_size(grey), partial(_itself, grey))


def _count_pages(picture: Image.Image, most: int) -> int:
    """The pages of a TIFF, of which no more are looked for than it takes to see too many."""
    for index in range(most + 1):
        try:
            picture.seek(index)
        except EOFError:
            return index
    raise FileError(
        FileErrorType.TOO_MANY_PAGES,
        f"This file has more than {most} pages. Save only the pages with the test report and "
        "upload those.",
    )


def _decode_jpeg(
    content: bytes, limits: Limits, make_grey: MakeGrey | None, *, reduced: bool
) -> tuple[Grey, bool]:
    """A JPEG as grey pixels, and whether pixels were left out."""
    with _opened(content, FileKind.JPEG, limits) as picture:
        _check_size(picture, limits)
        size = picture.size
        parts = max(1, max(size) // _ENOUGH) if reduced else 1
        # The decoder leaves out what is not needed, which halves the time.
        picture.draft("L" if make_grey is None else "RGB", (size[0] // parts, size[1] // parts))
        picture.load()
        is_smaller = picture.size != size
        return _upright_grey(picture, make_grey), is_smaller


def _upright_grey(picture: Image.Image, make_grey: MakeGrey | None) -> Grey:
    """Grey pixels as the camera was held, without a copy in colour unless that is asked for."""
    # Pillow turns a TIFF while it loads it, and says then that it stands upright.
    picture.load()
    turn = _CAMERA_TURNS.get(picture.getexif().get(_ORIENTATION, 1))
    if make_grey is None or picture.mode == "1" or _is_deep(picture):
        grey = as_grey(picture)
    else:
        whole = _on_white(picture)
        grey = make_grey(whole if whole.mode == "L" else whole.convert("RGB"))
    return grey if turn is None else np.asarray(turn(grey), dtype=np.uint8)


def _oblong(picture: Image.Image) -> float:
    """How much denser the pixels of an upright picture are across its lines than along them."""
    across, down = map(float, picture.info.get("dpi", (1.0, 1.0)))
    # Resolutions may be missing, which is written as nothing or as a zero.
    if min(across, down) <= 0:
        return 1.0
    is_sideways = picture.getexif().get(_ORIENTATION, 1) >= _TURNED_SIDEWAYS
    return down / across if is_sideways else across / down


def _with_square_pixels(grey: Grey, oblong: float, limits: Limits) -> Grey:
    """A picture as it is on paper: the lines of a plain fax are twice as far apart as its dots."""
    stretch = max(oblong, 1 / oblong)
    least, most = _OBLONG
    if not least <= stretch <= most or grey.size * stretch > limits.max_pixels:
        return grey
    height, width = grey.shape
    size = (width, round(height * stretch)) if oblong > 1 else (round(width * stretch), height)
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_CUBIC), dtype=np.uint8)


def _itself(grey: Grey) -> Grey:
    return grey


def _of_useful_size(grey: Grey) -> Grey:
    parts = max(1, max(grey.shape) // _ENOUGH)
    if parts == 1:
        return grey
    size = (grey.shape[1] // parts, grey.shape[0] // parts)
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


@contextmanager
def _opened(content: bytes, kind: FileKind, limits: Limits) -> Iterator[Image.Image]:
    """Open a picture; whatever the decoders raise from then on becomes a refusal."""
    try:
        with warnings.catch_warnings():
            # The size is checked below, for every page and in one place.
            warnings.simplefilter("ignore")
            with Image.open(BytesIO(content), formats=_FORMATS[kind]) as picture:
                yield picture
    except Image.DecompressionBombError as error:
        raise _too_many_pixels(limits) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise _invalid(kind) from error
    except (TypeError, KeyError, IndexError, AttributeError, RuntimeError) as error:
        # Damaged headers and tags surface as whatever they break in the decoder.
        raise _invalid(kind) from error


def _check_size(picture: Image.Image, limits: Limits) -> None:
    width, height = picture.size
    if (
        width * height > limits.max_pixels
        or width * height * _bytes_a_pixel(picture) > limits.max_decoded_bytes
    ):
        raise _too_many_pixels(limits)
    if min(width, height) < _SMALLEST_SIDE:
        raise FileError(
            FileErrorType.UNREADABLE,
            f"This picture has only {width} x {height} pixels; letters cannot be made out. Upload "
            "the photo in its full size.",
        )


def _bytes_a_pixel(picture: Image.Image) -> int:
    """How much memory one pixel takes on its way to grey."""
    if _is_deep(picture):
        return _BYTES_A_DEEP_PIXEL
    return _BYTES_ON_PAPER if _is_transparent(picture) else _BYTES_A_PIXEL


def _is_deep(picture: Image.Image) -> bool:
    return picture.mode.startswith("I;16") or picture.mode in {"I", "F"}


def _is_transparent(picture: Image.Image) -> bool:
    return "A" in picture.getbands() or "transparency" in picture.info


def as_grey(picture: Image.Image) -> Grey:
    """Grey pixels of a picture of any mode, on white where it is transparent."""
    if _is_deep(picture):
        deep = np.asarray(picture, dtype=np.float32)
        # 16 bits a pixel; Pillow would cut the value off at 255 instead of scaling it.
        scale = 257.0 if deep.max(initial=0) > 255 else 1.0
        return np.asarray(np.clip(deep / scale, 0, 255), dtype=np.uint8)
    picture = _on_white(picture)
    return np.asarray(picture if picture.mode == "L" else picture.convert("L"))


def _on_white(picture: Image.Image) -> Image.Image:
    if not _is_transparent(picture):
        return picture
    picture = picture.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture)


def _too_many_pixels(limits: Limits) -> FileError:
    return FileError(
        FileErrorType.TOO_MANY_PIXELS,
        f"This picture has more than {limits.max_pixels // 1_000_000} million pixels, or too many "
        "of many bytes each. Scan the page at 300 dpi, or upload the photo as the phone took it.",
    )


def _invalid(kind: FileKind) -> FileError:
    return FileError(
        FileErrorType.INVALID_IMAGE,
        f"This {kind.name} picture is damaged or was cut off and cannot be opened. Send or take it "
        "again and upload that.",
    )
