"""Personal data: what sensitive papers were opened for, what people demand of what is held about them, lists to dispose of."""

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    text,
)

from storage.schema.columns import UtcTime, metadata

purposes = Table(
    "purposes",
    metadata,
    Column("record_id", String(40), nullable=False),
    Column("account", String(64), nullable=False),
    Column("said_at", UtcTime, nullable=False),
    Column("until", UtcTime, nullable=False),
    Column("choice", String(32), nullable=False),
    Column("dossier_code", String(64), nullable=False),
    Column("words", Text, nullable=False),
    PrimaryKeyConstraint("record_id", "account", "said_at"),
    Index("purposes_by_age", "said_at"),
)
"""What somebody said that a sensitive record is opened for; it is open to that person until then."""

demands = Table(
    "demands",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("agency", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("owner_kind", String(16), nullable=False),
    Column("owner_number", String(64), nullable=False),
    Column("record_id", String(40)),
    Column("words", Text, nullable=False),
    Column("registered_by", String(64), nullable=False),
    Column("registered_at", UtcTime, nullable=False),
    Column("due_on", String(10), nullable=False),
    Column("outcome", String(16)),
    Column("answer", Text, nullable=False, server_default=text("''")),
    Column("answered_by", String(64)),
    Column("answered_at", UtcTime),
    Index("demands_by_agency", "agency", "registered_at", "id"),
    Index("demands_by_owner", "owner_kind", "owner_number"),
)
"""That a person demands deletion, correction or a restriction of what is held about them, and what was answered and why."""

disposal_lists = Table(
    "disposal_lists",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("agency", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("proposed_by", String(64), nullable=False),
    Column("proposed_at", UtcTime, nullable=False),
    Column("decided_by", String(64)),
    Column("decided_at", UtcTime),
    Column("decision", String(16)),
    Column("carried_out_at", UtcTime),
    Index("disposal_lists_by_agency", "agency", "proposed_at", "id"),
)
"""Papers past their time that one person proposes to dispose of and another decides about."""

disposal_list_papers = Table(
    "disposal_list_papers",
    metadata,
    Column("list_id", String(32), ForeignKey("disposal_lists.id"), nullable=False),
    Column("document_id", String(32), ForeignKey("documents.id"), nullable=False),
    Column("ends_on", String(10), nullable=False),
    PrimaryKeyConstraint("list_id", "document_id"),
)
"""The papers of each list, and the day from which each had passed its time."""
