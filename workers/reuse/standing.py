"""Whether papers may be used today: what is said of their lives and what their days say, for many at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from digitize.errors import PaperNotInForce
from digitize.model import RecordId
from digitize.rows import Record
from digitize.warehouse.life import ENDED, LifeShown, shown_on
from digitize.warehouse.validity import Validity, today_of, validity_of
from storage.life_rows import lives_of
from workers.services import Services


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingNow:
    shown: LifeShown
    validity: Validity

    @property
    def may_be_used(self) -> bool:
        return self.shown not in ENDED


def standings_of(services: Services, records: Sequence[Record]) -> Mapping[RecordId, StandingNow]:
    """By record."""
    today = today_of(services.clock())
    with services.database.reading() as connection:
        lives = lives_of(connection, [record.id for record in records])
    found = {}
    for record in records:
        life = lives[record.id]
        validity = life.validity(validity_of(record.type_code, record.fields, services.validity))
        shown = shown_on(life.state, validity, today)
        found[record.id] = StandingNow(shown=shown, validity=validity)
    return found


def require_in_force(services: Services, record: Record) -> None:
    """Raises `PaperNotInForce`."""
    found = standings_of(services, [record])[record.id]
    if not found.may_be_used:
        raise PaperNotInForce(f"{record.id} is {found.shown}")
