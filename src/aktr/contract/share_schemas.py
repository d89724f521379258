"""How a shared link looks in JSON."""

from datetime import datetime
from typing import Annotated, Final
from uuid import UUID

from pydantic import Field

from aktr.contract.report_schemas import Answer

SHARED_PATH: Final = "/v1/extractor/shared"
SHARED_PAGE_PATH: Final = "/shared"


class ShareAnswer(Answer):
    """A link under which a class can be looked at without names."""

    share_id: Annotated[UUID, Field(description="Leads neither to the batch nor to a report.")]
    url: Annotated[str, Field(description="The summary without names, as JSON.")]
    page_url: Annotated[str, Field(description="The same as a page for people.")]
    created_at: datetime
    expires_at: Annotated[
        datetime, Field(description="When the batch is deleted, and the link with it.")
    ]
