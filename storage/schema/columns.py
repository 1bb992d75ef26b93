"""What all tables share: the list of them, and how times and counts are kept.

Times are ISO 8601 text in UTC and structured values are JSON text, so that a row reads the same on every database and the
ledger can hash what it says.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, Dialect, Integer, MetaData, String, TypeDecorator

metadata = MetaData()


class UtcTime(TypeDecorator[datetime]):
    """Aware times as fixed-width UTC text, which sorts as time does."""

    impl = String(32)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else utc_text(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else datetime.fromisoformat(value)


def utc_text(at: datetime) -> str:
    """`2026-11-22T05:09:19.000000+00:00`; raises `ValueError` for a time without a zone."""
    if at.tzinfo is None:
        raise ValueError("a time needs its zone")
    return at.astimezone(UTC).isoformat(timespec="microseconds")


COUNT = BigInteger().with_variant(Integer, "sqlite")
"""Counts of a province's years; SQLite numbers rows only by a column that it calls an integer."""
