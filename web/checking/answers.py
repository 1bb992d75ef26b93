"""What the API of the checking desk answers: the queue, a document as one person sees it, what a decision came to."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field

from digitize.desk import WaitingDocument
from digitize.model import FieldSource
from digitize.page_faults import Fault, PageFault, sentence
from digitize.privacy.masking import masked
from digitize.status import DocumentStatus
from web.checking.desk import Opened
from web.checking.form import ShownField, ShownReason, Spot, shown_reason
from workers.checking.deciding import Outcome

Share = Annotated[
    float, Field(description="Of the page's width or height, from its left upper corner")
]


class ReasonAnswer(BaseModel):
    code: str
    sentence: str
    """In Vietnamese: what a person should do about it."""
    page: int | None
    field: str | None


class CheckWaitingAnswer(BaseModel):
    """Numbers of persons are masked but for their last four digits."""

    document: str
    version: int
    title: str
    type: str
    source: str
    batch: str
    agency: str
    received_at: datetime
    priority: str
    pages: list[int]
    """Numbers within the scan, from 1."""
    reasons: list[ReasonAnswer]
    claimed_by: str | None
    """The account that is at it now."""


class QueueAnswer(BaseModel):
    items: list[CheckWaitingAnswer]
    cursor: str | None


class BoxAnswer(BaseModel):
    page: int
    left: Share
    top: Share
    width: Share
    height: Share


class CheckFieldAnswer(BaseModel):
    key: str
    kind: str
    title: str
    value: str
    """As people here write it; empty where it is absent, or to be entered without being seen."""
    read_as: str
    confidence: float | None
    how: FieldSource | None
    box: BoxAnswer | None
    asks: bool
    """Is it uncertain?"""
    required: bool
    blind: bool
    """Is it to be entered a second time, unseen?"""
    reasons: list[ReasonAnswer]
    alternatives: list[str]


class FaultAnswer(BaseModel):
    """What is wrong with a page as it was scanned, and what the counter is told to do."""

    code: Fault
    sentence: str
    page: int


class DocumentAnswer(BaseModel):
    document: str
    scan: str
    version: int
    status: DocumentStatus
    title: str
    type: str
    likely_types: list[str]
    """That something speaks for, the document's own first."""
    pages: list[int]
    fields: list[CheckFieldAnswer]
    reasons: list[ReasonAnswer]
    """Those about no field."""
    faults: list[FaultAnswer]
    claimed_by: str | None
    before: str | None
    """The documents beside it in its scan that it may be merged with."""
    behind: str | None
    set_aside: list[int]
    """Pages of the same scan that belong to no document."""
    record: str | None


class ClaimAnswer(BaseModel):
    document: str
    account: str
    leased_until: datetime
    """It is left to others then, unless it is claimed again before."""


class DecidedAnswer(BaseModel):
    document: str
    outcome: Outcome


class CheckVersionAnswer(BaseModel):
    document: str
    version: int


class BegunAnswer(BaseModel):
    documents: list[str]
    """Those that begin anew; they are read and described as when they came, and wait again where they must."""


class DraftAnswer(BaseModel):
    saved_at: datetime
    faults: dict[str, list[str]]
    """What speaks against values as they are typed by now, by field."""


def waiting_answer(waiting: WaitingDocument) -> CheckWaitingAnswer:
    return CheckWaitingAnswer(
        document=waiting.document_id,
        version=waiting.version,
        title=masked(waiting.title),
        type=waiting.type_code,
        source=masked(waiting.source),
        batch=waiting.batch_id,
        agency=waiting.agency,
        received_at=waiting.received_at,
        priority=waiting.priority.name.lower(),
        pages=[index + 1 for index in waiting.page_indexes],
        reasons=[_reason(shown_reason(reason)) for reason in waiting.reasons],
        claimed_by=waiting.claimed_by,
    )


def document_answer(opened: Opened) -> DocumentAnswer:
    document = opened.document
    return DocumentAnswer(
        document=document.id,
        scan=document.scan_id,
        version=document.version,
        status=document.status,
        title=opened.title,
        type=opened.form.kind.code,
        likely_types=list(opened.form.likely_types),
        pages=[index + 1 for index in document.page_indexes],
        fields=[_field(field) for field in opened.form.fields],
        reasons=[_reason(reason) for reason in opened.form.reasons],
        faults=[_fault(seen) for seen in opened.faults],
        claimed_by=opened.claim.account if opened.claim else None,
        before=opened.before,
        behind=opened.behind,
        set_aside=[index + 1 for index in opened.aside],
        record=document.record_id,
    )


def _fault(seen: PageFault) -> FaultAnswer:
    number = seen.page_index + 1
    return FaultAnswer(code=seen.fault, sentence=sentence(seen.fault, [number]), page=number)


def _field(shown: ShownField) -> CheckFieldAnswer:
    return CheckFieldAnswer(
        key=shown.key,
        kind=shown.kind,
        title=shown.title,
        value=shown.value,
        read_as=shown.read_as,
        confidence=shown.confidence,
        how=shown.how,
        box=_box(shown.spot) if shown.spot else None,
        asks=shown.asks,
        required=shown.is_required,
        blind=shown.is_blind,
        reasons=[_reason(reason) for reason in shown.reasons],
        alternatives=list(shown.alternatives),
    )


def _box(spot: Spot) -> BoxAnswer:
    return BoxAnswer(
        page=spot.page_index + 1,
        left=spot.left,
        top=spot.top,
        width=spot.width,
        height=spot.height,
    )


def _reason(shown: ShownReason) -> ReasonAnswer:
    return ReasonAnswer(
        code=shown.code, sentence=shown.sentence, page=shown.page_number, field=shown.field_key
    )
