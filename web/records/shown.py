"""A paper and one of its pages into what the page about it shows; the same for a record and for a paper on its way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from digitize.access import Right, Viewer
from digitize.doctype import DocumentType, ValueKind
from digitize.filing import title_of
from digitize.model import Box, Field, FieldSource
from digitize.reasons import sentence_of
from digitize.rows import Disposal, Document, Owner, Record
from digitize.status import DocumentStatus
from storage.result_code_rows import ResultCodes
from web.checking.as_typed import as_typed
from web.pages.field_titles import TITLES, title_of_field
from web.proving.mark import MarkShown, mark_shown
from workers.proving.papers import proof_code
from workers.records.looking import PageSeen, fields_seen, page_seen
from workers.records.parts import base_name
from workers.records.waiting import waits_for
from workers.services import Services
from workers.warehouse.deciding_owners import result_codes

SURE, DOUBTFUL = 0.95, 0.8
"""Only colours: what is sure enough to be filed is decided by config/thresholds.toml, field by field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldShown:
    key: str
    title: str
    value: str
    """As people write it."""
    read_as: str
    """The words of the paper, where they are others."""
    percent: int
    level: str
    """`good`, `doubt` or `bad`."""
    how: FieldSource
    page_number: int | None
    """Among the document's pages, from 1; None for a page that is no longer in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxShown:
    key: str
    title: str
    box: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonShown:
    sentence: str
    title: str
    """Of the field it is about, or empty."""
    page_number: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperShown:
    document: Document
    record: Record | None
    title: str
    type_title: str
    agency: str
    """That brought it the first time."""
    source_name: str
    """Of the file it came in, without its folders."""
    received_at: datetime
    page: PageSeen
    page_count: int
    boxes: tuple[BoxShown, ...]
    """On the page that is shown."""
    selected: str
    """Key of the field that was asked for, or empty."""
    fields: tuple[FieldShown, ...]
    reasons: tuple[ReasonShown, ...]
    waiting: tuple[str, ...]
    """Sentences; none for what is filed."""
    disposal: Disposal | None
    owners: tuple[Owner, ...]
    codes: ResultCodes
    proof: MarkShown | None
    """What anybody looks it up by; None before it is sealed."""
    may_keep_owners: bool
    """May whoever looks say whose it is?"""


def paper_shown(
    services: Services,
    viewer: Viewer,
    document: Document,
    record: Record | None,
    *,
    number: int = 1,
    selected: str = "",
) -> PaperShown:
    """Raises `NotFound` for a page that the document does not have."""
    scan = services.catalogue.scan(document.scan_id)
    fields = fields_seen(services, viewer, document)
    kind = _kind(services, document)
    page = page_seen(services, document, number, fields=fields)
    code = proof_code(services, document)
    return PaperShown(
        document=document,
        record=record,
        title=_title(document, record, kind, fields),
        type_title=kind.title if kind else "",
        agency=services.catalogue.batch(scan.batch_id).agency,
        source_name=base_name(scan.source),
        received_at=scan.received_at,
        page=page,
        page_count=len(document.page_indexes),
        boxes=tuple(
            BoxShown(key=field.key, title=_field_title(kind, field.key), box=field.box)
            for field in page.fields
        ),
        selected=selected,
        fields=tuple(_field(kind, field, document.page_indexes) for field in fields),
        reasons=_reasons(document, kind),
        waiting=_waiting(services, document),
        disposal=services.catalogue.disposal(document.id),
        owners=record.owners if record else (),
        proof=mark_shown(code, public_url=services.settings.public_url) if code else None,
        may_keep_owners=viewer.may(Right.KEEP_OWNERS),
        codes=result_codes(services, record.id) if record else ResultCodes(),
    )


def field_names(services: Services) -> Mapping[str, str]:
    """Key → title of every field that some type has, by title."""
    named = {
        spec.key: title_of_field(spec) for kind in services.types.values() for spec in kind.fields
    }
    return dict(sorted(named.items(), key=lambda pair: pair[1]))


def _kind(services: Services, document: Document) -> DocumentType | None:
    if document.description is None:
        return None
    return services.types.get(document.description.verdict.type_code)


def _title(
    document: Document,
    record: Record | None,
    kind: DocumentType | None,
    fields: Sequence[Field],
) -> str:
    if record is not None:
        return record.title
    if document.description is None:
        return base_name(document.source)
    return title_of(kind, {field.key: field.value for field in fields})


def _field(kind: DocumentType | None, field: Field, page_indexes: Sequence[int]) -> FieldShown:
    spec = kind.field(field.key) if kind else None
    value = as_typed(spec.kind if spec else ValueKind.TEXT, field.value)
    is_there = field.page_index in page_indexes
    return FieldShown(
        key=field.key,
        title=_field_title(kind, field.key),
        value=value,
        read_as=field.raw if field.raw not in {"", field.value, value} else "",
        percent=round(field.confidence * 100),
        level="good" if field.confidence >= SURE else _level(field.confidence),
        how=field.how,
        page_number=page_indexes.index(field.page_index) + 1 if is_there else None,
    )


def _level(confidence: float) -> str:
    return "doubt" if confidence >= DOUBTFUL else "bad"


def _field_title(kind: DocumentType | None, key: str) -> str:
    spec = kind.field(key) if kind else None
    return title_of_field(spec) if spec else TITLES.get(key, key)


def _reasons(document: Document, kind: DocumentType | None) -> tuple[ReasonShown, ...]:
    if document.description is None or document.status is not DocumentStatus.NEEDS_CHECK:
        return ()
    return tuple(
        ReasonShown(
            sentence=sentence_of(reason.code),
            title=_field_title(kind, reason.field_key) if reason.field_key else "",
            page_number=None if reason.page_index is None else reason.page_index + 1,
        )
        for reason in document.description.reasons
    )


def _waiting(services: Services, document: Document) -> tuple[str, ...]:
    """A reason is told by itself, and a command is no help to who sits at a browser."""
    if document.status in {DocumentStatus.FILED, DocumentStatus.NEEDS_CHECK}:
        return ()
    answer = waits_for(services, services.catalogue.scan(document.scan_id), document)
    return tuple(said for said in answer.sentences if "digitize " not in said)
