"""People at the desk: accounts, sessions, claims, drafts, entries, answers of the API."""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    text,
)

from storage.schema.columns import COUNT, UtcTime, metadata

accounts = Table(
    "accounts",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("name", Text, nullable=False),
    Column("agency", Text, nullable=False, server_default=text("''")),
    Column("roles", Text, nullable=False),
    Column("owner_kind", String(16)),
    Column("owner_number", String(64)),
    Column("password_hash", Text),
    Column("must_change", Boolean, nullable=False),
    Column("totp_secret", String(64)),
    Column("totp_step", COUNT, nullable=False, server_default=text("0")),
    Column("issuer", Text),
    Column("subject", Text),
    Column("made_at", UtcTime, nullable=False),
    Column("closed_at", UtcTime),
    Column("signed_in_at", UtcTime),
    Index("accounts_by_agency", "agency", "id"),
    Index("accounts_by_subject", "issuer", "subject", unique=True),
)
"""People who sign in."""

sessions = Table(
    "sessions",
    metadata,
    Column("token_sha256", String(64), primary_key=True),
    Column("account_id", String(64), ForeignKey("accounts.id"), nullable=False),
    Column("csrf", String(64), nullable=False),
    Column("made_at", UtcTime, nullable=False),
    Column("seen_at", UtcTime, nullable=False),
    Index("sessions_by_account", "account_id"),
)
"""Who is signed in, by the hash of the session's token."""

sign_in_failures = Table(
    "sign_in_failures",
    metadata,
    Column("name_sha256", String(64), primary_key=True),
    Column("times", Integer, nullable=False),
    Column("last_at", UtcTime, nullable=False),
)
"""How often signing in failed since it last went well, by the hash of the name that was typed."""

waiting = Table(
    "waiting",
    metadata,
    Column("document_id", String(32), nullable=False),
    Column("agency", Text, nullable=False),
    Column("batch_id", String(128), nullable=False),
    Column("priority", Integer, nullable=False),
    Column("received_at", UtcTime, nullable=False),
    Column("type_code", String(64), nullable=False),
    PrimaryKeyConstraint("document_id", "agency"),
    Index("waiting_by_turn", "agency", "priority", "received_at", "document_id"),
    Index("waiting_by_age", "agency", "received_at", "document_id"),
    Index("waiting_by_type", "agency", "type_code", "priority", "received_at", "document_id"),
)
"""Documents that wait for a person, once for each agency that may see them: made from the other rows (storage/desk_queue.py)."""

desk_claims = Table(
    "desk_claims",
    metadata,
    Column("document_id", String(32), primary_key=True),
    Column("account", String(64), nullable=False),
    Column("taken_at", UtcTime, nullable=False),
    Column("leased_until", UtcTime, nullable=False),
)
"""Who is at which document on the checking desk, and until when unless it is said again."""

drafts = Table(
    "drafts",
    metadata,
    Column("document_id", String(32), nullable=False),
    Column("account", String(64), nullable=False),
    Column("version", Integer, nullable=False),
    Column("said", Text, nullable=False),
    Column("saved_at", UtcTime, nullable=False),
    PrimaryKeyConstraint("document_id", "account", "version"),
)
"""What somebody typed and did not send yet."""

second_entries = Table(
    "second_entries",
    metadata,
    Column("document_id", String(32), nullable=False),
    Column("field_key", String(64), nullable=False),
    Column("account", String(64), nullable=False),
    Column("value", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("at", UtcTime, nullable=False),
    PrimaryKeyConstraint("document_id", "field_key", "account"),
)
"""Weighty fields as each person entered them, until two agree and the document is approved."""

rescans = Table(
    "rescans",
    metadata,
    Column("document_id", String(32), primary_key=True),
    Column("scan_id", String(64), ForeignKey("scans.id"), nullable=False),
    Column("page_indexes", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("asked_by", String(64), nullable=False),
    Column("asked_at", UtcTime, nullable=False),
    Index("rescans_by_scan", "scan_id"),
)
"""Papers that the counter is asked to scan again, which pages of them and why."""

api_answers = Table(
    "api_answers",
    metadata,
    Column("account_id", String(64), nullable=False),
    Column("key", String(128), nullable=False),
    Column("fingerprint", String(64), nullable=False),
    Column("asked_at", UtcTime, nullable=False),
    Column("status", Integer),
    Column("body", Text),
    PrimaryKeyConstraint("account_id", "key"),
    Index("api_answers_by_age", "asked_at"),
)
"""What was answered to requests that may come twice, for a day."""
