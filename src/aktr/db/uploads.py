"""The uploaded bytes, kept by content: stored once, deleted when no batch uses them any more."""

from collections.abc import Collection, Iterable
from uuid import UUID

from sqlalchemy import ColumnElement, delete, exists, select, update
from sqlalchemy.orm import Session

from aktr.db.models import BatchReport, BatchReportFile, StoredUpload
from aktr.db.records import NewUpload
from aktr.db.store import Store, insert_into
from aktr.errors import UnknownAddressError
from aktr.processing.result import BatchStatus


class UploadStore(Store):
    """The part of the repository that holds uploaded bytes."""

    def load_upload(self, sha256: str) -> bytes:
        """The bytes with this SHA-256.

        Raises:
            UnknownAddressError: They are not stored, or no longer.
        """
        with self._database.reading() as session:
            content = session.scalar(
                select(StoredUpload.content).where(StoredUpload.sha256 == sha256)
            )
        if content is None:
            raise UnknownAddressError("The uploaded file is not kept any more. Upload it again.")
        return content

    def load_uploads(self, digests: Collection[str]) -> dict[str, bytes]:
        """The bytes with these SHA-256, as far as they are stored."""
        with self._database.reading() as session:
            rows = session.execute(
                select(StoredUpload.sha256, StoredUpload.content).where(
                    StoredUpload.sha256.in_(digests)
                )
            )
            return dict(rows.all())

    def drop_uploads(self, batch_id: UUID | None = None) -> None:
        """Delete the bytes of one finished batch, or of all finished batches.

        A batch that is still being worked on keeps its bytes.
        """
        finished = select(BatchReport.id).where(BatchReport.status != BatchStatus.PROCESSING)
        if batch_id is not None:
            finished = finished.where(BatchReport.id == batch_id)
        of_finished = BatchReportFile.batch_id.in_(finished)
        with self._database.transaction() as session:
            digests = session.scalars(
                select(BatchReportFile.upload_sha256)
                .where(of_finished, BatchReportFile.upload_sha256.is_not(None))
                .distinct()
            ).all()
            if not digests:
                return
            session.execute(
                update(BatchReportFile)
                .where(of_finished, BatchReportFile.upload_sha256.in_(digests))
                .values(upload_sha256=None)
            )
            delete_unused(session, [digest for digest in digests if digest is not None])
        self._database.overwrite_deleted()


def store_uploads(session: Session, uploads: Iterable[NewUpload]) -> None:
    """Store the bytes of files, each content once."""
    by_digest = {upload.sha256: upload.content for upload in uploads}
    if not by_digest:
        return
    insert = insert_into(session, StoredUpload.__tablename__)
    # Bytes that are there already are locked by the update that changes nothing, so that they
    # cannot be deleted as unused before the row that uses them is committed.
    insert = insert.on_conflict_do_update(
        index_elements=["sha256"], set_={"size": insert.excluded.size}
    )
    # In one order everywhere: two uploads with the same files must not wait for each other.
    session.execute(
        insert,
        [
            {"sha256": digest, "size": len(content), "content": content}
            for digest, content in sorted(by_digest.items())
        ],
    )


def delete_unused(session: Session, digests: Collection[str]) -> None:
    """Delete those of the stored bytes that no file refers to any more."""
    unused = StoredUpload.sha256.in_(digests) & ~_is_used()
    # Locked first and looked at again: an upload that is just storing the same bytes either holds
    # the lock, and its file is seen by the second look, or comes later and stores them anew.
    locked = session.scalars(
        select(StoredUpload.sha256).where(unused).order_by(StoredUpload.sha256).with_for_update()
    ).all()
    if locked:
        session.execute(
            delete(StoredUpload).where(StoredUpload.sha256.in_(locked), ~_is_used()),
            execution_options={"synchronize_session": False},
        )


def _is_used() -> ColumnElement[bool]:
    return exists().where(BatchReportFile.upload_sha256 == StoredUpload.sha256)
