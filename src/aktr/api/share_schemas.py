"""How a shared link looks in JSON, with examples."""

from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import Field

from aktr.api.report_schemas import Answer
from aktr.summary.facts import CodeFacts, ReportFacts

SHARED_PATH: Final = "/v1/extractor/shared"
SHARED_PAGE_PATH: Final = "/shared"
SHARE_ID: Final = "7d0a1f5c-0f6e-4c39-8a51-6f2f8f1b7c22"


class ShareAnswer(Answer):
    """A link under which a class can be looked at without names."""

    share_id: Annotated[UUID, Field(description="Leads neither to the batch nor to a report.")]
    url: Annotated[str, Field(description="The summary without names, as JSON.")]
    page_url: Annotated[str, Field(description="The same as a page for people.")]
    created_at: datetime
    expires_at: Annotated[
        datetime, Field(description="When the batch is deleted, and the link with it.")
    ]


SHARE: Final[dict[str, Any]] = {
    "share_id": SHARE_ID,
    "url": f"{SHARED_PATH}/{SHARE_ID}",
    "page_url": f"{SHARED_PAGE_PATH}/{SHARE_ID}",
    "created_at": "2026-11-22T10:35:00Z",
    "expires_at": "2026-11-23T10:30:00Z",
}

CLASS_OF_FIVE: Final = tuple(
    ReportFacts(
        report_id=str(number),
        position=number,
        file_name=f"student{number}.pdf",
        name=f"DOE{number}, JANE",
        ftn=f"C{number:07}",
        exam_id=f"{number:017}",
        exam="Private Pilot Airplane (PAR)",
        exam_code="PAR",
        score=80 + number,
        grade="Pass",
        codes=(CodeFacts("PA.I.C.K2", "acs", area="I", task="C"),),
    )
    for number in range(1, 6)
)
"""Invented people whose class is the example of what is shared."""
