"""Methods that upload files: a batch of them, or one of which the report is wanted."""

import json
import time
from collections.abc import Sequence
from http import HTTPStatus
from typing import Final

from aktr.client import endpoints
from aktr.client.asking import send, understood
from aktr.client.batches import wait
from aktr.client.endpoints import Endpoint
from aktr.client.files import File, NamedBytes, listed
from aktr.client.keys import named_once
from aktr.client.steps import Answered, Load, Steps
from aktr.contract.batch_schemas import BatchAnswer
from aktr.contract.report_schemas import SingleReportAnswer
from aktr.processing.result import ProcessingMode

_USUAL_WAIT_S: Final = 30


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
        The batch. Its status is "processing" if the wait ran out; then
        :func:`~aktr.client.batches.wait` for it.

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
    key = named_once(idempotency_key)
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
    key = named_once(idempotency_key)
    loaded: list[NamedBytes] = yield Load(listed(files))
    request = endpoint.request(
        headers={
            # The same for every try of this call, so that a repeated one makes no second batch.
            "Idempotency-Key": key,
            "Prefer": f"wait={wait_s}" if wait_s > 0 else "respond-async",
        },
        files=[(part, file) for file in loaded],
        form={"options": json.dumps(options)} if options else {},
        waits_s=float(wait_s),
    )
    return (yield from send(request))
