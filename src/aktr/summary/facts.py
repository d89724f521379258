"""What a summary needs to know of a report, free of pages and boxes.

The applicant ID of reports before 2020-01-13 is left out on purpose: it may be a social security
number, and no summary needs it.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Final

from aktr.acs.code import ROMAN_AREAS, AcsCode, CodeFamily, family_of
from aktr.acs.model import PASSING_SCORE, SubElement, in_full_if_known
from aktr.report.checked import CheckedReport, ExplainedCode
from aktr.report.discretion import discreet_report
from aktr.report.model import FTN, Grade

PERFECT_SCORE: Final = 100
SUBJECT_MATTER_CODES: Final = "AC 60-25"
"""Stands for the standard of the codes of reports from before about 2005."""
_DAYS: Final = ("exam_date", "expiration_date")


@dataclass(frozen=True, slots=True)
class CodeFacts:
    """One missed code of one report."""

    code: str
    family: str
    """``acs``, ``learning-statement`` or ``subject-matter``."""
    known: bool = True
    """Whether any edition of a standard holds the code."""
    description: str | None = None
    """Official wording on the day of the test; None if unknown."""
    kind: str | None = None
    area: str | None = None
    """Roman numeral of the area of operation; None for codes without areas."""
    area_title: str | None = None
    task: str | None = None
    """Letter of the task."""
    task_title: str | None = None
    document: str | None = None
    """Standard and edition that gave the wording."""
    references: tuple[str, ...] = ()
    sub_elements: tuple[SubElement, ...] = ()
    """What is listed under an element; a report with its code means all of it."""

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> "CodeFacts":
        """The code as it was stored; what earlier versions did not store is empty."""
        listed = plain.get("sub_elements") or ()
        return cls(
            **{
                **plain,
                "references": tuple(plain["references"]),
                "sub_elements": tuple(SubElement(**one) for one in listed),
            }
        )

    @classmethod
    def from_explained(cls, code: ExplainedCode) -> "CodeFacts":
        """Take over what a summary needs."""
        return cls(
            code=code.code,
            family=code.family,
            known=code.known,
            description=code.description,
            kind=code.kind,
            area=code.area,
            area_title=code.area_title,
            task=code.task,
            task_title=code.task_title,
            document=code.document,
            references=code.references,
            sub_elements=code.sub_elements,
        )

    @property
    def wording(self) -> str | None:
        """All that the standard says of it, sub-elements included; None if unknown."""
        return in_full_if_known(self.description, self.sub_elements)

    @property
    def standard(self) -> str:
        """What a test prints codes of: "PA", "PLT"; of the mechanics' standard "AM.I".

        Each area of the mechanics' standard has a test of its own (FAA-S-ACS-1).
        """
        if self.family == CodeFamily.LEARNING_STATEMENT.value:
            return self.code[:3]
        if self.family == CodeFamily.SUBJECT_MATTER.value:
            return SUBJECT_MATTER_CODES
        return self.area_id or self.code[:2] if self.code[:2] == "AM" else self.code[:2]

    @property
    def area_id(self) -> str | None:
        """Standard's prefix and area, "PA.I"; None for codes without areas."""
        return f"{self.code[:2]}.{self.area}" if self.area else None

    @property
    def task_id(self) -> str | None:
        """Standard's prefix, area and task, "PA.I.C"; None for codes without tasks."""
        return f"{self.area_id}.{self.task}" if self.area and self.task else None


@dataclass(frozen=True, slots=True)
class Said:
    """What a person said about a report, and what was read before that.

    The reading stays, because a test is still the same one after a value of one copy was corrected.
    """

    changed_at: datetime | None
    """When a person last changed a value; None if values were only confirmed."""
    stated: tuple[tuple[str, datetime], ...]
    """Fields of which a person has said what they hold, ``codes`` for the list of codes, each with
    the moment at which it was last stated or confirmed."""
    name: str | None
    """As it was read, like all that follow."""
    exam_code: str | None
    exam_date: date | None
    score: int | None
    codes: tuple[str, ...]

    def when(self, value: str) -> datetime | None:
        """When a person last said what a field, or ``codes``, holds; None if nobody did."""
        return dict(self.stated).get(value)

    def to_json(self) -> dict[str, Any]:
        """As plain JSON values."""
        moment, day = self.changed_at, self.exam_date
        return asdict(self) | {
            "changed_at": moment.isoformat() if moment else None,
            "exam_date": day.isoformat() if day else None,
            "stated": [[value, at.isoformat()] for value, at in self.stated],
        }

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> "Said":
        """The inverse of :meth:`to_json`."""
        moment, day = plain["changed_at"], plain["exam_date"]
        return cls(
            changed_at=datetime.fromisoformat(moment) if moment else None,
            stated=tuple((value, datetime.fromisoformat(at)) for value, at in plain["stated"]),
            name=plain["name"],
            exam_code=plain["exam_code"],
            exam_date=date.fromisoformat(day) if day else None,
            score=plain["score"],
            codes=tuple(plain["codes"]),
        )


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """One report, as far as a summary needs it."""

    report_id: str
    position: int
    """Place of its file in the upload, from 1."""
    file_name: str
    """The name the user gave, for display only."""
    first_page: int = 1
    """Page of the file on which it begins, from 1: orders several reports of one file."""
    name: str | None = None
    ftn: str | None = None
    exam_id: str | None = None
    exam: str | None = None
    """Title and code of the test as printed."""
    exam_code: str | None = None
    exam_date: date | None = None
    score: int | None = None
    """Per cent."""
    grade: str | None = None
    """``Pass`` or ``Fail``."""
    take: int | None = None
    expiration_date: date | None = None
    """The last day of the report, as printed."""
    confidence: float = 1.0
    needs_review: bool = False
    codes: tuple[CodeFacts, ...] = ()
    """Missed codes, each once; codes that could not be resolved are not among them."""
    said: Said | None = None
    """What a person said about it; None if nobody did."""

    @classmethod
    def from_checked(
        cls,
        report_id: str,
        position: int,
        file_name: str,
        checked: CheckedReport,
        said: Said | None = None,
    ) -> "ReportFacts":
        """Take from a checked report what a summary needs, with old identity numbers hidden.

        Args:
            report_id: Identifies the report in the summary.
            position: Place of its file in the upload, from 1.
            file_name: The name the user gave.
            checked: The report.
            said: What a person said about it.
        """
        report = discreet_report(checked.report)
        grade = report.grade.value
        return cls(
            report_id=report_id,
            position=position,
            file_name=file_name,
            first_page=min(report.pages, default=1),
            name=report.name.value,
            ftn=report.ftn.value,
            exam_id=report.exam_id.value,
            exam=report.exam,
            exam_code=report.exam_code.value,
            exam_date=report.exam_date.value,
            score=report.score.value,
            grade=None if grade is None else str(grade),
            take=report.take.value,
            expiration_date=report.expiration_date.value,
            confidence=checked.confidence,
            needs_review=checked.needs_review,
            codes=tuple(
                {code.code: CodeFacts.from_explained(code) for code in checked.codes}.values()
            ),
            said=said,
        )

    def to_json(self) -> dict[str, Any]:
        """The facts as plain JSON values; dates are ISO 8601."""
        plain = asdict(self) | {"said": None if self.said is None else self.said.to_json()}
        return plain | {name: day.isoformat() for name in _DAYS if (day := plain[name])}

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> "ReportFacts":
        """The inverse of :meth:`to_json`, also after a trip through a JSON file."""
        codes = tuple(map(CodeFacts.from_json, plain["codes"]))
        days = {name: date.fromisoformat(day) for name in _DAYS if (day := plain.get(name))}
        said = plain.get("said")
        return cls(
            **{
                **plain,
                "codes": codes,
                **days,
                "said": None if said is None else Said.from_json(said),
            }
        )

    @property
    def identity(self) -> str | None:
        """The FTN if it has the form of one, else None.

        What is left of a hidden number, and a number that was read in part, may be several
        people's.
        """
        return self.ftn if self.ftn and FTN.fullmatch(self.ftn) else None

    @property
    def passed(self) -> bool | None:
        """The printed grade; where none was read, whether the score is enough; else None."""
        if self.grade is not None:
            return self.grade == Grade.PASS.value
        return self.score >= PASSING_SCORE if self.score is not None else None

    @property
    def printed(self) -> str:
        """Everything that was read, as one text: settles ties without a look at the upload."""
        test = (self.exam_code, self.exam_id, self.exam_date, self.take, self.score, self.grade)
        codes = [(code.code, code.document, code.description) for code in self.codes]
        return repr((*test, self.ftn, self.name, codes))

    @property
    def order(self) -> tuple[int, int, str]:
        """Orders reports as they were uploaded."""
        return (self.position, self.first_page, self.report_id)


def upload_numbers(reports: Sequence[ReportFacts]) -> dict[str, str]:
    """By what number a class calls each report, in the order of the upload.

    It is the position of the file, so that files without a report have their number too and no
    correction moves one; several reports of one file are 4.1 and 4.2.

    Args:
        reports: All reports of the batch, copies of a test among them.
    """
    in_file = Counter(report.position for report in reports)
    seen: Counter[int] = Counter()
    numbers = {}
    for report in sorted(reports, key=lambda report: report.order):
        at = report.position
        seen[at] += 1
        numbers[report.report_id] = f"{at}.{seen[at]}" if in_file[at] > 1 else str(at)
    return numbers


@lru_cache(maxsize=32768)
def code_order(code: str) -> tuple[str, int, str, str, int, str]:
    """Orders codes as the standards print them; any text can be ordered."""
    if family_of(code) is CodeFamily.ACS:
        return AcsCode.parse(code).sort_key
    return (code, 0, "", "", 0, "")


def area_order(area: str) -> int:
    """Orders areas of operation: IX before X."""
    return ROMAN_AREAS.index(area) if area in ROMAN_AREAS else len(ROMAN_AREAS)
