"""The shapes in which batches enter the repository and results leave it."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from uuid import UUID

from aktr.db.models import BatchReportFile, Report
from aktr.db.types import JsonObject
from aktr.errors import FileErrorType
from aktr.processing.result import ProcessingMode
from aktr.summary.facts import ReportFacts

Summarise = Callable[[Sequence[ReportFacts]], JsonObject | None]
"""Makes the summary of a batch from its reports, in order of position and part, or none."""


@dataclass(frozen=True)
class NewUpload:
    """One file of an upload, as it came in."""

    position: int
    """Place in the upload, from 1."""
    name: str
    """The name the user gave, for display only."""
    content: bytes
    """What was uploaded; may be empty for a refused file whose bytes were not kept."""
    content_type: str
    refused: tuple[FileErrorType, str] | None = None
    """Why the file is refused unread, as word and message; None for a file to be read."""
    received_bytes: int | None = None
    """Size of the upload where ``content`` does not hold it all."""

    @property
    def size(self) -> int:
        """Bytes that the client sent."""
        return len(self.content) if self.received_bytes is None else self.received_bytes

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of the content, in hexadecimal digits."""
        return hashlib.sha256(self.content).hexdigest()


def digest_of(uploads: Sequence[NewUpload]) -> str:
    """SHA-256 over names and contents in order: equal for the same files sent again."""
    listed = [[upload.name, upload.sha256] for upload in uploads]
    return hashlib.sha256(json.dumps(listed).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class IdempotencyKey:
    """A client's name for an upload, which is known again when the same holder of a key sends it.

    Clients without a key are one holder, because nothing tells them apart.
    """

    text: str
    """One line of text."""
    holder: UUID | None = None
    """The key that was shown with it."""
    keys_required: bool = False
    """Whether nobody uploads without a key, so that what has no holder is of an earlier version,
    which did not write down whose it was."""

    @property
    def stored(self) -> str:
        """The name with its holder, as it is stored."""
        # No name holds a line break, so that nobody can make up one of another holder.
        return self.text if self.holder is None else f"{self.holder}\n{self.text}"

    @property
    def stored_before(self) -> str | None:
        """How an earlier version may have stored it; None if that may be another holder's."""
        return self.text if self.holder is not None and self.keys_required else None


@dataclass(frozen=True, slots=True)
class BatchOptions:
    """What the client asked for along with the files."""

    processing_mode: ProcessingMode = ProcessingMode.AUTO
    generate_summary: bool = True
    include_individual_reports: bool = True
    force_ocr: bool = False

    def to_json(self) -> JsonObject:
        """The options as they are stored."""
        return asdict(self) | {"processing_mode": self.processing_mode.value}

    @classmethod
    def from_json(cls, stored: JsonObject) -> "BatchOptions":
        """The options of a stored batch."""
        return cls(
            ProcessingMode(stored["processing_mode"]),
            stored["generate_summary"],
            stored["include_individual_reports"],
            # Batches that were stored by earlier versions do not say it.
            stored.get("force_ocr", False),
        )


@dataclass(frozen=True, slots=True)
class Piece:
    """What is handed out at once: one picture, or the files of a batch that are read in turn."""

    file_id: UUID
    """The picture's row, or the row of the first file of the batch that is read in turn."""
    weight: int
    """How much of its batch is done after its next turn, in turns: the lightest goes first, so that
    a single file does not wait for batches of thirty, nor a digital report for photos."""


@dataclass(frozen=True, slots=True)
class ClaimedFile:
    """One file that was claimed."""

    position: int
    name: str
    upload_sha256: str | None
    force_ocr: bool


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to work on some files of a batch, as long as it gives signs of life."""

    attempt: UUID
    """The token."""
    batch_id: UUID
    file_id: UUID
    """Of the piece that was asked for."""
    files: tuple[ClaimedFile, ...]
    """In the order in which they are to be read."""
    more: bool
    """Whether the piece has further files, which did not fit into this claim."""
    careful: bool
    """Whether earlier work on the piece was cut off, maybe by one of these files."""


@dataclass(frozen=True, slots=True)
class ReportEntry:
    """One line of a list of results: a report, or a file that gave none."""

    file: BatchReportFile
    report: Report | None
    """None exactly when the file failed."""


@dataclass(frozen=True, slots=True)
class ReportPage:
    """Part of a list of results."""

    entries: tuple[ReportEntry, ...]
    total: int
    """Entries on all pages."""
