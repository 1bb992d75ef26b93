"""Papers that wait for a person, and people who look at them: for tests of the checking desk."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from storage_factories import NOW, a_batch, a_description, a_field, a_file, a_scan_id, read_pages

from digitize.access import Role, Viewer
from digitize.model import BatchId, Description, DocumentId, Separation
from digitize.ports import Catalogue, ObjectStore
from digitize.rows import Priority
from storage import keys


def a_checker(account: str = "an", *, agency: str = "H46.1") -> Viewer:
    return Viewer(account=account, roles=frozenset({Role.CHECKER}), agency=agency)


def a_doubt(reference: str = "2311/QĐ-UBND", *, type_code: str = "quyet_dinh") -> Description:
    """What is understood of a paper whose number nobody is sure of."""
    found = a_description(
        a_field("reference", reference, confidence=0.4), reasons=("field_unsure",)
    )
    return replace(found, verdict=replace(found.verdict, type_code=type_code))


def waits(
    catalogue: Catalogue,
    content: str = "scan",
    *,
    documents: Sequence[Sequence[int]] = ((0, 1, 2),),
    agency: str = "H46.1",
    priority: Priority = Priority.COUNTER,
    at: datetime = NOW,
    description: Description | None = None,
    store: ObjectStore | None = None,
) -> list[DocumentId]:
    """A scan read and parted into documents that all wait for a person."""
    scan_id = a_scan_id(content)
    page_count = sum(len(indexes) for indexes in documents)
    batch = replace(
        a_batch(batch_id=f"batch-{agency}-{priority.name}", agency=agency), priority=priority
    )
    if store is not None:
        store.put(keys.original(scan_id), content.encode(), sha256=scan_id)
    catalogue.receive_scan(
        scan_id,
        batch=batch,
        source=f"quét/{content}.pdf",
        file=a_file(page_count=page_count),
        at=at,
    )
    read_pages(catalogue, scan_id, store=store)
    parts = Separation(documents=tuple(tuple(indexes) for indexes in documents))
    made = [document.id for document in catalogue.separate(scan_id, parts, at=at)]
    for document_id in made:
        asks(catalogue, document_id, description)
    return made


def asks(
    catalogue: Catalogue, document_id: DocumentId, description: Description | None = None
) -> None:
    """`separated → needs_check`, with no file."""
    catalogue.freeze(document_id, None, at=NOW)
    catalogue.describe(document_id, description or a_doubt(), at=NOW)


def came_in(content: str, *, agency: str, priority: Priority = Priority.COUNTER) -> BatchId:
    """Id of the batch that `waits` used."""
    return BatchId(f"batch-{agency}-{priority.name}")
