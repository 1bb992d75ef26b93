"""A checker's hand on pages: split, merge, turn, set aside. The documents that begin anew are read and described again."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends

from digitize.access import Right, Viewer
from digitize.model import DocumentId
from web.api.router import api_router
from web.checking.answers import BegunAnswer
from web.checking.desk import CheckingDesk
from web.checking.requests import MergeSaid, PageSaid, TurnSaid, WantedDocument
from workers.checking import editing, queue


def arranging_routes(desk: CheckingDesk) -> APIRouter:
    router = api_router(desk.services, desk.gate, tag="documents")
    checking = Annotated[Viewer, Depends(desk.gate.needs(Right.CHECK))]
    services = desk.services

    def _seen(viewer: Viewer, wanted: str) -> DocumentId:
        return queue.document_of(services, viewer, DocumentId(wanted)).id

    def _begun(documents: Sequence[DocumentId]) -> BegunAnswer:
        desk.wake()
        return BegunAnswer(documents=list(documents))

    @router.post("/documents/{wanted}/split")
    def split(viewer: checking, wanted: WantedDocument, said: PageSaid) -> BegunAnswer:
        """Another document begins on this page."""
        return _begun(
            editing.split(
                services,
                _seen(viewer, wanted),
                said.page - 1,
                account=viewer.account,
                version=said.version,
            )
        )

    @router.post("/documents/{wanted}/merge")
    def merge(viewer: checking, wanted: WantedDocument, said: MergeSaid) -> BegunAnswer:
        """Two neighbouring documents of one scan are one."""
        return _begun(
            editing.merge(
                services,
                _seen(viewer, wanted),
                _seen(viewer, said.other),
                account=viewer.account,
                version=said.version,
            )
        )

    @router.post("/documents/{wanted}/turn")
    def turn(viewer: checking, wanted: WantedDocument, said: TurnSaid) -> BegunAnswer:
        """The page is shown and read the other way up."""
        return _begun(
            editing.turn(
                services,
                _seen(viewer, wanted),
                said.page - 1,
                said.degrees,
                account=viewer.account,
                version=said.version,
            )
        )

    @router.post("/documents/{wanted}/set-aside")
    def set_aside(viewer: checking, wanted: WantedDocument, said: PageSaid) -> BegunAnswer:
        """The page belongs to no document; it is kept."""
        return _begun(
            editing.set_aside(
                services,
                _seen(viewer, wanted),
                said.page - 1,
                account=viewer.account,
                version=said.version,
            )
        )

    return router
