"""The checking desk: who waits and who is at what, what was typed, second entries, papers to scan again, arrangements by people."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("pages", sa.Column("turned_degrees", sa.Integer(), nullable=True))
    op.add_column(
        "documents",
        sa.Column("edition", sa.String(length=16), server_default=sa.text("''"), nullable=False),
    )
    _waiting()
    _claims_and_drafts()
    _second_entries()
    _rescans()


def _waiting() -> None:
    op.create_table(
        "waiting",
        sa.Column("document_id", sa.String(length=32), nullable=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("batch_id", sa.String(length=128), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("received_at", sa.String(length=32), nullable=False),
        sa.Column("type_code", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("document_id", "agency"),
    )
    order = ["received_at", "document_id"]
    op.create_index("waiting_by_turn", "waiting", ["agency", "priority", *order])
    op.create_index("waiting_by_age", "waiting", ["agency", *order])
    op.create_index("waiting_by_type", "waiting", ["agency", "type_code", "priority", *order])
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    type_code = (
        "json_extract(documents.description, '$.verdict.type_code')"
        if is_sqlite
        else "documents.description::json -> 'verdict' ->> 'type_code'"
    )
    op.execute(
        "INSERT INTO waiting (document_id, agency, batch_id, priority, received_at, type_code)"  # noqa: S608 - our own words
        " SELECT documents.id, batches.agency, MIN(batches.id), MIN(batches.priority),"
        f" MIN(arrivals.at), COALESCE(MIN({type_code}), '') FROM documents"
        " JOIN arrivals ON arrivals.scan_id = documents.scan_id"
        " JOIN batches ON batches.id = arrivals.batch_id"
        " WHERE documents.status = 'needs_check' GROUP BY documents.id, batches.agency"
    )


def _claims_and_drafts() -> None:
    op.create_table(
        "desk_claims",
        sa.Column("document_id", sa.String(length=32), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("taken_at", sa.String(length=32), nullable=False),
        sa.Column("leased_until", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("document_id"),
    )
    op.create_table(
        "drafts",
        sa.Column("document_id", sa.String(length=32), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("document_id", "account", "version"),
    )


def _second_entries() -> None:
    op.create_table(
        "second_entries",
        sa.Column("document_id", sa.String(length=32), nullable=False),
        sa.Column("field_key", sa.String(length=64), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("document_id", "field_key", "account"),
    )


def _rescans() -> None:
    op.create_table(
        "rescans",
        sa.Column("document_id", sa.String(length=32), nullable=False),
        sa.Column("scan_id", sa.String(length=64), nullable=False),
        sa.Column("page_indexes", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.String(length=64), nullable=False),
        sa.Column("asked_at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["scan_id"], ["scans.id"]),
        sa.PrimaryKeyConstraint("document_id"),
    )
    op.create_index("rescans_by_scan", "rescans", ["scan_id"])
