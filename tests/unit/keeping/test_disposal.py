"""Only an officer disposes, only of what is past its time and not held; then bytes go, rows stay, and the audit still holds."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from keeping_factories import kept_at
from sqlalchemy import update
from storage_factories import LATER, NOW, a_batch, described, filed, receive

from config.retention import RetentionSchedule
from digitize.errors import (
    CannotDispose,
    IllegalMove,
    NotFound,
    OfficerNotNamed,
    ReasonMissing,
    StillToBeKept,
    UnderHold,
)
from digitize.rows import Disposal, Hold, HoldKind, Record
from storage import keys
from storage.audit import audit
from storage.catalogue import SqlCatalogue
from storage.database import open_memory_database, open_postgres
from storage.memory_store import MemoryStore
from storage.schema import disposals, holds, records
from workers import disposal
from workers.services import Services

TEN_YEARS = RetentionSchedule(default_years=10, years_by_type={})
FOR_EVER = RetentionSchedule(default_years=None, years_by_type={})
PAST = NOW + timedelta(days=365 * 11)
OFFICER = "Nguyễn Văn Lưu"


class HoldingMemory(MemoryStore):
    """A store whose service has legal holds."""

    has_legal_hold = True

    def __init__(self) -> None:
        super().__init__()
        self.held: set[str] = set()

    def hold(self, key: str) -> None:
        self.held.add(key)

    def release(self, key: str) -> None:
        self.held.discard(key)

    def is_kept_by_service(self, key: str) -> bool:
        return key in self.held


@pytest.fixture(params=["memory", "postgres"])
def catalogue(request: pytest.FixtureRequest) -> Iterator[SqlCatalogue]:
    if request.param == "postgres":
        opened = SqlCatalogue(open_postgres(request.getfixturevalue("postgres_url")))
    else:
        opened = SqlCatalogue(open_memory_database())
    yield opened
    opened.close()


@pytest.fixture
def store() -> HoldingMemory:
    return HoldingMemory()


@pytest.fixture
def record(catalogue: SqlCatalogue, store: HoldingMemory) -> Record:
    return filed(catalogue, store=store)


def disposed(
    catalogue: SqlCatalogue, store: MemoryStore, record: Record, **changes: object
) -> Disposal:
    given = {"schedule": TEN_YEARS, "officer": OFFICER, "reason": "QĐ hủy 12", "at": PAST}
    document = catalogue.document(record.document_id)
    return disposal.dispose(catalogue, store, document, **given | changes)


def a_hold(subject: str, kind: HoldKind = HoldKind.RECORD) -> Hold:
    return Hold(subject=subject, kind=kind, reason="Vụ án 7", officer=OFFICER, placed_at=LATER)


def test_a_disposed_document_leaves_its_rows_and_no_bytes(
    catalogue: SqlCatalogue, store: HoldingMemory, record: Record
) -> None:
    disposed(catalogue, store, record)
    assert list(store.keys("")) == []
    assert catalogue.record(record.id) == record
    assert catalogue.find("hòa giải") == []
    assert audit(catalogue, store).ok


def test_days_of_keeping_are_those_of_vietnam() -> None:
    early = datetime(2016, 3, 1, 23, 0, tzinfo=UTC)  # 06:00 on 2 March at the counter
    database = open_memory_database()
    catalogue = SqlCatalogue(database)
    record = filed(catalogue)
    with database.writing() as connection:
        connection.execute(update(records).values(filed_at=early))
    (found,) = disposal.past_their_time(catalogue, TEN_YEARS, today=date(2026, 3, 2))
    assert (found.record.id, found.ended_on) == (record.id, date(2026, 3, 2))
    assert list(disposal.past_their_time(catalogue, TEN_YEARS, today=date(2026, 3, 1))) == []
    catalogue.close()


def test_a_paper_may_go_from_the_morning_of_its_day_in_vietnam_on(
    catalogue: SqlCatalogue, store: HoldingMemory, record: Record
) -> None:
    morning = datetime(2036, 3, 1, 23, 0, tzinfo=UTC)  # 06:00 on 2 March there
    assert disposed(catalogue, store, record, at=morning).ordered_at == morning


def test_its_pages_stay_counted_and_the_audit_says_how_many_were_disposed_of(
    catalogue: SqlCatalogue, store: HoldingMemory, record: Record
) -> None:
    before = audit(catalogue, store)
    disposed(catalogue, store, record)
    after = audit(catalogue, store)
    assert (after.pages, after.documents) == (before.pages, before.documents)
    assert (before.disposed, after.disposed) == (0, 1)


def test_the_ledger_names_officer_and_reason(
    catalogue: SqlCatalogue, store: HoldingMemory, record: Record
) -> None:
    disposed(catalogue, store, record)
    (entry,) = [e for e in catalogue.ledger() if e.event == "document.disposed"]
    assert (entry.actor, entry.data["reason"]) == (OFFICER, "QĐ hủy 12")


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"officer": "system"}, OfficerNotNamed),
        ({"officer": " "}, OfficerNotNamed),
        ({"reason": ""}, ReasonMissing),
        ({"at": NOW}, StillToBeKept),
        ({"schedule": FOR_EVER}, StillToBeKept),
    ],
    ids=["nobody", "blank", "no reason", "too early", "permanent"],
)
def test_nothing_goes_without_name_reason_and_time(
    catalogue: SqlCatalogue,
    store: HoldingMemory,
    record: Record,
    changes: dict[str, object],
    error: type[Exception],
) -> None:
    before = list(store.keys(""))
    with pytest.raises(error):
        disposed(catalogue, store, record, **changes)
    assert list(store.keys("")) == before
    assert catalogue.disposals() == []


def test_what_is_not_filed_is_not_disposed_of(
    catalogue: SqlCatalogue, store: HoldingMemory
) -> None:
    document = catalogue.document(described(catalogue, store=store))
    with pytest.raises(IllegalMove):
        disposal.dispose(
            catalogue, store, document, schedule=TEN_YEARS, officer=OFFICER, reason="x", at=PAST
        )


def test_a_hold_on_document_or_record_keeps_it(
    catalogue: SqlCatalogue, store: HoldingMemory, record: Record
) -> None:
    for subject, kind in (
        (record.id, HoldKind.RECORD),
        (record.document_id, HoldKind.DOCUMENT),
    ):
        disposal.hold(catalogue, store, a_hold(subject, kind))
        with pytest.raises(UnderHold):
            disposed(catalogue, store, record)
        disposal.release(
            catalogue, store, a_hold(subject, kind), officer=OFFICER, reason="xong", at=PAST
        )
    assert disposed(catalogue, store, record)
    assert audit(catalogue, store).ok


def test_a_hold_on_a_dossier_keeps_all_its_papers(
    catalogue: SqlCatalogue, store: HoldingMemory
) -> None:
    batch = replace(a_batch(batch_id="b-2"), dossier_code="H46-1")
    receive(catalogue, content="scan", batch=batch, store=store)
    record = filed(catalogue, store=store)
    disposal.hold(catalogue, store, a_hold("H46-1", HoldKind.DOSSIER))
    with pytest.raises(UnderHold):
        disposed(catalogue, store, record)


def test_the_service_of_the_store_holds_too_until_no_hold_is_left(
    catalogue: SqlCatalogue, store: HoldingMemory, record: Record
) -> None:
    wanted = {
        keys.original(catalogue.document(record.document_id).scan_id),
        keys.searchable(record.document_id),
        keys.sealed(record.document_id),
    }
    on_record, on_document = a_hold(record.id), a_hold(record.document_id, HoldKind.DOCUMENT)
    disposal.hold(catalogue, store, on_record)
    disposal.hold(catalogue, store, on_document)
    assert store.held == wanted
    disposal.release(catalogue, store, on_record, officer=OFFICER, reason="xong", at=PAST)
    assert store.held == wanted
    disposal.release(catalogue, store, on_document, officer=OFFICER, reason="xong", at=PAST)
    assert store.held == set()


def test_what_the_service_keeps_by_itself_is_not_ordered_away(
    catalogue: SqlCatalogue, store: HoldingMemory, record: Record
) -> None:
    before = list(store.keys(""))
    store.hold(keys.original(catalogue.document(record.document_id).scan_id))
    with pytest.raises(CannotDispose, match="originals/"):
        disposed(catalogue, store, record)
    assert (list(store.keys("")), catalogue.disposals()) == (before, [])


def test_a_hold_that_is_not_there_cannot_be_released(catalogue: SqlCatalogue) -> None:
    with pytest.raises(NotFound):
        catalogue.release("r-none", officer=OFFICER, reason="x", at=PAST)


def test_what_is_past_its_time_is_listed_unless_held_or_disposed_of(
    catalogue: SqlCatalogue, store: HoldingMemory
) -> None:
    first, second, third = (
        filed(catalogue, content=content, store=store) for content in ("một", "hai", "ba")
    )
    disposal.hold(catalogue, store, a_hold(second.id))
    disposed(catalogue, store, third)
    listed = disposal.past_their_time(catalogue, TEN_YEARS, today=date(2036, 3, 2))
    assert [(one.record.id, one.ended_on) for one in listed] == [(first.id, date(2036, 3, 2))]
    assert not list(disposal.past_their_time(catalogue, TEN_YEARS, today=date(2036, 3, 1)))


def test_a_disposal_that_was_cut_off_is_finished_by_the_same_command(
    catalogue: SqlCatalogue, store: HoldingMemory, record: Record
) -> None:
    catalogue.dispose(record.document_id, officer=OFFICER, reason="QĐ hủy 12", at=PAST)
    assert catalogue.disposals()[0].removed_at is None
    disposed(catalogue, store, record)
    assert catalogue.disposals()[0].removed_at == PAST
    assert [e.event for e in catalogue.ledger()].count("document.disposed") == 1
    assert list(store.keys("")) == []


@pytest.mark.parametrize("table", [disposals, holds], ids=["disposal", "hold"])
def test_a_disposal_or_hold_that_no_ledger_tells_of_is_a_problem(tmp_path: Path, table) -> None:
    with kept_at(tmp_path / "kho") as services:
        record = filed(services.catalogue, store=services.store)
        forge(services, table, record)
        services.store.dispose(keys.sealed(record.document_id))
        found = audit(services.catalogue, services.store).problems
    assert f"{table.name[:-1]}_unknown:{record.document_id}" in found
    assert f"sealed_missing:{keys.sealed(record.document_id)}" in found


def forge(services: Services, table, record: Record) -> None:
    values = {"reason": "x", "officer": "kẻ gian"}
    if table is disposals:
        values |= {"document_id": record.document_id, "ordered_at": NOW}
    else:
        values |= {"subject": record.document_id, "kind": "document", "placed_at": NOW}
    with services.database.writing() as connection:
        connection.execute(table.insert().values(values))
