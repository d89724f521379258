"""How often somebody did something, counted for all servers together."""

import hashlib
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import delete, select

from aktr.db.models import RateCount
from aktr.db.store import Store, insert_into

_STRETCHES_THAT_COUNT: Final = 2
"""The present one, and the part of the one before that the sliding window still covers."""


class RateStore(Store):
    """The part of the repository that counts."""

    def count(self, who: str, limit: int, period_s: int) -> float | None:
        """Count something once, unless it was done too often in the time before.

        The window slides: of the stretch before this one, as large a part counts as it covers.

        Args:
            who: Who is counted and for what.
            limit: How often it may be done.
            period_s: In how many seconds.

        Returns:
            None if it was counted, else the seconds until it may be tried again.
        """
        counted = hashlib.sha256(f"{limit}/{period_s} {who}".encode()).hexdigest()
        now_s = self._clock().timestamp()
        stretch = int(now_s // period_s)
        passed = now_s / period_s - stretch
        ends_at = datetime.fromtimestamp((stretch + _STRETCHES_THAT_COUNT) * period_s, UTC)
        with self._database.transaction() as session:
            row = {"counted": counted, "stretch": stretch, "count": 1, "ends_at": ends_at}
            insert = insert_into(session, RateCount.__tablename__).values(row)
            # Whoever counts the same at this moment waits here until this transaction ends.
            now_counted: int = session.execute(
                insert.on_conflict_do_update(
                    index_elements=["counted", "stretch"],
                    set_={"count": RateCount.__table__.c.count + 1},
                ).returning(RateCount.__table__.c.count)
            ).scalar_one()
            before = session.scalar(
                select(RateCount.count).where(
                    RateCount.counted == counted, RateCount.stretch == stretch - 1
                )
            )
            before = before or 0
            if before * (1 - passed) + now_counted > limit:
                session.rollback()
                return _wait(before, now_counted - 1, limit, passed) * period_s
            if now_counted == 1:
                session.execute(delete(RateCount).where(RateCount.ends_at <= self._clock()))
        return None


def _wait(before: int, present: int, limit: int, passed: float) -> float:
    """How long until one more is within the limit, in stretches."""
    if before and present < limit:
        needed = 1 - (limit - present - 1) / before
        return max(0.0, min(needed, 1.0) - passed)
    return max(0.0, 1 - passed) + (1 - (limit - 1) / present if present else 0.0)
