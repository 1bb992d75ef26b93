"""A warehouse of an earlier program has its checkers' queue once it is brought up to date."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_factories import a_checker, a_doubt
from sqlalchemy import text
from storage_factories import NOW

from digitize.codec import to_json
from digitize.desk import QueueFilter
from storage import desk_queue, migrations, postgres, sqlite
from storage.database import Database, open_database, open_postgres
from storage.schema import utc_text

SCAN, PAPER = "a" * 64, "a" * 16
OF_BEFORE = (
    """INSERT INTO batches (id, agency, channel, opened_at, priority)
    VALUES ('b1', 'H46.1', 'station', :at, 10), ('b2', 'H46.2', 'station', :at, 0)""",
    """INSERT INTO scans
    (id, batch_id, source, kind, size_bytes, page_count, traits, state, received_at, receipted_at)
    VALUES (:scan, 'b1', 'a.pdf', 'pdf', 1, 2, '[]', 'separated', :at, :at)""",
    """INSERT INTO arrivals (scan_id, batch_id, source, at)
    VALUES (:scan, 'b1', 'a.pdf', :at), (:scan, 'b2', 'b.pdf', :at)""",
    """INSERT INTO documents (id, scan_id, page_indexes, status, version, description)
    VALUES (:paper || '-p0001', :scan, '[0]', 'needs_check', 4, :said),
    (:paper || '-p0002', :scan, '[1]', 'filed', 6, :said)""",
)


@pytest.fixture(params=["file", "postgres"])
def older(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Brought up to date from the revision before the desk's."""
    if request.param == "postgres":
        address = request.getfixturevalue("empty_postgres_url")
        engine = postgres.engine_for(address)
    else:
        engine = sqlite.engine_for_file(tmp_path / "c.db")
    said = {"at": utc_text(NOW), "scan": SCAN, "paper": PAPER, "said": to_json(a_doubt()).decode()}
    with engine.connect() as connection, connection.begin():
        migrations.upgrade(connection, to="0007")
        for statement in OF_BEFORE:
            connection.execute(text(statement), said)
    engine.dispose()
    opened = (
        open_postgres(address) if request.param == "postgres" else open_database(tmp_path / "c.db")
    )
    yield opened
    opened.close()


def test_what_waited_before_waits_for_every_agency_that_brought_it(older: Database) -> None:
    with older.reading() as connection:
        for agency in ("H46.1", "H46.2"):
            viewer, wanted = a_checker(agency=agency), QueueFilter(type_code="quyet_dinh")
            (row,) = desk_queue.waiting_after(
                connection, viewer, wanted, after=None, at=NOW, limit=9
            )
            assert row.document_id == f"{PAPER}-p0001"
            assert (row.priority, row.received_at) == (10 if agency == "H46.1" else 0, NOW)
