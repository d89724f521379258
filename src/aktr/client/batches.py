"""Methods about batches: upload, progress, reports, summary, files to hand over, deletion."""

import json
import time
from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Final, Literal
from uuid import uuid4

from aktr.client import endpoints
from aktr.client.asking import ask, refuse, send, understood, understood_content
from aktr.client.endpoints import Endpoint, Id
from aktr.client.errors import (
    NoAnswerError,
    NotFoundError,
    StillProcessingError,
    UnexpectedAnswerError,
    UnusableFileError,
)
from aktr.client.files import File, NamedBytes
from aktr.client.steps import Answered, Finds, Hear, Listen, Load, Show, Steps
from aktr.contract.batch_schemas import BatchAnswer, BatchStateAnswer, ReportPageAnswer
from aktr.contract.export_schemas import Format, Names, Table
from aktr.contract.problem_schemas import PROBLEM_TYPE_PREFIX, Problem
from aktr.contract.report_schemas import FailedFileAnswer, ReportAnswer, SingleReportAnswer
from aktr.contract.share_schemas import ShareAnswer
from aktr.contract.summary_schemas import SummaryAnswer
from aktr.processing.result import BatchStatus, ProcessingMode
from aktr.summary.comparison import ClassComparison
from aktr.summary.privacy import SharedSummary

_LONGEST_POLL_S: Final = 20
_POLL_WITH_PROGRESS_S: Final = 1
_USUAL_WAIT_S: Final = 30
_LARGEST_PAGE: Final = 50
_MOST_BROKEN_STREAMS: Final = 5

Status = Literal["success", "failed"]
OnProgress = Callable[[BatchStateAnswer], object]


def upload(
    files: Sequence[File],
    *,
    processing_mode: ProcessingMode | str = ProcessingMode.AUTO,
    generate_summary: bool = True,
    include_individual_reports: bool = True,
    force_ocr: bool = False,
    wait_s: int = _USUAL_WAIT_S,
    idempotency_key: str | None = None,
) -> Steps[BatchAnswer]:
    """Upload 1 to 30 files as one batch, once, however often it has to be sent.

    Args:
        files: Paths, bytes, open files, or pairs of a name and one of the latter two.
        processing_mode: "auto", "sequential" or "parallel".
        generate_summary: Whether the summary of the batch is made.
        include_individual_reports: Whether the answer holds the reports.
        force_ocr: Whether PDFs are read from the pictures of their pages, whatever text they have.
        wait_s: Seconds to wait for the results; with 0 the answer comes as soon as all is stored.
        idempotency_key: Your own name for this upload; a random one if not given.

    Returns:
        The batch. Its status is "processing" if the wait ran out; then :func:`wait` for it.

    Raises:
        CannotBeProcessedError: No file gave a report; its ``errors`` say why.
        ClientError: Anything else that goes wrong.
    """
    options = {
        "processing_mode": str(processing_mode),
        "generate_summary": generate_summary,
        "include_individual_reports": include_individual_reports,
        # A server of an earlier version does not know it.
        **({"force_ocr": True} if force_ocr else {}),
    }
    answered = yield from _uploaded(
        endpoints.EXTRACT_BATCH, "files[]", files, options, wait_s, idempotency_key
    )
    return understood(endpoints.EXTRACT_BATCH, answered.response)


def read_file(
    file: File,
    *,
    force_ocr: bool = False,
    timeout_s: float | None = None,
    idempotency_key: str | None = None,
) -> Steps[SingleReportAnswer]:
    """Upload one file, and wait for its report.

    Args:
        file: As for :func:`upload`.
        force_ocr: As for :func:`upload`.
        timeout_s: Seconds to wait; for ever if not given.
        idempotency_key: Your own name for this upload; a random one if not given.

    Raises:
        CannotBeProcessedError: The file gave no report; its ``errors`` say why.
        StillProcessingError: The time is over; the work goes on.
        ClientError: Anything else that goes wrong.
    """
    key = idempotency_key or str(uuid4())
    wait_s = _USUAL_WAIT_S if timeout_s is None else min(_USUAL_WAIT_S, int(timeout_s))
    deadline = None if timeout_s is None else time.monotonic() + timeout_s
    loaded: list[NamedBytes] = yield Load([file])
    named = [(each.name, each.content) for each in loaded]
    options: dict[str, object] = {"force_ocr": True} if force_ocr else {}
    while True:
        answered = yield from _uploaded(endpoints.EXTRACT_FILE, "file", named, options, wait_s, key)
        if answered.response.status_code != HTTPStatus.ACCEPTED:
            return understood(endpoints.EXTRACT_FILE, answered.response)
        batch = understood(endpoints.EXTRACT_BATCH, answered.response)
        left_s = None if deadline is None else max(deadline - time.monotonic(), 0.0)
        yield from wait(batch.batch_id, timeout_s=left_s)
        # The same key once more: the answer that the upload would have had, had it been waited for.


def _uploaded(
    endpoint: Endpoint[BatchAnswer] | Endpoint[SingleReportAnswer],
    part: str,
    files: Sequence[File],
    options: dict[str, object],
    wait_s: int,
    idempotency_key: str | None,
) -> Steps[Answered]:
    if isinstance(files, str | bytes):
        raise UnusableFileError("Give a list of files, also for one. Nothing was sent.")
    loaded: list[NamedBytes] = yield Load(list(files))
    if not loaded:
        raise UnusableFileError("There is no file to upload. Nothing was sent.")
    request = endpoint.request(
        headers={
            # The same for every try of this call, so that a repeated one makes no second batch.
            "Idempotency-Key": idempotency_key or str(uuid4()),
            "Prefer": f"wait={wait_s}" if wait_s > 0 else "respond-async",
        },
        files=[(part, file) for file in loaded],
        form={"options": json.dumps(options)} if options else {},
        waits_s=float(wait_s),
    )
    return (yield from send(request))


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
    said = json.loads(data).get("detail", "The batch was deleted.")
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


def share(batch_id: Id) -> Steps[ShareAnswer]:
    """Give a batch a link to its summary without names; the link that it has, if it has one."""
    return ask(endpoints.SHARE_BATCH, places={"batch_id": batch_id})


def withdraw_share(batch_id: Id) -> Steps[None]:
    """Make the shared link of a batch lead nowhere, for ever."""
    return ask(endpoints.WITHDRAW_SHARE, places={"batch_id": batch_id})


def shared(share_id: Id) -> Steps[SharedSummary]:
    """The class without names behind a shared link; needs no key."""
    return ask(endpoints.GET_SHARED, places={"share_id": share_id})


def compare(batch_id: Id, earlier: Id) -> Steps[ClassComparison]:
    """A class beside an earlier one, test by test.

    Args:
        batch_id: The batch.
        earlier: The batch to compare it with.
    """
    places = {"batch_id": batch_id}
    return ask(endpoints.COMPARE_BATCHES, places=places, params={"with": str(earlier)})


def export_batch(
    batch_id: Id,
    format: Format | str,  # noqa: A002 - the name of the contract
    *,
    names: Names | str = Names.WITH,
    table: Table | str = Table.REPORTS,
    compare: Id | None = None,
) -> Steps[bytes]:
    """A finished batch as the bytes of a file.

    Args:
        batch_id: The batch.
        format: "csv", "xlsx", "json" or "pdf".
        names: "without" for the class summary alone, without anything about single people.
        table: CSV only: a row for each of the "reports", or for each report and code ("codes").
        compare: PDF and JSON with names only: an earlier batch to compare this one with.

    Raises:
        NotReadyError: The batch is still being processed.
        ClientError: Anything else that goes wrong.
    """
    params = {"format": str(format), "names": str(names), "table": str(table)}
    if compare is not None:
        params["compare"] = str(compare)
    return ask(endpoints.EXPORT_BATCH, places={"batch_id": batch_id}, params=params)
