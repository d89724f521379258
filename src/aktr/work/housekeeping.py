"""What has to be done from time to time, by one process at a time or by several."""

import logging
import time
from typing import Final

from aktr.db.repository import Repository
from aktr.db.types import utc_now
from aktr.settings import KeepUploads, Settings

logger = logging.getLogger(__name__)

_HOUR_S: Final = 3600.0
_swept: dict[str, int] = {}
"""In which hour this process last looked."""


def keep_house(repository: Repository, settings: Settings) -> None:
    """Delete what has expired, and what deleting left behind while others were reading."""
    deleted = repository.delete_expired(utc_now())
    if deleted:
        logger.info("%d batches were deleted because their time was over", deleted)
    if settings.keep_uploads is KeepUploads.UNTIL_DONE:
        repository.drop_uploads()
    repository.overwrite_deleted()
    _sweep_now_and_then(repository)


def _sweep_now_and_then(repository: Repository) -> None:
    """Delete what is left in the store of uploads; it may be away, so once an hour."""
    hour = int(time.monotonic() // _HOUR_S)
    if _swept.get("hour") != hour:
        _swept["hour"] = hour
        stray = repository.sweep_outside()
        if stray:
            logger.info("%d uploads that nothing needs were deleted from their store", stray)
