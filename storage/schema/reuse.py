"""Reuse: grants, what was handed over under them, every look at a record, and what owners say is wrong in one."""

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from storage.schema.columns import UtcTime, metadata

grants = Table(
    "grants",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("owner_kind", String(16), nullable=False),
    Column("owner_number", String(64), nullable=False),
    Column("record_id", String(40)),
    Column("type_code", String(64), nullable=False, server_default=text("''")),
    Column("agency", Text, nullable=False),
    Column("purpose", String(16), nullable=False),
    Column("procedure_code", String(64), nullable=False),
    Column("dossier_code", String(64), nullable=False, server_default=text("''")),
    Column("basis", String(16), nullable=False),
    Column("reason", Text, nullable=False),
    Column("given_by", String(64), nullable=False),
    Column("given_at", UtcTime, nullable=False),
    Column("valid_from", UtcTime, nullable=False),
    Column("valid_until", UtcTime, nullable=False),
    Column("withdrawn_at", UtcTime),
    Column("withdrawn_by", String(64), nullable=False, server_default=text("''")),
    Index("grants_by_owner", "owner_kind", "owner_number", "given_at"),
    Index("grants_by_agency", "agency", "valid_until"),
    Index("grants_by_giver", "given_by", "given_at"),
)
"""Permissions to use a record, or an owner's records of a type, for one purpose until a moment."""

hand_overs = Table(
    "hand_overs",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("grant_id", String(40), ForeignKey("grants.id"), nullable=False),
    Column("record_id", String(40), nullable=False),
    Column("record_version", Integer, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("agency", Text, nullable=False),
    Column("procedure_code", String(64), nullable=False),
    Column("dossier_code", String(64), nullable=False),
    Column("component", String(64), nullable=False, server_default=text("''")),
    Column("account", String(64), nullable=False),
    Column("at", UtcTime, nullable=False),
    UniqueConstraint("grant_id", "record_id", name="hand_overs_once"),
    Index("hand_overs_by_record", "record_id", "at"),
    Index("hand_overs_by_agency", "agency", "at"),
)
"""Papers that went into a dossier: once a grant and paper, however often it was asked for."""

looks = Table(
    "looks",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("record_id", String(40), nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("account", Text, nullable=False),
    Column("agency", Text, nullable=False),
    Column("part", String(32), nullable=False),
    Column("basis", String(16), nullable=False),
    Column("grant_id", String(40)),
    Column("procedure_code", String(64), nullable=False, server_default=text("''")),
    Column("dossier_code", String(64), nullable=False, server_default=text("''")),
    Column("reason", Text, nullable=False, server_default=text("''")),
    Index("looks_by_record", "record_id", "at", "id"),
    Index("looks_by_account", "account", "at"),
)
"""Every `record.read` of the ledger, with what the ledger must not repeat: the words that say why."""

complaints = Table(
    "complaints",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("record_id", String(40), nullable=False),
    Column("account", String(64), nullable=False),
    Column("said", Text, nullable=False),
    Column("told_at", UtcTime, nullable=False),
    Column("outcome", String(16)),
    Column("answer", Text, nullable=False, server_default=text("''")),
    Column("answered_by", String(64), nullable=False, server_default=text("''")),
    Column("answered_at", UtcTime),
    Index("complaints_by_record", "record_id", "told_at"),
    Index("complaints_by_account", "account", "told_at"),
    Index("complaints_by_outcome", "outcome", "told_at"),
)
"""What owners say is wrong in a paper of theirs, and the agency's answer."""
