"""Small warehouses for tests: real bytes in a store, real rows in a catalogue, driven through the ports only."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from digitize.model import (
    BatchId,
    Box,
    Description,
    DocumentId,
    Field,
    FieldSource,
    FileKind,
    PageOutcome,
    Reason,
    RecordId,
    ScanFile,
    ScanId,
    Separation,
    Verdict,
)
from digitize.ports import Catalogue, ObjectStore
from digitize.rows import Batch, NewRecord, Owner, OwnerKind, Record, StoredFile
from storage import ids, keys

NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
LATER = NOW + timedelta(minutes=5)
CITIZEN = Owner(kind=OwnerKind.CITIZEN, number="044203001234", name="Nguyễn Thị Hòa")


def a_batch(*, batch_id: str = "batch-1", agency: str = "H46.1") -> Batch:
    return Batch(id=BatchId(batch_id), agency=agency, channel="folder", opened_at=NOW)


def a_file(*, page_count: int = 3, size_bytes: int = 1000) -> ScanFile:
    return ScanFile(kind=FileKind.PDF, page_count=page_count, size_bytes=size_bytes)


def a_scan_id(content: bytes | str = "scan") -> ScanId:
    data = content.encode() if isinstance(content, str) else content
    return ScanId(hashlib.sha256(data).hexdigest())


def a_field(
    key: str = "reference", value: str = "2311/QĐ-UBND", *, confidence: float = 0.9
) -> Field:
    return Field(
        key=key,
        value=value,
        confidence=confidence,
        page_index=0,
        box=Box(left=1, top=2, right=3, bottom=4),
        how=FieldSource.LABEL,
    )


def a_description(*fields: Field, reasons: Sequence[str] = ()) -> Description:
    return Description(
        verdict=Verdict(type_code="quyet_dinh", confidence=0.97, marks=("title",)),
        fields=fields or (a_field(),),
        reasons=tuple(Reason(code=code) for code in reasons),
    )


def a_record(
    document_id: DocumentId,
    *,
    title: str = "Quyết định về việc hòa giải",
    text: str = "Số: 2311/QĐ-UBND\nQuyết định về việc hòa giải ở cơ sở",
    owner: Owner | None = CITIZEN,
    pdf: StoredFile | None = None,
    reference: str = "2311/QĐ-UBND",
    record_id: RecordId | None = None,
) -> NewRecord:
    return NewRecord(
        id=record_id or ids.record_id(document_id),
        document_id=document_id,
        title=title,
        type_code="quyet_dinh",
        fields={"reference": reference},
        owner=owner,
        text=text,
        pdf=pdf or StoredFile(key=keys.sealed(document_id), sha256="5" * 64),
    )


def receive(
    catalogue: Catalogue,
    *,
    content: str = "scan",
    page_count: int = 3,
    batch: Batch | None = None,
    store: ObjectStore | None = None,
) -> ScanId:
    scan_id = a_scan_id(content)
    if store is not None:
        store.put(keys.original(scan_id), content.encode(), sha256=scan_id)
    catalogue.receive_scan(
        scan_id,
        batch=batch or a_batch(),
        source=f"quét/{content}.pdf",
        file=a_file(page_count=page_count),
        at=NOW,
    )
    return scan_id


def read_pages(catalogue: Catalogue, scan_id: ScanId, *, store: ObjectStore | None = None) -> None:
    for page in catalogue.pages(scan_id):
        data = f"reading {scan_id} {page.page_index}".encode()
        if store is not None:
            store.put(keys.reading(scan_id, page.page_index), data)
        catalogue.begin_attempt(scan_id, page.page_index)
        catalogue.save_reading(
            scan_id,
            page.page_index,
            outcome=PageOutcome.READ,
            sha256=hashlib.sha256(data).hexdigest(),
            at=NOW,
        )


def separated(
    catalogue: Catalogue,
    *,
    content: str = "scan",
    page_count: int = 3,
    set_aside: Sequence[int] = (2,),
    batch: Batch | None = None,
    store: ObjectStore | None = None,
) -> DocumentId:
    """One document over all pages but those set aside."""
    scan_id = receive(catalogue, content=content, page_count=page_count, batch=batch, store=store)
    read_pages(catalogue, scan_id, store=store)
    kept = tuple(index for index in range(page_count) if index not in set_aside)
    separation = Separation(
        documents=(kept,), set_aside=tuple((index, PageOutcome.BLANK) for index in set_aside)
    )
    return catalogue.separate(scan_id, separation, at=NOW)[0].id


def described(
    catalogue: Catalogue,
    *,
    content: str = "scan",
    reasons: Sequence[str] = (),
    batch: Batch | None = None,
    store: ObjectStore | None = None,
) -> DocumentId:
    document_id = separated(catalogue, content=content, batch=batch, store=store)
    data = f"searchable {document_id}".encode()
    catalogue.freeze(document_id, _stored(store, keys.searchable(document_id), data), at=NOW)
    catalogue.describe(document_id, a_description(reasons=reasons), at=NOW)
    return document_id


def filed(
    catalogue: Catalogue,
    *,
    content: str = "scan",
    batch: Batch | None = None,
    store: ObjectStore | None = None,
    title: str = "Quyết định về việc hòa giải",
    text: str = "Số: 2311/QĐ-UBND\nQuyết định về việc hòa giải ở cơ sở",
    owner: Owner | None = CITIZEN,
    reference: str = "2311/QĐ-UBND",
    record_id: RecordId | None = None,
) -> Record:
    document_id = described(catalogue, content=content, batch=batch, store=store)
    sealed = _stored(store, keys.sealed(document_id), f"sealed {document_id}".encode())
    catalogue.seal(document_id, sealed, data={"certificate": "1f"}, at=NOW)
    new = a_record(
        document_id,
        title=title,
        text=text,
        owner=owner,
        pdf=sealed,
        reference=reference,
        record_id=record_id,
    )
    return catalogue.file(new, at=NOW)


def _stored(store: ObjectStore | None, key: str, data: bytes) -> StoredFile:
    if store is not None:
        store.put(key, data)
    return StoredFile(key=key, sha256=hashlib.sha256(data).hexdigest())
