"""Authenticity: short codes of sealed papers.

What was sealed before gets its code when somebody first asks for it, so that no start waits for a million of them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "proof_codes",
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("document_id", sa.String(length=32), nullable=False),
        sa.Column("edition", sa.String(length=16), server_default=sa.text("''"), nullable=False),
        sa.Column("made_at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("code"),
        sa.UniqueConstraint("document_id", "edition", name="proof_codes_one_each"),
    )
