"""Personal data: purposes said, demands of people, lists to dispose of. Of what was there before, there are none yet."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _purposes()
    _demands()
    _disposal_lists()


def _purposes() -> None:
    op.create_table(
        "purposes",
        sa.Column("record_id", sa.String(length=40), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("said_at", sa.String(length=32), nullable=False),
        sa.Column("until", sa.String(length=32), nullable=False),
        sa.Column("choice", sa.String(length=32), nullable=False),
        sa.Column("dossier_code", sa.String(length=64), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("record_id", "account", "said_at"),
    )
    op.create_index("purposes_by_age", "purposes", ["said_at"])


def _demands() -> None:
    op.create_table(
        "demands",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("owner_kind", sa.String(length=16), nullable=False),
        sa.Column("owner_number", sa.String(length=64), nullable=False),
        sa.Column("record_id", sa.String(length=40), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("registered_by", sa.String(length=64), nullable=False),
        sa.Column("registered_at", sa.String(length=32), nullable=False),
        sa.Column("due_on", sa.String(length=10), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.Column("answer", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("answered_by", sa.String(length=64), nullable=True),
        sa.Column("answered_at", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("demands_by_agency", "demands", ["agency", "registered_at", "id"])
    op.create_index("demands_by_owner", "demands", ["owner_kind", "owner_number"])


def _disposal_lists() -> None:
    op.create_table(
        "disposal_lists",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.String(length=64), nullable=False),
        sa.Column("proposed_at", sa.String(length=32), nullable=False),
        sa.Column("decided_by", sa.String(length=64), nullable=True),
        sa.Column("decided_at", sa.String(length=32), nullable=True),
        sa.Column("decision", sa.String(length=16), nullable=True),
        sa.Column("carried_out_at", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("disposal_lists_by_agency", "disposal_lists", ["agency", "proposed_at", "id"])
    op.create_table(
        "disposal_list_papers",
        sa.Column("list_id", sa.String(length=32), nullable=False),
        sa.Column("document_id", sa.String(length=32), nullable=False),
        sa.Column("ends_on", sa.String(length=10), nullable=False),
        sa.PrimaryKeyConstraint("list_id", "document_id"),
        sa.ForeignKeyConstraint(["list_id"], ["disposal_lists.id"]),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"]),
    )
