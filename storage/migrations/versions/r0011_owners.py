"""Who owns what: further owners of a record, numbers that are one person's, result codes.

Records filed before keep the owner they have; those without one wait for a person. Their codes are given when a person asks
(`digitize owners codes`), so that no start waits for a million of them.
"""

import sqlalchemy as sa
from alembic import op

from storage.migrations.versions.r0009_search_by_sets import NEWEST_RECORDS

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_WITHOUT_OWNER = sa.text("is_current AND owner_number IS NULL AND owner_basis <> 'nobody'")


def upgrade() -> None:
    _know_whose_records_are()
    _link_numbers()
    _give_codes()
    if op.get_bind().dialect.name == "postgresql":
        _end_search_among_no_records()


def _know_whose_records_are() -> None:
    op.add_column(
        "records",
        sa.Column(
            "owner_basis", sa.String(length=16), server_default=sa.text("''"), nullable=False
        ),
    )
    op.add_column(
        "records",
        sa.Column("owner_reasons", sa.Text(), server_default=sa.text("'[]'"), nullable=False),
    )
    op.add_column(
        "records",
        sa.Column("further_owners", sa.Text(), server_default=sa.text("'[]'"), nullable=False),
    )
    op.create_index(
        "records_without_owner",
        "records",
        ["filed_at", "id"],
        sqlite_where=_WITHOUT_OWNER,
        postgresql_where=_WITHOUT_OWNER,
    )
    op.create_table(
        "record_owners",
        sa.Column("record_id", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("owner_kind", sa.String(length=16), nullable=False),
        sa.Column("owner_number", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("record_id", "version", "position"),
    )
    op.create_index("record_owners_by_number", "record_owners", ["owner_kind", "owner_number"])


def _link_numbers() -> None:
    op.create_table(
        "number_links",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("owner_kind", sa.String(length=16), nullable=False),
        sa.Column("one_number", sa.String(length=64), nullable=False),
        sa.Column("other_number", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("agency", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("record_id", sa.String(length=40), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("made_at", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint(
            "owner_kind", "one_number", "other_number", name="number_links_of_a_pair"
        ),
    )
    op.create_index("number_links_of_the_other", "number_links", ["owner_kind", "other_number"])
    op.create_index("number_links_by_state", "number_links", ["state", "made_at", "id"])
    op.create_index("number_links_by_record", "number_links", ["record_id"])
    op.create_table(
        "number_link_steps",
        sa.Column("link_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["link_id"], ["number_links.id"]),
        sa.PrimaryKeyConstraint("link_id", "version"),
    )
    op.create_table(
        "linked_numbers",
        sa.Column("owner_kind", sa.String(length=16), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("owner_kind", "number"),
    )
    op.create_index("linked_numbers_by_person", "linked_numbers", ["person"])


def _give_codes() -> None:
    op.create_table(
        "result_counters",
        sa.Column("stem", sa.String(length=200), nullable=False),
        sa.Column("last", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("stem"),
    )
    op.create_table(
        "result_codes",
        sa.Column("code", sa.String(length=240), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("record_id", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("code"),
    )
    op.create_index("result_codes_by_record", "result_codes", ["record_id", "kind", "version"])


def _end_search_among_no_records() -> None:
    """As older programs made the function it had no end where there is no record; it is mended where it is made since."""
    op.execute(sa.text(NEWEST_RECORDS.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1)))
