"""Reuse: grants, hand-overs and every look; looks of before are told out of the ledger."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_EMPTY = sa.text("''")
_LOOKS = sa.text(
    "INSERT INTO looks (id, record_id, at, account, agency, part, basis)"
    " SELECT 'e' || ledger.seq, ledger.subject, ledger.at, ledger.actor, coalesce(accounts.agency, ''),"
    " substr(replace(replace(ledger.data, '{\"purpose\":\"', ''), '\"}', ''), 1, 32),"
    " CASE WHEN accounts.owner_number IS NOT NULL THEN 'self'"
    " WHEN coalesce(accounts.agency, '') <> '' THEN 'agency' ELSE 'house' END"
    " FROM ledger LEFT JOIN accounts ON accounts.id = ledger.actor"
    " WHERE ledger.event = 'record.read'"
)


def upgrade() -> None:
    _grants()
    _hand_overs()
    _looks()
    _complaints()
    op.execute(_LOOKS)


def _grants() -> None:
    op.create_table(
        "grants",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("owner_kind", sa.String(length=16), nullable=False),
        sa.Column("owner_number", sa.String(length=64), nullable=False),
        sa.Column("record_id", sa.String(length=40), nullable=True),
        sa.Column("type_code", sa.String(length=64), server_default=_EMPTY, nullable=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        sa.Column("procedure_code", sa.String(length=64), nullable=False),
        sa.Column("dossier_code", sa.String(length=64), server_default=_EMPTY, nullable=False),
        sa.Column("basis", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("given_by", sa.String(length=64), nullable=False),
        sa.Column("given_at", sa.String(length=32), nullable=False),
        sa.Column("valid_from", sa.String(length=32), nullable=False),
        sa.Column("valid_until", sa.String(length=32), nullable=False),
        sa.Column("withdrawn_at", sa.String(length=32), nullable=True),
        sa.Column("withdrawn_by", sa.String(length=64), server_default=_EMPTY, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("grants_by_owner", "grants", ["owner_kind", "owner_number", "given_at"])
    op.create_index("grants_by_agency", "grants", ["agency", "valid_until"])
    op.create_index("grants_by_giver", "grants", ["given_by", "given_at"])


def _hand_overs() -> None:
    op.create_table(
        "hand_overs",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("grant_id", sa.String(length=40), nullable=False),
        sa.Column("record_id", sa.String(length=40), nullable=False),
        sa.Column("record_version", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("procedure_code", sa.String(length=64), nullable=False),
        sa.Column("dossier_code", sa.String(length=64), nullable=False),
        sa.Column("component", sa.String(length=64), server_default=_EMPTY, nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["grant_id"], ["grants.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("grant_id", "record_id", name="hand_overs_once"),
    )
    op.create_index("hand_overs_by_record", "hand_overs", ["record_id", "at"])
    op.create_index("hand_overs_by_agency", "hand_overs", ["agency", "at"])


def _looks() -> None:
    op.create_table(
        "looks",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("record_id", sa.String(length=40), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("part", sa.String(length=32), nullable=False),
        sa.Column("basis", sa.String(length=16), nullable=False),
        sa.Column("grant_id", sa.String(length=40), nullable=True),
        sa.Column("procedure_code", sa.String(length=64), server_default=_EMPTY, nullable=False),
        sa.Column("dossier_code", sa.String(length=64), server_default=_EMPTY, nullable=False),
        sa.Column("reason", sa.Text(), server_default=_EMPTY, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("looks_by_record", "looks", ["record_id", "at", "id"])
    op.create_index("looks_by_account", "looks", ["account", "at"])


def _complaints() -> None:
    op.create_table(
        "complaints",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("record_id", sa.String(length=40), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("told_at", sa.String(length=32), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.Column("answer", sa.Text(), server_default=_EMPTY, nullable=False),
        sa.Column("answered_by", sa.String(length=64), server_default=_EMPTY, nullable=False),
        sa.Column("answered_at", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("complaints_by_record", "complaints", ["record_id", "told_at"])
    op.create_index("complaints_by_account", "complaints", ["account", "told_at"])
    op.create_index("complaints_by_outcome", "complaints", ["outcome", "told_at"])
