"""The tables, for queries: columns by name and type. Migrations make them; a test proves both are the same.

Times are ISO 8601 text in UTC and structured values are JSON text, so that a row reads the same on every database and the
ledger can hash what it says.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    TypeDecorator,
    text,
)

HEAD_REVISION = "0010"

metadata = MetaData()


class UtcTime(TypeDecorator[datetime]):
    """Aware times as fixed-width UTC text, which sorts as time does."""

    impl = String(32)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else utc_text(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else datetime.fromisoformat(value)


def utc_text(at: datetime) -> str:
    """`2026-11-22T05:09:19.000000+00:00`; raises `ValueError` for a time without a zone."""
    if at.tzinfo is None:
        raise ValueError("a time needs its zone")
    return at.astimezone(UTC).isoformat(timespec="microseconds")


_COUNT = BigInteger().with_variant(Integer, "sqlite")
"""Counts of a province's years; SQLite numbers rows only by a column that it calls an integer."""

batches = Table(
    "batches",
    metadata,
    Column("id", String(128), primary_key=True),
    Column("agency", Text, nullable=False),
    Column("channel", String(32), nullable=False),
    Column("opened_at", UtcTime, nullable=False),
    Column("station", String(64), nullable=False, server_default=text("''")),
    Column("priority", Integer, nullable=False, server_default=text("0")),
    Column("dossier_code", String(64), nullable=False, server_default=text("''")),
    Column("procedure_code", String(64), nullable=False, server_default=text("''")),
    Column("owner_kind", String(16)),
    Column("owner_number", String(64)),
    Column("owner_name", Text),
    Column("expected", Text, nullable=False, server_default=text("'[]'")),
    Column("closed_at", UtcTime),
    Index("batches_by_dossier", "dossier_code"),
)

stations = Table(
    "stations",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("agency", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("key_sha256", String(64), nullable=False),
    Column("registered_at", UtcTime, nullable=False),
    Column("revoked_at", UtcTime),
    Column("seen_at", UtcTime),
)
"""Counters that may push. Of a station's key only the hash is kept."""

import_rows = Table(
    "import_rows",
    metadata,
    Column("batch_id", String(128), ForeignKey("batches.id"), nullable=False),
    Column("row_number", Integer, nullable=False),
    Column("said", Text, nullable=False),
    Column("path", Text),
    Column("scan_id", String(64)),
    Column("error_code", String(64)),
    PrimaryKeyConstraint("batch_id", "row_number"),
    Index("import_rows_by_scan", "scan_id"),
)
"""What a register says of each old result, and the scan that its file became."""

scans = Table(
    "scans",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("batch_id", String(128), ForeignKey("batches.id"), nullable=False),
    Column("source", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("page_count", Integer, nullable=False),
    Column("traits", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("error_code", String(64)),
    Column("received_at", UtcTime, nullable=False),
    Column("receipted_at", UtcTime, nullable=False),
    Column("priority", Integer, nullable=False, server_default=text("0")),
    Index("scans_by_batch", "batch_id"),
    Index("scans_by_urgency", "state", "priority", "received_at", "id"),
)

arrivals = Table(
    "arrivals",
    metadata,
    Column("scan_id", String(64), ForeignKey("scans.id"), nullable=False),
    Column("batch_id", String(128), ForeignKey("batches.id"), nullable=False),
    Column("source", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    PrimaryKeyConstraint("scan_id", "batch_id", "source"),
    Index("arrivals_by_batch", "batch_id"),
)

pages = Table(
    "pages",
    metadata,
    Column("scan_id", String(64), ForeignKey("scans.id"), nullable=False),
    Column("page_index", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("outcome", String(16)),
    Column("document_id", String(32)),
    Column("reading_sha256", String(64)),
    Column("attempts", Integer, nullable=False),
    Column("turned_degrees", Integer),
    PrimaryKeyConstraint("scan_id", "page_index"),
)

covers = Table(
    "covers",
    metadata,
    Column("scan_id", String(64), ForeignKey("scans.id"), nullable=False),
    Column("page_index", Integer, nullable=False),
    Column("dossier_code", String(64), nullable=False),
    Column("procedure_code", String(64), nullable=False),
    Column("component", String(64), nullable=False),
    Column("print_id", String(16), nullable=False),
    Column("sheet_number", Integer, nullable=False),
    Column("sheet_count", Integer, nullable=False),
    Column("note", String(32), nullable=False),
    PrimaryKeyConstraint("scan_id", "page_index"),
    Index("covers_by_dossier", "dossier_code"),
)
"""What the sheets between papers said when they were read."""

documents = Table(
    "documents",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("scan_id", String(64), ForeignKey("scans.id"), nullable=False),
    Column("page_indexes", Text, nullable=False),
    Column("status", String(16), nullable=False),
    Column("version", Integer, nullable=False),
    Column("description", Text),
    Column("searchable_key", Text),
    Column("searchable_sha256", String(64)),
    Column("sealed_key", Text),
    Column("sealed_sha256", String(64)),
    Column("error_code", String(64)),
    Column("record_id", String(40)),
    Column("edition", String(16), nullable=False, server_default=text("''")),
    Index("documents_by_status", "status"),
    Index("documents_by_scan", "scan_id"),
)

records = Table(
    "records",
    metadata,
    Column("id", String(40), nullable=False),
    Column("version", Integer, nullable=False),
    Column("is_current", Boolean, nullable=False),
    Column("document_id", String(32), ForeignKey("documents.id"), nullable=False),
    Column("title", Text, nullable=False),
    Column("type_code", String(64), nullable=False),
    Column("fields", Text, nullable=False),
    Column("owner_kind", String(16)),
    Column("owner_number", String(64)),
    Column("owner_name", Text),
    Column("pdf_key", Text, nullable=False),
    Column("pdf_sha256", String(64), nullable=False),
    Column("filed_at", UtcTime, nullable=False),
    PrimaryKeyConstraint("id", "version"),
    Index("records_by_owner", "owner_kind", "owner_number"),
    Index("records_by_pdf", "pdf_sha256"),
    Index("records_by_document", "document_id"),
)

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
"""What was sent to the workers of a cluster and is not done: a scan, a page of one, a document (digitize/work.py)."""

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

record_texts = Table(
    "record_texts",
    metadata,
    Column("number", _COUNT, primary_key=True),
    Column("record_id", String(40), nullable=False, unique=True),
    Column("heading", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("facets", Text, nullable=False, server_default=text("''")),
)
"""What is searched, as it was printed, and what is filtered by; the index over it is the database's own (storage/search.py)."""

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
    Column("totp_step", _COUNT, nullable=False, server_default=text("0")),
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

ledger = Table(
    "ledger",
    metadata,
    Column("seq", _COUNT, primary_key=True, autoincrement=False),
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
    Column("seq", _COUNT, nullable=False),
    Column("hash", String(64), nullable=False),
)
"""One row: how long the ledger is and what its last entry hashes to, so that a cut tail shows."""
