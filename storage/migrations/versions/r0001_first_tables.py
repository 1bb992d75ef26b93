"""The first tables: custody, pages, documents, records with their search, and the guarded ledger."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _custody()
    _pages_and_documents()
    _records()
    _ledger()
    for statement in _OF_THIS_DATABASE[op.get_bind().dialect.name]:
        op.execute(sa.text(statement))


def _custody() -> None:
    op.create_table(
        "batches",
        sa.Column("id", sa.String(length=128), nullable=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("opened_at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "scans",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("batch_id", sa.String(length=128), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("page_count", sa.Integer(), nullable=False),
        sa.Column("traits", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("error_code", sa.String(length=64), nullable=True),
        sa.Column("received_at", sa.String(length=32), nullable=False),
        sa.Column("receipted_at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("scans_by_batch", "scans", ["batch_id"], unique=False)
    op.create_table(
        "arrivals",
        sa.Column("scan_id", sa.String(length=64), nullable=False),
        sa.Column("batch_id", sa.String(length=128), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.id"]),
        sa.ForeignKeyConstraint(["scan_id"], ["scans.id"]),
        sa.PrimaryKeyConstraint("scan_id", "batch_id", "source"),
    )


def _pages_and_documents() -> None:
    op.create_table(
        "pages",
        sa.Column("scan_id", sa.String(length=64), nullable=False),
        sa.Column("page_index", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.Column("document_id", sa.String(length=32), nullable=True),
        sa.Column("reading_sha256", sa.String(length=64), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["scan_id"], ["scans.id"]),
        sa.PrimaryKeyConstraint("scan_id", "page_index"),
    )
    op.create_table(
        "documents",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("scan_id", sa.String(length=64), nullable=False),
        sa.Column("page_indexes", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("searchable_key", sa.Text(), nullable=True),
        sa.Column("searchable_sha256", sa.String(length=64), nullable=True),
        sa.Column("sealed_key", sa.Text(), nullable=True),
        sa.Column("sealed_sha256", sa.String(length=64), nullable=True),
        sa.Column("error_code", sa.String(length=64), nullable=True),
        sa.Column("record_id", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(["scan_id"], ["scans.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("documents_by_scan", "documents", ["scan_id"], unique=False)
    op.create_index("documents_by_status", "documents", ["status"], unique=False)


def _records() -> None:
    op.create_table(
        "records",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("document_id", sa.String(length=32), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("type_code", sa.String(length=64), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("owner_kind", sa.String(length=16), nullable=True),
        sa.Column("owner_number", sa.String(length=64), nullable=True),
        sa.Column("owner_name", sa.Text(), nullable=True),
        sa.Column("pdf_key", sa.Text(), nullable=False),
        sa.Column("pdf_sha256", sa.String(length=64), nullable=False),
        sa.Column("filed_at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"]),
        sa.PrimaryKeyConstraint("id", "version"),
    )
    op.create_index("records_by_document", "records", ["document_id"], unique=False)
    op.create_index("records_by_owner", "records", ["owner_kind", "owner_number"], unique=False)
    op.create_index("records_by_pdf", "records", ["pdf_sha256"], unique=False)
    op.create_table(
        "record_texts",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.String(length=40), nullable=False),
        sa.Column("heading", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("record_id"),
    )


def _ledger() -> None:
    op.create_table(
        "ledger",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("event", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=128), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
    )
    op.create_index("ledger_by_subject", "ledger", ["subject"], unique=False)
    op.create_table(
        "ledger_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.execute(
        sa.text("INSERT INTO ledger_head (id, seq, hash) VALUES (1, 0, :hash)").bindparams(
            hash="0" * 64
        )
    )


# Contentless: the words are in record_texts as printed; here is only what finds them (folding.py makes the terms).
_SQLITE_SEARCH = (
    """
    CREATE VIRTUAL TABLE record_search USING fts5(
        heading_marked, heading_folded, body_marked, body_folded,
        content='', tokenize="unicode61 remove_diacritics 0 tokenchars '_/-.:'"
    )
    """,
)
_SQLITE_LEDGER_GUARDS = (
    """
    CREATE TRIGGER ledger_is_never_changed BEFORE UPDATE ON ledger
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END
    """,
    """
    CREATE TRIGGER ledger_is_never_shortened BEFORE DELETE ON ledger
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END
    """,
)

# A province's years have more entries than 32 bits count.
_POSTGRESQL_COUNTS = (
    "ALTER TABLE ledger ALTER COLUMN seq TYPE BIGINT",
    "ALTER TABLE ledger_head ALTER COLUMN seq TYPE BIGINT",
    "ALTER TABLE record_texts ALTER COLUMN number TYPE BIGINT",
    "ALTER SEQUENCE record_texts_number_seq AS BIGINT",
)
# What is in title and fields stands beside the row, where it is looked at without unpacking the whole text. The pending list
# of an index is read by every search, so it stays short.
_POSTGRESQL_SEARCH = (
    """
    CREATE TABLE record_search (
        number BIGINT PRIMARY KEY, heading TSVECTOR NOT NULL, everything TSVECTOR NOT NULL
    )
    """,
    """
    CREATE INDEX record_search_by_heading ON record_search USING gin (heading)
    WITH (gin_pending_list_limit = 1024)
    """,
    """
    CREATE INDEX record_search_by_everything ON record_search USING gin (everything)
    WITH (gin_pending_list_limit = 1024)
    """,
)
_POSTGRESQL_LEDGER_GUARDS = (
    """
    CREATE FUNCTION refuse_to_change_the_ledger() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'the ledger is append-only' USING ERRCODE = 'restrict_violation';
    END $$
    """,
    """
    CREATE TRIGGER ledger_is_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_the_ledger()
    """,
)
_OF_THIS_DATABASE = {
    "sqlite": (*_SQLITE_SEARCH, *_SQLITE_LEDGER_GUARDS),
    "postgresql": (*_POSTGRESQL_COUNTS, *_POSTGRESQL_SEARCH, *_POSTGRESQL_LEDGER_GUARDS),
}
