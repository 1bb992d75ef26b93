"""A PostgreSQL database of an older program keeps the function that it made; among no records that one looked for ever."""

import pytest
from sqlalchemy import text

from storage import migrations, postgres
from storage.catalogue import SqlCatalogue
from storage.database import open_postgres

ENDS = "least(before, coalesce((SELECT max(number) FROM record_search) + 1, 0))"
ENDLESS = "least(before, (SELECT max(number) FROM record_search) + 1)"


@pytest.mark.parametrize("revision", ["0009", "0010"])
def test_a_search_among_no_records_ends(empty_postgres_url: str, revision: str) -> None:
    engine = postgres.engine_for(empty_postgres_url)
    with engine.begin() as connection:
        migrations.upgrade(connection, to=revision)
        made = connection.scalar(text("SELECT pg_get_functiondef('newest_records'::regproc)"))
        assert ENDS in str(made)
        connection.exec_driver_sql(str(made).replace(ENDS, ENDLESS))
    engine.dispose()
    options = postgres.PostgresOptions(statement_seconds=5)
    database = open_postgres(empty_postgres_url, options=options)
    assert SqlCatalogue(database).search("hòa giải").hits == ()
    database.close()
