"""How one report, and one file that gave none, look in JSON. docs/api.md is the contract."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from aktr.errors import FileErrorType
from aktr.reading.page import ReadBy
from aktr.report.certainty import Certainty
from aktr.report.checked import Outcome, Severity
from aktr.report.correction import Action
from aktr.report.model import Grade

Share = Annotated[float, Field(ge=0, le=1)]
"""A part of a whole, 0 to 1."""


class Answer(BaseModel):
    """Whatever the API answers with."""

    model_config = ConfigDict(from_attributes=True)


class State(StrEnum):
    """Whether a value is what was read or what a person said."""

    READ = "read"
    CORRECTED = "corrected"
    CONFIRMED = "confirmed"
    ADDED = "added"


StateOfValue = Annotated[State, Field(description="Whether a person has said it, and how.")]
StatedAt = Annotated[datetime | None, Field(description="When a person said so.")]
CertaintyOfValue = Annotated[
    Certainty | None,
    Field(description="Grade of the confidence, not of the exam; null where nothing was found."),
]
EvidenceUrl = Annotated[
    str | None, Field(description="A picture of the place on the page, as PNG; null if none.")
]


class PlaceAnswer(Answer):
    """Where a value stands on the paper; edges are fractions of the upright page."""

    page: Annotated[int, Field(ge=1, description="Page of the file, from 1.")]
    left: Share
    top: Share
    right: Share
    bottom: Share


class MetadataAnswer(Answer):
    """The values of a report; null where nothing certain was read."""

    name: Annotated[str | None, Field(description="The applicant, as printed.")]
    ftn: Annotated[str | None, Field(description="FAA tracking number.")]
    exam_id: Annotated[str | None, Field(description="Knowledge test exam ID, 17 digits.")]
    exam: Annotated[str | None, Field(description="Title and code of the test, as printed.")]
    exam_code: Annotated[str | None, Field(description="Three-letter code of the test.")]
    exam_date: date | None
    exam_site: Annotated[str | None, Field(description="Code of the testing centre.")]
    score: Annotated[int | None, Field(ge=0, le=100, description="Per cent.")]
    grade: Grade | None
    take: Annotated[int | None, Field(description="1 for the first attempt at this test.")]
    expiration_date: date | None


class SubElementAnswer(Answer):
    """One item of the list that an element heads."""

    code: str
    description: Annotated[str, Field(description="Official wording, without its element's.")]


class CodeAnswer(Answer):
    """A missed subject with the official wording in force on the day of the test."""

    code: Annotated[str, Field(description="In its official spelling.")]
    description: Annotated[str | None, Field(description="Official wording; null if unknown.")]
    sub_elements: Annotated[
        list[SubElementAnswer],
        Field(description="What an element lists: all of it is meant; empty for most codes."),
    ] = []
    area_of_operation: str | None
    task: str | None
    type: Annotated[
        str | None,
        Field(description="knowledge, risk management, skill or learning statement."),
    ]
    source: Annotated[str | None, Field(description="Standard and edition of the wording.")]
    page_number: Annotated[int | None, Field(description="Printed page of the source.")]
    references: list[str]
    read_as: Annotated[
        str | None, Field(description="The characters as read; null if a person added the code.")
    ]
    repaired: Annotated[bool, Field(description="Whether code and read_as differ.")]
    confidence: Share
    certainty: CertaintyOfValue
    state: StateOfValue
    stated_at: StatedAt
    known: Annotated[bool, Field(description="Whether any edition of a standard holds the code.")]
    note: Annotated[str | None, Field(description="Anything to know about the wording.")]
    place: PlaceAnswer | None
    evidence_url: EvidenceUrl


class UnresolvedCodeAnswer(Answer):
    """Something that looks like a code and is not clearly any one; it is counted nowhere."""

    read_as: str
    candidates: Annotated[list[str], Field(description="Codes that it could be, best first.")]
    place: PlaceAnswer | None
    evidence_url: EvidenceUrl


class CheckAnswer(Answer):
    """One cross-check of the report against itself or against the standards."""

    id: Annotated[str, Field(description="Stable word for the rule.")]
    outcome: Outcome
    detail: Annotated[str, Field(description="What was compared and what came out.")]
    severity: Annotated[Severity, Field(description="What it means if the rule is broken.")]
    source: Annotated[str, Field(description="Document and paragraph the rule rests on.")]


class FieldAnswer(Answer):
    """One value: what it is, and how that is known."""

    value: Annotated[str | int | None, Field(description="What holds.")]
    read: Annotated[str | int | None, Field(description="The value as it was read.")]
    raw: Annotated[str | None, Field(description="The characters as read.")]
    place: PlaceAnswer | None
    confidence: Share
    certainty: CertaintyOfValue
    repaired: Annotated[bool, Field(description="Whether value and raw differ in more than form.")]
    doubt: Annotated[str | None, Field(description="Why a person should look at the value.")]
    state: StateOfValue
    stated_at: StatedAt
    evidence_url: EvidenceUrl


class ReviewAnswer(Answer):
    """One thing that a person has to look at."""

    what: Annotated[
        str,
        Field(
            description="A field's name, `codes`, `code:…`, `unresolved:…`, `check:…` or `note:…`; "
            "PATCH takes it under confirm. `report` if it is about no single value."
        ),
    ]
    reason: Annotated[str, Field(description="Why, for a person.")]
    evidence_url: EvidenceUrl


class CorrectionAnswer(Answer):
    """What a person said about one value."""

    version: Annotated[int, Field(ge=1, description="The version of the report that it made.")]
    made_at: datetime
    what: Annotated[str, Field(description="As in review.")]
    action: Action
    before: Annotated[str | int | list[str] | None, Field(description="What stood there before.")]
    after: Annotated[str | int | list[str] | None, Field(description="What stands there since.")]


class HistoryAnswer(Answer):
    """Everything that people said about a report."""

    report_id: UUID
    version: Annotated[int, Field(ge=1, description="The present version of the report.")]
    corrections: Annotated[list[CorrectionAnswer], Field(description="Oldest first.")]


class ReportAnswer(Answer):
    """One report that was found in a file."""

    report_id: UUID
    file_name: str
    position: Annotated[int, Field(ge=1, description="Place of the file in the upload, from 1.")]
    part: Annotated[int, Field(ge=1, description="Place of the report in its file, from 1.")]
    status: Literal["success"]
    version: Annotated[int, Field(ge=1, description="Counts corrections; the ETag of the report.")]
    confidence: Annotated[Share, Field(description="Never above the least certain value.")]
    certainty: Annotated[
        Certainty, Field(description="Grade of the confidence; low exactly when needs_review.")
    ]
    needs_review: bool
    review_reasons: Annotated[list[str], Field(description="What to look at, and why.")]
    review: Annotated[
        list[ReviewAnswer], Field(description="The same for programs, value by value.")
    ]
    corrections: Annotated[
        list[CorrectionAnswer],
        Field(description="The last word on each value; the history has them all."),
    ]
    same_test_as: Annotated[
        list[UUID],
        Field(description="Other reports of the same upload that are of the same test."),
    ]
    processing_time_ms: Annotated[int, Field(ge=0, description="Work on the whole file.")]
    read_by: ReadBy
    pages: Annotated[list[int], Field(description="Pages of the file on which it stands.")]
    url: Annotated[str, Field(description="Where this report can be fetched again.")]
    metadata: MetadataAnswer
    codes: Annotated[list[CodeAnswer], Field(description="Missed subjects in printed order.")]
    unresolved_codes: list[UnresolvedCodeAnswer]
    checks: list[CheckAnswer]
    fields: Annotated[
        dict[str, FieldAnswer],
        Field(description="How each value is known; identifiers of old reports are masked."),
    ]


class FileErrorAnswer(Answer):
    """Why a file gave no report."""

    type: Annotated[FileErrorType, Field(description="Stable word; see docs/errors.md.")]
    message: Annotated[str, Field(description="What is wrong and what to do about it.")]


class FailedFileAnswer(Answer):
    """A file that gave no report, in the place where its report would stand."""

    report_id: None
    file_name: str
    position: Annotated[int, Field(ge=1, description="Place of the file in the upload, from 1.")]
    status: Literal["failed"]
    processing_time_ms: Annotated[int, Field(ge=0)]
    error: FileErrorAnswer


ReportEntry = Annotated[ReportAnswer | FailedFileAnswer, Field(discriminator="status")]
"""One entry of a list of reports."""


class SingleReportAnswer(ReportAnswer):
    """The report of a single file, and any others that the same file holds."""

    batch_id: Annotated[UUID, Field(description="The batch of one file that was made for it.")]
    further_reports: Annotated[
        list[ReportAnswer], Field(description="Reports on later pages of the file; mostly none.")
    ]
