"""Every catalogue keeps the same promises: moves, second calls, the ledger's word for each change."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from storage_factories import (
    CITIZEN,
    LATER,
    NOW,
    a_batch,
    a_description,
    a_field,
    a_file,
    a_record,
    a_scan_id,
    described,
    filed,
    read_pages,
    receive,
    separated,
)

from digitize.errors import IllegalMove, NotFound
from digitize.model import DocumentId, PageOutcome, RecordId, Separation
from digitize.page_faults import Fault
from digitize.ports import Catalogue
from digitize.rows import Owner, OwnerKind, PageState, ScanState, StoredFile
from digitize.status import DocumentStatus
from storage import ids, keys
from storage.catalogue import SqlCatalogue

SEALED = StoredFile(key="sealed/x.pdf", sha256="5" * 64)


def events(catalogue: Catalogue) -> list[str]:
    return [entry.event for entry in catalogue.ledger()]


# ---- custody ------------------------------------------------------------------------------------


def test_a_received_scan_has_waiting_pages_and_one_document(catalogue: Catalogue) -> None:
    scan_id = receive(catalogue, page_count=3)
    assert catalogue.scan(scan_id).state is ScanState.RECEIVED
    assert [page.state for page in catalogue.pages(scan_id)] == [PageState.WAITING] * 3
    (document,) = catalogue.documents(scan_id=scan_id)
    assert (document.status, document.page_indexes) == (DocumentStatus.RECEIVED, (0, 1, 2))
    assert document.source == catalogue.scan(scan_id).source


def test_the_same_bytes_are_the_same_scan(catalogue: Catalogue) -> None:
    arguments = {"batch": a_batch(), "source": "a.pdf", "file": a_file(), "at": NOW}
    assert catalogue.receive_scan(a_scan_id(), **arguments)
    assert not catalogue.receive_scan(a_scan_id(), **arguments)
    assert len(catalogue.scans()) == 1
    assert events(catalogue) == ["batch.opened", "scan.received"]


def test_another_arrival_is_noted_once_a_batch_and_source(catalogue: Catalogue) -> None:
    receive(catalogue)
    for _ in range(2):
        catalogue.receive_scan(
            a_scan_id(), batch=a_batch(batch_id="b2"), source="b.pdf", file=a_file(), at=LATER
        )
    assert events(catalogue)[2:] == ["batch.opened", "scan.arrived_again"]
    assert catalogue.scan(a_scan_id()).batch_id == "batch-1"


def test_a_batch_opens_once(catalogue: Catalogue) -> None:
    catalogue.open_batch(a_batch())
    catalogue.open_batch(a_batch())
    assert [batch.id for batch in catalogue.batches()] == ["batch-1"]
    assert events(catalogue) == ["batch.opened"]


def reject_scan(catalogue: Catalogue, *, error_code: str = "damaged_file") -> None:
    catalogue.reject_scan(
        a_scan_id(),
        batch=a_batch(),
        source="quét/scan.pdf",
        size_bytes=9,
        page_count=3,
        error_code=error_code,
        at=NOW,
    )


def test_a_scan_rejected_at_arrival_is_kept_and_gives_no_document(catalogue: Catalogue) -> None:
    for _ in range(2):
        reject_scan(catalogue)
    scan = catalogue.scan(a_scan_id())
    assert (scan.state, scan.error_code, scan.page_count) == (ScanState.REJECTED, "damaged_file", 3)
    assert catalogue.documents() == []
    assert events(catalogue) == ["batch.opened", "scan.rejected"]


def test_a_scan_rejected_later_takes_its_pages_and_documents_along(catalogue: Catalogue) -> None:
    document_id = separated(catalogue)
    for _ in range(2):
        reject_scan(catalogue, error_code="secret_paper")
    document = catalogue.document(document_id)
    assert (document.status, document.error_code) == (DocumentStatus.REJECTED, "secret_paper")
    assert {page.state for page in catalogue.pages(a_scan_id())} == {PageState.REJECTED}
    assert events(catalogue)[-2:] == ["scan.rejected", "document.moved"]


def test_a_scan_with_a_sealed_document_cannot_be_rejected(catalogue: Catalogue) -> None:
    filed(catalogue)
    with pytest.raises(IllegalMove):
        reject_scan(catalogue)
    assert catalogue.scan(a_scan_id()).state is ScanState.SEPARATED


# ---- pages --------------------------------------------------------------------------------------


def test_attempts_are_counted_before_the_work(catalogue: Catalogue) -> None:
    scan_id = receive(catalogue)
    assert [catalogue.begin_attempt(scan_id, 1) for _ in range(3)] == [1, 2, 3]
    assert [page.attempts for page in catalogue.pages(scan_id)] == [0, 3, 0]


def test_a_reading_is_saved_once(catalogue: Catalogue) -> None:
    scan_id = receive(catalogue)
    for _ in range(2):
        catalogue.save_reading(scan_id, 0, outcome=PageOutcome.READ, sha256="1" * 64, at=NOW)
    assert catalogue.scan_and_unread(scan_id) == (catalogue.scan(scan_id), [1, 2])
    page = catalogue.pages(scan_id)[0]
    assert (page.outcome, page.reading_sha256) == (PageOutcome.READ, "1" * 64)
    assert events(catalogue).count("page.read") == 1


def test_faults_of_a_page_are_told_with_its_file(catalogue: SqlCatalogue) -> None:
    scan_id = receive(catalogue, page_count=3)
    read = {"outcome": PageOutcome.READ, "sha256": "1" * 64, "at": NOW}
    catalogue.save_reading(scan_id, 0, **read)
    catalogue.save_reading(scan_id, 2, faults=(Fault.BLURRED, Fault.CUT_OFF), **read)
    [came] = catalogue.arrived_scans(catalogue.scan(scan_id).batch_id)
    told = [(one.page_index, one.fault) for one in came.faults]
    assert told == [(2, Fault.BLURRED), (2, Fault.CUT_OFF)]
    assert catalogue.arrived_scan(scan_id).faults == came.faults


def test_a_page_is_told_with_its_scan(catalogue: Catalogue) -> None:
    scan_id = receive(catalogue)
    told = catalogue.scan_and_page(scan_id, 0)
    assert told == (catalogue.scan(scan_id), catalogue.pages(scan_id)[0])
    with pytest.raises(NotFound):
        catalogue.scan_and_page(scan_id, 1_000)


def test_a_scan_has_unread_pages_until_the_last_is_read(catalogue: Catalogue) -> None:
    scan_id = receive(catalogue)
    read = {"outcome": PageOutcome.READ, "sha256": "1" * 64, "at": NOW}
    receive(catalogue, content="another scan")
    is_last = [catalogue.save_reading(scan_id, page_index, **read) for page_index in (1, 0)]
    assert (is_last, catalogue.has_unread_pages(scan_id)) == ([False, False], True)
    assert not catalogue.save_reading(scan_id, 0, **read)
    assert catalogue.save_reading(scan_id, 2, **read)
    assert not catalogue.has_unread_pages(scan_id)
    assert catalogue.scan_and_unread(scan_id) == (catalogue.scan(scan_id), [])
    assert catalogue.save_reading(scan_id, 2, **read)
    assert catalogue.save_reading(scan_id, 1, **{**read, "sha256": "2" * 64})


def test_who_reads_a_last_page_knows_although_others_read_at_once(catalogue: Catalogue) -> None:
    scan_id = receive(catalogue, page_count=40)
    read = {"outcome": PageOutcome.READ, "sha256": "1" * 64, "at": NOW}
    with ThreadPoolExecutor(8) as threads:
        is_last = threads.map(
            lambda index: catalogue.save_reading(scan_id, index, **read), range(40)
        )
        assert sum(is_last) == 1


def test_a_scan_that_never_came_has_no_unread_pages(catalogue: Catalogue) -> None:
    with pytest.raises(NotFound):
        catalogue.scan_and_unread(a_scan_id("never"))


def test_a_page_of_a_separated_scan_is_not_read_anew(catalogue: Catalogue) -> None:
    separated(catalogue)
    with pytest.raises(IllegalMove):
        catalogue.save_reading(a_scan_id(), 0, outcome=PageOutcome.BLANK, sha256="1" * 64, at=NOW)


def test_separation_gives_every_page_its_place(catalogue: Catalogue) -> None:
    scan_id = receive(catalogue, page_count=5)
    read_pages(catalogue, scan_id)
    separation = Separation(
        documents=((1, 2), (4,)),
        set_aside=((0, PageOutcome.SEPARATOR), (3, PageOutcome.BLANK)),
    )
    begun = catalogue.separate(scan_id, separation, at=NOW)
    assert catalogue.separate(scan_id, separation, at=LATER) == begun
    assert begun == catalogue.documents(scan_id=scan_id)
    first = [document.id for document in begun]
    assert first == [ids.document_id(scan_id, 1), ids.document_id(scan_id, 4)]
    assert [page.document_id for page in catalogue.pages(scan_id)] == [
        None,
        first[0],
        first[0],
        None,
        first[1],
    ]
    assert catalogue.pages(scan_id)[0].outcome is PageOutcome.SEPARATOR
    assert events(catalogue).count("page.set_aside") == 2
    assert events(catalogue).count("document.moved") == 2


def test_a_scan_of_blank_pages_has_no_document(catalogue: Catalogue) -> None:
    scan_id = receive(catalogue, page_count=1)
    separation = Separation(documents=(), set_aside=((0, PageOutcome.BLANK),))
    assert catalogue.separate(scan_id, separation, at=NOW) == []
    assert catalogue.documents() == []
    assert catalogue.pages(scan_id)[0].state is PageState.SET_ASIDE


@pytest.mark.parametrize(
    "documents", [((0, 1),), ((0, 1, 2), (2,)), ((0, 1, 2, 3),), ((), (0, 1, 2))]
)
def test_a_separation_that_loses_or_doubles_a_page_is_refused(
    catalogue: Catalogue, documents: tuple[tuple[int, ...], ...]
) -> None:
    scan_id = receive(catalogue, page_count=3)
    with pytest.raises(ValueError, match="once"):
        catalogue.separate(scan_id, Separation(documents=documents), at=NOW)


def test_a_scan_is_not_separated_in_two_ways(catalogue: Catalogue) -> None:
    separated(catalogue, page_count=3, set_aside=())
    with pytest.raises(IllegalMove):
        catalogue.separate(a_scan_id(), Separation(documents=((0,), (1, 2))), at=NOW)


# ---- documents ----------------------------------------------------------------------------------


def test_a_document_goes_from_paper_to_record(catalogue: Catalogue) -> None:
    record = filed(catalogue)
    document = catalogue.document(record.document_id)
    assert (document.status, document.record_id) == (DocumentStatus.FILED, record.id)
    assert document.sealed == record.pdf
    assert [page.state for page in catalogue.pages(document.scan_id)] == [
        PageState.FILED,
        PageState.FILED,
        PageState.SET_ASIDE,
    ]
    moves = [
        entry.data["to"]
        for entry in catalogue.ledger(subject=document.id)
        if entry.event == "document.moved"
    ]
    assert moves == ["separated", "read", "described", "sealed", "filed"]


Change = Callable[[Catalogue, DocumentId], object]
CHANGES: dict[str, Change] = {
    "freeze": lambda c, d: c.freeze(d, StoredFile(key="s.pdf", sha256="1" * 64), at=NOW),
    "describe": lambda c, d: c.describe(d, a_description(reasons=["low_confidence"]), at=NOW),
    "correct": lambda c, d: c.correct(
        d, fields=[a_field("subject", "V/v đất đai")], type_code="to_trinh", actor="an", at=NOW
    ),
    "approve": lambda c, d: c.approve(d, actor="an", at=NOW),
    "seal": lambda c, d: c.seal(d, SEALED, data={"certificate": "1f"}, at=NOW),
    "file": lambda c, d: c.file(a_record(d, pdf=SEALED), at=NOW),
}


@pytest.mark.parametrize("upto", range(1, len(CHANGES) + 1), ids=list(CHANGES))
def test_every_change_made_twice_leaves_the_same(catalogue: Catalogue, upto: int) -> None:
    document_id = separated(catalogue)
    changes = list(CHANGES.values())[:upto]
    for change in changes:
        change(catalogue, document_id)
    before = catalogue.document(document_id), catalogue.ledger_head()
    changes[-1](catalogue, document_id)
    assert (catalogue.document(document_id), catalogue.ledger_head()) == before


def test_late_messages_of_every_stage_change_nothing(catalogue: Catalogue) -> None:
    document_id = separated(catalogue)
    for change in CHANGES.values():
        change(catalogue, document_id)
    before = catalogue.document(document_id), catalogue.ledger_head()
    for name, change in CHANGES.items():
        if name != "correct":
            change(catalogue, document_id)
    assert (catalogue.document(document_id), catalogue.ledger_head()) == before


def test_a_description_with_reasons_waits_for_a_person(catalogue: Catalogue) -> None:
    document_id = described(catalogue, reasons=["low_confidence"])
    assert catalogue.document(document_id).status is DocumentStatus.NEEDS_CHECK
    with pytest.raises(IllegalMove):
        catalogue.seal(document_id, SEALED, data={}, at=NOW)


def test_a_correction_replaces_named_fields_and_keeps_the_rest(catalogue: Catalogue) -> None:
    document_id = described(catalogue, reasons=["low_confidence"])
    catalogue.correct(
        document_id,
        fields=[a_field("subject", "V/v hòa giải")],
        type_code="to_trinh",
        actor="an",
        at=NOW,
    )
    description = catalogue.document(document_id).description
    assert description is not None
    assert [field.key for field in description.fields] == ["reference", "subject"]
    assert description.verdict.type_code == "to_trinh"
    entry = list(catalogue.ledger(subject=document_id))[-1]
    assert (entry.event, entry.actor) == ("document.corrected", "an")
    assert entry.data["keys"] == ["subject"]
    assert "hòa" not in str(entry.data)


def test_a_field_corrected_to_nothing_is_absent(catalogue: Catalogue) -> None:
    document_id = described(catalogue, reasons=["low_confidence"])
    catalogue.correct(
        document_id, fields=[a_field("reference", "")], type_code=None, actor="an", at=NOW
    )
    description = catalogue.document(document_id).description
    assert description is not None
    assert description.fields == ()


def test_only_what_waits_for_a_person_is_corrected(catalogue: Catalogue) -> None:
    document_id = described(catalogue)
    with pytest.raises(IllegalMove):
        catalogue.correct(
            document_id, fields=[a_field("x", "y")], type_code=None, actor="an", at=NOW
        )


def test_a_rejected_document_takes_its_pages_along(catalogue: Catalogue) -> None:
    document_id = described(catalogue, reasons=["low_confidence"])
    for _ in range(2):
        catalogue.reject(document_id, error_code="not_ours", actor="an", at=NOW)
    document = catalogue.document(document_id)
    assert (document.status, document.error_code) == (DocumentStatus.REJECTED, "not_ours")
    states = [page.state for page in catalogue.pages(document.scan_id)]
    assert states == [PageState.REJECTED, PageState.REJECTED, PageState.SET_ASIDE]


def test_what_is_filed_cannot_be_rejected(catalogue: Catalogue) -> None:
    record = filed(catalogue)
    with pytest.raises(IllegalMove):
        catalogue.reject(record.document_id, error_code="not_ours", actor="an", at=NOW)


def test_a_stage_that_comes_too_early_is_refused(catalogue: Catalogue) -> None:
    document_id = separated(catalogue)
    before = catalogue.ledger_head()
    for early in ("describe", "correct", "approve", "seal", "file"):
        with pytest.raises(IllegalMove):
            CHANGES[early](catalogue, document_id)
    assert catalogue.ledger_head() == before


def test_other_bytes_for_a_frozen_document_are_refused(catalogue: Catalogue) -> None:
    document_id = described(catalogue)
    with pytest.raises(IllegalMove):
        catalogue.freeze(document_id, StoredFile(key="s.pdf", sha256="9" * 64), at=NOW)


def test_an_original_that_arrived_signed_is_its_own_sealed_file(catalogue: Catalogue) -> None:
    document_id = separated(catalogue)
    catalogue.freeze(document_id, None, at=NOW)
    catalogue.describe(document_id, a_description(), at=NOW)
    original = StoredFile(key=keys.original(a_scan_id()), sha256=a_scan_id())
    catalogue.seal(document_id, original, data={}, at=NOW)
    document = catalogue.document(document_id)
    assert (document.searchable, document.sealed) == (None, original)


def test_documents_are_listed_by_status(catalogue: Catalogue) -> None:
    waiting = described(catalogue, content="a", reasons=["low_confidence"])
    described(catalogue, content="b")
    listed = catalogue.documents(status=DocumentStatus.NEEDS_CHECK)
    assert [document.id for document in listed] == [waiting]
    assert len(catalogue.documents()) == 2


# ---- records ------------------------------------------------------------------------------------


def test_an_owner_sees_what_is_filed_for_them(catalogue: Catalogue) -> None:
    record = filed(catalogue, content="a")
    filed(catalogue, content="b", owner=None)
    same_person = Owner(kind=OwnerKind.CITIZEN, number=CITIZEN.number)
    assert catalogue.records_of(same_person) == [record]
    assert catalogue.records_of(Owner(kind=OwnerKind.ORGANISATION, number=CITIZEN.number)) == []
    assert len(catalogue.records()) == 2


def test_a_record_is_found_by_its_pdf_and_by_its_original(catalogue: Catalogue) -> None:
    record = filed(catalogue)
    assert catalogue.find_by_hash(record.pdf.sha256) == record
    assert catalogue.find_by_hash(a_scan_id()) == record
    assert catalogue.find_by_hash("0" * 64) is None


def test_what_does_not_exist_is_not_found(catalogue: Catalogue) -> None:
    for ask in (
        lambda: catalogue.scan(a_scan_id("x")),
        lambda: catalogue.document(DocumentId("0123456789abcdef-p0001")),
        lambda: catalogue.record(RecordId("r-x")),
        lambda: catalogue.begin_attempt(a_scan_id("x"), 0),
        lambda: catalogue.approve(DocumentId("x"), actor="an", at=NOW),
    ):
        with pytest.raises(NotFound):
            ask()
    assert catalogue.pages(a_scan_id("x")) == []


def test_a_note_is_an_entry_and_is_made_once(catalogue: Catalogue) -> None:
    for _ in range(2):
        catalogue.note("record.read", "r-1", actor="an", data={"purpose": "reuse"}, at=NOW)
    (entry,) = catalogue.ledger(subject="r-1")
    assert (entry.event, entry.actor, entry.data) == ("record.read", "an", {"purpose": "reuse"})


def test_rows_outlive_the_process(tmp_path: Path) -> None:
    first = SqlCatalogue.open(tmp_path / "c.db")
    record = filed(first)
    first.close()
    again = SqlCatalogue.open(tmp_path / "c.db")
    assert again.record(record.id) == record
    assert [hit.record for hit in again.find("hoa giai")] == [record]
    again.close()
