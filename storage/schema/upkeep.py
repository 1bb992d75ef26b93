"""What keeps it: shared work, fixity, holds, disposals, the ledger."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from storage.schema.columns import COUNT, UtcTime, metadata

work = Table(
    "work",
    metadata,
    Column("subject", String(80), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("priority", Integer, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("holder", String(128), nullable=False),
    Column("leased_until", UtcTime),
    Column("enqueued_at", UtcTime, nullable=False),
    Column("last_error", String(64), nullable=False),
    Column("set_aside_at", UtcTime),
    Index("work_by_turn", "priority", "enqueued_at"),
    Index("work_by_lease", "leased_until"),
    Index("work_set_aside", "set_aside_at"),
)
"""What was sent to the workers of a cluster and is not done, or failed where one machine does all (digitize/work.py)."""

fixity = Table(
    "fixity",
    metadata,
    Column("scan_id", String(64), ForeignKey("scans.id"), primary_key=True),
    Column("checked_at", UtcTime, nullable=False),
    Column("leased_until", UtcTime),
    Column("problems", Integer, nullable=False),
    Index("fixity_by_age", "checked_at", "scan_id"),
)
"""When all objects of a scan were last read anew, first at its receipt, and how many did not hold then (storage/fixity.py)."""

holds = Table(
    "holds",
    metadata,
    Column("subject", String(128), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("reason", Text, nullable=False),
    Column("officer", Text, nullable=False),
    Column("placed_at", UtcTime, nullable=False),
)
"""What may not be disposed of, whatever its time: a document, a record, all of a dossier."""

disposals = Table(
    "disposals",
    metadata,
    Column("document_id", String(32), ForeignKey("documents.id"), primary_key=True),
    Column("reason", Text, nullable=False),
    Column("officer", Text, nullable=False),
    Column("ordered_at", UtcTime, nullable=False),
    Column("removed_at", UtcTime),
)
"""Documents whose bytes an officer ordered to be removed; null until they are gone."""

ledger = Table(
    "ledger",
    metadata,
    Column("seq", COUNT, primary_key=True, autoincrement=False),
    Column("at", String(32), nullable=False),
    Column("event", String(64), nullable=False),
    Column("subject", String(128), nullable=False),
    Column("actor", Text, nullable=False),
    Column("data", Text, nullable=False),
    Column("previous_hash", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    Index("ledger_by_subject", "subject"),
)

ledger_head = Table(
    "ledger_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("seq", COUNT, nullable=False),
    Column("hash", String(64), nullable=False),
)
"""One row: how long the ledger is and what its last entry hashes to, so that a cut tail shows."""
