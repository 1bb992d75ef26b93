"""Indicators as they were published, an edition each; and when records were filed, which they are counted by."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_COUNT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "published_figures",
        sa.Column("scope", sa.String(length=128), nullable=False),
        sa.Column("period", sa.String(length=16), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=128), nullable=False),
        sa.Column("indicator", sa.String(length=64), nullable=False),
        sa.Column("numerator", _COUNT, nullable=False),
        sa.Column("denominator", _COUNT, nullable=False),
        sa.Column("median", _COUNT, nullable=True),
        sa.Column("value", sa.String(length=16), nullable=True),
        sa.Column("points", sa.String(length=16), nullable=True),
        sa.Column("dossiers", _COUNT, nullable=False),
        sa.Column("late_dossiers", _COUNT, nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("computed_at", sa.String(length=32), nullable=False),
        sa.Column("computed_by", sa.String(length=64), nullable=False),
        sa.Column("ledger_seq", _COUNT, nullable=False),
        sa.Column("ledger_hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("scope", "period", "edition", "part", "indicator"),
    )
    op.create_index("records_by_filing", "records", ["filed_at", "id"])
