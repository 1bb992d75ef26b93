"""`/api/v1/documents`: what waits for a person, and each document with its fields, their provenance and the reasons."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from digitize.access import Right, Viewer
from digitize.desk import QueueFilter, QueueOrder
from digitize.model import DocumentId
from digitize.rows import Priority
from web.api.router import api_router
from web.checking.answers import (
    DocumentAnswer,
    QueueAnswer,
    document_answer,
    waiting_answer,
)
from web.checking.desk import CheckingDesk
from web.checking.requests import TypeCode, WantedDocument
from workers.checking import queue
from workers.records.reads import Purpose, note_look

PRIORITIES = {"counter": Priority.COUNTER, "backfill": Priority.BACKFILL}
_PriorityName = Annotated[str, Query(pattern="^(counter|backfill)$", max_length=8)]


def document_routes(desk: CheckingDesk) -> APIRouter:
    router = api_router(desk.services, desk.gate, tag="documents")
    checking = Annotated[Viewer, Depends(desk.gate.needs(Right.CHECK))]
    seeing = Annotated[Viewer, Depends(desk.gate.needs(Right.SEE_PAPERS))]

    @router.get("/documents")
    def waiting(
        viewer: checking,
        order: QueueOrder = QueueOrder.URGENCY,
        priority: _PriorityName | None = None,
        type: TypeCode | None = None,  # noqa: A002 - the word that addresses use
        cursor: Annotated[str | None, Query(max_length=300)] = None,
        limit: Annotated[int, Query(ge=1, le=queue.MOST_AT_ONCE)] = 50,
    ) -> QueueAnswer:
        wanted = QueueFilter(
            order=order, priority=PRIORITIES[priority] if priority else None, type_code=type
        )
        found = queue.waiting(desk.services, viewer, wanted, cursor=cursor, limit=limit)
        items = [waiting_answer(desk.listed(row, viewer)) for row in found.documents]
        return QueueAnswer(items=items, cursor=found.next_cursor)

    @router.get("/documents/{wanted}")
    def document(viewer: seeing, wanted: WantedDocument) -> DocumentAnswer:
        opened = desk.opened(viewer, DocumentId(wanted))
        note_look(desk.services, opened.document, purpose=Purpose.SHOW, actor=viewer.account)
        return document_answer(opened)

    return router
