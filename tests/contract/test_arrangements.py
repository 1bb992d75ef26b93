"""A person's arrangement of pages keeps every promise of the catalogue, on every database: nothing lost, nothing overtaken, all told."""

import pytest
from desk_factories import asks, waits
from storage_factories import LATER, NOW, a_record, filed, receive

from digitize import arranging
from digitize.arranging import Arrangement
from digitize.errors import IllegalMove, LostRace, NotFound
from digitize.model import DocumentId, PageOutcome, ScanId, Separation
from digitize.page_faults import Fault
from digitize.rows import PageState, StoredFile
from digitize.status import DocumentStatus
from digitize.work import document_task
from storage import ids, keys
from storage.account import account_from_rows
from storage.arrangements import arrangement_of
from storage.catalogue import SqlCatalogue
from storage.conservation import count_pages
from storage.replay import account_from_ledger
from storage.work_rows import SqlWork


def lying(catalogue: SqlCatalogue, scan_id: ScanId) -> Arrangement:
    return arrangement_of(catalogue.documents(scan_id=scan_id), catalogue.pages(scan_id))


def seen(catalogue: SqlCatalogue, scan_id: ScanId) -> dict[DocumentId, int]:
    return {one.id: one.version for one in catalogue.documents(scan_id=scan_id)}


def arrange(catalogue: SqlCatalogue, scan_id: ScanId, wanted: Arrangement) -> list[DocumentId]:
    looked_at = seen(catalogue, scan_id)
    return list(catalogue.rearrange(scan_id, wanted, seen=looked_at, actor="an", at=LATER))


def require_told(catalogue: SqlCatalogue) -> None:
    """Rows and ledger say the same, and no page is lost."""
    rows, told = account_from_rows(catalogue), account_from_ledger(catalogue.ledger())
    assert (rows.documents, rows.pages, rows.scans) == (told.documents, told.pages, told.scans)
    assert count_pages(rows).is_conserved


def scan_of(catalogue: SqlCatalogue, paper: DocumentId) -> ScanId:
    return catalogue.document(paper).scan_id


def test_a_split_document_begins_anew_and_the_rest_of_its_pages_too(
    catalogue: SqlCatalogue,
) -> None:
    (paper,) = waits(catalogue)
    scan_id, before = scan_of(catalogue, paper), catalogue.document(paper)
    begun = arrange(catalogue, scan_id, arranging.split(lying(catalogue, scan_id), 1))
    assert begun == [ids.document_id(scan_id, 0), ids.document_id(scan_id, 1)]
    first, second = catalogue.documents(scan_id=scan_id)
    assert [first.page_indexes, second.page_indexes] == [(0,), (1, 2)]
    for document in (first, second):
        assert document.status is DocumentStatus.SEPARATED
        assert (document.description, document.searchable) == (None, None)
        assert document.version > before.version
        assert document.edition not in ("", before.edition)
    assert [page.document_id for page in catalogue.pages(scan_id)] == [first.id, *2 * [second.id]]
    require_told(catalogue)


def test_what_a_person_does_not_touch_stays_as_it_is(catalogue: SqlCatalogue) -> None:
    _, _, third = waits(catalogue, documents=[(0,), (1,), (2,)])
    scan_id, before = scan_of(catalogue, third), catalogue.document(third)
    arrange(catalogue, scan_id, arranging.merge(lying(catalogue, scan_id), (0,), (1,)))
    assert [one.page_indexes for one in catalogue.documents(scan_id=scan_id)] == [(0, 1), (2,)]
    assert catalogue.document(third) == before
    require_told(catalogue)


def test_done_twice_it_is_done_once(catalogue: SqlCatalogue) -> None:
    (paper,) = waits(catalogue)
    scan_id = scan_of(catalogue, paper)
    looked_at, wanted = seen(catalogue, scan_id), arranging.split(lying(catalogue, scan_id), 2)
    assert catalogue.rearrange(scan_id, wanted, seen=looked_at, actor="an", at=NOW)
    length = catalogue.ledger_head()
    assert catalogue.rearrange(scan_id, wanted, seen=looked_at, actor="an", at=LATER) == []
    assert catalogue.ledger_head() == length


def test_of_two_who_arrange_the_same_pages_the_second_is_told(catalogue: SqlCatalogue) -> None:
    (paper,) = waits(catalogue)
    scan_id = scan_of(catalogue, paper)
    looked_at, now = seen(catalogue, scan_id), lying(catalogue, scan_id)
    catalogue.rearrange(scan_id, arranging.split(now, 1), seen=looked_at, actor="an", at=NOW)
    with pytest.raises(LostRace):
        catalogue.rearrange(scan_id, arranging.split(now, 2), seen=looked_at, actor="binh", at=NOW)
    assert [one.page_indexes for one in catalogue.documents(scan_id=scan_id)] == [(0,), (1, 2)]


def test_a_worker_that_is_at_what_was_there_before_changes_nothing(
    catalogue: SqlCatalogue,
) -> None:
    (paper,) = waits(catalogue)
    scan_id, old = scan_of(catalogue, paper), catalogue.document(paper)
    arrange(catalogue, scan_id, arranging.split(lying(catalogue, scan_id), 1))
    with pytest.raises(LostRace):
        catalogue.freeze(paper, None, version=old.version, at=LATER)
    arrange(catalogue, scan_id, arranging.merge(lying(catalogue, scan_id), (0,), (1, 2)))
    with pytest.raises(LostRace):
        catalogue.freeze(paper, None, version=old.version, at=LATER)
    asks(catalogue, paper)
    require_told(catalogue)


def test_no_version_ever_comes_back(catalogue: SqlCatalogue) -> None:
    (paper,) = waits(catalogue)
    scan_id = scan_of(catalogue, paper)
    met = [catalogue.document(paper).version]
    for _ in range(2):
        for index in range(3):
            arrange(catalogue, scan_id, arranging.set_aside(lying(catalogue, scan_id), index))
        assert catalogue.documents(scan_id=scan_id) == []
        for index in range(3):
            wanted = arranging.take_back(lying(catalogue, scan_id), index, tuple(range(index)))
            arrange(catalogue, scan_id, wanted)
            met.append(catalogue.document(paper).version)
    assert met == sorted(set(met))
    require_told(catalogue)


def test_a_page_set_aside_is_counted_so_and_can_be_taken_back(catalogue: SqlCatalogue) -> None:
    (paper,) = waits(catalogue)
    scan_id = scan_of(catalogue, paper)
    arrange(catalogue, scan_id, arranging.set_aside(lying(catalogue, scan_id), 0))
    with pytest.raises(NotFound):
        catalogue.document(paper)  # a document's id names its first page
    states = [page.state for page in catalogue.pages(scan_id)]
    assert states == [PageState.SET_ASIDE, PageState.WAITING, PageState.WAITING]
    assert catalogue.pages(scan_id)[0].outcome is PageOutcome.READ
    require_told(catalogue)
    arrange(catalogue, scan_id, arranging.take_back(lying(catalogue, scan_id), 0, (1, 2)))
    assert catalogue.document(paper).page_indexes == (0, 1, 2)
    require_told(catalogue)


def test_a_turned_page_waits_to_be_read_and_is_read_once_for_a_turn(
    catalogue: SqlCatalogue,
) -> None:
    (paper,) = waits(catalogue)
    scan_id = scan_of(catalogue, paper)
    arrange(catalogue, scan_id, arranging.turn(lying(catalogue, scan_id), 1, 180))
    page = catalogue.pages(scan_id)[1]
    assert (page.turned_degrees, page.outcome, page.reading_sha256) == (180, None, None)
    read = {"outcome": PageOutcome.READ, "sha256": "a" * 64, "at": LATER}
    with pytest.raises(LostRace):
        catalogue.save_reading(scan_id, 1, turned_degrees=90, **read)
    with pytest.raises(LostRace):
        catalogue.save_reading(scan_id, 1, **read)
    for _ in range(2):
        catalogue.save_reading(scan_id, 1, turned_degrees=180, **read)
    with pytest.raises(IllegalMove):
        catalogue.save_reading(scan_id, 1, turned_degrees=180, **{**read, "sha256": "b" * 64})
    require_told(catalogue)


def test_what_was_wrong_with_a_page_is_taken_back_when_it_is_read_turned(
    catalogue: SqlCatalogue,
) -> None:
    scan_id = receive(catalogue)
    at_first = {"outcome": PageOutcome.READ, "sha256": "1" * 64, "at": NOW}
    for index in range(3):
        catalogue.save_reading(scan_id, index, faults=(Fault.UPSIDE_DOWN,), **at_first)
    assert len(catalogue.arrived_scan(scan_id).faults) == 3
    catalogue.separate(scan_id, Separation(documents=((0, 1, 2),)), at=NOW)
    arrange(catalogue, scan_id, arranging.turn(lying(catalogue, scan_id), 1, 180))
    read = {"outcome": PageOutcome.READ, "sha256": "a" * 64, "at": LATER}
    catalogue.save_reading(scan_id, 1, turned_degrees=180, **read)
    assert [one.page_index for one in catalogue.arrived_scan(scan_id).faults] == [0, 2]


def test_what_was_frozen_before_stays_vouched_for(catalogue: SqlCatalogue) -> None:
    (paper,) = waits(catalogue)
    scan_id = scan_of(catalogue, paper)
    arrange(catalogue, scan_id, arranging.split(lying(catalogue, scan_id), 1))
    edition = catalogue.document(paper).edition
    frozen = StoredFile(key=keys.searchable(paper, edition), sha256="c" * 64)
    catalogue.freeze(paper, frozen, at=LATER)
    reading = catalogue.pages(scan_id)[0].reading_sha256
    arrange(catalogue, scan_id, arranging.turn(lying(catalogue, scan_id), 0, 90))
    told = account_from_ledger(catalogue.ledger())
    assert told.files[frozen.key] == frozen.sha256
    assert told.files[keys.reading(scan_id, 0)] == reading
    assert catalogue.document(paper).edition != edition


@pytest.mark.parametrize("ending", ["rejected", "sealed"])
def test_what_is_at_its_end_is_not_arranged(catalogue: SqlCatalogue, ending: str) -> None:
    first, _ = waits(catalogue, documents=[(0,), (1,)])
    scan_id = scan_of(catalogue, first)
    if ending == "rejected":
        catalogue.reject(first, error_code="not_ours", actor="an", at=NOW)
    else:
        catalogue.approve(first, actor="an", at=NOW)
        sealed = StoredFile(key=keys.sealed(first), sha256="5" * 64)
        catalogue.seal(first, sealed, data={}, at=NOW)
    for wanted in (
        arranging.merge(lying(catalogue, scan_id), (0,), (1,)),
        arranging.set_aside(lying(catalogue, scan_id), 0),
        arranging.turn(lying(catalogue, scan_id), 0, 90),
    ):
        with pytest.raises(IllegalMove):
            arrange(catalogue, scan_id, wanted)
    if ending == "sealed":
        catalogue.file(a_record(first), at=NOW)
    require_told(catalogue)


def test_a_filed_scan_is_not_arranged(catalogue: SqlCatalogue) -> None:
    record = filed(catalogue)
    scan_id = scan_of(catalogue, record.document_id)
    with pytest.raises(IllegalMove):
        arrange(catalogue, scan_id, arranging.split(lying(catalogue, scan_id), 1))


def test_a_document_that_is_gone_is_nobodys_work(catalogue: SqlCatalogue) -> None:
    first, second = waits(catalogue, documents=[(0,), (1,)])
    scan_id, work = scan_of(catalogue, first), SqlWork(catalogue._database)
    priority = catalogue.batch(catalogue.scan(scan_id).batch_id).priority
    work.add([document_task(second, priority)], at=NOW)
    arrange(catalogue, scan_id, arranging.merge(lying(catalogue, scan_id), (0,), (1,)))
    assert work.find(document_task(second, priority).subject) is None


def test_an_arrangement_that_places_a_page_twice_is_refused(catalogue: SqlCatalogue) -> None:
    (paper,) = waits(catalogue)
    scan_id = scan_of(catalogue, paper)
    for wrong in (((0, 1), (1, 2)), ((0, 1, 2, 3),), ((0, 1, 2), ())):
        with pytest.raises(ValueError, match="place each page"):
            arrange(catalogue, scan_id, Arrangement(documents=wrong))
