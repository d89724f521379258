"""Methods that bring files into a batch that is there already."""

import json
from collections.abc import Sequence

from aktr.client import endpoints
from aktr.client.asking import ask
from aktr.client.endpoints import Id
from aktr.client.files import File, NamedBytes, listed
from aktr.client.keys import named_once
from aktr.client.steps import Load, Steps
from aktr.contract.batch_schemas import BatchStateAnswer


def replace_file(
    batch_id: Id,
    position: int,
    file: File,
    *,
    even_if_read: bool = False,
    even_if_corrected: bool = False,
    force_ocr: bool = False,
) -> Steps[BatchStateAnswer]:
    """Put another copy in the place of a file of a batch, to be read instead of it.

    Args:
        batch_id: The batch.
        position: Place of the file in the batch, from 1.
        file: The copy: a path, bytes, an open file, or a pair of a name and one of the latter two.
        even_if_read: Also if the file gave its report, which is deleted.
        even_if_corrected: Also if a person corrected or confirmed values of that report.
        force_ocr: Read the pages of a PDF from their pictures, whatever text they have.

    Returns:
        The state; :func:`~aktr.client.batches.wait` for the end.

    Raises:
        AlreadyReadError: The file gave its report, or a person said something about it.
        NotReadyError: The batch is still being processed.
        CannotBeProcessedError: The copy is refused unread; nothing has changed.
        ClientError: Anything else that goes wrong.
    """
    loaded: list[NamedBytes] = yield Load([file])
    asked = {"even_if_read": even_if_read, "even_if_corrected": even_if_corrected}
    return (
        yield from ask(
            endpoints.REPLACE_FILE,
            places={"batch_id": batch_id, "position": position},
            params={name: "true" for name, given in asked.items() if given},
            files=[("file", loaded[0])],
            form=_options(force_ocr),
        )
    )


def add_files(
    batch_id: Id,
    files: Sequence[File],
    *,
    force_ocr: bool = False,
    idempotency_key: str | None = None,
) -> Steps[BatchStateAnswer]:
    """Add files to a batch, behind its last one, once, however often it has to be sent.

    Args:
        batch_id: The batch.
        files: Paths, bytes, open files, or pairs of a name and one of the latter two.
        force_ocr: Read the pages of PDFs from their pictures, whatever text they have.
        idempotency_key: Your own name for this addition; a random one if not given.

    Returns:
        The state; :func:`~aktr.client.batches.wait` for the end.

    Raises:
        NotReadyError: The batch is still being processed.
        CannotBeProcessedError: There is no room for them, or none of them can be read; nothing
            has changed.
        ClientError: Anything else that goes wrong.
    """
    key = named_once(idempotency_key)
    loaded: list[NamedBytes] = yield Load(listed(files))
    return (
        yield from ask(
            endpoints.ADD_FILES,
            places={"batch_id": batch_id},
            headers={"Idempotency-Key": key},
            files=[("files[]", file) for file in loaded],
            form=_options(force_ocr),
        )
    )


def _options(force_ocr: bool) -> dict[str, str]:
    # A server of an earlier version does not know them.
    return {"options": json.dumps({"force_ocr": True})} if force_ocr else {}
