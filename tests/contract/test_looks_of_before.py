"""A warehouse that was read before looks were rows: the migration tells them out of the ledger, on both databases."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, text

from digitize.reuse.looks import LookBasis
from storage import migrations, postgres, sqlite
from storage.look_rows import looks_at

AT = "2026-03-02T08:30:00.000000+00:00"
RECORD = "r-0123456789abcdef-p0001"


@pytest.fixture(params=["file", "postgres"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    if request.param == "postgres":
        opened = postgres.engine_for(request.getfixturevalue("empty_postgres_url"))
    else:
        opened = sqlite.engine_for_file(tmp_path / "c.db")
    yield opened
    opened.dispose()


def an_account(connection: Connection, name: str, *, agency: str, number: str | None) -> None:
    connection.execute(
        text(
            "INSERT INTO accounts (id, name, agency, roles, owner_kind, owner_number, must_change, made_at)"
            " VALUES (:name, :name, :agency, '[]', :kind, :number, false, :at)"
        ),
        {
            "name": name,
            "agency": agency,
            "kind": number and "citizen",
            "number": number,
            "at": AT,
        },
    )


def an_entry(connection: Connection, seq: int, event: str, actor: str, data: str) -> None:
    connection.execute(
        text(
            "INSERT INTO ledger (seq, at, event, subject, actor, data, previous_hash, hash)"
            " VALUES (:seq, :at, :event, :subject, :actor, :data, 'x', 'y')"
        ),
        {
            "seq": seq,
            "at": AT.replace("08:30", f"08:3{seq}"),
            "event": event,
            "subject": RECORD,
            "actor": actor,
            "data": data,
        },
    )


def test_looks_of_before_are_told(engine: Engine) -> None:
    with engine.connect() as connection, connection.begin():
        migrations.upgrade(connection, to="0012")
        an_account(connection, "an", agency="H46.1", number=None)
        an_account(connection, "hoa", agency="", number="044203001234")
        an_entry(connection, 1, "record.filed", "system", "{}")
        an_entry(connection, 2, "record.read", "an", '{"purpose":"get.sealed"}')
        an_entry(connection, 3, "record.read", "hoa", '{"purpose":"show"}')
        an_entry(connection, 4, "record.read", "root", '{"purpose":"find"}')
        migrations.upgrade(connection)
        found = looks_at(connection, RECORD, limit=9)  # type: ignore[arg-type]
    assert [(look.account, look.part, look.agency, look.basis) for look in found] == [
        ("root", "find", "", LookBasis.HOUSE),
        ("hoa", "show", "", LookBasis.SELF),
        ("an", "get.sealed", "H46.1", LookBasis.AGENCY),
    ]
    assert found[-1].at == datetime(2026, 3, 2, 8, 32, tzinfo=UTC)
