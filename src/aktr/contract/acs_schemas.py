"""How codes and knowledge tests look in JSON."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from aktr.acs.code import CodeFamily
from aktr.acs.model import ElementSort
from aktr.acs.references import ReferenceKind
from aktr.contract.report_schemas import Answer, SubElementAnswer


class ParentAnswer(Answer):
    """The element a sub-element belongs to."""

    code: str
    description: str | None


class PublicationAnswer(Answer):
    """A publication that the task names."""

    name: Annotated[str, Field(description="As the standards name it.")]
    title: str | None
    kind: ReferenceKind


class ChapterAnswer(Answer):
    """One chapter of a handbook."""

    number: str
    title: str


class HandbookAnswer(Answer):
    """The chapters of a handbook that teach a code."""

    handbook: Annotated[str, Field(description="Number with the letter of its edition.")]
    title: str
    chapters: list[ChapterAnswer]
    mapped_by: Annotated[
        Literal["aktr"], Field(description="Whose mapping this is: ours, not the FAA's.")
    ]


class StandardCodeAnswer(Answer):
    """What a code means in one edition of its standard."""

    code: str
    family: CodeFamily
    type: ElementSort
    description: Annotated[
        str,
        Field(
            description='Official wording; "[Archived]" if archived; "[Wording not held]" for a '
            "day before that, if no edition of that day is held."
        ),
    ]
    full_description: Annotated[
        str, Field(description="With the parent's wording in front, or the former wording.")
    ]
    parent: ParentAnswer | None
    sub_elements: Annotated[
        list[SubElementAnswer],
        Field(description="What an element lists, in force in that edition; else empty."),
    ]
    area_of_operation: Annotated[str | None, Field(description="Number and title.")]
    task: Annotated[str | None, Field(description="Letter and title.")]
    objective: str | None
    source: Annotated[str, Field(description="Standard and edition of the wording.")]
    source_title: str
    effective: Annotated[date | None, Field(description="Day from which the edition is in force.")]
    in_force: Annotated[bool, Field(description="Whether that edition was in force on the day.")]
    in_edition_in_force: Annotated[
        bool | None,
        Field(
            description="Whether the edition in force on the day has the code; null if not known."
        ),
    ]
    note: Annotated[str | None, Field(description="Why another edition answers.")]
    archived: bool
    former_description: Annotated[str | None, Field(description="Wording before archiving.")]
    former_source: str | None
    page_number: Annotated[int | None, Field(description="Printed page of the source.")]
    pdf_page: Annotated[int | None, Field(description="Page of the PDF file, from 1.")]
    references: list[str]
    references_borrowed_from: Annotated[
        str | None, Field(description="The sibling task whose references these are.")
    ]
    publications: Annotated[list[PublicationAnswer], Field(description="The references, titled.")]
    chapters: list[HandbookAnswer]
    provenance: Annotated[str, Field(description="Where the wording was taken from.")]


class SearchAnswer(Answer):
    """Codes whose wording, task or area holds all the words."""

    codes: Annotated[list[StandardCodeAnswer], Field(description="Best first.")]


class ExamAnswer(Answer):
    """One knowledge test."""

    code: str
    title: str
    questions: Annotated[int | None, Field(description="Scored questions.")]
    minimum_age: Annotated[int | None, Field(description="Years.")]
    allotted_minutes: int | None
    passing_score: Annotated[int, Field(description="Per cent.")]
    prefixes: Annotated[
        list[str], Field(description="How the codes on its report begin; empty if not known.")
    ]
    prints: Annotated[
        Literal["acs", "lsc", "unknown"],
        Field(description="Codes of a standard (acs) or learning statement codes (lsc)."),
    ]
    validity_months: Annotated[int, Field(description="Calendar months until a report expires.")]
    retired: bool
    mark: Annotated[
        Literal["C", "D", "L", "G"],
        Field(description="How sure prefixes is: confirmed, one data set, inferred, guessed."),
    ]


class ExamsAnswer(Answer):
    """All knowledge tests, by code."""

    exams: list[ExamAnswer]
