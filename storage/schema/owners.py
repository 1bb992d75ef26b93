"""Who owns what: further owners of a record, numbers that are one person's, result codes."""

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from storage.schema.columns import COUNT, UtcTime, metadata

record_owners = Table(
    "record_owners",
    metadata,
    Column("record_id", String(40), nullable=False),
    Column("version", Integer, nullable=False),
    Column("position", Integer, nullable=False),
    Column("owner_kind", String(16), nullable=False),
    Column("owner_number", String(64), nullable=False),
    PrimaryKeyConstraint("record_id", "version", "position"),
    Index("record_owners_by_number", "owner_kind", "owner_number"),
)
"""Finds a record by its owners beside the first (`records.further_owners`): the other spouse, co-owners. Positions count from 1."""

number_links = Table(
    "number_links",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("owner_kind", String(16), nullable=False),
    Column("one_number", String(64), nullable=False),
    Column("other_number", String(64), nullable=False),
    Column("state", String(16), nullable=False),
    Column("agency", Text, nullable=False, server_default=text("''")),
    Column("record_id", String(40)),
    Column("evidence", Text, nullable=False),
    Column("made_at", UtcTime, nullable=False),
    Column("version", Integer, nullable=False),
    UniqueConstraint("owner_kind", "one_number", "other_number", name="number_links_of_a_pair"),
    Index("number_links_of_the_other", "owner_kind", "other_number"),
    Index("number_links_by_state", "state", "made_at", "id"),
    Index("number_links_by_record", "record_id"),
)
"""Two numbers that may be one person's, the smaller first: proposed, linked, unlinked or refused, and what speaks for it."""

number_link_steps = Table(
    "number_link_steps",
    metadata,
    Column("link_id", String(32), ForeignKey("number_links.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("actor", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    PrimaryKeyConstraint("link_id", "version"),
)
"""Who said what of a link, in order; the ledger has the same without the words."""

linked_numbers = Table(
    "linked_numbers",
    metadata,
    Column("owner_kind", String(16), nullable=False),
    Column("number", String(64), nullable=False),
    Column("person", String(32), nullable=False),
    PrimaryKeyConstraint("owner_kind", "number"),
    Index("linked_numbers_by_person", "person"),
)
"""Numbers of one person share `person`: made from the links that stand, so that a question needs no walk."""

result_counters = Table(
    "result_counters",
    metadata,
    Column("stem", String(200), primary_key=True),
    Column("last", COUNT, nullable=False),
)
"""The last number given behind each stem of result codes; only rises."""

result_codes = Table(
    "result_codes",
    metadata,
    Column("code", String(240), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("record_id", String(40), nullable=False),
    Column("version", Integer, nullable=False),
    Column("given_at", UtcTime, nullable=False),
    Index("result_codes_by_record", "record_id", "kind", "version"),
)
"""Every result code that was ever given and the record it names, since which of its versions; no row ever goes."""
