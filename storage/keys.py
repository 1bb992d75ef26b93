"""Ids into object keys: the one module that builds them, so that a key says what it holds and can be read back.

`originals/9f/2c/9f2c…` — two levels of 256 folders from the hash keep every folder small at hundreds of millions of
objects. Keys are ASCII, relative, `/`-separated and valid on every S3 service and file system.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from digitize.model import DocumentId, ScanId
from storage.ids import SCAN_PREFIX, require_document_id, require_scan_id


class KeyKind(StrEnum):
    """The first part of a key: what the object is."""

    ORIGINAL = "originals"  # the bytes that came in; written once, never removed
    READING = "readings"  # a `PageReading` as JSON
    RENDERING = "renderings"  # a page that had to be rendered, PNG or JPEG
    SEARCHABLE = "searchable"  # the PDF/A with its text layer, before signing
    SEALED = "sealed"  # the signed PDF
    TEXT = "texts"  # the document's text, UTF-8
    FIELDS = "fields"  # the document's description as JSON
    ANCHOR = "anchors"  # the ledger's length and head at an audit


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedKey:
    kind: KeyKind
    subject: str
    """Scan id, document id, or the head hash of an anchor."""
    page_index: int | None = None
    turned_degrees: int | None = None
    """Of a reading: which way up a person said the page is."""
    edition: str = ""
    """Of a document's file: names the pages and turns of a person's arrangement."""
    seq: int | None = None
    """Of an anchor: how long the ledger was."""


def original(scan_id: ScanId) -> str:
    return f"{KeyKind.ORIGINAL}/{_scan_folder(scan_id)}"


def reading(scan_id: ScanId, page_index: int, turned_degrees: int | None = None) -> str:
    """Of the page as the machine found it upright, or turned as a person said."""
    turn = "" if turned_degrees is None else f"-t{turned_degrees:03d}"
    return f"{readings_of(scan_id)}{_page(page_index)}{turn}.json"


def readings_of(scan_id: ScanId) -> str:
    """What the keys of all readings of a scan begin with."""
    return f"{KeyKind.READING}/{_scan_folder(scan_id)}/"


def rendering(scan_id: ScanId, page_index: int) -> str:
    return f"{KeyKind.RENDERING}/{_scan_folder(scan_id)}/{_page(page_index)}.image"


def renderings_of(scan_id: ScanId) -> str:
    """What the keys of all renderings of a scan begin with."""
    return f"{KeyKind.RENDERING}/{_scan_folder(scan_id)}/"


def searchable(document_id: DocumentId, edition: str = "") -> str:
    return _document_file(KeyKind.SEARCHABLE, document_id, edition, "pdf")


def sealed(document_id: DocumentId, edition: str = "") -> str:
    return _document_file(KeyKind.SEALED, document_id, edition, "pdf")


def text(document_id: DocumentId, edition: str = "") -> str:
    return _document_file(KeyKind.TEXT, document_id, edition, "txt")


def fields(document_id: DocumentId, edition: str = "") -> str:
    return _document_file(KeyKind.FIELDS, document_id, edition, "json")


def files_of_documents(scan_id: ScanId) -> tuple[str, ...]:
    """What the keys of all files of all documents of a scan begin with, those of earlier arrangements too."""
    prefix = require_scan_id(scan_id)[:SCAN_PREFIX]
    kinds = (KeyKind.SEARCHABLE, KeyKind.SEALED, KeyKind.TEXT, KeyKind.FIELDS)
    return tuple(f"{kind}/{prefix[:2]}/{prefix[2:4]}/{prefix}-" for kind in kinds)


def anchor(seq: int, head_hash: str) -> str:
    """Where an audit leaves the ledger's length and head; the key itself is the message."""
    return f"{KeyKind.ANCHOR}/{seq:012d}-{require_scan_id(head_hash)}"


def is_original(key: str) -> bool:
    """True for bytes as they came in, which nothing may remove."""
    return key.startswith(f"{KeyKind.ORIGINAL}/")


def require_safe(key: str) -> str:
    """The key unchanged; raises `ValueError` for anything that could leave the store or hide in it."""
    if not _SAFE.fullmatch(key) or len(key) > _MAX_KEY_CHARS:
        raise ValueError(f"not an object key: {key[:80]!r}")
    return key


def parse(key: str) -> ParsedKey | None:
    """What a key holds; None for a key that this module did not build."""
    for pattern in _PATTERNS:
        found = pattern.fullmatch(key)
        if found:
            parsed = _parsed(found.groupdict())
            return parsed if _rebuilt(parsed) == key else None
    return None


_MAX_KEY_CHARS = 512  # S3 allows 1,024 bytes; file systems 255 a part
_SAFE = re.compile(
    r"[A-Za-z0-9][A-Za-z0-9._-]{0,200}(/[A-Za-z0-9][A-Za-z0-9._-]{0,200})*", re.ASCII
)
_FAN = "[0-9a-f]{2}"
_PAPER = "[0-9a-f]{16}-p[0-9]{4,6}"
_EDITION = "(-(?P<edition>[0-9a-f]{12}))?"
_PATTERNS = tuple(
    re.compile(pattern, re.ASCII)
    for pattern in (
        rf"(?P<kind>originals)/{_FAN}/{_FAN}/(?P<subject>[0-9a-f]{{64}})",
        rf"(?P<kind>readings)/{_FAN}/{_FAN}/(?P<subject>[0-9a-f]{{64}})/p(?P<page>[0-9]{{4,6}})(-t(?P<turn>000|090|180|270))?\.json",
        rf"(?P<kind>renderings)/{_FAN}/{_FAN}/(?P<subject>[0-9a-f]{{64}})/p(?P<page>[0-9]{{4,6}})\.image",
        rf"(?P<kind>searchable|sealed)/{_FAN}/{_FAN}/(?P<subject>{_PAPER}){_EDITION}\.pdf",
        rf"(?P<kind>texts)/{_FAN}/{_FAN}/(?P<subject>{_PAPER}){_EDITION}\.txt",
        rf"(?P<kind>fields)/{_FAN}/{_FAN}/(?P<subject>{_PAPER}){_EDITION}\.json",
        r"(?P<kind>anchors)/(?P<seq>[0-9]{12,})-(?P<subject>[0-9a-f]{64})",
    )
)


def _scan_folder(scan_id: ScanId) -> str:
    require_scan_id(scan_id)
    return f"{scan_id[:2]}/{scan_id[2:4]}/{scan_id}"


def _page(page_index: int) -> str:
    if page_index < 0:
        raise ValueError(f"page index {page_index}")
    return f"p{page_index + 1:04d}"


def _document_file(kind: KeyKind, document_id: DocumentId, edition: str, suffix: str) -> str:
    require_document_id(document_id)
    name = f"{document_id}-{edition}" if edition else document_id
    return f"{kind}/{document_id[:2]}/{document_id[2:4]}/{name}.{suffix}"


def _parsed(groups: dict[str, str]) -> ParsedKey:
    return ParsedKey(
        kind=KeyKind(groups["kind"]),
        subject=groups["subject"],
        page_index=int(groups["page"]) - 1 if "page" in groups else None,
        turned_degrees=int(groups["turn"]) if groups.get("turn") else None,
        edition=groups.get("edition") or "",
        seq=int(groups["seq"]) if "seq" in groups else None,
    )


def _rebuilt(parsed: ParsedKey) -> str | None:
    if parsed.page_index is not None:
        if parsed.page_index < 0:
            return None
        if parsed.kind is KeyKind.RENDERING:
            return rendering(ScanId(parsed.subject), parsed.page_index)
        return reading(ScanId(parsed.subject), parsed.page_index, parsed.turned_degrees)
    if parsed.kind is KeyKind.ANCHOR:
        return anchor(parsed.seq or 0, parsed.subject)
    if parsed.kind is KeyKind.ORIGINAL:
        return original(ScanId(parsed.subject))
    by_document = {
        KeyKind.SEARCHABLE: searchable,
        KeyKind.SEALED: sealed,
        KeyKind.TEXT: text,
        KeyKind.FIELDS: fields,
    }[parsed.kind]
    return by_document(DocumentId(parsed.subject), parsed.edition)
