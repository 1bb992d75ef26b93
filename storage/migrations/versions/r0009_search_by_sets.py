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
_POSTGRESQL_INDEX = (
    "DROP TABLE record_search",
    "CREATE TABLE record_search (number BIGINT PRIMARY KEY, terms TSVECTOR NOT NULL)",
    "CREATE INDEX record_search_by_terms ON record_search USING gin (terms) WITH (fastupdate = off)",
)
# Numbers below `above` of the newest records that have what is wanted and not what is unwanted, the newest first: among the newest
# 8,000, then 260,000, then four million at a time. A vector has a term for each block of numbers that it is in, so a step is one more
# term for the index. What is no bare column is in no order and no range that another index has; what is unwanted is looked at
# only in the rows that are about to be shown, since an inverted index is slow to say what a row has not. The plan is always
# the same, needs no compiling and no helpers, and its bitmap must not forget which rows it means.
NEWEST_RECORDS = """
    CREATE FUNCTION newest_records(wanted tsquery, unwanted tsquery, before bigint, most integer)
    RETURNS SETOF bigint LANGUAGE plpgsql STABLE
    SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET jit = off
    SET max_parallel_workers_per_gather = 0 SET work_mem = '64MB'
    AS $$
    DECLARE
        block_bits integer[] = ARRAY[12, 16, 20];
        blocks_at_once integer[] = ARRAY[2, 4, 4];
        above bigint = least(before, coalesce((SELECT max(number) FROM record_search) + 1, 0));
        size integer = 1;
        reach bigint;
        blocks text;
        given integer;
    BEGIN
        WHILE above > 0 AND most > 0 LOOP
            reach = greatest(0, ((above - 1) >> block_bits[size]) - blocks_at_once[size] + 1);
            SELECT string_agg(format('#%s.%s', block_bits[size], index), ' | ') INTO blocks
            FROM generate_series(reach, (above - 1) >> block_bits[size]) AS index;
            reach = reach << block_bits[size];
            RETURN QUERY
                SELECT hit.number FROM (
                    SELECT number, terms FROM record_search
                    WHERE terms @@ (wanted && CAST(blocks AS tsquery))
                    AND number + 0 < above AND number + 0 >= reach
                    ORDER BY number + 0 DESC OFFSET 0
                ) AS hit
                WHERE NOT hit.terms @@ unwanted LIMIT most;
            GET DIAGNOSTICS given = ROW_COUNT;
            most = most - given;
            above = reach;
            size = least(size + 1, 3);
        END LOOP;
    END $$
"""
_OF_THIS_DATABASE = {"sqlite": _SQLITE, "postgresql": (*_POSTGRESQL_INDEX, NEWEST_RECORDS)}
