"""The parts of a document that are handed out: sealed PDF, original, text, fields; each as a file with its name and hash."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from digitize.checking import values_of
from digitize.codec import to_json
from digitize.errors import Disposed, NotFound
from digitize.filing import title_of
from digitize.model import FileKind
from digitize.rows import Document
from storage import keys
from workers.records.part_names import RecordPart
from workers.services import Services

MEDIA_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.TIFF: "image/tiff",
    FileKind.JPEG: "image/jpeg",
    FileKind.PNG: "image/png",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    content: Path | bytes
    """A local file that stays for as long as this path is held (`ObjectStore.local_path`), or what was made for the asker."""
    sha256: str
    media_type: str
    file_name: str
    """Without what may not stand in a file's name; never empty."""


def part_of(services: Services, document: Document, part: RecordPart) -> Part:
    """Raises `NotFound` for what the document does not have yet, `Disposed`, and the store's errors."""
    if part is not RecordPart.FIELDS and services.catalogue.disposal(document.id) is not None:
        raise Disposed(document.id)
    match part:
        case RecordPart.SEALED:
            return _sealed(services, document)
        case RecordPart.ORIGINAL:
            return _original(services, document)
        case RecordPart.TEXT:
            return _text(services, document)
        case RecordPart.FIELDS:
            return _fields(services, document)


def _sealed(services: Services, document: Document) -> Part:
    if document.sealed is None:
        raise NotFound(f"{document.id} is not sealed")
    return Part(
        content=services.store.local_path(document.sealed.key),
        sha256=document.sealed.sha256,
        media_type=MEDIA_TYPES[FileKind.PDF],
        file_name=_named(services, document, "pdf"),
    )


def _original(services: Services, document: Document) -> Part:
    scan = services.catalogue.scan(document.scan_id)
    return Part(
        content=services.store.local_path(keys.original(scan.id)),
        sha256=scan.id,
        media_type=MEDIA_TYPES[FileKind(scan.kind)],
        file_name=_safe(base_name(scan.source)) or f"{document.id}.{scan.kind}",
    )


def _text(services: Services, document: Document) -> Part:
    if document.searchable is None and document.sealed is None and document.description is None:
        raise NotFound(f"{document.id} is not read")
    path = services.store.local_path(keys.text(document.id, document.edition))
    return Part(
        content=path,
        sha256=sha256_of(path),
        media_type="text/plain; charset=utf-8",
        file_name=_named(services, document, "txt"),
    )


def _fields(services: Services, document: Document) -> Part:
    if document.description is None:
        raise NotFound(f"{document.id} is not described")
    data = to_json(document.description)
    return Part(
        content=data,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type="application/json",
        file_name=_named(services, document, "json"),
    )


def sha256_of(path: Path) -> str:
    """Raises `OSError`."""
    with path.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()


def base_name(source: str) -> str:
    """A file's name without the folders of the machine that it lay on, Windows or not."""
    return PurePosixPath(source.replace("\\", "/")).name


def _named(services: Services, document: Document, suffix: str) -> str:
    """By type and number as in lists, but never by what the paper is about, for that may be somebody's name."""
    if document.description is None:
        return f"{document.id}.{suffix}"
    kind = services.types.get(document.description.verdict.type_code)
    head = title_of(kind, values_of(document.description)).split(" – ")[0]
    return f"{_safe(head) or document.id}.{suffix}"


def _safe(name: str) -> str:
    """At most what every file system takes, without the signs that one of them gives a meaning."""
    plain = _NOT_IN_NAMES.sub("-", name).strip(" .-")
    stem, dot, suffix = plain.rpartition(".")
    return f"{stem[:_MAX_STEM]}.{suffix[:8]}" if dot else plain[:_MAX_STEM]


_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|\u2028\u2029\u202a-\u202e\u2066-\u2069]+')
_MAX_STEM = 60  # three bytes a letter, and file systems end at 255
