"""Search by sets of terms: an index that keeps no places and no counts, and what records are filtered by.

The index is empty then; whoever brings the schema up to date makes every text findable again (storage/record_texts.py), a
million in a quarter of an hour.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "record_texts",
        sa.Column("facets", sa.Text(), server_default=sa.text("''"), nullable=False),
    )
    for statement in _OF_THIS_DATABASE[op.get_bind().dialect.name]:
        op.execute(sa.text(statement))


# Contentless, and without places: only which record has a term.
_SQLITE = (
    "DROP TABLE record_search",
    """
    CREATE VIRTUAL TABLE record_search USING fts5(
        terms, content='', detail=none, tokenize="ascii tokenchars '=~^@_/-.:'"
    )
    """,
)
# A pending list would be read by every search, and emptied by whoever adds the record that fills it.
_POSTGRESQL = (
    "DROP TABLE record_search",
    "CREATE TABLE record_search (number BIGINT PRIMARY KEY, terms TSVECTOR NOT NULL)",
    "CREATE INDEX record_search_by_terms ON record_search USING gin (terms) WITH (fastupdate = off)",
)
_OF_THIS_DATABASE = {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}
