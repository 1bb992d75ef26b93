"""Other systems: programs' keys, the dossiers they push, followers of the ledger, webhooks."""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    text,
)

from storage.schema.columns import COUNT, UtcTime, metadata

system_keys = Table(
    "system_keys",
    metadata,
    Column("key_sha256", String(64), primary_key=True),
    Column("id", String(16), nullable=False, unique=True),
    Column("account_id", String(64), ForeignKey("accounts.id"), nullable=False),
    Column("made_at", UtcTime, nullable=False),
    Column("closed_at", UtcTime),
    Column("seen_at", UtcTime),
    Index("system_keys_by_account", "account_id"),
)
"""What programs sign in with; of a key only the hash is kept."""

dossiers = Table(
    "dossiers",
    metadata,
    Column("agency", Text, nullable=False),
    Column("code", String(64), nullable=False),
    Column("source", String(64), nullable=False),
    Column("procedure_code", String(64), nullable=False),
    Column("procedure_title", Text, nullable=False),
    Column("owner_kind", String(16)),
    Column("owner_number", String(64)),
    Column("owner_name", Text),
    Column("counter", Text, nullable=False),
    Column("way", String(16), nullable=False),
    Column("status", String(32), nullable=False),
    Column("received_at", UtcTime),
    Column("received_day", String(10)),
    Column("due_at", UtcTime),
    Column("decided_at", UtcTime),
    Column("returned_at", UtcTime),
    Column("says_digitised", Boolean, nullable=False),
    Column("is_account_verified", Boolean, nullable=False),
    Column("is_paid_online", Boolean, nullable=False),
    Column("databases", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("said_at", UtcTime, nullable=False),
    Column("changed_at", UtcTime, nullable=False),
    PrimaryKeyConstraint("agency", "code"),
    Index("dossiers_by_code", "code"),
    Index("dossiers_by_day", "agency", "received_day", "code"),
    Index("dossiers_by_procedure", "agency", "procedure_code", "received_day"),
    Index("dossiers_by_owner", "owner_kind", "owner_number"),
)
"""Dossiers by agency (DonViXuLy) and code; `received_day` is the day in Vietnam, ISO."""

dossier_components = Table(
    "dossier_components",
    metadata,
    Column("agency", Text, nullable=False),
    Column("dossier_code", String(64), nullable=False),
    Column("code", String(64), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("is_mandatory", Boolean, nullable=False),
    Column("copies", Integer, nullable=False),
    Column("copy_kind", Text, nullable=False),
    Column("digitisation", Integer, nullable=False),
    Column("reuse", Integer, nullable=False),
    Column("is_from_store", Boolean, nullable=False),
    Column("files", Text, nullable=False),
    Column("record_id", String(40)),
    Column("filed_at", UtcTime),
    PrimaryKeyConstraint("agency", "dossier_code", "code"),
    ForeignKeyConstraint(["agency", "dossier_code"], ["dossiers.agency", "dossiers.code"]),
    Index("dossier_components_by_record", "record_id"),
)
"""Papers a dossier asks for; `digitisation`, `reuse`, `is_from_store` and `files` as said, `record_id` as held here."""

dossier_results = Table(
    "dossier_results",
    metadata,
    Column("agency", Text, nullable=False),
    Column("dossier_code", String(64), nullable=False),
    Column("code", String(128), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("component_code", String(64), nullable=False),
    Column("paper_id", String(128), nullable=False),
    Column("link", Text, nullable=False),
    Column("valid_until", String(10)),
    Column("is_signed", Boolean, nullable=False),
    Column("record_id", String(40)),
    Column("filed_at", UtcTime),
    PrimaryKeyConstraint("agency", "dossier_code", "code"),
    ForeignKeyConstraint(["agency", "dossier_code"], ["dossiers.agency", "dossiers.code"]),
    Index("dossier_results_by_record", "record_id"),
)
"""Papers that end a dossier."""

followers = Table(
    "followers",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("seq", COUNT, nullable=False),
)
"""How far in the ledger those are who act on what it says."""

webhooks = Table(
    "webhooks",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("agency", Text, nullable=False),
    Column("account_id", String(64), ForeignKey("accounts.id"), nullable=False),
    Column("url", Text, nullable=False),
    Column("events", Text, nullable=False),
    Column("secret", Text, nullable=False),
    Column("made_at", UtcTime, nullable=False),
    Column("closed_at", UtcTime),
    Index("webhooks_by_agency", "agency", "id"),
)
"""Where other systems want to be told of what."""

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("webhook_id", String(32), ForeignKey("webhooks.id"), nullable=False),
    Column("event", String(64), nullable=False),
    Column("body", Text, nullable=False),
    Column("made_at", UtcTime, nullable=False),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("next_at", UtcTime),
    Column("leased_until", UtcTime),
    Column("delivered_at", UtcTime),
    Column("set_aside_at", UtcTime),
    Column("last_error", String(64), nullable=False, server_default=text("''")),
    Column("last_status", Integer),
    Index("deliveries_due", "next_at", "id"),
    Index("deliveries_of_webhook", "webhook_id", "made_at"),
    Index("deliveries_set_aside", "set_aside_at"),
)
"""What is to be told to whom; `next_at` is null once it was delivered or set aside."""
