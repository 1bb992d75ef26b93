"""The checker's queue as a list shows it: pages by cursor, who is at what, what comes next."""

from dataclasses import replace

from desk_factories import a_checker, waits
from service_factories import memory_services
from storage_factories import NOW

from digitize.desk import WaitingDocument
from digitize.model import DocumentId
from storage.desk_rows import DeskRows
from workers.checking.queue import next_after, waiting
from workers.services import Services


def whole_queue(services: Services, *, limit: int) -> list[WaitingDocument]:
    found: list[WaitingDocument] = []
    page = waiting(services, a_checker(), limit=limit)
    found.extend(page.documents)
    while page.next_cursor:
        page = waiting(services, a_checker(), cursor=page.next_cursor, limit=limit)
        found.extend(page.documents)
    return found


def test_pages_of_any_size_give_the_same_queue() -> None:
    services = memory_services()
    for name in "abcdefg":
        waits(services.catalogue, name, documents=[(0,), (1, 2)])
    whole = waiting(services, a_checker())
    assert (len(whole.documents), whole.next_cursor) == (14, None)
    for limit in (1, 4, 7, 14):
        assert whole_queue(services, limit=limit) == list(whole.documents)


def test_a_row_says_what_a_list_shows() -> None:
    services = memory_services()
    (paper,) = waits(services.catalogue, "cũ")
    DeskRows(services.database).take(paper, "binh", at=NOW)
    (row,) = waiting(services, a_checker()).documents
    assert (row.document_id, row.source, row.agency) == (paper, "quét/cũ.pdf", "H46.1")
    assert (row.page_indexes, row.received_at) == ((0, 1, 2), NOW)
    assert (row.claimed_by, row.version) == ("binh", services.catalogue.document(paper).version)


def test_behind_the_last_one_the_first_comes_again() -> None:
    services = memory_services()
    first, second = sorted(waits(services.catalogue, documents=[(0,), (1,)]))
    viewer = a_checker()
    assert next_after(services, viewer) == first
    assert next_after(services, viewer, document_id=first) == second
    assert next_after(services, viewer, document_id=second) == first
    services.catalogue.approve(first, actor="an", at=NOW)
    assert next_after(services, viewer, document_id=second) is None


def test_a_document_that_is_gone_leads_to_the_first() -> None:
    services = memory_services()
    (paper,) = waits(services.catalogue)
    gone = DocumentId(paper.replace("p0001", "p0009"))
    assert next_after(services, a_checker(), document_id=gone) == paper
    other = replace(a_checker(), agency="H46.2")
    assert next_after(services, other, document_id=paper) is None
