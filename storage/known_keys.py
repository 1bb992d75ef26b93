"""Which sealing keys a house has, as its ledger tells: fingerprints of certificates, told at first use and at every change.

Machines of one house keep the keys each in a folder of its own; nothing but this ledger knows all of them.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import cast

from sqlalchemy import Connection

from storage import ledger
from storage.database import Database
from storage.ledger import Event
from storage.turns import take_turns_at_ledger

SUBJECT = "keys"
AGENCIES_SUBJECT = "agency-keys"
Fingerprints = Mapping[str, str]
"""SHA-256 of a certificate by the name of its file."""


class KnownKeys:
    """The keys of one house. Errors: those of the catalogue."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def now(self) -> Fingerprints | None:
        """None where nobody has sealed yet."""
        with self._database.reading() as connection:
            return _newest(connection)

    def first(self, own: Fingerprints, *, at: datetime) -> Fingerprints:
        """The keys of the house from now on: these, unless another machine was first."""
        with self._database.writing() as connection:
            take_turns_at_ledger(connection, SUBJECT)
            known = _newest(connection)
            if known is None:
                _tell(connection, own, reason="first use", officer=ledger.SYSTEM, at=at)
            return known or own

    def change(self, own: Fingerprints, *, officer: str, reason: str, at: datetime) -> None:
        """These are the keys of the house from now on; the ledger keeps those before."""
        with self._database.writing() as connection:
            take_turns_at_ledger(connection, SUBJECT)
            _tell(connection, own, reason=reason, officer=officer, at=at)


def are_agency_keys_known(database: Database) -> bool:
    """Whether an agency of the house was ever given a key to encrypt its papers with."""
    with database.reading() as connection:
        return bool(ledger.entries_after(connection, 0, subject=AGENCIES_SUBJECT))


def _newest(connection: Connection) -> Fingerprints | None:
    newest, seq = None, 0
    while found := ledger.entries_after(connection, seq, subject=SUBJECT):
        newest, seq = found[-1], found[-1].seq
    return None if newest is None else cast("Fingerprints", newest.data["fingerprints"])


def _tell(
    connection: Connection, own: Fingerprints, *, reason: str, officer: str, at: datetime
) -> None:
    data = {"fingerprints": dict(own), "reason": reason}
    ledger.append(connection, Event.KEYS_KNOWN, SUBJECT, data=data, at=at, actor=officer)
