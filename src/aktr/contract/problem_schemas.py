"""How a refusal looks in JSON: the problem of RFC 9457."""

from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from aktr.errors import FileErrorType

PROBLEM_MEDIA_TYPE: Final = "application/problem+json"
PROBLEM_TYPE_PREFIX: Final = "urn:aktr:problem:"


class ProblemDetail(BaseModel):
    """One cause of a problem: a parameter that is wrong or a file that gave no report."""

    detail: str = Field(description="What is wrong and what to do about it.")
    parameter: str | None = Field(
        default=None, description="The parameter, header or form field that is meant, if one is."
    )
    position: int | None = Field(
        default=None,
        ge=1,
        description="Place of the file in the upload, from 1, if a file is meant.",
    )
    file_name: str | None = Field(default=None, description="Name of that file as it was uploaded.")
    type: FileErrorType | None = Field(
        default=None, description="Stable word for what is wrong with it."
    )


class Problem(BaseModel):
    """Why a request was refused (RFC 9457)."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(description="Stable identifier of the kind of problem.")
    title: str = Field(description="The kind of problem in words.")
    status: int = Field(description="The HTTP status, once more.")
    detail: str = Field(description="What is wrong with this request and what to do about it.")
    instance: str = Field(
        description="Identifies this one refusal; the server's log holds it with its cause."
    )
    errors: list[ProblemDetail] = Field(description="Single causes, if there are any to tell.")
