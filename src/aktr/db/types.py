"""Column types that mean the same on SQLite and on PostgreSQL."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import JSON, CheckConstraint, DateTime, Dialect, Enum
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator

_WORD_LENGTH: Final = 32

PlainJson: Final = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
"""JSON on SQLite, JSONB on PostgreSQL; None is stored as NULL, not as the JSON word null."""


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in time, always with its zone and always UTC, on SQLite too."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a moment without a zone; SQLite stores the rest as UTC without one.

        Raises:
            ValueError: The moment has no time zone.
        """
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back what was stored, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


def utc_now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


JsonObject = dict[str, Any]
"""A JSON object as Python holds it."""
JsonArray = list[Any]
"""A JSON array as Python holds it."""


def word_column(words: type[StrEnum]) -> Enum:
    """A column that holds one of a set of words, as text and not as a database type."""
    return Enum(
        words,
        native_enum=False,
        create_constraint=False,
        length=_WORD_LENGTH,
        values_callable=lambda enum: [word.value for word in enum],
    )


def one_of(column: str, words: type[StrEnum]) -> CheckConstraint:
    """The check that a column holds one of these words."""
    allowed = ", ".join(f"'{word.value}'" for word in words)
    return CheckConstraint(f"{column} IN ({allowed})", name=column)
