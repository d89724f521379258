"""Into which pieces the work on a batch falls."""

from collections.abc import Collection, Sequence
from itertools import count
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from aktr.db.models import BatchReportFile
from aktr.db.records import Piece
from aktr.processing.result import FileStatus

OPEN = (FileStatus.PENDING, FileStatus.PROCESSING)
"""The states of a file that is still to be read."""
TURN_S: Final = 2.0
"""Seconds after which a turn begins no other file: about as long as a photo takes, and much longer
than thirty digital reports on a machine that has nothing else to do."""
_SINGLE: Final = 1
_IN_TURN: Final = 2
"""Heavier than any single file, and lighter than every picture of the same batch."""


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
    waiting = sum(file.status in OPEN for file in in_turn)
    pieces = [Piece(in_turn[0].id, _weight_in_turn(in_turn, waiting))] if waiting else []
    side_by_side = (file for file in files if not file.in_turn and file.status in OPEN)
    first = min(waiting, _IN_TURN) + 1
    return pieces + [
        Piece(file.id, weight) for file, weight in zip(side_by_side, count(first), strict=False)
    ]


def _weight_in_turn(in_turn: Sequence[BatchReportFile], waiting: int) -> int:
    """The weight of files that are read in turn; it grows with the turns that they have had.

    Digital reports are done in the first one. Scans alternate with the pictures of the batch.
    """
    if waiting == 1:
        return _SINGLE
    read_ms = sum(file.processing_time_ms or 0 for file in in_turn)
    return _IN_TURN + int(read_ms / 1000 / TURN_S)
