"""Two tell of one dossier at the same moment, on a database that lets them: neither takes the other's word back."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import delete
from storage_factories import NOW, a_batch, filed

from config.settings import Settings
from digitize.model import RecordId
from digitize.one_stop import Component, Dossier, DossierStatus, Reuse
from digitize.reuse.grants import GrantId
from digitize.reuse.hand_overs import HandOver
from storage.database import Database
from storage.dossier_rows import Dossiers, keep_held, tell
from storage.reused_components import mark_reused
from storage.schema import followers
from storage.turns import take_turns_at_dossier
from tests.servers.waiting import wait_for
from workers.exchange.papers import follow_filed
from workers.services import Services, build_services

AGENCY, CODE = "H46.1", "H46.1-260302-0001"
SAID = Dossier(code=CODE, agency=AGENCY, source="mot-cua", components=(Component(code="to_khai"),))
DONE = replace(SAID, status=DossierStatus.DONE, received_at=NOW)
MADE = HandOver(
    id="h-1",
    grant_id=GrantId("g-1"),
    record_id=RecordId("r-1"),
    record_version=1,
    sha256="5" * 64,
    agency=AGENCY,
    procedure_code="1.001193",
    dossier_code=CODE,
    component="to_khai",
    account="binh",
    at=NOW,
)


@pytest.fixture
def services(postgres_url: str, tmp_path: Path) -> Iterator[Services]:
    with build_services(
        Settings(warehouse=tmp_path / "kho", database=SecretStr(postgres_url))
    ) as opened:
        yield opened


def told_meanwhile(database: Database, said: Dossier, act: Callable[[], object]) -> Dossier:
    """A system tells of the dossier; `act` begins before that is committed and ends after it."""
    acting = threading.Thread(target=act)
    with database.writing() as connection:
        tell(connection, said, at=NOW, actor="mot-cua")
        acting.start()
        wait_for(lambda: somebody_waits(database))
    acting.join()
    found = Dossiers(database).find(AGENCY, CODE)
    assert found is not None
    return found.dossier


def somebody_waits(database: Database, *, at_least: int = 1) -> bool:
    locks = (
        "SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'advisory' AND database ="
        " (SELECT oid FROM pg_database WHERE datname = current_database())"
    )
    with database.reading() as connection:
        return int(connection.exec_driver_sql(locks).scalar() or 0) >= at_least


def test_a_hand_over_takes_no_status_back(services: Services) -> None:
    database = services.database
    Dossiers(database).tell(SAID, at=NOW, actor="mot-cua")

    def hand_over() -> None:
        with database.writing() as connection:
            mark_reused(connection, MADE)

    after = told_meanwhile(database, DONE, hand_over)
    assert (after.status, after.components[0].reuse) == (DossierStatus.DONE, Reuse.YES)


def test_what_the_counter_knows_of_it_stands_behind_what_a_system_tells(services: Services) -> None:
    batch = replace(a_batch(), dossier_code=CODE)
    record = filed(services.catalogue, batch=batch)
    after = told_meanwhile(services.database, DONE, lambda: follow_filed(services))
    assert (after.source, after.status) == ("mot-cua", DossierStatus.DONE)
    assert record.id in {one.record_id for one in after.components}


def test_two_follow_what_was_filed_and_neither_fails(services: Services) -> None:
    """A reader of a dossier links what was filed, as the server does each second."""
    filed(services.catalogue, batch=replace(a_batch(), dossier_code=CODE))
    ended: list[int] = []
    both = [threading.Thread(target=lambda: ended.append(follow_filed(services))) for _ in range(2)]
    with services.database.writing() as connection:
        take_turns_at_dossier(connection, AGENCY, CODE)
        for one in both:
            one.start()
        wait_for(lambda: somebody_waits(services.database, at_least=2))
    for one in both:
        one.join()
    assert len(ended) == 2
    assert follow_filed(services) == 0


def test_who_follows_late_takes_no_newer_paper_away(services: Services) -> None:
    """Of two that follow one may still be at a paper when the other linked the one after it."""
    database = services.database
    batch = replace(a_batch(), dossier_code=CODE)
    older = filed(services.catalogue, batch=batch)
    follow_filed(services)
    before = Dossiers(database).find(AGENCY, CODE)
    assert before is not None
    (paper,) = [one for one in before.dossier.components if one.record_id == older.id]
    newer = replace(paper, record_id=RecordId("r-2"), filed_at=NOW + timedelta(days=1))
    with database.writing() as connection:
        keep_held(connection, replace(before.dossier, components=(newer,)), at=NOW)
        connection.execute(delete(followers))
    follow_filed(services)
    after = Dossiers(database).find(AGENCY, CODE)
    assert after is not None
    assert newer in after.dossier.components
