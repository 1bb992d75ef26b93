"""Work that is shared out: what is to be done, who holds it until when, how often it was begun, what waits for an operator."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "work",
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("holder", sa.String(length=128), nullable=False),
        sa.Column("leased_until", sa.String(length=32)),
        sa.Column("enqueued_at", sa.String(length=32), nullable=False),
        sa.Column("last_error", sa.String(length=64), nullable=False),
        sa.Column("set_aside_at", sa.String(length=32)),
        sa.PrimaryKeyConstraint("subject"),
    )
    op.create_index("work_by_turn", "work", ["priority", "enqueued_at"])
    op.create_index("work_by_lease", "work", ["leased_until"])
    op.create_index("work_set_aside", "work", ["set_aside_at"])
