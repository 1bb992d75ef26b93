"""What a viewer looks for into a page of hits, as a list shows them; papers that are not filed yet come by their status alone.

That a record stood in a list is a look at it, and in the ledger.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from digitize.access import Viewer
from digitize.doctype import DocumentType
from digitize.errors import NoSuchCursor
from digitize.filing import title_of
from digitize.model import DocumentId, RecordId
from digitize.privacy.masking import masked_values
from digitize.rows import Hit, Record
from digitize.searching import SearchCursor, SearchFilters
from digitize.status import DocumentStatus
from digitize.warehouse.life import LifeShown
from storage.cursors import id_in, moment_in
from storage.papers_by_status import PaperOfStatus, PaperPlace, papers_with_status
from workers.records.looking import fields_seen
from workers.records.marking import Stretch, stretches
from workers.records.parts import base_name
from workers.records.reads import Purpose, note_looks
from workers.services import Services
from workers.warehouse.life import shown_today


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    words: str = ""
    """Of filed papers; others have no words yet."""
    filters: SearchFilters = field(default_factory=SearchFilters)
    status: DocumentStatus = DocumentStatus.FILED
    """Of papers on their way nothing else is asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A row of a list: numbers of persons are masked in all of it; of sensitive papers no text, of sensitive fields no value."""

    document_id: DocumentId
    record_id: RecordId | None
    status: DocumentStatus
    title: tuple[Stretch, ...]
    snippet: tuple[Stretch, ...]
    type_code: str
    """Empty before it is known."""
    fields: Mapping[str, str]
    at: datetime
    """When it was filed, or came where it is not filed."""
    life: LifeShown | None = None
    """How a filed paper stands today."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPage:
    items: tuple[Found, ...]
    cursor: str | None


def find(
    services: Services, viewer: Viewer, wanted: Wanted, *, cursor: str | None = None, limit: int
) -> FoundPage:
    """The hits behind a cursor. Raises `NoSuchCursor` for a cursor that is none of ours."""
    if wanted.status is not DocumentStatus.FILED:
        return _on_their_way(services, viewer, wanted.status, cursor=cursor, limit=limit)
    found = services.catalogue.search(
        wanted.words,
        filters=wanted.filters,
        viewer=viewer,
        after=_cursor_in(cursor) if cursor else None,
        limit=limit,
    )
    shown = [hit.record.id for hit in found.hits]
    note_looks(services, shown, purpose=Purpose.FIND, actor=viewer.account)
    lives = shown_today(services, [hit.record for hit in found.hits])
    return FoundPage(
        items=tuple(
            replace(_found(services, hit, wanted.words), life=lives[hit.record.id])
            for hit in found.hits
        ),
        cursor=f"{found.after.rank}.{found.after.number}" if found.after else None,
    )


def _found(services: Services, hit: Hit, words: str) -> Found:
    record = hit.record
    is_sensitive = record.type_code in services.sensitive.types
    return Found(
        document_id=record.document_id,
        record_id=record.id,
        status=DocumentStatus.FILED,
        title=stretches(record.title, words),
        snippet=() if is_sensitive else stretches(hit.snippet, words),
        type_code=record.type_code,
        fields=listed_values(services, record),
        at=record.filed_at,
    )


def listed_values(services: Services, record: Record) -> dict[str, str]:
    """A record's fields as a list may show them."""
    return _listed(services, record.fields, services.types.get(record.type_code))


def _listed(
    services: Services, values: Mapping[str, str], kind: DocumentType | None
) -> dict[str, str]:
    return masked_values(services.sensitive.hidden(values), kind)


def _cursor_in(said: str) -> SearchCursor:
    if not _CURSOR.fullmatch(said):
        raise NoSuchCursor
    rank, number = said.split(".")
    return SearchCursor(rank=int(rank), number=int(number))


_CURSOR = re.compile(r"[0-9]\.[0-9]{1,18}", re.ASCII)


# -- not filed


def _on_their_way(
    services: Services, viewer: Viewer, status: DocumentStatus, *, cursor: str | None, limit: int
) -> FoundPage:
    after = _place_in(cursor) if cursor else None
    with services.database.reading() as connection:
        papers = papers_with_status(connection, viewer, status, after=after, limit=limit + 1)
    shown = papers[:limit]
    return FoundPage(
        items=tuple(_paper(services, viewer, paper) for paper in shown),
        cursor=_place_text(shown[-1].place) if len(papers) > limit else None,
    )


def _paper(services: Services, viewer: Viewer, paper: PaperOfStatus) -> Found:
    document = paper.document
    values = {field.key: field.value for field in fields_seen(services, viewer, document)}
    code = document.description.verdict.type_code if document.description else ""
    kind = services.types.get(code)
    return Found(
        document_id=document.id,
        record_id=document.record_id,
        status=document.status,
        title=stretches(title_of(kind, values) if code else base_name(document.source), ""),
        snippet=(),
        type_code=code,
        fields=_listed(services, values, kind),
        at=paper.received_at,
    )


def _place_text(place: PaperPlace) -> str:
    return f"{place.received_at.isoformat()}~{place.document_id}"


def _place_in(said: str) -> PaperPlace:
    at, _, document = said.partition("~")
    return PaperPlace(received_at=moment_in(at), document_id=DocumentId(id_in(document)))
