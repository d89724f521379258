"""Which pictures there are; every round of pictures has one of each."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class PictureKind(StrEnum):
    """How a report became a picture."""

    PHOTO = "photo"
    """Taken by a phone, 8 to 12 megapixels."""
    SCAN_300 = "scan-300"
    SCAN_200 = "scan-200"
    """Flatbed or feeder, dots per inch."""
    FAX = "fax"
    """Black and white, 200 x 200 or 200 x 100 dots per inch (ITU-T T.30, fine and standard)."""
    SCREENSHOT = "screenshot"
    """A PDF viewer on a computer, its own interface around the page."""
    PHONE_SCREENSHOT = "phone-screenshot"
    PICTURE_PDF = "picture-pdf"
    """A PDF whose pages are pictures."""
    TEXT_LAYER_PDF = "text-layer-pdf"
    """The same with a text layer that says nothing true."""


class Difficulty(StrEnum):
    """How hard a person finds it to read."""

    EASY = "easy"
    """At a glance."""
    MEDIUM = "medium"
    """Without trouble, looking at it."""
    HARD = "hard"
    """With effort; every value can still be read."""


class FileForm(StrEnum):
    """Format of the file, by its usual ending."""

    JPEG = "jpg"
    PNG = "png"
    WEBP = "webp"
    TIFF = "tif"
    HEIC = "heic"
    PDF = "pdf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """One way to make a picture of a report."""

    kind: PictureKind
    difficulty: Difficulty
    form: FileForm = FileForm.JPEG
    treatment: str = "plain"
    """A treatment that adds pages, where the format holds several."""
    handwriting: bool = False
    """The statement at the foot is filled in with a pen."""
    turned: int = 0
    """Degrees clockwise by which the stored picture must be turned to read it."""
    turn_declared: bool = False
    """The file says so (EXIF; a property in HEIC), so that a viewer shows it upright."""
    twice: bool = False
    """Two pictures of the same sheet, from two points of view."""
    camera: bool = False
    """A PDF holds photos instead of scans."""


def _photo(
    difficulty: Difficulty,
    turned: int = 0,
    *,
    turn_declared: bool = False,
    handwriting: bool = False,
    twice: bool = False,
) -> Shot:
    return Shot(
        kind=PictureKind.PHOTO,
        difficulty=difficulty,
        turned=turned,
        turn_declared=turn_declared,
        handwriting=handwriting,
        twice=twice,
    )


def _other(
    kind: PictureKind, difficulty: Difficulty, form: FileForm, treatment: str = "plain"
) -> Shot:
    return Shot(kind=kind, difficulty=difficulty, form=form, treatment=treatment)


_EASY, _MEDIUM, _HARD = Difficulty

ROUND: Final = (
    _photo(_EASY),
    _other(PictureKind.SCAN_300, _EASY, FileForm.PNG),
    _photo(_MEDIUM),
    _other(PictureKind.SCAN_200, _MEDIUM, FileForm.TIFF, "cover-letter"),
    _photo(_HARD),
    _other(PictureKind.SCREENSHOT, _EASY, FileForm.PNG),
    _photo(_EASY, 90, turn_declared=True),
    _other(PictureKind.FAX, _MEDIUM, FileForm.PNG),
    _photo(_MEDIUM, 180, handwriting=True),
    _other(PictureKind.PICTURE_PDF, _EASY, FileForm.PDF, "two-reports"),
    _photo(_HARD, 270, turn_declared=True),
    _other(PictureKind.SCAN_200, _EASY, FileForm.JPEG),
    _photo(_EASY, 270),
    Shot(
        kind=PictureKind.SCAN_300,
        difficulty=_MEDIUM,
        form=FileForm.JPEG,
        handwriting=True,
        turned=90,
    ),
    _photo(_MEDIUM, twice=True),
    _other(PictureKind.PHONE_SCREENSHOT, _EASY, FileForm.PNG),
    _photo(_HARD, 90),
    _other(PictureKind.TEXT_LAYER_PDF, _MEDIUM, FileForm.PDF),
    Shot(kind=PictureKind.PHOTO, difficulty=_EASY, form=FileForm.WEBP),
    _other(PictureKind.FAX, _EASY, FileForm.TIFF, "two-reports"),
    _photo(_MEDIUM, 270),
    _other(PictureKind.SCAN_200, _HARD, FileForm.PNG),
    _photo(_HARD, handwriting=True),
    _other(PictureKind.SCREENSHOT, _MEDIUM, FileForm.PNG),
    _photo(_EASY, 180, turn_declared=True),
    Shot(
        kind=PictureKind.PICTURE_PDF,
        difficulty=_MEDIUM,
        form=FileForm.PDF,
        handwriting=True,
        camera=True,
    ),
    _photo(_MEDIUM, 90, turn_declared=True),
    _other(PictureKind.FAX, _HARD, FileForm.TIFF),
    _photo(_HARD, 180),
    _other(PictureKind.SCAN_300, _HARD, FileForm.WEBP),
    Shot(
        kind=PictureKind.PHOTO,
        difficulty=_EASY,
        form=FileForm.HEIC,
        turned=90,
        turn_declared=True,
    ),
    _other(PictureKind.PHONE_SCREENSHOT, _MEDIUM, FileForm.JPEG),
)
"""The order in which pictures are made, over and over."""
