"""What is wrong with a value is said in our words, and nothing of the value is repeated."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

import pytest
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from aktr.wrong_values import as_sentence, what_is_wrong


class Colour(StrEnum):
    """Something of which there are three."""

    RED = "red"
    GREEN = "green"
    BLUE = "blue"


class Model(BaseModel):
    """One member of each kind that requests and settings have."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)

    count: Annotated[int, Field(ge=1, lt=51)] = 1
    share: Annotated[float, Field(gt=0, le=1)] = 1
    switch: bool = True
    day: date | None = None
    id: UUID | None = None
    colour: Colour = Colour.RED
    word: Literal["yes", "no"] = "yes"
    text: Annotated[str, StringConstraints(min_length=1, max_length=5)] = "a"
    texts: Annotated[list[str], Field(max_length=1)] = []


@pytest.mark.parametrize(
    ("member", "value", "said"),
    [
        ("count", "SECRET", "it must be a whole number"),
        ("count", 1.5, "it must be a whole number"),
        ("count", 0, "it must be 1 or more"),
        ("count", 51, "it must be less than 51"),
        ("share", "SECRET", "it must be a number"),
        ("share", "inf", "it must be a number that has an end"),
        ("share", 0, "it must be more than 0"),
        ("share", 2, "it must be 1 or less"),
        ("switch", "SECRET", "it must be true or false"),
        ("day", "2026-13-01", "it must be a day of the calendar as YYYY-MM-DD, such as 2026-02-14"),
        ("day", "SECRET", "it must be a day of the calendar as YYYY-MM-DD, such as 2026-02-14"),
        ("id", "SECRET", "it must be an id such as 5b1f0c3e-8f0a-4f3c-9d3d-3c8f6f0e7a11"),
        ("colour", "SECRET", "it must be red, green or blue"),
        ("word", "SECRET", "it must be yes or no"),
        ("text", "", "it must have at least 1 character"),
        ("text", "SECRET", "it must have at most 5 characters"),
        ("text", 1, "it must be text"),
        ("texts", ["a", "b"], "it must have at most 1 entries"),
        ("texts", "SECRET", "it must be a list"),
        ("SECRET", 1, "it holds a word that is not known here"),
    ],
)
def test_a_value_is_told_what_it_must_be(member: str, value: object, said: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        Model.model_validate({member: value})
    assert what_is_wrong(refusal.value.errors()[0]) == said


def test_a_sentence_has_a_beginning_and_an_end() -> None:
    assert as_sentence("it must be text") == "It must be text."
    assert as_sentence("it must be text.") == "It must be text."
