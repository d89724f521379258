"""Links under which a class can be looked at without names."""

from uuid import UUID

from sqlalchemy import delete, select

from aktr.db.models import Share
from aktr.db.store import Store, absent, check_batch, lock_batch
from aktr.errors import UnknownAddressError


class ShareStore(Store):
    """The part of the repository that holds shared links."""

    def share_batch(self, batch_id: UUID) -> tuple[Share, bool]:
        """Give a batch a link, or find the one that it has.

        Returns:
            The link, and whether it is new; a batch has one at a time.

        Raises:
            UnknownAddressError: There is no such batch.
            ExpiredError: Its time is over.
        """
        with self._database.transaction() as session:
            if lock_batch(session, batch_id) is None:
                raise absent(session, batch_id)
            check_batch(session, batch_id, self._clock())
            existing = session.scalar(select(Share).where(Share.batch_id == batch_id))
            if existing is not None:
                return existing, False
            share = Share(batch_id=batch_id, created_at=self._clock())
            session.add(share)
            session.flush()
            return share, True

    def share_of(self, batch_id: UUID) -> Share | None:
        """The link of a batch; None if it has none."""
        with self._database.reading() as session:
            return session.scalar(select(Share).where(Share.batch_id == batch_id))

    def withdraw_share(self, batch_id: UUID) -> None:
        """Make the link of a batch lead nowhere, for ever; without one nothing is done.

        Raises:
            UnknownAddressError: There is no such batch.
            ExpiredError: Its time is over.
        """
        with self._database.transaction() as session:
            check_batch(session, batch_id, self._clock())
            session.execute(delete(Share).where(Share.batch_id == batch_id))

    def shared_batch(self, share_id: UUID) -> UUID:
        """The batch to which a link leads.

        Raises:
            UnknownAddressError: There is no such link, or it was withdrawn.
            ExpiredError: The time of its batch is over.
        """
        with self._database.reading() as session:
            share = session.get(Share, share_id)
            if share is None:
                error = absent(session, share_id)
                if isinstance(error, UnknownAddressError):
                    error = UnknownAddressError(
                        "Nothing is shared under this address. The link may have been withdrawn; "
                        "ask the person who sent it for a new one."
                    )
                raise error
            check_batch(session, share.batch_id, self._clock())
            return share.batch_id
