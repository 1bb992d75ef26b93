"""Ways in: what a batch says of itself, stations that may push, and the rows of an import's register."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column in _SAID_OF_A_BATCH:
        op.add_column("batches", column)
    op.create_index("batches_by_dossier", "batches", ["dossier_code"])
    op.create_index("scans_by_state", "scans", ["state"])
    op.create_index("arrivals_by_batch", "arrivals", ["batch_id"])
    _stations()
    _import_rows()


_SAID_OF_A_BATCH = (
    sa.Column("station", sa.String(length=64), nullable=False, server_default=sa.text("''")),
    sa.Column("priority", sa.Integer(), nullable=False, server_default=sa.text("0")),
    sa.Column("dossier_code", sa.String(length=64), nullable=False, server_default=sa.text("''")),
    sa.Column("procedure_code", sa.String(length=64), nullable=False, server_default=sa.text("''")),
    sa.Column("owner_kind", sa.String(length=16), nullable=True),
    sa.Column("owner_number", sa.String(length=64), nullable=True),
    sa.Column("owner_name", sa.Text(), nullable=True),
    sa.Column("expected", sa.Text(), nullable=False, server_default=sa.text("'[]'")),
    sa.Column("closed_at", sa.String(length=32), nullable=True),
)


def _stations() -> None:
    op.create_table(
        "stations",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("key_sha256", sa.String(length=64), nullable=False),
        sa.Column("registered_at", sa.String(length=32), nullable=False),
        sa.Column("revoked_at", sa.String(length=32), nullable=True),
        sa.Column("seen_at", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )


def _import_rows() -> None:
    op.create_table(
        "import_rows",
        sa.Column("batch_id", sa.String(length=128), nullable=False),
        sa.Column("row_number", sa.Integer(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=True),
        sa.Column("scan_id", sa.String(length=64), nullable=True),
        sa.Column("error_code", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.id"]),
        sa.PrimaryKeyConstraint("batch_id", "row_number"),
    )
    op.create_index("import_rows_by_scan", "import_rows", ["scan_id"])
