"""Methods about batches: progress, reports, summary, work that is done again, deletion."""

import json
import time
from collections.abc import Callable
from typing import Final, Literal

from aktr.client import endpoints
from aktr.client.asking import ask, refuse, understood_content
from aktr.client.endpoints import Id
from aktr.client.errors import (
    NoAnswerError,
    NotFoundError,
    StillProcessingError,
    UnexpectedAnswerError,
)
from aktr.client.steps import Answered, Finds, Hear, Listen, Show, Steps
from aktr.contract.batch_schemas import BatchStateAnswer, ReportPageAnswer
from aktr.contract.problem_schemas import PROBLEM_TYPE_PREFIX, Problem
from aktr.contract.report_schemas import FailedFileAnswer, ReportAnswer
from aktr.contract.summary_schemas import SummaryAnswer
from aktr.processing.result import BatchStatus

_LONGEST_POLL_S: Final = 20
_POLL_WITH_PROGRESS_S: Final = 1
_LARGEST_PAGE: Final = 50
_MOST_BROKEN_STREAMS: Final = 5

Status = Literal["success", "failed"]
OnProgress = Callable[[BatchStateAnswer], object]


def batch(batch_id: Id, *, wait_s: int = 0) -> Steps[BatchStateAnswer]:
    """State and progress of a batch.

    Args:
        batch_id: The batch.
        wait_s: Seconds, at most 60, to wait for the end of the work before answering.
    """
    return ask(
        endpoints.GET_BATCH,
        places={"batch_id": batch_id},
        params={"wait": wait_s} if wait_s else {},
        waits_s=float(wait_s),
    )


def wait(
    batch_id: Id, *, timeout_s: float | None = None, on_progress: OnProgress | None = None
) -> Steps[BatchStateAnswer]:
    """Wait until every file of a batch has its report or its reason.

    Args:
        batch_id: The batch.
        timeout_s: Seconds to wait; for ever if not given.
        on_progress: Called with the state whenever it has changed, the last one included.

    Returns:
        The state at the end; its status is "completed", "partial" or "failed".

    Raises:
        StillProcessingError: The time is over; the work goes on.
        ClientError: Anything else that goes wrong.
    """
    deadline = None if timeout_s is None else time.monotonic() + timeout_s
    longest_s = _POLL_WITH_PROGRESS_S if on_progress else _LONGEST_POLL_S
    last: BatchStateAnswer | None = None
    while True:
        left_s = longest_s if deadline is None else deadline - time.monotonic()
        wait_s = 0 if on_progress and last is None else max(0, min(longest_s, round(left_s)))
        state = yield from batch(batch_id, wait_s=wait_s)
        if on_progress and state != last:
            on_progress(state)
        last = state
        if state.status is not BatchStatus.PROCESSING:
            return state
        if deadline is not None and time.monotonic() >= deadline - 0.5:
            raise StillProcessingError(state)


def progress(batch_id: Id) -> Finds[BatchStateAnswer]:
    """Every state of a batch until its work is done, as soon as the server says it.

    A broken stream is taken up again. The last state is the finished one.

    Raises:
        NotFoundError: There is no such batch, or it was deleted meanwhile.
        ClientError: Anything else that goes wrong.
    """
    return Finds(_progress(batch_id))


def _progress(batch_id: Id) -> Steps[None]:
    request = endpoints.WATCH_BATCH.request(places={"batch_id": batch_id})
    broken = 0
    last: BatchStateAnswer | None = None
    while True:
        answered: Answered = yield Listen(request)
        refuse(answered.response)
        try:
            while (event := (yield Hear())) is not None:
                if event.event == "gone":
                    raise _deleted(event.data)
                state = understood_content(endpoints.WATCH_BATCH, event.data.encode())
                if state != last:
                    broken = 0
                    yield Show(state)
                last = state
                if event.event == "finished":
                    return
        except NoAnswerError:
            if broken >= _MOST_BROKEN_STREAMS:
                raise
        broken += 1
        if broken > _MOST_BROKEN_STREAMS:
            raise UnexpectedAnswerError(
                "The server ends its reports on progress before the work is done. Wait for the "
                "batch instead of watching it."
            )


def _deleted(data: str) -> NotFoundError:
    try:
        said = str(json.loads(data)["detail"])
    except (ValueError, TypeError, KeyError):
        said = "The batch was deleted."
    kind = f"{PROBLEM_TYPE_PREFIX}{NotFoundError.kind}"
    return NotFoundError(
        Problem(type=kind, title="Not found", status=404, detail=said, instance="", errors=[])
    )


def summary(batch_id: Id) -> Steps[SummaryAnswer]:
    """What the reports of a batch say about the class.

    Raises:
        NotReadyError: The batch is still being processed.
        ClientError: Anything else that goes wrong.
    """
    return ask(endpoints.GET_SUMMARY, places={"batch_id": batch_id})


def reports_page(
    batch_id: Id, *, page: int = 1, limit: int = 10, status: Status | None = None
) -> Steps[ReportPageAnswer]:
    """One page of the reports of a batch.

    Args:
        batch_id: The batch.
        page: Which page, from 1.
        limit: Entries on a page, at most 50.
        status: Only these entries.
    """
    params: dict[str, str | int] = {"page": page, "limit": limit}
    if status is not None:
        params["status"] = status
    return ask(endpoints.LIST_REPORTS, places={"batch_id": batch_id}, params=params)


def reports(
    batch_id: Id, *, status: Status | None = None
) -> Finds[ReportAnswer | FailedFileAnswer]:
    """All reports of a batch and the files that gave none, in the order of the upload.

    Args:
        batch_id: The batch.
        status: "success" for the reports alone, "failed" for the other files.
    """
    return Finds(_reports(batch_id, status))


def _reports(batch_id: Id, status: Status | None) -> Steps[None]:
    number = 1
    while True:
        page = yield from reports_page(batch_id, page=number, limit=_LARGEST_PAGE, status=status)
        for entry in page.reports:
            yield Show(entry)
        if page.next is None:
            return
        number += 1


def retry(
    batch_id: Id, position: int, *, even_if_read: bool = False, force_ocr: bool = False
) -> Steps[BatchStateAnswer]:
    """Read a file of a batch again from the stored bytes.

    Args:
        batch_id: The batch.
        position: Place of the file in the upload, from 1.
        even_if_read: Also if it gave its report; corrections are kept.
        force_ocr: Read the pages of a PDF from their pictures, whatever text they have.

    Raises:
        NothingToRetryError: The file gave its report.
        NotReadyError: The batch is still being processed.
        ClientError: Anything else that goes wrong.
    """
    wanted = {"even_if_read": even_if_read, "force_ocr": force_ocr}
    return ask(
        endpoints.RETRY_FILE,
        places={"batch_id": batch_id, "position": position},
        params={name: "true" for name, is_wanted in wanted.items() if is_wanted},
    )


def retry_failed(batch_id: Id, *, only_cancelled: bool = False) -> Steps[BatchStateAnswer]:
    """Read every failed file of a batch again from the stored bytes.

    Args:
        batch_id: The batch.
        only_cancelled: Read only the files that were not read because the work was stopped.

    Raises:
        NothingToRetryError: No file failed, or none of those that are meant.
        GoneError: The bytes of a failed file are not kept any more.
        NotReadyError: The batch is still being processed.
        ClientError: Anything else that goes wrong.
    """
    params = {"only_cancelled": "true"} if only_cancelled else {}
    return ask(endpoints.RETRY_FAILED_FILES, places={"batch_id": batch_id}, params=params)


def cancel(batch_id: Id) -> Steps[BatchStateAnswer]:
    """Stop the work on a batch: what is finished stays, the other files fail as cancelled.

    Args:
        batch_id: The batch; a finished one stays as it is.

    Raises:
        ClientError: Anything that goes wrong.
    """
    return ask(endpoints.CANCEL_BATCH, places={"batch_id": batch_id})


def delete(batch_id: Id) -> Steps[None]:
    """Delete a batch with its files, reports and summary now."""
    return ask(endpoints.DELETE_BATCH, places={"batch_id": batch_id})
