"""Scan and first page into document and record ids: the same paper has the same id after every restart.

A document is `<first 16 hex digits of its scan>-p<number of its first page>`, e.g. `9f2c41d07ab3e655-p0001`; its record
is `r-` before that. 64 bits keep a province's scans apart and can still be typed from a printed list. No counter and no
randomness: a run that was killed and a run that was not give the same ids, so whatever is done twice meets itself.
"""

import re

from digitize.model import DocumentId, RecordId, ScanId

SCAN_PREFIX = 16
_DOCUMENT = re.compile(r"(?P<scan>[0-9a-f]{16})-p(?P<page>[0-9]{4,6})", re.ASCII)
_SCAN = re.compile(r"[0-9a-f]{64}", re.ASCII)
_RECORD_MARK = "r-"


def document_id(scan_id: ScanId, first_page_index: int) -> DocumentId:
    """The id of the document that begins on this page (index from 0, number in the id from 1)."""
    require_scan_id(scan_id)
    return DocumentId(f"{scan_id[:SCAN_PREFIX]}-p{first_page_index + 1:04d}")


def record_id(document: DocumentId) -> RecordId:
    """The id of the record a document is filed as."""
    require_document_id(document)
    return RecordId(f"{_RECORD_MARK}{document}")


def require_scan_id(text: str) -> ScanId:
    """The text as a scan id; raises `ValueError` where it is not 64 lower-case hex digits."""
    if not _SCAN.fullmatch(text):
        raise ValueError(f"not a scan id: {text[:80]!r}")
    return ScanId(text)


def is_scan_id(text: str) -> bool:
    """Whether the text has a scan id's shape."""
    return _SCAN.fullmatch(text) is not None


def require_document_id(text: str) -> DocumentId:
    """The text as a document id; raises `ValueError` where it has another shape."""
    if not _DOCUMENT.fullmatch(text):
        raise ValueError(f"not a document id: {text[:80]!r}")
    return DocumentId(text)
