"""`digitize find` and `get`: the warehouse searched and handed out; every look is in the ledger."""

import shutil
import sys
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from config.settings import Settings
from digitize.errors import CannotWriteOutput, NotFound
from digitize.model import DocumentId, RecordId
from digitize.privacy.masking import masked
from digitize.reasons import explain
from digitize.rows import Document, Hit
from workers.commands.describing import STATUS_WORDS
from workers.commands.describing_life import shown_words
from workers.commands.exit_codes import ExitCode
from workers.commands.output import print_json, print_lines, print_table
from workers.records.finding import listed_values
from workers.records.part_names import RecordPart
from workers.records.parts import part_of
from workers.records.reads import Purpose, note_look, note_looks
from workers.services import Services, open_services
from workers.warehouse.life import shown_today


def find(settings: Settings, words: str, *, limit: int, as_json: bool) -> ExitCode:
    """Records that have all the words in their text or fields, best first."""
    with open_services(settings) as services:
        hits = services.catalogue.find(words, limit=limit)
        note_looks(
            services,
            [hit.record.id for hit in hits],
            purpose=Purpose.FIND,
            actor=settings.officer,
        )
        lives = shown_today(services, [hit.record for hit in hits])
    if not as_json:
        rows = [
            (
                hit.record.id,
                f"{masked(hit.record.title)}\n{shown_words(lives, hit.record.id).upper()}".strip(),
                masked(_snippet(services, hit)),
            )
            for hit in hits
        ]
        print_table(("Mã", "Giấy tờ", "Đoạn tìm thấy"), rows)
        return ExitCode.OK
    for hit in hits:
        print_json(
            {
                "record": hit.record.id,
                "document": hit.record.document_id,
                "title": masked(hit.record.title),
                "type": hit.record.type_code,
                "fields": listed_values(services, hit.record),
                "snippet": masked(_snippet(services, hit)),
                "life": lives[hit.record.id].value,
            }
        )
    return ExitCode.OK


def _snippet(services: Services, hit: Hit) -> str:
    """No list has the words of a sensitive paper."""
    return "" if hit.record.type_code in services.sensitive.types else hit.snippet


def get(settings: Settings, wanted: str, *, part: RecordPart, out: Path | None) -> ExitCode:
    """A part of a record into a file, or to stdout where no file is named."""
    with open_services(settings) as services:
        document = find_document(services, wanted)
        content = part_of(services, document, part).content
        note_look(
            services,
            document,
            purpose=f"{Purpose.GET}.{part.value}",
            actor=settings.officer,
        )
        with BytesIO(content) if isinstance(content, bytes) else content.open("rb") as data:
            _write(data, out)
    return ExitCode.OK


def _write(data: BinaryIO, out: Path | None) -> None:
    if out is None:
        shutil.copyfileobj(data, sys.stdout.buffer)
        return
    try:
        with out.open("wb") as file:
            shutil.copyfileobj(data, file)
    except OSError as error:
        raise CannotWriteOutput(f"{out}: {error.strerror}") from error


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
