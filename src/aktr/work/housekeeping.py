"""What has to be done from time to time, by one process at a time or by several."""

import logging

from aktr.db.repository import Repository
from aktr.db.types import utc_now
from aktr.settings import KeepUploads, Settings

logger = logging.getLogger(__name__)


def keep_house(repository: Repository, settings: Settings) -> None:
    """Delete what has expired, and what deleting left behind while others were reading."""
    deleted = repository.delete_expired(utc_now())
    if deleted:
        logger.info("%d batches were deleted because their time was over", deleted)
    if settings.keep_uploads is KeepUploads.UNTIL_DONE:
        repository.drop_uploads()
    repository.overwrite_deleted()
