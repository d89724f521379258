"""An invented shared link for the API's own description."""

from typing import Any, Final

from aktr.contract.share_schemas import SHARED_PAGE_PATH, SHARED_PATH
from aktr.summary.facts import CodeFacts, ReportFacts

SHARE_ID: Final = "7d0a1f5c-0f6e-4c39-8a51-6f2f8f1b7c22"

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
