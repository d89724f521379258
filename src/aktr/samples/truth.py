"""What the sample files say, for whoever wants to compare."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from aktr.errors import FileErrorType
from aktr.samples.facts import Grade, ReportFacts
from aktr.samples.printed import Style, printed_name, printed_title

TRUTH_FILE: Final = "truth.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportTruth:
    """What one report says. Dates are ISO 8601; the rest is as printed."""

    name: str
    ftn: str | None
    applicant_id: str | None
    """Only on reports from before 13 January 2020, which have no FTN."""
    exam_id: str
    exam: str
    """The title with the code in parentheses."""
    exam_code: str
    exam_date: str
    exam_site: str
    score: int | None
    """Per cent; None where the report prints no score."""
    grade: Grade
    take: int
    expiration_date: str
    codes: tuple[str, ...]
    """In printed order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureTruth:
    """How a report became a picture."""

    kind: str
    """A word of ``aktr.samples.photos.kinds.PictureKind``."""
    difficulty: str
    """easy, medium or hard, for a person."""
    same_sheet_as: str | None
    """The file with the first picture of the same sheet; None for the first one."""
    severity: dict[str, Any]
    """What was done to it, by the names of ``aktr.samples.photos.severity``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileTruth:
    """What one file holds."""

    file: str
    """Name of the file, beside the truth file."""
    variant: str
    """What kind of report it is."""
    layout: str | None
    """How it is laid out; None for a file without a report."""
    treatment: str | None
    """How the PDF holds it; None for a file without a report."""
    reports: tuple[ReportTruth, ...]
    """In the order of the pages; () for a file that must be refused."""
    error: FileErrorType | None = None
    """The word with which the file must be refused."""
    picture: PictureTruth | None = None
    """None for a PDF that holds its text."""


@dataclass(frozen=True, slots=True)
class SampleTruth:
    """What a whole set of samples holds."""

    seed: int
    files: tuple[FileTruth, ...]

    def to_json(self) -> str:
        """The text of the truth file."""
        return json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n"

    def write(self, folder: Path) -> Path:
        """Write the truth file into a folder and return its path."""
        path = folder / TRUTH_FILE
        path.write_text(self.to_json(), encoding="utf-8")
        return path


def read_truth(folder: Path) -> SampleTruth:
    """Read the truth file of a folder of samples.

    Raises:
        FileNotFoundError: The folder holds no samples.
    """
    raw = json.loads((folder / TRUTH_FILE).read_text(encoding="utf-8"))
    return SampleTruth(raw["seed"], tuple(_file(row) for row in raw["files"]))


def truth_of(facts: ReportFacts, style: Style) -> ReportTruth:
    """What a report with these facts says when it is printed in this style."""
    return ReportTruth(
        name=printed_name(facts, style),
        ftn=facts.ftn,
        applicant_id=facts.applicant_id,
        exam_id=facts.exam_id,
        exam=printed_title(facts, style),
        exam_code=facts.exam_code,
        exam_date=facts.exam_date.isoformat(),
        exam_site=facts.exam_site,
        score=facts.score,
        grade=facts.grade,
        take=facts.take,
        expiration_date=facts.expiration_date.isoformat(),
        codes=facts.codes,
    )


def _file(row: dict[str, Any]) -> FileTruth:
    reports = tuple(
        ReportTruth(**{**report, "codes": tuple(report["codes"])}) for report in row["reports"]
    )
    error, picture = row["error"], row.get("picture")
    return FileTruth(
        **{
            **row,
            "reports": reports,
            "error": error and FileErrorType(error),
            "picture": picture and PictureTruth(**picture),
        }
    )
