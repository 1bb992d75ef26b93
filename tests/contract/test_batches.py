"""Every catalogue remembers a batch as its giver described it, and knows whose work comes first."""

from dataclasses import replace

import pytest
from storage_factories import (
    CITIZEN,
    LATER,
    NOW,
    a_batch,
    a_file,
    a_scan_id,
    filed,
    receive,
    separated,
)

from digitize.errors import NotFound
from digitize.model import BatchId, CoverNote, PageOutcome, Separation
from digitize.ports import Catalogue
from digitize.rows import Background, Batch, ExpectedFile, Priority
from storage.catalogue import SqlCatalogue
from storage.imports import ImportRow, Imports


def a_dossier_batch() -> Batch:
    return replace(
        a_batch(),
        id=BatchId("lo-1"),
        channel="station",
        station="quay-1",
        dossier_code="000.00.16.H07-260220-0005",
        procedure_code="1.004222",
        owner=CITIZEN,
        expected=(ExpectedFile(name="don.pdf", page_count=2, component="don"),),
    )


def come(catalogue: Catalogue, content: str, batch: Batch) -> None:
    catalogue.receive_scan(
        a_scan_id(content), batch=batch, source=f"{content}.pdf", file=a_file(), at=NOW
    )


def test_a_batch_is_remembered_as_its_giver_described_it(catalogue: Catalogue) -> None:
    catalogue.open_batch(a_dossier_batch())
    assert catalogue.batch(BatchId("lo-1")) == a_dossier_batch()
    assert list(catalogue.batches(dossier_code="000.00.16.H07-260220-0005")) == [a_dossier_batch()]
    assert list(catalogue.batches(dossier_code="another")) == []


def test_a_long_code_is_remembered_whole(catalogue: Catalogue) -> None:
    batch = replace(a_dossier_batch(), dossier_code="H" * 100, station="quầy " * 30)
    catalogue.open_batch(batch)
    assert catalogue.batch(batch.id) == batch


def test_a_batch_that_nobody_opened_is_not_found(catalogue: Catalogue) -> None:
    with pytest.raises(NotFound):
        catalogue.batch(BatchId("lo-9"))


def test_a_batch_is_closed_once(catalogue: Catalogue) -> None:
    catalogue.open_batch(a_dossier_batch())
    catalogue.close_batch(BatchId("lo-1"), at=NOW)
    catalogue.close_batch(BatchId("lo-1"), at=LATER)
    assert catalogue.batch(BatchId("lo-1")).closed_at == NOW
    closings = [entry.event for entry in catalogue.ledger(subject="lo-1")]
    assert closings == ["batch.opened", "batch.closed"]


def test_the_same_bytes_under_two_names_arrive_twice(catalogue: Catalogue) -> None:
    batch = a_dossier_batch()
    for source in ("a.pdf", "b.pdf", "a.pdf"):
        catalogue.receive_scan(a_scan_id(), batch=batch, source=source, file=a_file(), at=NOW)
    assert [arrival.source for arrival in catalogue.arrivals(batch.id)] == ["a.pdf", "b.pdf"]


def test_counters_come_before_backfill_that_came_earlier(catalogue: Catalogue) -> None:
    backfill = replace(a_batch(), id=BatchId("cu"), priority=Priority.BACKFILL)
    come(catalogue, "old", backfill)
    come(catalogue, "new", a_dossier_batch())
    assert [scan.id for scan in catalogue.unfinished_scans(limit=9)] == [
        a_scan_id("new"),
        a_scan_id("old"),
    ]


def test_bytes_a_counter_brings_again_are_the_counters(catalogue: Catalogue) -> None:
    backfill = replace(a_batch(), id=BatchId("cu"), priority=Priority.BACKFILL)
    for content in ("one", "two"):
        come(catalogue, content, backfill)
    come(catalogue, "two", a_dossier_batch())
    assert catalogue.unfinished_scans(limit=1)[0].id == a_scan_id("two")


def test_what_is_filed_or_waits_for_a_person_is_not_unfinished(catalogue: Catalogue) -> None:
    filed(catalogue, content="filed")
    assert list(catalogue.unfinished_scans(limit=9)) == []
    receive(catalogue, content="received")
    assert len(catalogue.unfinished_scans(limit=9)) == 1


def test_what_covers_say_is_remembered_and_leads_to_the_dossier(catalogue: Catalogue) -> None:
    come(catalogue, "stack", a_batch())
    cover = CoverNote(page_index=0, dossier_code="H46.12-240105-0012", component="to_khai")
    separation = Separation(
        documents=((1, 2),), set_aside=((0, PageOutcome.SEPARATOR),), covers=(cover,)
    )
    for _ in range(2):
        catalogue.separate(a_scan_id("stack"), separation, at=LATER)
    assert list(catalogue.covers(a_scan_id("stack"))) == [cover]
    assert list(catalogue.scans_naming("H46.12-240105-0012")) == [a_scan_id("stack")]
    assert [e.data for e in catalogue.ledger() if e.event == "scan.cover_read"] == [
        {"page_index": 0, "dossier_code": "H46.12-240105-0012", "component": "to_khai"}
    ]


def test_one_look_tells_what_was_said_of_a_scan(catalogue: SqlCatalogue) -> None:
    scans = {name: a_scan_id(name) for name in ("plain", "covered", "listed")}
    for name in scans:
        come(catalogue, name, a_dossier_batch())
    cover = CoverNote(page_index=0, component="to_khai")
    separation = Separation(
        documents=((1, 2),), set_aside=((0, PageOutcome.SEPARATOR),), covers=(cover,)
    )
    catalogue.separate(scans["covered"], separation, at=LATER)
    rows = [ImportRow(number=2, said={"reference": "1"})]
    imports = Imports(catalogue._database)
    imports.begin(a_dossier_batch().id, rows, about={"register": "so.csv"})
    imports.note(a_dossier_batch().id, 2, path="1.pdf", scan_id=scans["listed"])
    said = {name: catalogue.background(catalogue.scan(scan)) for name, scan in scans.items()}
    plain = Background(batch=a_dossier_batch(), has_covers=False, is_in_register=False)
    assert said == {
        "plain": plain,
        "covered": replace(plain, has_covers=True),
        "listed": replace(plain, is_in_register=True),
    }


def test_nothing_was_said_of_a_scan_in_a_batch_that_never_came(catalogue: Catalogue) -> None:
    come(catalogue, "one", a_batch())
    scan = replace(catalogue.scan(a_scan_id("one")), batch_id=BatchId("never"))
    with pytest.raises(NotFound):
        catalogue.background(scan)


def test_noted_pages_of_an_expected_file_come_back_as_said(catalogue: Catalogue) -> None:
    noted = ExpectedFile(name="don.pdf", page_count=2, noted_pages=(1, 2))
    catalogue.open_batch(replace(a_batch(), expected=(noted,)))
    assert catalogue.batch(a_batch().id).expected == (noted,)


def test_bytes_are_known_by_batch_and_name(catalogue: Catalogue) -> None:
    come(catalogue, "one", a_dossier_batch())
    batch_id = a_dossier_batch().id
    arrival = catalogue.arrival(batch_id, a_scan_id("one"), "one.pdf")
    assert list(catalogue.arrivals(batch_id)) == [arrival]
    assert catalogue.arrival(batch_id, a_scan_id("one"), "two.pdf") is None
    assert catalogue.arrival(BatchId("lo-2"), a_scan_id("one"), "one.pdf") is None


def test_a_stations_batches_come_newest_first_and_a_page_at_a_time(catalogue: Catalogue) -> None:
    for number, opened_at in (("1", NOW), ("2", LATER), ("3", LATER)):
        opened = replace(a_dossier_batch(), id=BatchId(f"lo-{number}"), opened_at=opened_at)
        catalogue.open_batch(opened)
    catalogue.open_batch(replace(a_dossier_batch(), id=BatchId("lo-4"), station="quay-2"))
    first = catalogue.batches_of_station("quay-1", limit=2)
    rest = catalogue.batches_of_station("quay-1", after=first[-1].id, limit=2)
    assert [batch.id for batch in (*first, *rest)] == ["lo-3", "lo-2", "lo-1"]


def test_only_scans_of_a_priority_are_given_where_one_is_named(catalogue: Catalogue) -> None:
    backfill = replace(a_batch(), id=BatchId("cu"), priority=Priority.BACKFILL)
    for content in ("one", "two"):
        come(catalogue, content, backfill)
    come(catalogue, "two", a_dossier_batch())
    found = catalogue.unfinished_scans(limit=9, priority=Priority.BACKFILL)
    assert [scan.id for scan in found] == [a_scan_id("one")]


def test_what_is_said_of_a_file_as_it_comes_changes_nothing_said_before(
    catalogue: Catalogue,
) -> None:
    batch = a_dossier_batch()
    catalogue.open_batch(batch)
    for name in ("don.pdf", "cccd.pdf", "cccd.pdf"):
        catalogue.expect(batch.id, ExpectedFile(name=name, component="giay_to"))
    added = ExpectedFile(name="cccd.pdf", component="giay_to", announced=False)
    assert catalogue.batch(batch.id).expected == (*batch.expected, added)


def test_work_is_found_however_long_the_backlog(catalogue: Catalogue) -> None:
    backfill = replace(a_batch(), id=BatchId("cu"), priority=Priority.BACKFILL)
    for number in range(40):
        come(catalogue, f"old {number:02}", backfill)
    separated(catalogue, content="half done")
    found = [scan.id for scan in catalogue.unfinished_scans(limit=3)]
    assert found[0] == a_scan_id("half done")
    assert len(found) == 3
