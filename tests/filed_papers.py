"""Filed papers for tests of search and reading: cheap ones by the catalogue alone, and one by every real step."""

import hashlib
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from checking_factories import a_decision
from factories import page
from storage_factories import NOW, a_batch, a_file, a_record, a_scan_id
from web_factories import AGENCY

from config.settings import Settings
from digitize import codec
from digitize.filing import title_of
from digitize.model import BatchId, PageOutcome, Separation
from digitize.rows import Batch, Document, Owner, OwnerKind, Record, StoredFile
from storage import keys
from workers.progress import PageProgress
from workers.reading_pool import build_pool
from workers.runner import Runner
from workers.services import Services, build_services

SUBJECT = "Về việc phê duyệt chủ trương đầu tư"
ROWS = ("UBND TỈNH", "Số: 2311/QĐ-UBND", "Căn cước 044203001234, hòa giải ở cơ sở")
OWNER = Owner(kind=OwnerKind.CITIZEN, number="044203001234", name="Nguyễn Thị Hòa")


def a_filed_paper(
    services: Services,
    content: str = "scan",
    *,
    agency: str = AGENCY,
    number: str = "2311/QĐ-UBND",
    page_count: int = 2,
    at: datetime = NOW,
) -> Record:
    """A decision with all that is stored of one, but for its sealed PDF, which is no PDF."""
    catalogue, store = services.catalogue, services.store
    scan_id = a_scan_id(content)
    store.put(keys.original(scan_id), content.encode(), sha256=scan_id)
    batch = replace(a_batch(agency=agency), id=BatchId(f"b-{agency}"))
    source = f"C:\\quét\\{content}.pdf"
    file = a_file(page_count=page_count)
    catalogue.receive_scan(scan_id, batch=batch, source=source, file=file, at=at)
    for index in range(page_count):
        reading = replace(page(*ROWS), page_index=index)
        sha256 = store.put(keys.reading(scan_id, index), codec.to_json(reading))
        catalogue.save_reading(scan_id, index, outcome=PageOutcome.READ, sha256=sha256, at=at)
    whole = Separation(documents=(tuple(range(page_count)),))
    document_id = catalogue.separate(scan_id, whole, at=at)[0].id
    text = "\f".join("\n".join(ROWS) for _ in range(page_count))
    catalogue.freeze(
        document_id,
        _stored(services, keys.searchable(document_id), b"searchable"),
        text=_stored(services, keys.text(document_id), text.encode()),
        at=at,
    )
    description = a_decision()
    fields = tuple(
        replace(field, value=number) if field.key == "reference" else field
        for field in description.fields
    )
    catalogue.describe(document_id, replace(description, fields=fields), at=at)
    sealed = _stored(services, keys.sealed(document_id), f"sealed {content}".encode() * 1000)
    catalogue.seal(document_id, sealed, data={}, at=at)
    new = replace(
        a_record(document_id, text=text, owner=OWNER, pdf=sealed),
        title=title_of(services.types["quyet_dinh"], {"reference": number, "subject": SUBJECT}),
        fields={field.key: field.value for field in fields},
    )
    return catalogue.file(new, at=at)


def file_for_real(warehouse: Path, scan: Path, *, agency: str = AGENCY) -> Document:
    """The scan of one paper through every step, beside a server that does not know of it."""
    settings = Settings(warehouse=warehouse, agency_code=agency, jobs=1)
    with build_services(settings) as services, build_pool(settings) as pool:
        batch = Batch(
            id=BatchId(f"that-{agency}"),
            agency=agency,
            channel="folder",
            opened_at=services.clock(),
        )
        runner = Runner(services, pool, batch=batch, progress=PageProgress())
        (outcome,) = runner.run([scan])
        (document,) = outcome.documents
        return document


def _stored(services: Services, key: str, data: bytes) -> StoredFile:
    services.store.put(key, data)
    return StoredFile(key=key, sha256=hashlib.sha256(data).hexdigest())
