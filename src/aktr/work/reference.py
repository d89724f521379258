"""What a log line calls a batch."""

import hashlib
from typing import Final
from uuid import UUID

_REFERENCE_LENGTH: Final = 8
"""Hexadecimal digits: enough to tell the batches of a log apart."""


def reference(batch_id: UUID) -> str:
    """A name for a batch from which its id, which opens its results, cannot be got back."""
    return hashlib.sha256(str(batch_id).encode()).hexdigest()[:_REFERENCE_LENGTH]
