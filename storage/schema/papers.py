"""What came and what became of it: batches, scans, pages, documents, records and what is searched."""

from sqlalchemy import (
    BigInteger,
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

WITHOUT_OWNER = "is_current AND owner_number IS NULL AND owner_basis <> 'nobody'"
"""What makes a record wait for a person who says whose it is; of a record filed by an older program the basis is empty."""

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
    Column("owner_basis", String(16), nullable=False, server_default=text("''")),
    Column("owner_reasons", Text, nullable=False, server_default=text("'[]'")),
    Column("further_owners", Text, nullable=False, server_default=text("'[]'")),
    PrimaryKeyConstraint("id", "version"),
    Index("records_by_owner", "owner_kind", "owner_number"),
    Index(
        "records_without_owner",
        "filed_at",
        "id",
        sqlite_where=text(WITHOUT_OWNER),
        postgresql_where=text(WITHOUT_OWNER),
    ),
    Index("records_by_pdf", "pdf_sha256"),
    Index("records_by_document", "document_id"),
    Index("records_by_filing", "filed_at", "id"),
)

record_texts = Table(
    "record_texts",
    metadata,
    Column("number", COUNT, primary_key=True),
    Column("record_id", String(40), nullable=False, unique=True),
    Column("heading", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("facets", Text, nullable=False, server_default=text("''")),
)
"""What is searched, as it was printed, and what is filtered by; the index over it is the database's own (storage/search.py)."""
