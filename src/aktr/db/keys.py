"""Keys of clients: made once, shown once, kept as a digest."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import select, update

from aktr.db.models import ApiKey
from aktr.db.store import Store, changed_rows
from aktr.errors import AktrError

KEY_PREFIX: Final = "aktr_"
"""By which people, and programs that look for leaked secrets, know a key."""
_RANDOM_BYTES: Final = 32


class Scope(StrEnum):
    """What a key is good for."""

    READ = "read"
    WRITE = "write"


@dataclass(frozen=True, slots=True)
class KnownKey:
    """A key that holds."""

    key_id: UUID
    scopes: frozenset[Scope]
    rate: str | None
    """How often its holder may upload; None as often as anybody."""


class KeyStore(Store):
    """The part of the repository that holds keys."""

    def make_key(self, label: str, scopes: frozenset[Scope], rate: str | None) -> tuple[UUID, str]:
        """Make a key.

        Args:
            label: What the operator calls its holder.
            scopes: What it is good for.
            rate: How often its holder may upload; None as often as anybody.

        Returns:
            What it is called by, and the key itself, which nobody can be told again.
        """
        key = KEY_PREFIX + secrets.token_urlsafe(_RANDOM_BYTES)
        made = ApiKey(
            label=label,
            digest=_digest(key),
            may_read=Scope.READ in scopes,
            may_write=Scope.WRITE in scopes,
            rate=rate,
            created_at=self._clock(),
        )
        with self._database.transaction() as session:
            session.add(made)
        return made.id, key

    def find_key(self, key: str) -> KnownKey | None:
        """The key with these characters, if there is one and it was not revoked."""
        with self._database.reading() as session:
            row = session.scalar(
                select(ApiKey).where(ApiKey.digest == _digest(key), ApiKey.revoked_at.is_(None))
            )
        if row is None:
            return None
        allowed = {Scope.READ: row.may_read, Scope.WRITE: row.may_write}
        return KnownKey(row.id, frozenset(scope for scope, may in allowed.items() if may), row.rate)

    def list_keys(self) -> Sequence[ApiKey]:
        """All keys, revoked ones too, in the order in which they were made."""
        with self._database.reading() as session:
            return session.scalars(select(ApiKey).order_by(ApiKey.created_at)).all()

    def revoke_key(self, key_id: UUID) -> None:
        """Make a key worthless from now on.

        Raises:
            AktrError: There is no such key, or it was revoked before.
        """
        with self._database.transaction() as session:
            revoked = changed_rows(
                session,
                update(ApiKey)
                .where(ApiKey.id == key_id, ApiKey.revoked_at.is_(None))
                .values(revoked_at=self._clock()),
            )
        if not revoked:
            raise AktrError(
                'There is no such key, or it was revoked before. "aktr keys list" shows them all.'
            )


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
