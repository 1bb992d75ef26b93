"""Other systems: dossiers they push, webhooks, exports."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _system_keys()
    _dossiers()
    _components()
    _results()
    _webhooks()


def _system_keys() -> None:
    op.create_table(
        "system_keys",
        sa.Column("key_sha256", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("account_id", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.String(length=32), nullable=False),
        sa.Column("closed_at", sa.String(length=32), nullable=True),
        sa.Column("seen_at", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("key_sha256"),
        sa.UniqueConstraint("id"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"]),
    )
    op.create_index("system_keys_by_account", "system_keys", ["account_id"])


def _dossiers() -> None:
    op.create_table(
        "dossiers",
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("procedure_code", sa.String(length=64), nullable=False),
        sa.Column("procedure_title", sa.Text(), nullable=False),
        sa.Column("owner_kind", sa.String(length=16), nullable=True),
        sa.Column("owner_number", sa.String(length=64), nullable=True),
        sa.Column("owner_name", sa.Text(), nullable=True),
        sa.Column("counter", sa.Text(), nullable=False),
        sa.Column("way", sa.String(length=16), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("received_at", sa.String(length=32), nullable=True),
        sa.Column("received_day", sa.String(length=10), nullable=True),
        sa.Column("due_at", sa.String(length=32), nullable=True),
        sa.Column("decided_at", sa.String(length=32), nullable=True),
        sa.Column("returned_at", sa.String(length=32), nullable=True),
        sa.Column("says_digitised", sa.Boolean(), nullable=False),
        sa.Column("is_account_verified", sa.Boolean(), nullable=False),
        sa.Column("is_paid_online", sa.Boolean(), nullable=False),
        sa.Column("databases", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("said_at", sa.String(length=32), nullable=False),
        sa.Column("changed_at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("agency", "code"),
    )
    op.create_index("dossiers_by_code", "dossiers", ["code"])
    op.create_index("dossiers_by_day", "dossiers", ["agency", "received_day", "code"])
    op.create_index(
        "dossiers_by_procedure", "dossiers", ["agency", "procedure_code", "received_day"]
    )
    op.create_index("dossiers_by_owner", "dossiers", ["owner_kind", "owner_number"])


def _components() -> None:
    op.create_table(
        "dossier_components",
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("dossier_code", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("is_mandatory", sa.Boolean(), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("copy_kind", sa.Text(), nullable=False),
        sa.Column("digitisation", sa.Integer(), nullable=False),
        sa.Column("reuse", sa.Integer(), nullable=False),
        sa.Column("is_from_store", sa.Boolean(), nullable=False),
        sa.Column("files", sa.Text(), nullable=False),
        sa.Column("record_id", sa.String(length=40), nullable=True),
        sa.Column("filed_at", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("agency", "dossier_code", "code"),
        sa.ForeignKeyConstraint(["agency", "dossier_code"], ["dossiers.agency", "dossiers.code"]),
    )
    op.create_index("dossier_components_by_record", "dossier_components", ["record_id"])


def _results() -> None:
    op.create_table(
        "dossier_results",
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("dossier_code", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=128), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("component_code", sa.String(length=64), nullable=False),
        sa.Column("paper_id", sa.String(length=128), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("valid_until", sa.String(length=10), nullable=True),
        sa.Column("is_signed", sa.Boolean(), nullable=False),
        sa.Column("record_id", sa.String(length=40), nullable=True),
        sa.Column("filed_at", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("agency", "dossier_code", "code"),
        sa.ForeignKeyConstraint(["agency", "dossier_code"], ["dossiers.agency", "dossiers.code"]),
    )
    op.create_index("dossier_results_by_record", "dossier_results", ["record_id"])


def _webhooks() -> None:
    op.create_table(
        "followers",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "webhooks",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("account_id", sa.String(length=64), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("events", sa.Text(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("made_at", sa.String(length=32), nullable=False),
        sa.Column("closed_at", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"]),
    )
    op.create_index("webhooks_by_agency", "webhooks", ["agency", "id"])
    op.create_table(
        "deliveries",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("webhook_id", sa.String(length=32), nullable=False),
        sa.Column("event", sa.String(length=64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("made_at", sa.String(length=32), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("next_at", sa.String(length=32), nullable=True),
        sa.Column("leased_until", sa.String(length=32), nullable=True),
        sa.Column("delivered_at", sa.String(length=32), nullable=True),
        sa.Column("set_aside_at", sa.String(length=32), nullable=True),
        sa.Column("last_error", sa.String(length=64), server_default=sa.text("''"), nullable=False),
        sa.Column("last_status", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(["webhook_id"], ["webhooks.id"]),
    )
    op.create_index("deliveries_due", "deliveries", ["next_at", "id"])
    op.create_index("deliveries_of_webhook", "deliveries", ["webhook_id", "made_at"])
    op.create_index("deliveries_set_aside", "deliveries", ["set_aside_at"])
