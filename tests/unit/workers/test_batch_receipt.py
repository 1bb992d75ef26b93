"""A batch's receipt is made from what the catalogue holds: declared at once, read later, refused files included."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from service_factories import memory_services
from storage_factories import LATER, NOW, a_batch, a_file, a_scan_id, described, receive

from digitize.dossier.arrived import KnownBy
from digitize.errors import NotFound
from digitize.model import BatchId, CoverNote, PageOutcome, Separation
from digitize.rows import Batch, ExpectedFile
from workers.batch_receipt import batch_receipt
from workers.services import Services

DOSSIER = "H46.12.34-240105-0012"


@pytest.fixture
def services() -> Iterator[Services]:
    with memory_services() as opened:
        yield opened


def dossier_batch(batch_id: str = "batch-1", *expected: ExpectedFile) -> Batch:
    return replace(
        a_batch(batch_id=batch_id),
        dossier_code=DOSSIER,
        procedure_code="1.001193.H46",
        expected=expected,
    )


def test_a_receipt_lists_what_came_and_what_is_missing(services: Services) -> None:
    batch = dossier_batch("batch-1", ExpectedFile(name="quét/scan.pdf", page_count=2))
    services.catalogue.open_batch(batch)
    receive(services.catalogue, batch=batch, page_count=3)
    found = batch_receipt(services, batch.id)
    assert [(file.name, file.page_count) for file in found.files] == [("quét/scan.pdf", 3)]
    assert [item.component for item in found.missing] == ["to_khai", "giay_chung_sinh"]
    assert [item.what.value for item in found.differences] == ["page_count"]
    assert (found.known_by, found.final) == (KnownBy.DECLARED, False)


def test_a_read_file_is_known_by_its_types(services: Services) -> None:
    described(services.catalogue)
    found = batch_receipt(services, a_batch().id)
    assert found.known_by is KnownBy.READ
    assert found.differences == ()


def test_covers_name_components_and_procedure(services: Services) -> None:
    batch = replace(dossier_batch(), procedure_code="")
    scan_id = receive(services.catalogue, batch=batch, page_count=4)
    covers = tuple(
        CoverNote(page_index=page, dossier_code=DOSSIER, procedure_code="1.001193", component=item)
        for page, item in ((0, "to_khai"), (2, "giay_chung_sinh"))
    )
    sheets = ((0, PageOutcome.SEPARATOR), (2, PageOutcome.SEPARATOR))
    separation = Separation(documents=((1,), (3,)), set_aside=sheets, covers=covers)
    services.catalogue.separate(scan_id, separation, at=LATER)
    assert batch_receipt(services, batch.id).missing == ()


def test_a_file_of_another_batch_of_the_dossier_counts_unless_another_agency_holds_it(
    services: Services,
) -> None:
    ours, others = dossier_batch("one"), replace(dossier_batch("two"), agency="H29")
    for batch, name in ((ours, "to_khai.pdf"), (others, "giay_chung_sinh.pdf")):
        services.catalogue.receive_scan(
            a_scan_id(name), batch=batch, source=name, file=a_file(), at=NOW
        )
    services.catalogue.open_batch(dossier_batch("three"))
    found = batch_receipt(services, BatchId("three"))
    assert [item.component for item in found.missing] == ["giay_chung_sinh"]


def test_a_closed_batch_has_a_final_receipt(services: Services) -> None:
    services.catalogue.open_batch(dossier_batch())
    services.catalogue.close_batch(BatchId("batch-1"), at=LATER)
    assert batch_receipt(services, BatchId("batch-1")).final


def test_a_batch_that_nobody_opened_has_no_receipt(services: Services) -> None:
    with pytest.raises(NotFound):
        batch_receipt(services, BatchId("none"))
