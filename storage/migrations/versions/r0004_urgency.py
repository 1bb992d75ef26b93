"""Urgency: a scan carries the most urgent priority of the batches it came in, so that the queue finds its next by an index."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "scans", sa.Column("priority", sa.Integer(), nullable=False, server_default=sa.text("0"))
    )
    op.execute(
        "UPDATE scans SET priority = COALESCE((SELECT MIN(batches.priority) FROM arrivals"
        " JOIN batches ON batches.id = arrivals.batch_id WHERE arrivals.scan_id = scans.id), 0)"
    )
    op.drop_index("scans_by_state", "scans")
    op.create_index("scans_by_urgency", "scans", ["state", "priority", "received_at", "id"])
