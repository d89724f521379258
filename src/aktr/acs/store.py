"""The folder of imported editions: one file per edition, written whole or not at all."""

import os
from contextlib import suppress
from pathlib import Path

from aktr.acs.editions import Edition, to_json
from aktr.errors import AktrError


class StandardsFolderError(AktrError):
    """The folder of imported editions cannot be written."""


def save_edition(edition: Edition, folder: Path) -> Path:
    """Keep an imported edition; an edition of the same number is replaced.

    The file is written beside its place and moved there when it is complete on disk, so that a
    reader never sees half of it and a failure leaves the folder as it was.

    Args:
        edition: What to keep.
        folder: The folder of imported editions; made if it does not exist.

    Returns:
        The file it is in.

    Raises:
        StandardsFolderError: The folder cannot be made or written.
    """
    target = folder / f"{edition.document}.json"
    # The suffix keeps a file that a crash leaves behind from being taken for an edition.
    part = folder / f".{edition.document}.{os.getpid()}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with part.open("w", encoding="utf-8", newline="\n") as file:
            file.write(to_json(edition))
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise StandardsFolderError(_refusal(folder, error)) from error
    return target


def _refusal(folder: Path, error: OSError) -> str:
    return (
        f"The edition could not be kept in {folder}: {error.strerror or error}. Nothing was "
        "changed. Make the folder writable, or set AKTR_DATA_DIR to another one."
    )
