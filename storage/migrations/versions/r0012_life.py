"""A paper's life: the steps that people said, links between papers. Records that are there have none yet: they are as their days say."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lives",
        sa.Column("record_id", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("set_by", sa.Text(), nullable=False),
        sa.Column("set_at", sa.String(length=32), nullable=False),
        sa.Column("link_id", sa.String(length=32), nullable=True),
        sa.Column("is_said", sa.Boolean(), nullable=False),
        sa.Column("valid_until", sa.String(length=10), nullable=True),
        sa.PrimaryKeyConstraint("record_id", "version"),
    )
    op.create_table(
        "paper_links",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("record_id", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("day", sa.String(length=10), server_default=sa.text("''"), nullable=False),
        sa.Column("page_number", sa.Integer(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("lines", sa.String(length=32), nullable=False),
        sa.Column("box", sa.Text(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.String(length=32), nullable=False),
        sa.Column("target_id", sa.String(length=40), nullable=True),
        sa.Column("decided_by", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("decided_at", sa.String(length=32), nullable=True),
        sa.Column("reason", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("paper_links_by_record", "paper_links", ["record_id"])
    op.create_index("paper_links_by_target", "paper_links", ["target_id"])
    op.create_index("paper_links_by_state", "paper_links", ["state", "proposed_at", "id"])
