"""Moments as people here read them: Vietnam's time, day before month."""

from datetime import UTC, date, datetime, timedelta, timezone

VIETNAM = timezone(timedelta(hours=7), "ICT")  # no summer time since 1975


def moment(at: datetime | None) -> str:
    """`23/11/2026 15:04`; empty for none."""
    return "" if at is None else f"{at.astimezone(VIETNAM):%d/%m/%Y %H:%M}"


def day(at: datetime | date | None) -> str:
    """`23/11/2026`; empty for none."""
    if isinstance(at, datetime):
        at = at.astimezone(VIETNAM)
    return "" if at is None else f"{at:%d/%m/%Y}"


def iso(at: datetime | None) -> str:
    """For the `datetime` of a `<time>`."""
    return "" if at is None else at.astimezone(UTC).isoformat(timespec="seconds")
