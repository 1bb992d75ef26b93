"""What the API of search and reading answers."""

from datetime import datetime

from pydantic import BaseModel

from digitize.model import FieldSource, SignatureReport
from digitize.rows import Document, Owner, Record
from digitize.status import DocumentStatus
from digitize.warehouse.life import LifeShown
from storage.result_code_rows import ResultCodes
from workers.records.finding import Found, FoundPage
from workers.records.history import History, Step
from workers.records.marking import Stretch
from workers.records.signatures import Verified


class StretchAnswer(BaseModel):
    text: str
    found: bool


class FoundAnswer(BaseModel):
    """Numbers of persons are masked but for their last four digits."""

    document: str
    record: str | None
    status: DocumentStatus
    type: str
    title: str
    fields: dict[str, str]
    snippet: list[StretchAnswer]
    at: datetime
    """When it was filed, or came where it is not filed."""
    life: LifeShown | None
    """How a filed paper stands today; null for one that is not filed."""


class FoundPageAnswer(BaseModel):
    items: list[FoundAnswer]
    cursor: str | None


class RecordFieldAnswer(BaseModel):
    value: str
    confidence: float
    page: int
    """Of the scan, from 1."""
    box: tuple[int, int, int, int]
    """Left, top, right, bottom in pixels of the upright page at the scan's own resolution."""
    how: FieldSource
    doubts: list[str]


class RecordOwnerAnswer(BaseModel):
    kind: str
    number: str
    name: str


class RecordAnswer(BaseModel):
    record: str
    document: str
    version: int
    title: str
    type: str
    fields: dict[str, RecordFieldAnswer]
    owner: RecordOwnerAnswer | None
    """The first of `owners`."""
    owners: list[RecordOwnerAnswer]
    """All who own it together; none where nobody is certain to."""
    result_code: str
    """Mã kết quả số hóa; empty where it has none yet."""
    dossier_result_code: str
    """`<mã hồ sơ>-KQ<n>`; empty for a paper that ends no dossier."""
    pages: list[int]
    filed_at: datetime
    sha256: str
    """Of the sealed PDF."""


class StepAnswer(BaseModel):
    seq: int
    """In the ledger."""
    at: datetime
    event: str
    actor: str
    """Account or station; empty for somebody of another agency."""
    sentence: str
    """In Vietnamese."""


class HistoryAnswer(BaseModel):
    items: list[StepAnswer]
    cursor: str | None


class SignatureAnswer(BaseModel):
    field: str
    signer: str
    signed_at: datetime | None
    timestamp_at: datetime | None
    intact: bool
    valid: bool
    trusted: bool
    whole: bool


class SignaturesAnswer(BaseModel):
    ours: bool
    """The file is what was filed."""
    intact: bool
    """It is, and every signature holds."""
    signatures: list[SignatureAnswer]


def found_answer(found: FoundPage) -> FoundPageAnswer:
    return FoundPageAnswer(items=[_found(one) for one in found.items], cursor=found.cursor)


def record_answer(record: Record, document: Document, codes: ResultCodes) -> RecordAnswer:
    assert document.description is not None, "a document is filed only after it was described"
    return RecordAnswer(
        record=record.id,
        document=document.id,
        version=record.version,
        title=record.title,
        type=record.type_code,
        fields={
            field.key: RecordFieldAnswer(
                value=field.value,
                confidence=round(field.confidence, 4),
                page=field.page_index + 1,
                box=(field.box.left, field.box.top, field.box.right, field.box.bottom),
                how=field.how,
                doubts=list(field.doubts),
            )
            for field in document.description.fields
        },
        owner=_owner(record.owner),
        owners=[one for owner in record.owners if (one := _owner(owner)) is not None],
        result_code=codes.digitised,
        dossier_result_code=codes.dossier,
        pages=[index + 1 for index in document.page_indexes],
        filed_at=record.filed_at,
        sha256=record.pdf.sha256,
    )


def history_answer(found: History) -> HistoryAnswer:
    return HistoryAnswer(items=[_step(step) for step in found.steps], cursor=found.cursor)


def signatures_answer(found: Verified) -> SignaturesAnswer:
    return SignaturesAnswer(
        ours=found.is_ours,
        intact=found.is_intact,
        signatures=[_signature(report) for report in found.signatures],
    )


def _owner(owner: Owner | None) -> RecordOwnerAnswer | None:
    if owner is None:
        return None
    return RecordOwnerAnswer(kind=owner.kind, number=owner.number, name=owner.name)


def _found(found: Found) -> FoundAnswer:
    return FoundAnswer(
        document=found.document_id,
        record=found.record_id,
        status=found.status,
        type=found.type_code,
        title=_text(found.title),
        fields=dict(found.fields),
        snippet=[StretchAnswer(text=part.text, found=part.is_found) for part in found.snippet],
        at=found.at,
        life=found.life,
    )


def _text(parts: tuple[Stretch, ...]) -> str:
    return "".join(part.text for part in parts)


def _step(step: Step) -> StepAnswer:
    return StepAnswer(
        seq=step.seq,
        at=step.at,
        event=step.event,
        actor=step.actor,
        sentence=step.sentence.format(count=step.count),
    )


def _signature(report: SignatureReport) -> SignatureAnswer:
    return SignatureAnswer(
        field=report.field_name,
        signer=report.signer,
        signed_at=report.signed_at,
        timestamp_at=report.timestamp_at,
        intact=report.is_intact,
        valid=report.is_valid,
        trusted=report.is_trusted,
        whole=report.covers_whole_file,
    )
