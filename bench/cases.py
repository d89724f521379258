"""The batches that are measured through the service and through the library."""

from collections.abc import Sequence
from dataclasses import dataclass

from workload import Sample, Workload

PDFS_LIMIT_S = 1.0
MIXED_LIMIT_S = 10.0
THIRTY_FILES_LIMIT_S = 30.0


@dataclass(frozen=True, slots=True)
class Case:
    """Files that are read together."""

    name: str
    samples: Sequence[Sample]
    runs: int
    """Warm ones."""
    limit_s: float | None = None
    """Of the batch through the service, warm."""
    has_memory_limit: bool = False


def cases(work: Workload) -> list[Case]:
    """One PDF, one photo, and batches of PDFs, of photos, and of both."""
    effort = work.effort
    count, half = effort.batch, effort.batch // 2
    return [
        Case("one PDF", work.batch(1, 0), effort.runs),
        Case("one photo", work.batch(0, 1), effort.runs),
        Case(f"{count} PDFs", work.batch(count, 0), effort.runs, PDFS_LIMIT_S),
        Case(
            f"{count - half} PDFs and {half} photos",
            work.mixed(),
            effort.photo_runs,
            MIXED_LIMIT_S,
            has_memory_limit=True,
        ),
        Case(
            f"{effort.photo_batch} photos",
            work.batch(0, effort.photo_batch),
            effort.photo_runs,
            THIRTY_FILES_LIMIT_S,
        ),
    ]
