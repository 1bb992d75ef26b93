"""What a checker decides of a document: corrected, approved, entered a second time, rejected, sent back to be scanned again."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Response

from digitize.access import Right, Viewer
from digitize.errors import BadCorrection
from digitize.model import DocumentId
from web.api.router import api_router
from web.checking.answers import CheckVersionAnswer, DecidedAnswer
from web.checking.desk import CheckingDesk
from web.checking.requests import FieldsSaid, RejectSaid, RescanSaid, WantedDocument
from web.problem import problem
from workers.checking import editing, queue
from workers.checking.deciding import Outcome, Said


def deciding_routes(desk: CheckingDesk) -> APIRouter:
    router = api_router(desk.services, desk.gate, tag="documents")
    checking = Annotated[Viewer, Depends(desk.gate.needs(Right.CHECK))]

    @router.post("/documents/{wanted}/correct", response_model=CheckVersionAnswer)
    def correct(
        viewer: checking, wanted: WantedDocument, said: FieldsSaid
    ) -> CheckVersionAnswer | Response:
        """The document keeps waiting, with these fields."""
        document = queue.document_of(desk.services, viewer, DocumentId(wanted))
        word = _word(viewer, said)
        if faults := desk.faults(document, word):
            return _refused(faults)
        version = desk.corrected(document.id, word)
        return CheckVersionAnswer(document=document.id, version=version)

    @router.post("/documents/{wanted}/approve", response_model=DecidedAnswer)
    def approve(
        viewer: checking, wanted: WantedDocument, said: FieldsSaid
    ) -> DecidedAnswer | Response:
        """The person stands for type and fields; it is sealed and filed, unless weighty fields need a second person."""
        return _decided(viewer, wanted, said)

    @router.post("/documents/{wanted}/second-entry", response_model=DecidedAnswer)
    def second_entry(
        viewer: checking, wanted: WantedDocument, said: FieldsSaid
    ) -> DecidedAnswer | Response:
        """Weighty fields as this person reads them, without having seen what another entered."""
        return _decided(viewer, wanted, said)

    def _decided(viewer: Viewer, wanted: str, said: FieldsSaid) -> DecidedAnswer | Response:
        document = queue.document_of(desk.services, viewer, DocumentId(wanted))
        word = _word(viewer, said)
        if faults := desk.faults(document, word):
            return _refused(faults)
        outcome = desk.decided(document.id, word)
        return DecidedAnswer(document=document.id, outcome=Outcome(outcome))

    @router.post("/documents/{wanted}/reject", status_code=HTTPStatus.NO_CONTENT)
    def reject(viewer: checking, wanted: WantedDocument, said: RejectSaid) -> None:
        """It will not be filed, for this reason; its pages and bytes stay."""
        document = queue.document_of(desk.services, viewer, DocumentId(wanted))
        editing.reject(
            desk.services,
            document.id,
            said.code.value,
            account=viewer.account,
            version=said.version,
        )

    @router.post("/documents/{wanted}/rescan", status_code=HTTPStatus.NO_CONTENT)
    def rescan(viewer: checking, wanted: WantedDocument, said: RescanSaid) -> None:
        """It is rejected, and the counter is told which pages to scan again and why."""
        document = queue.document_of(desk.services, viewer, DocumentId(wanted))
        editing.ask_rescan(
            desk.services,
            document.id,
            [number - 1 for number in said.pages],
            reason=said.reason,
            account=viewer.account,
            version=said.version,
        )

    return router


def _word(viewer: Viewer, said: FieldsSaid) -> Said:
    return Said(
        account=viewer.account,
        values=said.values,
        type_code=said.type_code,
        as_printed=frozenset(said.as_printed),
        version=said.version,
    )


def _refused(faults: object) -> Response:
    """All values that cannot be, at once."""
    return problem(BadCorrection(), more={"faults": faults})
