"""Everything that happened, in order, each entry sealed to the one before it by its hash.

An entry's hash is SHA-256 over the canonical JSON of its seq, time, event, subject, actor, data and the previous hash. What
this notices, with the entries alone: any entry changed, removed from the middle, inserted or reordered. A tail cut off is
noticed by `ledger_head` (its length and last hash, in another table), by rows that know more than the ledger
(storage/audit.py), and by the anchors that audits leave in the object store. Not noticed: somebody who can write database
and store rewrites all three; for that the head hash has to leave the house (print it, send it, timestamp it).
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, Row, insert, select, update

from digitize.errors import LedgerMismatch
from digitize.rows import LedgerEntry, StoredFile
from storage import ledger_postgres
from storage.schema import ledger, ledger_head, utc_text
from storage.turns import take_turns_at_ledger

NO_HASH = "0" * 64
"""What the first entry has for a previous hash."""
SYSTEM = "system"


class Event(StrEnum):
    """The constant names of what is written by the catalogue itself; `note` may add others."""

    BATCH_OPENED = "batch.opened"
    BATCH_CLOSED = "batch.closed"
    SCAN_RECEIVED = "scan.received"
    SCAN_ARRIVED_AGAIN = "scan.arrived_again"
    SCAN_REJECTED = "scan.rejected"
    SCAN_SEPARATED = "scan.separated"
    COVER_READ = "scan.cover_read"
    PAGE_READ = "page.read"
    PAGE_FAULTY = "page.faulty"
    PAGE_SET_ASIDE = "page.set_aside"
    DOCUMENT_MOVED = "document.moved"
    DOCUMENT_CORRECTED = "document.corrected"
    DOCUMENT_ENTERED_TWICE = "document.entered_twice"
    RESCAN_ASKED = "document.rescan_asked"
    RESCAN_ANSWERED = "document.rescan_answered"
    SCAN_REARRANGED = "scan.rearranged"
    DOCUMENT_SEALED = "document.sealed"
    RECORD_FILED = "record.filed"
    RECORD_READ = "record.read"
    RECORD_OWNED = "record.owned"
    NUMBERS_PROPOSED = "numbers.proposed"
    NUMBERS_LINKED = "numbers.linked"
    NUMBERS_REFUSED = "numbers.refused"
    NUMBERS_UNLINKED = "numbers.unlinked"
    LIFE_MOVED = "life.moved"
    LINK_PROPOSED = "link.proposed"
    LINK_DECIDED = "link.decided"
    HOLDINGS_ASKED = "holdings.asked"
    WORK_SET_ASIDE = "work.set_aside"
    WORK_AGAIN = "work.again"
    DOCUMENT_DISPOSED = "document.disposed"
    HOLD_PLACED = "hold.placed"
    HOLD_RELEASED = "hold.released"
    FIXITY_FAILED = "fixity.failed"
    FIXITY_RECORDED = "fixity.recorded"
    FIXITY_RUN = "fixity.run"
    BACKUP_MADE = "backup.made"
    BACKUP_RESTORED = "backup.restored"
    AUDIT_RUN = "audit.run"
    KEYS_KNOWN = "keys.known"
    AGENCY_KEY_MADE = "agency_key.made"
    AGENCY_KEYS_APPLIED = "agency_keys.applied"
    FIGURES_PUBLISHED = "figures.published"
    DOSSIER_TOLD = "dossier.told"
    DOSSIER_PAPERS = "dossier.papers"


@contextmanager
def appending(connection: Connection) -> Iterator[None]:
    """What the block appends is written at its end, all at once: nobody else can append until the transaction ends.

    So the ledger's end, which every writer waits for, is held for a statement or three and not for a whole change.
    """
    said: list[_Said] = []
    kept = connection.info  # asked of a connection that broke, it would open another
    kept[_SAID] = said
    try:
        yield
    finally:
        del kept[_SAID]
    if said:
        _write(connection, said)


def append(
    connection: Connection,
    event: str,
    subject: str,
    *,
    data: Mapping[str, object],
    at: datetime,
    actor: str = SYSTEM,
) -> None:
    """One entry at the end, in the transaction of the change it tells of; written when that ends."""
    said = _Said(event=event, subject=subject, data=data, at=at, actor=actor)
    connection.info[_SAID].append(said)


def append_once(
    connection: Connection,
    event: str,
    subject: str,
    *,
    data: Mapping[str, object],
    at: datetime,
    actor: str,
) -> None:
    """As `append`, unless the very same was said of the same moment."""
    take_turns_at_ledger(connection, subject)
    same = select(ledger.c.seq).where(
        ledger.c.subject == subject,
        ledger.c.at == utc_text(at),
        ledger.c.event == event,
        ledger.c.actor == actor,
        ledger.c.data == canonical(data),
    )
    if connection.execute(same).first() is None:
        append(connection, event, subject, data=data, at=at, actor=actor)


def head(connection: Connection, *, for_update: bool = False) -> tuple[int, str]:
    """How many entries there are and the hash of the last; (0, NO_HASH) for an empty ledger."""
    found = connection.execute(_HEAD_TO_CHANGE if for_update else _HEAD).one_or_none()
    if found is None:
        raise LedgerMismatch(_NO_HEAD)
    return found.seq, found.hash


def entries_after(
    connection: Connection, seq: int, *, subject: str | None = None, limit: int = 1000
) -> Sequence[LedgerEntry]:
    """The next entries in order, at most `limit`; of one subject where named."""
    query = select(ledger).where(ledger.c.seq > seq).order_by(ledger.c.seq).limit(limit)
    if subject is not None:
        query = query.where(ledger.c.subject == subject)
    return [entry_of(row) for row in connection.execute(query)]


def entries_about(connection: Connection, subject: str, event: str) -> Sequence[LedgerEntry]:
    """Every entry of one kind about a subject, in order."""
    query = select(ledger).where(ledger.c.subject == subject, ledger.c.event == event)
    return [entry_of(row) for row in connection.execute(query.order_by(ledger.c.seq))]


def broken_at(found: Iterable[LedgerEntry], *, length: int, head_hash: str) -> int | None:
    """The seq where the chain first fails; None for an unbroken chain of this length and head. Needs no database."""
    seq, previous_hash = 0, NO_HASH
    for entry in found:
        seq += 1
        follows = entry.seq == seq and entry.previous_hash == previous_hash
        if not follows or entry.hash != entry_hash(entry):
            return seq
        previous_hash = entry.hash
    return None if (seq, previous_hash) == (length, head_hash) else seq + 1


def sealed_entry(
    *,
    seq: int,
    at: datetime,
    event: str,
    subject: str,
    actor: str,
    data: Mapping[str, object],
    previous_hash: str,
) -> LedgerEntry:
    """An entry with its hash. `data` must be JSON: ids, counts, hashes, codes."""
    unsealed = LedgerEntry(
        seq=seq,
        at=at,
        event=event,
        subject=subject,
        actor=actor,
        data=json.loads(canonical(data)),
        previous_hash=previous_hash,
        hash="",
    )
    return replace(unsealed, hash=entry_hash(unsealed))


def entry_hash(entry: LedgerEntry) -> str:
    """SHA-256 over everything an entry says and the hash of the one before."""
    said = {
        "seq": entry.seq,
        "at": utc_text(entry.at),
        "event": entry.event,
        "subject": entry.subject,
        "actor": entry.actor,
        "data": entry.data,
        "previous_hash": entry.previous_hash,
    }
    return digest(said)


def files_data(*files: StoredFile | None) -> dict[str, object]:
    """How an entry vouches for objects of which no row tells: `files`, SHA-256 by key; nothing where there are none."""
    told = {file.key: file.sha256 for file in files if file is not None}
    return {"files": told} if told else {}


def canonical(value: object) -> str:
    """JSON with sorted keys and no blanks: one text for one value."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )


def digest(value: object) -> str:
    """SHA-256 of a JSON value: how the ledger names what it must not repeat."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


_SAID = "digitize_said"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """An entry that has no place in the chain yet."""

    event: str
    subject: str
    data: Mapping[str, object]
    at: datetime
    actor: str


def _write(connection: Connection, said: Sequence[_Said]) -> None:
    is_short = len(said) <= ledger_postgres.MOST_AT_ONCE
    if is_short and connection.dialect.name == "postgresql":
        if not ledger_postgres.append(connection, [_without_place(one) for one in said]):
            raise LedgerMismatch(_NO_HEAD)
        return
    seq, last_hash = head(connection, for_update=True)
    rows = []
    for one in said:
        seq += 1
        entry = sealed_entry(
            seq=seq,
            at=one.at,
            event=one.event,
            subject=one.subject,
            actor=one.actor,
            data=one.data,
            previous_hash=last_hash,
        )
        last_hash = entry.hash
        rows.append(_row_values(entry))
    connection.execute(_ADD, rows)
    connection.execute(_SET_HEAD, {"seq": seq, "hash": last_hash})


_HEAD = select(ledger_head.c.seq, ledger_head.c.hash).where(ledger_head.c.id == 1)
_HEAD_TO_CHANGE = _HEAD.with_for_update()
_ADD = insert(ledger)
_SET_HEAD = update(ledger_head).where(ledger_head.c.id == 1)
_NO_HEAD = "the ledger's head is missing"


def _without_place(one: _Said) -> dict[str, str]:
    """As `ledger_postgres` wants it."""
    # As it is read back: a key that is a number sorts otherwise than the text that JSON makes of it.
    data = json.loads(canonical(one.data))
    said = {"at": utc_text(one.at), "event": one.event, "actor": one.actor}
    return {
        **said,
        "subject": one.subject,
        "data": canonical(data),
        ledger_postgres.BEFORE: canonical({**said, "data": data})[:-1],
        ledger_postgres.BEHIND: canonical({"subject": one.subject})[1:],
    }


def _row_values(entry: LedgerEntry) -> dict[str, object]:
    return {
        "seq": entry.seq,
        "at": utc_text(entry.at),
        "event": entry.event,
        "subject": entry.subject,
        "actor": entry.actor,
        "data": canonical(entry.data),
        "previous_hash": entry.previous_hash,
        "hash": entry.hash,
    }


def entry_of(row: Row[tuple[object, ...]]) -> LedgerEntry:
    try:
        return LedgerEntry(
            seq=row.seq,
            at=datetime.fromisoformat(row.at),
            event=row.event,
            subject=row.subject,
            actor=row.actor,
            data=json.loads(row.data),
            previous_hash=row.previous_hash,
            hash=row.hash,
        )
    except ValueError as fault:
        raise LedgerMismatch(f"entry {row.seq} cannot be read") from fault
