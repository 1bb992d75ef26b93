"""`digitize find` and `get`: the warehouse searched and handed out; every look is in the ledger."""

import sys
from pathlib import Path

from config.settings import Settings
from digitize.codec import to_json
from digitize.errors import CannotWriteOutput, Disposed, NotFound
from digitize.model import DocumentId, RecordId
from digitize.reasons import explain
from digitize.rows import Document
from storage import keys
from workers.commands.describing import STATUS_WORDS
from workers.commands.exit_codes import ExitCode
from workers.commands.output import print_json, print_lines, print_table
from workers.commands.parts import RecordPart
from workers.services import Services, open_services


def find(settings: Settings, words: str, *, limit: int, as_json: bool) -> ExitCode:
    """Records that have all the words in their text or fields, best first."""
    with open_services(settings) as services:
        hits = services.catalogue.find(words, limit=limit)
        for hit in hits:
            note_read(services, hit.record.id, purpose="find")
    if not as_json:
        rows = [(hit.record.id, hit.record.title, hit.snippet) for hit in hits]
        print_table(("Mã", "Giấy tờ", "Đoạn tìm thấy"), rows)
        return ExitCode.OK
    for hit in hits:
        print_json(
            {
                "record": hit.record.id,
                "document": hit.record.document_id,
                "title": hit.record.title,
                "type": hit.record.type_code,
                "fields": dict(hit.record.fields),
                "snippet": hit.snippet,
            }
        )
    return ExitCode.OK


def get(settings: Settings, wanted: str, *, part: RecordPart, out: Path | None) -> ExitCode:
    """A part of a record into a file, or to stdout where no file is named."""
    with open_services(settings) as services:
        document = find_document(services, wanted)
        data = _part(services, document, part)
        if document.record_id is not None:
            note_read(services, document.record_id, purpose=f"get.{part.value}")
    if out is None:
        sys.stdout.buffer.write(data)
        return ExitCode.OK
    try:
        out.write_bytes(data)
    except OSError as error:
        raise CannotWriteOutput(f"{out}: {error.strerror}") from error
    return ExitCode.OK


def find_document(services: Services, wanted: str) -> Document:
    """The document of a document id or a record id. Raises `NotFound`."""
    try:
        return services.catalogue.document(DocumentId(wanted))
    except NotFound:
        record = services.catalogue.record(RecordId(wanted))
        return services.catalogue.document(record.document_id)


def print_document(document: Document) -> None:
    """A document for a person: head, fields with their confidence, reasons."""
    description = document.description
    print_lines(
        f"{document.id}  {STATUS_WORDS[document.status]}",
        f"Tệp: {document.source}, trang {', '.join(str(i + 1) for i in document.page_indexes)}",
    )
    if description is None:
        return
    verdict = description.verdict
    print_lines(f"Loại: {verdict.type_code} ({verdict.confidence:.2f})")
    rows = [
        (
            field.key,
            field.value,
            f"{field.confidence:.2f}",
            str(field.page_index + 1),
            field.how.value,
        )
        for field in description.fields
    ]
    print_table(("Trường", "Giá trị", "Tin cậy", "Trang", "Cách lấy"), rows)
    print_lines(*(f"- {explain(reason)}" for reason in description.reasons))


def _part(services: Services, document: Document, part: RecordPart) -> bytes:
    if part is not RecordPart.FIELDS and services.catalogue.disposal(document.id) is not None:
        raise Disposed(document.id)
    match part:
        case RecordPart.SEALED:
            if document.sealed is None:
                raise NotFound(f"{document.id} is not sealed")
            return services.store.get(document.sealed.key)
        case RecordPart.ORIGINAL:
            return services.store.get(keys.original(document.scan_id))
        case RecordPart.TEXT:
            return services.store.get(keys.text(document.id))
        case RecordPart.FIELDS:
            if document.description is None:
                raise NotFound(f"{document.id} is not described")
            return to_json(document.description)


def note_read(services: Services, record_id: RecordId, *, purpose: str) -> None:
    """That somebody looked at a record, and what for."""
    services.catalogue.note(
        "record.read",
        record_id,
        actor=services.settings.officer,
        data={"purpose": purpose},
        at=services.clock(),
    )
