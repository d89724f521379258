"""Picture files of sample reports."""

from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np

from aktr.samples.chance import chance
from aktr.samples.photos.camera import scale_for, take_photo
from aktr.samples.photos.files import Encoding, encode, picture_pdf
from aktr.samples.photos.kinds import ROUND, FileForm, PictureKind, Shot
from aktr.samples.photos.marks import mark_paper
from aktr.samples.photos.paper import Paper, print_sheet
from aktr.samples.photos.pixels import Image
from aktr.samples.photos.scanner import FAX_DPI, fax, fax_lines, scan
from aktr.samples.photos.screen import (
    phone_scale,
    phone_screenshot,
    viewer_scale,
    viewer_screenshot,
)
from aktr.samples.photos.severity import (
    FAX_MARKS,
    MARKS,
    PAPER_MARKS,
    SMALLEST_PHOTO,
    CameraSeverity,
    ScanSeverity,
    draw_camera_severity,
    draw_marks,
    draw_scan_severity,
)
from aktr.samples.plan import Sample, second_report
from aktr.samples.sheet import Sheet
from aktr.samples.treatments import TREATMENTS, Treatment
from aktr.samples.truth import FileTruth, PictureTruth

POINTS_PER_INCH = 72
_DPI = {
    PictureKind.SCAN_300: 300,
    PictureKind.SCAN_200: 200,
    PictureKind.FAX: FAX_DPI,
    PictureKind.PICTURE_PDF: 200,
    PictureKind.TEXT_LAYER_PDF: 200,
}
_SHIFT_PER_SEED = 7
"""Moves the round against that of the variants, so that other seeds pair them otherwise."""

Settings = dict[str, object]


def make_pictures(sample: Sample, index: int, seed: int, folder: Path) -> tuple[FileTruth, ...]:
    """Make the picture that belongs to a sample, or two of the same sheet.

    Args:
        sample: The report.
        index: Position of the sample in its set, from 0; decides, with the seed, on the kind.
        seed: Of the set.
        folder: Where the files are written.

    Raises:
        OSError: The folder cannot be written to.
    """
    shot = ROUND[(index + _SHIFT_PER_SEED * seed) % len(ROUND)]
    source = _as_photographed(sample, shot)
    made: list[FileTruth] = []
    for view in ("a", "b") if shot.twice else ("",):
        name = f"p{index + 1:03d}{view}-{shot.kind}-{shot.difficulty}.{shot.form}"
        picture = _Picture(source, shot, f"{sample.seed}-picture", view)
        (folder / name).write_bytes(picture.content())
        truth = PictureTruth(
            kind=shot.kind,
            difficulty=shot.difficulty,
            same_sheet_as=made[0].file if made else None,
            severity=picture.settings,
        )
        made.append(replace(source.truth(name), picture=truth))
    return tuple(made)


def _as_photographed(sample: Sample, shot: Shot) -> Sample:
    """The sample as somebody has it on paper or screen: one page, unless the format holds more.

    Nothing of how the PDF was stored is left in a picture; only spaced-out print is.
    """
    added = TREATMENTS[shot.treatment]
    spacing = sample.treatment.letter_spacing
    treatment = Treatment(
        name=shot.treatment if shot.treatment != "plain" or not spacing else "letter-spaced",
        letter_spacing=0.0 if sample.layout.has_fields else spacing,
        cover_letter=added.cover_letter,
        second_report=added.second_report,
    )
    first = sample.facts[0]
    facts = (first, second_report(chance(f"{sample.seed}-more"), first))
    return replace(
        sample,
        variant=replace(sample.variant, filled=sample.variant.filled or shot.handwriting),
        treatment=treatment,
        facts=facts if added.second_report else facts[:1],
    )


@dataclass
class _Picture:
    """One picture file being made."""

    sample: Sample
    shot: Shot
    name: str
    """Decides on all that is the same in two pictures of one sheet."""
    view: str
    """Decides, with the name, on all that is not."""

    def __post_init__(self) -> None:
        self.settings: Settings = {
            "form": str(self.shot.form),
            "turned": self.shot.turned,
            "turn_declared": self.shot.turn_declared,
            "handwriting": self.sample.variant.filled,
        }
        self._rng = chance(f"{self.name}{self.view}")

    def content(self) -> bytes:
        """The bytes of the file."""
        sheets = self.sample.sheets()
        shot = self.shot
        if shot.kind is PictureKind.SCREENSHOT or shot.kind is PictureKind.PHONE_SCREENSHOT:
            return self._screenshot(sheets[-1])
        if shot.kind is PictureKind.PHOTO or shot.camera:
            severity = draw_camera_severity(
                self._rng, shot.difficulty, sheets[-1].size, self._draw_marks(MARKS)
            )
            if shot.form is FileForm.HEIC:
                severity = replace(severity, megapixels=SMALLEST_PHOTO)
            pages = [self._photo(sheet, severity, number) for number, sheet in enumerate(sheets)]
            encoding = Encoding(form=shot.form, quality=severity.jpeg_quality, turn=self._declared)
        else:
            possible = FAX_MARKS if shot.kind is PictureKind.FAX else PAPER_MARKS
            scanned = draw_scan_severity(self._rng, shot.difficulty, self._draw_marks(possible))
            if shot.form is FileForm.PNG:
                # Without loss, the noise of three channels is more than an upload may hold.
                scanned = replace(scanned, colour=False)
            dpi = _DPI[shot.kind]
            pages = [self._scan(sheet, scanned, dpi, number) for number, sheet in enumerate(sheets)]
            encoding = Encoding(
                form=shot.form,
                quality=scanned.jpeg_quality,
                turn=self._declared,
                dpi=dpi,
                bilevel=shot.kind is PictureKind.FAX,
            )
        if shot.form is FileForm.PDF:
            useless = self._rng if shot.kind is PictureKind.TEXT_LAYER_PDF else None
            return picture_pdf(pages, sheets, encoding, useless)
        return encode(pages, encoding)

    def _draw_marks(self, possible: tuple[str, ...]) -> tuple[str, ...]:
        return draw_marks(chance(f"{self.name}-marks"), self.shot.difficulty, possible)

    @property
    def _declared(self) -> int:
        return self.shot.turned if self.shot.turn_declared else 0

    def _screenshot(self, sheet: Sheet) -> bytes:
        on_phone = self.shot.kind is PictureKind.PHONE_SCREENSHOT
        scale = (phone_scale if on_phone else viewer_scale)(self.shot.difficulty, sheet)
        self.settings["pixels_per_point"] = round(scale, 3)
        page = print_sheet(sheet, scale, chance(f"{self.name}-pen")).image
        if on_phone:
            image = phone_screenshot(page, self._rng)
        else:
            image = viewer_screenshot(page, scale, self._rng)
        return encode([image], Encoding(form=self.shot.form, quality=80))

    def _photo(self, sheet: Sheet, severity: CameraSeverity, number: int) -> Image:
        paper = self._paper(sheet, scale_for(severity.megapixels, sheet.height), severity, number)
        return self._turned(take_photo(paper, severity, f"{self.name}{self.view}-{number}"))

    def _scan(self, sheet: Sheet, severity: ScanSeverity, dpi: int, number: int) -> Image:
        paper = self._paper(sheet, dpi / POINTS_PER_INCH, severity, number)
        name = f"{self.name}{self.view}-{number}"
        if self.shot.kind is not PictureKind.FAX:
            return self._turned(scan(paper, severity, name))
        lines = fax_lines(self.shot.difficulty, sheet.size)
        self.settings["fax_lines"] = lines
        return self._turned(fax(paper, severity, lines, name))

    def _paper(
        self, sheet: Sheet, scale: float, severity: CameraSeverity | ScanSeverity, number: int
    ) -> Paper:
        """The sheet with its marks; a letter in front of the report gets the same."""
        paper = print_sheet(sheet, scale, chance(f"{self.name}-pen-{number}"))
        reports = self.sample.truth("").reports
        paper, drawn = mark_paper(
            paper, reports, severity.marks, severity.mark_strength, f"{self.name}-{number}"
        )
        self.settings.update(asdict(severity), marks=list(drawn), type_px=round(paper.type_px, 1))
        return paper

    def _turned(self, image: Image) -> Image:
        return np.ascontiguousarray(np.rot90(image, self.shot.turned // 90))
