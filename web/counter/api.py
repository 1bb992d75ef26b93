"""The same for programs: batches with their progress, one batch in full, what is to be scanned again. For stations too, by their key."""

from collections.abc import Iterable
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Self

from fastapi import APIRouter, Depends, Path, Query
from pydantic import BaseModel, ConfigDict, Field

from digitize.access import Right, Viewer
from digitize.counter_advice import Advice, Gravity
from digitize.dossier.item_states import ItemState
from digitize.model import BatchId, PageOutcome
from digitize.privacy.masking import masked
from digitize.reasons import explain
from digitize.rows import PageState
from digitize.status import DocumentStatus
from storage.counter_rows import AskedOfBatch
from web.api.router import api_router
from web.stations.pushers import Pushers
from workers.counter.batch_list import BatchLine, BatchStage, Whose, asked_again, batch_lines
from workers.counter.one_batch import CounterDocument, CounterFile, counter_batch
from workers.counter.rescanned import say_answered
from workers.services import Services

_Cursor = Annotated[str, Query(max_length=128)]
_Limit = Annotated[int, Query(ge=1, le=200)]
_Wanted = Annotated[str, Path(max_length=128)]


class _FromValue(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class Progress(_FromValue):
    """received = waiting + filed + set_aside + rejected."""

    files: int
    refused_files: int
    received: int
    read: int
    waiting: int
    filed: int
    set_aside: int
    rejected: int
    to_check: int


class BatchRow(BaseModel):
    batch: str
    channel: str
    pushed_by: str
    """Id of the station or of the account."""
    opened_at: datetime
    closed_at: datetime | None
    dossier_code: str
    procedure_code: str
    stage: BatchStage
    progress: Progress

    @classmethod
    def of(cls, line: BatchLine) -> Self:
        batch = line.batch
        return cls(
            batch=batch.id,
            channel=batch.channel,
            pushed_by=batch.station,
            opened_at=batch.opened_at,
            closed_at=batch.closed_at,
            dossier_code=batch.dossier_code,
            procedure_code=batch.procedure_code,
            stage=line.stage,
            progress=Progress.model_validate(line.progress),
        )


class BatchRows(BaseModel):
    items: list[BatchRow]
    cursor: str | None
    seq: int
    """What `/api/v1/events` is to be asked for with `after`."""


class AdviceRow(BaseModel):
    kind: str
    """`asked` by a checker, `scan_again`, `look`, `hint` for the next paper."""
    file: str
    pages: list[int]
    """Numbers from 1; none for the whole file."""
    message: str
    scan: str
    document: str | None
    is_answered: bool

    @classmethod
    def of(cls, advice: Advice) -> Self:
        return cls(
            kind=Gravity(advice.gravity).name.lower(),
            file=masked(advice.file),
            pages=list(advice.page_numbers),
            message=masked(advice.message),
            scan=advice.scan_id,
            document=advice.document_id,
            is_answered=advice.is_answered,
        )


class PageRow(_FromValue):
    number: int
    state: PageState
    outcome: PageOutcome | None
    needs_scan: bool


class DocumentRow(BaseModel):
    document: str
    pages: list[int]
    type: str | None
    title: str
    status: DocumentStatus
    refusal: str
    reasons: list[str]

    @classmethod
    def of(cls, document: CounterDocument) -> Self:
        return cls(
            document=document.id,
            pages=list(document.page_numbers),
            type=document.type_code or None,
            title=document.title,
            status=document.status,
            refusal=document.refusal,
            reasons=[explain(reason) for reason in document.reasons],
        )


class FileRow(BaseModel):
    name: str
    scan: str
    error: str
    page_count: int
    pages: list[PageRow]
    documents: list[DocumentRow]

    @classmethod
    def of(cls, file: CounterFile) -> Self:
        return cls(
            name=masked(file.name),
            scan=file.scan,
            error=file.error,
            page_count=file.page_count,
            pages=[PageRow.model_validate(page) for page in file.pages],
            documents=[DocumentRow.of(document) for document in file.documents],
        )


class ItemRow(BaseModel):
    component: str
    title: str
    is_needed: bool
    files: list[str]
    message: str
    is_held: bool
    """The owner's warehouse has it in force: not to be asked for."""

    @classmethod
    def of(cls, item: ItemState) -> Self:
        return cls(
            component=item.component,
            title=item.title,
            is_needed=item.is_needed,
            files=[masked(name) for name in item.files],
            message=masked(item.message),
            is_held=item.is_held,
        )


class BatchInFull(BatchRow):
    advice: list[AdviceRow]
    files: list[FileRow]
    items: list[ItemRow]
    """The dossier's checklist."""
    seq: int


class WishRow(BaseModel):
    batch: str
    dossier_code: str
    file: str
    document: str
    pages: list[int]
    message: str
    asked_at: datetime

    @classmethod
    def of(cls, wish: AskedOfBatch) -> Self:
        return cls(
            batch=wish.batch.id,
            dossier_code=wish.batch.dossier_code,
            file=masked(wish.file),
            document=wish.asked.document_id,
            pages=[index + 1 for index in wish.asked.page_indexes],
            message=masked(wish.asked.sentence),
            asked_at=wish.asked.asked_at,
        )


class WishRows(BaseModel):
    items: list[WishRow]


class AnsweredSaid(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    subject: Annotated[
        str, Field(pattern="^([0-9a-f]{16}-p[0-9]{4,6}|[0-9a-f]{64})$", max_length=64)
    ]
    """Id of a paper or of a scan."""


def counter_routes(services: Services, pushers: Pushers) -> APIRouter:
    router = api_router(services, pushers.gate, tag="counter")
    sees = Annotated[Viewer, Depends(pushers.needs(Right.SEE_BATCHES))]
    pushes = Annotated[Viewer, Depends(pushers.needs(Right.PUSH))]

    @router.get("/counter/batches")
    def batches(
        viewer: sees, whose: Whose = Whose.AGENCY, cursor: _Cursor = "", limit: _Limit = 50
    ) -> BatchRows:
        found = batch_lines(services, viewer, whose=whose, after=cursor, limit=limit)
        rows = [BatchRow.of(line) for line in found.lines]
        return BatchRows(items=rows, cursor=found.cursor, seq=found.seq)

    @router.get("/counter/batches/{wanted}")
    def batch(wanted: _Wanted, viewer: sees) -> BatchInFull:
        one = counter_batch(services, viewer, BatchId(wanted))
        line = BatchLine(
            batch=one.batch, progress=one.progress, stage=one.stage, pushed_by=one.pushed_by
        )
        return BatchInFull(
            **dict(BatchRow.of(line)),
            advice=[AdviceRow.of(advice) for advice in one.advice],
            files=[FileRow.of(file) for file in one.files],
            items=[ItemRow.of(item) for item in one.items],
            seq=one.seq,
        )

    @router.post("/counter/batches/{wanted}/answered", status_code=HTTPStatus.NO_CONTENT)
    def answered(viewer: pushes, wanted: _Wanted, said: AnsweredSaid) -> None:
        """A paper, or a whole scan, of the batch was scanned again, says the officer: nobody is asked for it any more."""
        say_answered(services, viewer, BatchId(wanted), said.subject)

    @router.get("/counter/rescans")
    def rescans(viewer: sees) -> WishRows:
        return WishRows(items=_rows(asked_again(services, viewer)))

    return router


def _rows(wishes: Iterable[AskedOfBatch]) -> list[WishRow]:
    return [WishRow.of(wish) for wish in wishes]
