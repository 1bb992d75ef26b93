"""The whole house at a glance: what waits, what was done, whether what it stands on answers, and how much room is left."""

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from digitize.errors import DigitizeError
from digitize.rows import LedgerEntry
from storage.figures import Figures, figures
from storage.fixity import FixityRows, FixityState
from storage.house_rows import Hour, hours_since
from storage.ledger import Event
from workers.readiness import readiness_of
from workers.services import Services

SHOWN = timedelta(hours=24)
WAREHOUSE = "warehouse"
"""What upkeep's entries in the ledger are about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disk:
    total_bytes: int
    free_bytes: int

    @property
    def used_share(self) -> float:
        return 1 - self.free_bytes / self.total_bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    figures: Figures
    hours: Sequence[Hour]
    answers: Mapping[str, DigitizeError | None]
    """By dependency what is wrong with it."""
    disk: Disk
    fixity: FixityState
    last_audit: LedgerEntry | None
    last_backup: LedgerEntry | None


def house(services: Services) -> House:
    """As of now. Raises `StoreUnavailable` where the catalogue itself does not answer."""
    now = services.clock()
    upkeep = tuple(services.catalogue.ledger(subject=WAREHOUSE))
    return House(
        figures=figures(services.database),
        hours=hours_since(services.database, now - SHOWN),
        answers=readiness_of(services).ask(),
        disk=_disk(services),
        fixity=FixityRows(services.database).state(),
        last_audit=_last(upkeep, Event.AUDIT_RUN),
        last_backup=_last(upkeep, Event.BACKUP_MADE),
    )


def hourly(found: Sequence[Hour], *, until: datetime) -> Sequence[Hour]:
    """Every one of the last 24 hours, those without any event too, oldest first."""
    by_hour = {hour.at: hour for hour in found}
    last = until.replace(minute=0, second=0, microsecond=0)
    moments = [last - timedelta(hours=back) for back in range(23, -1, -1)]
    return [by_hour.get(at, Hour(at=at, events={})) for at in moments]


def _disk(services: Services) -> Disk:
    usage = shutil.disk_usage(services.settings.warehouse)
    return Disk(total_bytes=usage.total, free_bytes=usage.free)


def _last(entries: Sequence[LedgerEntry], event: Event) -> LedgerEntry | None:
    return next((entry for entry in reversed(entries) if entry.event == event), None)
