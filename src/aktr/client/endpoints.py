"""Every address of the HTTP interface: how it is asked, and what it answers with."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar
from urllib.parse import quote
from uuid import UUID

from pydantic import TypeAdapter

from aktr.client.steps import Request
from aktr.contract.acs_schemas import ExamsAnswer, SearchAnswer, StandardCodeAnswer
from aktr.contract.batch_schemas import (
    AliveAnswer,
    BatchAnswer,
    BatchStateAnswer,
    ReadyAnswer,
    ReportPageAnswer,
)
from aktr.contract.report_schemas import HistoryAnswer, ReportAnswer, SingleReportAnswer
from aktr.contract.share_schemas import ShareAnswer
from aktr.contract.summary_schemas import SummaryAnswer
from aktr.paperwork import Paperwork
from aktr.summary.comparison import ClassComparison
from aktr.summary.privacy import SharedSummary

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Endpoint(Generic[T]):
    """One address with one method."""

    method: str
    path: str
    """As in the OpenAPI document."""
    answer: type[T]
    """What it answers with: a shape of JSON, ``bytes`` of a file, or ``NoneType``."""
    repeatable: bool = True
    """Whether asking twice does no more than asking once."""

    def request(self, *, places: Mapping[str, object] | None = None, **more: Any) -> Request:  # noqa: ANN401 - members of Request
        """A request to it.

        Args:
            places: What stands in the path.
            more: Further members of the request.
        """
        values = {name: _quoted(value) for name, value in (places or {}).items()}
        path = self.path.format_map(values)
        return Request(self.method, path, repeatable=self.repeatable, **more)

    def read(self, content: bytes) -> T:
        """The answer in its type.

        Raises:
            pydantic.ValidationError: It has another shape.
        """
        if self.answer in (bytes, type(None)):
            return content or None  # type: ignore[return-value] # as the type of the answer says
        return _adapter(self.answer).validate_json(content)


def _quoted(value: object) -> str:
    return quote(str(value), safe=":", errors="replace")


_adapters: Final[dict[type[Any], TypeAdapter[Any]]] = {}


def _adapter(answer: type[T]) -> TypeAdapter[T]:
    """Made on first use, so that importing the client costs little."""
    if answer not in _adapters:
        _adapters[answer] = TypeAdapter(answer)
    return _adapters[answer]


_V1: Final = "/v1/extractor"
_BATCH: Final = f"{_V1}/batch/{{batch_id}}"
_RESULT: Final = f"{_V1}/results/{{report_id}}"

EXTRACT_BATCH: Final = Endpoint("POST", f"{_V1}/batch/extract", BatchAnswer)
GET_BATCH: Final = Endpoint("GET", _BATCH, BatchStateAnswer)
DELETE_BATCH: Final = Endpoint("DELETE", _BATCH, type(None))
CANCEL_BATCH: Final = Endpoint("POST", f"{_BATCH}/cancel", BatchStateAnswer)
WATCH_BATCH: Final = Endpoint("GET", f"{_BATCH}/events", BatchStateAnswer)
RETRY_FAILED_FILES: Final = Endpoint("POST", f"{_BATCH}/retry", BatchStateAnswer, repeatable=False)
RETRY_FILE: Final = Endpoint(
    "POST", f"{_BATCH}/files/{{position}}/retry", BatchStateAnswer, repeatable=False
)
REPLACE_FILE: Final = Endpoint("PUT", f"{_BATCH}/files/{{position}}", BatchStateAnswer)
ADD_FILES: Final = Endpoint("POST", f"{_BATCH}/files", BatchStateAnswer)
GET_SUMMARY: Final = Endpoint("GET", f"{_BATCH}/summary", SummaryAnswer)
LIST_REPORTS: Final = Endpoint("GET", f"{_BATCH}/reports", ReportPageAnswer)
EXPORT_BATCH: Final = Endpoint("GET", f"{_BATCH}/export", bytes)
COMPARE_BATCHES: Final = Endpoint("GET", f"{_BATCH}/comparison", ClassComparison)
SHARE_BATCH: Final = Endpoint("POST", f"{_BATCH}/share", ShareAnswer)
WITHDRAW_SHARE: Final = Endpoint("DELETE", f"{_BATCH}/share", type(None))
GET_SHARED: Final = Endpoint("GET", f"{_V1}/shared/{{share_id}}", SharedSummary)
EXTRACT_FILE: Final = Endpoint("POST", f"{_V1}/extract", SingleReportAnswer)
GET_REPORT: Final = Endpoint("GET", _RESULT, ReportAnswer)
CORRECT_REPORT: Final = Endpoint("PATCH", _RESULT, ReportAnswer, repeatable=False)
GET_HISTORY: Final = Endpoint("GET", f"{_RESULT}/history", HistoryAnswer)
GET_EVIDENCE: Final = Endpoint("GET", f"{_RESULT}/evidence/{{what}}", bytes)
EXPORT_REPORT: Final = Endpoint("GET", f"{_RESULT}/export", bytes)
GET_PAPERWORK: Final = Endpoint("GET", f"{_RESULT}/paperwork", Paperwork)
GET_CODE: Final = Endpoint("GET", "/v1/acs/codes/{code}", StandardCodeAnswer)
SEARCH_CODES: Final = Endpoint("GET", "/v1/acs/codes", SearchAnswer)
LIST_EXAMS: Final = Endpoint("GET", "/v1/acs/exams", ExamsAnswer)
GET_HEALTH: Final = Endpoint("GET", "/health", AliveAnswer)
GET_READINESS: Final = Endpoint("GET", "/ready", ReadyAnswer)

ALL: Final = tuple(value for value in vars().values() if isinstance(value, Endpoint))

Id = UUID | str
