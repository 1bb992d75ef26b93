"""Looks at a record: each is in the ledger, and pictures of its pages belong to the look that opened it."""

from dataclasses import replace
from datetime import datetime, timedelta

from service_factories import memory_services
from storage_factories import NOW, filed, separated

from digitize.rows import Record
from workers.records.reads import Purpose, note_look
from workers.services import Services


def looked(services: Services, record: Record, purpose: str, *, actor: str, at: datetime) -> None:
    document = services.catalogue.document(record.document_id)
    note_look(replace(services, clock=lambda: at), document, purpose=purpose, actor=actor)


def looks(services: Services, record: Record) -> list[tuple[str, object]]:
    entries = services.catalogue.ledger(subject=record.id)
    return [(one.actor, one.data["purpose"]) for one in entries if one.event == "record.read"]


def test_turning_pages_is_one_look() -> None:
    services = memory_services()
    record = filed(services.catalogue)
    looked(services, record, Purpose.SHOW, actor="an", at=NOW)
    for minutes in (1, 2, 14):
        looked(services, record, Purpose.PICTURE, actor="an", at=NOW + timedelta(minutes=minutes))
    assert looks(services, record) == [("an", "show")]


def test_a_picture_is_a_look_of_its_own_for_whoever_did_not_open_the_record() -> None:
    services = memory_services()
    record = filed(services.catalogue)
    looked(services, record, Purpose.SHOW, actor="an", at=NOW)
    looked(services, record, Purpose.FIND, actor="bình", at=NOW)
    looked(services, record, Purpose.PICTURE, actor="bình", at=NOW)
    looked(services, record, Purpose.PICTURE, actor="an", at=NOW + timedelta(hours=1))
    assert looks(services, record)[2:] == [("bình", "picture"), ("an", "picture")]


def test_looking_at_a_paper_on_its_way_is_no_look_at_a_record() -> None:
    services = memory_services()
    document = services.catalogue.document(separated(services.catalogue))
    before = services.catalogue.ledger_head()
    note_look(services, document, purpose=Purpose.SHOW, actor="an")
    assert services.catalogue.ledger_head() == before
