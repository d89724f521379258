"""How a correction looks in JSON."""

from datetime import date
from typing import Annotated, Any, Final

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
    model_validator,
)

from aktr.acs.code import family_of
from aktr.report.correction import Change
from aktr.report.model import FIELD_NAMES, Grade

_LIST: Final = "(list)"
_CHANGES: Final = "(changes)"
"""What codes may be; names in brackets are no part of the place of a value."""
_MOST_CODES: Final = 200
_MOST_CONFIRMED: Final = 300
_LONGEST_NAME_OF_VALUE: Final = 200


def _printable(text: str) -> str:
    if not text.isprintable():
        raise ValueError("it must be one line of printable characters")
    return text


def _iso_day(given: object) -> object:
    if given is None:
        return None
    try:
        if isinstance(given, str) and len(given) == len("2026-02-14"):
            return date.fromisoformat(given)
    except ValueError:
        pass
    raise ValueError("it must be a day of the calendar as YYYY-MM-DD")


def _well_formed(code: str) -> str:
    if family_of(code) is None:
        raise ValueError("it must be a code such as PA.I.C.K2, PLT044 or H301")
    return code


Text = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200),
    AfterValidator(_printable),
]
Identifier = Annotated[
    str,
    StringConstraints(strip_whitespace=True, pattern=r"^[A-Za-z0-9*-]{1,40}$"),
]
Day = Annotated[date | None, BeforeValidator(_iso_day)]
Code = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=20), AfterValidator(_well_formed)
]
Codes = Annotated[list[Code], Field(max_length=_MOST_CODES)]


class FieldCorrections(BaseModel):
    """Fields with the values that they really have; null for what the paper does not show."""

    model_config = ConfigDict(extra="forbid")

    name: Text | None = Field(default=None, description="The applicant, as printed.")
    ftn: Identifier | None = Field(default=None, description="FAA tracking number.")
    applicant_id: Identifier | None = Field(
        default=None, description="Of reports before 2020-01-13; kept but for its last four."
    )
    exam_id: Identifier | None = Field(default=None, description="Knowledge test exam ID.")
    exam_title: Text | None = Field(default=None, description="Title of the test, without code.")
    exam_code: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] | None = Field(
        default=None, description="Three capitals, such as PAR."
    )
    exam_date: Day = Field(default=None, description="YYYY-MM-DD.")
    exam_site: Identifier | None = Field(default=None, description="Such as ABS60104.")
    score: Annotated[int, Field(strict=True, ge=0, le=100)] | None = Field(
        default=None, description="Per cent."
    )
    grade: Grade | None = Field(default=None, description="Pass or Fail.")
    take: Annotated[int, Field(strict=True, ge=1, le=999)] | None = Field(
        default=None, description="1 for the first attempt."
    )
    expiration_date: Day = Field(default=None, description="YYYY-MM-DD.")


class CodeChanges(BaseModel):
    """Codes that are on the paper, and codes that are not."""

    model_config = ConfigDict(extra="forbid")

    add: Codes = Field(default_factory=list, description="On the paper.")
    remove: Codes = Field(default_factory=list, description="Not on the paper.")

    @model_validator(mode="after")
    def _no_code_in_both(self) -> "CodeChanges":
        if set(self.add) & set(self.remove):
            raise ValueError("a code cannot be added and removed at once")
        return self


def _kind_of_change(given: object) -> str:
    return _LIST if isinstance(given, list) else _CHANGES


class ReportCorrection(BaseModel):
    """What a person says about a report. What is left out stays as it is."""

    model_config = ConfigDict(extra="forbid")

    fields: FieldCorrections = Field(default_factory=FieldCorrections, description="Values to set.")
    codes: (
        Annotated[
            Annotated[Codes, Tag(_LIST)] | Annotated[CodeChanges, Tag(_CHANGES)],
            Discriminator(_kind_of_change),
        ]
        | None
    ) = Field(default=None, description="Single codes to add and to remove, or the whole list.")
    confirm: Annotated[
        list[Annotated[str, StringConstraints(min_length=1, max_length=_LONGEST_NAME_OF_VALUE)]],
        Field(max_length=_MOST_CONFIRMED),
    ] = Field(
        default_factory=list,
        description="Values that are right as they stand, and findings that were looked at, by the "
        "names that the report's review gives them.",
    )

    @model_validator(mode="after")
    def _says_something(self) -> "ReportCorrection":
        change = self.to_change()
        if change == Change():
            raise ValueError("it says nothing: give fields, codes or confirm")
        return self

    def to_change(self) -> Change:
        """The same in the words of the report."""
        given: dict[str, Any] = {
            name: getattr(self.fields, name)
            for name in FIELD_NAMES
            if name in self.fields.model_fields_set
        }
        confirm = tuple(self.confirm)
        if isinstance(self.codes, CodeChanges):
            added, removed = tuple(self.codes.add), tuple(self.codes.remove)
            return Change(given, add=added, remove=removed, confirm=confirm)
        exactly = None if self.codes is None else tuple(self.codes)
        return Change(given, exactly=exactly, confirm=confirm)
