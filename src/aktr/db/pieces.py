"""Into which pieces the work on a batch falls."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from aktr.db.models import BatchReportFile
from aktr.db.records import Piece
from aktr.processing.result import FileStatus

OPEN = (FileStatus.PENDING, FileStatus.PROCESSING)
"""The states of a file that is still to be read."""


def files_of(session: Session, batch_ids: Collection[UUID]) -> list[BatchReportFile]:
    """The file rows of batches, those of one batch in order of position."""
    return list(
        session.scalars(
            select(BatchReportFile)
            .where(BatchReportFile.batch_id.in_(batch_ids))
            .order_by(BatchReportFile.batch_id, BatchReportFile.position)
        )
    )


def pieces_of(files: Sequence[BatchReportFile]) -> list[Piece]:
    """The pieces of work that are left of one batch.

    Args:
        files: All files of the batch in order of position.
    """
    in_turn = [file for file in files if file.in_turn]
    pieces = [
        Piece(file.id, weight)
        for weight, file in enumerate(
            (file for file in files if not file.in_turn and file.status in OPEN), start=1
        )
    ]
    waiting = sum(file.status in OPEN for file in in_turn)
    if waiting:
        pieces.append(Piece(in_turn[0].id, waiting))
    return pieces
