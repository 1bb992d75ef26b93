"""Upkeep: when each scan's objects were last read anew, what may not be disposed of, what was, and by whom."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "fixity",
        sa.Column("scan_id", sa.String(length=64), nullable=False),
        sa.Column("checked_at", sa.String(length=32), nullable=False),
        sa.Column("leased_until", sa.String(length=32), nullable=True),
        sa.Column("problems", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["scan_id"], ["scans.id"]),
        sa.PrimaryKeyConstraint("scan_id"),
    )
    op.create_index("fixity_by_age", "fixity", ["checked_at", "scan_id"])
    op.create_table(
        "holds",
        sa.Column("subject", sa.String(length=128), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("officer", sa.Text(), nullable=False),
        sa.Column("placed_at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("subject"),
    )
    op.create_table(
        "disposals",
        sa.Column("document_id", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("officer", sa.Text(), nullable=False),
        sa.Column("ordered_at", sa.String(length=32), nullable=False),
        sa.Column("removed_at", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"]),
        sa.PrimaryKeyConstraint("document_id"),
    )
