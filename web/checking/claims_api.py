"""Who is at a document, and what was typed of it and not sent yet."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Response

from digitize.access import Right, Viewer
from digitize.desk import Draft
from digitize.errors import BadCorrection, ClaimedByAnother
from digitize.model import DocumentId
from web.api.router import api_router
from web.checking.answers import ClaimAnswer, DraftAnswer
from web.checking.desk import CheckingDesk
from web.checking.requests import DraftSaid, WantedDocument
from web.problem import problem
from workers.checking import queue
from workers.checking.deciding import Said


def claim_routes(desk: CheckingDesk) -> APIRouter:
    router = api_router(desk.services, desk.gate, tag="documents")
    checking = Annotated[Viewer, Depends(desk.gate.needs(Right.CHECK))]

    @router.post("/documents/{wanted}/claim", response_model=ClaimAnswer)
    def claim(viewer: checking, wanted: WantedDocument) -> ClaimAnswer | Response:
        """It is this person's for some minutes; said again in time, for some minutes more."""
        document = queue.document_of(desk.services, viewer, DocumentId(wanted))
        try:
            held = desk.take(document.id, viewer.account)
        except ClaimedByAnother as error:
            holder = desk.rows.holder(document.id, at=desk.services.clock())
            name = desk.name_of(holder.account) if holder else ""
            return problem(error, more={"holder": name})
        return ClaimAnswer(
            document=document.id, account=held.account, leased_until=held.leased_until
        )

    @router.delete("/documents/{wanted}/claim", status_code=HTTPStatus.NO_CONTENT)
    def leave(viewer: checking, wanted: WantedDocument) -> None:
        """Others may take it; nothing where it is another's."""
        document = queue.document_of(desk.services, viewer, DocumentId(wanted))
        desk.rows.leave(document.id, viewer.account)

    @router.put("/documents/{wanted}/draft")
    def save_draft(viewer: checking, wanted: WantedDocument, said: DraftSaid) -> DraftAnswer:
        """What was typed by now, kept for this person; the one before goes."""
        document = queue.document_of(desk.services, viewer, DocumentId(wanted))
        if said.type_code is not None and said.type_code not in desk.services.types:
            raise BadCorrection(f"no such type: {said.type_code}")
        at = desk.services.clock()
        desk.rows.save_draft(
            Draft(
                document_id=document.id,
                account=viewer.account,
                version=said.version,
                values=said.values,
                type_code=said.type_code,
                saved_at=at,
            )
        )
        word = Said(account=viewer.account, values=said.values, type_code=said.type_code)
        found = desk.faults(document, word) if document.description else {}
        return DraftAnswer(saved_at=at, faults={key: list(doubts) for key, doubts in found.items()})

    @router.delete("/documents/{wanted}/draft", status_code=HTTPStatus.NO_CONTENT)
    def drop_draft(viewer: checking, wanted: WantedDocument) -> None:
        """The person begins again with what the machine read."""
        document = queue.document_of(desk.services, viewer, DocumentId(wanted))
        desk.rows.drop_drafts(document.id, viewer.account)

    return router
